"""`readiness OUT.(pdf|xlsx|json)`: how ready the agencies are, and why not."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from spbe_assets import formats
from spbe_assets.cli.frame import Call, named_input, named_output
from spbe_assets.cli.frame import command as program_command
from spbe_assets.cli.progress import watched
from spbe_assets.domain.errors import Refused
from spbe_assets.i18n import _

if TYPE_CHECKING:
    from spbe_assets.domain.readiness import Readiness
    from spbe_assets.storage.store import Store

KINDS = (".pdf", ".xlsx", ".json")


@program_command("readiness", _("Report how ready the agencies are for SPBE, and what costs them points."))
@click.argument("out", type=click.Path(path_type=Path), metavar="OUT.(pdf|xlsx|json)")
@click.option("--agency", metavar="NAME", help=_("Only this agency and the units below it."))
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD", help=_("The date of the report."))
@click.option(
    "--criteria", type=click.Path(path_type=Path), metavar="FILE", help=_("Criteria of a file instead of those in use.")
)
def command(call: Call, out: Path, agency: str | None, as_of: datetime | None, criteria: Path | None) -> None:
    """Report the readiness."""
    named_output(out)
    if out.suffix.lower() not in KINDS:
        raise Refused(_("{file}: the name must end in .pdf, .xlsx or .json.").format(file=out.name))
    if criteria is not None:
        named_input(criteria)
    with call.reading() as store:
        assessment = _write(store, out, agency, as_of, criteria)
    score = assessment.province.score
    data = {"file": str(out), "as_of": assessment.as_of, "agencies": len(assessment.agencies), "score": score.value}
    told = _("{file}: {scored} of {agencies} agencies have a score.")
    scored, agencies = formats.number(assessment.scored), formats.number(len(assessment.agencies))
    call.answer(data, told.format(file=out, scored=scored, agencies=agencies))


def _write(store: Store, out: Path, agency: str | None, as_of: datetime | None, criteria: Path | None) -> Readiness:
    from spbe_assets.reports import readiness as report
    from spbe_assets.services import agencies, criteria_sets, readiness
    from spbe_assets.storage.as_of import state_of

    day = as_of.date() if as_of else formats.today()
    with watched(_("Report")) as progress, state_of(store.path, day, progress) as session:
        agency_id = agencies.find(session, agency) if agency else None
        used = readiness.load_criteria(criteria) if criteria else criteria_sets.active(session)
        assessment = readiness.assess(session, used, day, agency_id)
        report.write(session, assessment, out, progress)
    return assessment
