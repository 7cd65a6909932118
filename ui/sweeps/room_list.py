"""The rooms of a sweep at its left: how far each is, and how many exceptions wait there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QItemSelectionModel, QModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from spbe_assets.domain.ids import Id
from spbe_assets.i18n import _
from spbe_assets.services.sweeps import Counts, RoomCount
from ui import format, icons, theme
from ui.sweeps import looks, meter
from ui.widgets.table import Index

ROOM = Qt.ItemDataRole.UserRole + 1
ROW_PX, SIDE_PX, LINE_PX, BAR_PX, ICON_PX = 62, 14, 19, 5, 15
LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
ONLY = QItemSelectionModel.SelectionFlag.ClearAndSelect
_NOWHERE = QModelIndex()


class RoomModel(QAbstractListModel):
    """The rooms in the order of the sweep, then what the register puts in no room; its `room_id` is empty."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rooms: list[RoomCount] = []

    def show_rooms(self, rooms: Sequence[RoomCount], no_room: int) -> None:
        """Show these instead."""
        homeless = [RoomCount(b"", _("In no room"), "", Counts(expected=no_room, missing=no_room))] if no_room else []
        if [one.room_id for one in self.rooms] == [one.room_id for one in (*rooms, *homeless)]:
            self.rooms = [*rooms, *homeless]
            self.dataChanged.emit(self.index(0), self.index(len(self.rooms) - 1))
            return
        self.beginResetModel()
        self.rooms = [*rooms, *homeless]
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rooms)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        room = self.rooms[index.row()]
        if role == ROOM:
            return room
        if role == Qt.ItemDataRole.DisplayRole:
            return room.room
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return told(room)
        return None


class RoomList(QListView):
    """`chosen` carries the id of the room that is now current, `entered` asks to go on in it."""

    chosen = Signal(object)
    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rooms = RoomModel(self)
        self.setModel(self.rooms)
        self.setItemDelegate(RoomDelegate(self))
        self.setAccessibleName(_("Rooms of this sweep"))
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.selectionModel().currentChanged.connect(self._tell)
        self.clicked.connect(lambda _index: self.entered.emit())
        theme.notifier().changed.connect(self.viewport().update)

    def show_rooms(self, rooms: Sequence[RoomCount], no_room: int, current: Id | None) -> None:
        """Show these instead, and mark the one that is open."""
        self.selectionModel().blockSignals(True)
        self.rooms.show_rooms(rooms, no_room)
        at = next((row for row, one in enumerate(self.rooms.rooms) if one.room_id == (current or b"")), -1)
        if at != self.currentIndex().row():
            self.selectionModel().setCurrentIndex(self.rooms.index(at), ONLY)
            self.scrollTo(self.rooms.index(at))
        self.selectionModel().blockSignals(False)
        self.viewport().update()

    def current(self) -> RoomCount | None:
        """The room that is marked."""
        row = self.currentIndex().row()
        return self.rooms.rooms[row] if 0 <= row < len(self.rooms.rooms) else None

    def step(self, by: int) -> None:
        """Go to the room before or after."""
        row = max(0, min(self.currentIndex().row() + by, self.rooms.rowCount() - 1))
        self.selectionModel().setCurrentIndex(self.rooms.index(row), ONLY)
        self.scrollTo(self.currentIndex())

    def _tell(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid():
            self.chosen.emit(self.rooms.rooms[now.row()].room_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Right, Qt.Key.Key_Escape):
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class RoomDelegate(QStyledItemDelegate):
    """Paints a room as its name, its site, a bar, and its figures at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(160, ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        room, rect = index.data(ROOM), option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.colour("selected"))
        painter.setPen(theme.colour("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if option.state & QStyle.StateFlag.State_HasFocus:
            theme.paint_ring(painter, rect)
        inside = rect.adjusted(SIDE_PX, 7, -SIDE_PX, -8)
        self._paint_name(painter, QRect(inside.left(), inside.top(), inside.width(), LINE_PX), room)
        self._paint_below(painter, QRect(inside.left(), inside.top() + LINE_PX, inside.width(), LINE_PX), room)
        if not room.room_id:
            painter.restore()
            return
        bar = QRectF(inside.left(), inside.bottom() - BAR_PX + 2, inside.width(), BAR_PX)
        meter.paint(painter, bar, room.counts.found, room.counts.expected)
        painter.restore()

    def _paint_name(self, painter: QPainter, room: QRect, one: RoomCount) -> None:
        painter.setFont(theme.font(weight=QFont.Weight.DemiBold))
        figure = looks.progress(one.counts) if one.room_id else format.number(one.counts.missing)
        wide = painter.fontMetrics().horizontalAdvance(figure)
        painter.setPen(theme.colour("text"))
        painter.drawText(room, RIGHT, figure)
        if one.done:
            scale = painter.device().devicePixelRatioF()
            painter.drawPixmap(room.left(), room.top() + 2, icons.pixmap("circle-check", "good", ICON_PX, scale))
            room = room.adjusted(ICON_PX + 6, 0, 0, 0)
        painter.setFont(theme.font(weight=QFont.Weight.Medium))
        _write(painter, room.adjusted(0, 0, -wide - 8, 0), one.room)

    def _paint_below(self, painter: QPainter, room: QRect, one: RoomCount) -> None:
        painter.setFont(theme.font(12))
        warned = looks.exceptions_told(looks.exceptions(one.counts))
        if warned:
            painter.setPen(theme.colour("warn" if one.counts.unsettled else "muted"))
            painter.drawText(room, RIGHT, warned)
            room = room.adjusted(0, 0, -painter.fontMetrics().horizontalAdvance(warned) - 8, 0)
        painter.setPen(theme.colour("muted"))
        _write(painter, room, one.site)


def told(one: RoomCount) -> str:
    """All of a room for a tooltip and a screen reader."""
    done = _("done by {name}").format(name=one.done_by) if one.done else ""
    people = _("seen by {names}").format(names=", ".join(one.people)) if one.people else ""
    warned = looks.exceptions_told(looks.exceptions(one.counts))
    return " · ".join(text for text in (one.room, one.site, looks.progress(one.counts), warned, done, people) if text)


def _write(painter: QPainter, room: QRect, text: str) -> None:
    painter.drawText(room, LEFT, painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width()))
