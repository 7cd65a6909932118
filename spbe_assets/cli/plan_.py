"""`plan OUT.(pdf|xlsx|json)`: what to buy under a budget for the greatest gain in the province's score."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from spbe_assets import formats
from spbe_assets.cli.frame import Call, named_output
from spbe_assets.cli.frame import command as program_command
from spbe_assets.cli.progress import watched
from spbe_assets.domain import amounts
from spbe_assets.domain.errors import Invalid, Refused
from spbe_assets.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy.orm import Session

    from spbe_assets.domain.ids import Id
    from spbe_assets.domain.plan import Plan, Terms
    from spbe_assets.storage.store import Store

KINDS = (".pdf", ".xlsx", ".json")
SHARE = "NAME=RUPIAH"


@program_command("plan", _("Plan what to buy under a budget so that the province's readiness rises most."))
@click.argument("out", type=click.Path(path_type=Path), metavar="OUT.(pdf|xlsx|json)")
@click.option(
    "--budget", "budgets", multiple=True, required=True, metavar="[YEAR=]RUPIAH",
    help=_("The money of a year, such as 5000000000, “5 miliar” or 2027=2000000000; give it for each year."),
)  # fmt: skip
@click.option("--years", type=click.IntRange(1, 10), default=1, help=_("For so many years, each with this budget."))
@click.option("--year", type=click.IntRange(2000, 2100), help=_("The first year; without it, the next one."))
@click.option("--agency-min", multiple=True, metavar=SHARE, help=_("What an agency gets at least in all."))
@click.option("--agency-max", multiple=True, metavar=SHARE, help=_("What an agency gets at most in all."))
@click.option("--accepted-only", is_flag=True, help=_("Only needs that somebody accepted."))
@click.option("--save", "name", default="", metavar="NAME", help=_("Keep the plan in the database under this name."))
@click.option("--choose", is_flag=True, help=_("With --save: make it the plan that the RKBMD forms are made from."))
def command(call: Call, out: Path, **given: Any) -> None:
    """Plan and report."""
    named_output(out)
    if out.suffix.lower() not in KINDS:
        raise Refused(_("{file}: the name must end in .pdf, .xlsx or .json.").format(file=out.name))
    if given["choose"] and not given["name"]:
        raise Refused(_("Only a plan that is kept can be chosen; name it with --save."))
    with call.reading() as store:
        plan = _planned(store, given)
        _report(plan, out)
        kept = _keep(call, store, plan, given) if given["name"] else None
    call.answer(_data(plan, out, kept), *_lines(plan, out))


def _planned(store: Store, given: dict[str, Any]) -> Plan:
    from spbe_assets.services import criteria_sets, plans

    with watched(_("Plan")) as progress:
        with store.read() as session:
            progress.step(0, 2, _("Reading the needs"))
            wanted = _terms(session, given)
            found = plans.survey(session, criteria_sets.active(session), formats.today(), wanted.first_year)
        progress.step(1, 2, _("Choosing what to buy"))
        return plans.work_out(found, wanted)


def _terms(session: Session, given: dict[str, Any]) -> Terms:
    from spbe_assets.services import plans

    budgets = _budgets(given["budgets"], given["years"], given["year"] or formats.today().year + 1)
    least, most = _shares(session, given["agency_min"]), _shares(session, given["agency_max"])
    return plans.terms(budgets, least, most, accepted_only=given["accepted_only"])


def _budgets(written: Sequence[str], years: int, first: int) -> dict[int, int]:
    """Year -> rupiah: named years, or one amount for each of so many years."""
    named = [text.partition("=") for text in written]
    if all(equals for _year, equals, _amount in named):
        if len({year for year, _equals, _amount in named}) < len(named) or years != 1:
            raise Refused(_("Name each year once, and leave --years out."))
        return {_year(year): amounts.rupiah(amount) for year, _equals, amount in named}
    if len(written) > 1:
        raise Refused(_("For several budgets name the year of each, such as --budget 2027=2000000000."))
    return dict.fromkeys(range(first, first + years), amounts.rupiah(written[0]))


def _year(text: str) -> int:
    if not text.strip().isdecimal():
        raise Invalid(_("“{text}” is not a year.").format(text=text.strip()))
    return int(text)


def _shares(session: Session, written: Sequence[str]) -> dict[Id, int]:
    from spbe_assets.services import agencies

    found = {}
    for text in written:
        name, equals, amount = text.rpartition("=")
        if not equals:
            raise Refused(_("“{text}”: write the agency and the amount as NAME=RUPIAH.").format(text=text))
        found[agencies.find(session, name)] = amounts.rupiah(amount)
    return found


def _report(plan: Plan, out: Path) -> None:
    from spbe_assets.reports import plan as report

    with watched(_("Report")) as progress:
        report.write(plan, out, progress)


def _keep(call: Call, store: Store, plan: Plan, given: dict[str, Any]) -> Id:
    from spbe_assets.services import scenarios

    with store.write(call.actor(store), "plan") as uow:
        kept = scenarios.keep(uow, plan, given["name"])
        if given["choose"]:
            scenarios.choose(uow, kept)
    return kept


def _data(plan: Plan, out: Path, kept: Id | None) -> dict[str, Any]:
    return {
        "file": str(out),
        "budget": plan.budget,
        "cost": plan.cost,
        "score_before": plan.score_before,
        "score_after": plan.score_after,
        "optimal": plan.optimal,
        "gap": plan.gap,
        "purchases": len(plan.purchases),
        "estimates": plan.estimates,
        "unpriced": plan.unpriced,
        "plan": kept,
    }


def _lines(plan: Plan, out: Path) -> Iterator[str]:
    from spbe_assets.reports import plan_words

    bought = ngettext("{n} purchase", "{n} purchases", len(plan.purchases))
    told = _("{file}: {bought} for {cost} of {budget}; the score goes from {before} to {after}.")
    yield told.format(
        file=out,
        bought=bought.format(n=formats.number(len(plan.purchases))),
        cost=formats.rupiah(plan.cost),
        budget=formats.rupiah(plan.budget),
        before=formats.number(plan.score_before, 1) or "–",
        after=formats.number(plan.score_after, 1) or "–",
    )
    yield plan_words.proof_text(plan)
    if plan.estimates:
        told = _("{n} prices are estimates; import your standard price list with “prices import”.")
        yield told.format(n=formats.number(plan.estimates))
    if plan.unpriced:
        told = _("{n} needs were left out because they have no price.")
        yield told.format(n=formats.number(plan.unpriced))
