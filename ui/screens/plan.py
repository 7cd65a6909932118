"""Rencana: what is needed, what to buy under a budget for the greatest gain, and kept plans side by side."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, QTimer, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from spbe_assets import formats
from spbe_assets.domain.changes import Changes
from spbe_assets.domain.ids import Id
from spbe_assets.domain.plan import Plan
from spbe_assets.i18n import N_, _
from spbe_assets.services import plans, scenarios
from spbe_assets.services.needs import NeedRow
from spbe_assets.services.plan_problem import Survey
from spbe_assets.services.scenarios import Scenario
from ui import format
from ui.context import AppContext
from ui.jobs import Job
from ui.navigation import IMPORT, REPORTS
from ui.plan import run
from ui.plan.compare_page import ComparePage
from ui.plan.export import PlanStrip
from ui.plan.name_dialog import NameDialog
from ui.plan.need_dialog import NeedDialog
from ui.plan.need_filter import AGENCY
from ui.plan.needs_page import NeedsPage
from ui.plan.plan_page import PlanPage
from ui.plan.prices_dialog import PricesDialog
from ui.widgets.basics import button
from ui.widgets.empty_state import EmptyState
from ui.widgets.screen import Screen
from ui.widgets.switch import Switch

NEEDS, PLAN, COMPARE = range(3)
AFTER_A_CHANGE_MS = 600
LIGHT = frozenset({"need", "price", "plan", "setting"})
"""Tables whose changes leave the assessment as it is; settings may not, so they are looked at."""


class PlanScreen(Screen):
    """The assessment is read once in a process of its own; needs and prices are followed in a moment."""

    name, title, icon = "plan", N_("Plan"), "wallet"

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.survey: Survey | None = None
        self._asking: Job | None = None
        self._wanted_agency: Id | None = None
        self.switch = Switch((_("Needs"), _("Plan"), _("Compare")))
        self.strip = PlanStrip(context)
        self.needs, self.compare = NeedsPage(context), ComparePage(context)
        self.planning = PlanPage(context, formats.today().year + 1)
        self.prices_button = button(_("Price list…"), icon="tag")
        self.add_button = button(_("Add a need"), "main", "plus")
        self.report_button = button(_("Report…"), icon="file-text")
        self.keep_button = button(_("Keep the plan…"), "main", "save")
        self.import_button = button(_("Import a spreadsheet"), "main", "file-up")
        self.pages, self.outer = QStackedWidget(), QStackedWidget()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)

        self._lay_out()
        self._connect()
        self.switch.choose(NEEDS)
        self.head.set_subtitle(_("being computed…"))
        self.refresh(None)

    def refresh(self, changes: Changes | None) -> None:
        """Needs and prices at once; everything else means assessing anew, in a moment."""
        if changes is None or changes.affects("plan"):
            self.compare.refresh()
        if changes is not None and changes.touched.keys() <= LIGHT and self.survey is not None:
            if changes.affects("need", "price", "setting"):
                self._follow(self.survey)
            return
        self._timer.start(AFTER_A_CHANGE_MS if self.survey else 0)

    def show_argument(self, argument: object) -> None:
        """The id of an agency shows its needs; "plan" and "compare" open these sides."""
        if isinstance(argument, bytes):
            self._wanted_agency = argument
            self.switch.choose(NEEDS)
            self._go_to_wanted()
        elif argument in ("plan", "compare"):
            self.switch.choose(PLAN if argument == "plan" else COMPARE)

    def kept(self) -> dict[str, Any]:
        return {"side": self.switch.chosen}

    def bring_back(self, kept: dict[str, Any]) -> None:
        if kept.get("side") in (NEEDS, PLAN, COMPARE):
            self.switch.choose(kept["side"])

    @Slot()
    def add_need(self) -> NeedDialog:
        """Ask for a need that no gap proposes."""
        return self.open_need(None)

    @Slot(object)
    def open_need(self, need: NeedRow | None) -> NeedDialog:
        """Show the form of a need."""
        dialog = NeedDialog(self.context, need, self.window())
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    @Slot()
    def open_prices(self) -> PricesDialog:
        """Show the price list."""
        dialog = PricesDialog(self.context, self.planning.first_year, self.window())
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    @Slot()
    def ask_name(self) -> NameDialog | None:
        """Ask under which name to keep the plan that is on show."""
        plan = self.planning.plan
        if plan is None:
            return None
        told = {"years": "–".join(dict.fromkeys((str(plan.terms.first_year), str(max(plan.terms.budgets)))))}
        name = _("Plan {years}, {budget}").format(**told, budget=format.short_rupiah(plan.budget))
        dialog = NameDialog(_("Keep the plan"), name, parent=self.window())
        dialog.named.connect(lambda chosen, notes: self._keep(plan, chosen, notes))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def _keep(self, plan: Plan, name: str, notes: str) -> None:
        done = _("Plan kept: {name}").format(name=name)
        job = self.context.write(lambda uow, _progress: scenarios.keep(uow, plan, name, notes), "plan", done)
        job.then(self, self._kept)

    def _kept(self, scenario_id: Id) -> None:
        self.compare.choose(scenario_id)
        self.switch.choose(COMPARE)

    def _lay_out(self) -> None:
        for one in (self.switch, self.prices_button, self.report_button, self.add_button, self.keep_button):
            self.head.add(one)
        self.search = self.head.add_search(_("Find a need…"))
        for page in (self.needs, self.planning, self.compare):
            self.pages.addWidget(page)
        nothing = EmptyState(
            "wallet",
            _("Nothing to plan yet"),
            _("Needs follow from the gaps of servers, links and devices. Import an agency's spreadsheet first."),
            self.import_button,
        )
        for outer in (QWidget(), self.pages, nothing):
            self.outer.addWidget(outer)
        self.body.addWidget(self.strip)
        self.body.addWidget(self.outer, 1)

    def _connect(self) -> None:
        self._timer.timeout.connect(self._ask)
        self.switch.switched.connect(self._turn)
        self.search.searched.connect(self.needs.filter.search)
        self.needs.opened.connect(self.open_need)
        self.needs.prices_wanted.connect(self.open_prices)
        self.planning.planned.connect(self._on_planned)
        self.compare.rkbmd_wanted.connect(lambda _one: self.context.navigate(REPORTS, "rkbmd"))
        self.compare.report_wanted.connect(self._report_kept)
        self.compare.reopened.connect(self._reopen)
        self.prices_button.clicked.connect(self.open_prices)
        self.add_button.clicked.connect(self.add_need)
        self.keep_button.clicked.connect(self.ask_name)
        self.report_button.clicked.connect(self._offer_report)
        self.import_button.clicked.connect(lambda: self.context.navigate(IMPORT))
        QShortcut(QKeySequence(QKeySequence.StandardKey.New), self, self.add_need)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self, self._save)

    @Slot(int)
    def _turn(self, side: int) -> None:
        self.pages.setCurrentIndex(side)
        self.search.setVisible(side == NEEDS)
        self.prices_button.setVisible(side != COMPARE)
        self.add_button.setVisible(side == NEEDS)
        for one in (self.report_button, self.keep_button):
            one.setVisible(side == PLAN)
        self.setFocusProxy((self.needs, self.planning, self.compare)[side])

    @Slot()
    def _ask(self) -> None:
        if self._asking is not None:
            self._asking.cancel()
        job = self.context.read_apart(run.survey, self.planning.first_year)
        self._asking = job
        job.then(self, lambda found: self._show(found) if self._asking is job else None)

    def _follow(self, found: Survey) -> None:
        job = self.context.read_later(lambda session, _progress: plans.refreshed(session, found))
        job.then(self, lambda fresh: self._show(fresh) if self.survey is found else None)

    def _show(self, found: Survey) -> None:
        self._asking, self.survey = None, found
        counts = found.before.counts
        self.head.set_subtitle(
            _("criteria {version} · as of {day}").format(
                version=found.basis.criteria.version, day=format.day(found.before.as_of)
            )
        )
        is_empty = not counts.assets and not counts.links and not found.needs
        self.outer.setCurrentIndex(2 if is_empty else 1)
        self.needs.show_survey(found)
        self.planning.show_survey(found)
        self._go_to_wanted()

    def _go_to_wanted(self) -> None:
        if self.survey is None or self._wanted_agency is None:
            return
        wanted, self._wanted_agency = self._wanted_agency, None
        agency = next((one for one in self.survey.before.agencies if wanted in one.units), None)
        if agency is not None:
            self.needs.filter.tick(AGENCY, {agency.id: agency.name})

    @Slot(object)
    def _on_planned(self, plan: Plan | None) -> None:
        self.keep_button.setEnabled(plan is not None)
        self.report_button.setEnabled(plan is not None)

    @Slot()
    def _save(self) -> None:
        if self.switch.chosen == PLAN and self.keep_button.isEnabled():
            self.ask_name()

    @Slot()
    def _offer_report(self) -> None:
        if self.planning.plan is not None:
            where = self.report_button.mapToGlobal(QPoint(0, self.report_button.height()))
            self.strip.menu(self.planning.plan).popup(where)

    @Slot(object)
    def _report_kept(self, scenario: Scenario) -> None:
        if scenario.is_chosen:
            self.context.navigate(REPORTS, "plan")
        elif scenario.plan is not None:
            card = next((one for one in self.compare.cards if one.scenario.id == scenario.id), None)
            anchor = card.report_button if card is not None else self.report_button
            self.strip.menu(scenario.plan).popup(anchor.mapToGlobal(QPoint(0, anchor.height())))

    @Slot(object)
    def _reopen(self, scenario: Scenario) -> None:
        if scenario.plan is not None:
            self.planning.take_terms(scenario.plan.terms)
            self.switch.choose(PLAN)
