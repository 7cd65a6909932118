"""The list of agencies and rooms: a triangle opens an agency, Left and Right fold, bars show how much is done."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyleOptionViewItem, QWidget

from spbe_assets.domain.ids import Id
from spbe_assets.i18n import _
from ui import icons
from ui.field.area_table import METER, AreaTable, Line
from ui.sweeps import meter
from ui.widgets.table import MARGIN_PX, Cell, Index, RowDelegate, TableView

ARROW_PX, INDENT_PX, FIGURES_PX = 16, 22, 96
NARROW_PX, MOST_WIDER = 1100, 1.5
"""Columns have their own width up to so wide a list, and grow with it up to so many times."""
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class AreaDelegate(RowDelegate):
    """Paints the triangle before an agency and a bar where a cell has one."""

    def __init__(self, model: AreaTable[Any], view: QWidget) -> None:
        super().__init__(view)
        self._model = model
        self._line: Line[Any] | None = None
        self._meter: tuple[int, int] | None = None

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self._line = self._model.lines[index.row()] if index.column() == 0 else None
        self._meter = index.data(METER)
        super().paint(painter, option, index)

    def _paint_cell(self, painter: QPainter, room: QRect, cell: Cell) -> None:
        if self._line is not None:
            room = self._paint_arrow(painter, room, self._line)
        if self._meter is not None:
            bar = QRectF(room.left(), room.center().y() - 2, max(room.width() - FIGURES_PX, 24), meter.HEIGHT_PX)
            meter.paint(painter, bar, *self._meter)
            room = room.adjusted(round(bar.width()) + 10, 0, 0, 0)
        super()._paint_cell(painter, room, cell)

    def _paint_arrow(self, painter: QPainter, room: QRect, line: Line[Any]) -> QRect:
        if line.rooms:
            name = "chevron-down" if self._model.is_open(line) else "chevron-right"
            drawn = icons.pixmap(name, "muted", ARROW_PX, painter.device().devicePixelRatioF())
            painter.drawPixmap(QPoint(room.left(), room.center().y() - ARROW_PX // 2 + 1), drawn)
        return room.adjusted(ARROW_PX + 6 + (INDENT_PX if line.is_room else 0), 0, 0, 0)


class AreaView(TableView):
    """`opened` says that a line is to be opened, `chose` that another one is the current one."""

    opened = Signal()
    chose = Signal()

    def __init__(self, model: AreaTable[Any], name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.areas = model
        self.setModel(model)
        self.setItemDelegate(AreaDelegate(model, self))
        self.setAccessibleName(name)
        self.setAccessibleDescription(_("A tree: Right opens a line, Left closes it."))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        head = self.horizontalHeader()
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self._share_width()
        self.doubleClicked.connect(lambda _index: self.opened.emit())
        model.modelAboutToBeReset.connect(self._keep)
        model.modelReset.connect(self._restore)
        self.selectionModel().currentRowChanged.connect(lambda _now, _before: self.chose.emit())
        self._kept: tuple[Id | None, Id | None] | None = None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def _share_width(self) -> None:
        factor = min(max(self.viewport().width() / NARROW_PX, 1.0), MOST_WIDER)
        for number, column in enumerate(self.areas.columns, 1):
            self.horizontalHeader().resizeSection(number, round(column.width * factor))

    def current(self) -> Any:
        """What the current line tells of; None for a mere heading."""
        return self.areas.row(self.currentIndex().row())

    def go_to(self, number: int) -> None:
        """Make a line the current one."""
        if 0 <= number < self.areas.rowCount():
            self.setCurrentIndex(self.areas.index(number, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = self.currentIndex().row()
        line = self.areas.lines[number] if 0 <= number < len(self.areas.lines) else None
        key = event.key()
        if line is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif key in ENTER:
            self.opened.emit()
        elif line.rooms and key == (Qt.Key.Key_Left if self.areas.is_open(line) else Qt.Key.Key_Right):
            self.areas.fold(number)
        elif key == Qt.Key.Key_Left and line.is_room:
            self.go_to(self.areas.number_of(line.agency_id, None))
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        where = event.position().toPoint()
        index = self.indexAt(where)
        arrow_ends = self.columnViewportPosition(0) + MARGIN_PX + ARROW_PX + 6
        if index.isValid() and self.areas.lines[index.row()].rooms and where.x() < arrow_ends:
            self.areas.fold(index.row())
        else:
            super().mousePressEvent(event)

    def _keep(self) -> None:
        number = self.currentIndex().row()
        line = self.areas.lines[number] if 0 <= number < len(self.areas.lines) else None
        self._kept = (line.agency_id, line.row.room_id if line.row else None) if line else None

    def _restore(self) -> None:
        self.show_empty_if_needed()
        number = self.areas.number_of(*self._kept) if self._kept else -1
        if number < 0 and self._kept:
            number = self.areas.number_of(self._kept[0], None)
        self.go_to(max(number, 0))
        self.chose.emit()
