"""The inventory screen: search, filters, sort, selection, delete and undo, all through the widgets people use."""

from __future__ import annotations

from datetime import date

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from spbe_assets.domain.filters import AssetFilter, LinkFilter
from spbe_assets.domain.ids import Id
from spbe_assets.domain.vocabulary import Condition
from spbe_assets.storage.store import Store
from spbe_assets.storage.tables import Asset
from tests.ui.inventory_data import fill, inventory_shown
from ui.context import AppContext
from ui.inventory.chip_popup import DayPopup, TickPopup, YearPopup
from ui.inventory.filter_kinds import KINDS
from ui.navigation import NEW
from ui.screens.inventory import InventoryScreen
from ui.widgets.basics import Chip
from ui.widgets.empty_state import EmptyState


@pytest.fixture
def ids(store: Store) -> list[Id]:
    return fill(store, 60)


@pytest.fixture
def screen(qtbot: QtBot, context: AppContext, ids: list[Id]) -> InventoryScreen:
    return inventory_shown(qtbot, context)


def shown(screen: InventoryScreen, column: int = 0) -> list[str]:
    model = screen.current.list.model
    return [model.index(row, column).data() for row in range(model.rowCount())]


def search(qtbot: QtBot, screen: InventoryScreen, text: str) -> None:
    with qtbot.waitSignal(screen.current.list.model.searched):
        screen.search.setText(text)


def kind(key: str) -> object:
    return next(one for one in KINDS if one.key == key)


def chips(screen: InventoryScreen) -> list[Chip]:
    return [chip for chip in screen.assets.filter_bar.findChildren(Chip) if chip.isVisible()]


def texts(widget: object) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel))  # type: ignore[attr-defined]


def test_the_first_record_is_on_show_and_the_title_row_counts(screen: InventoryScreen) -> None:
    assert screen.head.subtitle.text() == "60 items"
    assert shown(screen)[0] in screen.assets.pane.codes.text()


def test_typing_narrows_the_list_and_esc_brings_it_back(qtbot: QtBot, screen: InventoryScreen) -> None:
    search(qtbot, screen, "ProLiant")
    assert 0 < len(shown(screen)) < 60
    assert screen.head.subtitle.text() == f"{len(shown(screen))} items"

    with qtbot.waitSignal(screen.assets.table.searched):
        qtbot.keyClick(screen.search, Qt.Key.Key_Escape)
    assert len(shown(screen)) == 60


def test_a_search_without_result_says_so_and_can_be_cleared(qtbot: QtBot, screen: InventoryScreen) -> None:
    search(qtbot, screen, "no such thing")
    state = next(one for one in screen.findChildren(EmptyState) if one.isVisible())
    assert state.title.text() == "Nothing found"
    assert not screen.assets.pane.isVisible() or qtbot.waitUntil(lambda: not screen.assets.pane.isVisible()) is None

    with qtbot.waitSignal(screen.assets.table.searched):
        qtbot.mouseClick(state.findChild(QPushButton), Qt.MouseButton.LeftButton)
    assert len(shown(screen)) == 60
    assert screen.search.text() == ""


def test_an_empty_database_says_what_to_do_next(qtbot: QtBot, context: AppContext) -> None:
    screen = InventoryScreen(context)
    qtbot.addWidget(screen)
    screen.show()
    with qtbot.waitSignal(screen.assets.table.searched):
        screen.assets.start()
    state = next(one for one in screen.findChildren(EmptyState) if one.isVisibleTo(screen))
    assert state.title.text() == "No equipment yet"

    with qtbot.waitSignal(context.navigated) as went:
        qtbot.mouseClick(state.findChildren(QPushButton)[0], Qt.MouseButton.LeftButton)
    assert went.args[0] == "import"


def test_ticking_a_condition_filters_and_its_cross_takes_the_filter_off(qtbot: QtBot, screen: InventoryScreen) -> None:
    popup = screen.assets.filter_bar.open_popup(kind("condition"))
    assert isinstance(popup, TickPopup)
    with qtbot.waitSignal(screen.assets.table.searched):
        popup.list.turn(popup.list.item(2))
    popup.close()

    assert set(shown(screen, 4)) == {"Heavily damaged"}
    on = next(chip for chip in chips(screen) if chip.is_on)
    assert on.text() == "Condition: Heavily damaged"
    with qtbot.waitSignal(screen.assets.table.searched):
        on.removed.emit()
    assert len(shown(screen)) == 60


def test_a_toggle_chip_works_with_one_click(qtbot: QtBot, screen: InventoryScreen) -> None:
    chip = next(chip for chip in chips(screen) if chip.text() == "No label yet")
    with qtbot.waitSignal(screen.assets.table.searched):
        qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)

    assert screen.assets.query.wanted == AssetFilter(no_label=True)


