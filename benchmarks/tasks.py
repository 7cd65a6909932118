"""Six everyday tasks by keyboard in the real window, every key counted, against the steps of what people use today.

A scan of a label or serial counts as one act for everybody. Seconds are those of the keystroke-level model (0.28 s a
key, 1.1 s a click or scan; Card, Moran and Newell 1983) plus the time the window took; the others get no machine time.
Their steps are counted on their forms as documented, with the same facts typed in; docs/keystrokes.md lists them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from sqlalchemy import func, select

from benchmarks.frame import Bench, Row
from benchmarks.hour import window
from benchmarks.inventory import until
from spbe_assets.domain.filters import AssetFilter
from spbe_assets.services import listing, pins
from spbe_assets.services.pins import Pins
from spbe_assets.storage.tables import Asset, Room
from ui import navigation
from ui.entry.several import SeveralDialog
from ui.main_window import MainWindow
from ui.screens.inventory import InventoryScreen
from ui.screens.labels import LabelsScreen
from ui.screens.readiness import ReadinessScreen

ASSETS = 2_000
KEY_S, CLICK_S = 0.28, 1.1
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
PLAIN = Qt.KeyboardModifier.NoModifier
Key = Qt.Key
OTHERS: dict[str, dict[str, tuple[int, int] | None]] = {
    "catalogue one server": {"spreadsheet": (48, 1), "Snipe-IT": (27, 10), "NetBox": (33, 9)},
    "catalogue 30 identical PCs": {"spreadsheet": (96, 33), "Snipe-IT": (27, 40), "NetBox": (270, 272)},
    "find a serial": {"spreadsheet": (2, 1), "Snipe-IT": (0, 2), "NetBox": (0, 3)},
    "move 12 devices to another room": {"spreadsheet": (24, 4), "Snipe-IT": (12, 10), "NetBox": (12, 9)},
    "print the labels of a room": {"spreadsheet": None, "Snipe-IT": (7, 8), "NetBox": None},
    "see why an agency's score is low": {"spreadsheet": None, "Snipe-IT": None, "NetBox": None},
}
"""Task -> product -> keys, clicks and scans together; None where the product can't do it."""


@dataclass
class Hands:
    """Presses keys into whatever has the focus; a chord counts as one."""

    keys: int = 0
    scans: int = 0

    def press(self, key: Key, modifiers: Qt.KeyboardModifier = PLAIN) -> None:
        """One key, with modifiers held."""
        self.keys += 1
        QTest.keyClick(_focus(), key, modifiers)
        QApplication.processEvents()

    def type(self, text: str) -> None:
        """A text, letter by letter."""
        for letter in text:
            self.keys += 1
            QTest.keyClicks(_focus(), letter)


def rows(bench: Bench) -> Iterator[Row]:
    """One row for each task and product."""
    with window(bench.copy(ASSETS, "tasks")) as shown:
        screen = _inventory(shown)
        for name, task in TASKS.items():
            hands, begun = Hands(), perf_counter()
            task(shown, screen, hands)
            machine = perf_counter() - begun
            seconds = hands.keys * KEY_S + hands.scans * CLICK_S + machine
            fewest = min((sum(count) for count in OTHERS[name].values() if count is not None), default=None)
            met = fewest is None or hands.keys + hands.scans < fewest
            others = ", ".join(f"{product} {_told(count)}" for product, count in OTHERS[name].items())
            measured = f"{hands.keys} keys, {hands.scans} scans, {seconds:.0f} s ({machine:.1f} s of it the window)"
            yield Row(name, f"fewer than {others}", measured, None, met)
            _back_to_list(shown)


def _told(count: tuple[int, int] | None) -> str:
    if count is None:
        return "can't"
    keys, acts = count
    return f"{keys} + {acts} ({keys * KEY_S + acts * CLICK_S:.0f} s)"


def _focus() -> QWidget:
    top = QApplication.activeModalWidget() or QApplication.activeWindow()
    assert top is not None
    return QApplication.focusWidget() or top


def _inventory(shown: MainWindow) -> InventoryScreen:
    shown.activateWindow()
    shown.open_place(navigation.INVENTORY)
    screen = shown.current_screen()
    assert isinstance(screen, InventoryScreen)
    until(lambda: screen.assets.pane.isVisible())
    asset = screen.assets.list.current_row()
    record = screen.assets.asset_pane.detail
    assert asset is not None and record is not None
    held = {("asset", key): record.asset.get(key) for key in ("agency_id", "room_id", "year")}
    pins.save(screen.context.store, "Benchmark", Pins().holding(held, {}))
    return screen


def _back_to_list(shown: MainWindow) -> None:
    shown.open_place(navigation.INVENTORY)
    screen = shown.current_screen()
    assert isinstance(screen, InventoryScreen)
    screen.assets.clear()
    screen.search.clear()
    until(lambda: screen.assets.table.is_complete and not screen.context.is_busy)
    shown.activateWindow()
    until(lambda: QApplication.activeWindow() is shown)
    screen.assets.list.table.setFocus()


def one_server(_shown: MainWindow, screen: InventoryScreen, hands: Hands) -> None:
    """Model by a few letters, serial by the scanner; agency, room and year are pinned."""
    before = _count(screen)
    hands.press(Key.Key_N, CTRL)
    hands.press(Key.Key_Return)
    hands.type("r740")
    hands.press(Key.Key_Down)
    hands.press(Key.Key_Return)
    _scan(hands, "CZ1234ABCD")
    hands.press(Key.Key_S, CTRL)
    until(lambda: _count(screen) == before + 1)


