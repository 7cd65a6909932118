"""A list of values that stand in memory: columns say how a value is shown and ordered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from ui.widgets.table import CELL, Cell, TableView

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True, slots=True)
class ListColumn:
    """One column; `order` gives what rows are sorted by, None at the end. `width` 0 takes what is left."""

    title: str
    cell: Callable[[Any], Cell]
    order: Callable[[Any], Any]
    width: int = 0
    right: bool = False
    tip: str = ""


class ListTable(QAbstractTableModel):
    """Rows in the order chosen last; `key` tells one row from another."""

    def __init__(
        self, columns: Sequence[ListColumn], key: Callable[[Any], object], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._columns, self._key = list(columns), key
        self._rows: list[Any] = []
        self._given: list[Any] = []
        self._by, self._order = -1, Qt.SortOrder.AscendingOrder

    @property
    def rows(self) -> Sequence[Any]:
        """The rows from top to bottom."""
        return self._rows

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Show these instead."""
        self.beginResetModel()
        self._given, self._rows = list(rows), self._sorted(rows)
        self.endResetModel()

    def show_columns(self, columns: Sequence[ListColumn], rows: Sequence[Any]) -> None:
        """Show other columns and rows."""
        self.beginResetModel()
        self._columns, self._by = list(columns), -1
        self._given, self._rows = list(rows), list(rows)
        self.endResetModel()

    def key_at(self, number: int) -> object:
        """What tells a row from the others."""
        return self._key(self._rows[number])

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        if role not in (CELL, Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        cell = self._columns[index.column()].cell(self._rows[index.row()])
        return cell if role == CELL else f"{cell.text} {cell.second}".strip()

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal or section >= len(self._columns):
            return None
        column = self._columns[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return {Qt.ItemDataRole.DisplayRole: column.title, Qt.ItemDataRole.ToolTipRole: column.tip or None}.get(
            Qt.ItemDataRole(role)
        )

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order the rows; -1 is the order in which they were given."""
        self._by, self._order = column, order
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        kept = [(self.key_at(index.row()), index.column()) for index in before]
        self._rows = self._sorted(self._given)
        numbers = {self._key(row): number for number, row in enumerate(self._rows)}
        self.changePersistentIndexList(before, [self.index(numbers[key], at) for key, at in kept])
        self.layoutChanged.emit()

    def _sorted(self, rows: Sequence[Any]) -> list[Any]:
        if not 0 <= self._by < len(self._columns):
            return list(rows)
        order = self._columns[self._by].order
        valued = [(order(row), row) for row in rows]
        known = [pair for pair in valued if pair[0] is not None]
        known.sort(key=lambda pair: pair[0], reverse=self._order is Qt.SortOrder.DescendingOrder)
        return [row for _value, row in known] + [row for value, row in valued if value is None]


class ListView(TableView):
    """A list of values; `entered` carries the current row on Enter or double click, `picked` that others are selected.

    What is selected stays selected while rows come and go.
    """

    entered = Signal(object)
    picked = Signal()

    def __init__(
        self,
        columns: Sequence[ListColumn],
        key: Callable[[Any], object],
        name: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.list = ListTable(columns, key, self)
        self.setAccessibleName(name)
        self.setModel(self.list)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.horizontalHeader().setMinimumSectionSize(40)
        self.setSortingEnabled(True)
        self._size(columns)
        self.doubleClicked.connect(lambda index: self.entered.emit(self.list.rows[index.row()]))
        self.selectionModel().selectionChanged.connect(lambda *_changed: self.picked.emit())

    def show_columns(self, columns: Sequence[ListColumn], rows: Sequence[Any]) -> None:
        """Show other columns and rows."""
        self.list.show_columns(columns, rows)
        self._size(columns)
        self.show_empty_if_needed()

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Show these instead."""
        kept, current = {self.list.key_at(number) for number in self.selected_numbers()}, self.currentIndex().row()
        scrolled = self.verticalScrollBar().value()
        self.list.show_rows(rows)
        self.choose(kept, current)
        self.verticalScrollBar().setValue(scrolled)
        self.show_empty_if_needed()
        self.picked.emit()

    def choose(self, keys: set[Any], current: int = -1) -> None:
        """Select the rows of these keys; the row `current` gets the keyboard where none is left."""
        chosen = QItemSelection()
        numbers = [number for number in range(self.list.rowCount()) if self.list.key_at(number) in keys]
        for number in numbers:
            chosen.select(self.list.index(number, 0), self.list.index(number, self.list.columnCount() - 1))
        if not numbers and current >= 0 and self.list.rowCount():
            numbers = [min(current, self.list.rowCount() - 1)]
        flags = QItemSelectionModel.SelectionFlag
        if numbers:
            self.selectionModel().setCurrentIndex(self.list.index(numbers[0], 0), flags.NoUpdate)
        self.selectionModel().select(chosen, flags.ClearAndSelect)

    def selected_numbers(self) -> list[int]:
        """The positions of the selected rows."""
        return sorted(index.row() for index in self.selectionModel().selectedRows())

    def selected(self) -> list[Any]:
        """The selected rows."""
        return [self.list.rows[number] for number in self.selected_numbers()]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = self.currentIndex().row()
        if event.key() in ENTER and number >= 0:
            self.entered.emit(self.list.rows[number])
        else:
            super().keyPressEvent(event)

    def _size(self, columns: Sequence[ListColumn]) -> None:
        head = self.horizontalHeader()
        for number, column in enumerate(columns):
            stretch = QHeaderView.ResizeMode.Stretch if not column.width else QHeaderView.ResizeMode.Interactive
            head.setSectionResizeMode(number, stretch)
            if column.width:
                head.resizeSection(number, column.width)
