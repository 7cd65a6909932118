"""Gabung: a pack is dropped, looked at, applied; what is left is decided; work goes out and comes back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from spbe_assets.domain.packs import PackKind, PhotoChoice
from spbe_assets.domain.vocabulary import Condition
from spbe_assets.services import assets, conflicts, duplicates, packs, rows
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.tables import Asset
from spbe_assets.sync import merging, reading
from tests.ui import exchange_world
from tests.ui.exchange_world import RINA, World
from ui.context import AppContext
from ui.exchange import outgoing
from ui.exchange.other_value import OtherValueDialog
from ui.exchange.pack_dialog import PackDialog
from ui.exchange.waiting_strip import CONFLICTS, MISSING, PAIRS
from ui.main_window import MainWindow
from ui.preferences import Preferences
from ui.screens.exchange import ExchangeScreen

Shown = Callable[[], ExchangeScreen]


@pytest.fixture
def world(store: Store, tmp_path: Path) -> Iterator[World]:
    made = exchange_world.made(store, tmp_path)
    yield made
    made.close()


@pytest.fixture
def screen(qtbot: QtBot, world: World, context: AppContext) -> ExchangeScreen:
    return opened(qtbot, context)


def opened(qtbot: QtBot, context: AppContext) -> ExchangeScreen:
    made = ExchangeScreen(context)
    qtbot.addWidget(made)
    made.resize(1170, 740)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    qtbot.waitUntil(lambda: not context.is_busy)
    return made


def drop(screen: ExchangeScreen, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    where, action, no = QPoint(500, 400), Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    screen.dragEnterEvent(QDragEnterEvent(where, action, data, Qt.MouseButton.LeftButton, no))
    screen.dropEvent(QDropEvent(where.toPointF(), action, data, Qt.MouseButton.LeftButton, no))


def planned(qtbot: QtBot, screen: ExchangeScreen, *paths: Path) -> None:
    drop(screen, *paths)
    qtbot.waitUntil(lambda: screen.pages.currentWidget() is screen.plan)


def applied(qtbot: QtBot, screen: ExchangeScreen, *paths: Path) -> None:
    planned(qtbot, screen, *paths)
    with qtbot.waitSignal(screen.incoming.merged):
        screen.apply_button.click()


def figures(screen: ExchangeScreen) -> dict[str, int]:
    return {key: one.figure.count for key, one in screen.plan.strip.buttons.items()}


def first_conflict(qtbot: QtBot, screen: ExchangeScreen) -> None:
    page = screen.decide.conflicts
    qtbot.waitUntil(lambda: page.opened is not None and bool(page.pane.cards))


def value(world: World, which: str, key: str) -> object:
    with world.admin.read() as session:
        return rows.record(session, "asset", world.ids[which]).get(key)


def waiting(world: World) -> int:
    with world.admin.read() as session:
        return conflicts.count(session)


def two_conflicts(world: World) -> Path:
    """Both sides change the server's serial and name; the switch changes there alone."""
    world.here(world.update("server", serial="HERE-1", name="Server surat"))
    world.there(world.update("server", serial="THERE-1", name="Server e-Office baru"))
    world.there(world.update("switch", condition=Condition.LIGHT_DAMAGE))
    return world.brought()


def test_a_dropped_pack_is_shown_before_anything_changes(qtbot: QtBot, screen: ExchangeScreen, world: World) -> None:
    planned(qtbot, screen, two_conflicts(world))
    assert "Rina Marlina" in screen.head.subtitle.text()
    assert "laptop-07" in screen.head.subtitle.text()
    assert figures(screen)["conflicts"] == 2
    assert value(world, "switch", "condition") is Condition.GOOD
    screen.plan.strip.choose("conflicts")
    model = screen.plan.table.lines
    shown = {model.index(row, column).data() for row in range(2) for column in range(6)}
    assert {"HERE-1", "THERE-1", "HP8F3A21C07D"} <= shown


