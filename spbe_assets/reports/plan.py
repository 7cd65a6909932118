"""The report of a plan in whichever form the name of the file asks for; all forms show the same value."""

from __future__ import annotations

from pathlib import Path

from spbe_assets.domain.errors import Refused
from spbe_assets.domain.plan import Plan
from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.i18n import _

FORMS = (".pdf", ".xlsx", ".json")


def write(plan: Plan, path: Path, progress: Progress = SILENT) -> None:
    """Write the plan to a PDF, XLSX or JSON file; the file appears only when it is complete.

    Raises:
        Refused: the name ends in none of the three.
        StorageError: the file can't be written there.
    """
    form = path.suffix.lower()
    if form == ".pdf":
        from spbe_assets.reports import plan_pdf

        plan_pdf.write(path, plan, progress)
    elif form == ".xlsx":
        from spbe_assets.reports import plan_xlsx

        plan_xlsx.write(path, plan, progress)
    elif form == ".json":
        from spbe_assets.reports import plan_json

        plan_json.write(path, plan, progress)
    else:
        raise Refused(_("{file}: the name must end in .pdf, .xlsx or .json.").format(file=path.name))
