"""Asks for the name of a plan and a note on it."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from spbe_assets.i18n import _
from spbe_assets.services.scenarios import LONGEST_NAME
from ui.widgets.basics import button, label

WIDTH_PX, NOTES_PX = 440, 80


class NameDialog(QDialog):
    """`named` carries name and notes."""

    named = Signal(str, str)

    def __init__(self, title: str, name: str, notes: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field, self.notes = QLineEdit(name), QPlainTextEdit(notes)
        self.field.setMaxLength(LONGEST_NAME)
        self.notes.setFixedHeight(NOTES_PX)
        self.notes.setTabChangesFocus(True)
        self.save_button, self.cancel_button = button(_("Save"), "main"), button(_("Cancel"))
        self.save_button.setDefault(True)

        self.setWindowTitle(title)
        self.setMinimumWidth(WIDTH_PX)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(self.cancel_button)
        foot.addWidget(self.save_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(6)
        for caption, widget in ((_("Name"), self.field), (_("Notes"), self.notes)):
            name_of = label(caption, "small")
            name_of.setBuddy(widget)
            widget.setAccessibleName(caption)
            column.addWidget(name_of)
            column.addWidget(widget)
        column.addSpacing(6)
        column.addLayout(foot)

        self.field.textChanged.connect(self._allow)
        self.save_button.clicked.connect(self.save)
        self.cancel_button.clicked.connect(self.reject)
        self.field.selectAll()
        self.field.setFocus()
        self._allow()

    @Slot()
    def save(self) -> None:
        """Tell what was typed and close."""
        if self.save_button.isEnabled():
            self.named.emit(self.field.text().strip(), self.notes.toPlainText().strip())
            self.accept()

    @Slot()
    def _allow(self) -> None:
        self.save_button.setEnabled(bool(self.field.text().strip()))
