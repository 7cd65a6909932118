"""Rows as in a spreadsheet: texts in cells, what each column means, and what is wrong where."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from spbe_assets.domain import series
from spbe_assets.i18n import _
from spbe_assets.sheets.book import column_letters
from spbe_assets.sheets.parts import part_label
from spbe_assets.sheets.plan_model import Problem
from ui import theme

Index = QModelIndex | QPersistentModelIndex
Place = tuple[int, int]
USUAL = ("category", "brand", "model", "serial", "name", "room", "condition", "year")
"""What the columns of an empty grid mean, in the order of a nameplate."""
COUNTED = frozenset({"name", "register", "hostname"})
"""Columns that count on when they are filled down; serial numbers and tags are left alone."""
OWN = frozenset({"serial", "tag", "nibar", "mac", "ip"})
ROWS = 20
MOST_ROWS = 5_000
WHOLE_ROW = -1
_NONE = QModelIndex()


class GridModel(QAbstractTableModel):
    """Grows a row when the last one is typed in; `edited` fires after any change of cells or meanings."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = list(USUAL)
        self._cells: list[list[str]] = [[""] * len(USUAL) for _row in range(ROWS)]
        self._wrong: dict[Place, str] = {}
        self._remarks: dict[int, str] = {}

    @property
    def cells(self) -> list[list[str]]:
        """A copy of all texts."""
        return [list(row) for row in self._cells]

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed yet."""
        return not any(text for row in self._cells for text in row)

    @property
    def wrong(self) -> list[Place]:
        """The cells that can't be right, by row; a column of WHOLE_ROW stands for the row."""
        return sorted(self._wrong)

    def sentence(self, row: int, column: int) -> str:
        """What is wrong with a cell or its row, or what becomes of the row."""
        return self._wrong.get((row, column)) or self._wrong.get((row, WHOLE_ROW)) or self._remarks.get(row, "")

    def load(self, parts: Sequence[str], cells: Sequence[Sequence[str]]) -> None:
        """Put a whole block."""
        self.beginResetModel()
        self.parts = list(parts)
        self._cells = [list(row) for row in cells] + [[""] * len(parts)]
        self._wrong, self._remarks = {}, {}
        self.endResetModel()
        self.edited.emit()

    def paste(self, row: int, column: int, block: Sequence[Sequence[str]]) -> None:
        """Put a block of texts from a cell on; rows are added, what is too wide is left out."""
        self._grow(min(row + len(block) + 1, MOST_ROWS))
        for down, texts in enumerate(block[: MOST_ROWS - row]):
            for across, text in enumerate(texts[: len(self.parts) - column]):
                self._cells[row + down][column + across] = text
        self._tell()

    def clear(self, places: Iterable[Place]) -> None:
        """Empty some cells."""
        for row, column in places:
            self._cells[row][column] = ""
        self._tell()

    def fill_down(self, places: Iterable[Place]) -> None:
        """Fill the selected cells with the topmost of each column; one cell alone takes the text above it."""
        columns: dict[int, list[int]] = {}
        for row, column in sorted(places):
            columns.setdefault(column, []).append(row)
        for column, rows in columns.items():
            first = rows[0] - 1 if len(rows) == 1 else rows[0]
            if first >= 0 and self.parts[column] not in OWN:
                text, counts = self._cells[first][column], self.parts[column] in COUNTED
                for row in rows:
                    self._cells[row][column] = series.following(text, row - first) if counts else text
        self._tell()

    def remove_rows(self, rows: Iterable[int]) -> None:
        """Take rows out."""
        gone = set(rows)
        self.beginResetModel()
        self._cells = [row for at, row in enumerate(self._cells) if at not in gone] or [[""] * len(self.parts)]
        self._wrong, self._remarks = {}, {}
        self.endResetModel()
        self.edited.emit()

    def set_part(self, column: int, part: str) -> None:
        """Change what a column means; another column of that meaning loses it."""
        self.parts = ["" if known == part else known for known in self.parts]
        self.parts[column] = part
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.parts) - 1)
        self.edited.emit()

    def add_column(self, part: str) -> None:
        """Append an empty column."""
        at = len(self.parts)
        self.beginInsertColumns(QModelIndex(), at, at)
        self.parts.append(part)
        for row in self._cells:
            row.append("")
        self.endInsertColumns()

    def show_problems(self, problems: Iterable[Problem], remarks: dict[int, str]) -> None:
        """Mark what is wrong; `remarks` say what becomes of a row (from 0)."""
        letters = {column_letters(column): column for column in range(len(self.parts))}
        self._wrong, self._remarks = {}, dict(remarks)
        for one in problems:
            if one.is_error:
                self._wrong[one.row - 1, letters.get(one.column, WHOLE_ROW)] = one.reason
            else:
                self._remarks.setdefault(one.row - 1, one.reason)
        self._repaint()

    def _grow(self, rows: int) -> None:
        first = len(self._cells)
        if rows > first:
            self.beginInsertRows(QModelIndex(), first, rows - 1)
            self._cells += [[""] * len(self.parts) for _row in range(first, rows)]
            self.endInsertRows()

    def _tell(self) -> None:
        self._repaint()
        self.edited.emit()

    def _repaint(self) -> None:
        self.dataChanged.emit(self.index(0, 0), self.index(len(self._cells) - 1, len(self.parts) - 1))
        self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, len(self._cells) - 1)

    def rowCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self._cells)

    def columnCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self.parts)

    def flags(self, index: Index) -> Qt.ItemFlag:
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEditable

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1)
        return (part_label("asset", self.parts[section]) if self.parts[section] else _("Not used")) + "  ▾"

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row, column = index.row(), index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self._cells[row][column]
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.sentence(row, column) or None
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return self.sentence(row, column)
        if role == Qt.ItemDataRole.BackgroundRole and self._is_marked(row, column):
            return theme.colour("soft_bad")
        if role == Qt.ItemDataRole.ForegroundRole and not self.parts[column]:
            return theme.colour("muted")
        return None

    def _is_marked(self, row: int, column: int) -> bool:
        return (row, column) in self._wrong or (row, WHOLE_ROW) in self._wrong

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        text = str(value).strip()
        if role != Qt.ItemDataRole.EditRole or text == self._cells[index.row()][index.column()]:
            return False
        self._cells[index.row()][index.column()] = text
        if index.row() == len(self._cells) - 1 and text:
            self._grow(min(len(self._cells) + 1, MOST_ROWS))
        self._tell()
        return True
