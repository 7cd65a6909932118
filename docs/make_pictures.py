"""Draws every screen and dialog of the program without a display, for looking at what we made.

    python docs/make_pictures.py DATABASE FOLDER [NAME…] [--language id] [--theme dark] [--size 1366x768]

Draws all there is in `scenes.py` in both languages, all themes and two sizes unless asked for less; options may be
repeated. QT_SCALE_FACTOR=1.5 draws everything larger. Works on a copy of the database. `make_guide_pictures.py` draws
the pictures of the guide.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtWidgets import QApplication, QWidget
from scenes import EMPTY, SCENES, Scene, prepare
from stage import OPERATOR, Stage

from spbe_assets.storage.store import Actor, Store
from ui import navigation, theme
from ui.app import dress

LANGUAGES = ("id", "en")
THEMES = (theme.Mode.LIGHT, theme.Mode.DARK, theme.Mode.CONTRAST)
SIZES = ("1366x768", "1920x1080")
SWITCH_MS = 250


def main(app: QApplication, wanted: argparse.Namespace) -> None:
    """Save one PNG for each picture, language, size and theme."""
    wanted.folder.mkdir(parents=True, exist_ok=True)
    dress(app, theme.Mode(wanted.theme[0]))
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        filled = Store.open(Path(shutil.copy(wanted.database, folder)))
        with filled.write(Actor(OPERATOR), "edit") as uow:
            prepare(uow)
        empty = Store.create(Path(folder) / "Riau kosong.spbe")
        for language in wanted.language:
            for size in wanted.size:
                _draw(app, filled, SCENES, (language, size), wanted)
                _draw(app, empty, EMPTY, (language, size), wanted)
        filled.close()
        empty.close()


def _draw(
    app: QApplication, store: Store, scenes: dict[str, Scene], of: tuple[str, str], wanted: argparse.Namespace
) -> None:
    chosen = {name: scene for name, scene in scenes.items() if not wanted.names or name in wanted.names}
    if not chosen:
        return
    width, height = map(int, of[1].split("x"))
    stage = Stage(app, store, of[0], (width, height))
    for name, scene in chosen.items():
        theme.set_mode(theme.Mode(wanted.theme[0]))
        stage.window.open_place(navigation.HOME)
        stage.settle(100)
        before = {one for one in app.topLevelWidgets() if one.isVisible()}
        scene(stage)
        stage.settle(700)
        opened = [one for one in app.topLevelWidgets() if one not in before and one.isVisible()]
        for mode in wanted.theme:
            theme.set_mode(theme.Mode(mode))
            stage.settle(SWITCH_MS)
            shown: QWidget = opened[-1] if opened else stage.window
            shown.grab().save(str(wanted.folder / f"{name}-{of[0]}-{mode}-{width}.png"))
        stage.clear()
    stage.close()


def _read(given: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("database", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="*", help="pictures, as scenes.py names them")
    parser.add_argument("--language", action="append", choices=LANGUAGES)
    parser.add_argument("--theme", action="append", choices=[str(one) for one in THEMES])
    parser.add_argument("--size", action="append", help="of the window, such as 1024x700")
    wanted = parser.parse_args(given)
    wanted.language, wanted.size = wanted.language or LANGUAGES, wanted.size or SIZES
    wanted.theme = wanted.theme or [str(one) for one in THEMES]
    return wanted


if __name__ == "__main__":
    application = QApplication([])  # named here, so that it outlives every widget
    main(application, _read(sys.argv[1:]))
