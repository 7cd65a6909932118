"""What the window does with a scanned code: opens the record, lets choose, or offers to record it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication

from spbe_assets.i18n import _
from spbe_assets.services import scanning
from spbe_assets.services.scanning import Outcome, Scan
from ui.context import AppContext
from ui.palette import sources
from ui.palette.lines import Line
from ui.palette.scan_answers import OnShow, ScanAnswers
from ui.palette.scan_card import ScanCard
from ui.preferences import Preferences

if TYPE_CHECKING:
    from ui.main_window import MainWindow
    from ui.palette.overlays import Overlays


class ScanDesk(QObject):
    """Takes codes from the scanner. An open editor with unsaved changes stays and asks in place."""

    def __init__(self, context: AppContext, preferences: Preferences, window: MainWindow, overlays: Overlays) -> None:
        super().__init__(window)
        self._context, self._preferences, self._main, self._overlays = context, preferences, window, overlays
        self._answers = ScanAnswers(context, self._go, overlays.open_palette, self._on_show)
        self._turn = 0
        self._offered: Line | None = None
        self.card = ScanCard(window)
        window.message_bar.acted.connect(self._take_offer)
        window.message_bar.closed.connect(self._forget_offer)

    @Slot(str)
    def take(self, text: str) -> None:
        """Look a code up and go on with what it means; a newer scan overtakes an older one."""
        self._turn += 1
        job = self._context.read_later(lambda session, _progress: scanning.find(session, text))
        job.then(self, partial(self._show, self._turn))

    def _show(self, turn: int, scan: Scan) -> None:
        if turn != self._turn:
            return
        if self._preferences.scanner_beep:
            QApplication.beep()
        self._overlays.dismiss()
        self._forget_offer()
        if scan.outcome is Outcome.ONE:
            sources.record_line(scan.hits[0], self._go).run()
        elif scan.outcome is Outcome.OUTDATED:
            self._open_and_offer(scan)
        else:
            self.card.ask(scan.code, scan.sentence, self._answers.groups(scan))

    def _open_and_offer(self, scan: Scan) -> None:
        """Open the record of an outdated label at once, and say so where it doesn't stop the next scan."""
        if not self._may_go():
            return
        sources.record_line(scan.hits[0], self._go).run()
        self._offered = self._answers.print_label(scan.hits[0])
        self._main.message_bar.show_message("warn", scan.sentence, self._offered.text)

    @Slot()
    def _take_offer(self) -> None:
        line, self._offered = self._offered, None
        if line is not None:
            self._main.message_bar.hide()
            line.run()

    @Slot()
    def _forget_offer(self) -> None:
        if self._offered is not None:
            self._offered = None
            self._main.message_bar.hide()

    def _go(self, place: str, argument: object) -> None:
        """Open something, unless that would lose what is being typed."""
        if self._may_go():
            self._context.navigate(place, argument)

    def _may_go(self) -> bool:
        screen = self._main.current_screen()
        if screen is None or screen.may_leave():
            return True
        said = _("Save or discard what is open here, then scan again.")
        self._main.message_bar.show_message("info", said)
        return False

    def _on_show(self) -> OnShow | None:
        screen = self._main.current_screen()
        return screen.on_show() if screen is not None else None
