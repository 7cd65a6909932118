"""Software, cloud services and service buses in the inventory, photos of plain records, and merging them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from spbe_assets.domain.ids import Id
from spbe_assets.formats import today
from spbe_assets.services import combining, recording, row_listing, thresholds
from spbe_assets.services.row_listing import RowQuery
from spbe_assets.storage.columns import referring_to
from spbe_assets.storage.guards import OWNED
from spbe_assets.storage.store import Store
from spbe_assets.storage.tables import MERGEABLE
from spbe_assets.storage.unit_of_work import UnitOfWork
from tests.services.world import World, build
from ui.context import AppContext
from ui.inventory.offered_input import OfferedInput
from ui.palette import sources
from ui.places.combine_dialog import COUNTED, CombineDialog
from ui.records.workspace import PlainWorkspace
from ui.screens.agencies import AgenciesScreen
from ui.screens.inventory import TABLES, InventoryScreen

PLAIN = TABLES[2:]
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def world(store: Store) -> World:
    return build(store)


@pytest.fixture
def screen(qtbot: QtBot, context: AppContext, world: World) -> Iterator[InventoryScreen]:
    made = InventoryScreen(context)
    qtbot.addWidget(made)
    made.resize(1170, 740)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    yield made


def made_row(qtbot: QtBot, context: AppContext, table: str, name: str) -> Id:
    ids: list[Id] = []
    with qtbot.waitSignal(context.changed):
        context.write(lambda uow, _progress: recording.create(uow, table, {"name": name}), "create").then(
            context, ids.append
        )
    qtbot.waitUntil(lambda: bool(ids))
    return ids[0]


def opened(screen: InventoryScreen, table: str) -> PlainWorkspace:
    screen.switch.choose(TABLES.index(table))
    side = screen.current
    assert isinstance(side, PlainWorkspace)
    return side


def names(context: AppContext, table: str) -> list[str]:
    rows = context.read(lambda session: row_listing.rows_first(session, RowQuery(table)))
    return [row.get("name") for row in rows]


@pytest.mark.parametrize("table", PLAIN)
def test_a_record_is_made_found_changed_and_deleted_by_keys(
    qtbot: QtBot, screen: InventoryScreen, context: AppContext, table: str
) -> None:
    side = opened(screen, table)
    qtbot.keyClick(screen, Qt.Key.Key_N, CTRL)
    qtbot.waitUntil(lambda: side.is_editing)
    qtbot.keyClicks(side.editor.form.cells[table, "name"].entry.focusProxy(), "Oracle")
    with qtbot.waitSignal(context.done):
        qtbot.keyClick(side.editor, Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: names(context, table) == ["Oracle"] and screen.head.subtitle.text().startswith("1 "))

    screen.search.setText("nothing such")
    qtbot.waitUntil(lambda: side.list.model.record_count == 0)
    screen.search.setText("orac")
    qtbot.waitUntil(lambda: side.list.model.record_count == 1)

    qtbot.keyClick(screen.search, Qt.Key.Key_Return)
    qtbot.keyClick(side.list.table, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: side.shown is not None and side.pane.isVisible())
    qtbot.keyClick(screen, Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: side.is_editing)
    qtbot.keyClicks(side.editor.form.cells[table, "name"].entry.focusProxy(), " 2")
    with qtbot.waitSignal(context.done):
        qtbot.keyClick(side.editor, Qt.Key.Key_S, CTRL)
    assert "2" in names(context, table)[0]

    qtbot.waitUntil(lambda: not side.is_editing)
    with qtbot.waitSignal(context.done):
        qtbot.keyClick(side.list.table, Qt.Key.Key_Delete)
    assert names(context, table) == []


def test_lists_after_the_links_are_made_when_they_are_opened(screen: InventoryScreen) -> None:
    assert screen.findChildren(PlainWorkspace) == []
    opened(screen, "software")
    assert len(screen.findChildren(PlainWorkspace)) == 1
    assert screen.new_button.text() == "New software"


@pytest.mark.parametrize("table", PLAIN)
def test_an_argument_goes_to_its_record_and_it_is_there_again_after_a_restart(
    qtbot: QtBot, screen: InventoryScreen, context: AppContext, table: str
) -> None:
    record = made_row(qtbot, context, table, "Kaspersky")
    screen.show_argument((table, record))
    qtbot.waitUntil(lambda: screen.on_show() == (table, record, "Kaspersky"))
    kept = screen.kept()
    again = InventoryScreen(context)
    qtbot.addWidget(again)
    again.show()
    again.bring_back(kept)
    qtbot.waitUntil(lambda: again.on_show() == (table, record, "Kaspersky"))


def test_the_end_of_a_licence_is_told_with_words(qtbot: QtBot, screen: InventoryScreen, context: AppContext) -> None:
    from datetime import date

    from spbe_assets.services import rows
    from ui.inventory.facts import record_facts

    values = {"name": "Veeam", "licence_end": date(2026, 1, 1)}
    with qtbot.waitSignal(context.changed):
        context.write(lambda uow, _progress: recording.create(uow, "software", values), "create")
    found = context.read(lambda session: row_listing.rows_first(session, RowQuery("software")))[0]
    record = context.read(lambda session: rows.record(session, "software", found.id))
    kinds = {fact.text: fact.kind for fact in record_facts(record, date(2026, 11, 24))}
    assert next(kind for text, kind in kinds.items() if text.startswith("ended")) == "bad"


def test_software_is_merged_by_keys_and_one_undo_brings_both_back(
    qtbot: QtBot, screen: InventoryScreen, context: AppContext
) -> None:
    kept, other = (made_row(qtbot, context, "software", name) for name in ("Postgres", "PostgreSQL"))
    screen.show_argument(("software", kept))
    qtbot.waitUntil(lambda: screen.on_show() is not None)
    qtbot.keyClick(screen.current.list.table, Qt.Key.Key_M, CTRL | Qt.KeyboardModifier.ShiftModifier)
    dialog = next(one for one in screen.findChildren(CombineDialog) if one.isVisible())
    dialog.choose(other)
    qtbot.waitUntil(dialog.merge_button.isEnabled)
    with qtbot.waitSignal(context.done):
        dialog.merge_button.click()
    assert names(context, "software") == ["Postgres"]


def test_a_room_has_a_tab_for_photos_and_documents(qtbot: QtBot, context: AppContext, world: World) -> None:
    made = AgenciesScreen(context)
    qtbot.addWidget(made)
    made.resize(1170, 740)
    made.show()
    room = context.read(lambda session: row_listing.rows_first(session, RowQuery("room")))[0]
    made.show_argument(("room", room.id))
    qtbot.waitUntil(lambda: made.on_show() is not None and made.on_show()[0] == "room")
    tabs = made.current.pane.tabs
    assert any(tabs.tabText(at).startswith("Photos") for at in range(tabs.count()))


@pytest.mark.parametrize("table", [*PLAIN, "facility"])
def test_the_palette_finds_them(qtbot: QtBot, context: AppContext, world: World, table: str) -> None:
    record = made_row(qtbot, context, table, "Zimbra istimewa")
    hits = context.read(lambda session: sources.find_others(session, "zimbra"))
    gone: list[tuple[str, object]] = []
    groups = sources.record_groups(sources.Found("zimbra"), hits, lambda place, what: gone.append((place, what)))
    [line] = [line for group in groups for line in group.lines]
    line.run()
    assert gone[0][1] == (table, record)


def lines_of_more(screen: InventoryScreen | AgenciesScreen) -> list[QAction]:
    for menu in screen.more_button.findChildren(QMenu):
        menu.close()
    screen.more_button.click()
    return next(one for one in screen.more_button.findChildren(QMenu) if one.isVisible()).actions()


def test_each_list_has_its_own_hint_and_offers_only_what_applies_to_it(
    qtbot: QtBot, screen: InventoryScreen, context: AppContext
) -> None:
    assert "serial" in screen.search.placeholderText()
    assert "Several at once" in lines_of_more(screen)[0].text()
    hints = {screen.search.placeholderText()}
    for table in PLAIN:
        opened(screen, table)
        hints.add(screen.search.placeholderText())
        assert [line.text().split("\t")[0] for line in lines_of_more(screen)] == ["Merge with another record…"]
        assert not screen.import_button.isVisible()
    screen.switch.choose(TABLES.index("link"))
    hints.add(screen.search.placeholderText())
    assert len(hints) == len(TABLES)
    assert not screen.more_button.isVisible() and screen.import_button.isVisible()


def test_merging_is_found_without_knowing_its_keys(qtbot: QtBot, screen: InventoryScreen, context: AppContext) -> None:
    record = made_row(qtbot, context, "cloud_service", "Zimbra")
    screen.show_argument(("cloud_service", record))
    qtbot.waitUntil(lambda: screen.on_show() is not None)
    [line] = lines_of_more(screen)
    line.trigger()
    assert any(one.isVisible() for one in screen.findChildren(CombineDialog))


def test_every_record_that_can_point_to_another_has_a_word_when_two_are_merged() -> None:
    pointing = {reference.table for table in MERGEABLE for reference in referring_to(table)}
    pointing |= set(combining.BY_NAME_OF_TABLE)
    pointing -= {table for tables in OWNED.values() for table in tables}
    assert pointing - set(COUNTED) == set()
    assert all("{n}" in words(1) and "{n}" in words(2) for words in COUNTED.values())


def test_words_that_other_records_use_are_offered(qtbot: QtBot, screen: InventoryScreen, context: AppContext) -> None:
    def fill(uow: UnitOfWork, _progress: object) -> None:
        for name, kind in (("A", "Basis data"), ("B", "Sistem operasi"), ("C", "Sistem operasi")):
            recording.create(uow, "software", {"name": name, "kind": kind, "licence_kind": "Subscription"})

    with qtbot.waitSignal(context.changed):
        context.write(fill, "create")
    side = opened(screen, "software")
    qtbot.keyClick(screen, Qt.Key.Key_N, CTRL)
    qtbot.waitUntil(lambda: side.is_editing)
    entry = side.editor.form.cells["software", "kind"].entry
    assert isinstance(entry, OfferedInput)
    entry.line.setFocus()
    qtbot.waitUntil(lambda: entry.completer.model().rowCount() == 2)
    qtbot.keyClick(entry.line, Qt.Key.Key_Down)
    qtbot.waitUntil(entry.completer.popup().isVisible)
    assert entry.completer.completionModel().index(0, 0).data() == "Sistem operasi"
    qtbot.keyClick(entry.completer.popup(), Qt.Key.Key_Down)
    with qtbot.waitSignal(entry.edited):
        qtbot.keyClick(entry.completer.popup(), Qt.Key.Key_Return)
    assert entry.value() == "Sistem operasi" and side.is_editing


def test_ends_are_coloured_alike_in_every_list(qtbot: QtBot, screen: InventoryScreen, context: AppContext) -> None:
    ends = {"over": -1, "soon": 89, "later": 91}

    def fill(uow: UnitOfWork, _progress: object) -> None:
        for name, days in ends.items():
            day = today() + timedelta(days=days)
            recording.create(uow, "software", {"name": name, "licence_end": day})
            recording.create(uow, "cloud_service", {"name": name, "ends_on": day})
            recording.create(uow, "link", {"name": name, "ends_on": day})
            recording.create(uow, "asset", {"name": name, "warranty_end": day})

    with qtbot.waitSignal(context.changed):
        context.write(fill, "create")
    wanted = {"over": "bad", "soon": "warn", "later": ""}
    for table, named, ending in (
        ("software", "name", "licence_end"), ("cloud_service", "name", "ends_on"), ("link", "name", "until"),
        ("asset", "item", "warranty"),
    ):  # fmt: skip
        screen.switch.choose(TABLES.index(table))
        screen.search.clear()
        model = screen.current.list.model
        keys = [column.key for column in model.columns()]

        def styles(model: Any = model, keys: Any = keys, named: str = named, ending: str = ending) -> dict[str, str]:
            rows = [model.row(at) for at in range(model.rowCount())]
            names = [model.cell(row, keys.index(named)).text for row in rows]
            return dict(zip(names, [model.cell(row, keys.index(ending)).style for row in rows], strict=True))

        qtbot.waitUntil(lambda styles=styles: wanted.items() <= styles().items())

    with qtbot.waitSignal(context.changed):
        context.write(lambda uow, _progress: thresholds.set_value(uow, thresholds.WARNING_DAYS, 30), "edit")
    screen.switch.choose(TABLES.index("software"))
    model = screen.current.list.model
    qtbot.waitUntil(lambda: model.cell(model.row(model.rowCount() - 1), 4).style == "")
