"""The cells of a grid and their keys: those of a spreadsheet."""

from __future__ import annotations

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QComboBox,
    QCompleter,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from spbe_assets.i18n import _
from spbe_assets.sheets.parts import NOTHING, PARTS, part_label
from ui import theme
from ui.entry.fill_handle import FillHandle
from ui.entry.grid_model import Area, GridModel, Place

Index = QModelIndex | QPersistentModelIndex
ROW_PX = 30
MARGIN_PX = 8
NUMBERS_PX = 40
MOST_LINES = 12
WIDTHS = {
    "category": 130,
    "brand": 96,
    "model": 156,
    "serial": 128,
    "name": 164,
    "room": 130,
    "agency": 180,
    "year": 84,
}
USUAL_PX = 104
MOST_TITLE_PX = 220


class GridTable(QTableView):
    """Typing edits, Tab goes right, Enter goes down to where the run began; `pasted` carries the clipboard."""

    pasted = Signal(str)

    def __init__(self, model: GridModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.grid = model
        self.setModel(model)
        model.setParent(self)
        self._began = 0
        self.setItemDelegate(GridDelegate(self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.AnyKeyPressed | triggers.EditKeyPressed | triggers.DoubleClicked)
        self.setTabKeyNavigation(True)
        self.setCornerButtonEnabled(False)
        self.setCornerWidget(QWidget())
        self.setAccessibleName(_("Rows to be recorded"))
        rows, head = self.verticalHeader(), self.horizontalHeader()
        rows.setDefaultSectionSize(ROW_PX)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setFixedWidth(NUMBERS_PX)
        rows.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setFixedHeight(31)
        head.setSectionsClickable(True)
        head.sectionClicked.connect(self.choose_part)
        model.modelReset.connect(self.fit)
        model.headerDataChanged.connect(self.fit)
        self.fit()
        self.handle = FillHandle(self)
        self.handle.dragged.connect(self._fill_to)

    def fit(self) -> None:
        """Give every column the width that its meaning usually needs."""
        for column, part in enumerate(self.grid.parts):
            title = self.fontMetrics().horizontalAdvance(str(self.grid.headerData(column, Qt.Orientation.Horizontal)))
            self.setColumnWidth(column, max(WIDTHS.get(part, USUAL_PX), min(title + 2 * MARGIN_PX, MOST_TITLE_PX)))

    def places(self) -> list[Place]:
        """The selected cells."""
        return [(index.row(), index.column()) for index in self.selectedIndexes()]

    def area(self) -> Area | None:
        """The rectangle that is selected, None for nothing."""
        places = self.places()
        if not places:
            return None
        rows, columns = zip(*places, strict=True)
        return Area(min(rows), min(columns), max(rows), max(columns))

    def _fill_to(self, row: int, column: int, counting: bool) -> None:
        area = self.area()
        if area is not None:
            self.grid.extend(area, (row, column), counting=counting)
            self.select(Area(area.top, area.left, max(row, area.bottom), max(column, area.right)))

    def select(self, area: Area) -> None:
        """Select a rectangle; the cursor stays at its first cell."""
        self.go_to(area.top, area.left)
        chosen = QItemSelection(self.grid.index(area.top, area.left), self.grid.index(area.bottom, area.right))
        self.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def go_to(self, row: int, column: int) -> None:
        """Put the cursor on a cell."""
        self.setCurrentIndex(self.grid.index(row, max(column, 0)))
        self._began = max(column, 0)

    def current(self) -> Place:
        """Where the cursor is."""
        index = self.currentIndex()
        return (index.row(), index.column()) if index.isValid() else (0, 0)

    def choose_part(self, column: int) -> None:
        """Offer the meanings of a column over its title."""
        head = self.horizontalHeader()
        combo = _meanings(self.grid.parts[column], head)
        combo.setGeometry(head.sectionViewportPosition(column), 0, max(head.sectionSize(column), 220), head.height())
        combo.activated.connect(lambda _at: self._on_part(column, combo))
        combo.show()
        combo.setFocus()
        combo.showPopup()

    def _on_part(self, column: int, combo: QComboBox) -> None:
        part = combo.currentData()
        combo.hide()
        combo.deleteLater()
        self.setFocus()
        self.grid.set_part(column, part)

    def copy(self) -> None:
        """Copy the selected cells as a spreadsheet would."""
        rows: dict[int, list[str]] = {}
        for row, column in sorted(self.places()):
            rows.setdefault(row, []).append(str(self.grid.index(row, column).data()))
        QGuiApplication.clipboard().setText("\n".join("\t".join(row) for row in rows.values()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ctrl = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit(QGuiApplication.clipboard().text())
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif ctrl and event.key() == Qt.Key.Key_D:
            self.grid.fill_down(self.places())
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.grid.clear(self.places())
        elif event.key() == Qt.Key.Key_Down and event.modifiers() == Qt.KeyboardModifier.AltModifier:
            self.choose_part(self.current()[1])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not ctrl:
            if self.state() != QAbstractItemView.State.EditingState:  # else the editor closes, and goes down then
                self.down()
        else:
            before = self.current()
            super().keyPressEvent(event)
            if event.key() not in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab) and self.current() != before:
                self._began = self.current()[1]

    def down(self) -> None:
        """Go to the next row, where the run of Tabs began."""
        row = self.current()[0]
        if row + 1 < self.grid.rowCount():
            self.go_to(row + 1, self._began)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        super().closeEditor(editor, hint)
        if hint == QAbstractItemDelegate.EndEditHint.SubmitModelCache:
            self.down()


class GridDelegate(QStyledItemDelegate):
    """Paints a calm grid; an editor begins empty when a letter was typed, as in a spreadsheet."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(80, ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect, background = option.rect, index.data(Qt.ItemDataRole.BackgroundRole)
        painter.save()
        if isinstance(background, QColor):
            painter.fillRect(rect, background)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.colour("selected"))
        painter.setPen(theme.colour("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        if option.state & QStyle.StateFlag.State_HasFocus:
            theme.paint_ring(painter, rect)
        ink = index.data(Qt.ItemDataRole.ForegroundRole)
        painter.setPen(ink if isinstance(ink, QColor) else theme.colour("text"))
        painter.setFont(option.font)
        room = rect.adjusted(MARGIN_PX, 0, -MARGIN_PX, 0)
        text = painter.fontMetrics().elidedText(str(index.data() or ""), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), text)
        painter.restore()

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        editor.setGeometry(option.rect)


def _meanings(present: str, parent: QWidget) -> QComboBox:
    combo = QComboBox(parent)
    combo.setEditable(True)
    combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    combo.setMaxVisibleItems(MOST_LINES)
    combo.setAccessibleName(_("What the column means"))
    completer = combo.completer()
    if completer is not None:
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
    combo.addItem(_("Not used"), NOTHING)
    for part in sorted(PARTS["asset"].values(), key=lambda part: (bool(part.group), part.label.casefold())):
        combo.addItem(part_label("asset", part.key), part.key)
    combo.setCurrentIndex(max(combo.findData(present), 0))
    return combo
