"""Draws every screen on a database without a display: `python docs/make_pictures.py DATABASE FOLDER`.

Light and dark, Indonesian and English. For looking at what we made, and for the user guide.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QDeadlineTimer, QEventLoop
from PySide6.QtWidgets import QApplication

from spbe_assets.storage.store import Actor, Store
from ui import navigation, theme
from ui.app import dress, speak
from ui.context import AppContext
from ui.main_window import MainWindow
from ui.preferences import Preferences

SIZES = ((1366, 768), (1920, 1080))
SETTLE_MS = 1500


def main(app: QApplication, database: Path, folder: Path) -> None:
    """Save one PNG for each screen, theme, language and size."""
    folder.mkdir(parents=True, exist_ok=True)
    dress(app, theme.Mode.LIGHT)
    store = Store.open(database)
    for language in ("id", "en"):
        speak(app, language)
        _draw(app, store, folder, language)
    store.close()


def _draw(app: QApplication, store: Store, folder: Path, language: str) -> None:
    context = AppContext(store, Actor("Budi S."))
    window = MainWindow(Preferences(), _raise)
    window.attach(context)
    window.show()
    for place in navigation.places():
        window.open_place(place.name)
        for width, height in SIZES if language == "id" else SIZES[:1]:
            window.resize(width, height)
            for mode in (theme.Mode.LIGHT, theme.Mode.DARK):
                theme.set_mode(mode)
                _settle(app)
                window.grab().save(str(folder / f"{place.name}-{language}-{mode}-{width}.png"))
    window.close()
    window.deleteLater()
    _settle(app, 0)


def _settle(app: QApplication, milliseconds: int = SETTLE_MS) -> None:
    deadline = QDeadlineTimer(milliseconds)
    app.processEvents()
    while not deadline.hasExpired():
        app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)


def _raise(error: BaseException) -> None:
    raise error


if __name__ == "__main__":
    application = QApplication([])  # named here, so that it outlives every widget
    main(application, Path(sys.argv[1]), Path(sys.argv[2]))
