"""The rooms that may belong to a sweep, to be ticked, each with the number of its assets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from spbe_assets.domain.ids import Id
from spbe_assets.i18n import ngettext
from spbe_assets.services.places import RoomNode
from ui import theme
from ui.format import counted
from ui.widgets.table import Index

ROW_PX, ITEMS_PX = 30, 96
ITEMS = Qt.ItemDataRole.UserRole + 1
_NOWHERE = QModelIndex()


class RoomChoices(QAbstractListModel):
    """Rooms to be ticked, all of them to begin with, each with the number of its assets."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rooms: list[RoomNode] = []
        self.ticked: set[Id] = set()

    def show_rooms(self, rooms: Sequence[RoomNode]) -> None:
        """Show these instead, all ticked."""
        self.beginResetModel()
        self.rooms, self.ticked = list(rooms), {room.id for room in rooms}
        self.endResetModel()
        self.edited.emit()

    def tick_all(self, on: bool) -> None:
        """Tick all rooms, or none."""
        self.ticked = {room.id for room in self.rooms} if on else set()
        self._tell()

    def toggle(self, row: int) -> None:
        """Tick a room, or not any more."""
        if 0 <= row < len(self.rooms):
            self.ticked ^= {self.rooms[row].id}
            self._tell()

    def _tell(self) -> None:
        if self.rooms:
            self.dataChanged.emit(self.index(0), self.index(len(self.rooms) - 1))
        self.edited.emit()

    def chosen(self) -> list[RoomNode]:
        """The ticked rooms in their order."""
        return [room for room in self.rooms if room.id in self.ticked]

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rooms)

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsUserCheckable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        room = self.rooms[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return " · ".join(text for text in (room.name, room.site) if text)
        if role == ITEMS:
            return counted(ngettext("{n} item", "{n} items", room.assets), room.assets)
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if room.id in self.ticked else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.SizeHintRole:
            return QSize(0, ROW_PX)
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role == Qt.ItemDataRole.CheckStateRole:
            self.toggle(index.row())
        return role == Qt.ItemDataRole.CheckStateRole


class RoomDelegate(QStyledItemDelegate):
    """Paints the number of assets at the right of a room."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        room = QRect(option.rect)
        option.rect = room.adjusted(6, 0, -ITEMS_PX, 0)
        super().paint(painter, option, index)
        painter.save()
        painter.setFont(theme.font(12))
        painter.setPen(theme.colour("muted"))
        right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(room.adjusted(0, 0, -12, 0), right, index.data(ITEMS))
        painter.restore()
