"""The columns of what a plan buys, whom it helps and what it leaves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from spbe_assets.domain.plan import Effect, Plan, Purchase, Remainder
from spbe_assets.i18n import _
from spbe_assets.reports import plan_words
from spbe_assets.services.prices import PriceOrigin
from ui import format
from ui.plan import words
from ui.plan.list_table import ListColumn
from ui.widgets.table import Cell


def purchases(plan: Plan) -> list[ListColumn]:
    """What is bought; the year only where there are several."""
    columns = [
        ListColumn(_("Agency"), lambda one: Cell(one.agency), lambda one: one.agency.casefold()),
        ListColumn(_("What is bought"), _bought, lambda one: plan_words.good_title(one).casefold()),
        ListColumn(_("Quantity"), _quantity, lambda one: one.quantity, 84, right=True),
        ListColumn(_("Cost"), _purchase_cost, lambda one: one.cost, 116, right=True),
        ListColumn(_("Gain"), _gain, lambda one: one.gain, 78, right=True, tip=_("Points of the province's score")),
        ListColumn(
            _("For Rp 100 m"), _per, lambda one: one.gain_per_million, 92, right=True,
            tip=_("Points of the province's score for a hundred million rupiah"),
        ),
    ]  # fmt: skip
    if len(plan.years) > 1:
        columns.insert(0, ListColumn(_("Year"), lambda one: Cell(str(one.year)), lambda one: one.year, 58))
    return columns


def effects(title: str, *, with_cost: bool) -> list[ListColumn]:
    """What becomes of agencies, aspects or criteria."""
    columns = [
        ListColumn(title, lambda one: Cell(plan_words.effect_title(one)), lambda one: one.title.casefold()),
        _score(_("Today"), lambda one: one.before),
        _score(_("After"), lambda one: one.after),
        ListColumn(_("Rise"), _change, _changed, 84, right=True),
        ListColumn(_("Gaps closed"), _gaps, lambda one: one.gaps, 98, right=True),
    ]
    if with_cost:
        columns.append(ListColumn(_("Cost"), _effect_cost, lambda one: one.cost, 126, right=True))
    return columns


def left() -> list[ListColumn]:
    """What is left for later years."""
    return [
        ListColumn(_("Agency"), lambda one: Cell(one.agency), lambda one: one.agency.casefold()),
        ListColumn(_("What is needed"), lambda one: Cell(one.title, style="strong"), lambda one: one.title),
        ListColumn(_("Quantity"), _quantity, lambda one: one.quantity, 90, right=True),
        ListColumn(_("Cost"), _remaining_cost, lambda one: one.cost, 126, right=True),
        ListColumn(_("Gain"), _gain, lambda one: one.gain, 76, right=True, tip=_("What it would still bring")),
    ]


def _bought(line: Purchase) -> Cell:
    return Cell(plan_words.good_title(line), second=_("must") if line.must else "", style="strong")


def _quantity(line: Purchase | Remainder) -> Cell:
    return Cell(f"{format.number(line.quantity)} {line.unit}".strip(), right=True)


def _purchase_cost(line: Purchase) -> Cell:
    sign = "≈ " if line.price_from == PriceOrigin.ESTIMATE else ""
    return Cell(sign + format.number(line.cost), right=True)


def _remaining_cost(one: Remainder) -> Cell:
    return Cell(words.money(one.cost), right=True)


def _gain(one: Purchase | Remainder) -> Cell:
    return Cell(words.points(one.gain), right=True)


def _per(line: Purchase) -> Cell:
    return Cell(words.points(100 * line.gain_per_million), right=True)


def _score(title: str, value: Callable[[Any], float | None]) -> ListColumn:
    return ListColumn(title, lambda one: Cell(words.figure(value(one)), right=True), value, 76, right=True)


def _changed(one: Effect) -> float | None:
    return None if one.before is None or one.after is None else one.after - one.before


def _change(one: Effect) -> Cell:
    change = _changed(one)
    return Cell(format.NOTHING if change is None else words.points(change, 1), style="strong", right=True)


def _gaps(one: Effect) -> Cell:
    return Cell(format.number(one.gaps) if one.gaps else format.NOTHING, right=True)


def _effect_cost(one: Effect) -> Cell:
    return Cell(words.money(one.cost) if one.cost else format.NOTHING, right=True)
