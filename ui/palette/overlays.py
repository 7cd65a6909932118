"""The cards over the window, made when they are asked for the first time: palette, sheet of keys, scanned codes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from spbe_assets.domain.ids import Id
from spbe_assets.domain.labels import Listed
from ui import navigation
from ui.exchange.drops import PackDrops
from ui.palette.overlay import Overlay
from ui.preferences import Preferences
from ui.scanning.drops import Drops

if TYPE_CHECKING:
    from spbe_assets.services.attachment_files import Source
    from ui.context import AppContext
    from ui.main_window import MainWindow
    from ui.palette.key_sheet import KeySheet
    from ui.palette.palette import Palette
    from ui.palette.scan_desk import ScanDesk
    from ui.scanning.dialog import ScanDialog


class Overlays(QObject):
    """At most one is open at a time."""

    def __init__(self, context: AppContext, preferences: Preferences, window: MainWindow) -> None:
        super().__init__(window)
        self._context, self._preferences, self._window = context, preferences, window
        self._palette: Palette | None = None
        self._key_sheet: KeySheet | None = None
        self._scan_desk: ScanDesk | None = None
        self._scan_dialog: ScanDialog | None = None
        Drops(window, self.open_scan)
        PackDrops(window, lambda paths: window.open_place(navigation.EXCHANGE, paths))

    @property
    def any_open(self) -> bool:
        """Whether one is open and has the keys."""
        return any(one.isVisible() for one in self._window.findChildren(Overlay))

    def dismiss(self) -> None:
        """Take away what is open."""
        for one in self._window.findChildren(Overlay):
            one.dismiss()

    def open_palette(self, text: str = "") -> None:
        """Show the box that finds everything, with a text in it."""
        self.dismiss()
        if self._palette is None:
            from ui.palette.palette import Palette

            self._palette = Palette(self._context, self._preferences, self._window)
        self._palette.start(text)

    def show_keys(self) -> None:
        """Show the keyboard shortcuts of the screen and of the window."""
        self.dismiss()
        if self._key_sheet is None:
            from ui.palette.key_sheet import KeySheet

            self._key_sheet = KeySheet(self._window)
        self._key_sheet.start()

    def take_scan(self, code: str) -> None:
        """Go on with a scanned code: open its record, or ask what to do with it."""
        if self._scan_desk is None:
            from ui.palette.scan_desk import ScanDesk

            self._scan_desk = ScanDesk(self._context, self._preferences, self._window, self)
        self._scan_desk.take(code)

    def open_scan(self, brought: Sequence[Source] = ()) -> None:
        """Show the dialog that scans one thing after another, with pictures or scanner files to begin with."""
        self.dismiss()
        if self._scan_dialog is None:
            from ui.scanning.dialog import ScanDialog

            self._scan_dialog = ScanDialog(self._context, self._window, self._on_show)
            self._scan_dialog.taken.connect(self._print)
        self._scan_dialog.open()
        self._scan_dialog.take_sources(brought)

    @Slot(list)
    def _print(self, tags: list[str]) -> None:
        self._context.navigate(navigation.LABELS, Listed(tuple(tags)))

    def _on_show(self) -> tuple[str, Id, str] | None:
        screen = self._window.current_screen()
        return screen.on_show() if screen is not None else None
