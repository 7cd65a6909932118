"""One piece of work at a time: read, plan or write off the GUI thread, with a bar in the middle if it takes a while."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QStackedWidget

from ui.importer.busy_page import BusyPage
from ui.jobs import Job

BAR_AFTER_MS = 300


class Runner(QObject):
    """Shows a `BusyPage` among the pages while it works."""

    ended = Signal()
    """A piece of work is over, whatever came of it."""

    def __init__(self, pages: QStackedWidget) -> None:
        super().__init__(pages)
        self._pages = pages
        self._job: Job | None = None
        self.page = BusyPage()
        pages.addWidget(self.page)
        self._bar_timer = QTimer(self, singleShot=True, interval=BAR_AFTER_MS)
        self._bar_timer.timeout.connect(lambda: pages.setCurrentWidget(self.page))

    @property
    def is_busy(self) -> bool:
        """Whether something is being done."""
        return self._job is not None

    def cancel(self) -> None:
        """Ask the work in hand to stop; nothing of it is kept."""
        if self._job is not None:
            self._job.cancel()

    def run(self, start: Callable[[], Job], title: str, then: Callable[[Any], None]) -> Job | None:
        """Do one piece of work and hand its result on; None where something is being done already."""
        if self.is_busy:
            return None
        shown = self._pages.currentIndex()
        job = self._job = start()
        self.page.follow(job, title)
        self._bar_timer.start()
        job.finished.connect(lambda _job: self._finish(shown))
        return job.then(self._pages, then)

    def _finish(self, shown: int) -> None:
        self._bar_timer.stop()
        self._job = None
        if self._pages.currentWidget() is self.page:
            self._pages.setCurrentIndex(shown)
        self.ended.emit()
