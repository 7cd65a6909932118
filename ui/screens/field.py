"""Lapangan: what I have to do in the field, and for those who hand out work how far everybody is."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QDialog, QStackedWidget, QWidget

from spbe_assets.domain.changes import Changes
from spbe_assets.i18n import N_, _
from spbe_assets.services.assignments import AreaProgress
from ui.context import AppContext
from ui.field import reading, words
from ui.field.my_work import MyWorkPage
from ui.field.progress_page import ProgressPage
from ui.field.reading import MyWork
from ui.links.measurement_form import MeasurementForm
from ui.links.quick_link import QuickLink
from ui.widgets.screen import Screen
from ui.widgets.switch import Switch

AFTER_A_CHANGE_MS = 400
MINE, PROGRESS = 0, 1
TITLES = (N_("My work"), N_("Progress of the work"))


class FieldScreen(Screen):
    """Which side shows first follows from whether this installation has work; a choice by hand stays."""

    name, title, icon = "field", N_("Field work"), "map-pin"

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._is_chosen = False
        self.switch = Switch([_(title) for title in TITLES])
        self.mine, self.progress = MyWorkPage(context), ProgressPage(context)
        self.pages = QStackedWidget()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(AFTER_A_CHANGE_MS)

        self.head.add(self.switch)
        self.search = self.head.add_search(_("Find agency or room…"))
        for page in (self.mine, self.progress):
            self.pages.addWidget(page)
        self.body.addWidget(self.pages, 1)
        self._connect()
        self.switch.choose(MINE)
        self._is_chosen = False
        self.refresh(None)

    def _connect(self) -> None:
        self._timer.timeout.connect(self._ask)
        self.switch.switched.connect(self._on_switched)
        self.search.searched.connect(self._on_search)
        self.mine.scan_asked.connect(self.context.scan_wanted)
        self.mine.link_asked.connect(self.new_link)
        self.mine.measure_asked.connect(self.measure)

    def refresh(self, changes: Changes | None) -> None:
        if changes is None or changes.touched:
            self._timer.start(AFTER_A_CHANGE_MS if changes is not None else 0)

    def show_argument(self, argument: object) -> None:
        """The number of a side shows it."""
        if isinstance(argument, int) and argument in (MINE, PROGRESS):
            self._is_chosen = True
            self.switch.choose(argument)

    @Slot()
    def _ask(self) -> None:
        store = self.context.store
        self.context.run_later(lambda _progress: reading.my_work(store)).then(self, self._show)
        if self.pages.currentWidget() is self.progress:
            self.context.run_later(lambda _progress: reading.progress(store)).then(self, self._show_progress)

    def _show(self, work: MyWork) -> None:
        self.mine.show_work(work)
        if not self._is_chosen:
            self._is_chosen = True
            self.switch.choose(PROGRESS if work.hands_out and not work.tasks else MINE)
        self._say_head(work)

    def _say_head(self, work: MyWork) -> None:
        shown = self.pages.currentWidget() is self.mine and bool(work.tasks)
        self.head.set_subtitle(words.rooms_note(work.tasks) if shown else "")

    def _show_progress(self, rows: list[AreaProgress]) -> None:
        self.progress.show_rows(rows)

    def _on_switched(self, number: int) -> None:
        self._is_chosen = True
        page = (self.mine, self.progress)[number]
        self.pages.setCurrentWidget(page)
        self.search.clear()
        self.setFocusProxy(page)
        page.setFocus()
        self._timer.start(0)

    def _on_search(self, text: str) -> None:
        for page in (self.mine, self.progress):
            page.search(text)

    @Slot()
    def new_link(self) -> None:
        """Record a link with its two ends, and what was measured on it."""
        self._open(QuickLink(self.context, self))

    @Slot()
    def measure(self) -> None:
        """Record a measurement of a link that is chosen first."""
        self._open(MeasurementForm(self.context, None, None, self))

    def _open(self, dialog: QDialog) -> None:
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def kept(self) -> dict[str, Any]:
        """Which side is open."""
        return {"side": self.switch.chosen}

    def bring_back(self, kept: dict[str, Any]) -> None:
        """Show it again."""
        if kept.get("side") in (MINE, PROGRESS):
            self.switch.choose(kept["side"])
