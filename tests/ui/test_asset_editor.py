"""Editing assets: new, duplicate, save, save and next, sentences, stale edits, undo; nothing is lost in silence."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from spbe_assets.domain.ids import Id
from spbe_assets.domain.records import AssetDetail
from spbe_assets.domain.vocabulary import Condition, DeviceRole, Status
from spbe_assets.services import assets
from spbe_assets.storage.store import Store
from spbe_assets.storage.tables import Asset
from tests.ui.inventory_data import fill, inventory_shown
from ui.context import AppContext
from ui.inventory.asset_editor import AssetEditor
from ui.inventory.field_inputs import ChoiceInput, LineInput, ReferenceInput
from ui.inventory.record_editor import RecordEditor
from ui.screens.inventory import InventoryScreen


@pytest.fixture
def ids(store: Store) -> list[Id]:
    return fill(store, 40)


@pytest.fixture
def screen(qtbot: QtBot, context: AppContext, ids: list[Id]) -> InventoryScreen:
    return inventory_shown(qtbot, context)


@pytest.fixture
def editor(qtbot: QtBot, context: AppContext, ids: list[Id]) -> AssetEditor:
    made = AssetEditor(context)
    qtbot.addWidget(made)
    made.show()
    return made


def detail(context: AppContext, asset_id: Id) -> AssetDetail:
    return context.read(lambda session: assets.detail(session, asset_id))


def of_class(context: AppContext, ids: list[Id], table: str) -> Id:
    return next(one for one in ids if detail(context, one).detail_table == table)


def line(editor: RecordEditor, table: str, key: str, text: str) -> None:
    entry = editor.form.cells[table, key].entry
    assert isinstance(entry, LineInput)
    entry.line.setText(text)
    entry.line.textEdited.emit(text)


def choose(editor: RecordEditor, table: str, key: str, text: str) -> None:
    entry = editor.form.cells[table, key].entry
    assert isinstance(entry, ChoiceInput)
    entry.combo.setCurrentText(text)
    entry.combo.activated.emit(entry.combo.currentIndex())


def refer(qtbot: QtBot, editor: RecordEditor, table: str, key: str, text: str) -> None:
    entry = editor.form.cells[table, key].entry
    assert isinstance(entry, ReferenceInput)
    entry.box.setText(text)
    entry.box.ask(text)
    qtbot.waitUntil(lambda: bool(entry.box.choices))
    entry.box.pick(0)


def save(qtbot: QtBot, editor: RecordEditor) -> Id:
    with qtbot.waitSignal(editor.saved) as saved:
        editor.save()
    return bytes(saved.args[0])


def problem(editor: RecordEditor, table: str, key: str) -> str:
    return editor.form.cells[table, key].problem.text()


def test_an_edit_is_saved_and_counts_as_one_step(
    qtbot: QtBot, context: AppContext, editor: AssetEditor, ids: list[Id]
) -> None:
    server = of_class(context, ids, "server_detail")
    editor.show_record(server)
    line(editor, "asset", "name", "Server e-Planning")
    line(editor, "asset", "price_rupiah", "Rp 1.250.000")
    line(editor, "server_detail", "storage_tb", "7,2")
    choose(editor, "asset", "condition", "Heavily damaged")
    with qtbot.waitSignal(context.changed) as changed:
        save(qtbot, editor)

    after = detail(context, server)
    assert after.asset.get("name") == "Server e-Planning"
    assert after.asset.get("price_rupiah") == 1_250_000
    assert after.asset.get("condition") is Condition.HEAVY_DAMAGE
    assert after.detail is not None
    assert after.detail.get("storage_tb") == Decimal("7.2")
    assert changed.args[0].affects("asset", "server_detail")


def test_opening_and_saving_changes_nothing(
    qtbot: QtBot, context: AppContext, editor: AssetEditor, ids: list[Id]
) -> None:
    for asset_id in ids[:12]:
        before = detail(context, asset_id)
        editor.show_record(asset_id)
        assert not editor.is_changed()
        save(qtbot, editor)
        assert detail(context, asset_id) == before


def test_a_wrong_value_is_explained_beside_its_field_and_nothing_is_saved(
    qtbot: QtBot, context: AppContext, editor: AssetEditor, ids: list[Id]
) -> None:
    server = of_class(context, ids, "server_detail")
    before = detail(context, server)
    editor.show_record(server)
    line(editor, "server_detail", "management_ip", "10.10.2.999")
    line(editor, "asset", "name", "Not yet")
    with qtbot.assertNotEmitted(editor.saved, wait=50):
        editor.save()

    assert "10.10.2.999" in problem(editor, "server_detail", "management_ip")
    assert detail(context, server) == before
    line(editor, "server_detail", "management_ip", "10.10.2.99")
    assert not problem(editor, "server_detail", "management_ip")
    save(qtbot, editor)
    assert detail(context, server).asset.get("name") == "Not yet"


def test_a_new_item_gets_a_tag_and_may_be_almost_empty(
    qtbot: QtBot, context: AppContext, editor: AssetEditor, ids: list[Id]
) -> None:
    editor.show_new()
    line(editor, "asset", "name", "Scanner")
    made = detail(context, save(qtbot, editor))

    assert made.asset.get("tag")
    assert made.asset.get("status") is Status.ACTIVE
    assert made.asset.get("quantity") == 1
    assert made.missing


def test_the_category_decides_which_details_there_are(
    qtbot: QtBot, context: AppContext, editor: AssetEditor, ids: list[Id]
) -> None:
    editor.show_new()
    role = editor.form.cells["device_detail", "role"]
    cpu = editor.form.cells["server_detail", "cpu"]
    assert not role.isVisible() and not cpu.isVisible()

    refer(qtbot, editor, "asset", "category_id", "Switch")
    assert role.isVisible() and not cpu.isVisible()
    choose(editor, "device_detail", "role", "Core")
    made = detail(context, save(qtbot, editor))
    assert made.category_code == "switch"
    assert made.detail is not None
    assert made.detail.get("role") is DeviceRole.CORE


def test_a_name_that_is_not_in_the_list_is_refused_with_a_sentence(
    qtbot: QtBot, context: AppContext, editor: AssetEditor, ids: list[Id]
) -> None:
    editor.show_record(ids[0])
    entry = editor.form.cells["asset", "agency_id"].entry
    assert isinstance(entry, ReferenceInput)
    entry.box.setText("No such office")
    editor.save()

    assert "No such office" in problem(editor, "asset", "agency_id")


def test_a_name_typed_in_full_needs_no_click(
    qtbot: QtBot, context: AppContext, editor: AssetEditor, ids: list[Id]
) -> None:
    editor.show_record(ids[0])
    entry = editor.form.cells["asset", "agency_id"].entry
    assert isinstance(entry, ReferenceInput)
    entry.box.setText("dinas kesehatan")
    entry.box.ask("dinas kesehatan")
    qtbot.waitUntil(lambda: bool(entry.box.choices))
    save(qtbot, editor)

    assert detail(context, ids[0]).asset.names["agency_id"] == "Dinas Kesehatan"


def test_rooms_are_those_of_the_chosen_agency(
    qtbot: QtBot, context: AppContext, editor: AssetEditor, ids: list[Id]
) -> None:
    editor.show_record(ids[0])
    box = editor.form.reference("asset", "room_id")
    box.ask("loket")
    qtbot.waitUntil(lambda: bool(box.choices))

    assert [choice.text for choice in box.choices] == ["Loket 3"]


def test_a_room_nobody_has_recorded_is_added_on_the_way(
    qtbot: QtBot, context: AppContext, editor: AssetEditor, ids: list[Id]
) -> None:
    editor.show_record(ids[0])
    box = editor.form.reference("asset", "room_id")
    box.setText("R. Panel Lt. 4")
    box.ask("R. Panel Lt. 4")
    qtbot.waitUntil(lambda: bool(box.choices))
    with qtbot.waitSignal(box.chosen):
        box.pick(len(box.choices) - 1)
    save(qtbot, editor)

    after = detail(context, ids[0])
    assert after.asset.names["room_id"] == "R. Panel Lt. 4"


def test_a_stale_edit_is_told_and_can_be_put_on_top(
    qtbot: QtBot, context: AppContext, editor: AssetEditor, ids: list[Id]
) -> None:
    editor.show_record(ids[0])
    line(editor, "asset", "name", "Mine")
    with qtbot.waitSignal(context.changed):
        context.write(lambda uow, _progress: uow.update(Asset, ids[0], brand="Theirs"))
    with qtbot.assertNotEmitted(context.error_raised):
        editor.save()
        qtbot.waitUntil(lambda: editor.stale.isVisible())

    editor.stale.acted.emit()
    assert not editor.stale.isVisible()
    save(qtbot, editor)
    after = detail(context, ids[0]).asset
    assert (after.get("name"), after.get("brand")) == ("Mine", "Theirs")


def test_a_copy_shares_all_but_what_is_its_own(
    qtbot: QtBot, context: AppContext, editor: AssetEditor, ids: list[Id]
) -> None:
    server = of_class(context, ids, "server_detail")
    editor.show_copy(server)
    assert editor.is_changed()
    before, after = detail(context, server), detail(context, save(qtbot, editor))

    shared = ("brand", "model", "agency_id", "room_id", "price_rupiah", "category_id")
    assert [after.asset.get(key) for key in shared] == [before.asset.get(key) for key in shared]
    assert after.asset.get("serial") == ""
    assert int(after.asset.get("register")) > int(before.asset.get("register"))
    assert after.asset.get("tag") not in ("", before.asset.get("tag"))
    assert after.detail is not None and before.detail is not None
    assert after.detail.get("cpu") == before.detail.get("cpu")


def test_esc_asks_only_when_something_would_be_lost(qtbot: QtBot, screen: InventoryScreen) -> None:
    screen.assets.edit()
    editor = screen.assets.editor
    qtbot.keyClick(editor.form, Qt.Key.Key_Escape)
    assert not screen.assets.is_editing

    screen.assets.edit()
    line(editor, "asset", "name", "Half typed")
    assert not screen.may_leave()
    assert editor.question.isVisible()
    assert screen.assets.is_editing
    editor.question.acted.emit()
    assert not screen.assets.is_editing
    assert screen.assets.pane.isVisible()


def test_another_row_does_not_throw_away_what_was_typed(qtbot: QtBot, screen: InventoryScreen) -> None:
    screen.assets.edit()
    editor = screen.assets.editor
    line(editor, "asset", "name", "Half typed")
    with qtbot.waitSignal(screen.assets.list.current_changed):
        screen.assets.list.go_to(7)

    assert screen.assets.is_editing
    assert editor.is_changed()


def test_save_and_next_walks_down_the_list(qtbot: QtBot, context: AppContext, screen: InventoryScreen) -> None:
    second = screen.assets.list.model.row(1)
    screen.assets.edit()
    editor = screen.assets.editor
    line(editor, "asset", "name", "Checked")
    with qtbot.waitSignal(editor.saved):
        editor.save(goes_on=True)

    with qtbot.waitSignal(screen.assets.list.current_changed):
        pass
    assert screen.assets.is_editing
    assert editor.record_id == second.id
    assert not editor.is_changed()


def test_alt_down_in_an_untouched_editor_edits_the_next_record(qtbot: QtBot, screen: InventoryScreen) -> None:
    second = screen.assets.list.model.row(1)
    screen.assets.edit()
    with qtbot.waitSignal(screen.assets.list.current_changed):
        screen.assets.step(1)

    assert screen.assets.is_editing
    assert screen.assets.editor.record_id == second.id


def test_a_change_elsewhere_leaves_a_new_form_open(qtbot: QtBot, context: AppContext, screen: InventoryScreen) -> None:
    row = screen.assets.list.current_row()
    screen.assets.new()
    with qtbot.waitSignal(screen.assets.list.current_changed):
        context.write(lambda uow, _progress: uow.update(Asset, row.id, name="Elsewhere"))

    assert screen.assets.is_editing


def test_save_and_next_on_a_new_item_keeps_what_is_pinned(
    qtbot: QtBot, context: AppContext, screen: InventoryScreen
) -> None:
    screen.assets.new()
    editor = screen.assets.editor
    editor.form.pin_pressed.emit("asset", "brand")
    line(editor, "asset", "brand", "Epson")
    line(editor, "asset", "model", "L5190")
    line(editor, "asset", "serial", "SN-1")
    with qtbot.waitSignal(editor.saved):
        editor.save(goes_on=True)

    assert screen.assets.is_editing and editor.is_new
    assert editor.form.value("asset", "brand") == "Epson"
    assert editor.form.value("asset", "model") == editor.form.value("asset", "serial") == ""
    assert not editor.is_changed(), "what is only pinned is no loss"


def test_a_new_item_is_selected_in_the_list(qtbot: QtBot, context: AppContext, screen: InventoryScreen) -> None:
    screen.assets.new()
    line(screen.assets.editor, "asset", "name", "Plotter")
    with qtbot.waitSignal(screen.assets.table.rowsInserted):
        made = save(qtbot, screen.assets.editor)

    qtbot.waitUntil(lambda: screen.assets.list.current_row().id == made)
    assert "Plotter" in screen.assets.pane.name.text()
    assert screen.head.subtitle.text() == "41 items"


def test_undo_brings_list_and_pane_back(qtbot: QtBot, context: AppContext, screen: InventoryScreen) -> None:
    before = screen.assets.pane.name.text()
    screen.assets.edit()
    line(screen.assets.editor, "asset", "name", "Wrong name")
    save(qtbot, screen.assets.editor)
    assert screen.assets.pane.name.text() == "Wrong name"

    with qtbot.waitSignal(context.changed):
        context.undo()
    assert screen.assets.pane.name.text() == before
    assert not screen.assets.list.model.index(0, 1).data().startswith("Wrong name")


def test_fill_in_goes_to_the_first_missing_field(qtbot: QtBot, context: AppContext, screen: InventoryScreen) -> None:
    detail = screen.assets.asset_pane.detail
    assert detail is not None and detail.missing
    screen.assets.asset_pane.fill_asked.emit(detail.missing[0])

    assert screen.assets.is_editing
    focused = screen.focusWidget()
    cells = screen.assets.editor.form.cells
    table = "asset" if ("asset", detail.missing[0]) in cells else detail.detail_table
    assert focused is cells[table, detail.missing[0]].entry.focusProxy()


def test_tab_goes_through_the_form_in_the_order_of_a_nameplate(qtbot: QtBot, screen: InventoryScreen) -> None:
    screen.assets.edit()
    cells = screen.assets.editor.form.cells
    reached = []
    for _step in range(6):
        focused = screen.focusWidget()
        reached.append(next(key for key, cell in cells.items() if cell.entry.focusProxy() is focused))
        qtbot.keyClick(focused, Qt.Key.Key_Tab)

    assert [key for _table, key in reached] == ["category_id", "brand", "model", "serial", "name", "tag"]
