"""The plan under a budget: worked out in a process of its own a moment after the last change of the budget."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from spbe_assets.domain.errors import AppError
from spbe_assets.domain.needs import NeedState
from spbe_assets.domain.plan import CurvePoint, Plan, Terms
from spbe_assets.i18n import _
from spbe_assets.services import plans, settings
from spbe_assets.services.plan_problem import Survey
from ui.context import AppContext
from ui.jobs import Job
from ui.plan import run
from ui.plan.budget_bar import BudgetBar
from ui.plan.kept import Wish, from_kept, to_kept
from ui.plan.limits_dialog import LimitsDialog
from ui.plan.result import NARROW_SIDE_PX, SIDE_PX, ResultSide, ResultTables
from ui.widgets.basics import button, label
from ui.widgets.notice import Notice

AFTER_MS, CURVE_AFTER_MS = 350, 150
ROOMY_PX = 1300
USUAL_SHARE = 5
TALL, SHORT = 1.0, 0.15
"""The curve is drawn anew where the budget is beyond its end, or within its first part."""
SETTING = "plan.last"


class PlanPage(QWidget):
    """`planned` carries the plan that is on show now, None while another one is being worked out."""

    planned = Signal(object)

    def __init__(self, context: AppContext, first_year: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.survey: Survey | None = None
        self.plan: Plan | None = None
        self.wish: Wish | None = from_kept(settings.user(context.store, context.actor.user, SETTING))
        self._job: Job | None = None
        self._drawing: Job | None = None
        self._drawn: tuple[object, ...] = ()
        self._is_stale = False
        self.bar, self.side, self.tables = BudgetBar(first_year), ResultSide(), ResultTables()
        self.failure = Notice("bad", "")
        self.failure.hide()
        self.busy: QLabel = label("", "muted")
        self.stop_button = button(_("Cancel"), "flat")
        self._later, self._curve_later = QTimer(self), QTimer(self)
        for timer, wait in ((self._later, AFTER_MS), (self._curve_later, CURVE_AFTER_MS)):
            timer.setSingleShot(True)
            timer.setInterval(wait)

        self._lay_out()
        self._show_busy("")
        self._later.timeout.connect(self._work_out)
        self._curve_later.timeout.connect(self._draw)
        self.bar.moved.connect(self._guess)
        self.bar.changed.connect(self._on_wish)
        self.bar.limits_wanted.connect(self.ask_limits)
        self.side.curve.chosen.connect(self.bar.set_budget)
        self.stop_button.clicked.connect(self.stop)

    def show_survey(self, found: Survey) -> None:
        """Plan anew with the needs as they stand; at once only while somebody looks."""
        self.survey = found
        self._drawn = ()
        most = sum(need.cost or 0 for need in found.needs if need.state is not NeedState.DROPPED)
        if self.wish is None:
            self.wish = Wish({found.before.as_of.year + 1: _leading(most // USUAL_SHARE)}, {}, {}, False)
        self.bar.show_budgets(self.wish.budgets)
        self.bar.show_most(max(most, self.bar.budget))
        self.bar.only_accepted.blockSignals(True)
        self.bar.only_accepted.setChecked(self.wish.accepted_only)
        self.bar.only_accepted.blockSignals(False)
        self._name_limits()
        self._ask()

    def take_terms(self, terms: Terms) -> None:
        """Go on from the budgets and shares of another plan."""
        least = {bytes.fromhex(agency): amount for agency, amount in terms.agency_least.items()}
        most = {bytes.fromhex(agency): amount for agency, amount in terms.agency_most.items()}
        self.wish = Wish(dict(terms.budgets), least, most, terms.accepted_only)
        self._keep()
        if self.survey is not None:
            self.show_survey(self.survey)

    @property
    def first_year(self) -> int:
        """The first year that is planned."""
        return min(self.bar.budgets)

    @Slot()
    def stop(self) -> None:
        """Give up what is being worked out; the plan before stays."""
        for job in (self._job, self._drawing):
            if job is not None:
                job.cancel()
        self._job = self._drawing = None
        self._show_busy("")
        if self.plan is not None:
            self._show(self.plan)

    @Slot()
    def ask_limits(self) -> LimitsDialog | None:
        """Ask for the shares of single agencies."""
        if self.survey is None or self.wish is None:
            return None
        names = [(agency.id, agency.name) for agency in self.survey.before.agencies]
        dialog = LimitsDialog(self._context, names, self.wish.least, self.wish.most, self.window())
        dialog.wanted.connect(self._take_limits)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def showEvent(self, event: QShowEvent) -> None:
        """What changed meanwhile is worked out once somebody looks."""
        super().showEvent(event)
        if self._is_stale:
            self._is_stale = False
            self._ask()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a small window the lists get more of the room."""
        super().resizeEvent(event)
        self.side.setFixedWidth(SIDE_PX if self.width() >= ROOMY_PX else NARROW_SIDE_PX)

    def _lay_out(self) -> None:
        busy = QHBoxLayout()
        busy.setSpacing(8)
        busy.addWidget(self.busy)
        busy.addWidget(self.stop_button)
        busy.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(6)
        right.addLayout(busy)
        right.addWidget(self.tables, 1)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.side)
        row.addLayout(right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 0, 16, 12)
        column.setSpacing(10)
        column.addWidget(self.bar)
        column.addWidget(self.failure)
        column.addLayout(row, 1)
        self.setFocusProxy(self.bar.field)

    @Slot()
    def _on_wish(self) -> None:
        least, most = (self.wish.least, self.wish.most) if self.wish else ({}, {})
        self.wish = Wish(dict(self.bar.budgets), least, most, self.bar.only_accepted.isChecked())
        self._keep()
        self._ask()

    @Slot(object)
    def _take_limits(self, limits: tuple[dict[bytes, int], dict[bytes, int]]) -> None:
        if self.wish is not None:
            self.wish = replace(self.wish, least=limits[0], most=limits[1])
            self._name_limits()
            self._keep()
            self._ask()

    def _name_limits(self) -> None:
        count = len({*self.wish.least, *self.wish.most}) if self.wish else 0
        self.bar.limits_button.setText(
            _("Shares of agencies: {n}…").format(n=count) if count else _("Shares of agencies…")
        )

    def _keep(self) -> None:
        store, operator = self._context.store, self._context.actor.user
        kept = to_kept(self.wish) if self.wish else None
        self._context.run_later(lambda _progress: settings.set_user(store, operator, SETTING, kept), quiet=True)

    @Slot()
    def _guess(self) -> None:
        if self.survey is not None:
            self.side.show_guess(self.bar.budget, self.survey.before.province.score.value)

    def _ask(self) -> None:
        """Work it out soon; what was under way is of no use any more."""
        if self._job is not None:
            self._job.cancel()
            self._job = None
        if not self.isVisible():
            self._is_stale = True
            return
        self.planned.emit(None)
        self._later.start()

    def terms(self) -> Terms:
        """What the plan has to keep to.

        Raises:
            Invalid: an amount or a year is impossible.
        """
        wish = self.wish or Wish(dict(self.bar.budgets), {}, {}, False)
        known = {agency.id for agency in self.survey.before.agencies} if self.survey else set()
        least = {agency: amount for agency, amount in wish.least.items() if agency in known}
        most = {agency: amount for agency, amount in wish.most.items() if agency in known}
        return plans.terms(wish.budgets, least, most, accepted_only=wish.accepted_only)

    @Slot()
    def _work_out(self) -> None:
        if self.survey is None:
            return
        try:
            wanted = self.terms()
        except AppError as error:
            self._fail(error)
            return
        job = self._job = self._context.read_apart(run.work_out, self.survey, wanted, quiet=True)
        self._show_busy(_("The best plan is being worked out…"))
        job.then(self, lambda plan: self._take(job, plan)).otherwise(self, lambda error: self._refused(job, error))

    def _take(self, job: Job, plan: Plan) -> None:
        if job is self._job:
            self._job = None
            self._show_busy("")
            self._show(plan)
            self._curve_later.start()

    def _refused(self, job: Job, error: Exception) -> None:
        if job is self._job:
            self._job = None
            self._fail(error)

    def _fail(self, error: Exception) -> None:
        self._show_busy("")
        if isinstance(error, AppError):
            self.failure.set(str(error))
            self.failure.show()
        else:
            self._context.error_raised.emit(error)

    def _show(self, plan: Plan) -> None:
        self.failure.hide()
        self.plan = plan
        self.side.show_plan(plan)
        self.tables.show_plan(plan)
        self.planned.emit(plan)

    def _show_busy(self, text: str) -> None:
        self.busy.setText(text)
        self.busy.setVisible(bool(text))
        self.stop_button.setVisible(bool(text))

    @Slot()
    def _draw(self) -> None:
        """The curve, unless the one on show serves: it costs a few seconds."""
        if self.survey is None or self.plan is None or not self.plan.budget:
            return
        terms = self.plan.terms
        about: tuple[Any, ...] = (tuple(terms.budgets), terms.accepted_only)
        top = self.side.curve.top
        if self._drawn == about and top and SHORT * top <= terms.budget <= TALL * top:
            return
        if self._drawing is not None:
            self._drawing.cancel()
        if self._drawn != about:
            self.side.curve.show_points([])
        job = self._drawing = self._context.read_apart(run.curve, self.survey, terms, quiet=True)
        job.then(self, lambda points: self._take_curve(job, about, points))

    def _take_curve(self, job: Job, about: tuple[Any, ...], points: tuple[CurvePoint, ...]) -> None:
        if job is self._drawing:
            self._drawing, self._drawn = None, about
            self.side.curve.show_points(points)


def _leading(amount: int) -> int:
    """An amount with only its first figure, as a first proposal; at least a million."""
    size = int(10 ** (len(str(max(amount, 1))) - 1))
    return max(amount // size * size, 1_000_000)
