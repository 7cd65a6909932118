"""A drawing of the sheet to scale: a click or the arrow keys choose the first cell that is still free."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from spbe_assets.i18n import _
from spbe_assets.labels import geometry
from spbe_assets.labels.stock import Stock
from ui import theme

LEAST_PX = 200
EDGE_PX = 24
LARGEST_SCALE = 8.0
"""Pixels for a millimetre; a small label is not blown up beyond that."""


class SheetPicker(QWidget):
    """`chosen` carries the number of the cell, from 1; without `can_choose` it only shows the paper."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None, *, can_choose: bool = True) -> None:
        super().__init__(parent)
        self._can_choose = can_choose
        self._stock: Stock | None = None
        self._start, self._labels = 1, 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(_("First free cell of the sheet") if can_choose else _("The paper, to scale"))
        if can_choose:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.notifier().changed.connect(self.update)

    def show_sheet(self, stock: Stock, start: int, labels: int) -> None:
        """Show a paper, where printing begins, and how many labels follow."""
        self._stock, self._start, self._labels = stock, start, labels
        self.setAccessibleDescription(_("cell {n} of {total}").format(n=start, total=stock.cells))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(LEAST_PX, LEAST_PX)

    def cells(self) -> list[QRectF]:
        """Where each cell is drawn."""
        stock = self._stock
        if stock is None:
            return []
        scale, page = self._scale(stock), self._page(stock)
        rects = (geometry.cell(stock, number) for number in range(1, stock.cells + 1))
        return [
            QRectF(page.left() + r.x * scale, page.top() + r.y * scale, r.width * scale, r.height * scale)
            for r in rects
        ]

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        for number, cell in enumerate(self.cells(), 1):
            is_meant = cell.contains(event.position()) and event.button() == Qt.MouseButton.LeftButton
            if self._can_choose and is_meant:
                self.chosen.emit(number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        stock = self._stock
        if stock is None:
            return
        steps = {
            Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Down: stock.columns, Qt.Key.Key_Up: -stock.columns,
            Qt.Key.Key_Home: 1 - self._start, Qt.Key.Key_End: stock.cells - self._start,
        }  # fmt: skip
        goal = self._start + steps.get(Qt.Key(event.key()), 0)
        if event.key() not in steps:
            super().keyPressEvent(event)
        elif 1 <= goal <= stock.cells and goal != self._start:
            self.chosen.emit(goal)

    def paintEvent(self, event: QPaintEvent) -> None:
        stock = self._stock
        if stock is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("track"))
        painter.drawRoundedRect(self.rect(), 8, 8)
        painter.setPen(theme.colour("field_line"))
        painter.setBrush(theme.colour("surface"))
        painter.drawRoundedRect(self._page(stock), 2, 2)
        last = self._start + self._labels - 1
        for number, cell in enumerate(self.cells(), 1):
            self._paint_cell(painter, cell, is_used=self._start <= number <= last, is_free=number >= self._start)
            if self._can_choose and number < self._start:
                painter.setPen(theme.colour("muted"))
                painter.setFont(theme.font(10))
                painter.drawText(cell, int(Qt.AlignmentFlag.AlignCenter), str(number))
        if self.hasFocus():
            theme.paint_ring(painter, self._page(stock).adjusted(-5, -5, 5, 5).toRect(), 5)
        painter.end()

    def _paint_cell(self, painter: QPainter, cell: QRectF, *, is_used: bool, is_free: bool) -> None:
        room = cell.adjusted(0.5, 0.5, -0.5, -0.5)
        outline = ("field_line", Qt.PenStyle.SolidLine) if is_used else ("muted", Qt.PenStyle.DashLine)
        painter.setPen(QPen(theme.colour(outline[0]), 1, outline[1]))
        painter.setBrush(theme.colour("surface" if is_free or is_used else "hover"))
        painter.drawRoundedRect(room, 2, 2)
        if is_used:
            _paint_label(painter, room)

    def _scale(self, stock: Stock) -> float:
        room = self.height() - 2 * EDGE_PX, self.width() - 2 * EDGE_PX
        return max(min(room[0] / stock.page_height, room[1] / stock.page_width, LARGEST_SCALE), 0.01)

    def _page(self, stock: Stock) -> QRectF:
        """Where the page is drawn: in the middle."""
        scale = self._scale(stock)
        width, height = stock.page_width * scale, stock.page_height * scale
        return QRectF((self.width() - width) / 2, (self.height() - height) / 2, width, height)


def _paint_label(painter: QPainter, cell: QRectF) -> None:
    """A label in outline: a code, and lines of text beside it."""
    side = min(cell.height() * 0.62, cell.width() * 0.34)
    left, top = cell.left() + (cell.height() - side) / 2, cell.center().y() - side / 2
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("accent"))
    painter.drawRoundedRect(QRectF(left, top, side, side), 1.5, 1.5)
    begin, thick = left + side * 1.2, max(side / 9, 1.0)
    for number, share in enumerate((0.86, 0.62, 0.74)):
        painter.setBrush(theme.colour("muted" if number == 0 else "field_line"))
        width = max((cell.right() - begin) * share - thick, 0)
        painter.drawRect(QRectF(begin, top + side * (0.12 + 0.32 * number), width, thick))
