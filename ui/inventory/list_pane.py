"""A long list with its selection: kept by record when the list changes, counted without touching every row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTableView, QVBoxLayout, QWidget

from ui.models.paged_table import PagedTable
from ui.widgets.table import TableView

KEEP_SELECTED = 10_000
"""A larger selection is let go when the list is asked anew; finding its rows again would hold up the window."""
SETTLE_MS = 30


@dataclass(frozen=True, slots=True)
class Widths:
    """How wide each column is at least and where there is room, which one takes the rest, which give way first."""

    px: Mapping[str, tuple[int, int]]
    stretch: str
    stretch_px: tuple[int, int]
    give_way: tuple[str, ...]

    def fitting(self, room: int) -> dict[str, int]:
        """The width of every column but the stretched one; a column that is left out has no place."""
        roomy = {key: wide for key, (_least, wide) in self.px.items()}
        if sum(roomy.values()) + self.stretch_px[1] <= room:
            return roomy
        chosen = {key: least for key, (least, _wide) in self.px.items()}
        for key in self.give_way:
            if sum(chosen.values()) + self.stretch_px[0] > room:
                del chosen[key]
        return chosen


ONE_ROW = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows


class ListPane(QWidget):
    """The table of one kind of record. `current_changed` and `selection_changed` come once things have settled."""

    current_changed = Signal(object)
    selection_changed = Signal(int)
    opened = Signal()
    sort_asked = Signal(int, bool)

    def __init__(self, model: PagedTable[Any, Any], widths: Widths, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model, self._widths = model, widths
        self._kept: tuple[list[int], int | None, int] = ([], None, 0)
        self._wanted: int | None = None

        self.table = TableView()
        self.table.setModel(model)
        self.table.setAccessibleName(name)
        self.table.setSelectionMode(QTableView.SelectionMode.ExtendedSelection)
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)

        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table)

        self._arrange()
        header = self.table.horizontalHeader()
        header.setSectionsClickable(True)
        # A header asks of every row whether it is selected, to draw a column as selected: a second at 100,000 rows.
        header.setSelectionModel(QItemSelectionModel(model, header))
        header.sortIndicatorChanged.connect(self._on_sort)
        selection = self.table.selectionModel()
        selection.selectionChanged.connect(lambda *_: self._settle.start())
        selection.currentRowChanged.connect(lambda *_: self._settle.start())
        self._settle.timeout.connect(self._tell)
        self.table.doubleClicked.connect(lambda _index: self.opened.emit())
        model.modelAboutToBeReset.connect(self._keep)
        model.modelReset.connect(self._restore)
        model.dataChanged.connect(lambda *_: self._settle.start())
        model.rowsInserted.connect(lambda *_: self._find_wanted())

    def _arrange(self) -> None:
        """Give the columns their widths; less important ones go in a narrow list."""
        header = self.table.horizontalHeader()
        fitting = self._widths.fitting(self.width())
        for number, column in enumerate(self.model.columns()):
            if column.key == self._widths.stretch:
                header.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)
            else:
                self.table.setColumnHidden(number, column.key not in fitting)
                header.resizeSection(number, fitting.get(column.key, 0))

    def show_sort(self, column: int, descending: bool) -> None:
        """Draw the arrow of the present order without asking for another."""
        header = self.table.horizontalHeader()
        header.blockSignals(True)
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        header.setSortIndicatorShown(column >= 0)
        header.setSortIndicator(column, order)
        header.blockSignals(False)

    def _on_sort(self, column: int, order: Qt.SortOrder) -> None:
        self.sort_asked.emit(column, order == Qt.SortOrder.DescendingOrder)

    def selected_count(self) -> int:
        """How many rows are selected, from the ranges alone."""
        return sum(len(part) for part in self._ranges())

    def selected_positions(self) -> list[int]:
        """Where the selected rows stand, from the top."""
        return sorted(row for part in self._ranges() for row in part)

    def selected_numbers(self) -> list[int]:
        """The row numbers of the selected rows in the order of the list."""
        return [n for row in self.selected_positions() if (n := self.model.number(row)) is not None]

    def _ranges(self) -> list[range]:
        selection = self.table.selectionModel().selection()
        parts = (selection.at(number) for number in range(selection.count()))
        return [range(part.top(), part.bottom() + 1) for part in parts]

    def current_row(self) -> Any:
        """The row the cursor is on, None in an empty list."""
        index = self.table.currentIndex()
        return self.model.row(index.row()) if index.isValid() else None

    def select_number(self, number: int) -> bool:
        """Go to a record by its row number; where the list is still being read, as soon as it is known."""
        position = self.model.position(number)
        self._wanted = number if position is None else None
        if position is None:
            return False
        self.go_to(position)
        return True

    def go_to(self, position: int) -> None:
        """Select one row and bring it into view."""
        if 0 <= position < self.model.count:
            index = self.model.index(position, 0)
            # Not selectRow: it looks at the keys held down, and Ctrl+Shift+S would select otherwise.
            self.table.selectionModel().setCurrentIndex(index, ONE_ROW)
            self.table.scrollTo(index)

    def step(self, by: int) -> None:
        """Go to the next or previous record."""
        index = self.table.currentIndex()
        self.go_to(index.row() + by if index.isValid() else 0)

    def _find_wanted(self) -> None:
        if self._wanted is not None and (position := self.model.position(self._wanted)) is not None:
            self._wanted = None
            self.go_to(position)

    def _keep(self) -> None:
        index = self.table.currentIndex()
        current = self.model.number(index.row()) if index.isValid() else None
        count = self.selected_count()
        self._kept = (self.selected_numbers() if count <= KEEP_SELECTED else [], current, self._top())

    def _top(self) -> int:
        return self.table.verticalScrollBar().value()

    def _restore(self) -> None:
        numbers, current, top = self._kept
        current = self._wanted if self._wanted is not None else current
        position = None if current is None else self.model.position(current)
        if position is None:
            if self.model.count:
                self.go_to(0)
            self._settle.start()
            return
        self._wanted = None
        self.table.verticalScrollBar().setValue(top)
        self.go_to(position)
        self._select_also([at for n in numbers if (at := self.model.position(n)) is not None])

    def _select_also(self, positions: Sequence[int]) -> None:
        chosen = QItemSelection()
        for position in positions:
            index = self.model.index(position, 0)
            chosen.select(index, index)
        flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        self.table.selectionModel().select(chosen, flags)

    def _tell(self) -> None:
        self.current_changed.emit(self.current_row())
        self.selection_changed.emit(self.selected_count())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._arrange()