def test_an_agency_is_found_by_typing(qtbot: QtBot, screen: InventoryScreen) -> None:
    popup = screen.assets.filter_bar.open_popup(kind("agency"))
    assert isinstance(popup, TickPopup)
    popup.search.setText("inspektorat")
    with qtbot.waitSignal(screen.assets.table.searched):
        qtbot.keyClick(popup.list, Qt.Key.Key_Space)
    popup.close()

    assert set(shown(screen, 2)) == {"Inspektorat"}


def test_a_category_is_filtered_by_its_code(qtbot: QtBot, screen: InventoryScreen) -> None:
    popup = screen.assets.filter_bar.open_popup(kind("category"))
    assert isinstance(popup, TickPopup)
    popup.search.setText("firewall")
    with qtbot.waitSignal(screen.assets.table.searched):
        popup.list.turn(popup.list.item(0))
    popup.close()

    assert screen.assets.query.wanted.categories == {"firewall"}
    assert all("FortiGate" in text for text in shown(screen, 1))


def test_years_narrow_from_both_sides(qtbot: QtBot, screen: InventoryScreen) -> None:
    popup = screen.assets.filter_bar.open_popup(kind("year"))
    assert isinstance(popup, YearPopup)
    with qtbot.waitSignal(screen.assets.table.searched):
        qtbot.keyClicks(popup.first, "2018")
    with qtbot.waitSignal(screen.assets.table.searched):
        qtbot.keyClicks(popup.last, "2020")
    popup.close()

    assert set(shown(screen, 5)) == {"2018", "2019", "2020"}


def test_a_typed_day_filters_by_warranty_and_a_wrong_one_is_explained(qtbot: QtBot, screen: InventoryScreen) -> None:
    popup = screen.assets.filter_bar.open_popup(kind("warranty"))
    assert isinstance(popup, DayPopup)
    qtbot.keyClicks(popup.day, "31/31/2026")
    qtbot.keyClick(popup.day, Qt.Key.Key_Return)
    assert popup.note.text()

    popup.day.setText("31/12/2026")
    with qtbot.waitSignal(screen.assets.table.searched):
        qtbot.keyClick(popup.day, Qt.Key.Key_Return)
    assert screen.assets.query.wanted.warranty_before == date(2026, 12, 31)


def test_a_press_elsewhere_closes_a_popup(qtbot: QtBot, screen: InventoryScreen) -> None:
    popup = screen.assets.filter_bar.open_popup(kind("condition"))
    qtbot.mouseClick(screen.assets.list.table.viewport(), Qt.MouseButton.LeftButton)

    qtbot.waitUntil(lambda: not shiboken6.isValid(popup))


def test_a_filter_from_another_screen_shows_as_chips(qtbot: QtBot, screen: InventoryScreen) -> None:
    wanted = AssetFilter(conditions=frozenset({Condition.GOOD}), categories=frozenset({"server"}), text="HPE")
    with qtbot.waitSignal(screen.assets.table.searched):
        screen.show_argument(wanted)

    assert screen.search.text() == "HPE"
    assert sorted(chip.text() for chip in chips(screen) if chip.is_on) == ["Condition: Good", "Kind: Server"]


def test_a_click_on_the_header_sorts(qtbot: QtBot, screen: InventoryScreen) -> None:
    years = sorted(shown(screen, 5), reverse=True)
    screen.assets.list.table.horizontalHeader().setSortIndicator(5, Qt.SortOrder.DescendingOrder)
    qtbot.waitUntil(lambda: shown(screen, 5) == years)


def test_the_selection_stays_with_its_records_when_the_order_changes(qtbot: QtBot, screen: InventoryScreen) -> None:
    listed = screen.assets.list
    listed.go_to(3)
    chosen = listed.current_row()
    with qtbot.waitSignal(screen.assets.table.searched):
        screen.assets.list.table.horizontalHeader().setSortIndicator(0, Qt.SortOrder.DescendingOrder)

    assert listed.current_row() == chosen
    assert listed.selected_numbers() == [chosen.n]


def test_a_jump_to_a_record_far_down_is_not_lost_to_a_search_under_way(
    qtbot: QtBot, context: AppContext, store: Store
) -> None:
    far = fill(store, 400)[390]
    screen = inventory_shown(qtbot, context)
    qtbot.waitUntil(lambda: screen.assets.list.model.is_complete)
    screen.switch.choose(1)
    screen.show_argument(("asset", far))

    qtbot.waitUntil(lambda: not screen.assets.list.model.is_searching and screen.assets.list.model.is_complete)
    qtbot.waitUntil(lambda: getattr(screen.assets.list.current_row(), "id", None) == far)
    qtbot.waitUntil(lambda: screen.assets.shown == far)


