"""The readiness report in whichever form the name of the file asks for; all forms show the same value."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.orm import Session

from spbe_assets.domain.errors import Refused
from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.domain.readiness import Readiness
from spbe_assets.domain.redaction import INTERNAL, Fact, Redaction
from spbe_assets.i18n import _
from spbe_assets.services import ages, since
from spbe_assets.services.step_costs import StepCosts

FORMS = (".pdf", ".xlsx", ".json")
NO_COSTS: StepCosts = {}


def write(
    session: Session,
    assessment: Readiness,
    path: Path,
    progress: Progress = SILENT,
    redaction: Redaction = INTERNAL,
    costs: StepCosts = NO_COSTS,
) -> None:
    """Write the assessment to a PDF, XLSX or JSON file; the file appears only when it is complete.

    The public version names no records. `costs` are what the steps of each agency would cost.

    Raises:
        Refused: the name ends in none of the three.
        StorageError: the file can't be written there.
    """
    form, names_records = path.suffix.lower(), redaction.shows(Fact.TEXT)
    if form == ".pdf":
        from spbe_assets.reports import readiness_pdf

        told = since.last(session, assessment)
        readiness_pdf.write(path, assessment, ages.by_agency(session, assessment.agencies), progress, costs, told)
    elif form == ".xlsx":
        from spbe_assets.reports import readiness_xlsx

        readiness_xlsx.write(session, assessment, path, progress, costs, names_records=names_records)
    elif form == ".json":
        from spbe_assets.reports import readiness_json

        readiness_json.write(session, assessment, path, progress, names_records=names_records)
    else:
        raise Refused(_("{file}: the name must end in .pdf, .xlsx or .json.").format(file=path.name))
