"""A thin bar that shows how much of something is done, for painters and as a widget."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme

HEIGHT_PX = 6


def paint(painter: QPainter, room: QRectF, done: int, total: int) -> None:
    """Paint a bar into a rectangle: green once all is done, empty where there is nothing to do."""
    radius = room.height() / 2
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("track"))
    painter.drawRoundedRect(room, radius, radius)
    if done > 0 and total > 0:
        painter.setBrush(theme.colour("good" if done >= total else "accent"))
        wide = max(room.height(), room.width() * min(done / total, 1))
        painter.drawRoundedRect(QRectF(room.left(), room.top(), wide, room.height()), radius, radius)
    painter.restore()


class Meter(QWidget):
    """The bar as a widget; it only shows, the figures stand beside it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._done = self._total = 0
        self.setFixedHeight(HEIGHT_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.notifier().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(160, HEIGHT_PX)

    def show_share(self, done: int, total: int) -> None:
        """Show another share."""
        self._done, self._total = done, total
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint(painter, QRectF(self.rect()), self._done, self._total)
        painter.end()
