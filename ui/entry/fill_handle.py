"""The small square at the corner of a selection: dragging it fills the cells below or to the right."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QTableView, QWidget

from spbe_assets.i18n import _
from ui import theme

SIDE_PX = 9
SCROLL_MS = 60


class FillHandle(QWidget):
    """Sits on the last selected cell of a table.

    `dragged` tells the row and column where it was let go, and whether Ctrl was held; one of the two lies beyond the
    selection.
    """

    dragged = Signal(int, int, bool)

    def __init__(self, table: QTableView) -> None:
        super().__init__(table.viewport())
        self._table = table
        self._pointer = QPoint()
        self._target: tuple[int, int] | None = None
        self._outline = _Outline(table.viewport())
        self._scroll = QTimer(self, interval=SCROLL_MS)
        self.setFixedSize(SIDE_PX, SIDE_PX)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setToolTip(_("Drag down or to the right to fill; hold Ctrl to count on"))

        table.selectionModel().selectionChanged.connect(self.place)
        for bar in (table.verticalScrollBar(), table.horizontalScrollBar()):
            bar.valueChanged.connect(self.place)
        for head in (table.verticalHeader(), table.horizontalHeader()):
            head.sectionResized.connect(self.place)
            head.geometriesChanged.connect(self.place)
        table.model().modelReset.connect(self.place)
        self._scroll.timeout.connect(self._go_on)
        self.hide()

    def place(self) -> None:
        """Stand at the corner of what is selected now."""
        area = self._selected()
        self.setVisible(area is not None)
        if area is not None:
            self.move(area.bottomRight() - QPoint(SIDE_PX // 2 + 1, SIDE_PX // 2 + 1))
            self.raise_()

    def _selected(self) -> QRect | None:
        """Where the selection is drawn."""
        found = self._table.selectionModel().selection()
        if found.isEmpty():
            return None
        first, last = found.first().topLeft(), found.first().bottomRight()
        return self._table.visualRect(first).united(self._table.visualRect(last))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._follow(event)
            self._scroll.start()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._scroll.isActive():
            self._follow(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self._scroll.isActive():
            return
        self._scroll.stop()
        self._outline.hide()
        if self._target is not None:
            self.dragged.emit(*self._target, bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))

    def _follow(self, event: QMouseEvent) -> None:
        self._pointer = self.mapTo(self._table.viewport(), event.position().toPoint())
        self._show_target()

    def _go_on(self) -> None:
        """Scroll while the pointer is outside; at the end of the rows there are more."""
        table, room = self._table, self._table.viewport().rect()
        bar = table.verticalScrollBar()
        if self._pointer.y() > room.bottom():
            if bar.value() == bar.maximum() and (grow := getattr(table.model(), "grow_to", None)) is not None:
                grow(table.model().rowCount() + 1)
            bar.setValue(bar.value() + 1)
            self._show_target()
        elif self._pointer.x() > room.right():
            across = table.horizontalScrollBar()
            across.setValue(across.value() + across.singleStep())
            self._show_target()

    def _show_target(self) -> None:
        """Mark how far the fill would go: down, or to the right where the pointer is further in that direction."""
        self._target = None
        self._outline.hide()
        area = self._selected()
        if area is None:
            return
        last = self._table.selectionModel().selection().first().bottomRight()
        at = self._pointer
        row, column = self._row_at(at.y()), self._column_at(at.x())
        if row > last.row() and at.y() - area.bottom() >= at.x() - area.right():
            column = last.column()
        elif column > last.column():
            row = last.row()
        else:
            return
        self._target = row, column
        cell = self._table.visualRect(self._table.model().index(row, column))
        self._outline.setGeometry(area.united(cell))
        self._outline.show()
        self._outline.raise_()

    def _row_at(self, y: int) -> int:
        last = self._table.model().rowCount() - 1
        found = self._table.rowAt(min(y, self._table.viewport().height() - 1))
        return found if found >= 0 else last

    def _column_at(self, x: int) -> int:
        last = self._table.model().columnCount() - 1
        found = self._table.columnAt(min(x, self._table.viewport().width() - 1))
        return found if found >= 0 else last

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(theme.colour("surface"))
        painter.setBrush(theme.colour("accent"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()


class _Outline(QWidget):
    """A dashed frame around what would be filled."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QPen(theme.colour("accent"), 2, Qt.PenStyle.DashLine))
        painter.drawRect(self.rect().adjusted(1, 1, -2, -2))
        painter.end()
