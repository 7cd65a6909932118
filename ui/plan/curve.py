"""Score against budget as a line whose points answer a click; the present budget is marked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from spbe_assets.domain.plan import CurvePoint
from spbe_assets.i18n import _
from ui import format, theme
from ui.plan import words
from ui.widgets.charts import Chart

LEFT, RIGHT, TOP, BOTTOM = 34, 16, 14, 22
DOT, HOT = 3.5, 5.5
GRID = 4
LEAST_SPAN = 2.0
"""Points of the score that the height shows at least, so that a flat line looks flat."""


class BudgetCurve(Chart):
    """`chosen` carries the budget of a point."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._points: list[CurvePoint] = []
        self._mark: tuple[int, float] | None = None
        self.setMinimumHeight(150)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def top(self) -> int:
        """The greatest budget on show; 0 without a line."""
        return self._points[-1].budget if self._points else 0

    def show_points(self, points: Sequence[CurvePoint]) -> None:
        """Show this line; nothing while it is being worked out."""
        self._points = [point for point in points if point.score is not None]
        told = "; ".join(self.tip(number) for number in range(len(self._points)))
        self.setAccessibleName(_("Score against budget: {points}").format(points=told) if told else "")
        self.update()

    def show_mark(self, budget: int, score: float | None) -> None:
        """Mark the present budget and what it reaches."""
        self._mark = (budget, score) if score is not None else None
        self.update()

    def score_at(self, budget: int) -> float | None:
        """What a budget reaches by the line, straight between its points; None beyond them."""
        for before, after in zip(self._points, self._points[1:], strict=False):
            if before.budget <= budget <= after.budget and before.score is not None and after.score is not None:
                share = (budget - before.budget) / max(1, after.budget - before.budget)
                return before.score + share * (after.score - before.score)
        return None

    def sizeHint(self) -> QSize:
        return QSize(360, 190)

    def areas(self) -> list[QRectF]:
        if not self._points:
            return []
        step = self._plot().width() / max(1, len(self._points) - 1)
        return [QRectF(self._place(one).x() - step / 2, 0, step, self.height()) for one in self._points]

    def key(self, number: int) -> object:
        return self._points[number].budget

    def tip(self, number: int) -> str:
        point = self._points[number]
        told = _("{budget}: score {score}")
        return told.format(budget=format.short_rupiah(point.budget), score=words.figure(point.score))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font(11))
        self.paint_hot(painter)
        if len(self._points) < 2:
            painter.setPen(theme.colour("muted"))
            text = _("The curve is being worked out…")
            painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), text)
        else:
            self._paint_grid(painter)
            self._paint_line(painter)
            self._paint_mark(painter)
        painter.end()

    def _plot(self) -> QRectF:
        return QRectF(self.rect()).adjusted(LEFT, TOP, -RIGHT, -BOTTOM)

    def _span(self) -> tuple[float, float]:
        scores = [point.score or 0.0 for point in self._points]
        least, most = min(scores), max(scores)
        return (least, max(most, least + LEAST_SPAN))

    def _place(self, point: CurvePoint) -> QPointF:
        return self._at(point.budget, point.score or 0.0)

    def _at(self, budget: int, score: float) -> QPointF:
        plot, (least, most) = self._plot(), self._span()
        x = plot.left() + plot.width() * min(1.0, budget / max(1, self.top))
        return QPointF(x, plot.bottom() - plot.height() * (score - least) / (most - least))

    def _paint_grid(self, painter: QPainter) -> None:
        plot, (least, most) = self._plot(), self._span()
        right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for number in range(GRID + 1):
            y = plot.bottom() - plot.height() * number / GRID
            painter.setPen(theme.colour("line"))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            painter.setPen(theme.colour("muted"))
            score = least + (most - least) * number / GRID
            painter.drawText(QRectF(0, y - 8, LEFT - 6, 16), right, words.figure(score))
        flags = (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignRight)
        for side, share in zip(flags, (0, 1, 2), strict=True):
            text = format.short_rupiah(self.top * share // 2)
            painter.drawText(QRectF(plot.left(), plot.bottom() + 5, plot.width(), 16), int(side), text)

    def _paint_line(self, painter: QPainter) -> None:
        places = [self._place(point) for point in self._points]
        painter.setPen(QPen(theme.colour("accent"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(places))
        painter.setBrush(theme.colour("surface"))
        for number, place in enumerate(places):
            size = HOT if number == self.hot else DOT
            painter.drawEllipse(place, size, size)

    def _paint_mark(self, painter: QPainter) -> None:
        if self._mark is None or self._mark[0] > self.top:
            return
        place, plot = self._at(*self._mark), self._plot()
        painter.setPen(QPen(theme.colour("muted"), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(place.x(), plot.bottom()), place)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("accent"))
        painter.drawEllipse(place, HOT, HOT)
