"""The model of what one action did: a line for each field of each record, more records when somebody scrolls."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from spbe_assets.domain.ids import Id
from spbe_assets.i18n import _
from spbe_assets.services import record_changes
from spbe_assets.services.record_changes import FieldChange, RecordChanges, Records
from ui.context import AppContext
from ui.history.words import VERBS
from ui.widgets.table import CELL, Cell

PAGE = 60
RECORD, FIELD, BEFORE, AFTER = range(4)
NOTHING = "—"
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One field of one record; `is_first` where the record's name stands."""

    record: RecordChanges
    change: FieldChange
    is_first: bool


class ChangesTable(QAbstractTableModel):
    """`shown` tells that the first records of another action stand."""

    shown = Signal()

    def __init__(self, context: AppContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._action: Id | None = None
        self._only: Records | None = None
        self._lines: list[ChangeLine] = []
        self._records = 0
        self._turn = 0
        self._is_reading = self._is_complete = False

    def show_action(self, action: Id | None, records: Records | None = None) -> None:
        """Show what an action did, to these records only; None empties the table."""
        self._action, self._only = action, records
        self._turn += 1
        self.beginResetModel()
        self._lines, self._records, self._is_complete = [], 0, action is None
        self.endResetModel()
        if action is not None:
            self._read(action)

    def line(self, position: int) -> ChangeLine | None:
        """The line at a position."""
        return self._lines[position] if 0 <= position < len(self._lines) else None

    def _read(self, action: Id) -> None:
        skip, only, self._is_reading = self._records, self._only, True
        job = self._context.read_later(
            lambda session, _progress: record_changes.of_action(session, action, skip, PAGE, only)
        )
        job.then(self, partial(self._show, self._turn)).otherwise(self, lambda _error: self._may_read_again())

    def _show(self, turn: int, found: list[RecordChanges]) -> None:
        if turn != self._turn:
            return
        self._is_reading = False
        first, self._is_complete = not self._records, len(found) < PAGE
        self._records += len(found)
        lines = [ChangeLine(one, change, not at) for one in found for at, change in enumerate(one.changes)]
        if lines:
            start = len(self._lines)
            self.beginInsertRows(QModelIndex(), start, start + len(lines) - 1)
            self._lines += lines
            self.endInsertRows()
        if first:
            self.shown.emit()

    def _may_read_again(self) -> None:
        self._is_reading = False

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and bool(self._lines) and not self._is_complete and not self._is_reading

    def fetchMore(self, parent: Index) -> None:
        if self.canFetchMore(parent) and self._action is not None:
            self._read(self._action)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else 4

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.line(index.row()) if index.isValid() else None
        if line is None:
            return None
        cell = _cell(line, index.column())
        if role == CELL:
            return cell
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _sentence(line)
        return cell.text if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole) else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (_("Record"), _("Field"), _("Before"), _("After"))[section]


def _cell(line: ChangeLine, column: int) -> Cell:
    change = line.change
    if column == RECORD:
        return Cell(line.record.name or NOTHING if line.is_first else "", style="strong")
    if column == FIELD:
        return Cell(_title(change), style="" if change.title else "muted")
    if column == BEFORE:
        return Cell(change.before, style="muted")
    return Cell(change.after or ("" if change.is_sentence or not change.title else NOTHING))


def _title(change: FieldChange) -> str:
    return change.title or _(VERBS.get(change.verb, VERBS["edit"]))


def _sentence(line: ChangeLine) -> str:
    change = line.change
    if change.is_sentence or not change.title:
        parts = (line.record.name, _title(change), change.after)
        return ", ".join(part for part in parts if part)
    told = _("{record}, {field}: {before} → {after}")
    before, after = change.before or NOTHING, change.after or NOTHING
    return told.format(record=line.record.name, field=change.title, before=before, after=after)
