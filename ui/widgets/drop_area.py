"""A place to drop files on: a dashed frame that lights up while something is dragged over it."""

from __future__ import annotations

from PySide6.QtCore import QMargins, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ui import theme


class DropArea(QWidget):
    """Only shows; the screen takes what is dropped. `frame` is how far the dashed line stands from the edge, in px."""

    def __init__(self, frame: QMargins, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._frame, self._is_over = frame, False
        theme.notifier().changed.connect(self.update)

    def mark(self, is_over: bool) -> None:
        """Show that what is dragged can be dropped."""
        self._is_over = is_over
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("accent" if self._is_over else "field_line"), 2, Qt.PenStyle.DashLine))
        painter.setBrush(theme.colour("soft_accent" if self._is_over else "surface"))
        painter.drawRoundedRect(self.rect().marginsRemoved(self._frame), 8, 8)
