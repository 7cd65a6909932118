"""A surface with a line around it, and optionally a title."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.widgets.basics import elided, label


class Card(QFrame):
    """A card; put content into `body`. `set_clickable` makes the whole of it a button."""

    clicked = Signal()

    def __init__(self, title: str = "", note: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(16, 14, 16, 14)
        self.body.setSpacing(8)
        self.note = elided(note, "muted")
        self._clickable = False
        if title:
            head = QHBoxLayout()
            head.setSpacing(8)
            head.addWidget(label(title, "heading"))
            head.addWidget(self.note, 1)
            self.body.addLayout(head)

    def set_clickable(self, name: str) -> None:
        """Let a click or the Enter key anywhere on it say `clicked`; `name` is for screen readers."""
        self._clickable = True
        self.setProperty("clickable", "true")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(name)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        where = event.position().toPoint()
        if self._clickable and event.button() == Qt.MouseButton.LeftButton and self.rect().contains(where):
            self.clicked.emit()
            return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._clickable and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.clicked.emit()
            return
        super().keyPressEvent(event)
