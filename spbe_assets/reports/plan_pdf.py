"""The report of a plan on paper."""

from __future__ import annotations

from pathlib import Path

from spbe_assets.domain.errors import NotFound
from spbe_assets.domain.plan import Plan
from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.domain.redaction import INTERNAL
from spbe_assets.reports import document_pdf
from spbe_assets.reports.document import readable
from spbe_assets.reports.plan_document import document


def write(path: Path, plan: Plan, progress: Progress = SILENT) -> int:
    """Write the plan as a PDF and return its number of pages.

    Raises:
        Refused: it is too long to print.
        StorageError: it can't be written there.
        Cancelled: the user asked to stop.
    """
    return document_pdf.write(path, readable(document(plan), INTERNAL), _no_photo, progress)


def _no_photo(sha256: str) -> bytes:
    raise NotFound(sha256)  # a plan has none
