"""A form before it is saved: the very pages that will be kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from spbe_assets.domain.progress import Progress
from spbe_assets.i18n import _
from ui.context import AppContext
from ui.previewed import keep
from ui.widgets.basics import button, label
from ui.widgets.file_dialogs import ask_save, documents
from ui.widgets.notice import Notice
from ui.widgets.pdf_view import PdfView

SHARE = 0.92
Make = Callable[[Any, Path, Progress], Any]
"""Writes the form to a path, from a session, and returns what `FormDialog.saved` shall carry."""


class FormDialog(QDialog):
    """Shows what `make` writes; `saved` carries its result once a person kept the file."""

    saved = Signal(object)

    def __init__(
        self, context: AppContext, title: str, file_name: str, make: Make, parent: QWidget | None = None, note: str = ""
    ) -> None:
        super().__init__(parent)
        self._context, self._file_name = context, file_name
        self._folder = TemporaryDirectory(prefix="spbe-assets-", ignore_cleanup_errors=True)
        self._made: tuple[Path, Any] | None = None

        self.view = PdfView(context)
        self.failure = Notice("bad", "")
        self.failure.hide()
        self.save_button = button(_("Save PDF…"), "main", "file-down")
        self.save_button.setEnabled(False)
        self.close_button = button(_("Close"))

        self.setWindowTitle(title)
        if parent is not None:
            self.resize(parent.size() * SHARE)
        self._lay_out(note)
        self.save_button.clicked.connect(self.ask_where)
        self.close_button.clicked.connect(self.reject)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self, self.save_button.click)

        path, folder = Path(self._folder.name) / "form.pdf", self._folder

        def work(session: Any, progress: Progress, _until_then: Any = folder) -> tuple[Path, Any]:
            return path, make(session, path, progress)

        context.read_later(work, quiet=True).then(self, self._show).otherwise(self, self._say)

    def _lay_out(self, note: str) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(label(note, "small", wrap=True), 1)
        foot.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignBottom)
        foot.addWidget(self.save_button, 0, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(10)
        column.addWidget(self.view, 1)
        column.addWidget(self.failure)
        column.addLayout(foot)

    def _show(self, made: tuple[Path, Any]) -> None:
        self._made = made
        self.save_button.setEnabled(True)
        self.view.open(made[0])

    def _say(self, error: Exception) -> None:
        self.failure.set(str(error))
        self.failure.show()

    @Slot()
    def ask_where(self) -> QFileDialog | None:
        """Ask for a file name; choosing one saves and closes."""
        if self._made is None:
            return None
        proposed = documents() / self._file_name
        return ask_save(self, self.windowTitle(), proposed, _("PDF document (*.pdf)"), self.save)

    def save(self, path: Path) -> None:
        """Keep the file that is shown."""
        if self._made is None:
            return
        (file, _result), folder = self._made, self._folder

        def work(_progress: Progress, _until_then: Any = folder) -> Path:
            return keep(file, path)

        self._context.run_later(work, quiet=True).then(self, self._saved).otherwise(self, self._say)

    def _saved(self, path: Path) -> None:
        self._context.message.emit(_("Saved: {file}").format(file=path))
        if self._made is not None:
            self.saved.emit(self._made[1])
        self.accept()
