"""What the editor of label papers asks: which file to import, where to export, whether to delete."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from spbe_assets.i18n import _
from spbe_assets.labels.stock import Stock
from ui.widgets.file_dialogs import ask_open, ask_save


def ask_import(parent: QWidget, picked: Callable[[Path], object]) -> QFileDialog:
    """Ask for a file with label papers."""
    return ask_open(parent, _("Import a label paper"), Path(), _kinds(), picked)


def ask_export(parent: QWidget, paper: Stock, picked: Callable[[Path], object]) -> QFileDialog:
    """Ask where to write a paper."""
    return ask_save(parent, _("Export the label paper"), Path(f"{paper.id}.toml"), _kinds(), picked)


def ask_delete(parent: QWidget, paper: Stock, go: Callable[[], object]) -> QMessageBox:
    """Ask whether a paper is really to go."""
    question = QMessageBox(parent)
    question.setWindowTitle(_("Delete a label paper"))
    question.setTextFormat(Qt.TextFormat.PlainText)
    question.setText(_("Delete “{title}”?").format(title=paper.title))
    question.setInformativeText(_("Labels that were printed on it stay as they are."))
    delete = question.addButton(_("Delete"), QMessageBox.ButtonRole.AcceptRole)
    question.setDefaultButton(question.addButton(QMessageBox.StandardButton.Cancel))
    delete.clicked.connect(lambda: go())
    question.finished.connect(question.deleteLater)
    question.open()
    return question


def _kinds() -> str:
    shown = _("Label papers")
    return f"{shown} (*.toml)"
