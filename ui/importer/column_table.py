"""Which column means what: a list whose last column opens a choice of meanings."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QComboBox, QCompleter, QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from spbe_assets.i18n import N_, _
from spbe_assets.sheets.book import column_letters
from spbe_assets.sheets.mapping import MOST_EXTRA_NAME, Mapping
from spbe_assets.sheets.parts import EXTRA, NOTHING, PARTS, can_keep_extra, part_label
from spbe_assets.sheets.recognise import Table
from ui import icons
from ui.importer.work import samples
from ui.widgets.basics import set_kind
from ui.widgets.table import CELL, Cell, RowDelegate, TableView

Index = QModelIndex | QPersistentModelIndex
LETTER, TITLE, VALUES, MEANING, REMARK = range(5)
HEADERS = (N_("Column"), N_("Title in the file"), N_("First values"), N_("Imported as"), "")
WIDTHS = {LETTER: 76, TITLE: 240, MEANING: 260, REMARK: 190}
MOST_LINES, LINE_PX = 12, 26
_NONE = QModelIndex()


def meanings(mapping: Mapping, column: int) -> list[tuple[str, str]]:
    """(part, text) of everything a column may be imported as."""
    target, title = mapping.target, mapping.titles[column]
    found = [(NOTHING, part_label(target, NOTHING))]
    if can_keep_extra(target):
        name = title[:MOST_EXTRA_NAME] or column_letters(column)
        found.append((EXTRA + name, part_label(target, EXTRA + name)))
    own = mapping.parts[column]
    if own.startswith(EXTRA) and own != found[-1][0]:
        found.append((own, part_label(target, own)))
    parts = sorted(PARTS[target].values(), key=lambda part: (bool(part.group), part.label.casefold()))
    return found + [(part.key, part.label) for part in parts]


class ColumnTable(QAbstractTableModel):
    """The columns of one table of the file; `chosen` carries (column, part) when somebody picks a meaning."""

    chosen = Signal(int, str)

    def __init__(self) -> None:
        super().__init__()
        self.mapping: Mapping | None = None
        self._columns: list[int] = []
        self._values: dict[int, str] = {}

    def show_table(self, table: Table) -> None:
        """Take another table, or the same with another mapping."""
        wanted = [at for at, title in enumerate(table.mapping.titles) if title or samples(table, at)]
        if wanted == self._columns and self.mapping is not None and self.mapping.titles == table.mapping.titles:
            self.mapping = table.mapping
            self.dataChanged.emit(self.index(0, 0), self.index(len(wanted) - 1, REMARK))
            return
        self.beginResetModel()
        self.mapping, self._columns = table.mapping, wanted
        self._values = {at: " · ".join(samples(table, at)) for at in wanted}
        self.endResetModel()

    def column_at(self, row: int) -> int:
        """The column of the file that a line stands for."""
        return self._columns[row]

    def rowCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def columnCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(HEADERS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _(HEADERS[section]) if HEADERS[section] else ""
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() == MEANING else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role not in (CELL, Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole) or self.mapping is None:
            return None
        cell = self._cell(self.mapping, self._columns[index.row()], index.column())
        return cell if role == CELL else cell.text

    def _cell(self, mapping: Mapping, at: int, column: int) -> Cell:
        part = mapping.parts[at]
        if column == LETTER:
            return Cell(column_letters(at), style="muted")
        if column == TITLE:
            return Cell(mapping.titles[at] or _("(no title)"), style="strong" if mapping.titles[at] else "muted")
        if column == VALUES:
            return Cell(self._values[at], style="muted")
        if column == MEANING:
            return Cell(part_label(mapping.target, part), style="" if part else "muted")
        if at in mapping.unknown:
            return Cell(_("unknown, kept") if part else _("unknown, left out"), style="" if part else "warn")
        return Cell(_("same title as another") if at in mapping.doubled else "", style="muted")


class MeaningDelegate(RowDelegate):
    """Draws the arrow of a choice and opens it in place: as a list for the mouse, for typing else."""

    opens_list = False

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect = option.rect
        super().paint(painter, option, index)
        if index.column() == MEANING:
            scale = painter.device().devicePixelRatioF()
            where = QPoint(rect.right() - 24, rect.center().y() - 6)
            painter.drawPixmap(where, icons.pixmap("chevron-down", "muted", 14, scale))

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        model, combo = index.model(), QComboBox(parent)
        combo.setEditable(True)
        combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        combo.setMaxVisibleItems(MOST_LINES)
        completer = combo.completer()
        if completer is not None:
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
            completer.setMaxVisibleItems(MOST_LINES)
            popup = completer.popup()
            if popup is not None:
                popup.setItemDelegate(Lines(combo))
                set_kind(popup, "true", "popup")
        combo.view().setItemDelegate(Lines(combo))
        if isinstance(model, ColumnTable) and model.mapping is not None:
            for part, text in meanings(model.mapping, model.column_at(index.row())):
                combo.addItem(text, part)
        combo.activated.connect(lambda _at: self._close(combo))
        return combo

    def _close(self, combo: QComboBox) -> None:
        self.commitData.emit(combo)
        self.closeEditor.emit(combo)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        model = index.model()
        if isinstance(editor, QComboBox) and isinstance(model, ColumnTable) and model.mapping is not None:
            editor.setCurrentIndex(editor.findData(model.mapping.parts[model.column_at(index.row())]))
            line = editor.lineEdit()
            if line is not None:
                line.selectAll()
            if self.opens_list:
                editor.showPopup()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QComboBox) and isinstance(model, ColumnTable):
            model.chosen.emit(model.column_at(index.row()), editor.currentData())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        editor.setGeometry(option.rect.adjusted(0, 1, 0, -1))


class Lines(QStyledItemDelegate):
    """Gives the lines of a popup room to breathe."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(super().sizeHint(option, index).width(), LINE_PX)


class ColumnList(TableView):
    """The list itself: Enter, F2 or a click opens the meanings of a column."""

    def __init__(self, model: ColumnTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setObjectName("framed")
        self.setAccessibleName(_("Columns of the file"))
        self._meanings = MeaningDelegate(self)
        self.setItemDelegate(self._meanings)
        self.setSelectionMode(TableView.SelectionMode.SingleSelection)
        self.setEditTriggers(TableView.EditTrigger.EditKeyPressed)
        head = self.horizontalHeader()
        head.setSectionResizeMode(VALUES, QHeaderView.ResizeMode.Stretch)
        for column, width in WIDTHS.items():
            head.resizeSection(column, width)
        self.clicked.connect(self._open)
        self.activated.connect(self._open_row)

    def _open(self, index: QModelIndex) -> None:
        if index.column() == MEANING:
            self._meanings.opens_list = True
            self.edit(index)
            self._meanings.opens_list = False

    def _open_row(self, index: QModelIndex) -> None:
        self.edit(index.siblingAtColumn(MEANING))
