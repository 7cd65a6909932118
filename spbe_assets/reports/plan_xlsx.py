"""The report of a plan as a workbook: the same tables as on paper, with all columns."""

from __future__ import annotations

from pathlib import Path

from spbe_assets.domain.plan import Plan
from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.domain.redaction import INTERNAL
from spbe_assets.reports.document import readable
from spbe_assets.reports.document_files import write_workbook
from spbe_assets.reports.plan_document import document


def write(path: Path, plan: Plan, progress: Progress = SILENT) -> None:
    """Write the plan as a workbook.

    Raises:
        StorageError: it can't be written there.
    """
    progress.step(0, 1)
    write_workbook(path, readable(document(plan), INTERNAL))