def test_applying_merges_and_goes_on_to_the_conflicts(
    qtbot: QtBot, screen: ExchangeScreen, world: World, context: AppContext
) -> None:
    pack = two_conflicts(world)
    with qtbot.waitSignal(context.offered) as offered:
        applied(qtbot, screen, pack)
    first_conflict(qtbot, screen)
    assert value(world, "switch", "condition") is Condition.LIGHT_DAMAGE
    assert screen.pages.currentWidget() is screen.decide
    assert screen.notice.isVisible()
    with qtbot.waitSignal(context.offered):  # the toast's undo sets the pack aside
        offered.args[1]()
    assert value(world, "switch", "condition") is Condition.GOOD
    assert waiting(world) == 0


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


def test_a_pack_can_be_put_off_and_is_offered_again(
    qtbot: QtBot, screen: ExchangeScreen, world: World, context: AppContext
) -> None:
    pack = two_conflicts(world)
    planned(qtbot, screen, pack)
    screen.later_button.click()
    assert screen.pages.currentWidget() is screen.overview
    assert screen.overview.put_off.isVisible()
    kept = screen.kept()
    again = opened(qtbot, context)
    again.bring_back(kept)
    again.overview.put_off.acted.emit()
    qtbot.waitUntil(lambda: again.pages.currentWidget() is again.plan)
    assert waiting(world) == 0


def test_several_packs_come_one_after_another(qtbot: QtBot, screen: ExchangeScreen, world: World) -> None:
    world.there(world.update("switch", condition=Condition.LIGHT_DAMAGE))
    first = world.brought("one.spbepack")
    world.there(world.update("router", condition=Condition.HEAVY_DAMAGE))
    second = world.brought("two.spbepack")
    planned(qtbot, screen, first, second)
    screen.apply_button.click()
    qtbot.waitUntil(lambda: screen.incoming.plan is not None and screen.incoming.plan.path == second)
    with qtbot.waitSignal(screen.incoming.merged):
        screen.apply_button.click()
    assert value(world, "switch", "condition") is Condition.LIGHT_DAMAGE
    assert value(world, "router", "condition") is Condition.HEAVY_DAMAGE


def test_a_pack_that_was_merged_before_changes_nothing(qtbot: QtBot, screen: ExchangeScreen, world: World) -> None:
    world.there(world.update("switch", condition=Condition.LIGHT_DAMAGE))
    pack = world.brought()
    applied(qtbot, screen, pack)
    planned(qtbot, screen, pack)
    assert not screen.apply_button.isEnabled()
    assert screen.plan.note.isVisible()


