"""The head of a long list: which columns stand there, how wide, and the marks of the order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QApplication, QHeaderView

from ui.inventory.columns import Layout, Widths
from ui.models.paged_table import PagedTable
from ui.widgets.table import TableView

UP, DOWN = "↑", "↓"


class ListHeader(QObject):
    """Arranges the columns of a table and follows what people do with them.

    A click asks for an order, Shift and a click adds a column to it, dragging moves or widens a column, a right
    click asks for the choice of columns.
    """

    sort_asked = Signal(int, bool)
    sort_added = Signal(int)
    layout_changed = Signal(object)
    columns_asked = Signal()

    def __init__(self, table: TableView, model: PagedTable[Any, Any], widths: Widths) -> None:
        super().__init__(table)
        self._table, self._model, self._widths = table, model, widths
        self._layout = Layout()
        self._order: list[tuple[int, bool]] = []
        self._is_arranging = False

        self._head = head = table.horizontalHeader()
        head.setSectionsClickable(True)
        head.setSectionsMovable(True)
        head.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        # A header asks of every row whether it is selected, to draw a column as selected: a second at 100,000 rows.
        head.setSelectionModel(QItemSelectionModel(model, head))
        head.sortIndicatorChanged.connect(self._on_sort)
        head.sectionResized.connect(self._on_resized)
        head.sectionMoved.connect(self._on_moved)
        head.customContextMenuRequested.connect(self._on_menu)

    @property
    def layout(self) -> Layout:
        """What was chosen."""
        return self._layout

    def show_layout(self, layout: Layout) -> None:
        """Show other columns."""
        self._layout = layout
        self.arrange()

    def shown(self) -> list[str]:
        """The keys of the columns on show, from left to right."""
        head, columns = self._head, self._model.columns()
        order = (head.logicalIndex(place) for place in range(head.count()))
        return [columns[at].key for at in order if not head.isSectionHidden(at)]

    def width(self, key: str) -> int:
        """How wide a column is."""
        return self._head.sectionSize(self._place(key))

    def arrange(self) -> None:
        """Give the columns their widths; less important ones go in a narrow list that arranges itself."""
        self._is_arranging = True
        pane = self._table.parentWidget()
        room = pane.width() if pane is not None else self._table.width()
        if self._layout.is_usual:
            self._put(self._widths.fitting(room), [column.key for column in self._model.columns()])
        else:
            chosen = self._widths.chosen(self._layout, self._table.viewport().width())
            self._put(chosen, list(self._layout.keys) or [column.key for column in self._model.columns()])
        self._is_arranging = False

    def _put(self, widths: dict[str, int], order: Sequence[str]) -> None:
        head, mode = self._head, QHeaderView.ResizeMode
        for number, column in enumerate(self._model.columns()):
            stretches = column.key == self._widths.stretch and self._layout.is_usual
            head.setSectionResizeMode(number, mode.Stretch if stretches else mode.Interactive)
            self._table.setColumnHidden(number, column.key not in widths and not stretches)
            if column.key in widths:
                head.resizeSection(number, widths[column.key])
        for place, key in enumerate(order):
            head.moveSection(head.visualIndex(self._place(key)), place)

    def _place(self, key: str) -> int:
        return [column.key for column in self._model.columns()].index(key)

    def show_order(self, order: Sequence[tuple[int, bool]]) -> None:
        """Mark the columns of the present order; several are numbered."""
        self._order = list(order)
        several = len(order) > 1
        column, descending = order[0] if order else (-1, False)
        self._head.blockSignals(True)
        direction = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self._head.setSortIndicatorShown(column >= 0 and not several)
        self._head.setSortIndicator(column, direction)
        self._head.blockSignals(False)
        marks = {at: f" {DOWN if down else UP}{place}" for place, (at, down) in enumerate(order, 1)}
        self._model.mark(marks if several else {})

    def _on_sort(self, column: int, order: Qt.SortOrder) -> None:
        if QApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.sort_added.emit(column)
        else:
            first = self._order[0] if self._order else (-1, False)
            turned = len(self._order) > 1 and first[0] == column
            self.sort_asked.emit(column, not first[1] if turned else order == Qt.SortOrder.DescendingOrder)

    def _on_resized(self, column: int, _before: int, px: int) -> None:
        if not self._is_arranging and QApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            self.choose_width(self._model.columns()[column].key, px)

    def choose_width(self, key: str, px: int) -> None:
        """Keep a width that somebody gave a column."""
        keys = self._layout.keys or tuple(self.shown())
        self._layout = Layout(keys, {**self._layout.widths, key: px})
        self.layout_changed.emit(self._layout)

    def _on_moved(self, _column: int, _before: int, _after: int) -> None:
        if not self._is_arranging:
            self._layout = Layout(tuple(self.shown()), self._layout.widths)
            self.layout_changed.emit(self._layout)

    def _on_menu(self, _where: QPoint) -> None:
        self.columns_asked.emit()
