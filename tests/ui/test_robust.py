"""What happens when things go wrong or get odd: a full disk, a locked file, odd names, a small screen, long use."""

from __future__ import annotations

import gc
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import event, text

from spbe_assets.domain.ids import Id
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.tables import Asset
from tests.ui.inventory_data import fill
from ui import navigation
from ui.context import AppContext
from ui.inventory.field_inputs import LineInput
from ui.main_window import MainWindow
from ui.preferences import Preferences
from ui.screens.inventory import InventoryScreen

LONG = os.environ.get("SPBE_ASSETS_LONG") == "1"
ROUNDS = 500 if LONG else 25
ODD_NAMES = (
    "x" * 200,
    "مركز البيانات الرئيسي ١٢٣",
    "🖥️ 服务器 é n̈ " * 12,
    "<b>Server</b> & \\ ' \" %s {n}",
    "baris satu baris dua\ttab",
)
Open = Callable[[Store], MainWindow]


@pytest.fixture
def ids(store: Store) -> list[Id]:
    return fill(store, 30)


@pytest.fixture
def opened(dressed: QApplication) -> Iterator[Open]:
    """Opens the window on a store; what was opened is closed at the end."""
    made = list[tuple[AppContext, MainWindow]]()

    def on(store: Store) -> MainWindow:
        context, window = AppContext(store, Actor("Budi")), MainWindow(Preferences(), _raise)
        made.append((context, window))
        window.resize(1366, 768)
        window.show()
        window.attach(context)
        return window

    yield on
    for context, window in made:
        context.close()
        window.retire()
        context.deleteLater()


def _raise(error: BaseException) -> None:
    raise error


def inventory(qtbot: QtBot, window: MainWindow) -> InventoryScreen:
    window.open_place(navigation.INVENTORY)
    screen = window.current_screen()
    assert isinstance(screen, InventoryScreen)
    qtbot.waitUntil(lambda: screen.assets.pane.isVisible())
    return screen


def type_name(screen: InventoryScreen, name: str) -> None:
    screen.assets.edit()
    entry = screen.assets.editor.form.cells["asset", "name"].entry
    assert isinstance(entry, LineInput)
    entry.show_value(name, "")
    entry.edited.emit()


def test_a_full_disk_keeps_what_was_typed_and_saving_again_works(
    qtbot: QtBot, store: Store, ids: list[Id], opened: Open
) -> None:
    limits = {"pages": 0}
    with store.read() as session:
        limits["pages"] = session.scalar(text("PRAGMA page_count")) or 0
    tight = Store.open(store.path)
    event.listen(tight._engine, "begin", lambda c: c.exec_driver_sql(f"PRAGMA max_page_count={limits['pages']}"))
    window = opened(tight)
    screen = inventory(qtbot, window)
    type_name(screen, "Typed on a full disk")
    screen.assets.editor.form.cells["asset", "notes"].entry.show_value("x" * 9_000, "")
    screen.assets.editor.save()
    qtbot.waitUntil(lambda: window.message_bar.isVisible())
    assert "disk is full" in window.message_bar.text.text()
    assert screen.assets.is_editing
    assert screen.assets.editor.is_changed()

    limits["pages"] += 10_000
    with qtbot.waitSignal(screen.assets.editor.saved):
        screen.assets.editor.save()
    with store.read() as session:
        assert session.query(Asset.n).filter(Asset.name == "Typed on a full disk").count() == 1


