"""A long list with its selection: kept by record when the list changes, counted without touching every row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QTableView, QVBoxLayout, QWidget

from ui.inventory.columns import Widths as Widths
from ui.inventory.list_header import ListHeader
from ui.models.paged_table import PagedTable
from ui.widgets.table import TableView

KEEP_SELECTED = 10_000
"""A larger selection is let go when the list is asked anew; finding its rows again would hold up the window."""
SETTLE_MS = 30


ONE_ROW = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows


TURN_ROW = QItemSelectionModel.SelectionFlag.Toggle | QItemSelectionModel.SelectionFlag.Rows


class ListTable(TableView):
    """The table of a list that may be very long; `all_chosen` tells that everything was selected."""

    all_chosen = Signal()

    def selectAll(self) -> None:
        """Select every line."""
        super().selectAll()
        self.all_chosen.emit()

    def keyboardSearch(self, search: str) -> None:
        """Nothing: Qt would ask every row of the list for its text."""


class ListPane(QWidget):
    """The table of one kind of record. `current_changed` and `selection_changed` come once things have settled.

    `group_turned` asks to open (or close) the group of a value; `menu_asked` for a menu at a place of the screen.
    """

    current_changed = Signal(object)
    selection_changed = Signal(int)
    opened = Signal()
    sort_asked = Signal(int, bool)
    group_turned = Signal(object, bool)
    menu_asked = Signal(QPoint)

    def __init__(self, model: PagedTable[Any, Any], widths: Widths, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = model
        self._kept: tuple[list[int], int | None, int] = ([], None, 0)
        self._wanted: int | None = None
        self._has_all = False

        self.table = ListTable()
        self.table.setModel(model)
        self.table.setAccessibleName(name)
        self.table.setSelectionMode(QTableView.SelectionMode.ExtendedSelection)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)

        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table)
        self.head = ListHeader(self.table, model, widths)
        self.head.arrange()

        self.head.sort_asked.connect(self.sort_asked)
        self.table.all_chosen.connect(self._on_all_chosen)
        self.table.customContextMenuRequested.connect(
            lambda where: self.menu_asked.emit(self.table.viewport().mapToGlobal(where))
        )
        self.table.installEventFilter(self)
        selection = self.table.selectionModel()
        selection.selectionChanged.connect(lambda *_: self._settle.start())
        selection.currentRowChanged.connect(lambda *_: self._settle.start())
        self._settle.timeout.connect(self._tell)
        self.table.doubleClicked.connect(self._on_double_click)
        model.modelAboutToBeReset.connect(self._keep)
        model.modelReset.connect(self._restore)
        model.dataChanged.connect(lambda *_: self._settle.start())
        model.rowsInserted.connect(lambda *_: self._on_grown())
        model.completed.connect(self._find_wanted)

    def show_sort(self, column: int, descending: bool) -> None:
        """Draw the arrow of the present order without asking for another."""
        self.head.show_order([(column, descending)] if column >= 0 else [])

    @property
    def has_all(self) -> bool:
        """Whether everything the list means is selected, rows that are not read yet and closed groups too."""
        return self._has_all and self._lines_selected() == self.model.count

    def _lines_selected(self) -> int:
        return sum(len(part) for part in self._ranges())

    def _on_all_chosen(self) -> None:
        self._has_all = True
        self._settle.start()

    def selected_count(self) -> int:
        """How many rows are selected, from the ranges alone."""
        if self.has_all:
            return self.model.record_count
        if self.model.is_grouped:
            return sum(len(self.model.records_in(part)) for part in self._ranges())
        return self._lines_selected()

    def selected_positions(self) -> list[int]:
        """Where the selected rows stand, from the top."""
        return sorted(row for part in self._ranges() for row in part)

    def selected_numbers(self) -> list[int]:
        """The row numbers of the selected rows in the order of the list."""
        parts = sorted(self._ranges(), key=lambda part: part.start)
        return [number for part in parts for number in self.model.records_in(part)]

    def _ranges(self) -> list[range]:
        selection = self.table.selectionModel().selection()
        parts = (selection.at(number) for number in range(selection.count()))
        return [range(part.top(), part.bottom() + 1) for part in parts]

    def current_row(self) -> Any:
        """The record the cursor is on, None in an empty list and on the header of a group."""
        index = self.table.currentIndex()
        if not index.isValid() or self.model.group_row(index.row()) is not None:
            return None
        return self.model.row(index.row())

    def select_number(self, number: int) -> bool:
        """Go to a record by its row number; where the list is still being read, as soon as it is known."""
        position = self.model.position(number)
        self._wanted = number if position is None or self.model.is_searching else None
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

    def _on_grown(self) -> None:
        if self._has_all:  # the rest of the list has been read
            self.table.selectAll()
        self._find_wanted()

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
        self._has_all = False
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
        self._has_all = self.has_all
        self.current_changed.emit(self.current_row())
        self.selection_changed.emit(self.selected_count())

    def _on_double_click(self) -> None:
        if not self._turn_group(None):
            self.opened.emit()

    def _turn_group(self, wanted: bool | None) -> bool:
        """Open or close the group whose header has the cursor (None: the other way); False where there is none."""
        position = self.table.currentIndex().row()
        group = self.model.group_row(position)
        if group is None:
            return False
        if wanted is None or wanted != group.is_open:
            self._wanted = group.n
            self.group_turned.emit(group.value, not group.is_open)
        return True

    def _to_header(self) -> bool:
        above = self.model.group_above(self.table.currentIndex().row()) if self.model.is_grouped else None
        if above is not None:
            self.go_to(above)
        return above is not None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.table and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._on_key(event)
        return super().eventFilter(watched, event)

    def _on_key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if event.modifiers() & ~Qt.KeyboardModifier.ControlModifier:
            return False
        if key == Qt.Key.Key_Space:
            index = self.table.currentIndex()
            self.table.selectionModel().select(index, TURN_ROW)
            return True
        if key == Qt.Key.Key_Right:
            return self._turn_group(wanted=True)
        if key == Qt.Key.Key_Left:
            return self._turn_group(wanted=False) or self._to_header()
        return key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._turn_group(None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.head.arrange()
