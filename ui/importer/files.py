"""Questions about files: which spreadsheet to read, where to save one, what is dragged over the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

from spbe_assets.i18n import _
from ui.widgets.file_dialogs import ask_open, ask_save

ENDINGS = "*.xlsx *.xlsm *.xls *.ods *.csv *.tsv *.txt"


def ask_spreadsheet(parent: QWidget, folder: Path, picked: Callable[[Path], object]) -> None:
    """Ask which file to import."""
    kinds = ";;".join((_("Spreadsheets") + f" ({ENDINGS})", _("All files") + " (*)"))
    ask_open(parent, _("Choose a spreadsheet"), folder, kinds, picked)


def ask_workbook(parent: QWidget, title: str, proposed: Path, picked: Callable[[Path], object]) -> None:
    """Ask where to save a workbook."""
    ask_save(parent, title, proposed, _("Excel workbook") + " (*.xlsx)", picked)


def dropped(event: QDropEvent) -> Path | None:
    """The first file that is dragged, None where it is something else."""
    paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
    return Path(paths[0]) if paths else None
