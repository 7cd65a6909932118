"""What the window does with a scanned code: opens the record, lets choose, or offers to record it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication

from spbe_assets.domain.progress import Progress
from spbe_assets.i18n import _
from spbe_assets.services import assets, links, scanning
from spbe_assets.services.scanning import Outcome, Scan
from ui import navigation
from ui.context import AppContext
from ui.palette import sources
from ui.palette.lines import Group, Line
from ui.palette.scan_card import ScanCard
from ui.preferences import Preferences

if TYPE_CHECKING:
    from ui.main_window import MainWindow
    from ui.palette.overlays import Overlays

ONE_KEY = "123456789"


class ScanDesk(QObject):
    """Takes codes from the scanner. An open editor with unsaved changes stays and asks in place."""

    def __init__(self, context: AppContext, preferences: Preferences, window: MainWindow, overlays: Overlays) -> None:
        super().__init__(window)
        self._context, self._preferences, self._main, self._overlays = context, preferences, window, overlays
        self._turn = 0
        self.card = ScanCard(window)

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
        if scan.outcome is Outcome.ONE:
            sources.record_line(scan.hits[0], self._go).run()
        else:
            self.card.ask(scan.code, _sentence(scan), self._groups(scan))

    def _go(self, place: str, argument: object) -> None:
        """Open something, unless that would lose what is being typed."""
        screen = self._main.current_screen()
        if screen is None or screen.may_leave():
            self._context.navigate(place, argument)
        else:
            said = _("Save or discard what is open here, then scan again.")
            self._main.message_bar.show_message("info", said)

    def _groups(self, scan: Scan) -> list[Group]:
        found = [sources.record_line(hit, self._go) for hit in scan.hits]
        numbered = tuple(replace(line, keys=ONE_KEY[at] if at < len(ONE_KEY) else "") for at, line in enumerate(found))
        groups = [Group(_("Did you mean") if scan.outcome is Outcome.MISTYPED else "", numbered)] if numbered else []
        actions = self._unknown(scan) if scan.outcome is Outcome.UNKNOWN else []
        if scan.outcome is not Outcome.SEVERAL:
            actions.append(self._search(scan.code))
        return [*groups, Group("", tuple(actions))] if actions else groups

    def _unknown(self, scan: Scan) -> list[Line]:
        key = "tag" if scan.is_tag else "serial"
        said = _("New item with this tag") if scan.is_tag else _("New item with this serial number")
        begin = partial(self._go, navigation.INVENTORY, (navigation.NEW, {key: scan.code}))
        return [Line("new", said, begin, icon="plus", keys="N"), *self._claim(scan, key)]

    def _claim(self, scan: Scan, key: str) -> list[Line]:
        screen = self._main.current_screen()
        shown = screen.on_show() if screen is not None else None
        if shown is None or (shown[0] != "asset" and not scan.is_tag):
            return []
        table, record_id, called = shown
        said = _("Put this tag on {name}") if scan.is_tag else _("Put this serial number on {name}")
        put = partial(self._put, table, record_id, key, scan.code, called)
        return [Line("put", said.format(name=called), put, icon="tag", keys="P")]

    def _put(self, table: str, record_id: bytes, key: str, code: str, called: str) -> None:
        update = assets.update if table == "asset" else links.update

        def change(uow: Any, _progress: Progress) -> None:
            update(uow, record_id, {key: code})

        self._context.write(change, "edit", _("{code} put on {name}").format(code=code, name=called))

    def _search(self, code: str) -> Line:
        return Line("search", _("Search for it"), partial(self._overlays.open_palette, code), icon="search", keys="S")


def _sentence(scan: Scan) -> str:
    match scan.outcome:
        case Outcome.SEVERAL:
            return _("Several records carry this code. Which one is it?")
        case Outcome.MISTYPED:
            return _("The check character of this tag is wrong: it was misread or mistyped.")
    return _("No record carries this tag yet.") if scan.is_tag else _("No record carries this code yet.")
