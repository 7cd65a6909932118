"""Asks of which day the readiness is to be shown."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from spbe_assets.i18n import _
from ui.readiness.day_edit import DayEdit
from ui.widgets.basics import button, label

WIDTH_PX = 380


class DayDialog(QDialog):
    """`chosen` carries the day."""

    chosen = Signal(object)

    def __init__(self, day: date | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Readiness of a past day"))
        self.setMinimumWidth(WIDTH_PX)
        told = _("The state at the end of that day is worked out from the history of changes.")
        self.note, self.edit = label(told, "muted", wrap=True), DayEdit(day)
        self.show_button, self.cancel_button = button(_("Show"), "main"), button(_("Cancel"))
        self.show_button.setDefault(True)

        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(self.cancel_button)
        foot.addWidget(self.show_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(self.note)
        column.addWidget(self.edit)
        column.addLayout(foot)

        self.show_button.clicked.connect(self.choose)
        self.cancel_button.clicked.connect(self.reject)
        self.edit.setFocus()

    @Slot()
    def choose(self) -> None:
        """Tell the day and close."""
        self.chosen.emit(self.edit.day)
        self.accept()
