"""Beranda: what there is, in which state, how ready, and what to do next."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from spbe_assets import formats
from spbe_assets.domain.changes import Changes
from spbe_assets.domain.filters import AssetFilter, LinkFilter
from spbe_assets.i18n import N_, _
from spbe_assets.services import home, latest
from ui import format
from ui.context import AppContext
from ui.home import words
from ui.home.answer_cards import CHANGES_SHOWN, BudgetCard, LatestCard
from ui.home.board import Board
from ui.home.cards import ConditionCard, FigureCard, TaskCard
from ui.home.readiness_card import ReadinessCard
from ui.navigation import EXCHANGE, HISTORY, IMPORT, INVENTORY, NEW, READINESS
from ui.readiness.words import CRITERION
from ui.widgets.basics import button
from ui.widgets.empty_state import EmptyState
from ui.widgets.screen import Screen

AFTER_A_CHANGE_MS = 250


class HomeScreen(Screen):
    """Counts again, off the GUI thread, a moment after each change."""

    name, title, icon = "home", N_("Home"), "house"

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.assets, self.links = FigureCard(_("Assets recorded")), FigureCard(_("Network links"))
        self.seen, self.score = FigureCard(_("Seen in 12 months")), FigureCard(_("Readiness of the province"))
        self.tasks, self.years, self.readiness = TaskCard(), ConditionCard(), ReadinessCard(context)
        self.budget, self.latest = BudgetCard(), LatestCard()
        self.import_button = button(_("Import a spreadsheet"), "main", "file-up")
        self.new_button = button(_("Record the first asset"), icon="plus")
        self._seen_since: date | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(AFTER_A_CHANGE_MS)

        self.pages = QStackedWidget()
        self._empty = EmptyState(
            "boxes",
            _("No assets yet"),
            _("Import an agency's old spreadsheet, or record the first server, link or device by hand."),
            self.import_button,
            self.new_button,
        )
        self._full = self._overview_page()
        self._blank = QWidget()
        for page in (self._blank, self._full, self._empty):
            self.pages.addWidget(page)
        self.body.addWidget(self.pages)

        self._connect()
        self.refresh(None)

    def refresh(self, changes: Changes | None) -> None:
        if changes is None or changes.touched:
            self._timer.start(0 if self.pages.currentWidget() is self._blank else AFTER_A_CHANGE_MS)

    def _overview_page(self) -> QWidget:
        figures = QHBoxLayout()
        figures.setSpacing(12)
        for card in (self.assets, self.links, self.seen, self.score):
            figures.addWidget(card, 1)
        board = Board((self.tasks, self.readiness, self.years, self.budget, self.latest))
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(16, 4, 16, 12)
        column.setSpacing(16)
        column.addLayout(figures)
        column.addWidget(board, 1)
        return page

    def _connect(self) -> None:
        go = self.context.navigate
        self._timer.timeout.connect(self._ask)
        self.assets.clicked.connect(lambda: go(INVENTORY, AssetFilter()))
        self.links.clicked.connect(lambda: go(INVENTORY, LinkFilter()))
        self.seen.clicked.connect(self._open_unseen)
        self.score.clicked.connect(lambda: go(READINESS))
        self.tasks.opened.connect(self._open_task)
        self.years.chosen.connect(self._open_year)
        self.readiness.chosen.connect(lambda agency: go(READINESS, agency))
        self.readiness.scored.connect(self._show_score)
        self.readiness.assessed.connect(self.budget.show_readiness)
        self.budget.chosen.connect(lambda criterion: go(READINESS, (CRITERION, criterion)))
        self.latest.chosen.connect(lambda action: go(HISTORY, action))
        self.import_button.clicked.connect(lambda: go(IMPORT))
        self.new_button.clicked.connect(lambda: go(INVENTORY, NEW))

    @Slot()
    def _ask(self) -> None:
        today = formats.today()
        self.context.read_later(lambda session, _progress: _answers(session, today)).then(self, self._show)

    def _show(self, answers: tuple[home.Overview, list[latest.Latest]]) -> None:
        overview, changes = answers
        self._seen_since = overview.seen_since
        self.head.set_subtitle(_("as of {day}").format(day=format.long_day(overview.as_of)))
        if not overview.assets and not overview.links:
            self.pages.setCurrentWidget(self._empty)
            return
        self.assets.show_figure(format.number(overview.assets), words.assets_note(overview))
        self.links.show_figure(format.number(overview.links), words.links_note(overview))
        share = overview.verified_share
        self.seen.show_figure("–" if share is None else format.percent(share), words.seen_note(overview))
        self.seen.title.setText(words.seen_title(overview))
        self.tasks.show_tasks(overview.tasks)
        self.latest.show_latest(changes)
        self.years.show_years(overview.years)
        self.pages.setCurrentWidget(self._full)
        self.readiness.ask()

    def _show_score(self, figure: str, note: str) -> None:
        self.score.show_figure(figure, note)

    def _open_task(self, wanted: AssetFilter | LinkFilter) -> None:
        """The records of a task; those that wait for a decision are decided where packs are merged."""
        if isinstance(wanted, AssetFilter) and wanted.conflict:
            self.context.navigate(EXCHANGE, "conflicts")
        else:
            self.context.navigate(INVENTORY, wanted)

    @Slot()
    def _open_unseen(self) -> None:
        self.context.navigate(INVENTORY, AssetFilter(not_verified_since=self._seen_since))

    def _open_year(self, bar: home.YearBar) -> None:
        self.context.navigate(INVENTORY, AssetFilter(year_from=None if bar.first else bar.year, year_to=bar.year))


def _answers(session: Any, today: date) -> tuple[home.Overview, list[latest.Latest]]:
    return home.overview(session, today), latest.listed(session, CHANGES_SHOWN)
