"""The heat map of differences: agencies against the five aspects, each cell by how much its score rose or fell."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from spbe_assets.domain.comparison import AgencyChange, Comparison, Turn
from spbe_assets.domain.criteria import Aspect
from spbe_assets.domain.ids import Id
from spbe_assets.i18n import _
from spbe_assets.reports import wording
from spbe_assets.reports.comparison_words import points_text
from ui import format
from ui.readiness import words
from ui.readiness.heat_table import HeatDelegate
from ui.widgets.table import CELL, Cell, TableView

NAME, AFTER, POINTS = 0, 1, 2
ASPECTS = tuple(Aspect)
FIRST_ASPECT = 3
WORSE = FIRST_ASPECT + len(ASPECTS)
BETTER = WORSE + 1
COLUMNS = BETTER + 1
FIGURE_PX, POINTS_PX, COUNT_PX, LEAST_NAME_PX, LEAST_ASPECT_PX, WIDEST_PX = 58, 84, 86, 190, 56, 130
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


def tone(points: float | None) -> str:
    """The colour that goes with a difference; none where nothing changed."""
    if points is None:
        return "muted"
    return "" if points == 0 else "good" if points > 0 else "bad"


class DifferenceTable(QAbstractTableModel):
    """One line an agency, ordered in memory; those that lost most stand on top at first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[AgencyChange] = []
        self._column, self._order = POINTS, Qt.SortOrder.AscendingOrder

    def show_comparison(self, comparison: Comparison) -> None:
        """Show another comparison."""
        self.beginResetModel()
        self._rows = self._sorted(list(comparison.agencies))
        self.endResetModel()

    def row(self, number: int) -> AgencyChange:
        """Whom a line stands for."""
        return self._rows[number]

    def number_of(self, agency_id: Id) -> int:
        """The line of an agency, -1 where there is none."""
        return next((number for number, row in enumerate(self._rows) if row.id == agency_id), -1)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else COLUMNS

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = self._rows[index.row()], index.column()
        if role == CELL:
            return _cell(row, column)
        if role == Qt.ItemDataRole.DisplayRole:
            return _cell(row, column).text
        if role == Qt.ItemDataRole.ToolTipRole:
            return _tip(row, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.headerData(column, Qt.Orientation.Horizontal)}: {_cell(row, column).text}"
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignLeft if section == NAME else Qt.AlignmentFlag.AlignHCenter
            side = Qt.AlignmentFlag.AlignRight if section in (AFTER, WORSE, BETTER) else side
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        if FIRST_ASPECT <= section < WORSE:
            aspect = ASPECTS[section - FIRST_ASPECT]
            texts = {
                Qt.ItemDataRole.DisplayRole: aspect.short_label,
                Qt.ItemDataRole.ToolTipRole: aspect.label,
            }
            return texts.get(Qt.ItemDataRole(role))
        titles = {
            NAME: _("Agency"), AFTER: _("Score"), POINTS: _("Difference"), WORSE: _("Worse"), BETTER: _("Better")
        }  # fmt: skip
        tips = {
            WORSE: _("Records that got worse, and new ones that cost points"),
            BETTER: _("Records that were mended, and such that are gone"),
        }
        if role == Qt.ItemDataRole.DisplayRole:
            return titles[section]
        return tips.get(section) if role == Qt.ItemDataRole.ToolTipRole else None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order the lines; what is unknown stays at the end."""
        self._column, self._order = column, order
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        ids = [(self._rows[index.row()].id, index.column()) for index in before]
        self._rows = self._sorted(self._rows)
        numbers = {row.id: number for number, row in enumerate(self._rows)}
        self.changePersistentIndexList(before, [self.index(numbers[row_id], at) for row_id, at in ids])
        self.layoutChanged.emit()

    def _sorted(self, rows: list[AgencyChange]) -> list[AgencyChange]:
        by_name = sorted(rows, key=lambda row: row.side.short_name.casefold())
        descending = self._order is Qt.SortOrder.DescendingOrder
        if self._column == NAME:
            return by_name[::-1] if descending else by_name
        valued = [(_value(row, self._column), row) for row in by_name]
        known = [(value, row) for value, row in valued if value is not None]
        known.sort(key=lambda pair: -pair[0] if descending else pair[0])
        return [row for _value_of_it, row in known] + [row for value, row in valued if value is None]


class DifferenceHeat(TableView):
    """`chosen` carries the agency that is now current, `entered` says that Enter was pressed on it."""

    chosen = Signal(object)
    entered = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = DifferenceTable(self)
        self.setObjectName("heat")
        self.setAccessibleName(_("Change of readiness by agency and aspect"))
        self.setModel(self.rows)
        self.setItemDelegate(HeatDelegate(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        head = self.horizontalHeader()
        head.setMinimumSectionSize(40)
        head.setTextElideMode(Qt.TextElideMode.ElideRight)
        for column in range(COLUMNS):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            head.resizeSection(column, {AFTER: FIGURE_PX, POINTS: POINTS_PX}.get(column, COUNT_PX))
        head.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        self.setSortingEnabled(True)
        self.sortByColumn(POINTS, Qt.SortOrder.AscendingOrder)

        self.selectionModel().currentRowChanged.connect(lambda now, _before: self._say_chosen(now.row()))
        self.doubleClicked.connect(lambda index: self.entered.emit(self.rows.row(index.row())))

    def show_comparison(self, comparison: Comparison) -> None:
        """Show another comparison, its first line chosen."""
        self.rows.show_comparison(comparison)
        if self.rows.rowCount():
            self.selectRow(0)
            self.setCurrentIndex(self.rows.index(0, NAME))

    def choose(self, agency_id: Id) -> bool:
        """Make an agency current; False where it is not in the list."""
        number = self.rows.number_of(agency_id)
        if number >= 0:
            self.selectRow(number)
            self.setCurrentIndex(self.rows.index(number, NAME))
        return number >= 0

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share out what the names don't need."""
        room = self.viewport().width() - FIGURE_PX - POINTS_PX - 2 * COUNT_PX - LEAST_NAME_PX
        width = min(max(room // len(ASPECTS), LEAST_ASPECT_PX), WIDEST_PX)
        for column in range(FIRST_ASPECT, WORSE):
            self.horizontalHeader().resizeSection(column, width)
        super().resizeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = self.currentIndex().row()
        if number >= 0 and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit(self.rows.row(number))
        else:
            super().keyPressEvent(event)

    def _say_chosen(self, number: int) -> None:
        if number >= 0:
            self.chosen.emit(self.rows.row(number))


def _cell(row: AgencyChange, column: int) -> Cell:
    if column == NAME:
        return Cell(row.side.short_name)
    if column == AFTER:
        return Cell(words.figure(row.after.score.value) if row.after else format.NOTHING, style="strong", right=True)
    if column >= WORSE:
        count = _count(row, column)
        return Cell(format.number(count) if count else format.NOTHING, right=True)
    if FIRST_ASPECT <= column < WORSE and not _applies(row, ASPECTS[column - FIRST_ASPECT]):
        return Cell(format.NOTHING, style="muted", badge=True)
    points = _points(row, column)
    return Cell(points_text(points), tone=tone(points), badge=True)


def _tip(row: AgencyChange, column: int) -> str:
    if column == NAME:
        return row.side.name
    if column >= WORSE:
        turns = (Turn.WORSE, Turn.NEW) if column == WORSE else (Turn.BETTER, Turn.GONE)
        texts = {
            Turn.WORSE: _("{n} got worse"),
            Turn.NEW: _("{n} new"),
            Turn.BETTER: _("{n} mended"),
            Turn.GONE: _("{n} gone"),
        }
        return ", ".join(texts[turn].format(n=format.number(row.count(turn))) for turn in turns)
    if column in (AFTER, POINTS):
        before, after = (side.score.value if side else None for side in (row.before, row.after))
    else:
        aspect = ASPECTS[column - FIRST_ASPECT]
        found = [side.aspects.get(aspect) if side else None for side in (row.before, row.after)]
        before, after = (score.value if score else None for score in found)
    return f"{wording.score_text(before)} → {wording.score_text(after)}"


def _applies(row: AgencyChange, aspect: Aspect) -> bool:
    return any(side is not None and aspect in side.aspects for side in (row.before, row.after))


def _points(row: AgencyChange, column: int) -> float | None:
    return row.points if column == POINTS else row.aspect(ASPECTS[column - FIRST_ASPECT])


def _count(row: AgencyChange, column: int) -> int:
    turns = (Turn.WORSE, Turn.NEW) if column == WORSE else (Turn.BETTER, Turn.GONE)
    return sum(row.count(turn) for turn in turns)


def _value(row: AgencyChange, column: int) -> float | None:
    if column == AFTER:
        return row.after.score.value if row.after else None
    return float(_count(row, column)) if column >= WORSE else _points(row, column)
