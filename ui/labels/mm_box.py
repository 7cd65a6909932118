"""A length in mm as people type it: with the local decimal mark, a point or a comma, and no zeros behind it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDoubleSpinBox, QWidget

from spbe_assets.labels.stock_checks import LARGEST_MM, mm
from ui.widgets.basics import pad

PLACES = 2
LEAST_PX = 96


class MmBox(QDoubleSpinBox):
    """Takes any length; whether it can be right is said beside it rather than refused while one types."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDecimals(PLACES)
        self.setRange(0.0, LARGEST_MM)
        self.setSingleStep(0.5)
        self.setSuffix(" mm")
        self.setMinimumWidth(LEAST_PX)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        pad(self)

    def textFromValue(self, value: float) -> str:
        return mm(value).replace(self.locale().groupSeparator(), "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Whichever mark is typed, it is the decimal one: nobody writes thousands of mm."""
        mark = self.locale().decimalPoint()
        if event.text() in (".", ",") and event.text() != mark:
            event = QKeyEvent(event.type(), event.key(), event.modifiers(), mark)
        super().keyPressEvent(event)
