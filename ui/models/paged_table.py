"""The table model of every long list: first rows at once, all row numbers off the GUI thread, rows by the page."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, Protocol, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from spbe_assets.domain.changes import Changes
from spbe_assets.domain.ids import Id
from spbe_assets.domain.progress import Progress
from ui.context import AppContext
from ui.jobs import Job
from ui.models.grouped import GroupRow
from ui.models.page_cache import PAGE, Listed, PageCache, difference
from ui.widgets.table import CELL, Cell

RELOAD_ABOVE = 1_000
NUMBERS_AFTER_MS = 120
SPOKEN = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
Index = QModelIndex | QPersistentModelIndex
R = TypeVar("R", bound=Listed)
Q = TypeVar("Q")
NOWHERE = QModelIndex()
Q_contra = TypeVar("Q_contra", contravariant=True)


class Source(Protocol[Q_contra, R]):
    """Where a list's rows come from. Every function takes an open reading session and a plain query value."""

    def first(self, session: Any, query: Q_contra, limit: int) -> First[R]:
        """The first rows and how many there are in all."""

    def numbers(self, session: Any, query: Q_contra) -> array[int]:
        """The row numbers of the whole result in its order."""

    def rows(self, session: Any, numbers: Sequence[int]) -> Mapping[int, R]:
        """Rows by their number."""

    def among(self, session: Any, query: Q_contra, ids: frozenset[Id]) -> Sequence[R]:
        """Those of the given records that the query lets through."""

    def moved(self, query: Q_contra, before: R, after: R) -> bool:
        """Whether a change may have given the row another place in the order."""


@dataclass(frozen=True, slots=True)
class First(Generic[R]):
    """The first rows and how many there are in all: at least so many where the count is not exact yet."""

    rows: Sequence[R]
    count: int
    is_exact: bool = True
    numbers: array[int] | None = None
    """All row numbers, where they came at once: of a grouped list, whose headers have numbers below zero."""
    records: int | None = None
    """How many records the result has, where that is not the number of its lines."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its title (translated), whether its figures stand at the right, and whether it can be sorted by."""

    key: str
    title: str
    right: bool = False
    sorts: bool = True


