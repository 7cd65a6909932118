"""A score over time: the frozen assessments and the present one as a small line, with what changed since the last."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from spbe_assets import formats
from spbe_assets.i18n import _
from ui import format, theme
from ui.widgets.basics import label

WIDTH_PX, HEIGHT_PX, DOT_PX, MOST = 132, 30, 5, 12


class Dot(NamedTuple):
    """The score of a day."""

    day: date
    score: float


class TrendLine(QWidget):
    """Draws a line through a few scores; the last one is the present."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.dots: list[Dot] = []
        self.setFixedSize(WIDTH_PX, HEIGHT_PX)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.notifier().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(WIDTH_PX, HEIGHT_PX)

    def show_dots(self, dots: Sequence[Dot]) -> None:
        """Show these, the earliest first."""
        self.dots = list(dots)
        said = "\n".join(f"{formats.date_text(dot.day)}: {formats.number(dot.score, 1)}" for dot in dots)
        self.setToolTip(said)
        self.setAccessibleName(said)
        self.update()

    def points(self) -> list[QPointF]:
        """Where the dots lie: time to the right, the score upwards, stretched to what they span."""
        if not self.dots:
            return []
        room = QRectF(self.rect()).adjusted(DOT_PX, DOT_PX, -DOT_PX, -DOT_PX)
        first, days = self.dots[0].day, max((self.dots[-1].day - self.dots[0].day).days, 1)
        low = min(dot.score for dot in self.dots)
        span = max(max(dot.score for dot in self.dots) - low, 4.0)
        return [
            QPointF(
                room.left() + room.width() * (dot.day - first).days / days,
                room.bottom() - room.height() * (dot.score - low) / span,
            )
            for dot in self.dots
        ]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, points = QPainter(self), self.points()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("accent"), 1.6))
        painter.drawPolyline(QPolygonF(points))
        painter.setPen(Qt.PenStyle.NoPen)
        for number, point in enumerate(points):
            is_last = number == len(points) - 1
            painter.setBrush(theme.colour("accent" if is_last else "muted"))
            radius = DOT_PX / 2 + (0.5 if is_last else 0)
            painter.drawEllipse(point, radius, radius)
        painter.end()


class Trend(QWidget):
    """The line with its sentence, such as “−2.0 since May 2026”; hidden where nothing was frozen before."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line, self.text = TrendLine(), label("", "muted", wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.line)
        row.addWidget(self.text, 1)
        self.hide()

    def show_dots(self, dots: Sequence[Dot]) -> None:
        """Show the scores of earlier days and, last, the present one."""
        shown = list(dots)[-MOST:]
        self.line.show_dots(shown)
        self.setVisible(len(shown) > 1)
        if len(shown) > 1:
            points = formats.points(round(shown[-1].score - shown[-2].score, 1))
            self.text.setText(_("{points} since {day}").format(points=points, day=format.day(shown[-2].day)))
