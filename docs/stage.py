"""The real window on a database without a display, for those that draw it. Import this before anything of the program.

What this user's own window keeps is left alone.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("SPBE_ASSETS_HOME", mkdtemp(prefix="spbe-assets-pictures-"))

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from spbe_assets.storage.store import Actor, Store
from ui import navigation
from ui.app import speak
from ui.context import AppContext
from ui.inventory.chip_popup import Popup
from ui.main_window import MainWindow
from ui.preferences import Preferences
from ui.scanning.dialog import ScanDialog

OPERATOR = "Budi S."
SIZE = (1366, 768)
SETTLE_MS = 1500


class Stage:
    """The window in one language: `settle` lets it come to rest, `close` takes it away; the database stays open."""

    def __init__(self, app: QApplication, store: Store, language: str, size: tuple[int, int] = SIZE) -> None:
        speak(app, language)
        self.app, self.language = app, language
        self.context = AppContext(store, Actor(OPERATOR))
        self.window = MainWindow(Preferences(), _raise)
        self.window.attach(self.context)
        self.window.resize(*size)
        self.window.show()

    @property
    def screen(self) -> Any:
        """The screen on show; what it has beside being a screen is its own."""
        return self.window.current_screen()

    def settle(self, milliseconds: int = SETTLE_MS) -> None:
        """Let jobs, timers and paints go on for so long."""
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    def go(self, place: str, argument: object = None) -> Any:
        """Open a place and return its screen, at rest."""
        self.window.open_place(place, argument)
        self.settle(600)
        return self.screen

    def inventory(self, argument: object = None) -> Any:
        """The inventory, with what an argument asks for."""
        screen = self.go(navigation.INVENTORY)
        if screen.assets.query.group is not None:
            screen.assets.group_by(None)
        screen.search.clear()
        return self.go(navigation.INVENTORY, argument)

    def press(self, widget: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> None:
        """Press keys in a widget of the active window."""
        self.window.activateWindow()
        widget.setFocus()
        self.settle(100)
        QTest.keyClick(widget, key, modifiers)
        self.settle(600)

    def type(self, text: str, end: Qt.Key | None = None) -> None:
        """Type where the focus is."""
        focused = self.app.focusWidget()
        if focused is None:
            raise SystemExit("nothing has the focus")
        if isinstance(focused, QLineEdit) and not end:
            focused.clear()
        QTest.keyClicks(focused, text, Qt.KeyboardModifier.NoModifier, 60)  # as fingers, else it is taken for a scan
        if end is not None:
            QTest.keyClick(focused, end)
        self.settle(300)

    def clear(self) -> None:
        """Close what is open over the screen, without keeping anything."""
        for one in self.app.topLevelWidgets():
            if one is not self.window and one.isVisible():
                one.hide()
                if not isinstance(one, ScanDialog):  # the window keeps it, and its pile
                    one.deleteLater()
        for popup in self.window.findChildren(Popup):
            popup.close()
        self.window.message_bar.hide()
        self.window.toast.hide()
        if self.window.overlays is not None:
            self.window.overlays.dismiss()
        side = getattr(self.screen, "current", None)
        if side is not None and side.is_editing:
            side.editor.discard()
        self.window.activateWindow()
        self.settle(50)

    def close(self) -> None:
        """Close the window; the database stays open."""
        self.window.close()
        self.window.deleteLater()
        self.settle(0)


def _raise(error: BaseException) -> None:
    raise error
