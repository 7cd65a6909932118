"""The third step: the plan in figures, its rows with reasons, corrections in place, and the button that imports."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QVBoxLayout, QWidget

from spbe_assets.i18n import _, ngettext
from spbe_assets.sheets.plan_model import PlannedRow
from ui import format
from ui.importer.figures import Figure, FigureStrip
from ui.importer.footer import Footer
from ui.importer.row_pane import RowPane
from ui.importer.work import Planned
from ui.models.import_preview import NAME, PLACE, STATE, WHAT, PreviewTable, Show
from ui.widgets.basics import button
from ui.widgets.empty_state import EmptyState
from ui.widgets.table import TableView

NAME_PX, STATE_PX, PLACE_PX, SHEET_PX = 160, 110, 56, 150
NARROW_PX, NARROW_NAME_PX = 560, 130


class CheckPage(QWidget):
    """Shows a plan; what people decide goes out as signals, and the screen plans again."""

    import_asked = Signal()
    rejects_asked = Signal()
    back_asked = Signal()
    reset_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._planned: Planned | None = None
        self._show = Show.ALL
        self.strip, self.model, self.pane = FigureStrip(), PreviewTable(), RowPane()
        self.table = TableView()
        self.table.setModel(self.model)
        self.table.setObjectName("framed")
        self.table.setAccessibleName(_("Rows of the file"))
        self.table.setSelectionMode(TableView.SelectionMode.SingleSelection)
        self.table.set_empty(EmptyState("list-checks", _("Nothing here"), _("No row of the file is of this kind.")))
        self.reset_button = button(_("Undo my corrections"))
        self.rejects_button = button(_("Save rejected rows…"), "", "file-down")
        self.back_button, self.import_button = button(_("Back to the columns")), button("", "main", "check")
        self.footer = Footer(self.reset_button, self.rejects_button, self.back_button, self.import_button)

        across = QHBoxLayout()
        across.setSpacing(12)
        across.addWidget(self.table, 1)
        across.addWidget(self.pane)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 4, 16, 12)
        column.setSpacing(12)
        column.addWidget(self.strip)
        column.addLayout(across, 1)
        column.addWidget(self.footer)
        self._size_columns()

        self.strip.chosen.connect(self._narrow)
        self.table.activated.connect(self.pane.edit)
        self.table.selectionModel().currentRowChanged.connect(self._show_row)
        self.model.modelReset.connect(self.table.show_empty_if_needed)
        self.import_button.clicked.connect(self.import_asked)
        self.rejects_button.clicked.connect(self.rejects_asked)
        self.back_button.clicked.connect(self.back_asked)
        self.reset_button.clicked.connect(self.reset_asked)

    def _size_columns(self) -> None:
        head = self.table.horizontalHeader()
        head.setSectionResizeMode(WHAT, QHeaderView.ResizeMode.Stretch)
        for column, width in ((STATE, STATE_PX), (PLACE, PLACE_PX)):
            head.resizeSection(column, width)

    def show_planned(self, planned: Planned, *, is_first: bool) -> None:
        """Show a plan; a later one of the same file keeps what the list is narrowed to and the row it is at."""
        at = self.model.line(self.table.currentIndex().row())
        top = self.table.currentIndex().row()
        self._planned = planned
        figures = _figures(planned)
        counts = {figure.key: figure.count for figure in figures}
        if is_first:
            self._show = Show.REJECTED if counts.get(Show.REJECTED) else Show.ALL
        elif self._show is not Show.ALL and not counts.get(self._show):
            self._show = Show.ALL
        self.strip.show_figures(figures, self._show)
        sheets = {one.sheet for one in planned.plan.recognised.tables}
        self.table.setColumnWidth(PLACE, PLACE_PX if len(sheets) < 2 else SHEET_PX)
        self.model.show_lines(planned, self._show)
        position = None if is_first or at is None or isinstance(at, str) else self.model.position(at.sheet, at.row)
        self._go_to(position if position is not None else 0 if is_first else min(top, self.model.rowCount() - 1))
        self._show_foot(planned)

    def _go_to(self, row: int) -> None:
        if self.model.rowCount():
            index = self.model.index(max(row, 0), 0)
            self.table.setCurrentIndex(index)
            self.table.scrollTo(index)
        self._show_row()

    def _show_foot(self, planned: Planned) -> None:
        counts, options = planned.counts, planned.plan.options
        ready = counts.new + counts.changed
        self.import_button.setEnabled(ready > 0)
        told = (
            ngettext("Import the {n} good record", "Import the {n} good records", ready)
            if counts.rejected
            else ngettext("Import {n} record", "Import {n} records", ready)
        )
        self.import_button.setText(format.counted(told, ready) if ready else _("Nothing to import"))
        self.rejects_button.setVisible(counts.rejected > 0)
        self.reset_button.setVisible(bool(options.overrides or options.skip))
        self.footer.remark.set_whole(_remark(planned))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, only the pane says which row it is, so that the reason can be read."""
        super().resizeEvent(event)
        is_narrow = self.width() - self.pane.width() < NARROW_PX
        self.table.setColumnHidden(PLACE, is_narrow)
        self.table.setColumnWidth(NAME, NARROW_NAME_PX if is_narrow else max(NAME_PX, self.width() // 7))

    @Slot(str)
    def _narrow(self, key: str) -> None:
        if self._planned is not None:
            self._show = Show(key)
            self.model.show_lines(self._planned, self._show)
            self._go_to(0)

    @Slot()
    def _show_row(self) -> None:
        line = self.model.line(self.table.currentIndex().row())
        self.pane.show_row(self._planned, line if isinstance(line, PlannedRow) else None)


def _figures(planned: Planned) -> list[Figure]:
    plan, counts = planned.plan, planned.counts
    always = [
        Figure(Show.ALL, _("All"), len(plan.rows)),
        Figure(Show.NEW, _("New"), counts.new),
        Figure(Show.CHANGED, _("Changed"), counts.changed),
        Figure(Show.SAME, _("Same"), counts.same),
        Figure(Show.REJECTED, _("Rejected"), counts.rejected, "bad"),
    ]
    rare = [
        Figure(Show.DOUBTFUL, _("Look twice"), len(planned.doubtful), "warn"),
        Figure(Show.PLACES, _("Places and people"), len(plan.proposals)),
        Figure(Show.LEFT_OUT, _("Left out"), len(plan.skipped)),
        Figure(Show.REMARKS, _("Remarks"), len(plan.notes)),
    ]
    return always + [figure for figure in rare if figure.count]


def _remark(planned: Planned) -> str:
    counts = planned.counts
    if counts.rejected:
        told = ngettext(
            "{n} row can't be imported as it is.",
            "{n} rows can't be imported as they are.",
            counts.rejected,
        )
        return format.counted(told, counts.rejected)
    if not counts.new and not counts.changed:
        return _("Every row is in the register already.")
    made = planned.preview.proposed()
    return _("With them come {places}.").format(places=", ".join(made)) if made else _("Nothing has been saved yet.")
