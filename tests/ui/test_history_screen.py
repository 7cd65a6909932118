"""Riwayat: the log is read by pages, narrowed by chips, taken back as a whole or value by value, all by keyboard."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from spbe_assets.domain.filters import LinkFilter
from spbe_assets.domain.ids import Id
from spbe_assets.formats import today
from spbe_assets.services import action_log, assets, attachments, people
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.tables import Asset
from ui.context import AppContext
from ui.history.changes_table import AFTER, BEFORE, FIELD, RECORD
from ui.history.log_table import PAGE, WHAT, WHO
from ui.history.words import SUBJECT_TITLES, place_of
from ui.inventory.filter_kinds import FilterKind, Option, dates
from ui.screens.history import HistoryScreen

SITI = Actor("Siti")
ENTER, DOWN, LEFT, RIGHT = Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right


@pytest.fixture
def ids(store: Store, budi: Actor) -> list[Id]:
    """Three computers; Siti renamed the first, Budi gave all of them a year."""
    with store.write(budi, "create") as uow:
        made = [assets.create(uow, {"name": f"PC {number}", "brand": "Acer"}) for number in range(3)]
    with store.write(SITI, "edit") as uow:
        assets.update(uow, made[0], {"brand": "Lenovo"})
    with store.write(budi, "bulk") as uow:
        uow.update_many(Asset, {one: {"notes": "checked", "model": "M70"} for one in made})
    return made


@pytest.fixture
def screen(qtbot: QtBot, context: AppContext, ids: list[Id]) -> HistoryScreen:
    made = HistoryScreen(context)
    qtbot.addWidget(made)
    made.resize(1170, 740)
    made.show()
    settle(qtbot, context)
    return made


@pytest.fixture
def went(context: AppContext) -> list[tuple[str, Any]]:
    places: list[tuple[str, Any]] = []
    context.navigated.connect(lambda place, wanted: places.append((place, wanted)))
    return places


def settle(qtbot: QtBot, context: AppContext) -> None:
    """Until nothing is read or written, and the screen has shown it."""
    qtbot.waitUntil(lambda: not context.is_busy)


def log(screen: HistoryScreen) -> list[str]:
    return [screen.model.index(row, WHAT).data() for row in range(screen.model.rowCount())]


def changes(screen: HistoryScreen) -> list[tuple[str, ...]]:
    model = screen.pane.model
    cells = (RECORD, FIELD, BEFORE, AFTER)
    return [tuple(model.index(row, column).data() or "" for column in cells) for row in range(model.rowCount())]


def choose(qtbot: QtBot, screen: HistoryScreen, row: int) -> None:
    screen.table.setCurrentIndex(screen.model.index(row, 0))
    settle(qtbot, screen.context)


def kind(screen: HistoryScreen, key: str) -> FilterKind:
    return next(one for one in screen.choices.kinds() if one.key == key)


def offered(screen: HistoryScreen, key: str) -> list[Option]:
    options = kind(screen, key).options
    assert options is not None
    return screen.context.read(options)


def pick(qtbot: QtBot, screen: HistoryScreen, key: str, value: object) -> None:
    popup = screen.filter_bar.open_popup(kind(screen, key))
    popup.picked.emit(value)
    popup.close()
    settle(qtbot, screen.context)


def brand(context: AppContext, asset: Id) -> object:
    return context.read(lambda session: assets.detail(session, asset)).asset.get("brand")


def test_the_newest_action_is_on_show_with_each_record_named_once(screen: HistoryScreen) -> None:
    assert [line.split(":")[0].split("  ")[0] for line in log(screen)][1] == "Brand"
    assert len(log(screen)) == 3
    assert screen.pane.title.text() == "Bulk edit"
    lines = changes(screen)
    assert len(lines) == 6
    assert [bool(line[0]) for line in lines] == [True, False] * 3
    assert ("Model", "", "M70") in [line[1:] for line in lines]


def test_an_edit_of_one_field_says_what_it_was_and_became(qtbot: QtBot, screen: HistoryScreen) -> None:
    choose(qtbot, screen, 1)
    assert log(screen)[1].startswith("Brand: Acer → Lenovo")
    assert screen.model.index(1, WHO).data().startswith("Siti")
    assert changes(screen)[0][1:] == ("Brand", "Acer", "Lenovo")


def test_showing_the_same_action_twice_does_not_double_its_lines(qtbot: QtBot, screen: HistoryScreen) -> None:
    current = screen.model.action(0)
    screen.pane.show_action(current)
    screen.pane.show_action(current)
    settle(qtbot, screen.context)
    assert len(changes(screen)) == 6


def test_older_actions_are_read_when_somebody_scrolls_down(qtbot: QtBot, screen: HistoryScreen, ids: list[Id]) -> None:
    store = screen.context.store
    for number in range(PAGE + 5):
        with store.write(SITI, "edit") as uow:
            uow.update(Asset, ids[0], model=f"M{number}")
    screen.model.reload()
    settle(qtbot, screen.context)
    assert screen.model.rowCount() == PAGE
    screen.table.scrollToBottom()
    qtbot.waitUntil(lambda: screen.model.rowCount() == PAGE + 8)
    assert screen.model.position(screen.model.action(PAGE + 7).id) == PAGE + 7  # type: ignore[union-attr]
    assert len({screen.model.action(row).id for row in range(PAGE + 8)}) == PAGE + 8  # type: ignore[union-attr]


def test_a_new_question_while_older_ones_are_read_leaves_no_strangers(qtbot: QtBot, screen: HistoryScreen) -> None:
    for _ in range(PAGE):
        with screen.context.store.write(SITI, "edit") as uow:
            uow.create(Asset, name="PC")
    screen.model.reload()
    settle(qtbot, screen.context)
    screen.model.fetchMore(screen.table.rootIndex())
    screen.search.setText("bulk")
    qtbot.waitUntil(lambda: screen.model.rowCount() == 1)
    settle(qtbot, screen.context)
    assert len(log(screen)) == 1


def test_a_large_action_is_read_by_pages(qtbot: QtBot, screen: HistoryScreen) -> None:
    with screen.context.store.write(SITI, "import big.xlsx") as uow:
        uow.create_many(Asset, [{"name": f"PC {number}"} for number in range(5000)])
    screen.model.reload()
    settle(qtbot, screen.context)
    assert screen.pane.title.text() == "Import of big.xlsx"
    first = screen.pane.model.rowCount()
    assert 0 < first < 1000
    screen.pane.table.scrollToBottom()
    qtbot.waitUntil(lambda: screen.pane.model.rowCount() > first)


def test_chips_narrow_the_log_and_words_come_on_top(qtbot: QtBot, screen: HistoryScreen) -> None:
    pick(qtbot, screen, "user", {"Siti": "Siti"})
    assert len(log(screen)) == 1
    screen.search.setText("nothing like it")
    qtbot.waitUntil(lambda: screen.model.rowCount() == 0)
    assert screen.pane.isHidden()
    assert screen.clear_button.isVisible()
    screen.clear_button.click()
    qtbot.waitUntil(lambda: screen.model.rowCount() == 3)
    assert screen.search.text() == ""


def test_a_period_has_a_first_and_a_last_day(qtbot: QtBot, screen: HistoryScreen) -> None:
    now, tomorrow = dates(kind(screen, "since"), today())[0].value, today() + timedelta(1)
    pick(qtbot, screen, "since", tomorrow)
    assert log(screen) == []
    pick(qtbot, screen, "since", now)
    assert len(log(screen)) == 3
    pick(qtbot, screen, "until", now)
    assert len(log(screen)) == 3
    pick(qtbot, screen, "until", now - timedelta(1))
    assert log(screen) == []
    assert [part.split()[0] for part in screen.filter_bar.words().split(" · ")] == ["Since", "Until"]


def test_kinds_of_record_narrow_the_log(qtbot: QtBot, screen: HistoryScreen, context: AppContext) -> None:
    assert [option.value for option in offered(screen, "subject")] == list(SUBJECT_TITLES)
    with context.store.write(SITI, "create") as uow:
        people.create(uow, {"name": "Rahmat"})
    pick(qtbot, screen, "subject", {"person": "People"})
    assert log(screen) == ["New record Rahmat"]
    pick(qtbot, screen, "subject", {"asset": "Assets"})
    assert len(log(screen)) == 3
    pick(qtbot, screen, "subject", {"asset": "Assets", "person": "People"})
    assert len(log(screen)) == 4


def test_an_import_can_be_chosen_by_its_file_and_brings_its_undo(
    qtbot: QtBot, screen: HistoryScreen, context: AppContext
) -> None:
    with context.store.write(SITI, "import kib_b.xlsx") as uow:
        uow.create_many(Asset, [{"name": f"PC {number}"} for number in range(250)])
    with qtbot.waitSignal(context.changed):
        context.undo(uow.action)
    settle(qtbot, context)
    (option,) = offered(screen, "import")
    assert option.text.startswith("kib_b.xlsx · ")
    pick(qtbot, screen, "import", {option.value: option.text})
    assert [line.split("  ")[0] for line in log(screen)] == [
        "Undone: import of kib_b.xlsx 250 assets", "Import of kib_b.xlsx 250 assets · undone"
    ]  # fmt: skip
    assert "250 assets" in screen.pane.about.text()


def test_words_find_people_reasons_as_they_read_and_records_by_name(qtbot: QtBot, screen: HistoryScreen) -> None:
    for text, found in (("siti", 1), ("bulk", 1), ("record", 1), ("PC 2", 2), ("PC 0", 3), ("siti bulk", 0)):
        screen.search.setText(text)
        screen.search.tell_now()
        settle(qtbot, screen.context)
        assert len(log(screen)) == found, text


def test_a_photo_is_told_in_a_sentence(qtbot: QtBot, screen: HistoryScreen, context: AppContext, ids: list[Id]) -> None:
    ready = attachments.Ready(attachments.PHOTO, "nameplate", b"1", "image/jpeg", None)
    context.write(lambda uow, _progress: attachments.add(uow, "asset", ids[0], ready), "attach")
    settle(qtbot, context)
    assert log(screen)[0].startswith("Photo added: nameplate ") and log(screen)[0].endswith("PC 0")
    assert [line[1:] for line in changes(screen)] == [("Photo added", "", "nameplate")]
    assert screen.pane.open_button.isEnabled() and not screen.pane.restore_button.isEnabled()


def test_a_record_from_elsewhere_narrows_until_its_chip_is_taken_off(
    qtbot: QtBot, screen: HistoryScreen, ids: list[Id]
) -> None:
    screen.show_argument(("asset", ids[1]))
    settle(qtbot, screen.context)
    assert [line.partition(" ")[0] for line in log(screen)] == ["Bulk", "New"]
    assert "PC 1" in screen.filter_bar.words()
    assert [line[1:] for line in changes(screen)] == [("Notes", "", "checked"), ("Model", "", "M70")]
    screen.filter_bar.remove(kind(screen, "records"))
    qtbot.waitUntil(lambda: screen.model.rowCount() == 3)


def test_an_action_from_elsewhere_is_chosen_also_beyond_the_first_page(
    qtbot: QtBot, screen: HistoryScreen, ids: list[Id]
) -> None:
    oldest = screen.model.action(2)
    assert oldest is not None
    screen.show_argument(oldest.id)
    settle(qtbot, screen.context)
    assert screen.table.currentIndex().row() == 2
    for _ in range(PAGE):
        with screen.context.store.write(SITI, "edit") as uow:
            uow.create(Asset, name="PC")
    screen.show_argument(oldest.id)
    settle(qtbot, screen.context)
    assert screen.pane.title.text() == oldest.reason[:1].upper() + oldest.reason[1:]
    assert len(changes(screen)) >= 3


def test_undoing_takes_the_whole_action_back_and_says_why_it_can_not_twice(
    qtbot: QtBot, screen: HistoryScreen, context: AppContext, ids: list[Id]
) -> None:
    choose(qtbot, screen, 1)
    with qtbot.waitSignal(context.changed):
        screen.pane.undo_button.click()
    settle(qtbot, context)
    assert brand(context, ids[0]) == "Acer"
    assert "undone" in log(screen)[2].lower()
    assert screen.model.action(2).is_undone  # type: ignore[union-attr]
    choose(qtbot, screen, 2)
    assert not screen.pane.undo_button.isEnabled()
    assert screen.pane.undo_button.toolTip()


def test_one_value_is_restored_by_keyboard_as_one_undo_step(
    qtbot: QtBot, screen: HistoryScreen, context: AppContext, ids: list[Id]
) -> None:
    screen.activateWindow()
    screen.table.setFocus()
    qtbot.keyClick(screen.table, DOWN)
    settle(qtbot, context)
    qtbot.keyClick(screen.table, RIGHT)
    qtbot.waitUntil(screen.pane.table.hasFocus)
    with qtbot.waitSignal(context.done) as told, qtbot.waitSignal(context.changed):
        qtbot.keyClick(screen.pane.table, Qt.Key.Key_R)
    assert told.args is not None
    assert told.args[0] == "Brand restored"
    settle(qtbot, context)
    assert brand(context, ids[0]) == "Acer"
    with qtbot.waitSignal(context.changed):
        context.undo()
    assert brand(context, ids[0]) == "Lenovo"
    screen.pane.table.setFocus()
    qtbot.keyClick(screen.pane.table, LEFT)
    qtbot.waitUntil(screen.table.hasFocus)


def test_what_stands_there_already_is_not_offered_again(
    qtbot: QtBot, screen: HistoryScreen, context: AppContext
) -> None:
    choose(qtbot, screen, 1)
    assert screen.pane.restore_button.isEnabled()
    with qtbot.waitSignal(context.changed):
        screen.pane.restore_button.click()
    settle(qtbot, context)
    choose(qtbot, screen, 2)
    assert changes(screen)[0][1:] == ("Brand", "Acer", "Lenovo")
    assert not screen.pane.restore_button.isEnabled()


def test_creations_have_no_value_to_restore(qtbot: QtBot, screen: HistoryScreen) -> None:
    choose(qtbot, screen, 2)
    assert changes(screen)
    assert not screen.pane.restore_button.isEnabled()


def test_enter_opens_the_record(
    qtbot: QtBot, screen: HistoryScreen, ids: list[Id], went: list[tuple[str, Any]]
) -> None:
    choose(qtbot, screen, 1)
    screen.activateWindow()
    screen.pane.table.setFocus()
    qtbot.keyClick(screen.pane.table, ENTER)
    assert went == [("inventory", ids[0])]


def test_records_lead_to_the_screen_that_shows_them() -> None:
    assert place_of("link", b"1") == ("inventory", LinkFilter(ids=frozenset({b"1"})))
    for table in ("software", "cloud_service", "service_bus"):
        assert place_of(table, b"1") == ("inventory", (table, b"1"))
    assert place_of("agency", b"1") == ("agencies", b"1")
    assert place_of("room", b"1") == ("agencies", ("room", b"1"))
    assert place_of("setting", b"1") is None


def test_what_somebody_else_writes_appears_and_the_chosen_action_stays(
    qtbot: QtBot, screen: HistoryScreen, context: AppContext, ids: list[Id]
) -> None:
    choose(qtbot, screen, 1)
    chosen = screen.model.action(1)
    with qtbot.waitSignal(context.changed):
        context.write(lambda uow, _progress: uow.update(Asset, ids[2], name="Server"))
    settle(qtbot, context)
    assert len(log(screen)) == 4
    assert screen.model.action(screen.table.currentIndex().row()) == chosen


def test_every_control_can_be_reached_by_tab_and_has_a_name(qtbot: QtBot, screen: HistoryScreen) -> None:
    named = [screen.table, screen.pane.table, screen.search]
    assert all(one.accessibleName() for one in named)
    screen.activateWindow()
    screen.search.setFocus()
    reached = set()
    for _ in range(30):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        reached.add(QApplication.focusWidget())
    assert {screen.table, screen.pane.table, screen.pane.undo_button, screen.pane.open_button} <= reached


def test_an_action_that_is_gone_from_the_log_empties_the_pane(qtbot: QtBot, screen: HistoryScreen) -> None:
    assert screen.context.read(lambda session: action_log.one(session, b"\0" * 16)) is None
    screen.show_argument(b"\0" * 16)
    settle(qtbot, screen.context)
    assert screen.pane.isHidden()


def test_an_empty_log_says_what_will_be_here_and_only_once_it_is_known(qtbot: QtBot, context: AppContext) -> None:
    made = HistoryScreen(context)
    qtbot.addWidget(made)
    made.show()
    assert "Nothing recorded yet" not in visible_texts(made)
    settle(qtbot, context)
    assert "Nothing recorded yet" in visible_texts(made)
    assert not made.clear_button.isVisible()


def visible_texts(screen: HistoryScreen) -> list[str]:
    return [one.text() for one in screen.findChildren(QLabel) if one.isVisible()]
