"""Recording one item by keys: Enter goes on, pins stay, models are offered, and what is missing is a checklist."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from spbe_assets.domain.ids import Id
from spbe_assets.services import assets, pins
from spbe_assets.storage.store import Store
from tests.ui.inventory_data import fill, inventory_shown
from ui.context import AppContext
from ui.inventory.asset_editor import AssetEditor
from ui.inventory.pin_board import PinBoard
from ui.screens.inventory import InventoryScreen

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
Key = Qt.Key


@pytest.fixture
def ids(store: Store) -> list[Id]:
    return fill(store, 30)


@pytest.fixture
def screen(qtbot: QtBot, context: AppContext, ids: list[Id]) -> InventoryScreen:
    made = inventory_shown(qtbot, context)
    made.assets.list.table.setFocus()
    return made


@pytest.fixture
def editor(qtbot: QtBot, screen: InventoryScreen) -> AssetEditor:
    qtbot.keyClick(screen.assets.list.table, Key.Key_N, CTRL)
    made = screen.assets.editor
    assert isinstance(made, AssetEditor) and made.isVisible()
    return made


def keys(qtbot: QtBot, *typed: str | Key) -> None:
    """Type texts and press keys, each into whatever has the focus by then."""
    for one in typed:
        if isinstance(one, str):
            for letter in one:
                qtbot.keyClicks(QApplication.focusWidget(), letter)
        else:
            qtbot.keyClick(QApplication.focusWidget(), one)


def here(editor: AssetEditor) -> str:
    focused = editor.form.focused()
    return focused[1] if focused else ""


def saved(qtbot: QtBot, context: AppContext, editor: AssetEditor, key: Key = Key.Key_S) -> assets.AssetDetail:
    with qtbot.waitSignal(editor.saved) as told:
        qtbot.keyClick(QApplication.focusWidget(), key, CTRL | SHIFT)
    return context.read(lambda session: assets.detail(session, told.args[0]))


def test_enter_goes_through_the_nameplate(qtbot: QtBot, editor: AssetEditor) -> None:
    seen = []
    for _step in range(9):
        seen.append(here(editor))
        keys(qtbot, Key.Key_Return)
    assert seen == [
        "category_id", "brand", "model", "serial", "name", "tag", "agency_id", "room_id", "rack_id",
    ]  # fmt: skip


def test_a_category_typed_faster_than_it_is_found_is_taken_all_the_same(qtbot: QtBot, editor: AssetEditor) -> None:
    keys(qtbot, "switch", Key.Key_Return, "Cisco")
    assert here(editor) == "brand"
    qtbot.waitUntil(lambda: editor.form.value("asset", "category_id") is not None)
    assert editor.form.cells["asset", "category_id"].entry.shown_name() == "Switch"
    assert editor.form.cells["device_detail", "ports"].isVisible()


def test_tab_takes_the_marked_line(qtbot: QtBot, editor: AssetEditor) -> None:
    keys(qtbot, "lapt")
    qtbot.waitUntil(lambda: editor.form.reference("asset", "category_id").is_open)
    keys(qtbot, Key.Key_Tab)
    assert editor.form.cells["asset", "category_id"].entry.shown_name() == "Laptop"
    assert here(editor) == "brand"


def test_a_chosen_model_fills_brand_category_and_what_is_sure(
    qtbot: QtBot, context: AppContext, editor: AssetEditor
) -> None:
    keys(qtbot, Key.Key_Return, "mikrotik 326", Key.Key_Down, Key.Key_Return)
    assert here(editor) == "serial"
    keys(qtbot, "HD1234")
    made = saved(qtbot, context, editor)

    assert (made.asset.get("brand"), made.asset.get("model")) == ("MikroTik", "CRS326-24G-2S+RM")
    assert made.category_code == "switch"
    assert made.detail is not None and made.detail.get("ports") == 24
    assert made.asset.get("serial") == "HD1234"


def test_what_is_typed_wins_over_an_offer_that_is_not_marked(qtbot: QtBot, editor: AssetEditor) -> None:
    keys(qtbot, Key.Key_Return, "HPE")
    assert editor.fields.offer.is_open
    keys(qtbot, Key.Key_Return, "Special 1")
    assert editor.form.value("asset", "brand") == "HPE" and here(editor) == "model"


def test_esc_puts_the_offer_away_and_keeps_the_editor(qtbot: QtBot, editor: AssetEditor) -> None:
    keys(qtbot, Key.Key_Return, "epson", Key.Key_Escape)
    assert editor.isVisible() and not editor.fields.offer.is_open
    assert not editor.question.isVisible()


def test_pins_by_key_stay_for_the_next_item_and_the_next_session(
    qtbot: QtBot, context: AppContext, editor: AssetEditor
) -> None:
    keys(qtbot, Key.Key_Return, "Epson")
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_P, CTRL | SHIFT)
    assert editor.form.cells["asset", "brand"].pin.isChecked()
    keys(qtbot, Key.Key_Return, "L5190", Key.Key_Return, "X1")
    saved(qtbot, context, editor)

    qtbot.waitUntil(lambda: editor.is_new and editor.form.value("asset", "brand") == "Epson")
    assert editor.form.value("asset", "serial") == ""
    qtbot.waitUntil(lambda: not context.is_busy)
    assert pins.load(context.store, "Budi").values == {("asset", "brand"): "Epson"}
    context.findChild(PinBoard).setParent(None)
    another = AssetEditor(context)
    qtbot.addWidget(another)
    another.show_new()
    assert another.form.value("asset", "brand") == "Epson"


def test_a_serial_number_has_no_pin_and_a_record_that_is_edited_has_none(
    qtbot: QtBot, context: AppContext, editor: AssetEditor, ids: list[Id]
) -> None:
    assert editor.form.cells["asset", "serial"].pin is None
    assert editor.form.cells["asset", "room_id"].pin.isVisible()
    editor.show_record(ids[0])
    assert not editor.form.cells["asset", "room_id"].pin.isVisible()


def test_what_is_missing_is_counted_while_typing_and_reached_by_a_key(qtbot: QtBot, editor: AssetEditor) -> None:
    before = editor.checklist.pill.text()
    keys(qtbot, Key.Key_Return, "Epson")
    after = editor.checklist.pill.text()
    assert int(before.split()[0]) == int(after.split()[0]) + 1
    assert "Serial number" in editor.checklist.names.whole()
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_J, CTRL)
    assert here(editor) == "model"


def test_a_draft_is_saved_whatever_is_missing(qtbot: QtBot, context: AppContext, editor: AssetEditor) -> None:
    keys(qtbot, Key.Key_Return, Key.Key_Return, Key.Key_Return, "ONLY-A-SERIAL")
    assert saved(qtbot, context, editor).asset.get("serial") == "ONLY-A-SERIAL"


def test_a_duplicate_counts_on(qtbot: QtBot, context: AppContext, screen: InventoryScreen, ids: list[Id]) -> None:
    row = screen.assets.list.current_row()
    context.write(lambda uow, _progress: assets.update(uow, row.id, {"name": "PC-07"}))
    qtbot.waitUntil(lambda: screen.assets.pane.name.text() == "PC-07")
    qtbot.keyClick(screen.assets.list.table, Key.Key_D, CTRL)
    form = screen.assets.editor.form
    assert form.value("asset", "name") == "PC-08"
    assert form.value("asset", "serial") == form.value("asset", "tag") == form.value("asset", "nibar") == ""