def thirty_pcs(_shown: MainWindow, screen: InventoryScreen, hands: Hands) -> None:
    """The common facts once, then thirty scans, one write."""
    before = _count(screen)
    hands.press(Key.Key_N, CTRL | SHIFT)
    until(lambda: isinstance(QApplication.activeModalWidget(), SeveralDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, SeveralDialog)
    until(lambda: dialog.isAncestorOf(_focus()))
    hands.press(Key.Key_Return)
    hands.type("m70q")
    hands.press(Key.Key_Down)
    hands.press(Key.Key_Return)
    for number in range(30):
        hands.scans += 1
        dialog.take_scan(f"5CG{number:05}")
    hands.press(Key.Key_S, CTRL)
    until(lambda: bool(dialog.made) and _count(screen) == before + 30)
    dialog.reject()
    until(lambda: not dialog.isVisible())


def find_a_serial(shown: MainWindow, screen: InventoryScreen, hands: Hands) -> None:
    """A scan from anywhere opens the record."""
    found = screen.context.read(
        lambda session: session.execute(
            select(Asset.id, Asset.serial).where(Asset.live, func.length(Asset.serial) > 7).order_by(Asset.n.desc())
        ).first()
    )
    hands.scans += 1
    shown.scan(found.serial)
    until(lambda: screen.assets.shown == found.id)


def move_twelve(_shown: MainWindow, screen: InventoryScreen, hands: Hands) -> None:
    """Find the room, choose all, edit the room in place for all of them."""
    old, new = _rooms(screen)
    hands.type("/")
    hands.type(old[:5])
    hands.press(Key.Key_Return)
    until(lambda: screen.assets.table.is_complete and not screen.context.is_busy)
    hands.press(Key.Key_A, CTRL)
    column = [one.key for one in screen.assets.table.columns()].index("room")
    while screen.assets.list.table.currentIndex().column() != column:
        hands.press(Key.Key_Right)
    hands.press(Key.Key_Return, CTRL)
    hands.type(new[:5])
    until(lambda: not screen.context.is_busy)
    hands.press(Key.Key_Return)
    until(lambda: not screen.context.is_busy)


def labels_of_a_room(shown: MainWindow, screen: InventoryScreen, hands: Hands) -> None:
    """Find the room, choose all, print; everything else is as it was the last time."""
    old, _new = _rooms(screen)
    hands.type("/")
    hands.type(old[:5])
    hands.press(Key.Key_Return)
    until(lambda: screen.assets.table.is_complete and not screen.context.is_busy)
    hands.press(Key.Key_A, CTRL)
    hands.press(Key.Key_P, CTRL)
    until(lambda: isinstance(shown.current_screen(), LabelsScreen))
    labels = shown.current_screen()
    assert isinstance(labels, LabelsScreen)
    until(lambda: labels.save_button.hasFocus())
    hands.press(Key.Key_Return)
    until(lambda: isinstance(QApplication.activeModalWidget(), QFileDialog))
    hands.keys += 1  # Enter in the file dialog, whose file nobody needs here
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QFileDialog)
    dialog.reject()


def why_low(shown: MainWindow, _screen: InventoryScreen, hands: Hands) -> None:
    """The weakest agency stands first, its reasons beside it."""
    number = list(shown.rail.buttons).index(navigation.READINESS)
    hands.press(Key(Key.Key_1.value + number), Qt.KeyboardModifier.AltModifier)
    until(lambda: isinstance(shown.current_screen(), ReadinessScreen))
    readiness = shown.current_screen()
    assert isinstance(readiness, ReadinessScreen)
    until(lambda: readiness.assessment is not None)
    hands.press(Key.Key_Down)


def _scan(hands: Hands, code: str) -> None:
    hands.scans += 1
    for letter in code:
        QTest.keyClicks(_focus(), letter)


def _count(screen: InventoryScreen) -> int:
    return int(screen.context.read(lambda session: session.scalar(select(func.count()).where(Asset.live))) or 0)


def _rooms(screen: InventoryScreen) -> tuple[str, str]:
    """A room with at least a dozen assets that its first letters alone find, and another room."""
    counted = select(Room.name, func.count()).join(Asset, Asset.room_id == Room.id).where(Asset.live, Room.live)
    grouped = counted.group_by(Room.name).having(func.count() >= 12).order_by(func.count())

    def ask(session: Any) -> tuple[str, str]:
        found = session.execute(grouped).all()
        alone = (name for name, count in found if listing.first_answer(session, _named(name), limit=1).count == count)
        old = next(alone, found[0][0])
        return old, next(name for name, _count in found if name != old)

    return screen.context.read(ask)


def _named(room: str) -> AssetFilter:
    return AssetFilter(text=room[:5])


TASKS: dict[str, Callable[[MainWindow, InventoryScreen, Hands], None]] = {
    "catalogue one server": one_server,
    "catalogue 30 identical PCs": thirty_pcs,
    "find a serial": find_a_serial,
    "move 12 devices to another room": move_twelve,
    "print the labels of a room": labels_of_a_room,
    "see why an agency's score is low": why_low,
}
