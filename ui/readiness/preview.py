"""The readiness report before it is saved: the very file that will be kept."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from spbe_assets.i18n import _
from ui.widgets.basics import button
from ui.widgets.file_dialogs import ask_save
from ui.widgets.pdf_view import PdfView

if TYPE_CHECKING:
    from ui.context import AppContext

SHARE = 0.9
"""Of the window's size."""


class ReportPreview(QDialog):
    """`wanted` carries where somebody wants the file."""

    wanted = Signal(object)

    def __init__(self, context: AppContext, file: Path, proposed: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self._proposed = proposed
        self.setWindowTitle(_("Readiness report"))
        self.resize(parent.size() * SHARE)
        self.view = PdfView(context)
        self.save_button = button(_("Save PDF…"), "main", "file-down")
        self.close_button = button(_("Close"))
        self.save_button.setDefault(True)

        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch()
        foot.addWidget(self.close_button)
        foot.addWidget(self.save_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(10)
        column.addWidget(self.view, 1)
        column.addLayout(foot)

        self.save_button.clicked.connect(self.ask_where)
        self.close_button.clicked.connect(self.reject)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self, self.ask_where)
        self.view.open(file)

    @Slot()
    def ask_where(self) -> QFileDialog:
        """Ask for a file name; choosing one closes the preview."""
        kinds = _("PDF document (*.pdf)")
        return ask_save(self, _("Save the readiness report"), self._proposed, kinds, self._choose)

    def _choose(self, path: Path) -> None:
        self.wanted.emit(path)
        self.accept()
