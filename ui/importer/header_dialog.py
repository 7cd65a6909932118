"""Asks in which row the column titles stand: the first rows of a sheet as they are, one of them to be chosen."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QDialog, QDialogButtonBox, QHeaderView, QVBoxLayout, QWidget

from spbe_assets.domain.parsing import plain_text
from spbe_assets.i18n import _
from spbe_assets.sheets.book import Book, Row, Sheet, column_letters
from spbe_assets.sheets.recognise import HEADER_WITHIN
from ui.widgets.basics import label
from ui.widgets.table import CELL, Cell, TableView

SIZE = (860, 540)
MOST_COLUMNS = 40
MOST_LETTERS = 60
COLUMN_PX = 132
NUMBERS_PX = 44
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class HeaderDialog(QDialog):
    """`chosen` carries the name of the sheet (None where there is only one) and the row as people count."""

    chosen = Signal(object, int)

    def __init__(
        self, book: Book, sheet: str | None = None, row: int | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._sheets = [one for one in book.sheets if one.rows]
        self.sheet = QComboBox()
        self.rows = FirstRows(self)
        self.table = TableView()
        self.buttons = QDialogButtonBox()
        self.take_button = self.buttons.addButton(_("Take this row"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.addButton(_("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)

        self._lay_out(book)
        for one in self._sheets:
            self.sheet.addItem(one.name)
        self.sheet.activated.connect(lambda at: self._show_sheet(at, None))
        self.table.doubleClicked.connect(self.accept)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.accepted.connect(self._tell)
        at = next((at for at, one in enumerate(self._sheets) if one.name == sheet), 0)
        self.sheet.setCurrentIndex(at)
        self._show_sheet(at, row)
        self.take_button.setDefault(True)
        self.table.setFocus()

    def _lay_out(self, book: Book) -> None:
        self.setWindowTitle(_("Row of titles"))
        self.resize(*SIZE)
        self.take_button.setProperty("kind", "main")
        self.sheet.setAccessibleName(_("Sheet"))
        self.sheet.setVisible(len(self._sheets) > 1)
        self.table.setModel(self.rows)
        self.table.setObjectName("framed")
        self.table.setAccessibleName(_("First rows of the sheet"))
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        head, numbers = self.table.horizontalHeader(), self.table.verticalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        head.setDefaultSectionSize(COLUMN_PX)
        head.setStretchLastSection(True)
        numbers.setVisible(True)
        numbers.setFixedWidth(NUMBERS_PX)
        numbers.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addWidget(label(_("In which row of {file} do the columns have their titles?").format(file=book.file),
                               "record", wrap=True))  # fmt: skip
        column.addWidget(self.sheet)
        column.addWidget(self.table, 1)
        column.addWidget(self.buttons)

    def _show_sheet(self, at: int, row: int | None) -> None:
        self.rows.show_sheet(self._sheets[at])
        numbers = [one.number for one in self.rows.rows]
        self.table.selectRow(numbers.index(row) if row in numbers else 0)

    @Slot()
    def _tell(self) -> None:
        at = self.table.currentIndex().row()
        name = self.sheet.currentText() if len(self._sheets) > 1 else None
        self.chosen.emit(name, self.rows.rows[max(at, 0)].number)


class FirstRows(QAbstractTableModel):
    """The first rows of a sheet that hold something, under the letters of their columns."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []
        self._width = 0

    def show_sheet(self, sheet: Sheet) -> None:
        """Show another sheet."""
        self.beginResetModel()
        self.rows = [row for row in sheet.rows[:HEADER_WITHIN] if row.number <= HEADER_WITHIN] or sheet.rows[:1]
        self._width = min(max(len(row.cells) for row in self.rows), MOST_COLUMNS)
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else self._width

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Horizontal:
            return column_letters(section)
        return str(self.rows[section].number)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in (CELL, Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        cells = self.rows[index.row()].cells
        cell = cells[index.column()] if index.column() < len(cells) else None
        text = "" if cell is None else " ".join(plain_text(cell).split())[:MOST_LETTERS]
        return Cell(text) if role == CELL else text
