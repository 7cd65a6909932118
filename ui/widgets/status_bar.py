"""The line at the foot: file, operator, own changes, last backup that was tested."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from ui.widgets.basics import icon_label, label, set_kind

HEIGHT_PX = 32


class StatusItem(QWidget):
    """An icon and a text; hidden while it has none. `clicked` fires while it leads somewhere."""

    clicked = Signal()

    def __init__(self, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text: QLabel = label("")
        self._leads = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(icon_label(icon, "muted", 14))
        row.addWidget(self.text)
        self.hide()

    def say(self, text: str, *, warn: bool = False, tip: str = "", leads: bool = False) -> None:
        """Show a text; amber where somebody should act, a hand over it where a click leads on."""
        self._leads = leads
        self.setCursor(Qt.CursorShape.PointingHandCursor if leads else Qt.CursorShape.ArrowCursor)
        self.text.setText(text)
        self.setToolTip(tip)
        set_kind(self.text, "warn" if warn else "")
        self.setVisible(bool(text))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        where = event.position().toPoint()
        if self._leads and event.button() == Qt.MouseButton.LeftButton and self.rect().contains(where):
            self.clicked.emit()


class StatusBar(QFrame):
    """Four items; whoever owns it fills them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status")
        self.setFixedHeight(HEIGHT_PX)
        self.file, self.operator = StatusItem("database"), StatusItem("user")
        self.changes, self.backup = StatusItem("upload"), StatusItem("shield-check")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(20)
        for item in (self.file, self.operator, self.changes):
            row.addWidget(item)
        row.addStretch()
        row.addWidget(self.backup)
