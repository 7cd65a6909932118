"""Agencies with their rooms as a list of two levels, in memory: some thousand lines at most."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from spbe_assets.domain.ids import Id
from spbe_assets.i18n import _
from ui.widgets.table import CELL, Cell

METER = Qt.ItemDataRole.UserRole + 7
"""(done, total) of a cell that is painted as a bar."""
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class Areal(Protocol):
    """What a line tells of."""

    @property
    def agency_id(self) -> Id | None:
        """Its agency."""

    @property
    def agency(self) -> str:
        """The agency's name."""

    @property
    def room_id(self) -> Id | None:
        """Its room, None for the agency as a whole."""

    @property
    def room(self) -> str:
        """The room's name."""


R = TypeVar("R", bound=Areal)


class Line(NamedTuple, Generic[R]):
    """One line; `row` is None for an agency of which only rooms are told."""

    agency_id: Id | None
    name: str
    row: R | None
    is_room: bool
    rooms: int = 0


class Column(NamedTuple, Generic[R]):
    """A title (translated), its width in pixels, what stands there, and what a bar before it shows."""

    title: str
    width: int
    cell: Callable[[R], Cell]
    meter: Callable[[R], tuple[int, int] | None] | None = None


class AreaTable(QAbstractTableModel, Generic[R]):
    """The first column is the agency or room; agencies open and close, a search opens all."""

    def __init__(self, columns: Sequence[Column[R]], *, opened: bool, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._opened, self._turned = opened, set[Id | None]()
        self._rows: list[R] = []
        self._admits: Callable[[R], bool] = lambda _row: True
        self._text = ""
        self.lines: list[Line[R]] = []

    def show_rows(self, rows: Iterable[R]) -> None:
        """Show other rows: by agency, the agency itself before its rooms."""
        self._rows = list(rows)
        self._rebuild()

    def narrow(self, admits: Callable[[R], bool], text: str) -> None:
        """Show only what a condition lets through and whose names hold all words."""
        self._admits, self._text = admits, text.casefold()
        self._rebuild()

    def fold(self, number: int) -> None:
        """Open an agency, or close it."""
        line = self.lines[number]
        if line.rooms:
            self._turned ^= {line.agency_id}
            self._rebuild()

    def is_open(self, line: Line[R]) -> bool:
        """Whether the rooms of an agency are seen."""
        return bool(self._text) or self._opened != (line.agency_id in self._turned)

    def row(self, number: int) -> R | None:
        """What a line tells of; None below the last and for a mere heading."""
        return self.lines[number].row if 0 <= number < len(self.lines) else None

    def number_of(self, agency_id: Id | None, room_id: Id | None) -> int:
        """The line of an agency or room, -1 where it is not seen."""
        for number, line in enumerate(self.lines):
            if line.agency_id == agency_id and (line.row.room_id if line.row else None) == room_id:
                return number
        return -1

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else 1 + len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section - 1].title if section else _("Agency and room")
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line, column = self.lines[index.row()], index.column()
        if role == METER and column and line.row is not None:
            meter = self.columns[column - 1].meter
            return meter(line.row) if meter else None
        if role in (CELL, Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            cell = self._cell(line, column)
            return cell if role == CELL else cell.text
        return None

    def _cell(self, line: Line[R], column: int) -> Cell:
        if column:
            return self.columns[column - 1].cell(line.row) if line.row is not None else Cell("")
        if line.is_room:
            return Cell(line.name or _("Unnamed"), icon="door-open")
        return Cell(line.name or _("Without an agency"), icon="building-2", style="strong")

    def _rebuild(self) -> None:
        self.beginResetModel()
        self.lines = [line for group in _grouped(self._rows) for line in self._seen(group)]
        self.endResetModel()

    def _seen(self, group: Sequence[R]) -> list[Line[R]]:
        whole = next((row for row in group if row.room_id is None), None)
        kept = [row for row in group if row.room_id is not None and self._keeps(row)]
        if not kept and (whole is None or not self._keeps(whole)):
            return []
        head = Line(group[0].agency_id, group[0].agency, whole, False, len(kept))
        if not self.is_open(head):
            return [head]
        return [head, *(Line(row.agency_id, row.room, row, True) for row in kept)]

    def _keeps(self, row: R) -> bool:
        names = f"{row.agency} {row.room}".casefold()
        return all(word in names for word in self._text.split()) and self._admits(row)


def _grouped(rows: Iterable[R]) -> list[list[R]]:
    groups: dict[Id | None, list[R]] = {}
    for row in rows:
        groups.setdefault(row.agency_id, []).append(row)
    return list(groups.values())
