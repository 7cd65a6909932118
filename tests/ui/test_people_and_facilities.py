"""People and facilities: plain lists with record pane and editor, and the rooms a facility consists of."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QPushButton
from pytestqt.qtbot import QtBot

from spbe_assets.services import people, places, recording
from spbe_assets.storage.store import Store
from tests.services.world import World, build
from tests.ui.agencies_steps import cells, pick, press, show, side, texts
from ui.context import AppContext
from ui.inventory.reference_box import ReferenceBox
from ui.screens.agencies import FACILITIES, PEOPLE, AgenciesScreen
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


def test_people_are_recorded_found_edited_and_deleted_by_keys(
    qtbot: QtBot, screen: AgenciesScreen, world: World, context: AppContext
) -> None:
    side(qtbot, screen, PEOPLE)
    assert cells(screen) == ["Siti Rahma"]
    assert screen.head.subtitle.text() == "1 person"
    press(qtbot, screen, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    editor = screen.people.editor
    qtbot.keyClicks(editor.form.cells["person", "name"].entry.focusProxy(), "Andi Saputra")
    qtbot.keyClicks(editor.form.cells["person", "nip"].entry.focusProxy(), "123")
    press(qtbot, editor, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: "18 digits" in editor.form.cells["person", "nip"].problem.text())
    editor.form.cells["person", "nip"].entry.focusProxy().clear()
    with qtbot.waitSignal(context.done):
        press(qtbot, editor, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: cells(screen) == ["Andi Saputra", "Siti Rahma"])

    screen.search.setText("kesehatan")
    qtbot.waitUntil(lambda: cells(screen) == ["Siti Rahma"])
    with qtbot.waitSignal(context.error_raised) as raised:
        press(qtbot, screen.people.list.table, Qt.Key.Key_Delete)
    assert "still used" in str(raised.args[0])
    screen.search.setText("andi")
    qtbot.waitUntil(lambda: cells(screen) == ["Andi Saputra"] and screen.people.pane.name.text() == "Andi Saputra")
    with qtbot.waitSignal(context.done):
        press(qtbot, screen.people.list.table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: not cells(screen))


def test_people_are_sorted_by_any_column(qtbot: QtBot, screen: AgenciesScreen, world: World) -> None:
    world.write(lambda uow: people.create(uow, {"name": "Zul", "position": "Arsiparis", "agency_id": world.ict}))
    side(qtbot, screen, PEOPLE)
    for column, first in ((0, "Zul"), (2, "Siti Rahma")):
        with qtbot.waitSignal(screen.people.table.searched):
            screen.people.list.sort_asked.emit(column, column == 0)
        assert cells(screen)[0] == first


def test_a_facility_gets_and_loses_rooms_in_its_pane(
    qtbot: QtBot, screen: AgenciesScreen, world: World, context: AppContext
) -> None:
    side(qtbot, screen, FACILITIES)
    shown = [one for one in screen.facilities.findChildren(EmptyState) if one.isVisible()]
    assert [one.title.text() for one in shown] == ["No facilities yet"]
    made = world.write(lambda u: recording.create(u, "facility", {"name": "PDN Riau", "agency_id": world.ict}))
    context.look_for_foreign_changes()
    qtbot.waitUntil(lambda: cells(screen) == ["PDN Riau"])
    show(qtbot, screen, "facility", made)
    pane = screen.facilities.pane
    qtbot.waitUntil(lambda: bool(pane.findChildren(ReferenceBox)))
    with qtbot.waitSignal(context.changed):
        pick(qtbot, pane.findChildren(ReferenceBox)[0], "Ruang Server")
    assert world.read(lambda s: places.detail(s, "room", world.server_room)).get("facility_id") == made
    qtbot.waitUntil(lambda: "Ruang Server · Gedung A" in texts(pane))
    away = next(one for one in pane.findChildren(QPushButton) if one.accessibleName().startswith("Take"))
    with qtbot.waitSignal(context.changed):
        away.click()
    assert world.read(lambda s: places.detail(s, "room", world.server_room)).get("facility_id") is None


def test_people_and_facilities_offer_merging_under_the_small_button(qtbot: QtBot, screen: AgenciesScreen) -> None:
    assert not screen.more_button.isVisible()
    for number in (PEOPLE, FACILITIES):
        side(qtbot, screen, number)
        assert screen.more_button.isVisible()
        assert "name" in screen.search.placeholderText() or "facility" in screen.search.placeholderText()
    side(qtbot, screen, PEOPLE)
    qtbot.waitUntil(lambda: screen.people.shown is not None)
    screen.more_button.click()
    menu = next(one for one in screen.more_button.findChildren(QMenu) if one.isVisible())
    assert "Merge" in menu.actions()[0].text() and menu.actions()[0].isEnabled()
