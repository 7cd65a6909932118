"""Useful lives by category: shipped figures, changed ones marked, edited in place."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QHeaderView, QSpinBox, QStyleOptionViewItem, QWidget

from spbe_assets.domain.changes import Changes
from spbe_assets.domain.vocabulary import title
from spbe_assets.i18n import N_, _, ngettext
from spbe_assets.services import useful_lives
from spbe_assets.services.useful_lives import LONGEST_YEARS, UsefulLife
from ui import format
from ui.context import AppContext
from ui.settings.page import Page
from ui.widgets.basics import button, label
from ui.widgets.table import CELL, Cell, RowDelegate, TableView

CATEGORY, CLASS, CODES, DEFAULT, YEARS = range(5)
HEADS = (N_("Category"), N_("Class"), N_("Goods codes"), N_("Default"), N_("Years"))
WIDTHS_PX = {CLASS: 160, CODES: 180, DEFAULT: 80, YEARS: 110}
ROOMY_PX = 640
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class LivesPage(Page):
    """For the whole province: ages and readiness follow at once."""

    title, icon = N_("Useful lives"), "calendar-clock"
    about = N_(
        "How many years equipment is expected to serve. For the whole province; readiness counts older equipment as "
        "past its life. Type a number in a line, or press Delete for the default."
    )

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.table = LivesTable()
        self.reset_button = button(_("Back to the default"))
        self.note = label("", "small")
        foot = QHBoxLayout()
        foot.addWidget(self.note, 1)
        foot.addWidget(self.reset_button)
        self.column.addWidget(self.table, 1)
        self.column.addLayout(foot)
        self.setMinimumHeight(360)

        self.table.lives.typed.connect(self._keep)
        self.table.reset_wanted.connect(self._reset)
        self.reset_button.clicked.connect(self._reset)
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._mark())
        self.refresh(None)

    def refresh(self, changes: Changes | None) -> None:
        """Show what holds now."""
        if changes is None or changes.affects("category"):
            self.table.show_lives(self.context.read(useful_lives.listed))
            self._mark()

    def _mark(self) -> None:
        life = self.table.current()
        self.reset_button.setEnabled(life is not None and life.is_changed)
        changed = sum(one.is_changed for one in self.table.lives.lives)
        self.note.setText(format.counted(ngettext("{n} changed", "{n} changed", changed), changed))

    @Slot(object, object)
    def _keep(self, life: UsefulLife, years: int | None) -> None:
        category_id = life.category_id
        said = ngettext("{name}: {n} year", "{name}: {n} years", years or 0).format(name=life.title, n=years)
        self.context.write(
            lambda uow, _progress: useful_lives.set_years(uow, category_id, years), "settings", done=said
        )

    @Slot()
    def _reset(self) -> None:
        life = self.table.current()
        if life is not None and life.is_changed:
            self._keep(life, life.default)


class LivesModel(QAbstractTableModel):
    """A few dozen categories; `typed` carries a category and the years somebody typed."""

    typed = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lives: list[UsefulLife] = []

    def show_lives(self, lives: list[UsefulLife]) -> None:
        """Show these instead; nothing moves while the categories stay the same."""
        same = [one.category_id for one in lives] == [one.category_id for one in self.lives]
        if not same:
            self.beginResetModel()
        self.lives = lives
        if same:
            self.dataChanged.emit(self.index(0, 0), self.index(len(lives) - 1, YEARS))
        else:
            self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.lives)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return len(HEADS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _(HEADS[section])
        if role == Qt.ItemDataRole.TextAlignmentRole and section in (DEFAULT, YEARS):
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() == YEARS else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        life = self.lives[index.row()]
        if role == Qt.ItemDataRole.EditRole:
            return life.years or 0
        if role not in (CELL, Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        cell = _cell(life, index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return life.goods_codes.replace(";", "\n") if index.column() == CODES else None
        return cell if role == CELL else f"{cell.text} {cell.second}".strip()

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        life = self.lives[index.row()]
        if role != Qt.ItemDataRole.EditRole or value == life.years:
            return False
        self.typed.emit(life, value)
        return True


class LivesTable(TableView):
    """Digits begin to edit the line that is current, whichever cell it is in."""

    reset_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lives = LivesModel(self)
        self.setObjectName("framed")
        self.setAccessibleName(_("Useful lives by category"))
        self.setModel(self.lives)
        self.setItemDelegate(YearsDelegate(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        head = self.horizontalHeader()
        head.setSectionResizeMode(CATEGORY, QHeaderView.ResizeMode.Stretch)
        for column, width in WIDTHS_PX.items():
            head.resizeSection(column, width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The codes make room for the names where there is little."""
        self.setColumnHidden(CODES, self.viewport().width() < ROOMY_PX)
        super().resizeEvent(event)

    def show_lives(self, lives: list[UsefulLife]) -> None:
        """Show these; the current line stays."""
        self.lives.show_lives(lives)
        if lives and not self.currentIndex().isValid():
            self.setCurrentIndex(self.lives.index(0, YEARS))

    def current(self) -> UsefulLife | None:
        """The line that is current."""
        row = self.currentIndex().row()
        return self.lives.lives[row] if 0 <= row < len(self.lives.lives) else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.reset_wanted.emit()
            return
        if event.text().isdigit() and self.currentIndex().column() != YEARS:
            self.setCurrentIndex(self.lives.index(self.currentIndex().row(), YEARS))
        super().keyPressEvent(event)


class YearsDelegate(RowDelegate):
    """Edits years with a spin box."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        made = QSpinBox(parent)
        made.setRange(1, LONGEST_YEARS)
        made.setAccessibleName(_("Useful life in years"))
        return made

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QSpinBox):
            editor.setValue(index.data(Qt.ItemDataRole.EditRole))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: Any, index: Index) -> None:
        if isinstance(editor, QSpinBox):
            editor.interpretText()
            model.setData(index, editor.value(), Qt.ItemDataRole.EditRole)


def _cell(life: UsefulLife, column: int) -> Cell:
    if column == CATEGORY:
        return Cell(life.title)
    if column == CLASS:
        return Cell(title(life.asset_class) if life.asset_class else "", style="muted")
    if column == CODES:
        return Cell(life.goods_codes.replace(";", ", "), style="code")
    if column == DEFAULT:
        return Cell(format.NOTHING if life.default is None else str(life.default), style="muted", right=True)
    shown = format.NOTHING if life.years is None else str(life.years)
    if life.is_changed:
        return Cell(shown, second=_("changed"), style="accent", right=True)
    return Cell(shown, right=True)
