"""The readiness report in whichever form the name of the file asks for; all forms show the same value."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.orm import Session

from spbe_assets.domain.errors import Refused
from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.domain.readiness import Readiness
from spbe_assets.i18n import _
from spbe_assets.services import ages

FORMS = (".pdf", ".xlsx", ".json")


def write(session: Session, assessment: Readiness, path: Path, progress: Progress = SILENT) -> None:
    """Write the assessment to a PDF, XLSX or JSON file; the file appears only when it is complete.

    Raises:
        Refused: the name ends in none of the three.
        StorageError: the file can't be written there.
    """
    form = path.suffix.lower()
    if form == ".pdf":
        from spbe_assets.reports import readiness_pdf

        readiness_pdf.write(path, assessment, ages.by_agency(session, assessment.agencies), progress)
    elif form == ".xlsx":
        from spbe_assets.reports import readiness_xlsx

        readiness_xlsx.write(session, assessment, path, progress)
    elif form == ".json":
        from spbe_assets.reports import readiness_json

        readiness_json.write(session, assessment, path, progress)
    else:
        raise Refused(_("{file}: the name must end in .pdf, .xlsx or .json.").format(file=path.name))
