"""A label paper drawn to scale, with dimension lines as on a plan; the one in question is drawn in colour."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from spbe_assets.i18n import _
from spbe_assets.labels.stock import StockKind
from spbe_assets.labels.stock_checks import MOST_CELLS, TOLERANCE_MM, mm
from ui import theme

AROUND_PX = 58
LINE_PX = (18, 42)
"""How far from the paper the nearer and the farther dimension line runs."""
LARGEST_SCALE = 7.0
ARROW_PX = 5
MARGINS = ("left", "top")
TEXT_PX = 11
SIZE = QSize(420, 420)
NEXT_SHARE = 0.4
"""So much of the next label on a roll is shown."""


class Sketch(NamedTuple):
    """The numbers of a paper as they stand, also while they can't be right; mm."""

    kind: StockKind
    page_width: float
    page_height: float
    cell_width: float
    cell_height: float
    columns: int
    rows: int
    left: float
    top: float
    pitch_x: float
    pitch_y: float
    corner_radius: float
    gap: float

    def cell(self, number: int) -> QRectF:
        """A cell from 0, in mm of the page."""
        row, column = divmod(number, max(self.columns, 1))
        x, y = self.left + column * self.pitch_x, self.top + row * self.pitch_y
        return QRectF(x, y, self.cell_width, self.cell_height)

    @property
    def next_at(self) -> float:
        """Where the next row of a die-cut roll begins; 0 where there is none."""
        return self.page_height + self.gap if self.kind is StockKind.ROLL and self.gap else 0.0

    @property
    def height(self) -> float:
        """How much is drawn: the page, and on a roll a part of the next labels."""
        return self.next_at + NEXT_SHARE * self.page_height if self.next_at else self.page_height

    def is_outside(self, cell: QRectF) -> bool:
        """Whether a part of a cell lies beside the page."""
        return cell.right() > self.page_width + TOLERANCE_MM or cell.bottom() > self.page_height + TOLERANCE_MM


class Dimension(NamedTuple):
    """A dimension line: the number it shows, from where to where in mm, beside which edge and how far out."""

    key: str
    start: float
    end: float
    edge: Qt.Edge
    row: int = 0


