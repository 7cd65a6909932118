"""Asks what the readiness that is to be kept as it is shall be called."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from spbe_assets import formats
from spbe_assets.i18n import _
from spbe_assets.services.assessments import LONGEST_NAME
from ui.widgets.basics import button, label

WIDTH_PX = 440


class FreezeDialog(QDialog):
    """`named` carries the name, which may be empty."""

    named = Signal(str)

    def __init__(self, day: date, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Freeze the readiness"))
        self.setMinimumWidth(WIDTH_PX)
        told = _("Keeps the scores of {day} and the records behind them. They stay so, whatever is changed later.")
        self.note = label(told.format(day=formats.date_text(day)), wrap=True)
        self.field = QLineEdit()
        self.field.setMaxLength(LONGEST_NAME)
        self.field.setPlaceholderText(_("for instance: Semester 1"))
        self.field.setAccessibleName(_("Name"))
        self.freeze_button, self.cancel_button = button(_("Freeze"), "main", "snowflake"), button(_("Cancel"))
        self.freeze_button.setDefault(True)

        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(self.cancel_button)
        foot.addWidget(self.freeze_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(6)
        column.addWidget(self.note)
        column.addSpacing(4)
        column.addWidget(label(_("Name (optional)"), "small"))
        column.addWidget(self.field)
        column.addSpacing(6)
        column.addLayout(foot)

        self.freeze_button.clicked.connect(self.freeze)
        self.cancel_button.clicked.connect(self.reject)
        self.field.setFocus()

    @Slot()
    def freeze(self) -> None:
        """Tell the name and close."""
        self.named.emit(self.field.text().strip())
        self.accept()
