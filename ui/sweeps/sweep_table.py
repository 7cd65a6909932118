"""The sweeps as a list: whose, how far, by whom, when; those that are open come first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from spbe_assets.domain.ids import Id
from spbe_assets.formats import day_of
from spbe_assets.i18n import N_, _
from spbe_assets.services.sweeps import Counts, SweepRow
from ui import format
from ui.sweeps import looks, meter
from ui.widgets.table import CELL, MARGIN_PX, Cell, Index, RowDelegate, TableView

NAME, ROOMS, PROGRESS, EXCEPTIONS, STARTED, STATE = range(6)
HEADERS = (N_("Sweep"), N_("Rooms done"), N_("Found"), N_("Exceptions"), N_("Started"), N_("State"))
WIDTHS = {ROOMS: 100, PROGRESS: 190, EXCEPTIONS: 100, STARTED: 180, STATE: 170}
NARROW_PX, BAR_PX, FIGURE_PX = 1000, 6, 78
COUNTS = Qt.ItemDataRole.UserRole + 3
_NOWHERE = QModelIndex()


class SweepTable(QAbstractTableModel):
    """The counts of things come after the rows, because each sweep has to be held against the register."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[SweepRow] = []
        self._counts: dict[Id, Counts] = {}

    def show_rows(self, rows: Sequence[SweepRow]) -> None:
        """Show these instead."""
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def show_counts(self, counts: Mapping[Id, Counts]) -> None:
        """Tell what was found in these sweeps."""
        self._counts |= counts
        if self.rows:
            self.dataChanged.emit(self.index(0, PROGRESS), self.index(len(self.rows) - 1, EXCEPTIONS))

    def row(self, number: int) -> SweepRow | None:
        """What stands in a row; None outside the list."""
        return self.rows[number] if 0 <= number < len(self.rows) else None

    def row_of(self, sweep_id: Id | None) -> int:
        """Where a sweep stands, -1 where it is not listed."""
        return next((at for at, row in enumerate(self.rows) if row.id == sweep_id), -1)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(HEADERS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row(index.row())
        if row is None:
            return None
        counts = self._counts.get(row.id)
        if role == COUNTS:
            return counts
        if role == CELL:
            return cell(row, counts, index.column())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return cell(row, counts, index.column()).text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{_(HEADERS[index.column()])}: {cell(row, counts, index.column()).text}"
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _(HEADERS[section])
        return super().headerData(section, orientation, role)


def cell(row: SweepRow, counts: Counts | None, column: int) -> Cell:
    """What stands in one cell."""
    if column == NAME:
        return Cell(row.agency or row.title, second=row.title if row.agency else "", icon="scan-line", style="strong")
    if column == ROOMS:
        return Cell(f"{format.number(row.rooms_done)} / {format.number(row.rooms)}")
    if column == PROGRESS:
        return Cell(looks.progress(counts) if counts is not None else "")
    if column == EXCEPTIONS:
        many = looks.exceptions(counts) if counts is not None else 0
        return Cell(format.number(many) if many else format.NOTHING, style="warn" if many else "muted")
    if column == STARTED:
        when = format.recent(row.started_at, datetime.now(UTC)) if row.started_at is not None else ""
        return Cell(" · ".join(text for text in (when, row.started_by) if text), style="muted")
    if row.is_open:
        return Cell(_("Going on"), tone="warn")
    number = row.number or (format.day(day_of(row.finished_at)) if row.finished_at is not None else "")
    return Cell(_("Finished"), second=number, tone="good")


class ProgressDelegate(RowDelegate):
    """Paints what was found as figure and bar."""

    def paint(self, painter: QPainter, option: Any, index: Index) -> None:
        super().paint(painter, option, index)
        counts = index.data(COUNTS)
        if counts is not None:
            room: QRect = option.rect.adjusted(MARGIN_PX + FIGURE_PX, 0, -MARGIN_PX - 8, 0)
            bar = QRectF(room.left(), room.center().y() - BAR_PX / 2 + 1, room.width(), BAR_PX)
            meter.paint(painter, bar, counts.found, counts.expected)


class SweepView(TableView):
    """`opened` carries the sweep that Enter or a double click opens."""

    opened = Signal(object)

    def __init__(self, shown: SweepTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sweeps = shown
        self.setModel(shown)
        self.setSelectionMode(TableView.SelectionMode.SingleSelection)
        self.setAccessibleName(_("Sweeps"))
        self._progress = ProgressDelegate(self)
        self.setItemDelegateForColumn(PROGRESS, self._progress)
        head = self.horizontalHeader()
        for column, width in WIDTHS.items():
            head.resizeSection(column, width)
        head.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        self.doubleClicked.connect(lambda index: self._open(index.row()))

    def current(self) -> SweepRow | None:
        """The sweep that is marked."""
        return self._sweeps.row(self.currentIndex().row())

    def _open(self, number: int) -> None:
        row = self._sweeps.row(number)
        if row is not None:
            self.opened.emit(row.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex().row())
        else:
            super().keyPressEvent(event)
