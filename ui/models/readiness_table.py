"""The heat map's rows: one roll-up row that stays on top, below it agencies or regions in any order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from spbe_assets.domain.criteria import Aspect
from spbe_assets.domain.ids import Id
from spbe_assets.domain.readiness import AgencyResult, Readiness, RegionResult, Result
from spbe_assets.domain.scoring import Score
from spbe_assets.i18n import _
from spbe_assets.reports import wording
from ui import format
from ui.readiness import words
from ui.widgets.table import CELL, Cell

NAME, SCORE = 0, 1
ASPECTS = tuple(Aspect)
FIRST_ASPECT = 2
COVERAGE = FIRST_ASPECT + len(ASPECTS)
COLUMNS = COVERAGE + 1
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the heat map and whom it stands for: an agency, a region, or None for the province."""

    subject: AgencyResult | RegionResult | None
    name: str
    full_name: str
    result: Result

    @property
    def id(self) -> Id | None:
        """The id of whom it stands for, None for the province."""
        return self.subject.id if self.subject else None


def province_row(assessment: Readiness) -> Row:
    """The roll-up of everything."""
    name = assessment.province_name or _("Province")
    return Row(None, _("Whole province"), name, assessment.province)


def region_row(region: RegionResult, assessment: Readiness) -> Row:
    """A region, as a line or as the roll-up over its agencies."""
    name = wording.region_name(region, assessment)
    return Row(region, name, name, region.result)


def agency_row(agency: AgencyResult) -> Row:
    """An agency by its short name."""
    return Row(agency, agency.short_name, agency.name, agency.result)


class ReadinessTable(QAbstractTableModel):
    """A few dozen rows, ordered in memory."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []
        self._heading = ""
        self._column, self._order = SCORE, Qt.SortOrder.AscendingOrder

    def show_rows(self, roll_up: Row, rows: Sequence[Row], heading: str) -> None:
        """Show these instead, in the order chosen last; `heading` stands over the names."""
        self.beginResetModel()
        self._heading = heading
        self._rows = [roll_up, *self._sorted(rows)]
        self.endResetModel()

    def row(self, number: int) -> Row:
        """Whom a line stands for."""
        return self._rows[number]

    def number_of(self, row_id: Id | None) -> int:
        """The line that stands for somebody, -1 where there is none."""
        return next((number for number, row in enumerate(self._rows) if row.id == row_id), -1)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else COLUMNS

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = self._rows[index.row()], index.column()
        if role == CELL:
            return self._cell(row, column, index.row() == 0)
        if role == Qt.ItemDataRole.DisplayRole:
            return self._cell(row, column, False).text
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(row, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.headerData(column, Qt.Orientation.Horizontal)}: {self._cell(row, column, False).text}"
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignHCenter
            if section in (NAME, COVERAGE):
                side = Qt.AlignmentFlag.AlignLeft if section == NAME else Qt.AlignmentFlag.AlignRight
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        if FIRST_ASPECT <= section < COVERAGE:
            aspect = ASPECTS[section - FIRST_ASPECT]
            texts = {
                Qt.ItemDataRole.DisplayRole: _(words.ASPECT_HEADS[aspect]),
                Qt.ItemDataRole.ToolTipRole: aspect.label,
            }
            return texts.get(Qt.ItemDataRole(role))
        titles = {NAME: self._heading, SCORE: _("Score"), COVERAGE: _("Coverage")}
        tips = {COVERAGE: _("Share of the needed facts that are recorded")}
        if role == Qt.ItemDataRole.DisplayRole:
            return titles[section]
        return tips.get(section) if role == Qt.ItemDataRole.ToolTipRole else None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order the lines below the roll-up; what is unknown stays at the end."""
        self._column, self._order = column, order
        if len(self._rows) < 2:
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        ids = [(self._rows[index.row()].id, index.column()) for index in before]
        self._rows = [self._rows[0], *self._sorted(self._rows[1:])]
        numbers = {row.id: number for number, row in enumerate(self._rows)}
        self.changePersistentIndexList(before, [self.index(numbers[row_id], at) for row_id, at in ids])
        self.layoutChanged.emit()

    def _sorted(self, rows: Sequence[Row]) -> list[Row]:
        by_name = sorted(rows, key=lambda row: row.name.casefold())
        descending = self._order is Qt.SortOrder.DescendingOrder
        if self._column == NAME:
            return by_name[::-1] if descending else by_name
        valued = [(_value(row, self._column), row) for row in by_name]
        known = [(value, row) for value, row in valued if value is not None]
        known.sort(key=lambda pair: -pair[0] if descending else pair[0])
        return [row for _value_of_it, row in known] + [row for value, row in valued if value is None]

    def _cell(self, row: Row, column: int, is_roll_up: bool) -> Cell:
        if column == NAME:
            return Cell(row.name, style="strong" if is_roll_up else "")
        if column == SCORE:
            return Cell(words.figure(row.result.score.value), style="strong", right=True)
        if column == COVERAGE:
            return Cell(format.percent(row.result.score.coverage), right=True)
        score = row.result.aspects.get(ASPECTS[column - FIRST_ASPECT])
        if score is None:
            return Cell(format.NOTHING, style="muted", badge=True)
        return Cell(words.figure(score.value), tone=words.tone(score.value), badge=True)

    def _tip(self, row: Row, column: int) -> str:
        if column == NAME:
            return row.full_name
        score = _score(row, column)
        return words.score_tip(score) if score else _("No criterion of this aspect applies here")


def _score(row: Row, column: int) -> Score | None:
    if FIRST_ASPECT <= column < COVERAGE:
        return row.result.aspects.get(ASPECTS[column - FIRST_ASPECT])
    return row.result.score


def _value(row: Row, column: int) -> float | None:
    if column == COVERAGE:
        return row.result.score.coverage
    score = _score(row, column)
    return score.value if score else None
