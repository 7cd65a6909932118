"""The model of the log: newest actions first, older ones read when somebody scrolls down to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from spbe_assets.domain.ids import Id
from spbe_assets.i18n import _
from spbe_assets.services import action_log
from spbe_assets.services.action_log import LogFilter, LoggedAction, Touched
from ui import format as formats
from ui.context import AppContext
from ui.history.words import said, what
from ui.widgets.table import CELL, Cell

PAGE = 50
WHEN, WHO, WHAT = range(3)
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class LogTable(QAbstractTableModel):
    """`shown` tells that the first page of a new question stands, `counted` that an action's records were counted."""

    shown = Signal()
    counted = Signal(object)

    def __init__(self, context: AppContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._wanted = LogFilter()
        self._actions: list[LoggedAction] = []
        self._turn = 0
        self._is_reading = self._is_complete = False

    @property
    def wanted(self) -> LogFilter:
        """What narrows the log."""
        return self._wanted

    def search(self, wanted: LogFilter) -> None:
        """Ask for other actions; what is shown stays until they are there."""
        self._wanted = wanted
        self._turn += 1
        self._read(None)

    def reload(self) -> None:
        """Ask the same again."""
        self.search(self._wanted)

    def action(self, position: int) -> LoggedAction | None:
        """The action of a line."""
        return self._actions[position] if 0 <= position < len(self._actions) else None

    def position(self, action_id: bytes) -> int | None:
        """The line of an action, None where it has not been read."""
        return next((at for at, action in enumerate(self._actions) if action.id == action_id), None)

    def _read(self, before: int | None) -> None:
        wanted, self._is_reading = self._wanted, True
        job = self._context.read_later(lambda session, _progress: action_log.listed(session, wanted, PAGE, before))
        job.then(self, partial(self._show, self._turn, before)).otherwise(self, lambda _error: self._may_read_again())

    def _show(self, turn: int, before: int | None, found: list[LoggedAction]) -> None:
        if turn != self._turn:
            return
        self._is_reading = False
        self._is_complete = len(found) < PAGE
        if before is None:
            self.beginResetModel()
            self._actions = found
            self.endResetModel()
            self.shown.emit()
        elif found:
            start = len(self._actions)
            self.beginInsertRows(QModelIndex(), start, start + len(found) - 1)
            self._actions += found
            self.endInsertRows()
        self._count([action.id for action in found if action.touched is None])

    def _count(self, actions: list[Id]) -> None:
        """Large actions are counted after they stand in the list, because their changesets have to be unpacked."""
        if actions:
            job = self._context.read_later(lambda session, _progress: action_log.counted(session, actions), quiet=True)
            job.then(self, self._take_counts)

    def _take_counts(self, counts: Mapping[Id, Touched]) -> None:
        for at, action in enumerate(self._actions):
            if action.id in counts:
                self._actions[at] = replace(action, touched=counts[action.id])
                self.dataChanged.emit(self.index(at, WHAT), self.index(at, WHAT))
                self.counted.emit(self._actions[at])

    def _may_read_again(self) -> None:
        self._is_reading = False

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and bool(self._actions) and not self._is_complete and not self._is_reading

    def fetchMore(self, parent: Index) -> None:
        if self.canFetchMore(parent):
            self._read(self._actions[-1].n)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._actions)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else 3

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        action = self.action(index.row()) if index.isValid() else None
        if action is None:
            return None
        cell = _cell(action, index.column())
        if role == CELL:
            return cell
        spoken = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole)
        return f"{cell.text} {cell.second}".strip() if role in spoken else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (_("When"), _("Who"), _("What"))[section]


def _cell(action: LoggedAction, column: int) -> Cell:
    if column == WHEN:
        return Cell(formats.moment(action.at), style="muted")
    if column == WHO:
        return Cell(action.user, action.installation)
    return Cell(what(action), said(action), style="muted" if action.is_undone else "")
