"""Kesiapan: how ready the province, its regions and agencies are, why, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QWidget

from spbe_assets.domain.changes import Changes
from spbe_assets.domain.ids import Id
from spbe_assets.domain.readiness import AgencyResult, Readiness, RegionResult, State
from spbe_assets.i18n import N_, _
from spbe_assets.reports import wording
from ui import format
from ui.context import AppContext
from ui.jobs import Job
from ui.models.readiness_table import Row, agency_row, province_row, region_row
from ui.navigation import IMPORT, INVENTORY, NEW
from ui.readiness import run, words
from ui.readiness.behind import Behind, agency_lines, criterion_note, records
from ui.readiness.compare_page import ComparePage
from ui.readiness.comparing import Comparing
from ui.readiness.export import ReportStrip
from ui.readiness.heat_table import HeatTable
from ui.readiness.pane import NARROW_PX, WIDTH_PX, ReadinessPane
from ui.readiness.scope_bar import ScopeBar
from ui.readiness.trend import Dot
from ui.widgets.basics import button, icon_button
from ui.widgets.empty_state import EmptyState
from ui.widgets.screen import Screen

if TYPE_CHECKING:
    from ui.readiness.criteria_editor import CriteriaEditor
    from ui.readiness.statements_dialog import StatementsDialog

AFTER_A_CHANGE_MS = 400
ROOMY_PX = 1000
FROZEN = "assessment"
"""The table of frozen assessments."""


class ReadinessScreen(Screen):
    """Computes again, off the GUI thread, a moment after each change."""

    name, title, icon = "readiness", N_("Readiness"), "gauge"

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.assessment: Readiness | None = None
        self._wanted: Id | None = None
        self._wanted_criterion = ""
        self._asking: Job | None = None
        self._behind: tuple[str, State] | None = None
        self.more_button = icon_button("ellipsis", _("Other forms of the report"))
        self.report_button = button(_("PDF report"), "main", "file-text")
        self.strip, self.scope = ReportStrip(context), ScopeBar()
        self.table, self.pane = HeatTable(), ReadinessPane()
        self.import_button = button(_("Import a spreadsheet"), "main", "file-up")
        self.new_button = button(_("Record the first asset"), icon="plus")
        self.pages = QStackedWidget()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)

        self.criteria_button = button(_("Criteria"), icon="sliders-horizontal")
        self.compare_button = button(_("Compare dates…"), icon="columns-2")
        self.freeze_button = button(_("Freeze"), icon="snowflake")
        self.differences = ComparePage(context)
        self.comparing = Comparing(context, self.strip, self.differences, self)
        for one in (self.freeze_button, self.compare_button, self.criteria_button):
            self.head.add(one)
        self.head.add(self.more_button)
        self.head.add(self.report_button)
        self._blank, self._full, self._empty = QWidget(), self._map_page(), self._empty_page()
        for page in (self._blank, self._full, self._empty, self.differences):
            self.pages.addWidget(page)
        self.body.addWidget(self.strip)
        self.body.addWidget(self.pages, 1)
        self.setFocusProxy(self.table)
        self._set_reports_enabled(False)

        self._connect()
        self.head.set_subtitle(_("being computed…"))
        self.refresh(None)

    def refresh(self, changes: Changes | None) -> None:
        """Compute again in a moment: nearly every record counts somewhere."""
        if changes is None or FROZEN in changes.touched:
            self.comparing.refresh()
        if changes is not None and changes.touched.keys() == {FROZEN}:
            return
        self._timer.start(AFTER_A_CHANGE_MS if self.assessment else 0)

    def show_argument(self, argument: object) -> None:
        """The id of an agency, or of a unit below it, chooses the agency; a criterion opens what stands behind it."""
        match argument:
            case bytes():
                self._wanted = argument
            case (words.CRITERION, str(criterion_id)):
                self._wanted_criterion = criterion_id
        if self.pages.currentWidget() is self.differences:
            self._leave_differences()
        self._go_to_wanted()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a small window the table gets more of the room."""
        super().resizeEvent(event)
        for pane in (self.pane, self.differences.pane):
            pane.setFixedWidth(WIDTH_PX if self.width() >= ROOMY_PX else NARROW_PX)

    def showEvent(self, event: QShowEvent) -> None:
        """The arrow keys work at once, without a click into the list."""
        super().showEvent(event)
        self.table.setFocus()

    def _map_page(self) -> QWidget:
        page = QWidget()
        left = QWidget()
        column = self.scope.above(self.table)
        left.setLayout(column)
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(left, 1)
        row.addWidget(self.pane)
        return page

    def _empty_page(self) -> QWidget:
        return EmptyState(
            "gauge",
            _("Nothing to assess yet"),
            _(
                "Readiness is worked out from servers, links and devices. "
                "Import an agency's spreadsheet, or record the first one by hand."
            ),
            self.import_button,
            self.new_button,
        )

    def _connect(self) -> None:
        go = self.context.navigate
        self._timer.timeout.connect(self._ask)
        self.scope.changed.connect(self._show_rows)
        self.scope.day_changed.connect(self._change_day)
        self.freeze_button.clicked.connect(lambda: self.comparing.ask_freeze(self.scope.day))
        self.compare_button.clicked.connect(lambda: self.comparing.ask_compare())
        self.comparing.compared.connect(lambda: self.pages.setCurrentWidget(self.differences))
        self.comparing.frozen_changed.connect(self._show_trend)
        self.differences.left.connect(self._leave_differences)
        self.table.chosen.connect(self._show_row)
        self.table.entered.connect(self._enter)
        self.pane.left.connect(self.table.setFocus)
        self.pane.records_asked.connect(self._open_records)
        self.pane.line_opened.connect(self._open_line)
        self.pane.statements_asked.connect(self.state_registers)
        self.import_button.clicked.connect(lambda: go(IMPORT))
        self.new_button.clicked.connect(lambda: go(INVENTORY, NEW))
        self.report_button.clicked.connect(lambda: self.strip.preview())
        self.more_button.clicked.connect(self._offer_forms)
        self.criteria_button.clicked.connect(self.edit_criteria)
        self.strip.busy.connect(lambda is_busy: self._set_reports_enabled(not is_busy and self.assessment is not None))

    @Slot()
    def _ask(self) -> None:
        if self._asking is not None:
            self._asking.cancel()
        job = self.context.read_apart(run.assess_on, self.scope.day)
        self._asking = job
        job.then(self, lambda found: self._show(found) if self._asking is job else None)

    def _show(self, assessment: Readiness) -> None:
        self._asking, self.assessment = None, assessment
        counts = assessment.counts
        self.strip.day = self.scope.day
        self._set_reports_enabled(self.strip.panel is None)
        self.head.set_subtitle(
            _("{agencies} · criteria {version} · as of {day}").format(
                agencies=wording.agencies_text(len(assessment.agencies)),
                version=assessment.criteria.version,
                day=format.day(assessment.as_of),
            )
        )
        is_empty = not counts.assets and not counts.links
        for one in (self.report_button, self.more_button, self.freeze_button):
            one.setHidden(is_empty)
        if is_empty and self.scope.day is None:
            self.pages.setCurrentWidget(self._empty)
            return
        self.scope.show_regions([(one.id, wording.region_name(one, assessment)) for one in assessment.regions])
        behind = self._behind if self.pane.shows_behind else None
        kept = self.table.chosen_row()
        self._show_rows()
        row = self.table.chosen_row()
        if behind and kept and row and row.id == kept.id:
            self._open_records(*behind)
        if self.pages.currentWidget() is not self.differences:
            self.pages.setCurrentWidget(self._full)
        self._go_to_wanted()

    @Slot()
    def _show_rows(self) -> None:
        assessment = self.assessment
        if assessment is None:
            return
        kept = self.table.chosen_row()
        region = next((one for one in assessment.regions if one.id == self.scope.region_id), None)
        if self.scope.by_region:
            rows, heading = [region_row(one, assessment) for one in assessment.regions], _("Region")
        else:
            rows, heading = [agency_row(one) for one in self._agencies(region)], _("Agency")
        roll_up = region_row(region, assessment) if region else province_row(assessment)
        self.table.rows.show_rows(roll_up, rows, heading)
        if kept is None or not self.table.choose(kept.id):
            self.table.choose(roll_up.id)

    @Slot(object)
    def _show_row(self, row: Row) -> None:
        if self.assessment is not None:
            self.pane.show_row(row, self.assessment, self._dots(row))

    def _dots(self, row: Row) -> list[Dot]:
        """What was frozen of somebody; regions are not kept."""
        if self.assessment is None or isinstance(row.subject, RegionResult):
            return []
        return self.comparing.dots(row.id, self.assessment)

    @Slot()
    def _show_trend(self) -> None:
        row = self.table.chosen_row()
        if row is not None:
            self.pane.trend.show_dots(self._dots(row))

    @Slot()
    def _change_day(self) -> None:
        self.head.set_subtitle(_("being computed…"))
        self._set_reports_enabled(False)
        self._ask()

    @Slot()
    def _leave_differences(self) -> None:
        self.pages.setCurrentWidget(self._full)
        self.table.setFocus()

    def _agencies(self, region: RegionResult | None) -> list[AgencyResult]:
        everybody = self.assessment.agencies if self.assessment else ()
        return [agency for agency in everybody if region is None or agency.region_id == region.id]

    def _enter(self, row: Row) -> None:
        if isinstance(row.subject, RegionResult) and self.scope.by_region:
            self.scope.choose(row.subject.id)
        else:
            self.pane.enter()

    def _go_to_wanted(self) -> None:
        if self.assessment is None:
            return
        if self._wanted_criterion:
            criterion_id, self._wanted_criterion = self._wanted_criterion, ""
            self.scope.choose(None)
            self.table.choose(province_row(self.assessment).id)
            self._open_records(criterion_id, State.LOST)
        if self._wanted is None:
            return
        wanted, self._wanted = self._wanted, None
        agency = next((one for one in self.assessment.agencies if wanted in one.units), None)
        if agency is not None and not self.table.choose(agency.id):
            self.scope.choose(None)
            self.table.choose(agency.id)

    @Slot(object, object)
    def _open_records(self, criterion_id: str, state: State) -> None:
        row, assessment = self.table.chosen_row(), self.assessment
        part = row.result.criterion(criterion_id) if row else None
        if row is None or assessment is None or part is None:
            return
        self._behind = (criterion_id, state)
        title, note = part.criterion.title, criterion_note(part, assessment.settings)
        if not isinstance(row.subject, AgencyResult):
            self.pane.show_behind(title, note, agency_lines(self._agencies(row.subject), criterion_id, state))
            return
        agency_id = row.subject.id
        if self.scope.day is None:
            job = self.context.read_later(lambda db, _p: records(db, assessment, agency_id, criterion_id, state))
        else:
            job = self.context.read_apart(run.records_then, assessment, agency_id, criterion_id, state)
        job.then(self, lambda found: self._show_records(found, title, note))

    def _show_records(self, found: Behind, title: str, note: str) -> None:
        if found.wanted is not None:
            self.context.navigate(INVENTORY, found.wanted)
        else:
            self.pane.show_behind(title, note, found.lines)

    @Slot(object)
    def _open_line(self, agency_id: Id) -> None:
        self._wanted = agency_id
        self._go_to_wanted()
        self.pane.enter()

    @Slot()
    def _offer_forms(self) -> None:
        menu = self.forms_menu()
        menu.popup(self.more_button.mapToGlobal(self.more_button.rect().bottomLeft()))

    def forms_menu(self) -> QMenu:
        """The other forms of the report; of the chosen agency alone where one is chosen."""
        row = self.table.chosen_row()
        subject = row.subject if row else None
        return self.strip.forms_menu(subject if isinstance(subject, AgencyResult) else None)

    @Slot()
    def state_registers(self) -> StatementsDialog | None:
        """Say which registers of the chosen agency are complete."""
        from ui.readiness.statements_dialog import StatementsDialog

        row = self.table.chosen_row()
        if self.assessment is None or row is None or not isinstance(row.subject, AgencyResult):
            return None
        agency = (row.subject.id, row.subject.name)
        dialog = StatementsDialog(self.context, agency, self.assessment.criteria, self.window())
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    @Slot()
    def edit_criteria(self) -> CriteriaEditor:
        """Open the editor of the criteria; the screen follows what is saved there."""
        from ui.readiness.criteria_editor import CriteriaEditor

        editor = CriteriaEditor(self.context, self.window())
        editor.finished.connect(editor.deleteLater)
        editor.open()
        return editor

    def _set_reports_enabled(self, is_on: bool) -> None:
        for one in (self.report_button, self.more_button, self.freeze_button, self.compare_button):
            one.setEnabled(is_on)
