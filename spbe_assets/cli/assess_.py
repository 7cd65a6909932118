"""`assess freeze|list|compare|delete`: keep the readiness of a day, and hold two of them against each other."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from spbe_assets import formats
from spbe_assets.cli.frame import Call, ProgramGroup, named_output
from spbe_assets.cli.frame import command as program_command
from spbe_assets.cli.progress import watched
from spbe_assets.i18n import _

if TYPE_CHECKING:
    from spbe_assets.domain.comparison import Comparison
    from spbe_assets.services.assessments import AssessmentRow, Taken
    from spbe_assets.storage.store import Store

DAY = click.DateTime(["%Y-%m-%d"])


command = ProgramGroup("assess", help=_("Keep the readiness of a day, and compare two days."))


@program_command("freeze", _("Keep the readiness of today or of a past day as it is."))
@click.option("--as-of", type=DAY, metavar="YYYY-MM-DD", help=_("The day; without it, today."))
@click.option("--name", default="", metavar=_("NAME"), help=_("What it is called, such as “Semester 1”."))
def _freeze(call: Call, as_of: datetime | None, name: str) -> None:
    from spbe_assets.services import assessments

    with call.reading() as store:
        kept = assessments.packed(_taken(store, as_of))
        actor = call.actor(store)
        with store.write(actor, "freeze") as uow:
            made = assessments.freeze(uow, kept, name, actor.user)
        with store.read() as session:
            row = next(one for one in assessments.listed(session) if one.id == made)
    told = _("{ref}: the readiness of {day} is kept: {score} points.")
    score = _score(row.score)
    call.answer(_entry(row), told.format(ref=row.ref, day=formats.date_text(row.as_of), score=score))


@program_command("list", _("List the assessments that are kept."))
def _list(call: Call) -> None:
    from spbe_assets.services import assessments

    with call.reading() as store, store.read() as session:
        rows = assessments.listed(session)
    lines = [
        f"{row.ref}  {row.as_of.isoformat()}  {_score(row.score):>6}  {row.criteria}  {row.name}".rstrip()
        for row in rows
    ]
    call.answer([_entry(row) for row in rows], *(lines or [_("No assessment is kept yet.")]))


@program_command("compare", _("Compare two days or kept assessments: today, a date, a name or an id."))
@click.argument("first", metavar="A")
@click.argument("second", metavar="B")
@click.argument("out", type=click.Path(path_type=Path), metavar="OUT.(pdf|xlsx|json)", required=False)
def _compare(call: Call, first: str, second: str, out: Path | None) -> None:
    from spbe_assets.reports import comparison as report
    from spbe_assets.reports.comparison_words import summary_lines
    from spbe_assets.services import comparing

    if out is not None:
        report.check(named_output(out))
    with call.reading() as store:
        with store.read() as session:
            points = [comparing.point(session, text) for text in (first, second)]
        with watched(_("Comparison")) as progress:
            found = comparing.between(store.path, points[0], points[1], progress=progress)
            if out is not None:
                with store.read() as session:
                    report.write(session, found, out, progress)
    lines = [str(out)] if out else []
    call.answer(_told(found, out), *lines, *summary_lines(found))


@program_command("delete", _("Delete an assessment that is kept; undo brings it back."))
@click.argument("which", metavar=_("NAME"))
def _delete(call: Call, which: str) -> None:
    from spbe_assets.services import assessments

    with call.reading() as store:
        with store.read() as session:
            found = assessments.find(session, which)
        with store.write(call.actor(store), "delete") as uow:
            assessments.delete(uow, found)
    call.answer({"deleted": found}, _("The kept assessment was deleted; “undo” brings it back."))


def _taken(store: Store, as_of: datetime | None) -> Taken:
    from spbe_assets.services import assessments, criteria_sets
    from spbe_assets.storage.as_of import state_of

    day = as_of.date() if as_of else formats.today()
    with watched(_("Assessment")) as progress, state_of(store.path, day, progress) as session:
        return assessments.take(session, criteria_sets.active(session), day, progress)


def _told(found: Comparison, out: Path | None) -> Any:
    from spbe_assets.reports.comparison_json import document

    return {"file": str(out), "points": found.points} if out else document(found)


def _entry(row: AssessmentRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "ref": row.ref,
        "name": row.name,
        "as_of": row.as_of,
        "criteria": row.criteria,
        "taken_at": row.taken_at,
        "taken_by": row.taken_by,
        "score": row.score,
        "coverage": row.coverage,
    }


def _score(value: float | None) -> str:
    return "?" if value is None else formats.number(value, 1)


for _subcommand in (_freeze, _list, _compare, _delete):
    command.add_command(_subcommand)