def test_a_locked_file_is_told_and_nothing_typed_is_lost(
    qtbot: QtBot, store: Store, ids: list[Id], opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("spbe_assets.storage.engine.BUSY_SECONDS", 0.2)
    window = opened(Store.open(store.path))
    screen = inventory(qtbot, window)
    type_name(screen, "Typed while locked")
    with closing(sqlite3.connect(store.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        screen.assets.editor.save()
        qtbot.waitUntil(lambda: window.message_bar.isVisible(), timeout=15_000)
        other.execute("ROLLBACK")
    assert "Another program" in window.message_bar.text.text()
    with qtbot.waitSignal(screen.assets.editor.saved):
        screen.assets.editor.save()


@pytest.mark.parametrize("name", ODD_NAMES)
def test_odd_names_are_shown_as_they_are(qtbot: QtBot, store: Store, ids: list[Id], opened: Open, name: str) -> None:
    with store.write(Actor("Budi")) as uow:
        odd = uow.create(Asset, name=name, tag="A-1", brand=name[:80], notes=name)
    window = opened(store)
    window.resize(1024, 700)
    screen = inventory(qtbot, window)
    screen.assets.go_to(odd)
    qtbot.waitUntil(lambda: screen.assets.shown == odd)
    assert screen.assets.asset_pane.name.text() == name
    assert window.width() == 1024
    assert not window.grab().isNull()


@pytest.mark.parametrize("place", [place.name for place in navigation.places()])
def test_every_screen_fits_a_small_window(store: Store, ids: list[Id], opened: Open, place: str) -> None:
    window = opened(store)
    window.open_place(place)
    window.resize(1024, 700)
    QApplication.processEvents()
    assert (window.width(), window.height()) == (1024, 700)
    assert window.minimumSizeHint().width() <= 1024
    assert window.minimumSizeHint().height() <= 700


def test_going_round_all_screens_leaves_no_more_widgets_behind(
    qtbot: QtBot, store: Store, ids: list[Id], opened: Open
) -> None:
    window = opened(store)
    counts = list[int]()
    for number in range(ROUNDS):
        for place in navigation.places():
            window.open_place(place.name)
            QApplication.processEvents()
        if number in (ROUNDS // 2, ROUNDS - 1):
            qtbot.waitUntil(lambda: not window._context.is_busy)  # type: ignore[union-attr]
            QApplication.processEvents()
            gc.collect()
            counts.append(len(QApplication.allWidgets()))
    assert counts[1] <= counts[0] + 5


class Windows(QObject):
    """Remembers every window that is shown, however briefly."""

    def __init__(self) -> None:
        super().__init__()
        self.shown = list[str]()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(f"{type(watched).__name__} {watched.objectName()}")
        return False


def test_no_screen_lets_a_part_of_it_flash_up_as_a_window(
    qtbot: QtBot, store: Store, ids: list[Id], opened: Open, dressed: QApplication
) -> None:
    window, windows = opened(store), Windows()
    dressed.installEventFilter(windows)
    for place in navigation.places():
        window.open_place(place.name)
        qtbot.waitUntil(lambda: not window._context.is_busy)  # type: ignore[union-attr]
        QApplication.processEvents()
    dressed.removeEventFilter(windows)
    assert windows.shown == []


SCALED = """
import os, sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from spbe_assets.storage.store import Actor, Store
from ui import navigation, theme
from ui.app import dress
from ui.context import AppContext
from ui.main_window import MainWindow
from ui.preferences import Preferences

def tell(error):
    raise error

app = QApplication([])
dress(app, theme.Mode.LIGHT)
context = AppContext(Store.open(Path(sys.argv[1])), Actor("Budi"))
window = MainWindow(Preferences(), tell)
window.resize(1024, 700)
window.show()
window.attach(context)
for place in navigation.places():
    window.open_place(place.name)
    for _turn in range(20):
        app.processEvents()
    picture = window.grab()
    assert (picture.width(), picture.height()) == (2048, 1400), (place.name, picture.size())
print("all drawn", flush=True)
os._exit(0)
"""


def test_everything_is_drawn_at_twice_the_size(store: Store, ids: list[Id]) -> None:
    environment = {**os.environ, "QT_SCALE_FACTOR": "2", "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", SCALED, str(store.path)], capture_output=True, text=True, env=environment, timeout=120
    )
    assert done.stdout.strip() == "all drawn", done.stderr
