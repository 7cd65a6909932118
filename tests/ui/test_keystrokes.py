"""How many keys it takes: one server, and thirty identical PCs with their labels, counted as they are pressed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from spbe_assets.domain.ids import Id
from spbe_assets.services import assets, pins
from spbe_assets.services.pins import Pins
from spbe_assets.storage.store import Store
from tests.ui.inventory_data import agency_ids, fill, inventory_shown
from ui.context import AppContext
from ui.entry.several import SeveralDialog
from ui.screens.inventory import InventoryScreen

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
Key = Qt.Key


class Fingers:
    """Presses keys into whatever has the focus and counts them; a chord such as Ctrl+S counts as one."""

    def __init__(self, qtbot: QtBot) -> None:
        self._qtbot = qtbot
        self.count = 0

    def press(self, key: Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.count += 1
        self._qtbot.keyClick(QApplication.focusWidget(), key, modifiers)

    def type(self, text: str) -> None:
        for letter in text:
            self.count += 1
            self._qtbot.keyClicks(QApplication.focusWidget(), letter)


@pytest.fixture
def ids(store: Store) -> list[Id]:
    return fill(store, 20)


@pytest.fixture
def screen(qtbot: QtBot, context: AppContext, ids: list[Id]) -> InventoryScreen:
    """The inventory in the middle of a round: agency, room and year are pinned from the item before."""
    like = context.read(lambda session: assets.detail(session, ids[0])).asset
    held = {("asset", key): like.get(key) for key in ("agency_id", "room_id", "year")}
    pins.save(context.store, "Budi", Pins().holding(held, {}))
    made = inventory_shown(qtbot, context)
    made.assets.list.table.setFocus()
    return made


def test_one_server_takes_nine_keys_and_a_scan(qtbot: QtBot, context: AppContext, screen: InventoryScreen) -> None:
    fingers = Fingers(qtbot)
    fingers.press(Key.Key_N, CTRL)
    fingers.press(Key.Key_Return)
    fingers.type("r740")
    fingers.press(Key.Key_Down)
    fingers.press(Key.Key_Return)
    line = QApplication.focusWidget()
    assert line.property("takes_scans") == "serial"
    line.setText("CZ1234ABCD")  # the scanner
    line.textEdited.emit("CZ1234ABCD")
    with qtbot.waitSignal(screen.assets.editor.saved) as saved:
        fingers.press(Key.Key_S, CTRL)

    made = context.read(lambda session: assets.detail(session, saved.args[0]))
    assert (made.asset.get("brand"), made.asset.get("model")) == ("Dell", "PowerEdge R740")
    assert made.category_code == "server" and made.asset.get("serial") == "CZ1234ABCD"
    assert made.asset.get("tag") and made.asset.get("room_id") and made.asset.get("year")
    assert fingers.count == 9


def test_thirty_pcs_with_labels_take_fifteen_keys_and_thirty_scans(
    qtbot: QtBot, context: AppContext, screen: InventoryScreen
) -> None:
    fingers = Fingers(qtbot)
    fingers.press(Key.Key_N, CTRL | SHIFT)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, SeveralDialog)
    qtbot.waitUntil(lambda: dialog.isAncestorOf(QApplication.focusWidget()))
    fingers.press(Key.Key_Return)
    fingers.type("m70q")
    fingers.press(Key.Key_Down)
    fingers.press(Key.Key_Return)
    fingers.type("PC-01")
    for number in range(30):
        dialog.take_scan(f"5CG{number:05}")
    fingers.press(Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: bool(dialog.made) and dialog.labels_button.hasFocus())
    made = dialog.made
    with qtbot.waitSignal(context.navigated) as went:
        fingers.press(Key.Key_Return)

    found = [context.read(lambda session, one=one: assets.detail(session, one)) for one in made]
    assert [one.asset.get("name") for one in found][::29] == ["PC-01", "PC-30"]
    assert {one.category_code for one in found} == {"pc"}
    assert {one.asset.get("agency_id") for one in found} <= set(agency_ids(context.store))
    assert went.args[0] == "labels" and len(went.args[1].ids) == 30
    assert fingers.count == 15