class PagedTable(QAbstractTableModel, Generic[Q, R]):
    """Searching and sorting happen in the source; this class keeps what is on screen and stays true to changes.

    `searched` tells that a new result stands, `counted` that the number of rows may differ, `completed`
    that every row can be reached.
    """

    table = ""
    shows: tuple[str, ...] = ()
    searched = Signal()
    counted = Signal(int)
    completed = Signal()

    def __init__(self, context: AppContext, source: Source[Q, R], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context, self._source = context, source
        self._query: Q | None = None
        self._turn = self._turn_on_show = self._reading = self._count = 0
        self._records: int | None = None
        self._marks: Mapping[int, str] = {}
        self._complete, self._exact = False, True
        self._cache: PageCache[R] = PageCache(self._read_page)
        self._running: Job | None = None
        self._later = QTimer(self, singleShot=True, interval=NUMBERS_AFTER_MS)
        self._later.timeout.connect(self._read_numbers)

    def columns(self) -> Sequence[Column]:
        """The columns from left to right."""
        raise NotImplementedError

    def cell(self, row: R, column: int) -> Cell:
        """What one cell shows; its texts also serve screen readers and the clipboard."""
        raise NotImplementedError

    @property
    def count(self) -> int:
        """How many rows the result has."""
        return self._count

    @property
    def record_count(self) -> int:
        """How many records the result has, those of closed groups among them."""
        return self._count if self._records is None else self._records

    @property
    def is_grouped(self) -> bool:
        """Whether headers of groups stand among the rows."""
        return self._records is not None

    def group_row(self, position: int) -> GroupRow | None:
        """The header of a group at a position, None where a record stands."""
        number = self.number(position)
        row: Any = self.row(position) if number is not None and number < 0 else None
        return row if isinstance(row, GroupRow) else None

    def group_above(self, position: int) -> int | None:
        """Where the header of a record's group stands."""
        numbers = self._cache.numbers
        return next((at for at in range(min(position, len(numbers) - 1), -1, -1) if numbers[at] < 0), None)

    def open_groups(self) -> frozenset[Any]:
        """What the open groups of a grouped list share."""
        headers = array("q", [number for number in self._cache.numbers if number < 0])
        rows: Any = self._read_page(headers).values()
        return frozenset(row.value for row in rows if isinstance(row, GroupRow) and row.is_open)

    def records_in(self, rows: range) -> array[int]:
        """The row numbers of the records in a run of lines, without headers of groups."""
        numbers = self._cache.numbers[rows.start : rows.stop]
        return array("q", [n for n in numbers if n > 0]) if self.is_grouped else numbers

    def mark(self, marks: Mapping[int, str]) -> None:
        """Write marks of the order behind the titles of some columns."""
        self._marks = dict(marks)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns()) - 1)

    @property
    def count_is_exact(self) -> bool:
        """Whether there are just so many rows; else there are more, and the count follows with all numbers."""
        return self._exact

    @property
    def is_complete(self) -> bool:
        """Whether every row of the result can be reached."""
        return self._complete

    @property
    def is_searching(self) -> bool:
        """Whether another result is on its way; what stands here is still the one before."""
        return self._turn != self._turn_on_show

    def search(self, query: Q) -> None:
        """Ask for another result; the present one stays until it has come, a newer question overtakes an older."""
        self._query = query
        self._turn += 1
        self._later.stop()
        if self._running is not None:
            self._running.cancel()
        turn, source = self._turn, self._source
        job = self._context.read_later(lambda session, _progress: source.first(session, query, PAGE))
        self._running = job.then(self, partial(self._show_first, turn))

    def reload(self) -> None:
        """Ask the same question again."""
        if self._query is not None:
            self.search(self._query)

    def _show_first(self, turn: int, first: First[R]) -> None:
        if turn != self._turn:
            return
        rows, count, self._turn_on_show = first.rows, first.count, turn
        self.beginResetModel()
        numbers = array("q", [row.n for row in rows]) if first.numbers is None else first.numbers
        self._cache.start(numbers, rows)
        self._count, self._exact, self._records = count, first.is_exact, first.records
        self._complete = first.is_exact and count <= len(numbers)
        self.endResetModel()
        self._running = None
        self.searched.emit()
        self.counted.emit(count)
        if not self._complete:
            self._later.start()
        else:
            self.completed.emit()

    def _read_numbers(self) -> None:
        source, query, old = self._source, self._query, self._cache.numbers
        if query is None:
            return
        self._reading += 1

        def work(session: Any, _progress: Progress) -> tuple[array[int], tuple[int, int, int]]:
            new = source.numbers(session, query)
            return new, difference(old, new)

        asked = (self._turn, self._reading)
        self._running = self._context.read_later(work).then(self, partial(self._show_numbers, asked, old))

    def _show_numbers(
        self, asked: tuple[int, int], old: array[int], result: tuple[array[int], tuple[int, int, int]]
    ) -> None:
        if asked != (self._turn, self._reading):
            return
        self._running = None
        if old is not self._cache.numbers:  # rows went while the order was being read
            self._read_numbers()
            return
        numbers, (start, removed, added) = result
        self._exact = True
        if not self._complete and not removed and len(numbers) >= self._count:
            self._fill(numbers, start)
        elif removed or added:
            self._put_numbers(numbers, start, removed, added)
        self._complete = True
        self.completed.emit()

    def _fill(self, numbers: array[int], start: int) -> None:
        """Take the numbers of all rows, of which the first are on show and more may have been counted by now."""
        known = self._count
        self._cache.numbers, self._complete = numbers, True
        self.dataChanged.emit(self.index(start, 0), self.index(known - 1, len(self.columns()) - 1))
        if len(numbers) == known:
            return
        self.beginInsertRows(QModelIndex(), known, len(numbers) - 1)
        self._count = len(numbers)
        self.endInsertRows()
        self.counted.emit(self._count)

    def _put_numbers(self, numbers: array[int], start: int, removed: int, added: int) -> None:
        """Take a result that differs in one run of rows; anything more mixed is a new list."""
        if not self._complete or (removed and added):
            self.beginResetModel()
            self._cache.start(numbers)
            self._count = len(numbers)
            self.endResetModel()
            self.searched.emit()
        elif added:
            self.beginInsertRows(QModelIndex(), start, start + added - 1)
            self._resize(numbers, start)
            self.endInsertRows()
        else:
            self.beginRemoveRows(QModelIndex(), start, start + removed - 1)
            self._resize(numbers, start)
            self.endRemoveRows()
        self.counted.emit(self._count)

    def _resize(self, numbers: array[int], start: int) -> None:
        self._cache.numbers = numbers
        self._cache.forget_from(start)
        self._count = len(numbers)

    def follow(self, changes: Changes | None) -> None:
        """Show what a transaction changed; None means that anything may have."""
        if changes is None or changes.affects(*self.shows):
            self.reload()
        elif changes.affects(self.table):
            self._patch(changes.ids(self.table))

    def _patch(self, ids: frozenset[Id]) -> None:
        """Bring touched rows up to date in place; ask for the order again only if it may have changed."""
        query = self._query
        if query is None:
            return
        if len(ids) > RELOAD_ABOVE or not self._complete or self.is_grouped:
            self.reload()
            return
        found = self._context.read(lambda session: self._source.among(session, query, ids))
        fresh = {row.id: row for row in found}
        before = {row.id: (position, row) for position, row in self._cache.known() if row.id in ids}
        moved = bool(ids - before.keys())
        for row_id, (position, row) in sorted(before.items(), key=lambda item: item[1][0], reverse=True):
            if row_id in fresh:
                moved |= self._source.moved(query, row, fresh[row_id])
                self._replace(position, fresh[row_id])
            else:
                self._remove(position)
        if moved:
            self._read_numbers()

    def _replace(self, position: int, row: R) -> None:
        self._cache.replace(position, row)
        self.dataChanged.emit(self.index(position, 0), self.index(position, len(self.columns()) - 1))

    def _remove(self, position: int) -> None:
        self.beginRemoveRows(QModelIndex(), position, position)
        numbers = self._cache.numbers[:position] + self._cache.numbers[position + 1 :]
        self._resize(numbers, position)
        self.endRemoveRows()
        self.counted.emit(self._count)

    def _read_page(self, numbers: Sequence[int]) -> Mapping[int, R]:
        return self._context.read(lambda session: self._source.rows(session, numbers))

    def row(self, position: int) -> R | None:
        """The row at a position of the list."""
        return self._cache.row(position) if 0 <= position < self._count else None

    def number(self, position: int) -> int | None:
        """The row number at a position, without reading the row."""
        return self._cache.numbers[position] if 0 <= position < len(self._cache.numbers) else None

    def position(self, number: int) -> int | None:
        """Where a row number stands, None when the result lacks it."""
        try:
            return self._cache.numbers.index(number)
        except ValueError:
            return None

    @property
    def pages_kept(self) -> int:
        """How many pages are in memory."""
        return len(self._cache)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns())

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role in (CELL, *SPOKEN):
            row = self.row(index.row())
            if row is None:
                return None
            cell = row.cell if isinstance(row, GroupRow) else self.cell(row, index.column())
            return cell if role == CELL else f"{cell.text} {cell.second}".strip()
        return self._alignment(index.column()) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns()):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns()[section].title + self._marks.get(section, "")
        return self._alignment(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def _alignment(self, column: int) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignRight if self.columns()[column].right else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter
