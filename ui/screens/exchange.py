"""Gabung: packs in and out by drag and drop, what they bring, and the decisions that merging leaves to people."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from spbe_assets.domain.changes import Changes
from spbe_assets.domain.errors import AppError
from spbe_assets.domain.packs import Report, Scope
from spbe_assets.i18n import N_, _, ngettext
from ui import format as formats
from ui.context import AppContext
from ui.exchange import files, outgoing, overview, turning, words
from ui.exchange.decide_page import DecidePage
from ui.exchange.incoming import Incoming
from ui.exchange.overview import OverviewPage
from ui.exchange.plan import Plan
from ui.exchange.plan_page import PlanPage
from ui.exchange.waiting_strip import CONFLICTS, MISSING, PAIRS, Counts
from ui.importer.runner import Runner
from ui.widgets.basics import button
from ui.widgets.notice import Notice
from ui.widgets.screen import Screen

LISTS = (CONFLICTS, PAIRS, MISSING)
HAND_OVER = "hand-over"


class ExchangeScreen(Screen):
    """The overview, the plan of a pack, or the lists to decide; one piece of work at a time off the GUI thread."""

    name, title, icon = "exchange", N_("Exchange"), "git-merge"

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._folder = Path()
        self._is_behind = False
        self.report: Report | None = None
        self.later_button, self.apply_button = button(_("Later")), button("", "main", "check")
        self.back_button = button(_("Back to the packs"), "", "arrow-left")
        self.notice = Notice("good", "")
        self.overview, self.plan, self.decide = OverviewPage(context), PlanPage(), DecidePage(context)
        self.pages = QStackedWidget()
        for page in (self.overview, self.plan, self.decide):
            self.pages.addWidget(page)
        self._runner = Runner(self.pages)
        self.incoming = Incoming(context, self._runner, self)
        self.setAcceptDrops(True)
        self._lay_out()
        self._connect()
        self._show_page(self.overview)
        self.overview.reload()

    def _lay_out(self) -> None:
        for one in (self.back_button, self.later_button, self.apply_button):
            self.head.add(one)
        above = QHBoxLayout()
        above.setContentsMargins(16, 0, 16, 0)
        above.setSpacing(0)
        above.addWidget(self.notice)
        self.notice.hide()
        self.body.addLayout(above)
        self.body.addWidget(self.pages, 1)

    def _connect(self) -> None:
        page = self.overview
        page.drop.open_button.clicked.connect(self.ask_packs)
        page.hand_out.clicked.connect(lambda: outgoing.hand_out(self.context, self))
        page.hand_over.clicked.connect(lambda: outgoing.hand_over(self.context, self))
        page.decide_asked.connect(self.show_list)
        page.put_off.acted.connect(lambda: self.incoming.add(list(self.incoming.put_off)))
        page.packs.aside_asked.connect(lambda pack: turning.set_aside(self.context, self._runner, pack.id))
        page.packs.again_asked.connect(lambda pack: turning.fold_again(self.context, self._runner, pack.id))
        page.packs.receipt_asked.connect(lambda pack: outgoing.save_receipt(self.context, self, pack.fingerprint))
        self.decide.receipt_asked.connect(lambda: outgoing.ask_receipt(self.context, self))
        self.incoming.planned.connect(self._show_plan)
        self.incoming.merged.connect(self._on_merged)
        self.incoming.refused.connect(self._on_refused)
        self.incoming.emptied.connect(self._on_emptied)
        self._runner.ended.connect(self._catch_up)
        self.apply_button.clicked.connect(self.incoming.apply)
        self.later_button.clicked.connect(self.incoming.later)
        self.back_button.clicked.connect(self.show_overview)
        self.notice.acted.connect(self._save_receipt)
        opener = QShortcut(QKeySequence.StandardKey.Open, self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        opener.setWhatsThis(_("Open a pack"))
        opener.activated.connect(self.ask_packs)

    @property
    def is_busy(self) -> bool:
        """Whether a pack is being looked at or merged."""
        return self._runner.is_busy

    def show_argument(self, argument: object) -> None:
        """Paths open packs; "conflicts", "twice" or "missing" opens that list.

        "hand-over" begins a return pack, a `Scope` a work pack of it.
        """
        if argument == HAND_OVER:
            outgoing.hand_over(self.context, self)
        elif isinstance(argument, Scope):
            outgoing.hand_out(self.context, self, argument)
        elif isinstance(argument, str) and argument in LISTS:
            self.show_list(argument)
        elif isinstance(argument, str | Path):
            self.open_packs([Path(argument)])
        elif isinstance(argument, list | tuple):
            self.open_packs([Path(one) for one in argument])

    def open_packs(self, paths: Sequence[Path]) -> None:
        """Look at packs, one after another."""
        if paths:
            self._folder = paths[0].parent
            self.notice.hide()
            self.incoming.add(paths)

    @Slot()
    def ask_packs(self) -> None:
        """Ask which packs to open."""
        files.ask_packs(self, self._folder, self.open_packs)

    @Slot()
    def show_overview(self) -> None:
        """Go back to the packs; what waits can be gone on with at any time."""
        self.notice.hide()
        self._show_page(self.overview)
        self.overview.reload()

    def show_list(self, key: str) -> None:
        """Show what waits for a decision."""
        self._show_page(self.decide)
        self.decide.open(key)
        self._count()

    def refresh(self, changes: Changes | None) -> None:
        if changes is not None and not changes.touched:
            return
        if self.is_busy:
            self._is_behind = True
            return
        if self.pages.currentWidget() is self.plan:
            self.incoming.look_again()
        elif self.pages.currentWidget() is self.decide:
            self.decide.reload()
            self._count()
        else:
            self.overview.reload()

    @Slot()
    def _catch_up(self) -> None:
        """Follow what was written meanwhile."""
        if self._is_behind:
            self._is_behind = False
            self.refresh(None)

    def kept(self) -> dict[str, Any]:
        """The packs that were put off."""
        shown = [self.incoming.plan.path] if self.incoming.plan is not None else []
        return {"packs": [str(path) for path in (*self.incoming.put_off, *shown)]}

    def bring_back(self, kept: dict[str, Any]) -> None:
        """Offer them again, those that are still there."""
        with suppress(KeyError, TypeError, OSError):
            self.incoming.put_off = [path for name in kept["packs"] if (path := Path(name)).is_file()]
            self._show_put_off()

    def _show_page(self, page: QWidget) -> None:
        self.pages.setCurrentWidget(page)
        self.later_button.setVisible(page is self.plan)
        self.apply_button.setVisible(page is self.plan)
        self.back_button.setVisible(page is self.decide)
        if page is not self.plan:
            self.head.set_subtitle("")
        self._show_put_off()
        self.setFocusProxy(page)

    def _show_put_off(self) -> None:
        paths = self.incoming.put_off
        told = ngettext("{n} pack was put off", "{n} packs were put off", len(paths))
        self.overview.put_off.set(formats.counted(told, len(paths)), ", ".join(path.name for path in paths), _("Open"))
        self.overview.put_off.setVisible(bool(paths))

    def _show_plan(self, plan: Plan) -> None:
        report = plan.report
        self.plan.show_plan(plan)
        self._show_page(self.plan)
        self.head.set_subtitle(words.head(report.header))
        count = words.touched(report) or report.new_changesets
        told = ngettext("Apply {n} change", "Apply {n} changes", count)
        self.apply_button.setText(formats.counted(told, count))
        self.apply_button.setEnabled(bool(report.new_changesets or report.new_photos))
        self.plan.table.setFocus()

    def _on_merged(self, report: Report) -> None:
        self.report = report
        self.notice.set_tone("good")
        self.notice.set(words.merged(report), "", _("Save a receipt…"))
        self.notice.show()
        pack, context = report.header.id, self.context
        context.offered.emit(words.merged(report), lambda: turning.set_aside(context, self._runner, pack))
        if self.incoming.left:
            self.incoming.go_on()
        else:
            self._go_to_decisions(report)

    def _go_to_decisions(self, report: Report) -> None:
        waiting = {CONFLICTS: report.conflicts, PAIRS: report.duplicates, MISSING: report.missing}
        first = next((key for key, found in waiting.items() if found), "")
        if first:
            self.show_list(first)
        else:
            self._show_page(self.overview)
            self.overview.reload()

    def _on_refused(self, path: Path, error: Exception) -> None:
        if isinstance(error, AppError):
            self.notice.set_tone("bad")
            self.notice.set(_("{file} was not taken").format(file=path.name), str(error))
            self.notice.show()
            self.report = None
        else:
            self.context.error_raised.emit(error)
        self.incoming.go_on()

    @Slot()
    def _on_emptied(self) -> None:
        self._show_page(self.overview)
        self.overview.reload()

    @Slot()
    def _save_receipt(self) -> None:
        if self.report is not None:
            outgoing.save_receipt(self.context, self, self.report.header.fingerprint)

    def _count(self) -> None:
        job = self.context.read_later(lambda session, _progress: overview.count(session), quiet=True)
        job.then(self, self._show_counts)

    def _show_counts(self, counts: Counts) -> None:
        self.decide.show_counts(counts)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back from what is open; nothing is lost."""
        if event.key() != Qt.Key.Key_Escape or self.pages.currentWidget() is self.overview:
            super().keyPressEvent(event)
        elif self.pages.currentWidget() is self.plan:
            self.incoming.later()
        elif self.is_busy:
            self._runner.cancel()
        else:
            self.show_overview()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if files.packs_in(event.mimeData()):
            self.overview.drop.mark(is_over=True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.overview.drop.mark(is_over=False)

    def dropEvent(self, event: QDropEvent) -> None:
        self.overview.drop.mark(is_over=False)
        paths = files.packs_in(event.mimeData())
        if paths:
            event.acceptProposedAction()
            self.open_packs(paths)
