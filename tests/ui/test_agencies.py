"""The screen of agencies and places: four lists, worked by keys, with move, merge, refusals, search and undo."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from spbe_assets.domain.filters import AssetFilter
from spbe_assets.services import agencies, assets, places, tallies, trees
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.unit_of_work import UnitOfWork
from tests.services.world import World, build
from tests.ui.agencies_steps import cells, drag, names, pick, press, show, side, standing, texts
from ui.context import AppContext
from ui.places.combine_dialog import CombineDialog
from ui.places.move_dialog import MoveDialog
from ui.places.rack_view import RackView
from ui.places.tree_workspace import TreeWorkspace
from ui.screens.agencies import PEOPLE, PLACES, AgenciesScreen
from ui.widgets.empty_state import EmptyState


@pytest.fixture
def world(store: Store) -> World:
    return build(store)


@pytest.fixture
def screen(qtbot: QtBot, context: AppContext, world: World) -> Iterator[AgenciesScreen]:
    made = AgenciesScreen(context)
    qtbot.addWidget(made)
    made.resize(1170, 740)
    with qtbot.waitExposed(made):
        made.show()
    qtbot.waitUntil(lambda: made.agencies.pane.isVisible())
    yield made


def test_the_province_is_open_and_its_agencies_are_counted(qtbot: QtBot, screen: AgenciesScreen, world: World) -> None:
    assert "Dinas Kesehatan" in names(screen)
    assert "Puskesmas Melati" not in names(screen)
    assert "agencies" in screen.head.subtitle.text()
    at = names(screen).index("Dinas Kesehatan")
    qtbot.waitUntil(lambda: cells(screen, 1)[at] == "10")
    assert cells(screen, 2)[at] == "1"


def test_right_and_left_open_and_close_a_line(qtbot: QtBot, screen: AgenciesScreen, world: World) -> None:
    show(qtbot, screen, "agency", world.health)
    table = screen.agencies.list.table
    press(qtbot, table, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: "Puskesmas Melati" in names(screen))
    press(qtbot, table, Qt.Key.Key_Right)
    assert screen.agencies.list.current_row().id == world.clinic
    press(qtbot, table, Qt.Key.Key_Left)
    assert screen.agencies.list.current_row().id == world.health
    press(qtbot, table, Qt.Key.Key_Left)
    qtbot.waitUntil(lambda: "Puskesmas Melati" not in names(screen))


def test_a_unit_is_recorded_below_its_agency_by_keys_alone(
    qtbot: QtBot, screen: AgenciesScreen, world: World, context: AppContext
) -> None:
    show(qtbot, screen, "agency", world.health)
    press(qtbot, screen, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    editor = screen.agencies.editor
    name = editor.form.cells["agency", "name"].entry
    qtbot.keyClicks(name.focusProxy(), "Puskesmas Mawar")
    with qtbot.waitSignal(context.done) as told:
        press(qtbot, editor, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert "Puskesmas Mawar" in told.args[0]
    qtbot.waitUntil(lambda: "Puskesmas Mawar" in names(screen))
    made = world.read(lambda session: agencies.find(session, "Puskesmas Mawar"))
    assert world.read(lambda session: agencies.detail(session, made)).get("parent_id") == world.health
    qtbot.waitUntil(lambda: standing(screen) == (made, world.health) and screen.agencies.pane.isVisible())


def test_f2_edits_and_undo_brings_the_old_name_back(
    qtbot: QtBot, screen: AgenciesScreen, world: World, context: AppContext
) -> None:
    show(qtbot, screen, "agency", world.clinic)
    press(qtbot, screen, Qt.Key.Key_F2)
    entry = screen.agencies.editor.form.cells["agency", "name"].entry.focusProxy()
    entry.selectAll()
    qtbot.keyClicks(entry, "Puskesmas Baru")
    with qtbot.waitSignal(context.changed):
        press(qtbot, screen.agencies.editor, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: "Puskesmas Baru" in names(screen))
    with qtbot.waitSignal(context.changed):
        context.undo()
    qtbot.waitUntil(lambda: "Puskesmas Melati" in names(screen))


def test_an_agency_is_moved_by_command(qtbot: QtBot, screen: AgenciesScreen, world: World, context: AppContext) -> None:
    show(qtbot, screen, "agency", world.clinic)
    press(qtbot, screen.agencies, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    dialog = screen.agencies.dialog()
    assert isinstance(dialog, MoveDialog)
    assert not dialog.move_button.isEnabled()
    pick(qtbot, dialog.boxes["agency"], "Dinas Komunikasi, Inf")
    assert dialog.move_button.isEnabled()
    with qtbot.waitSignal(context.changed):
        dialog.move_button.click()
    assert world.read(lambda s: agencies.detail(s, world.clinic)).get("parent_id") == world.ict
    qtbot.waitUntil(lambda: standing(screen) == (world.clinic, world.ict))


def test_a_line_is_moved_by_dragging_it_onto_another(
    qtbot: QtBot, screen: AgenciesScreen, world: World, context: AppContext
) -> None:
    show(qtbot, screen, "agency", world.clinic)
    with qtbot.waitSignal(context.changed):
        assert drag(screen, world.clinic, world.ict)
    assert world.read(lambda s: agencies.detail(s, world.clinic)).get("parent_id") == world.ict
    qtbot.waitUntil(lambda: standing(screen) == (world.clinic, world.ict))


def test_a_line_is_not_dropped_where_it_cannot_stand(
    qtbot: QtBot, screen: AgenciesScreen, world: World, context: AppContext
) -> None:
    side(qtbot, screen, PLACES)
    show(qtbot, screen, "rack", world.rack)
    assert not drag(screen, world.rack, world.ict)
    assert not context.is_writing


def test_an_agency_dropped_below_itself_is_refused_with_a_sentence(
    qtbot: QtBot, screen: AgenciesScreen, world: World, context: AppContext
) -> None:
    show(qtbot, screen, "agency", world.clinic)
    with qtbot.waitSignal(context.error_raised) as raised:
        drag(screen, world.health, world.clinic)
    assert "Puskesmas Melati" in str(raised.args[0])


def test_two_agencies_are_merged_after_a_preview_and_one_undo_brings_both_back(
    qtbot: QtBot, screen: AgenciesScreen, world: World, context: AppContext
) -> None:
    show(qtbot, screen, "agency", world.ict)
    press(qtbot, screen.agencies, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    dialog = screen.agencies.dialog()
    assert isinstance(dialog, CombineDialog)
    pick(qtbot, dialog.box, "Puskesmas Melati")
    qtbot.waitUntil(dialog.merge_button.isEnabled)
    assert "10 items" in dialog.told.text()
    assert "1 room" in dialog.told.text()
    dialog.take_other("name")
    with qtbot.waitSignal(context.done):
        dialog.merge_button.click()
    assert world.read(lambda s: agencies.detail(s, world.ict)).get("name") == "Puskesmas Melati"
    qtbot.waitUntil(lambda: names(screen).count("Puskesmas Melati") == 1)
    with qtbot.waitSignal(context.changed):
        context.undo()
    assert world.read(lambda s: agencies.detail(s, world.clinic)).get("parent_id") == world.health
    assert world.read(lambda s: places.detail(s, "room", world.office)).get("agency_id") == world.clinic


def test_deleting_what_is_still_used_is_refused_and_what_is_not_can_be_undone(
    qtbot: QtBot, screen: AgenciesScreen, world: World, context: AppContext
) -> None:
    show(qtbot, screen, "agency", world.health)
    with qtbot.waitSignal(context.error_raised) as raised:
        press(qtbot, screen.agencies.list.table, Qt.Key.Key_Delete)
    assert "still used" in str(raised.args[0])
    spare = world.write(lambda uow: agencies.create(uow, {"name": "Zebra", "region_id": world.regency}))
    context.look_for_foreign_changes()
    qtbot.waitUntil(lambda: not context.is_busy)
    show(qtbot, screen, "agency", spare)
    with qtbot.waitSignal(context.done):
        press(qtbot, screen.agencies.list.table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: "Zebra" not in names(screen))
    with qtbot.waitSignal(context.changed):
        context.undo()
    qtbot.waitUntil(lambda: "Zebra" in names(screen))


def test_the_search_box_narrows_the_tree_and_says_when_nothing_is_found(
    qtbot: QtBot, screen: AgenciesScreen, world: World
) -> None:
    screen.search.setText("melati")
    qtbot.waitUntil(lambda: names(screen)[-1:] == ["Puskesmas Melati"])
    assert names(screen)[0] == "Riau"
    screen.search.setText("no such agency")
    qtbot.waitUntil(lambda: not names(screen))
    shown = [one for one in screen.findChildren(EmptyState) if one.isVisible()]
    assert [one.title.text() for one in shown] == ["Nothing found"]
    shown[0].findChildren(QPushButton)[0].click()
    qtbot.waitUntil(lambda: "Dinas Kesehatan" in names(screen))
    assert screen.search.text() == ""


def test_what_was_found_can_be_edited_and_the_search_stays(
    qtbot: QtBot, screen: AgenciesScreen, world: World, context: AppContext
) -> None:
    screen.search.setText("melati")
    qtbot.waitUntil(lambda: names(screen)[-1:] == ["Puskesmas Melati"])
    screen.agencies.list.go_to(len(names(screen)) - 1)
    qtbot.waitUntil(lambda: screen.agencies.shown == world.clinic)
    press(qtbot, screen, Qt.Key.Key_F2)
    qtbot.keyClicks(screen.agencies.editor.form.cells["agency", "head"].entry.focusProxy(), "dr. Rina")
    with qtbot.waitSignal(context.done):
        press(qtbot, screen.agencies.editor, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: screen.agencies.pane.isVisible() and not context.is_busy)
    assert (screen.search.text(), names(screen)[-1]) == ("melati", "Puskesmas Melati")

    screen.agencies.move_branches([("agency", world.clinic)], "agency", world.ict, "ICT")
    qtbot.waitUntil(lambda: standing(screen) == (world.clinic, world.ict) and not context.is_busy)
    assert screen.search.text() == ""
    assert "Dinas Kesehatan" in names(screen)


def test_the_counts_of_a_record_open_the_inventory(
    qtbot: QtBot, screen: AgenciesScreen, world: World, context: AppContext
) -> None:
    show(qtbot, screen, "room", world.office)
    page = screen.places.pane
    qtbot.waitUntil(lambda: "10 items" in texts(page))
    items = next(one for one in page.findChildren(QPushButton) if one.text() == "10 items")
    with qtbot.waitSignal(context.navigated) as told:
        items.click()
    assert told.args == ["inventory", AssetFilter(room_ids=frozenset({world.office}))]


def test_rooms_and_racks_are_recorded_where_the_cursor_is(
    qtbot: QtBot, screen: AgenciesScreen, world: World, context: AppContext
) -> None:
    show(qtbot, screen, "site", world.site)
    qtbot.waitUntil(lambda: screen.new_button.text() == "New room")
    screen.new_button.click()
    editor = screen.places.editor
    assert editor.form.value("room", "site_id") == world.site
    qtbot.keyClicks(editor.form.cells["room", "name"].entry.focusProxy(), "Ruang Arsip")
    with qtbot.waitSignal(context.done):
        editor.save()
    qtbot.waitUntil(lambda: "Ruang Arsip" in names(screen))
    qtbot.waitUntil(lambda: screen.new_button.text() == "New rack")
    screen.new_button.click()
    assert editor.form.value("rack", "height_u") == 42
    assert screen.places.list.current_row().name == "Ruang Arsip"
    assert editor.form.value("rack", "room_id") == screen.places.list.current_row().id


def test_a_rack_shows_what_is_in_which_unit(
    qtbot: QtBot, screen: AgenciesScreen, world: World, context: AppContext
) -> None:
    show(qtbot, screen, "rack", world.rack)
    qtbot.waitUntil(lambda: bool(screen.places.pane.findChildren(RackView)))
    view = screen.places.pane.findChildren(RackView)[0]
    assert (view.height_u, [unit.at_u for unit in view.units]) == (42, [40])
    assert view.rect_of(0).top() == 2 * 18 + 1
    with qtbot.waitSignal(context.navigated) as told:
        press(qtbot, view, Qt.Key.Key_Return)
    assert told.args == ["inventory", world.switch]


def test_an_item_in_a_rack_is_as_high_as_its_model(qtbot: QtBot, context: AppContext, world: World) -> None:
    def fill(uow: UnitOfWork) -> None:
        for name, model, at in (("UPS", "SMT2200RMI2U", 1), ("Switch", "", 3), ("Router", "", 2)):
            values = {"name": name, "brand": "APC" if model else "", "model": model}
            assets.create(uow, {**values, "rack_id": world.rack, "rack_position_u": at})

    world.write(fill)
    view = RackView(context, 42, world.read(lambda session: tallies.in_rack(session, world.rack)))
    qtbot.addWidget(view)
    view.resize(view.sizeHint())
    at = {unit.name: view.rect_of(number) for number, unit in enumerate(view.units)}
    assert at["UPS"].height() == 2 * 18 - 1 and at["UPS"].bottom() == 42 * 18 - 1
    assert at["Switch"].height() == 17 and not at["Switch"].intersects(at["UPS"])
    assert not at["Router"].intersects(at["UPS"]) and at["Router"].width() < at["Switch"].width()


def test_a_rack_room_is_moved_by_dragging_and_a_used_room_is_not_deleted(
    qtbot: QtBot, screen: AgenciesScreen, world: World, context: AppContext
) -> None:
    store = world.write(lambda uow: places.create(uow, "room", {"name": "Gudang", "site_id": world.site}))
    show(qtbot, screen, "rack", world.rack)
    with qtbot.waitSignal(context.changed):
        assert drag(screen, world.rack, store)
    assert world.read(lambda s: places.detail(s, "rack", world.rack)).get("room_id") == store
    qtbot.waitUntil(lambda: not context.is_busy)
    show(qtbot, screen, "room", world.server_room)
    with qtbot.waitSignal(context.error_raised):
        press(qtbot, screen.places.list.table, Qt.Key.Key_Delete)


def test_alt_and_arrows_go_through_records_and_unsaved_text_is_not_lost(
    qtbot: QtBot, screen: AgenciesScreen, world: World
) -> None:
    show(qtbot, screen, "agency", world.ict)
    before = screen.agencies.list.table.currentIndex().row()
    press(qtbot, screen, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert screen.agencies.list.table.currentIndex().row() == before + 1
    press(qtbot, screen, Qt.Key.Key_F2)
    qtbot.keyClicks(screen.agencies.editor.form.cells["agency", "name"].entry.focusProxy(), "x")
    assert not screen.may_leave()
    screen.switch.choose(PEOPLE)
    assert screen.switch.chosen == 0
    screen.agencies.editor.discard()
    assert screen.may_leave()


def test_a_record_changed_elsewhere_is_followed(
    qtbot: QtBot, screen: AgenciesScreen, world: World, context: AppContext
) -> None:
    context.write(lambda uow, _progress: agencies.update(uow, world.ict, {"name": "Aaa Dinas"}))
    qtbot.waitUntil(lambda: "Aaa Dinas" in names(screen))


def test_an_unreadable_last_place_is_left_out(screen: AgenciesScreen) -> None:
    for kept in ({}, {"side": 17, "record": ""}, {"side": "x", "record": "zz"}, {"side": 0, "record": "zz"}):
        screen.bring_back(kept)
    assert isinstance(screen.current, TreeWorkspace)


def test_the_last_place_is_brought_back(
    qtbot: QtBot, screen: AgenciesScreen, world: World, context: AppContext
) -> None:
    show(qtbot, screen, "rack", world.rack)
    kept = screen.kept()
    other = AgenciesScreen(context)
    qtbot.addWidget(other)
    other.show()
    other.bring_back(kept)
    qtbot.waitUntil(lambda: other.on_show() == ("rack", world.rack, "R1"))


def test_an_operator_sees_the_history_of_a_place(
    qtbot: QtBot, screen: AgenciesScreen, world: World, budi: Actor
) -> None:
    show(qtbot, screen, "rack", world.rack)
    screen.places.pane.tabs.setCurrentIndex(screen.places.pane.tabs.count() - 1)
    qtbot.waitUntil(lambda: "Created" in texts(screen.places.pane))


def test_a_tree_says_which_lines_can_be_moved_where(world: World) -> None:
    assert trees.can_move("room", "site")
    assert not trees.can_move("site", "room")
