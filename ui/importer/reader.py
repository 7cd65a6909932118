"""Reads spreadsheets for the import screen: a new file, or the same one as another kind, sheet or row of titles."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from spbe_assets.i18n import _
from spbe_assets.sheets.book import Book
from spbe_assets.sheets.plan import NO_OPTIONS
from spbe_assets.sheets.presets import AUTO
from spbe_assets.sheets.recognise import NoTitles
from ui.context import AppContext
from ui.importer import work
from ui.importer.header_dialog import HeaderDialog
from ui.importer.runner import Runner
from ui.importer.work import Loaded, Reading


class FileReader(QObject):
    """`opened` carries the `Loaded` of a new file, `changed` that of the same file read another way.

    `kept` tells that the other way did not work, so what was there before stands.
    """

    opened = Signal(object)
    changed = Signal(object)
    kept = Signal()

    def __init__(self, context: AppContext, runner: Runner, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._runner, self._over = context, runner, parent

    def open(self, path: Path) -> None:
        """Read a file; where only the titles are not found in it, a person is asked for their row."""
        store = self._context.store
        job = self._runner.run(
            lambda: self._context.run_later(lambda progress: work.load(path, store, progress), quiet=True),
            _("Reading {file}").format(file=path.name),
            self.opened.emit,
        )
        if job is not None:
            job.otherwise(self, partial(self._on_unread, path))

    def _on_unread(self, path: Path, error: Exception) -> None:
        self._context.error_raised.emit(error)
        if isinstance(error, NoTitles):
            self._ask(error.book).chosen.connect(partial(self._take_new, path, error.book))

    def again(self, loaded: Loaded, kind: str, sheet: str | None) -> None:
        """Read the file as another kind, or another sheet of it alone."""
        row = loaded.header_row if sheet == loaded.sheet else None
        self._read(Reading(loaded.path, loaded.book, kind, sheet, row), loaded)

    def ask_header(self, loaded: Loaded) -> None:
        """Ask in which row the titles stand, where another one was taken for them."""
        table = loaded.recognised.tables[0]
        dialog = self._ask(loaded.book, table.sheet, table.header.first)
        dialog.chosen.connect(partial(self._take, loaded))

    def _ask(self, book: Book, sheet: str | None = None, row: int | None = None) -> HeaderDialog:
        dialog = HeaderDialog(book, sheet, row, self._over)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
        return dialog

    def _take(self, loaded: Loaded, sheet: str | None, row: int) -> None:
        self._read(Reading(loaded.path, loaded.book, AUTO, sheet, row), loaded)

    def _take_new(self, path: Path, book: Book, sheet: str | None, row: int) -> None:
        self._read(Reading(path, book, AUTO, sheet, row), None)

    def _read(self, wanted: Reading, before: Loaded | None) -> None:
        store, options = self._context.store, NO_OPTIONS if before is None else before.options
        job = self._runner.run(
            lambda: self._context.run_later(lambda _progress: work.read_again(wanted, options, store)),
            _("Looking at {file} again").format(file=wanted.path.name),
            self.opened.emit if before is None else self.changed.emit,
        )
        if job is not None:
            job.otherwise(self, lambda _error: self.kept.emit())
