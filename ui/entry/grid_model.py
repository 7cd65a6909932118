"""Rows as in a spreadsheet: texts in cells, what each column means, and what is wrong where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from spbe_assets.domain import series
from spbe_assets.i18n import _
from spbe_assets.sheets.book import column_letters
from spbe_assets.sheets.parts import part_label
from spbe_assets.sheets.plan_model import Problem
from spbe_assets.sheets.twins import NO_TWINS
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


class Area(NamedTuple):
    """A rectangle of cells, all edges belonging to it."""

    top: int
    left: int
    bottom: int
    right: int


class GridModel(QAbstractTableModel):
    """Grows a row when the last one is typed in; `edited` fires after any change of cells or meanings."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = list(USUAL)
        self._cells: list[list[str]] = [[""] * len(USUAL) for _row in range(ROWS)]
        self._wrong: dict[Place, str] = {}
        self._doubted: dict[Place, str] = {}
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

    @property
    def doubted(self) -> list[Place]:
        """The cells that hold what another row or record has already, by row; they may be recorded all the same."""
        return sorted(self._doubted)

    def sentence(self, row: int, column: int) -> str:
        """What is wrong with a cell or its row, what is doubtful, or what becomes of the row."""
        wrong = self._wrong.get((row, column)) or self._wrong.get((row, WHOLE_ROW))
        return wrong or self._doubted.get((row, column)) or self._remarks.get(row, "")

    def load(self, parts: Sequence[str], cells: Sequence[Sequence[str]]) -> None:
        """Put a whole block."""
        self.beginResetModel()
        self.parts = list(parts)
        self._cells = [list(row) for row in cells] + [[""] * len(parts)]
        self._wrong, self._doubted, self._remarks = {}, {}, {}
        self.endResetModel()
        self.edited.emit()

    def paste(self, row: int, column: int, block: Sequence[Sequence[str]]) -> None:
        """Put a block of texts from a cell on; rows are added, what is too wide is left out."""
        self.grow_to(row + len(block) + 1)
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

    def extend(self, area: Area, last: Place, *, counting: bool = False) -> None:
        """Continue the texts of an area down or to the right, as far as the cell `last`.

        A series goes on, names count on and the rest is repeated; with `counting` every number at the end of a text
        counts on. Serial numbers and the like are continued only as a series or with `counting`.
        """
        down, right = last[0] - area.bottom, last[1] - area.right
        if down > 0:
            self.grow_to(last[0] + 2)
            down = min(down, len(self._cells) - 1 - area.bottom)
            for column in range(area.left, area.right + 1):
                texts = [self._cells[row][column] for row in range(area.top, area.bottom + 1)]
                for at, text in enumerate(self._following(texts, column, down, counting), area.bottom + 1):
                    self._cells[at][column] = text
        elif right > 0:
            for row in range(area.top, area.bottom + 1):
                texts = self._cells[row][area.left : area.right + 1]
                for at, text in enumerate(series.continued(texts, right, counting=counting), area.right + 1):
                    self._cells[row][at] = text
        self._tell()

    def _following(self, texts: list[str], column: int, count: int, counting: bool) -> list[str]:
        part = self.parts[column]
        if part in OWN and not counting and series.step(texts) is None:
            return []
        return series.continued(texts, count, counting=counting or part in COUNTED)

    def remove_rows(self, rows: Iterable[int]) -> None:
        """Take rows out."""
        gone = set(rows)
        self.beginResetModel()
        self._cells = [row for at, row in enumerate(self._cells) if at not in gone] or [[""] * len(self.parts)]
        self._wrong, self._doubted, self._remarks = {}, {}, {}
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

    def show_problems(
        self, problems: Iterable[Problem], remarks: Mapping[int, str], twins: Mapping[Place, str] = NO_TWINS
    ) -> None:
        """Mark what is wrong and, otherwise, what stands twice; `remarks` say what becomes of a row (from 0)."""
        letters = {column_letters(column): column for column in range(len(self.parts))}
        self._wrong, self._doubted, self._remarks = {}, dict(twins), dict(remarks)
        for one in problems:
            if one.is_error:
                self._wrong[one.row - 1, letters.get(one.column, WHOLE_ROW)] = one.reason
            else:
                self._remarks.setdefault(one.row - 1, one.reason)
        self._repaint()

    def grow_to(self, rows: int) -> None:
        """Append empty rows until there are so many, or as many as a grid may have."""
        first, rows = len(self._cells), min(rows, MOST_ROWS)
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
        if role == Qt.ItemDataRole.BackgroundRole and (tone := self._tone(row, column)):
            return theme.colour(f"soft_{tone}")
        if role == Qt.ItemDataRole.ForegroundRole:
            ink = self._tone(row, column) or ("" if self.parts[column] else "muted")
            return theme.colour(ink) if ink else None
        return None

    def _tone(self, row: int, column: int) -> str:
        if (row, column) in self._wrong or (row, WHOLE_ROW) in self._wrong:
            return "bad"
        return "warn" if (row, column) in self._doubted else ""

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        text = str(value).strip()
        if role != Qt.ItemDataRole.EditRole or text == self._cells[index.row()][index.column()]:
            return False
        self._cells[index.row()][index.column()] = text
        if index.row() == len(self._cells) - 1 and text:
            self.grow_to(len(self._cells) + 1)
        self._tell()
        return True
