"""The cards over the window, made when they are asked for the first time: palette, sheet of keys, scanned codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ui.palette.overlay import Overlay
from ui.preferences import Preferences

if TYPE_CHECKING:
    from ui.context import AppContext
    from ui.main_window import MainWindow
    from ui.palette.key_sheet import KeySheet
    from ui.palette.palette import Palette
    from ui.palette.scan_desk import ScanDesk


class Overlays(QObject):
    """At most one is open at a time."""

    def __init__(self, context: AppContext, preferences: Preferences, window: MainWindow) -> None:
        super().__init__(window)
        self._context, self._preferences, self._window = context, preferences, window
        self._palette: Palette | None = None
        self._key_sheet: KeySheet | None = None
        self._scan_desk: ScanDesk | None = None

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
