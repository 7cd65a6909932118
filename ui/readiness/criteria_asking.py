"""What the editor of criteria asks: a name, a file, whether to delete or to let changes go."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLineEdit, QMessageBox, QVBoxLayout, QWidget

from spbe_assets.i18n import _
from spbe_assets.services.criteria_sets import LONGEST_NAME
from ui.widgets.basics import button, label
from ui.widgets.file_dialogs import ask_open, ask_save

WIDTH_PX = 420


class NameDialog(QDialog):
    """Asks what a set is to be called; `go` is called with the name."""

    def __init__(self, title: str, name: str, go: Callable[[str], object], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(WIDTH_PX)
        self.line = QLineEdit(name)
        self.line.setMaxLength(LONGEST_NAME)
        self.line.setAccessibleName(_("Name"))
        self.line.selectAll()
        self.cancel_button, self.save_button = button(_("Cancel")), button(_("Save"), "main")
        self.save_button.setDefault(True)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.cancel_button)
        foot.addWidget(self.save_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(6)
        column.addWidget(label(_("Name"), "muted"))
        column.addWidget(self.line)
        column.addSpacing(10)
        column.addLayout(foot)
        self._enable()
        self.line.textChanged.connect(self._enable)
        self.cancel_button.clicked.connect(self.reject)
        self.save_button.clicked.connect(self.accept)
        self.accepted.connect(lambda: go(self.line.text().strip()))
        self.finished.connect(self.deleteLater)
        self.open()

    def _enable(self) -> None:
        self.save_button.setEnabled(bool(self.line.text().strip()))


def ask_import(parent: QWidget, picked: Callable[[Path], object]) -> QFileDialog:
    """Ask for a criteria file."""
    return ask_open(parent, _("Import criteria"), Path(), _kinds(), picked)


def ask_export(parent: QWidget, version: str, picked: Callable[[Path], object]) -> QFileDialog:
    """Ask where to write the criteria."""
    name = "".join(mark if mark.isalnum() or mark in ".-" else "-" for mark in version)
    proposed = Path(_("criteria-{version}").format(version=name) + ".toml")
    return ask_save(parent, _("Export the criteria"), proposed, _kinds(), picked)


def ask_delete(parent: QWidget, name: str, go: Callable[[], object]) -> QMessageBox:
    """Ask whether a set is really to go."""
    text = _("Delete “{name}”?").format(name=name)
    told = _("Frozen assessments keep what they say. Ctrl+Z brings the set back.")
    return _ask(parent, _("Delete a set of criteria"), (text, told), _("Delete"), go)


def ask_discard(parent: QWidget, go: Callable[[], object]) -> QMessageBox:
    """Ask whether changes are to be let go."""
    texts = (_("Let the changes go?"), _("They were not saved."))
    return _ask(parent, _("Criteria"), texts, _("Discard changes"), go)


def _ask(parent: QWidget, title: str, texts: tuple[str, str], action: str, go: Callable[[], object]) -> QMessageBox:
    question = QMessageBox(parent)
    question.setWindowTitle(title)
    question.setTextFormat(Qt.TextFormat.PlainText)
    question.setText(texts[0])
    question.setInformativeText(texts[1])
    yes = question.addButton(action, QMessageBox.ButtonRole.AcceptRole)
    question.setDefaultButton(question.addButton(QMessageBox.StandardButton.Cancel))
    yes.clicked.connect(lambda: go())
    question.finished.connect(question.deleteLater)
    question.open()
    return question


def _kinds() -> str:
    return _("Criteria (*.toml)")
