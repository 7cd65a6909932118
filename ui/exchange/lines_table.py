"""A list whose few rows are known as a whole: titles and cells, handed over ready to be painted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt
from PySide6.QtWidgets import QHeaderView, QWidget

from ui.models.paged_table import SPOKEN
from ui.widgets.table import CELL, Cell, Index, TableView

NOWHERE = QModelIndex()
Row = Sequence[Cell]


class LinesModel(QAbstractTableModel):
    """Shows what it is given; `keys` says what each row stands for."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._titles: tuple[str, ...] = ()
        self._rows: list[Row] = []
        self.keys: list[Any] = []

    def show_rows(self, titles: Sequence[str], rows: Sequence[Row], keys: Sequence[Any] = ()) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._titles, self._rows, self.keys = tuple(titles), list(rows), list(keys)
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._titles)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        cell = self._rows[index.row()][index.column()]
        if role == CELL:
            return cell
        return f"{cell.text} {cell.second}".strip() if role in SPOKEN else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or section >= len(self._titles):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and self._rows and self._rows[0][section].right:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return self._titles[section] if role == Qt.ItemDataRole.DisplayRole else None


class LinesTable(TableView):
    """The list of such rows, one of them chosen; the columns share the width by their weights."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines = LinesModel(self)
        self.setModel(self.lines)
        self.setObjectName("framed")
        self.setAccessibleName(name)
        self.setSelectionMode(TableView.SelectionMode.SingleSelection)
        self.lines.modelReset.connect(self.show_empty_if_needed)

    def show_rows(
        self, titles: Sequence[str], widths: Sequence[int], rows: Sequence[Row], keys: Sequence[Any] = ()
    ) -> None:
        """Show other rows; a width of 0 takes what is left, which columns with it share."""
        self.lines.show_rows(titles, rows, keys)
        head = self.horizontalHeader()
        for column, width in enumerate(widths):
            head.setSectionResizeMode(
                column, QHeaderView.ResizeMode.Interactive if width else QHeaderView.ResizeMode.Stretch
            )
            if width:
                head.resizeSection(column, width)

    def key(self) -> Any:
        """What the chosen row stands for; None without one."""
        row = self.currentIndex().row()
        return self.lines.keys[row] if 0 <= row < len(self.lines.keys) else None

    def choose(self, row: int) -> None:
        """Go to a row, if there are any."""
        if self.lines.rowCount():
            self.setCurrentIndex(self.lines.index(min(row, self.lines.rowCount() - 1), 0))
