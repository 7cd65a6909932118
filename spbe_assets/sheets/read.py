"""Opens a stranger's spreadsheet: XLSX, XLS, ODS or CSV, whatever its name says."""

from __future__ import annotations

from pathlib import Path

from spbe_assets.domain.errors import Refused
from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.i18n import _
from spbe_assets.sheets.book import Book
from spbe_assets.sheets.collection import without_collection
from spbe_assets.sheets.read_csv import read_csv
from spbe_assets.sheets.read_workbook import read_workbook
from spbe_assets.sheets.sniff import FileKind, kind_of


def open_book(path: Path, progress: Progress = SILENT) -> Book:
    """Read a file as plain values; formulas and macros are never run.

    Raises:
        Refused: it can't be read; the sentence names the place and the remedy.
        Cancelled: the user asked to stop.
    """
    kind = kind_of(path)
    with without_collection():
        book = _read(path, kind, progress)
    if not any(sheet.rows for sheet in book.sheets):
        raise Refused(_("{file} holds no rows; choose another file.").format(file=path.name))
    return book


def _read(path: Path, kind: FileKind, progress: Progress) -> Book:
    if kind is FileKind.TEXT:
        sheet, notes = read_csv(path, progress)
        return Book(path.name, (sheet,), notes)
    return Book(path.name, read_workbook(path, kind, progress))
