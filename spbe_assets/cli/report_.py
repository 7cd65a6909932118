"""`report ID OUT.(pdf|xlsx|json)`: any report of the catalogue; `report list` says which there are."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from spbe_assets import formats
from spbe_assets.cli.frame import Call, named_output
from spbe_assets.cli.frame import command as program_command
from spbe_assets.cli.progress import watched
from spbe_assets.domain.errors import Refused
from spbe_assets.domain.redaction import Redaction
from spbe_assets.domain.reports import DUE_DAYS, Wanted
from spbe_assets.i18n import LANGUAGES, _, ngettext

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from spbe_assets.domain.reports import Report

LIST = "list"
MOST_DAYS = 3650
PROFILES = [str(profile) for profile in Redaction]


@program_command("report", _("Write a report; “report list” says which there are and what they answer."))
@click.argument("name", metavar="ID|list")
@click.argument("out", type=click.Path(path_type=Path), metavar="OUT", required=False)
@click.option("--agency", metavar="NAME", help=_("Only this agency and the units below it."))
@click.option("--region", metavar="NAME", help=_("Only this region."))
@click.option("--redact", type=click.Choice(PROFILES), default=PROFILES[0], help=_("For whom it is."))
@click.option("--days", type=click.IntRange(0, MOST_DAYS), default=DUE_DAYS, help=_("How far ahead “expiring” looks."))
@click.option("--photos", is_flag=True, help=_("With photos, where the report can have them."))
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD", help=_("The date of the report."))
@click.option("--year", type=int, metavar="YEAR", help=_("The year of a form."))
@click.option("--language", type=click.Choice(LANGUAGES), help=_("The language of the report."))
def command(call: Call, name: str, out: Path | None, **given: Any) -> None:
    """Write a report, or list them."""
    from spbe_assets.reports import catalogue

    if name == LIST:
        reports = catalogue.listed()
        call.answer([_entry(one) for one in reports], *(f"{one.id:<14} {_(one.answers)}" for one in reports))
        return
    catalogue.report(name)
    if out is None:
        raise Refused(_("Name the file to write: report {name} OUT.pdf").format(name=name))
    if given["agency"] and given["region"]:
        raise Refused(_("Name an agency or a region, not both."))
    named_output(out)
    with call.reading() as store, store.read() as session, watched(_("Report")) as progress:
        rows = catalogue.write(session, _wanted(session, name, given), out, progress)
    told = ngettext("{file}: {n} row", "{file}: {n} rows", rows).format(file=out, n=formats.number(rows))
    call.answer({"file": str(out), "report": name, "rows": rows}, told)


def _wanted(session: Session, name: str, given: dict[str, Any]) -> Wanted:
    from spbe_assets.services import agencies, regions

    as_of: datetime | None = given["as_of"]
    return Wanted(
        report=name,
        agency_id=agencies.find(session, given["agency"]) if given["agency"] else None,
        region_id=regions.find(session, given["region"]) if given["region"] else None,
        redaction=Redaction(given["redact"]),
        language=given["language"] or "",
        with_photos=given["photos"],
        as_of=as_of.date() if as_of else None,
        due_within_days=given["days"],
        year=given["year"],
    )


def _entry(report: Report) -> dict[str, Any]:
    return {
        "id": report.id,
        "title": _(report.title),
        "answers": _(report.answers),
        "scopes": list(report.scopes),
        "forms": list(report.endings),
        "public": report.is_public,
    }
