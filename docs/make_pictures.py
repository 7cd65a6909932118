"""Draws every screen on a database without a display: `python docs/make_pictures.py DATABASE FOLDER`.

Light and dark, Indonesian and English. For looking at what we made; `make_guide_pictures.py` draws those of the guide.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from tempfile import mkdtemp

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("SPBE_ASSETS_HOME", mkdtemp(prefix="spbe-assets-pictures-"))  # not what this user's window keeps

from PySide6.QtCore import QDeadlineTimer, QEventLoop
from PySide6.QtWidgets import QApplication, QWidget

from spbe_assets.storage.store import Actor, Store
from ui import navigation, theme
from ui.app import dress, speak
from ui.context import AppContext
from ui.main_window import MainWindow
from ui.preferences import Preferences

SIZES = ((1366, 768), (1920, 1080))
SETTLE_MS = 1500


class Stage:
    """The real window on a database, in one language: `settle` lets it come to rest, `close` takes it away."""

    def __init__(self, app: QApplication, store: Store, language: str, size: tuple[int, int] = SIZES[0]) -> None:
        speak(app, language)
        self.app, self.language = app, language
        self.context = AppContext(store, Actor("Budi S."))
        self.window = MainWindow(Preferences(), _raise)
        self.window.attach(self.context)
        self.window.resize(*size)
        self.window.show()

    def settle(self, milliseconds: int = SETTLE_MS) -> None:
        """Let jobs, timers and paints go on for so long."""
        deadline = QDeadlineTimer(milliseconds)
        self.app.processEvents()
        while not deadline.hasExpired():
            self.app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)

    def close(self) -> None:
        """Close the window; the database stays open."""
        self.window.close()
        self.window.deleteLater()
        self.settle(0)


def main(app: QApplication, database: Path, folder: Path) -> None:
    """Save one PNG for each screen, theme, language and size."""
    folder.mkdir(parents=True, exist_ok=True)
    dress(app, theme.Mode.LIGHT)
    store = Store.open(database)
    for language in ("id", "en"):
        stage = Stage(app, store, language)
        for place in navigation.places():
            stage.window.open_place(place.name)
            _draw(stage, folder / f"{place.name}-{language}")
        stage.close()
    store.close()


def _draw(stage: Stage, name: Path) -> None:
    window: QWidget = stage.window
    for width, height in SIZES if stage.language == "id" else SIZES[:1]:
        window.resize(width, height)
        for mode in (theme.Mode.LIGHT, theme.Mode.DARK):
            theme.set_mode(mode)
            stage.settle()
            window.grab().save(f"{name}-{mode}-{width}.png")


def _raise(error: BaseException) -> None:
    raise error


if __name__ == "__main__":
    application = QApplication([])  # named here, so that it outlives every widget
    main(application, Path(sys.argv[1]), Path(sys.argv[2]))