def test_a_damaged_pack_is_refused_with_a_sentence(qtbot: QtBot, screen: ExchangeScreen, world: World) -> None:
    pack = two_conflicts(world)
    content = bytearray(pack.read_bytes())
    content[len(content) // 2] ^= 0xFF
    pack.write_bytes(content)
    with qtbot.waitSignal(screen.incoming.refused) as refused:
        drop(screen, pack)
    assert screen.notice.isVisible()
    assert str(refused.args[1])
    assert screen.pages.currentWidget() is screen.overview


def test_other_files_are_left_to_others(qtbot: QtBot, screen: ExchangeScreen, tmp_path: Path) -> None:
    other = tmp_path / "list.xlsx"
    other.write_bytes(b"")
    drop(screen, other)
    assert not screen.is_busy


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


def test_a_pack_is_set_aside_and_merged_again_from_the_list(
    qtbot: QtBot, screen: ExchangeScreen, world: World, context: AppContext
) -> None:
    world.there(world.update("switch", condition=Condition.LIGHT_DAMAGE))
    applied(qtbot, screen, world.brought())
    listed = screen.overview.packs
    qtbot.waitUntil(lambda: listed.chosen is not None and listed.chosen.way == packs.IN)
    with qtbot.waitSignal(context.offered):
        listed.aside_button.click()
    assert value(world, "switch", "condition") is Condition.GOOD
    qtbot.waitUntil(lambda: listed.again_button.isVisible())
    with qtbot.waitSignal(context.offered):
        listed.again_button.click()
    assert value(world, "switch", "condition") is Condition.LIGHT_DAMAGE


def test_work_is_handed_out_in_three_steps(
    qtbot: QtBot, screen: ExchangeScreen, world: World, context: AppContext, tmp_path: Path
) -> None:
    dialog = outgoing.hand_out(context, screen)
    ready(qtbot, dialog)
    assert dialog.receiver.chosen is not None
    assert dialog.receiver.chosen.person == "Rina Marlina"
    dialog.receiver.note.setText("Mulai dari ruang server")
    dialog.next_button.click()
    assert dialog.scope is not None
    tree = dialog.scope
    qtbot.waitUntil(lambda: bool(tree.items))
    tree.tick(world.ids["room"])
    assert tree.scope().rooms == (world.ids["room"],)
    dialog.next_button.click()
    qtbot.waitUntil(lambda: "change" in dialog.content.outline.text())
    assert dialog.content.encrypt.isChecked()
    path = wrote(qtbot, dialog, tmp_path / "out")
    with world.at_laptop() as laptop, reading.opened(laptop, path) as pack:
        assert pack.header.kind is PackKind.WORK
        assert pack.header.note == "Mulai dari ruang server"
        assert pack.header.is_encrypted
        assert pack.header.scope.rooms == (world.ids["room"],)


def test_my_work_is_handed_over_in_one_step(
    qtbot: QtBot, screen: ExchangeScreen, world: World, context: AppContext, tmp_path: Path
) -> None:
    world.here(world.update("switch", condition=Condition.LIGHT_DAMAGE))
    dialog = outgoing.hand_over(context, screen)
    ready(qtbot, dialog)
    assert dialog.receiver.chosen is not None
    path = wrote(qtbot, dialog, tmp_path / "out")
    with world.at_laptop() as laptop:
        merging.merge(laptop, RINA, path)
        with laptop.read() as session:
            assert rows.record(session, "asset", world.ids["switch"]).get("condition") is Condition.LIGHT_DAMAGE


def test_a_name_that_is_taken_gets_a_number(
    qtbot: QtBot, screen: ExchangeScreen, context: AppContext, tmp_path: Path
) -> None:
    for expected in ("", " (2)"):
        dialog = outgoing.hand_over(context, screen)
        ready(qtbot, dialog)
        assert wrote(qtbot, dialog, tmp_path / "out").stem.endswith(expected)
        dialog.next_button.click()


def ready(qtbot: QtBot, dialog: PackDialog) -> None:
    qtbot.waitUntil(lambda: dialog.receiver.chosen is not None)


def wrote(qtbot: QtBot, dialog: PackDialog, folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    dialog.target.choose(folder)
    path = dialog.target.path()
    dialog.next_button.click()
    qtbot.waitUntil(lambda: dialog.pages.currentWidget() is dialog.written)
    assert path.exists()
    return path


def test_without_anybody_enrolled_the_screen_says_what_to_do_first(qtbot: QtBot, context: AppContext) -> None:
    screen = opened(qtbot, context)
    qtbot.waitUntil(lambda: screen.overview.first.isVisible())
    assert "Installations" in screen.overview.packs.empty.text.text()


def test_a_pack_dropped_elsewhere_on_the_window_leads_here(qtbot: QtBot, world: World, context: AppContext) -> None:
    def tell(error: BaseException) -> None:
        raise error

    window = MainWindow(Preferences(), tell)
    qtbot.addWidget(window)
    window.attach(context)
    with qtbot.waitExposed(window):
        window.show()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(two_conflicts(world)))])
    action, left, no = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(window, QDragEnterEvent(QPoint(50, 400), action, data, left, no))
    QApplication.sendEvent(window, QDropEvent(QPointF(50, 400), action, data, left, no))
    screen = window.current_screen()
    assert isinstance(screen, ExchangeScreen)
    qtbot.waitUntil(lambda: screen.pages.currentWidget() is screen.plan)
    with qtbot.waitSignal(screen.incoming.merged):
        screen.apply_button.click()
    qtbot.waitUntil(lambda: window.toast.isVisible())
    with qtbot.waitSignal(context.offered):
        window.toast.undo_button.click()
    assert waiting(world) == 0
    qtbot.waitUntil(lambda: not context.is_busy)
