"""A small drawing of the sheet: a click or the arrow keys choose the first cell that is still free."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from spbe_assets.i18n import _
from spbe_assets.labels import geometry
from spbe_assets.labels.stock import Stock
from ui import theme

HEIGHT_PX = 230


class SheetPicker(QWidget):
    """`chosen` carries the number of the cell, from 1."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stock: Stock | None = None
        self._start, self._labels = 1, 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(_("First free cell of the sheet"))
        theme.notifier().changed.connect(self.update)

    def show_sheet(self, stock: Stock, start: int, labels: int) -> None:
        """Show a paper, where printing begins, and how many labels follow."""
        self._stock, self._start, self._labels = stock, start, labels
        self.setAccessibleDescription(_("cell {n} of {total}").format(n=start, total=stock.cells))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(220, HEIGHT_PX)

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
            if cell.contains(event.position()) and event.button() == Qt.MouseButton.LeftButton:
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
        painter.setPen(theme.colour("field_line"))
        painter.setBrush(theme.colour("surface"))
        painter.drawRoundedRect(self._page(stock), 2, 2)
        last = self._start + self._labels - 1
        for number, cell in enumerate(self.cells(), 1):
            self._paint_cell(painter, cell, is_used=self._start <= number <= last, is_free=number >= self._start)
            if number == self._start:
                painter.setPen(theme.colour("on_accent" if self._labels else "text"))
                painter.setFont(theme.font(10))
                painter.drawText(cell, int(Qt.AlignmentFlag.AlignCenter), str(number))
        if self.hasFocus():
            theme.paint_ring(painter, self._page(stock).adjusted(-5, -5, 5, 5).toRect(), 5)
        painter.end()

    def _paint_cell(self, painter: QPainter, cell: QRectF, *, is_used: bool, is_free: bool) -> None:
        painter.setPen(QPen(theme.colour("line"), 1, Qt.PenStyle.SolidLine if is_free else Qt.PenStyle.DashLine))
        painter.setBrush(theme.colour("accent" if is_used else "surface" if is_free else "hover"))
        painter.drawRoundedRect(cell.adjusted(0.5, 0.5, -0.5, -0.5), 1.5, 1.5)

    def _scale(self, stock: Stock) -> float:
        return min((self.height() - 14) / stock.page_height, (self.width() - 14) / stock.page_width)

    def _page(self, stock: Stock) -> QRectF:
        scale = self._scale(stock)
        return QRectF(7, 7, stock.page_width * scale, stock.page_height * scale)
