"""What merging leaves to people: conflicts by key, value or person, the same thing twice, photos that did not come."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from spbe_assets.domain.packs import PhotoChoice
from spbe_assets.services import assets, duplicates, rows
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.tables import Asset
from tests.ui import exchange_world
from tests.ui.exchange_steps import applied, first_conflict, opened, two_conflicts, value, waiting
from tests.ui.exchange_world import World
from ui.context import AppContext
from ui.exchange.other_value import OtherValueDialog
from ui.exchange.waiting_strip import CONFLICTS, MISSING, PAIRS
from ui.screens.exchange import ExchangeScreen


@pytest.fixture
def world(store: Store, tmp_path: Path) -> Iterator[World]:
    made = exchange_world.made(store, tmp_path)
    yield made
    made.close()


@pytest.fixture
def screen(qtbot: QtBot, world: World, context: AppContext) -> ExchangeScreen:
    return opened(qtbot, context)


def test_keys_take_one_side_for_the_whole_record(qtbot: QtBot, screen: ExchangeScreen, world: World) -> None:
    applied(qtbot, screen, two_conflicts(world))
    first_conflict(qtbot, screen)
    qtbot.keyClick(screen.decide.conflicts.list, Qt.Key.Key_2)
    qtbot.waitUntil(lambda: waiting(world) == 0)
    assert value(world, "server", "serial") == "THERE-1"
    assert value(world, "server", "name") == "Server e-Office baru"
    qtbot.waitUntil(lambda: screen.decide.conflicts.currentWidget() is screen.decide.conflicts.empty)


def test_the_other_key_takes_what_is_here_and_undo_brings_the_question_back(
    qtbot: QtBot, screen: ExchangeScreen, world: World, context: AppContext
) -> None:
    applied(qtbot, screen, two_conflicts(world))
    first_conflict(qtbot, screen)
    qtbot.keyClick(screen.decide.conflicts.list, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: waiting(world) == 0)
    assert value(world, "server", "serial") == "HERE-1"
    with qtbot.waitSignal(context.changed):
        context.undo()
    qtbot.waitUntil(lambda: waiting(world) == 2)
    first_conflict(qtbot, screen)


def test_a_click_on_a_value_decides_that_field_alone(qtbot: QtBot, screen: ExchangeScreen, world: World) -> None:
    applied(qtbot, screen, two_conflicts(world))
    first_conflict(qtbot, screen)
    page = screen.decide.conflicts
    here, _incoming, before = page.pane.cards
    assert before.side.title == "Before"
    at = [one.field for one in page.pane.conflicts].index("serial")
    qtbot.mouseClick(here.values[at], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: waiting(world) == 1)
    assert value(world, "server", "serial") == "HERE-1"
    qtbot.waitUntil(lambda: page.opened is not None and len(page.pane.conflicts) == 1)
    qtbot.keyClick(page.pane.cards[1].values[0], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: waiting(world) == 0)
    assert value(world, "server", "name") == "Server e-Office baru"


def test_another_value_is_filled_in_as_in_an_editor(qtbot: QtBot, screen: ExchangeScreen, world: World) -> None:
    applied(qtbot, screen, two_conflicts(world))
    first_conflict(qtbot, screen)
    screen.decide.conflicts.pane.other_button.click()
    dialog = screen.decide.conflicts.findChild(OtherValueDialog)
    assert isinstance(dialog, OtherValueDialog)
    _conflict, cell = dialog.cells["asset", "serial"]
    cell.entry.show_value("HP8F3A21C07E")
    dialog.save_button.click()
    qtbot.waitUntil(lambda: waiting(world) == 1)
    assert value(world, "server", "serial") == "HP8F3A21C07E"


def test_all_of_a_person_in_a_room_are_taken_after_a_question(
    qtbot: QtBot, screen: ExchangeScreen, world: World
) -> None:
    world.here(world.update("switch", serial="HERE-2"))
    world.there(world.update("switch", serial="THERE-2"))
    applied(qtbot, screen, two_conflicts(world))
    first_conflict(qtbot, screen)
    qtbot.waitUntil(lambda: person_offered(screen))
    person = screen.decide.conflicts.pane.person_button
    assert "Rina Marlina" in person.text()
    assert "(3)" in person.text()
    person.click()
    question = screen.decide.conflicts.findChild(QMessageBox)
    assert isinstance(question, QMessageBox)
    next(one for one in question.buttons() if one.text() == "Take from the pack").click()
    qtbot.waitUntil(lambda: waiting(world) == 0)
    assert value(world, "switch", "serial") == "THERE-2"
    assert value(world, "server", "serial") == "THERE-1"


def person_offered(screen: ExchangeScreen) -> bool:
    return bool(screen.decide.conflicts.pane.person_button.text())


def test_deleted_here_and_changed_there_is_a_choice_in_words(
    qtbot: QtBot, screen: ExchangeScreen, world: World
) -> None:
    world.here(lambda uow: assets.delete(uow, [world.ids["router"]]))
    world.there(world.update("router", serial="THERE-3"))
    applied(qtbot, screen, world.brought())
    first_conflict(qtbot, screen)
    page = screen.decide.conflicts
    assert page.pane.conflicts[0].kind == "deleted"
    assert not page.pane.other_button.isVisible()
    qtbot.keyClick(page.list, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: waiting(world) == 0)


def test_three_who_disagree_stand_side_by_side(
    qtbot: QtBot, screen: ExchangeScreen, world: World, tmp_path: Path
) -> None:
    andi = exchange_world.joined(world.admin, tmp_path, world.cards["admin"], world.ids, Actor("Andi"), "laptop-09")
    andi.there(world.update("switch", serial="ANDI"))
    world.here(world.update("switch", serial="HERE"))
    world.there(world.update("switch", serial="RINA"))
    applied(qtbot, screen, world.brought())
    first_conflict(qtbot, screen)
    applied(qtbot, screen, andi.brought("andi.spbepack"))
    page = screen.decide.conflicts
    qtbot.waitUntil(lambda: page.opened is not None and len(page.pane.cards) == 4)
    shown = [card.values[0].text() for card in page.pane.cards]
    assert set(shown) == {"HERE", "RINA", "ANDI", "FOC2231X0QL"}
    qtbot.keyClick(page.list, Qt.Key.Key_3)
    qtbot.waitUntil(lambda: waiting(world) == 0)
    assert value(world, "switch", "serial") == shown[2]
    andi.close()


def test_photos_stand_with_the_side_that_brought_them(qtbot: QtBot, screen: ExchangeScreen, world: World) -> None:
    world.here(lambda uow: exchange_world.add_photo(uow, world.ids["server"], "red"))
    world.there(lambda uow: exchange_world.add_photo(uow, world.ids["server"], "blue"))
    applied(qtbot, screen, two_conflicts(world))
    first_conflict(qtbot, screen)
    here, incoming, before = screen.decide.conflicts.pane.cards
    assert [len(card.photos.rows) for card in (here, incoming, before)] == [1, 1, 0]
    seen = incoming.photos
    qtbot.waitUntil(lambda: seen.grab().toImage().pixelColor(seen.width() // 2, 60).blue() > 200)


def test_what_waits_can_be_left_and_gone_on_with(qtbot: QtBot, screen: ExchangeScreen, world: World) -> None:
    applied(qtbot, screen, two_conflicts(world))
    first_conflict(qtbot, screen)
    qtbot.keyClick(screen, Qt.Key.Key_Escape)
    assert screen.pages.currentWidget() is screen.overview
    strip = screen.overview.strip
    qtbot.waitUntil(lambda: strip.buttons[CONFLICTS].figure.count == 2)
    strip.buttons[CONFLICTS].click()
    first_conflict(qtbot, screen)
    assert waiting(world) == 2


def test_the_same_thing_twice_is_combined(qtbot: QtBot, screen: ExchangeScreen, world: World) -> None:
    pair_shown(qtbot, screen, world)
    page = screen.decide.pairs
    qtbot.keyClick(page.list, Qt.Key.Key_1)
    assert page.dialog is not None
    dialog = page.dialog
    qtbot.waitUntil(lambda: dialog.merge_button.isEnabled())
    dialog.merge_button.click()
    qtbot.waitUntil(lambda: pairs(world) == 0)
    qtbot.waitUntil(lambda: page.currentWidget() is page.empty)


def test_two_things_are_told_apart_for_good(qtbot: QtBot, screen: ExchangeScreen, world: World) -> None:
    pair_shown(qtbot, screen, world)
    page = screen.decide.pairs
    qtbot.keyClick(page.list, Qt.Key.Key_3)
    qtbot.waitUntil(lambda: pairs(world) == 0)
    qtbot.waitUntil(lambda: page.currentWidget() is page.empty)
    with world.admin.read() as session:
        assert len(rows.records(session, "asset", [world.ids["switch"], world.ids["twin"]])) == 2


def pair_shown(qtbot: QtBot, screen: ExchangeScreen, world: World) -> None:
    world.there(lambda uow: world.ids.update(twin=uow.create(Asset, name="Switch lt. 1", serial="foc 2231x0ql")))
    applied(qtbot, screen, world.brought())
    qtbot.waitUntil(lambda: screen.decide.pairs.pane.both is not None)
    assert screen.decide.strip.pressed_key == PAIRS


def pairs(world: World) -> int:
    with world.admin.read() as session:
        return len(duplicates.listed(session))


def test_photos_that_did_not_come_are_listed_with_who_has_them(
    qtbot: QtBot, screen: ExchangeScreen, world: World
) -> None:
    world.there(lambda uow: exchange_world.add_photo(uow, world.ids["switch"], "blue"))
    applied(qtbot, screen, world.brought(photos=PhotoChoice.NONE))
    table = screen.decide.missing.table
    qtbot.waitUntil(lambda: screen.decide.strip.pressed_key == MISSING and table.lines.rowCount() == 1)
    said = " ".join(str(table.lines.index(0, column).data()) for column in range(4))
    assert "A3-00117-M" in said
    assert "Rina Marlina" in said
