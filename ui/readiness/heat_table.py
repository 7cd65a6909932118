"""The heat map: agencies against the five aspects, each cell a figure on its colour, unknown ones hatched."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from spbe_assets.domain.ids import Id
from spbe_assets.i18n import _
from ui import theme
from ui.models.readiness_table import ASPECTS, COLUMNS, COVERAGE, FIRST_ASPECT, NAME, SCORE, ReadinessTable, Row
from ui.widgets.table import Cell, RowDelegate, TableView

SCORE_PX, ASPECT_PX, COVERAGE_PX, MARK_PX = 70, 90, 76, 18
NAME_PX, LEAST_NAME_PX, WIDEST_PX = 320, 190, 150
ROOMY_PX, NARROW_ASPECT_PX, NARROW_SCORE_PX = 720, 58, 64


class HeatTable(TableView):
    """`chosen` carries the row that is now current, `entered` says that Enter was pressed on it."""

    chosen = Signal(object)
    entered = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = ReadinessTable(self)
        self.setObjectName("heat")
        self.setAccessibleName(_("Readiness by agency and aspect"))
        self.setModel(self.rows)
        self.setItemDelegate(HeatDelegate(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        head = self.horizontalHeader()
        head.setMinimumSectionSize(40)
        head.setTextElideMode(Qt.TextElideMode.ElideRight)
        for column in range(COLUMNS):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            head.resizeSection(column, {SCORE: SCORE_PX, COVERAGE: COVERAGE_PX}.get(column, ASPECT_PX))
        head.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        self.setSortingEnabled(True)
        self.sortByColumn(SCORE, Qt.SortOrder.AscendingOrder)

        self.selectionModel().currentRowChanged.connect(lambda now, _before: self._say_chosen(now.row()))
        self.doubleClicked.connect(lambda index: self.entered.emit(self.rows.row(index.row())))

    def choose(self, row_id: Id | None) -> bool:
        """Make somebody's row current and say so; False where it is not in the list."""
        number = self.rows.number_of(row_id)
        if number < 0:
            return False
        index = self.rows.index(number, NAME)
        already = self.currentIndex().row() == number
        self.selectRow(number)
        self.setCurrentIndex(index)
        self.scrollTo(index)
        if already:
            self._say_chosen(number)
        return True

    def chosen_row(self) -> Row | None:
        """The row that is current."""
        number = self.currentIndex().row()
        return self.rows.row(number) if number >= 0 else None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share out what the names don't need; where there is little room the pane alone tells the coverage."""
        is_narrow = self.viewport().width() < ROOMY_PX
        self.setColumnHidden(COVERAGE, is_narrow)
        self.horizontalHeader().resizeSection(SCORE, NARROW_SCORE_PX if is_narrow else SCORE_PX)
        room = self.viewport().width() - (NARROW_SCORE_PX if is_narrow else SCORE_PX + COVERAGE_PX)
        usual = min(ASPECT_PX, (room - LEAST_NAME_PX) // len(ASPECTS))
        width = min(max((room - NAME_PX) // len(ASPECTS), usual, NARROW_ASPECT_PX), WIDEST_PX)
        for column in range(FIRST_ASPECT, COVERAGE):
            self.horizontalHeader().resizeSection(column, width)
        super().resizeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.chosen_row()
        if row is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit(row)
        else:
            super().keyPressEvent(event)

    def _say_chosen(self, number: int) -> None:
        if number >= 0:
            self.chosen.emit(self.rows.row(number))


class HeatDelegate(RowDelegate):
    """Draws badges that nearly fill their cell."""

    def _paint_cell(self, painter: QPainter, room: QRect, cell: Cell) -> None:
        if cell.badge and not cell.tone:  # does not apply: neither coloured nor hatched
            painter.setPen(theme.colour("muted"))
            painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter), cell.text)
            return
        super()._paint_cell(painter, room, cell)

    def _paint_badge(self, painter: QPainter, room: QRect, cell: Cell) -> None:
        box = room.adjusted(-8, 2, 8, -2)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        unknown = cell.tone == "muted"
        painter.setBrush(theme.hatch() if unknown else theme.colour(f"soft_{cell.tone}"))
        painter.drawRoundedRect(box, 5, 5)
        if unknown:  # the mark needs a calm ground to be read
            mark = QRect(0, 0, MARK_PX, MARK_PX)
            mark.moveCenter(box.center())
            painter.setBrush(theme.colour("surface"))
            painter.drawEllipse(mark)
        painter.setFont(self._small)
        painter.setPen(theme.colour(cell.tone))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), cell.text)
