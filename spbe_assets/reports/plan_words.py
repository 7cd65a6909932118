"""What window and reports say of a plan in words: its years, its proof, its prices, what it rests on."""

from __future__ import annotations

from decimal import Decimal
from math import ceil

from spbe_assets import formats
from spbe_assets.domain.criteria import Aspect
from spbe_assets.domain.plan import Effect, Plan, Purchase
from spbe_assets.i18n import _, ngettext
from spbe_assets.services import goods
from spbe_assets.services.prices import PriceOrigin

PLACES = 3
"""Decimals of gains: one purchase for one of fifty agencies brings hundredths of a point."""


def heading(plan: Plan) -> str:
    """The name of a plan, or its years where it has none."""
    return plan.name or _("Plan {years}").format(years=years_text(plan))


def years_text(plan: Plan) -> str:
    """2027, or 2027–2029."""
    first, last = min(plan.terms.budgets), max(plan.terms.budgets)
    return str(first) if first == last else f"{first}–{last}"


def gain_text(gain: float, places: int = PLACES) -> str:
    """Points of the province's score, such as +0,125; a plain 0 for none."""
    shown = formats.number(round(gain, places), places)
    return f"+{shown}" if round(gain, places) > 0 else "0"


def gap_text(gap: float) -> str:
    """How much might still be missed, rounded up: a gap that is there is never shown as none."""
    return formats.number(ceil(gap * 10**PLACES) / 10**PLACES, PLACES)


def proof_short(plan: Plan) -> str:
    """Whether it is proven that nothing is better, in a few words."""
    if plan.optimal:
        return _("proven: no plan brings more")
    return _("at most {gap} more possible").format(gap=gap_text(plan.gap))


def proof_text(plan: Plan) -> str:
    """The same as a sentence."""
    if plan.optimal:
        return _("It is proven that no plan brings more.")
    told = _("A better plan would bring at most {gap} more points.")
    return told.format(gap=gap_text(plan.gap))


def price_label(origin: str) -> str:
    """Where a price comes from."""
    return PriceOrigin(origin).label if origin in set(PriceOrigin) else origin


def good_title(line: Purchase) -> str:
    """What is bought, in the language in use where nobody gave it a name of its own."""
    shipped = goods.shipped().get(line.good)
    return shipped.title if shipped and line.title in shipped.texts.values() else line.title


def effect_title(effect: Effect) -> str:
    """What an effect is on; aspects in the language in use."""
    return Aspect(effect.id).label if effect.id in set(Aspect) else effect.title


def assumptions(plan: Plan) -> list[tuple[str, str]]:
    """What the plan rests on, each with what it is."""
    percent = formats.number(Decimal(plan.inflation), 1)
    rows = [
        (_("State of the register"), formats.date_text(plan.as_of)),
        (_("Criteria"), plan.criteria_version),
        (_("Prices"), prices_text(plan)),
        (_("Inflation"), _("{n} percent a year after the year of the price list").format(n=percent)),
        (_("Needs"), _("only approved ones") if plan.terms.accepted_only else _("all that were not dropped")),
        (_("Best plan"), proof_text(plan)),
        (_("Unknown facts"), _("They stay unknown: the plan promises only what the register shows.")),
    ]
    if limits := limits_text(plan):
        rows.insert(5, (_("Shares of agencies"), limits))
    if plan.unpriced:
        rows.append((_("Without a price"), unpriced_text(plan)))
    return rows


def prices_text(plan: Plan) -> str:
    """How many prices are from the list and how many are estimates."""
    estimates = plan.estimates
    sure = len(plan.purchases) - estimates
    listed = ngettext("{n} from the price list or typed", "{n} from the price list or typed", sure)
    guessed = ngettext("{n} only an estimate", "{n} only estimates", estimates)
    parts = [listed.format(n=formats.number(sure))] if sure or not estimates else []
    if estimates:
        parts.append(guessed.format(n=formats.number(estimates)))
    return ", ".join(parts)


def unpriced_text(plan: Plan) -> str:
    """How many needs were left out because nobody knows a price."""
    told = ngettext(
        "{n} need was left out because it has no price.",
        "{n} needs were left out because they have no price.",
        plan.unpriced,
    )
    return told.format(n=formats.number(plan.unpriced))


def limits_text(plan: Plan) -> str:
    """What single agencies get at least and at most; empty where there are no limits."""
    names = {one.id: one.title for one in plan.agencies}
    parts = []
    for agency in sorted({*plan.terms.agency_least, *plan.terms.agency_most}, key=lambda one: names.get(one, one)):
        least, most = plan.terms.agency_least.get(agency), plan.terms.agency_most.get(agency)
        bounds = []
        if least is not None:
            bounds.append(_("at least {amount}").format(amount=formats.rupiah_short(least)))
        if most is not None:
            bounds.append(_("at most {amount}").format(amount=formats.rupiah_short(most)))
        parts.append(f"{names.get(agency, agency)}: {', '.join(bounds)}")
    return "; ".join(parts)
