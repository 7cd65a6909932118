"""The columns of the list of needs."""

from __future__ import annotations

from collections.abc import Mapping

from spbe_assets.domain.needs import NeedState, Origin
from spbe_assets.i18n import _
from spbe_assets.services.needs import NeedRow
from spbe_assets.services.prices import PriceOrigin
from ui import format
from ui.plan import words
from ui.plan.list_table import ListColumn
from ui.widgets.table import Cell

ORDER = list(NeedState)


def columns(criteria: Mapping[str, str]) -> list[ListColumn]:
    """What is shown of a need; `criteria` says what a criterion is called."""

    def closes(need: NeedRow) -> Cell:
        if need.origin is Origin.OWN:
            return Cell(_("own need"), style="muted")
        titles = [criteria.get(one, one) for one in need.closes]
        more = f"+{len(titles) - 1}" if len(titles) > 1 else ""
        return Cell(titles[0], second=more) if titles else Cell(format.NOTHING, style="muted")

    return [
        ListColumn(_("Agency"), _agency, lambda need: need.agency.casefold()),
        ListColumn(_("What is needed"), _good, lambda need: need.title.casefold()),
        ListColumn(_("Quantity"), _quantity, lambda need: need.quantity, 92, right=True),
        ListColumn(_("Unit price"), _price, lambda need: need.unit_rupiah, 116, right=True),
        ListColumn(_("Cost"), _cost, lambda need: need.cost, 126, right=True),
        ListColumn(_("Closes"), closes, lambda need: -len(need.closes)),
        ListColumn(
            _("Gain"), _gain, lambda need: need.gain, 78, right=True,
            tip=_("Points of the province's score if nothing else were bought"),
        ),
        ListColumn(_("Status"), _state, lambda need: ORDER.index(need.state), 116),
    ]  # fmt: skip


def _ink(need: NeedRow, usual: str = "") -> str:
    return "muted" if need.state is NeedState.DROPPED else usual


def _agency(need: NeedRow) -> Cell:
    return Cell(need.agency, style=_ink(need))


def _good(need: NeedRow) -> Cell:
    return Cell(need.title, second=_("must") if need.must else "", style=_ink(need, "strong"))


def _quantity(need: NeedRow) -> Cell:
    return Cell(f"{format.number(need.quantity)} {need.unit}".strip(), style=_ink(need), right=True)


def _price(need: NeedRow) -> Cell:
    if need.unit_rupiah is None:
        return Cell(_("no price"), style="bad", right=True)
    sign = "≈ " if need.price_from is PriceOrigin.ESTIMATE else ""
    return Cell(sign + format.number(need.unit_rupiah), style=_ink(need, "muted" if sign else ""), right=True)


def _cost(need: NeedRow) -> Cell:
    return Cell(words.money(need.cost), style=_ink(need), right=True)


def _gain(need: NeedRow) -> Cell:
    return Cell(words.points(need.gain), style=_ink(need), right=True)


def _state(need: NeedRow) -> Cell:
    return Cell(words.state(need), tone=words.STATE_TONES[need.state], style=_ink(need))
