"""The history screen: newest first, chips, jumping in, undoing, restoring one value; all by keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from spbe_assets.domain.ids import Id
from spbe_assets.services import assets
from spbe_assets.services.action_log import LogFilter
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.tables import Asset
from ui.context import AppContext
from ui.history.changes_table import AFTER, BEFORE, FIELD
from ui.inventory.asset_pane import AssetPane
from ui.inventory.history_page import HistoryPage
from ui.screens.history import HistoryScreen

RINA = Actor("Rina")


@pytest.fixture
def ids(store: Store, budi: Actor) -> list[Id]:
    with store.write(budi, "import kib_b.xlsx") as uow:
        made = uow.create_many(Asset, [{"name": f"PC {number}", "brand": "Acer"} for number in range(150)])
    with store.write(RINA, "edit") as uow:
        assets.update(uow, made[0], {"brand": "Dell"})
    return made


@pytest.fixture
def screen(qtbot: QtBot, context: AppContext, ids: list[Id]) -> HistoryScreen:
    made = HistoryScreen(context)
    qtbot.addWidget(made)
    made.resize(1170, 740)
    made.show()
    settled(qtbot, made)
    return made


def settled(qtbot: QtBot, screen: HistoryScreen) -> None:
    qtbot.waitUntil(lambda: not screen.context.is_busy)


def texts(screen: HistoryScreen) -> list[str]:
    return [screen.model.index(row, 2).data() for row in range(screen.model.rowCount())]


def brand(context: AppContext, asset: Id) -> str:
    return str(context.read(lambda session: assets.detail(session, asset)).asset.get("brand"))


def test_the_newest_stands_first_and_its_changes_beside_it(screen: HistoryScreen) -> None:
    assert [text[:20] for text in texts(screen)] == ["Brand: Acer → Dell P", "Import of kib_b.xlsx"]
    line = screen.pane.model
    assert [line.index(0, column).data() for column in (FIELD, BEFORE, AFTER)] == ["Brand", "Acer", "Dell"]


def test_scrolling_reads_more_of_a_large_import(qtbot: QtBot, screen: HistoryScreen) -> None:
    qtbot.keyClick(screen.table, Qt.Key.Key_Down)
    settled(qtbot, screen)
    before = screen.pane.model.rowCount()
    screen.pane.table.scrollToBottom()
    qtbot.waitUntil(lambda: screen.pane.model.rowCount() > before)


def test_a_value_is_restored_by_key_and_told_in_the_log(
    qtbot: QtBot, context: AppContext, screen: HistoryScreen, ids: list[Id]
) -> None:
    qtbot.keyClick(screen.table, Qt.Key.Key_Right)
    with qtbot.waitSignal(context.done) as told:
        screen.pane.restore()
    assert told.args[0] == "Brand restored"
    assert brand(context, ids[0]) == "Acer"
    settled(qtbot, screen)
    assert texts(screen)[0].startswith("Brand: Dell → Acer")


def test_a_whole_import_is_undone_from_here_and_marked(
    qtbot: QtBot, context: AppContext, screen: HistoryScreen, ids: list[Id]
) -> None:
    qtbot.keyClick(screen.table, Qt.Key.Key_Down)
    assert screen.pane.undo_button.isEnabled()
    with qtbot.waitSignal(context.changed):
        screen.pane.undo_button.click()
    settled(qtbot, screen)
    assert texts(screen)[-1].endswith("undone")
    screen.table.setCurrentIndex(screen.model.index(screen.model.rowCount() - 1, 0))
    assert not screen.pane.undo_button.isEnabled()


def test_chips_and_words_narrow_the_log(qtbot: QtBot, screen: HistoryScreen) -> None:
    screen.filter_bar.edited.emit(LogFilter(users=frozenset({"Budi"})))
    settled(qtbot, screen)
    assert [text[:6] for text in texts(screen)] == ["Import"]
    screen.search.setText("nothing like this")
    screen.search.tell_now()
    settled(qtbot, screen)
    assert texts(screen) == [] and not screen.pane.isVisible()
    screen.clear()
    settled(qtbot, screen)
    assert len(texts(screen)) == 2


def test_a_record_or_an_action_can_be_asked_for(qtbot: QtBot, screen: HistoryScreen, ids: list[Id]) -> None:
    screen.show_argument(("asset", ids[5]))
    settled(qtbot, screen)
    assert [text[:6] for text in texts(screen)] == ["Import"]
    screen.show_argument(("asset", ids[0]))
    settled(qtbot, screen)
    wanted = screen.model.action(1)
    assert wanted is not None
    screen.show_argument(wanted.id)
    settled(qtbot, screen)
    assert screen.table.currentIndex().row() == 1


def test_a_line_opens_its_record(qtbot: QtBot, context: AppContext, screen: HistoryScreen, ids: list[Id]) -> None:
    with qtbot.waitSignal(context.navigated) as went:
        screen.pane.open_record()
    assert went.args == ["inventory", ids[0]]


def test_the_record_pane_leads_to_the_log(qtbot: QtBot, context: AppContext, ids: list[Id]) -> None:
    pane = AssetPane(context)
    qtbot.addWidget(pane)
    pane.show()
    pane.show_record(ids[0])
    pane.tabs.setCurrentIndex(pane.tabs.count() - 1)
    (page,) = pane.findChildren(HistoryPage)
    with qtbot.waitSignal(context.navigated) as went:
        page.log_button.click()
    assert went.args == ["history", ("asset", ids[0])]
