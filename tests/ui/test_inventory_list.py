"""What can be done with a list: columns, orders, groups, saved views, selections, copy, export."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from spbe_assets.domain.filters import AssetFilter, Group, LinkOrder, LinkSort, Order, Sort
from spbe_assets.domain.ids import Id
from spbe_assets.domain.vocabulary import Condition
from spbe_assets.services import listing, moves
from spbe_assets.storage.store import Store
from spbe_assets.storage.tables import Asset
from tests.ui.inventory_data import fill
from ui.context import AppContext
from ui.inventory.asset_workspace import AssetWorkspace
from ui.inventory.chosen import Chosen
from ui.inventory.clipboard import as_text
from ui.inventory.column_chooser import ColumnChooser
from ui.inventory.columns import Layout, Widths, layout_from_json
from ui.inventory.export import ExportDialog
from ui.inventory.list_pane import TURN_ROW
from ui.inventory.view_dialogs import ManageViews, SaveView
from ui.screens.inventory import InventoryScreen
from ui.widgets.basics import Chip

GOOD = AssetFilter(conditions=frozenset({Condition.GOOD}))


@pytest.fixture
def ids(store: Store) -> list[Id]:
    return fill(store, 260)


@pytest.fixture
def screen(qtbot: QtBot, context: AppContext, ids: list[Id]) -> Iterator[InventoryScreen]:
    made = InventoryScreen(context)
    qtbot.addWidget(made)
    made.resize(1170, 740)
    with qtbot.waitExposed(made):
        made.show()
    qtbot.waitUntil(lambda: made.assets.table.is_complete)
    yield made
    qtbot.waitUntil(lambda: not context.is_busy)


@pytest.fixture
def work(screen: InventoryScreen) -> AssetWorkspace:
    return screen.assets


def settle(qtbot: QtBot, work: AssetWorkspace, step: object) -> None:
    with qtbot.waitSignal(work.table.searched):
        step()  # type: ignore[operator]
    qtbot.waitUntil(lambda: work.table.is_complete)


def chosen(qtbot: QtBot, work: AssetWorkspace) -> Chosen:
    found: list[Chosen] = []
    work.with_chosen(found.append)
    qtbot.waitUntil(lambda: bool(found))
    return found[0]


def shown(work: AssetWorkspace) -> list[str]:
    return work.list.head.shown()


def test_all_selected_means_all_that_match_without_reading_their_ids(qtbot: QtBot, work: AssetWorkspace) -> None:
    settle(qtbot, work, lambda: work.show_filter(GOOD))
    qtbot.keyClick(work.list.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(work.bar.isVisible)

    found = chosen(qtbot, work)
    assert found.is_everything
    assert found.filter == GOOD
    assert found.count == work.table.count
    assert work.bar.count.text() == f"{found.count} selected"


def test_some_selected_are_picked_by_id_in_the_order_of_the_list(qtbot: QtBot, work: AssetWorkspace) -> None:
    work.list.go_to(4)
    qtbot.keyClick(work.list.table, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(work.list.table, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)

    found = chosen(qtbot, work)
    rows = [work.table.row(position) for position in (2, 3, 4)]
    assert found.ids == tuple(row.id for row in rows if row)
    assert not found.is_everything


def test_all_stays_all_while_the_rest_of_the_list_is_read(qtbot: QtBot, work: AssetWorkspace) -> None:
    with qtbot.waitSignal(work.table.searched):
        work.show_filter(AssetFilter(text="e"))
    work.list.table.selectAll()
    qtbot.waitUntil(lambda: work.table.is_complete)
    qtbot.waitUntil(work.bar.isVisible)

    assert work.list.has_all
    assert work.list.selected_count() == work.table.record_count
    work.list.table.selectionModel().select(work.table.index(3, 0), TURN_ROW)
    assert not work.list.has_all


def test_space_takes_a_row_out_and_puts_it_back(qtbot: QtBot, work: AssetWorkspace) -> None:
    work.list.go_to(2)
    qtbot.keyClick(work.list.table, Qt.Key.Key_Space)
    assert work.list.selected_count() == 0
    qtbot.keyClick(work.list.table, Qt.Key.Key_Space)
    assert work.list.selected_count() == 1


def test_delete_of_everything_found_is_one_step(qtbot: QtBot, context: AppContext, work: AssetWorkspace) -> None:
    settle(qtbot, work, lambda: work.show_filter(AssetFilter(text="ThinkCentre")))  # no link ends at a desktop computer
    count = work.table.count
    assert count > 1
    work.list.table.selectAll()
    with qtbot.waitSignal(context.done) as told:
        qtbot.keyClick(work.list.table, Qt.Key.Key_Delete)

    assert told.args[0] == f"{count} items deleted"
    assert context.read(lambda session: listing.count(session, AssetFilter())) == 260 - count


def test_a_click_sorts_and_shift_and_a_click_adds(qtbot: QtBot, work: AssetWorkspace) -> None:
    settle(qtbot, work, lambda: work.list.sort_asked.emit(5, True))
    settle(qtbot, work, lambda: work.list.head.sort_added.emit(1))

    assert work.query.order == Order(Sort.YEAR, True, Order(Sort.NAME))
    assert work.table.headerData(5, Qt.Orientation.Horizontal) == "Year ↓1"
    assert work.table.headerData(1, Qt.Orientation.Horizontal) == "Equipment ↑2"
    years = [row.year or 0 for position in range(200) if (row := work.table.row(position))]
    assert years == sorted(years, reverse=True)


def test_a_column_that_cannot_be_sorted_by_leaves_the_order(work: AssetWorkspace) -> None:
    column = [one.key for one in work.table.columns()].index("ip")
    work.list.sort_asked.emit(column, False)
    assert work.query.order == Order()


def test_columns_are_ticked_moved_and_sorted_by_without_a_mouse(qtbot: QtBot, work: AssetWorkspace) -> None:
    work.choose_columns()
    chooser = work.findChild(ColumnChooser)
    assert chooser is not None
    lines = chooser.list
    keys = [lines.item(row).data(Qt.ItemDataRole.UserRole) for row in range(lines.count())]
    lines.setCurrentRow(keys.index("serial"))
    qtbot.keyClick(lines, Qt.Key.Key_Space)
    assert shown(work)[-1] == "serial"

    qtbot.keyClick(lines, Qt.Key.Key_Home)
    qtbot.keyClick(lines, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert shown(work)[:2] == ["item", "tag"]
    before = work.list.head.width("tag")
    qtbot.keyClick(lines, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert work.list.head.width("tag") == before + 10
    qtbot.keyClick(lines, Qt.Key.Key_S)
    assert work.query.order == Order(Sort.TAG, descending=True)
    qtbot.keyClick(chooser, Qt.Key.Key_Escape)


def test_columns_and_order_are_remembered(qtbot: QtBot, context: AppContext, work: AssetWorkspace) -> None:
    work._show_layout(Layout(("item", "price", "serial"), {"price": 222}))
    settle(qtbot, work, lambda: work.order_by(Order(Sort.PRICE, True, Order(Sort.NAME))))
    qtbot.waitUntil(lambda: context.store.local_setting("user:Budi S.:list.asset") is not None or _kept(context))

    again = AssetWorkspace(context)
    qtbot.addWidget(again)
    assert again.list.head.shown() == ["item", "price", "serial"]
    assert again.list.head.width("price") == 222
    assert again.query.order == Order(Sort.PRICE, True, Order(Sort.NAME))


def _kept(context: AppContext) -> bool:
    return context.store.local_setting(f"user:{context.actor.user}:list.asset") is not None


def test_a_damaged_layout_gives_what_is_left_of_it() -> None:
    kept = {"keys": ["tag", "gone", "tag", "item"], "widths": {"tag": 9_999, "item": "wide", "gone": 3}}
    assert layout_from_json(kept, ["tag", "item"]) == Layout(("tag", "item"), {"tag": 1200})
    assert layout_from_json("nonsense", ["tag"]) == Layout()


def test_columns_share_the_room_that_is_left_and_go_where_there_is_none() -> None:
    widths = Widths({"tag": (100, 120), "place": (100, 180)}, "name", (200, 300), ("place",))
    assert widths.fitting(350) == {"tag": 108}
    assert widths.fitting(400) == {"tag": 100, "place": 100}
    assert widths.fitting(500) == {"tag": 110, "place": 140}
    assert widths.fitting(900) == {"tag": 120, "place": 180}


def test_groups_tell_true_counts_and_open_and_close_by_keys(qtbot: QtBot, work: AssetWorkspace) -> None:
    settle(qtbot, work, lambda: work.group_by(Group.CONDITION))
    headers = [work.table.group_row(position) for position in range(work.table.count)]
    assert all(headers)
    assert sum(row.count for row in headers if row) == 260 == work.table.record_count

    work.list.go_to(1)
    first = headers[1]
    assert first is not None
    settle(qtbot, work, lambda: qtbot.keyClick(work.list.table, Qt.Key.Key_Right))
    assert work.table.count == len(headers) + first.count
    assert work.list.table.currentIndex().row() == 1

    work.list.go_to(3)
    qtbot.keyClick(work.list.table, Qt.Key.Key_Left)
    assert work.list.table.currentIndex().row() == 1
    settle(qtbot, work, lambda: qtbot.keyClick(work.list.table, Qt.Key.Key_Left))
    assert work.table.count == len(headers)


def test_headers_of_groups_are_no_records(qtbot: QtBot, context: AppContext, work: AssetWorkspace) -> None:
    settle(qtbot, work, lambda: work.group_by(Group.AGENCY))
    work.list.go_to(0)
    assert work.list.selected_count() == 0
    work.delete()
    assert not context.is_writing

    work.list.table.selectAll()
    found = chosen(qtbot, work)
    assert (found.is_everything, found.count) == (True, 260)


def test_all_groups_open_at_once_and_follow_an_edit(
    qtbot: QtBot, context: AppContext, work: AssetWorkspace, screen: InventoryScreen
) -> None:
    desktop = context.read(lambda session: listing.rows_first(session, AssetFilter(text="ThinkCentre")))[0]
    settle(qtbot, work, lambda: work.group_by(Group.CONDITION))
    closed = work.table.count
    settle(qtbot, work, lambda: work.open_groups(True))
    assert work.table.count == closed + 260

    context.changed.connect(screen.refresh)
    with qtbot.waitSignal(work.table.searched):
        context.write(lambda uow, _progress: uow.delete(Asset, desktop.id))
    assert work.table.record_count == 259
    settle(qtbot, work, lambda: work.list.group_turned.emit(Condition.GOOD, False))
    assert closed < work.table.count < closed + 259


def test_a_view_is_saved_shown_renamed_and_deleted(
    qtbot: QtBot, context: AppContext, screen: InventoryScreen, work: AssetWorkspace
) -> None:
    settle(qtbot, work, lambda: work.show_filter(AssetFilter(text="HPE", conditions=GOOD.conditions)))
    settle(qtbot, work, lambda: work.order_by(Order(Sort.YEAR, descending=True)))
    work._show_layout(Layout(("item", "year")))
    work.tools.save(work.view_body())
    dialog = work.findChild(SaveView)
    assert dialog is not None
    qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
    qtbot.waitUntil(dialog.note.isVisible)
    dialog.name.setText("Good servers")
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(dialog.name, Qt.Key.Key_Return)

    settle(qtbot, work, work.clear)
    settle(qtbot, work, lambda: work.tools.views_menu().actions()[0].trigger())
    assert work.query.wanted == AssetFilter(text="HPE", conditions=GOOD.conditions)
    assert work.query.order == Order(Sort.YEAR, descending=True)
    assert shown(work) == ["item", "year"]
    assert screen.search.text() == "HPE"

    manage = ManageViews(context, work.tools)
    qtbot.addWidget(manage)
    manage.begin_with()
    qtbot.waitUntil(lambda: work.tools.default_view() is not None)
    again = AssetWorkspace(context)
    qtbot.addWidget(again)
    assert again.query.wanted.text == "HPE"
    with qtbot.waitSignal(context.changed):
        manage.delete()
    qtbot.waitUntil(lambda: manage.list.count() == 0)
    assert work.tools.default_view() is None


def test_copied_rows_have_titles_and_no_formulas(
    qtbot: QtBot, context: AppContext, work: AssetWorkspace, ids: list[Id]
) -> None:
    with qtbot.waitSignal(context.changed):
        context.write(lambda uow, _progress: uow.update(Asset, ids[0], name='=cmd|"calc"\tx'))
    settle(qtbot, work, lambda: work.start())
    position = work.table.position(context.read(lambda s: listing.numbers_of(s, [ids[0]]))[ids[0]])
    assert position is not None
    work.list.go_to(position)
    with qtbot.waitSignal(context.message) as told:
        qtbot.keyClick(work.list.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)

    lines = QGuiApplication.clipboard().text().splitlines()
    assert told.args[0] == "1 row copied"
    assert lines[0].split("\t")[:2] == ["Tag", "Equipment"]
    assert len(lines[1].split("\t")) == len(lines[0].split("\t"))
    assert lines[1].split("\t")[1].startswith("'=cmd")


def test_a_copy_has_the_order_of_the_list(qtbot: QtBot, context: AppContext, work: AssetWorkspace) -> None:
    settle(qtbot, work, lambda: work.order_by(Order(Sort.YEAR, descending=True)))
    work.list.table.selectAll()
    picked = chosen(qtbot, work)
    text, count = context.read(lambda session: as_text(session, picked))

    column = shown(work).index("year")
    years = [line.split("\t")[column] or "0" for line in text.splitlines()[1:]]
    assert count == 260
    assert years == sorted(years, reverse=True)


@pytest.mark.parametrize("ending", [".xlsx", ".csv", ".json", ".pdf"])
def test_what_is_seen_is_exported(
    qtbot: QtBot, context: AppContext, work: AssetWorkspace, tmp_path: Path, ending: str
) -> None:
    settle(qtbot, work, lambda: work.show_filter(GOOD))
    work.list.table.selectAll()
    picked = chosen(qtbot, work)
    dialog = ExportDialog(context, picked)
    qtbot.addWidget(dialog)
    dialog.show()
    path = tmp_path / f"list{ending}"
    dialog.write(path)
    qtbot.waitUntil(lambda: dialog.note.isVisible(), timeout=10_000)

    assert path.stat().st_size > 500
    assert picked.told == "Condition: Good"
    if ending == ".json":
        found = json.loads(path.read_text("utf-8"))
        assert len(found) == picked.count
        assert set(found[0]) >= {"tag", "name", "condition"}
        assert "price_rupiah" not in found[0]


def test_a_file_that_cannot_be_written_says_so_in_the_dialog(
    qtbot: QtBot, context: AppContext, work: AssetWorkspace, tmp_path: Path
) -> None:
    work.list.table.selectAll()
    dialog = ExportDialog(context, chosen(qtbot, work))
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.write(tmp_path / "no such folder" / "list.csv")
    qtbot.waitUntil(lambda: dialog.note.isVisible(), timeout=10_000)
    assert dialog.note.property("tone") == "bad"


def test_chips_work_with_keys_alone(qtbot: QtBot, screen: InventoryScreen, work: AssetWorkspace) -> None:
    settle(qtbot, work, lambda: work.show_filter(AssetFilter(no_label=True, no_serial=True)))
    bar = work.filter_bar
    assert bar._none.isVisible()
    screen.activateWindow()
    bar.focus_first()
    qtbot.waitUntil(lambda: isinstance(bar.focusWidget(), Chip))
    chip = bar.focusWidget()
    settle(qtbot, work, lambda: qtbot.keyClick(chip, Qt.Key.Key_Delete))
    assert work.query.wanted == AssetFilter(no_serial=True)
    settle(qtbot, work, bar.clear)
    assert work.query.wanted == AssetFilter()


def test_what_is_on_loan_leaves_its_list_when_it_is_back(
    qtbot: QtBot, context: AppContext, work: AssetWorkspace
) -> None:
    ids = context.read(lambda session: listing.ids_of(session, listing.first_numbers(session, AssetFilter(), limit=3)))
    move = moves.Move(date(2020, 1, 1), to_name="Panitia", due_on=date(2020, 2, 1))
    context.write(lambda uow, _progress: moves.lend(uow, AssetFilter(ids=frozenset(ids)), move), "lend")
    work.show_filter(AssetFilter(overdue=True))
    qtbot.waitUntil(lambda: work.table.count == 3)
    back = AssetFilter(ids=frozenset(ids[:1]))
    context.write(lambda uow, _progress: moves.take_back(uow, back, moves.Return(date(2020, 3, 1))), "take-back")
    qtbot.waitUntil(lambda: work.table.count == 2)


def test_links_are_ordered_grouped_and_chosen_too(qtbot: QtBot, screen: InventoryScreen) -> None:
    screen.switch.choose(1)
    links = screen.links
    qtbot.waitUntil(lambda: links.table.count == 14)
    with qtbot.waitSignal(links.table.searched):
        links.order_by(LinkOrder(LinkSort.STATUS, False, LinkOrder(LinkSort.RATE, True)))
    with qtbot.waitSignal(links.table.searched):
        links.group_by(Group.KIND)
    assert links.table.record_count == 14
    links.list.table.selectAll()
    qtbot.waitUntil(links.bar.isVisible)
    assert links.bar.count.text() == "14 selected"
