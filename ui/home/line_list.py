"""A few lines of a card, each with a small text below and perhaps a figure: painted, reached by mouse and keyboard."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.widgets.charts import Chart

LINE_PX, TITLE_PX, FIGURE_PX = 43, 20, 76


class HomeLine(NamedTuple):
    """What is painted, and the key that `chosen` carries."""

    title: str
    below: str
    key: object
    figure: str = ""
    role: str = "text"

    @property
    def whole(self) -> str:
        """All of it for a tooltip and a screen reader."""
        return " · ".join(text for text in (self.title, self.figure, self.below) if text)


class LineChart(Chart):
    """Lines of one height below each other."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self.lines: list[HomeLine] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_lines(self, lines: Sequence[HomeLine]) -> None:
        """Show these instead."""
        self.lines = list(lines)
        self.setAccessibleName("; ".join((self._name, *(line.whole for line in lines))))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, LINE_PX * len(self.lines))

    def areas(self) -> list[QRectF]:
        return [QRectF(0, LINE_PX * number, self.width(), LINE_PX) for number in range(len(self.lines))]

    def key(self, number: int) -> object:
        return self.lines[number].key

    def tip(self, number: int) -> str:
        return self.lines[number].whole

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_hot(painter)
        for area, line in zip(self.areas(), self.lines, strict=True):
            self._paint(painter, area.adjusted(4, 3, -4, -3), line)
        painter.end()

    def _paint(self, painter: QPainter, room: QRectF, line: HomeLine) -> None:
        width = room.width() - (FIGURE_PX if line.figure else 0)
        painter.setFont(theme.font(weight=QFont.Weight.Medium))
        painter.setPen(theme.colour("text"))
        _write(painter, QRectF(room.left(), room.top(), width, TITLE_PX), line.title)
        painter.setFont(theme.font(12))
        painter.setPen(theme.colour("muted"))
        _write(painter, QRectF(room.left(), room.top() + TITLE_PX, room.width(), room.height() - TITLE_PX), line.below)
        painter.setFont(theme.font(weight=QFont.Weight.DemiBold))
        painter.setPen(theme.colour(line.role))
        right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(QRectF(room.left(), room.top(), room.width(), TITLE_PX), right, line.figure)


def _write(painter: QPainter, room: QRectF, text: str) -> None:
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(room.width()))
    painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)
