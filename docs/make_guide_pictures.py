"""Draws the pictures of the user guide from the real program: `python docs/make_guide_pictures.py [NAME…]`.

A small sample province is made for it, in a folder that goes away; with names only those pictures are drawn anew.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PIL import Image
from PySide6.QtCore import QBuffer, QIODevice, QRect, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QScrollArea, QWidget
from samples import OLD_LIST, plates
from stage import Stage

from spbe_assets.domain.filters import AssetFilter
from spbe_assets.domain.vocabulary import AssetClass, Condition
from spbe_assets.i18n import _
from spbe_assets.paths import ROOT
from spbe_assets.services import assets, demo, listing, references
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.unit_of_work import UnitOfWork
from ui import navigation, theme
from ui.app import dress, speak
from ui.palette.overlay import Overlay
from ui.screens.labels import PRINT

IMAGES = ROOT / "docs" / "guide" / "images"
ASSETS = 600
SIZE = (1160, 700)
WIDE = (1366, 700)
COLOURS = 128
MOST_BYTES = 120_000
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
PLAIN = Qt.KeyboardModifier.NoModifier


def main(app: QApplication, wanted: list[str]) -> None:
    """Draw all pictures, or some."""
    dress(app, theme.Mode.LIGHT)
    for language in ("id", "en"):
        speak(app, language)
        with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            _draw(app, language, Path(folder), wanted)


def _draw(app: QApplication, language: str, folder: Path, wanted: list[str]) -> None:
    store = Store.create(folder / "Riau 2026.spbe")
    with store.write(Actor("Budi S."), demo.REASON) as uow:
        demo.fill(uow, ASSETS)
    stage = Stage(app, store, language, SIZE)
    for name, scene in SCENES.items():
        if not wanted or name in wanted:
            stage.window.resize(*SIZE)
            stage.window.open_place(navigation.HOME)
            stage.settle(500)
            _save(scene(stage, folder), IMAGES / language / f"{name}.png")
            stage.clear()
    stage.close()
    store.close()


def _save(drawn: QPixmap, path: Path) -> None:
    """With few colours: text and flat areas need no more, and the repository stays small."""
    path.parent.mkdir(parents=True, exist_ok=True)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    drawn.save(buffer, "PNG")
    image = Image.open(io.BytesIO(buffer.data().data())).convert("RGB")
    image.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(path, optimize=True)
    size = path.stat().st_size
    sys.stdout.write(f"{path.relative_to(ROOT)}  {image.width}×{image.height}  {size // 1000} KB\n")
    if size > MOST_BYTES:
        raise SystemExit(f"{path} is too large: crop it")


def _first_run(stage: Stage, _folder: Path) -> QPixmap:
    from ui.first_run import FirstRun
    from ui.preferences import Preferences

    dialog = FirstRun(Preferences(), lambda code: speak(stage.app, code), is_new=True, parent=stage.window)
    dialog.name.setText("Budi S.")
    dialog.show()
    stage.settle(300)
    return QPixmap(dialog.grab())


def _place(name: str, settle_ms: int = 2500, size: tuple[int, int] = SIZE) -> Callable[[Stage, Path], QPixmap]:
    def scene(stage: Stage, _folder: Path) -> QPixmap:
        stage.window.resize(*size)
        stage.window.open_place(name)
        stage.settle(settle_ms)
        return _screen(stage)

    return scene


def _screen(stage: Stage) -> QPixmap:
    """The screen without the rail beside it, so that its text stays legible in a narrow page."""
    return _part(stage, stage.window.stack)


def _inventory(stage: Stage, argument: object) -> Any:
    stage.window.open_place(navigation.INVENTORY, argument)
    stage.settle()
    return stage.screen


def _server(stage: Stage) -> bytes:
    """A server: it has the most to show."""
    found = stage.context.read(
        lambda session: listing.first_answer(session, AssetFilter(classes=frozenset({AssetClass.SERVER})), limit=1)
    )
    return bytes(found.rows[0].id)


def _record(stage: Stage, _folder: Path) -> QPixmap:
    _inventory(stage, AssetFilter())
    _inventory(stage, _server(stage))
    return stage.window.grab()


def _find(stage: Stage, _folder: Path) -> QPixmap:
    screen = _inventory(stage, AssetFilter(conditions=frozenset({Condition.LIGHT_DAMAGE, Condition.HEAVY_DAMAGE})))
    table = screen.current.list.table
    table.setFocus()
    for _row in range(3):
        QTest.keyClick(table, Qt.Key.Key_Down, SHIFT)
    stage.settle(600)
    return _screen(stage)


def _bulk(stage: Stage, folder: Path) -> QPixmap:
    _find(stage, folder)
    dialog = _opened(stage, Qt.Key.Key_B, CTRL)
    entry = dialog.rows.rows["notes"].cell.entry
    entry.setFocus()
    stage.type("Diperiksa tim aset")
    dialog.findChildren(QScrollArea)[0].ensureWidgetVisible(entry, 0, 200)
    stage.settle()
    return QPixmap(dialog.grab())


def _opened(stage: Stage, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> Any:
    """Press keys in the list and return the dialog they open."""
    screen = stage.screen
    table = screen.current.list.table
    stage.window.activateWindow()
    table.setFocus()
    stage.settle(100)
    QTest.keyClick(table, key, modifiers)
    stage.settle(600)
    return _dialog(stage)


def _dialog(stage: Stage) -> Any:
    return next(one for one in stage.window.findChildren(QDialog) if one.isVisible())


def _entry(stage: Stage, _folder: Path) -> QPixmap:
    screen = _inventory(stage, AssetFilter())
    screen.current.new()
    stage.settle(500)
    form = screen.current.editor.form
    stage.window.activateWindow()
    stage.settle(100)
    form.cells["asset", "brand"].entry.setFocus()
    stage.type("think")
    stage.settle(500)
    return _part(stage, screen.current.editor)


def _several(stage: Stage, _folder: Path) -> QPixmap:
    stage.window.open_place(navigation.INVENTORY, AssetFilter(text="ThinkCentre"))
    stage.settle()
    dialog = _opened(stage, Qt.Key.Key_D, CTRL | SHIFT)
    dialog.take_scan("PF3K2201")
    for number in range(2, 9):
        dialog.take_scan(f"PF3K22{number:02}")
    stage.settle(900)
    return QPixmap(dialog.grab())


def _grid(stage: Stage, _folder: Path) -> QPixmap:
    _inventory(stage, AssetFilter())
    stage.app.clipboard().setText("\n".join(line.replace(";", "\t") for line in OLD_LIST.splitlines()[:7]))
    dialog = _opened(stage, Qt.Key.Key_V, CTRL)
    stage.settle()
    return QPixmap(dialog.grab())


def _scan(stage: Stage, _folder: Path) -> QPixmap:
    _record(stage, _folder)
    stage.window.scan("SN-PF3K2299")
    stage.settle(800)
    return stage.window.grab(QRect(0, 0, SIZE[0], 430))


def _labels(step: int) -> Callable[[Stage, Path], QPixmap]:
    """One step of the assistant for a few network devices."""

    def scene(stage: Stage, _folder: Path) -> QPixmap:
        screen = stage.go(navigation.LABELS, AssetFilter(classes=frozenset({AssetClass.NETWORK})))
        screen.show_step(step)
        stage.settle(2500)
        return _screen(stage)

    return scene


def _label_paper(stage: Stage, _folder: Path) -> QPixmap:
    screen = stage.go(navigation.LABELS)
    screen.paper.edit_own()
    dialog = _dialog(stage)
    dialog.fields.entries["number"].setText("7159 B")
    stage.settle()
    return QPixmap(dialog.grab())


def _pile(stage: Stage, _folder: Path) -> QPixmap:
    stage.inventory(AssetFilter())
    found = stage.context.read(lambda session: listing.first_answer(session, AssetFilter(), limit=4))
    stage.window.open_scan()
    dialog = _dialog(stage)
    for code in (*(row.tag for row in found.rows), "SN-PF3K2299"):
        dialog.take_scan(code)
    stage.settle()
    return QPixmap(dialog.grab())


def _palette(stage: Stage, _folder: Path) -> QPixmap:
    _inventory(stage, AssetFilter())
    if stage.window.overlays is not None:
        stage.window.overlays.open_palette("server")
    stage.settle()
    return stage.window.grab()


def _keys(stage: Stage, _folder: Path) -> QPixmap:
    _inventory(stage, AssetFilter())
    stage.window.show_keys()
    stage.settle(400)
    return _part(stage, next(one for one in stage.window.findChildren(Overlay) if one.isVisible()))


def _photos(stage: Stage, folder: Path) -> QPixmap:
    screen = _inventory(stage, _server(stage))
    pane = screen.current.pane
    pane.open_tab(_("Photos"))
    stage.settle(400)
    pane.photos.page().add(plates(folder))
    stage.settle()
    return _part(stage, pane)


def _part(stage: Stage, widget: QWidget) -> QPixmap:
    """What the window shows at the place of a widget, with whatever lies over it."""
    return stage.window.grab(QRect(widget.mapTo(stage.window, widget.rect().topLeft()), widget.size()))


def _import(stage: Stage, folder: Path) -> QPixmap:
    path = folder / "daftar barang.csv"
    path.write_text(OLD_LIST, "utf-8")
    stage.window.open_place(navigation.IMPORT, path)
    stage.settle()
    screen = stage.screen
    agency = stage.context.read(lambda session: references.choices(session, "agency", "Dinas Kesehatan", 1))[0]
    screen.columns.agency.show_record(agency.id, agency.text)
    screen.columns.agency_chosen.emit()
    screen.plan()
    stage.settle()
    return _screen(stage)


def _history(stage: Stage, _folder: Path) -> QPixmap:
    server = _server(stage)
    for changes in ({"condition": Condition.LIGHT_DAMAGE, "notes": "Kipas berbunyi"}, {"condition": Condition.GOOD}):
        stage.context.write(partial(_change, server, changes), "edit")
        stage.settle(400)
    stage.window.resize(WIDE[0], stage.window.minimumHeight())
    stage.window.open_place(navigation.HISTORY)
    stage.settle()
    QTest.keyClick(stage.screen.table, Qt.Key.Key_Down)
    stage.settle(600)
    return _screen(stage)


def _change(asset_id: bytes, changes: dict[str, Any], uow: UnitOfWork, _progress: object) -> None:
    assets.update(uow, asset_id, changes)


def _settings(stage: Stage, _folder: Path) -> QPixmap:
    from ui.settings.backups import BackupsPage

    stage.window.open_place("settings")
    page = stage.screen.page(BackupsPage)
    stage.window.back_up()
    stage.settle(2500)
    page.show_kept()
    stage.settle(800)
    return _part(stage, page.table.parentWidget())


def _moves(stage: Stage, _folder: Path) -> QPixmap:
    from ui.moves import actions

    _find(stage, _folder)
    screen = stage.screen
    screen.current.with_chosen(lambda chosen: actions.hand_over(stage.context, chosen, screen))
    stage.settle(400)
    dialog = _dialog(stage)
    dialog.form.reference("movement", "to_agency_id").setFocus()
    stage.type("Dinas Pendidikan")
    stage.type("", Qt.Key.Key_Return)
    return QPixmap(dialog.grab())


SCENES: dict[str, Callable[[Stage, Path], QPixmap]] = {
    "first-run": _first_run,
    "home": _place(navigation.HOME),
    "inventory": _record,
    "find": _find,
    "bulk": _bulk,
    "palette": _palette,
    "keys": _keys,
    "entry": _entry,
    "several": _several,
    "grid": _grid,
    "scan": _scan,
    "pile": _pile,
    "photos": _photos,
    "moves": _moves,
    "agencies": _place(navigation.AGENCIES, 1500),
    "import": _import,
    "labels": _place(navigation.LABELS),
    "label-print": _labels(PRINT),
    "label-paper": _label_paper,
    "readiness": _place(navigation.READINESS, size=WIDE),
    "history": _history,
    "settings": _settings,
}
"""Name of the picture -> what is on it."""

if __name__ == "__main__":
    application = QApplication([])  # named here, so that it outlives every widget
    main(application, sys.argv[1:])
