"""Writes official forms as XLSX, as the catalogue of reports and the command line ask for them."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.orm import Session

from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.domain.reports import Wanted
from spbe_assets.services.forms.wanted import forms
from spbe_assets.sheets.forms import workbook


def write_xlsx(session: Session, wanted: Wanted, path: Path, progress: Progress = SILENT) -> int:
    """Write the forms that are wanted, a sheet each; returns how many lines they have.

    Raises:
        Refused: there is none, or the file can't be written.
        Cancelled: the user asked to stop.
    """
    return sum(workbook.write(path, forms(session, wanted, progress)))
