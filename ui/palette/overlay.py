"""A card over the whole window: it takes the keys, and goes with Esc or a click beside it."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget

SCRIM = QColor(8, 18, 22, 70)
WIDTH_PX = 640
TOP_PX = 76


class Overlay(QWidget):
    """Put content into `body`; `place` says how high the card is. What had the focus gets it back."""

    closed = Signal()

    def __init__(self, window: QWidget, name: str) -> None:
        super().__init__(window)
        self._window = window
        self._focus_before: QWidget | None = None
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.card = QFrame(self)
        self.card.setObjectName("card")
        self.body = QVBoxLayout(self.card)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self.hide()
        window.installEventFilter(self)

    def open(self, focus: QWidget | None = None) -> None:
        """Show it and give the keys to a part of it."""
        if not self.isVisible():
            self._focus_before = QApplication.focusWidget()
        self.setGeometry(self._window.rect())
        self.show()
        self.raise_()
        (focus or self).setFocus(Qt.FocusReason.PopupFocusReason)

    def dismiss(self) -> None:
        """Go away and give the focus back."""
        if not self.isVisible():
            return
        before, self._focus_before = self._focus_before, None
        if before is not None and shiboken6.isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.PopupFocusReason)
        self.hide()
        self.closed.emit()

    def place(self, height_px: int) -> None:
        """Give the card its height, no more than the window has room for."""
        width = min(self.width_px(), self.width() - 32)
        top = min(TOP_PX, self.height() // 8)
        self.card.setGeometry((self.width() - width) // 2, top, width, min(height_px, self.height() - 2 * top))

    def width_px(self) -> int:
        """How wide the card is where there is room."""
        return WIDTH_PX

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() == QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self._window.rect())
            self.place(self.card.height())
        return super().eventFilter(watched, event)

    def focusNextPrevChild(self, _next: bool) -> bool:
        return True  # the keys stay here until it is closed

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self.card.geometry().contains(event.position().toPoint()):
            self.dismiss()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), SCRIM)
        painter.end()
