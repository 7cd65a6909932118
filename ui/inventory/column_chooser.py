"""The choice of columns: tick, order, width and what the list is sorted by, by mouse or keyboard."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from spbe_assets.i18n import _
from ui.inventory.columns import LEAST_PX, MOST_PX, Layout
from ui.inventory.list_header import DOWN, UP, ListHeader
from ui.inventory.list_kind import ListKind
from ui.widgets.basics import button, label

KEY = Qt.ItemDataRole.UserRole
STEP_PX, LINE_PX = 10, 30


class ColumnList(QListWidget):
    """Space ticks, Ctrl+Up and Down move, Ctrl+Left and Right change the width, S sorts; `asked` carries which."""

    asked = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        keys = {
            (Qt.Key.Key_Up, True): "up",
            (Qt.Key.Key_Down, True): "down",
            (Qt.Key.Key_Left, True): "narrower",
            (Qt.Key.Key_Right, True): "wider",
            (Qt.Key.Key_S, False): "sort",
        }
        asked = keys.get((Qt.Key(event.key()), ctrl))
        if asked:
            self.asked.emit(asked)
        else:
            super().keyPressEvent(event)


class ColumnChooser(QDialog):
    """Every change shows in the list at once; `layout_chosen` and `order_chosen` carry it."""

    layout_chosen = Signal(object)
    order_chosen = Signal(object)

    def __init__(self, kind: ListKind, head: ListHeader, order: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind, self._titles = kind, kind.titles()
        self._keys = dict(order.keys)
        self._widths = dict(head.layout.widths)
        self._head = head

        self.setWindowTitle(_("Columns"))
        self.setMinimumSize(420, 520)
        self.list = ColumnList()
        self.list.setAccessibleName(_("Columns"))
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        hint = _("Space shows or hides, Ctrl+↑ ↓ moves, Ctrl+← → changes the width, S sorts by it.")
        self.up, self.down = button(_("Up"), "", "arrow-up"), button(_("Down"), "", "arrow-down")
        self.sort = button(_("Sort by it"))
        self.usual, self.close_button = button(_("Usual columns")), button(_("Close"), "main")
        self.close_button.setDefault(True)

        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addWidget(self.list, 1)
        column.addWidget(label(hint, "small", wrap=True))
        row = QHBoxLayout()
        for made in (self.up, self.down, self.sort):
            row.addWidget(made)
        row.addStretch(1)
        column.addLayout(row)
        foot = QHBoxLayout()
        foot.addWidget(self.usual)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        column.addLayout(foot)

        shown = head.shown()
        self._fill([*shown, *(key for key in self._titles if key not in shown)], shown)
        self._connect()

    def _connect(self) -> None:
        self.list.itemChanged.connect(lambda _item: self._tell())
        self.list.model().rowsMoved.connect(lambda *_: self._tell())
        self.list.asked.connect(self._on_asked)
        self.up.clicked.connect(lambda: self._on_asked("up"))
        self.down.clicked.connect(lambda: self._on_asked("down"))
        self.sort.clicked.connect(lambda: self._on_asked("sort"))
        self.usual.clicked.connect(self._show_usual)
        self.close_button.clicked.connect(self.accept)

    def _fill(self, keys: list[str], shown: list[str] | tuple[str, ...]) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        for key in keys:
            item = QListWidgetItem(self._text(key))
            item.setData(KEY, key)
            item.setSizeHint(QSize(0, LINE_PX))
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsDropEnabled)
            item.setCheckState(Qt.CheckState.Checked if key in shown else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.blockSignals(False)
        self.list.setCurrentRow(0)

    def _text(self, key: str) -> str:
        by = self._kind.column(key).sort
        if by not in self._keys:
            return self._titles[key]
        place = "" if len(self._keys) == 1 else str(list(self._keys).index(by) + 1)
        return f"{self._titles[key]}  {DOWN if self._keys[by] else UP}{place}"

    def shown(self) -> list[str]:
        """The keys of the ticked columns in their order."""
        items = [self.list.item(row) for row in range(self.list.count())]
        return [item.data(KEY) for item in items if item.checkState() == Qt.CheckState.Checked]

    def _tell(self) -> None:
        shown = self.shown()
        if shown:
            self.layout_chosen.emit(Layout(tuple(shown), dict(self._widths)))

    def _on_asked(self, what: str) -> None:
        item = self.list.currentItem()
        if item is None:
            return
        if what in ("up", "down"):
            self._move(-1 if what == "up" else 1)
        elif what == "sort":
            self._turn_sort(item.data(KEY))
        else:
            self._widen(item.data(KEY), STEP_PX if what == "wider" else -STEP_PX)

    def _move(self, by: int) -> None:
        row = self.list.currentRow()
        if 0 <= row + by < self.list.count():
            self.list.blockSignals(True)
            self.list.insertItem(row + by, self.list.takeItem(row))
            self.list.setCurrentRow(row + by)
            self.list.blockSignals(False)
            self._tell()

    def _widen(self, key: str, by: int) -> None:
        if key in self._head.shown():
            self._widths[key] = min(max(self._head.width(key) + by, LEAST_PX), MOST_PX)
            self._tell()

    def _turn_sort(self, key: str) -> None:
        """Not sorted, ascending, descending, not sorted."""
        by = self._kind.column(key).sort
        if by is None:
            return
        if by not in self._keys:
            self._keys[by] = False
        elif not self._keys[by]:
            self._keys[by] = True
        else:
            del self._keys[by]
        self.list.blockSignals(True)
        for row in range(self.list.count()):
            self.list.item(row).setText(self._text(self.list.item(row).data(KEY)))
        self.list.blockSignals(False)
        self.order_chosen.emit(self._kind.order.of(self._keys.items()))

    def _show_usual(self) -> None:
        self._widths = {}
        self._fill(list(self._titles), self._kind.shown)
        self.layout_chosen.emit(Layout())
