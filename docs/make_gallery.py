"""Draws every dialog of the program: `python docs/make_gallery.py DATABASE FOLDER [LANGUAGE THEME WIDTH HEIGHT]`.

For looking at what we made; `make_pictures.py` draws the screens. QT_SCALE_FACTOR=1.5 draws them larger. The
database is only read, but give it a copy.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from make_pictures import SIZES, Stage
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from spbe_assets.domain.filters import AssetFilter
from spbe_assets.storage.store import Store
from ui import help as guide
from ui import navigation, theme
from ui.app import dress, speak
from ui.bulk.dialog import edit_together
from ui.entry.grid import many_rows
from ui.entry.several import several_at_once
from ui.errors import CrashDialog
from ui.first_run import FirstRun
from ui.inventory.asset_workspace import AssetWorkspace
from ui.inventory.chosen import Chosen
from ui.inventory.export import export_list
from ui.moves import actions as moves
from ui.preferences import Preferences
from ui.screens.inventory import InventoryScreen

Scene = Callable[[Stage, AssetWorkspace, Chosen], object]
SETTLE_MS = 700
SOME = 12
CTRL = Qt.KeyboardModifier.ControlModifier


def main(app: QApplication, database: Path, folder: Path, language: str, mode: str, size: tuple[int, int]) -> None:
    """Save one PNG for each dialog in one language, theme and size."""
    folder.mkdir(parents=True, exist_ok=True)
    dress(app, theme.Mode(mode))
    store = Store.open(database)
    stage = Stage(app, store, language, size)
    for name, scene in SCENES.items():
        _draw(stage, name, scene, folder / f"{name}-{language}-{mode}-{size[0]}.png")
    store.close()


def _draw(stage: Stage, name: str, scene: Scene, path: Path) -> None:
    stage.window.open_place(navigation.INVENTORY)
    stage.settle(SETTLE_MS)
    screen = stage.window.current_screen()
    if not isinstance(screen, InventoryScreen):
        raise TypeError(name)
    before = set(stage.app.topLevelWidgets())
    scene(stage, screen.assets, _chosen(screen.assets))
    stage.settle(SETTLE_MS)
    opened = [one for one in stage.app.topLevelWidgets() if one not in before and one.isVisible()]
    shown: QWidget = opened[-1] if opened else stage.window
    shown.grab().save(str(path))
    for one in opened:
        one.hide()
        one.deleteLater()
    if stage.window.overlays is not None:
        stage.window.overlays.dismiss()
    if screen.assets.is_editing:
        screen.assets.editor.discard()
    stage.window.activateWindow()
    stage.settle(50)


def _chosen(side: AssetWorkspace) -> Chosen:
    rows = (side.list.model.row(at) for at in range(SOME))
    ids = tuple(row.id for row in rows if row is not None)
    return Chosen("asset", AssetFilter(), ids, len(ids))


def _crash(stage: Stage, _side: AssetWorkspace, _chosen: Chosen) -> None:
    CrashDialog("SPBE Assets 0.1.0\nValueError: …", stage.window).show()


def _first_run(stage: Stage, _side: AssetWorkspace, _chosen: Chosen) -> None:
    FirstRun(Preferences(), lambda code: speak(stage.app, code), is_new=True, parent=stage.window).show()


SCENES: dict[str, Scene] = {
    "editor": lambda _stage, side, _chosen: side.edit(),
    "editor-new": lambda _stage, side, _chosen: side.new(),
    "palette": lambda stage, _side, _chosen: QTest.keyClick(stage.window, Qt.Key.Key_K, CTRL),
    "keys": lambda stage, _side, _chosen: QTest.keyClick(stage.window, Qt.Key.Key_Slash, CTRL),
    "bulk": lambda stage, side, chosen: edit_together(stage.context, chosen, side),
    "export": lambda stage, side, chosen: export_list(stage.context, chosen, side),
    "columns": lambda _stage, side, _chosen: side.choose_columns(),
    "several": lambda stage, side, _chosen: several_at_once(stage.context, None, side),
    "grid": lambda stage, side, _chosen: many_rows(stage.context, None, side),
    "hand-over": lambda stage, side, chosen: moves.hand_over(stage.context, chosen, side),
    "lend": lambda stage, side, chosen: moves.lend(stage.context, chosen, side),
    "repair": lambda stage, side, chosen: moves.repair(stage.context, chosen, side),
    "disposal": lambda stage, side, chosen: moves.propose_disposal(stage.context, chosen, side),
    "help": lambda stage, _side, _chosen: guide.open_page("inventory", stage.window),
    "crash": _crash,
    "first-run": _first_run,
}

if __name__ == "__main__":
    application = QApplication([])  # named here, so that it outlives every widget
    given = sys.argv[3:] or ["id", "light", *map(str, SIZES[0])]
    main(application, Path(sys.argv[1]), Path(sys.argv[2]), given[0], given[1], (int(given[2]), int(given[3])))
