"""Questions about files: which spreadsheet to read, where to save one, what is dragged over the window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from spbe_assets.i18n import _

ENDINGS = "*.xlsx *.xlsm *.xls *.ods *.csv *.tsv *.txt"


def ask_spreadsheet(parent: QWidget, folder: str) -> Path | None:
    """Which file to import; None where the user thought better of it."""
    kinds = ";;".join((_("Spreadsheets") + f" ({ENDINGS})", _("All files") + " (*)"))
    chosen, _filter = QFileDialog.getOpenFileName(parent, _("Choose a spreadsheet"), folder, kinds)
    return Path(chosen) if chosen else None


def ask_where(parent: QWidget, title: str, suggested: str) -> Path | None:
    """Where to save a workbook; None where the user thought better of it."""
    chosen, _filter = QFileDialog.getSaveFileName(parent, title, suggested, _("Excel workbook") + " (*.xlsx)")
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix.casefold() == ".xlsx" else path.with_name(f"{path.name}.xlsx")


def dropped(event: QDropEvent) -> Path | None:
    """The first file that is dragged, None where it is something else."""
    paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
    return Path(paths[0]) if paths else None
