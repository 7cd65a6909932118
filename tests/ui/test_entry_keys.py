"""Fast entry in the list: conditions by a digit, fields in place, and the ways to many items, all by keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from spbe_assets.domain.ids import Id
from spbe_assets.domain.vocabulary import Condition
from spbe_assets.services import assets
from spbe_assets.storage.store import Store
from tests.ui.inventory_data import fill, inventory_shown
from ui.context import AppContext
from ui.entry.grid import GridDialog
from ui.entry.in_place import InPlaceEditor
from ui.entry.several import SeveralDialog
from ui.screens.inventory import InventoryScreen

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def ids(store: Store) -> list[Id]:
    return fill(store, 30)


@pytest.fixture
def screen(qtbot: QtBot, context: AppContext, ids: list[Id]) -> InventoryScreen:
    made = inventory_shown(qtbot, context)
    made.assets.list.table.setFocus()
    return made


def value(context: AppContext, asset_id: Id, key: str) -> object:
    return context.read(lambda session: assets.detail(session, asset_id)).asset.get(key)


def column(screen: InventoryScreen, key: str) -> None:
    table = screen.assets.list.table
    at = [one.key for one in screen.assets.table.columns()].index(key)
    table.selectionModel().setCurrentIndex(
        table.model().index(table.currentIndex().row(), at), table.selectionModel().SelectionFlag.NoUpdate
    )


def in_place(screen: InventoryScreen, qtbot: QtBot, key: str) -> InPlaceEditor:
    column(screen, key)
    qtbot.keyClick(screen.assets.list.table, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: screen.assets.entry_keys.in_place is not None)
    return screen.assets.entry_keys.in_place  # type: ignore[no-any-return]


def dialog(qtbot: QtBot) -> object:
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    return QApplication.activeModalWidget()


def test_a_digit_sets_the_condition_of_all_that_are_chosen(
    qtbot: QtBot, context: AppContext, screen: InventoryScreen
) -> None:
    table = screen.assets.list.table
    for _step in range(2):
        qtbot.keyClick(table, Qt.Key.Key_Down, SHIFT)
    rows = [screen.assets.table.row(at) for at in range(3)]
    with qtbot.waitSignal(context.done) as done:
        qtbot.keyClick(table, Qt.Key.Key_3)

    assert {value(context, row.id, "condition") for row in rows} == {Condition.HEAVY_DAMAGE}
    assert "3 items" in done.args[0]
    with qtbot.waitSignal(context.changed):
        context.undo()
    assert {value(context, row.id, "condition") for row in rows} == {row.condition for row in rows}


def test_a_name_is_edited_in_its_cell(qtbot: QtBot, context: AppContext, screen: InventoryScreen) -> None:
    row = screen.assets.list.current_row()
    editor = in_place(screen, qtbot, "item")
    focused = QApplication.focusWidget()
    assert editor.isAncestorOf(focused)
    focused.selectAll()
    qtbot.keyClicks(focused, "Server arsip")
    with qtbot.waitSignal(context.done):
        qtbot.keyClick(focused, Qt.Key.Key_Return)
    assert value(context, row.id, "name") == "Server arsip"
    assert screen.assets.list.table.hasFocus()


def test_a_wrong_value_stays_in_its_cell_with_a_sentence_and_esc_leaves(
    qtbot: QtBot, context: AppContext, screen: InventoryScreen
) -> None:
    row = screen.assets.list.current_row()
    editor = in_place(screen, qtbot, "year")
    focused = QApplication.focusWidget()
    focused.selectAll()
    qtbot.keyClicks(focused, "20x3")
    qtbot.keyClick(focused, Qt.Key.Key_Return)
    assert editor.problem.isVisible()
    qtbot.keyClick(focused, Qt.Key.Key_Escape)
    assert screen.assets.entry_keys.in_place is None
    assert value(context, row.id, "year") == row.year


def test_seen_is_a_key(qtbot: QtBot, context: AppContext, screen: InventoryScreen) -> None:
    row = screen.assets.list.current_row()
    column(screen, "verified")
    with qtbot.waitSignal(context.done):
        qtbot.keyClick(screen.assets.list.table, Qt.Key.Key_Return, CTRL)
    assert value(context, row.id, "verified_by") == "Budi"


def test_the_ways_to_many_items_open_by_keys(qtbot: QtBot, screen: InventoryScreen) -> None:
    for key, kind in ((Qt.Key.Key_N, SeveralDialog), (Qt.Key.Key_G, GridDialog), (Qt.Key.Key_D, SeveralDialog)):
        qtbot.keyClick(screen.assets.list.table, key, CTRL | SHIFT)
        opened = dialog(qtbot)
        assert isinstance(opened, kind)
        qtbot.keyClick(opened, Qt.Key.Key_Escape)
        qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)


def test_ctrl_v_in_the_list_opens_the_block(qtbot: QtBot, screen: InventoryScreen) -> None:
    QGuiApplication.clipboard().setText("Merk\tTipe\nEpson\tL5190\nHP\t280 G4 MT")
    qtbot.keyClick(screen.assets.list.table, Qt.Key.Key_V, CTRL)
    opened = dialog(qtbot)
    assert isinstance(opened, GridDialog)
    qtbot.waitUntil(lambda: opened.model.parts == ["brand", "model"])
    opened.done(0)
