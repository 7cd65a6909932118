"""A tree in the looks of the lists: indented lines with a triangle, Left and Right fold, lines can be dragged."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem, QWidget

from spbe_assets.i18n import _
from spbe_assets.services.trees import Branch
from ui import icons
from ui.inventory.list_pane import ListPane, Widths
from ui.places.tree_table import TreeTable
from ui.widgets.table import MARGIN_PX, ROW_PX, Cell, Index, RowDelegate

INDENT_PX = 22
ARROW_PX = 16
MOST_INDENTED = 8


def indent(branch: Branch) -> int:
    """How far a line is moved to the right."""
    return min(branch.depth, MOST_INDENTED) * INDENT_PX


class BranchDelegate(RowDelegate):
    """Paints the first column of a tree: the triangle, then the cell."""

    def __init__(self, model: TreeTable, parent: QWidget) -> None:
        super().__init__(parent)
        self._tree = model
        self._branch: Branch | None = None

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self._branch = self._tree.row(index.row())
        super().paint(painter, option, index)

    def _paint_cell(self, painter: QPainter, room: QRect, cell: Cell) -> None:
        branch = self._branch
        if branch is None:
            return
        room = room.adjusted(indent(branch), 0, 0, 0)
        if branch.children:
            arrow = "chevron-down" if self._tree.query.is_open(branch) else "chevron-right"
            scale = painter.device().devicePixelRatioF()
            at = QPoint(room.left(), room.center().y() - ARROW_PX // 2 + 1)
            painter.drawPixmap(at, icons.pixmap(arrow, "muted", ARROW_PX, scale))
        super()._paint_cell(painter, room.adjusted(ARROW_PX + 6, 0, 0, 0), cell)


class TreePane(ListPane):
    """`fold_asked` carries the line that is to be opened or closed."""

    fold_asked = Signal(object)

    def __init__(self, model: TreeTable, widths: Widths, name: str, parent: QWidget | None = None) -> None:
        super().__init__(model, widths, name, parent)
        self.tree = model
        table = self.table
        table.setItemDelegateForColumn(0, BranchDelegate(model, table))
        table.setDragEnabled(True)
        table.setAcceptDrops(True)
        table.setDropIndicatorShown(True)
        table.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        table.setDefaultDropAction(Qt.DropAction.MoveAction)
        table.setDragDropOverwriteMode(True)  # drops go onto lines, never between them
        table.horizontalHeader().setSectionsClickable(False)
        table.setAccessibleDescription(_("A tree: Right opens a line, Left closes it."))
        table.installEventFilter(self)
        table.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and watched is self.table:
            return self._on_key(event)
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonPress:
            return self._on_press(event)
        return super().eventFilter(watched, event)

    def _on_key(self, event: QKeyEvent) -> bool:
        key, branch = event.key(), self.current_row()
        if branch is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        is_open = bool(branch.children) and self.tree.query.is_open(branch)
        if key == Qt.Key.Key_Right:
            self.step(1) if is_open else self._fold(branch)
        elif key == Qt.Key.Key_Left:
            self._fold(branch) if is_open else self._go_up(branch)
        else:
            return False
        return True

    def _fold(self, branch: Branch) -> None:
        if branch.children:
            self.fold_asked.emit(branch)

    def _go_up(self, branch: Branch) -> None:
        for position in range(self.table.currentIndex().row() - 1, -1, -1):
            row = self.tree.row(position)
            if row is not None and row.id == branch.parent_id:
                self.go_to(position)
                return

    def _on_press(self, event: QMouseEvent) -> bool:
        index = self.table.indexAt(event.position().toPoint())
        branch = self.tree.row(index.row()) if index.isValid() and index.column() == 0 else None
        if branch is None or not branch.children or event.button() != Qt.MouseButton.LeftButton:
            return False
        left = self.table.columnViewportPosition(0) + MARGIN_PX + indent(branch) - 3
        if not QRect(left, self.table.rowViewportPosition(index.row()), ARROW_PX + 6, ROW_PX).contains(
            event.position().toPoint()
        ):
            return False
        self.fold_asked.emit(branch)
        return True
