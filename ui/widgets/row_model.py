"""A short list as a table model: all rows at hand, one cell made from each for every column."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from spbe_assets.i18n import _
from ui.widgets.table import CELL, Cell, TableView

T = TypeVar("T")
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class RowModel(QAbstractTableModel, Generic[T]):
    """`heads` are the columns' source texts; `cell` makes the cell of a row and column."""

    def __init__(self, heads: Sequence[str], cell: Callable[[T, int], Cell], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: Sequence[T] = ()
        self._heads, self._cell = heads, cell

    def show_rows(self, rows: Sequence[T]) -> None:
        """Show these instead."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return len(self._heads)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _(self._heads[section])
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in (CELL, Qt.ItemDataRole.DisplayRole):
            return None
        cell = self._cell(self.rows[index.row()], index.column())
        return cell if role == CELL else cell.text


def chosen(view: TableView, rows: Sequence[T]) -> T | None:
    """The row that is selected, None without one."""
    selected = view.selectionModel().selectedRows()
    return rows[selected[0].row()] if selected else None