def test_several_rows_are_counted_and_deleted_together(
    qtbot: QtBot, context: AppContext, screen: InventoryScreen
) -> None:
    table = screen.assets.list.table
    screen.assets.list.go_to(5)
    for _more in range(3):
        qtbot.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: screen.head.subtitle.text() == "60 items · 4 selected")

    with qtbot.waitSignal(context.done) as done:
        screen.assets.delete()
    said, changes = done.args
    assert said == "4 items deleted"
    assert len(changes.ids("asset")) == 4
    qtbot.waitUntil(lambda: len(shown(screen)) == 56)


def test_alt_down_goes_to_the_next_record(qtbot: QtBot, screen: InventoryScreen) -> None:
    screen.assets.list.go_to(0)
    screen.assets.step(1)

    second = shown(screen)[1]
    qtbot.waitUntil(lambda: second in screen.assets.pane.codes.text())


def test_a_change_made_elsewhere_shows_in_list_and_pane(
    qtbot: QtBot, context: AppContext, screen: InventoryScreen
) -> None:
    row = screen.assets.list.current_row()
    with qtbot.waitSignal(context.changed):
        context.write(lambda uow, _progress: uow.update(Asset, row.id, name="Renamed here"))

    assert "Renamed here" in shown(screen, 1)[0]
    assert screen.assets.pane.name.text() == "Renamed here"


def test_an_asset_can_be_opened_by_its_id(qtbot: QtBot, screen: InventoryScreen, ids: list[Id]) -> None:
    screen.show_argument(ids[40])

    assert screen.assets.list.current_row().id == ids[40]
    assert screen.assets.shown == ids[40]


def test_the_links_of_a_device_are_listed_and_open(qtbot: QtBot, screen: InventoryScreen, ids: list[Id]) -> None:
    screen.show_argument(ids[0])
    tabs = screen.assets.pane.tabs
    tabs.setCurrentIndex([tabs.tabText(at) for at in range(tabs.count())].index("Links"))
    page = screen.assets.pane.page()
    assert page is not None
    opened = [one for one in page.findChildren(QPushButton) if one.text() == "Tautan utama intra"]
    assert len(opened) == 8

    with qtbot.waitSignal(screen.links.table.searched):
        opened[0].click()
    qtbot.waitUntil(lambda: screen.links.pane.isVisible())
    assert screen.head.subtitle.text() == "14 links"


def test_history_tells_who_changed_what(qtbot: QtBot, context: AppContext, screen: InventoryScreen) -> None:
    row = screen.assets.list.current_row()
    with qtbot.waitSignal(context.changed):
        context.write(lambda uow, _progress: uow.update(Asset, row.id, name="Core switch"))
    tabs = screen.assets.pane.tabs
    tabs.setCurrentIndex(tabs.count() - 1)

    qtbot.waitUntil(lambda: "Core switch" in texts(screen.assets.pane.page()))
    assert "Budi" in texts(screen.assets.pane.page())


def test_every_control_has_a_name_for_a_screen_reader(screen: InventoryScreen) -> None:
    named = [screen.search, screen.assets.list.table, screen.assets.pane.tabs]
    assert all(widget.accessibleName() for widget in named)
    assert all(one.text() or one.accessibleName() for one in screen.findChildren(QPushButton) if one.isVisible())


def test_shortcuts_are_those_of_the_plan(screen: InventoryScreen) -> None:
    screen.assets.edit()
    keys = {one.key().toString() for one in screen.findChildren(QShortcut)}
    wanted = ("Ctrl+N", "Ctrl+D", "F2", "Alt+Up", "Alt+Down", "Ctrl+S", "Ctrl+Shift+S", "Esc", "Del")
    assert {QKeySequence(one).toString() for one in wanted} <= keys


def test_a_link_filter_from_elsewhere_shows_the_links(qtbot: QtBot, screen: InventoryScreen) -> None:
    screen.show_argument(LinkFilter(text="metro"))
    qtbot.waitUntil(lambda: screen.current is screen.links)
    assert screen.search.text() == "metro"


def test_new_from_elsewhere_begins_an_item(qtbot: QtBot, screen: InventoryScreen) -> None:
    screen.show_argument(NEW)
    qtbot.waitUntil(lambda: screen.assets.editor.isVisible())


def test_save_and_next_selects_the_next_record(qtbot: QtBot, screen: InventoryScreen) -> None:
    side = screen.assets
    side.list.go_to(0)
    qtbot.waitUntil(lambda: side.pane.isVisible())
    side.edit()
    qtbot.keyClick(side.editor, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: side.list.table.currentIndex().row() == 1)
    assert side.list.selected_positions() == [1]


def test_picked_records_are_said_and_can_be_let_go(qtbot: QtBot, screen: InventoryScreen, ids: list[Id]) -> None:
    screen.show_argument(AssetFilter(ids=frozenset(ids[:3])))
    qtbot.waitUntil(lambda: screen.assets.table.count == 3)
    chips = [chip for chip in screen.assets.filter_bar.findChildren(Chip) if "3 picked" in chip.accessibleName()]
    chips[0].removed.emit()
    qtbot.waitUntil(lambda: screen.assets.table.count == len(ids))
