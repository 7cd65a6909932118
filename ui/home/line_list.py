"""A few lines of a card, each with a small text below and perhaps a figure: painted, reached by mouse and keyboard."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.widgets.charts import Chart

LINE_PX, TITLE_PX, FIGURE_PX, SIDE_PX = 43, 20, 76, 4
AT_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
AT_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


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
    """Lines below each other; a title that is too long for one line takes two."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self.lines: list[HomeLine] = []
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_lines(self, lines: Sequence[HomeLine]) -> None:
        """Show these instead."""
        self.lines = list(lines)
        self.setAccessibleName("; ".join((self._name, *(line.whole for line in lines))))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, LINE_PX * len(self.lines))

    def heightForWidth(self, width: int) -> int:
        return sum(_line_px(line, width) for line in self.lines)

    def areas(self) -> list[QRectF]:
        found, top = [], 0
        for line in self.lines:
            found.append(QRectF(0, top, self.width(), _line_px(line, self.width())))
            top += _line_px(line, self.width())
        return found

    def key(self, number: int) -> object:
        return self.lines[number].key

    def tip(self, number: int) -> str:
        return self.lines[number].whole

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_hot(painter)
        for area, line in zip(self.areas(), self.lines, strict=True):
            self._paint(painter, area.adjusted(SIDE_PX, 3, -SIDE_PX, -3), line)
        painter.end()

    def _paint(self, painter: QPainter, room: QRectF, line: HomeLine) -> None:
        painter.setFont(_title_font())
        painter.setPen(theme.colour("text"))
        top = room.top()
        for text in _title_lines(line, self.width()):
            painter.drawText(QRectF(room.left(), top, room.width(), TITLE_PX), AT_LEFT, text)
            top += TITLE_PX
        painter.setFont(theme.font(12))
        painter.setPen(theme.colour("muted"))
        below = painter.fontMetrics().elidedText(line.below, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(QRectF(room.left(), top, room.width(), room.bottom() - top), AT_LEFT, below)
        painter.setFont(theme.font(weight=QFont.Weight.DemiBold))
        painter.setPen(theme.colour(line.role))
        painter.drawText(QRectF(room.left(), room.top(), room.width(), TITLE_PX), AT_RIGHT, line.figure)


def _title_font() -> QFont:
    return theme.font(weight=QFont.Weight.Medium)


def _title_lines(line: HomeLine, width: int) -> list[str]:
    """The title on one line or broken between two words; what is longer than two lines is cut."""
    metrics = QFontMetrics(_title_font())
    room = width - 2 * SIDE_PX - (FIGURE_PX if line.figure else 0)
    first, rest = line.title, ""
    while metrics.horizontalAdvance(first) > room and " " in first:
        first, _space, word = first.rpartition(" ")
        rest = f"{word} {rest}".rstrip()
    shown = (metrics.elidedText(text, Qt.TextElideMode.ElideRight, room) for text in (first, rest) if text)
    return list(shown)


def _line_px(line: HomeLine, width: int) -> int:
    return LINE_PX + TITLE_PX * (len(_title_lines(line, width)) - 1)
