"""The lines of an import's preview: planned rows, places it adds, rows left out, remarks."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from spbe_assets.i18n import N_, _
from spbe_assets.sheets.places import Proposal
from spbe_assets.sheets.plan_model import Fate, PlannedRow
from spbe_assets.sheets.rows import Skipped
from ui.importer.row_facts import summary
from ui.importer.work import Planned
from ui.widgets.table import CELL, Cell

Line = PlannedRow | Proposal | Skipped | str
Index = QModelIndex | QPersistentModelIndex
STATE, PLACE, NAME, WHAT = range(4)
HEADERS = (N_("State"), N_("Row"), N_("Name"), N_("What the file says"))
_NONE = QModelIndex()
_FATES = {Fate.NEW: "accent", Fate.CHANGED: "info", Fate.SAME: "", Fate.REJECTED: "bad"}
_KINDS = {
    "region": N_("Region"), "agency": N_("Agency"), "site": N_("Site"), "person": N_("Person"), "room": N_("Room"),
    "rack": N_("Rack"),
}  # fmt: skip


class Show(StrEnum):
    """What the list is narrowed to."""

    ALL = "all"
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    DOUBTFUL = "doubtful"
    REJECTED = "rejected"
    PLACES = "places"
    LEFT_OUT = "left_out"
    REMARKS = "remarks"


def lines(planned: Planned, show: Show) -> Sequence[Line]:
    """The lines of one figure, in the order of the file."""
    plan = planned.plan
    if show is Show.PLACES:
        return plan.proposals
    if show is Show.LEFT_OUT:
        return plan.skipped
    if show is Show.REMARKS:
        return plan.notes
    if show is Show.DOUBTFUL:
        return planned.doubtful
    return plan.rows if show is Show.ALL else planned.by_fate[Fate[show.name]]


def state_of(row: PlannedRow) -> tuple[str, str]:
    """The word for what becomes of a row, and its tone."""
    if row.duplicate and row.fate is not Fate.REJECTED:
        return _("look twice"), "warn"
    return row.fate.label, _FATES[row.fate]


class PreviewTable(QAbstractTableModel):
    """Holds the plan itself; texts are made for the rows on show only."""

    def __init__(self) -> None:
        super().__init__()
        self._planned: Planned | None = None
        self._lines: Sequence[Line] = ()
        self._several_sheets = False

    def show_lines(self, planned: Planned, show: Show) -> None:
        """Take the lines of one figure of a plan."""
        self.beginResetModel()
        self._planned, self._lines = planned, lines(planned, show)
        self._several_sheets = len({table.sheet for table in planned.plan.recognised.tables}) > 1
        self.endResetModel()

    def line(self, row: int) -> Line | None:
        """One line, None outside the list."""
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def position(self, sheet: str, number: int) -> int | None:
        """Where the first line of a row of the file stands."""
        for at, one in enumerate(self._lines):
            if not isinstance(one, str) and (one.sheet, one.row) == (sheet, number):
                return at
        return None

    def rowCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(HEADERS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _(HEADERS[section])
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role not in (CELL, Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        cell = self._cell(index.row(), index.column())
        return cell if role == CELL else cell.text

    def _cell(self, row: int, column: int) -> Cell:
        one = self._lines[row]
        if isinstance(one, str):
            return Cell(one if column == WHAT else _("remark") if column == STATE else "", style=_muted(column))
        if column == PLACE:
            return Cell(f"{one.sheet} · {one.row}" if self._several_sheets else str(one.row), style="muted")
        if isinstance(one, PlannedRow):
            return self._row_cell(one, column)
        if isinstance(one, Proposal):
            return _proposal_cell(one, column)
        return Cell({STATE: _("left out"), NAME: one.why}.get(column, one.text), style=_muted(column))

    def _row_cell(self, row: PlannedRow, column: int) -> Cell:
        if column == STATE:
            text, tone = state_of(row)
            return Cell(text, tone=tone or "muted")
        if column == NAME:
            return Cell(row.title or _("(no name)"), style="strong" if row.title else "muted")
        planned = self._planned
        text = "" if planned is None else summary(planned, planned.preview.view(row))
        return Cell(text, style="bad" if row.fate is Fate.REJECTED else "warn" if row.duplicate else "")


def _proposal_cell(one: Proposal, column: int) -> Cell:
    if column == STATE:
        return Cell(_("new") if one.is_new else _("changed"), tone="accent" if one.is_new else "info")
    if column == NAME:
        return Cell(one.name, style="strong")
    return Cell(_(_KINDS[one.table]), second=_("named in this row, not known yet") if one.is_new else "")


def _muted(column: int) -> str:
    return "muted" if column == STATE else ""