class StockDrawing(QWidget):
    """Shows a sketch; `point_at` colours the dimension of a field, `blame` that of the one that can't be right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sketch: Sketch | None = None
        self._pointed = self._blamed = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(_("The paper, to scale"))
        theme.notifier().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return SIZE

    def show_sketch(self, sketch: Sketch, blamed: str = "") -> None:
        """Draw these numbers; `blamed` is the key of the one that can't be right."""
        self._sketch, self._blamed = sketch, blamed
        self.setAccessibleDescription(
            _("{columns} × {rows} labels of {width} × {height} mm").format(
                columns=sketch.columns, rows=sketch.rows, width=mm(sketch.cell_width), height=mm(sketch.cell_height)
            )
        )
        self.update()

    def point_at(self, key: str) -> None:
        """Colour the dimension of this number; an empty key none."""
        self._pointed = key
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        sketch = self._sketch
        if sketch is None or sketch.page_width <= 0 or sketch.page_height <= 0:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font(TEXT_PX))
        scale = self._scale(sketch)
        page = self._page(sketch, scale)
        self._paint_page(painter, sketch, page, scale)
        for dimension in dimensions(sketch):
            _Line(painter, page, scale, self._colour(dimension.key)).paint(dimension)
        painter.end()

    def _colour(self, key: str) -> str:
        if key == self._blamed:
            return "bad"
        return "accent" if key == self._pointed else "muted"

    def _paint_page(self, painter: QPainter, sketch: Sketch, page: QRectF, scale: float) -> None:
        painter.setPen(QPen(theme.colour("field_line"), 1))
        painter.setBrush(theme.colour("surface"))
        painter.drawRoundedRect(page, 2, 2)
        radius = sketch.corner_radius * scale
        overlaps = _overlaps(sketch)
        for number in range(min(sketch.columns * sketch.rows, MOST_CELLS)):
            cell = sketch.cell(number)
            tone = "bad" if overlaps or sketch.is_outside(cell) else "accent"
            painter.setPen(QPen(theme.colour(tone), 1))
            painter.setBrush(theme.colour(f"soft_{tone}"))
            painter.drawRoundedRect(_placed(cell, page, scale), radius, radius)
        if sketch.next_at:
            self._paint_next(painter, sketch, page, scale)

    def _paint_next(self, painter: QPainter, sketch: Sketch, page: QRectF, scale: float) -> None:
        painter.save()
        painter.setClipRect(page)
        painter.setPen(QPen(theme.colour("accent"), 1, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for number in range(min(sketch.columns, MOST_CELLS)):
            cell = sketch.cell(number).translated(0, sketch.next_at)
            painter.drawRoundedRect(
                _placed(cell, page, scale), sketch.corner_radius * scale, sketch.corner_radius * scale
            )
        painter.restore()

    def _scale(self, sketch: Sketch) -> float:
        width, height = self.width() - 2 * AROUND_PX, self.height() - 2 * AROUND_PX
        return min(width / sketch.page_width, height / sketch.height, LARGEST_SCALE)

    def _page(self, sketch: Sketch, scale: float) -> QRectF:
        width, height = sketch.page_width * scale, sketch.height * scale
        return QRectF((self.width() - width) / 2, (self.height() - height) / 2, width, height)


def dimensions(sketch: Sketch) -> list[Dimension]:
    """Which dimension lines a paper needs."""
    top, left, bottom, right = Qt.Edge.TopEdge, Qt.Edge.LeftEdge, Qt.Edge.BottomEdge, Qt.Edge.RightEdge
    x, y = sketch.left, sketch.top
    made = [
        Dimension("page_width", 0, sketch.page_width, top, 1),
        Dimension("cell_width", x, x + sketch.cell_width, bottom),
        Dimension("cell_height", y, y + sketch.cell_height, left),
    ]
    if sketch.kind is not StockKind.ROLL:
        made.append(Dimension("page_height", 0, sketch.page_height, left, 1))
    if x:
        made.append(Dimension("left", 0, x, top))
    if y:
        made.append(Dimension("top", 0, y, right))
    if sketch.columns > 1:
        made.append(Dimension("pitch_x", x, x + sketch.pitch_x, top))
    if sketch.rows > 1:
        made.append(Dimension("pitch_y", y, y + sketch.pitch_y, right))
    if sketch.next_at:
        made.append(Dimension("gap", sketch.page_height, sketch.next_at, right))
    return made


def _placed(cell: QRectF, page: QRectF, scale: float) -> QRectF:
    corner = QPointF(page.left() + cell.x() * scale, page.top() + cell.y() * scale)
    return QRectF(corner, cell.size() * scale)


def _overlaps(sketch: Sketch) -> bool:
    across = sketch.columns > 1 and sketch.pitch_x < sketch.cell_width - TOLERANCE_MM
    return across or (sketch.rows > 1 and sketch.pitch_y < sketch.cell_height - TOLERANCE_MM)


class _Line:
    """Paints one dimension line beside a page: extension lines, arrows and the number."""

    def __init__(self, painter: QPainter, page: QRectF, scale: float, colour: str) -> None:
        self._painter, self._page, self._scale = painter, page, scale
        self._colour = theme.colour(colour)
        self._is_marked = colour != "muted"

    def paint(self, dimension: Dimension) -> None:
        """Lines along the left and right edge are those along the top and bottom, turned by a quarter."""
        painter, page = self._painter, self._page
        is_upright = dimension.edge in (Qt.Edge.LeftEdge, Qt.Edge.RightEdge)
        is_before = dimension.edge in (Qt.Edge.TopEdge, Qt.Edge.LeftEdge)
        distance = LINE_PX[dimension.row]
        along = page.top() if is_upright else page.left()
        start, end = along + dimension.start * self._scale, along + dimension.end * self._scale
        edges = (page.left(), page.right()) if is_upright else (page.top(), page.bottom())
        across = edges[0] - distance if is_before else edges[1] + distance
        painter.save()
        if is_upright:
            painter.rotate(-90)
            start, end = -end, -start
        self._line(start, end, across, distance if is_before else -distance)
        self._text(dimension, start, end, across)
        painter.restore()

    def _line(self, start: float, end: float, across: float, to_page: float) -> None:
        painter = self._painter
        painter.setPen(QPen(theme.colour("line") if not self._is_marked else self._colour, 1))
        reach = to_page - 3 if to_page > 0 else to_page + 3
        for at in (start, end):
            painter.drawLine(QLineF(at, across - (3 if to_page > 0 else -3), at, across + reach))
        painter.setPen(QPen(self._colour, 1.6 if self._is_marked else 1))
        painter.drawLine(QLineF(start, across, end, across))
        if end - start > 3 * ARROW_PX:
            painter.setBrush(self._colour)
            painter.setPen(Qt.PenStyle.NoPen)
            for at, away in ((start, ARROW_PX), (end, -ARROW_PX)):
                tip = QPointF(at, across)
                painter.drawPolygon(QPolygonF([tip, tip + QPointF(away, -2.2), tip + QPointF(away, 2.2)]))

    def _text(self, dimension: Dimension, start: float, end: float, across: float) -> None:
        """In the middle of the line where it fits; else a margin's before it, any other's behind it."""
        painter = self._painter
        font = theme.font(TEXT_PX)
        text = mm(dimension.end - dimension.start)
        width = QFontMetricsF(font).horizontalAdvance(text) + 6
        middle = (start + end) / 2
        if end - start < width + 2 * ARROW_PX:
            is_upright = dimension.edge in (Qt.Edge.LeftEdge, Qt.Edge.RightEdge)
            is_first = (dimension.key in MARGINS) != is_upright
            middle = start - width / 2 if is_first else end + width / 2
        box = QRectF(middle - width / 2, across - 8, width, 16)
        painter.fillRect(box, theme.colour("window"))
        painter.setPen(self._colour)
        painter.setFont(font)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)
