"""What the plan screen says: needs, prices and scores in a few words."""

from __future__ import annotations

from spbe_assets.domain.needs import NeedState
from spbe_assets.i18n import _, ngettext
from spbe_assets.reports import plan_words
from spbe_assets.services.needs import NeedRow
from spbe_assets.services.prices import PriceOrigin
from ui import format

STATE_TONES = {
    NeedState.PROPOSED: "accent",
    NeedState.ACCEPTED: "good",
    NeedState.POSTPONED: "warn",
    NeedState.DROPPED: "muted",
}


def figure(score: float | None) -> str:
    """A score in tenths, ? while unknown."""
    return "?" if score is None else format.decimal(score, 1)


def points(gain: float, places: int = plan_words.PLACES) -> str:
    """Points of the province's score, such as +0,125; — for none."""
    return f"+{format.decimal(gain, places)}" if round(gain, places) > 0 else format.NOTHING


def money(rupiah: int | None) -> str:
    """A whole amount; — where nobody knows one."""
    return format.NOTHING if rupiah is None else format.number(rupiah)


def state(need: NeedRow) -> str:
    """What was decided; what is postponed says until when."""
    if need.state is NeedState.POSTPONED and need.year is not None:
        return _("Until {year}").format(year=need.year)
    return need.state.label


def needs_total(needs: list[NeedRow]) -> str:
    """How many needs and what they cost together."""
    cost = sum(need.cost or 0 for need in needs)
    told = ngettext("{n} need · {cost}", "{n} needs · {cost}", len(needs))
    return told.format(n=format.number(len(needs)), cost=format.short_rupiah(cost))


def estimated(needs: list[NeedRow]) -> str:
    """How many needs have only an estimate, or no price at all; empty where all prices are sure."""
    open_ones = [need for need in needs if need.state is not NeedState.DROPPED]
    guessed = sum(need.price_from is PriceOrigin.ESTIMATE for need in open_ones)
    unknown = sum(need.price_from is PriceOrigin.UNKNOWN for need in open_ones)
    parts = []
    if guessed:
        told = ngettext("{n} need has only an estimated price", "{n} needs have only estimated prices", guessed)
        parts.append(format.counted(told, guessed))
    if unknown:
        told = ngettext("{n} has none and stays out of plans", "{n} have none and stay out of plans", unknown)
        parts.append(format.counted(told, unknown))
    return "; ".join(parts)
