"""The list model: complete, bounded in memory, true to changes, and never showing an overtaken answer."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from threading import Event
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from spbe_assets.domain.changes import Changes
from spbe_assets.domain.filters import AssetFilter, Order, Sort
from spbe_assets.domain.ids import Id
from spbe_assets.domain.records import AssetRow
from spbe_assets.domain.vocabulary import Condition
from spbe_assets.services import hits, listing
from spbe_assets.storage.store import Store
from spbe_assets.storage.tables import Asset
from tests.ui.inventory_data import fill
from ui.context import AppContext
from ui.models.asset_table import AssetQuery, AssetSource, AssetTable
from ui.models.page_cache import MAX_PAGES, PAGE, PageCache, difference
from ui.models.paged_table import First
from ui.widgets.table import CELL

COMMON = "-0"
"""What every tag of the sample data holds."""


@pytest.fixture
def ids(store: Store) -> list[Id]:
    return fill(store, 230)


@pytest.fixture
def table(qtbot: QtBot, context: AppContext, ids: list[Id]) -> Iterator[AssetTable]:
    model = AssetTable(context, parent=context)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    context.changed.connect(model.follow)
    show(qtbot, model, AssetQuery())
    yield model
    del tester


def show(qtbot: QtBot, model: AssetTable, query: AssetQuery) -> None:
    with qtbot.waitSignal(model.searched):
        model.search(query)
    qtbot.waitUntil(lambda: model.is_complete)


def tags(model: AssetTable) -> list[str]:
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def edit(qtbot: QtBot, context: AppContext, asset_id: Id, **values: object) -> None:
    with qtbot.waitSignal(context.changed):
        context.write(lambda uow, _progress: uow.update(Asset, asset_id, **values))


def test_every_row_of_the_result_can_be_reached_in_order(table: AssetTable) -> None:
    shown = tags(table)

    assert len(shown) == 230
    assert shown == sorted(shown)


def test_the_count_is_there_with_the_first_rows(qtbot: QtBot, context: AppContext, ids: list[Id]) -> None:
    model = AssetTable(context, parent=context)
    with qtbot.waitSignal(model.counted) as told:
        model.search(AssetQuery())

    assert told.args == [230]
    assert model.index(0, 0).data()
    assert model.index(PAGE - 1, 0).data()
    assert model.index(PAGE, 0).data() is None
    qtbot.waitUntil(lambda: model.index(PAGE, 0).data() is not None)


def test_a_count_beyond_the_bound_says_so_until_all_rows_are_known(
    qtbot: QtBot, table: AssetTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "FEW", 205)
    monkeypatch.setattr(hits, "FIRST_RUN", 210)
    told: list[tuple[int, bool]] = []
    table.counted.connect(lambda count: told.append((count, table.count_is_exact)))

    with qtbot.assertNotEmitted(table.rowsRemoved):
        show(qtbot, table, AssetQuery(AssetFilter(text=COMMON)))

    assert told == [(205, False), (230, True)]
    assert len(set(tags(table))) == table.rowCount() == 230
    assert table.index(229, 0).data()


def test_a_newer_question_overtakes_an_older_one(qtbot: QtBot, table: AssetTable) -> None:
    with qtbot.waitSignal(table.searched):
        for text in ("P", "Pr", "Pro", "ProLiant"):
            table.search(AssetQuery(AssetFilter(text=text)))
    qtbot.waitUntil(lambda: table.is_complete)

    items = [table.index(row, 1).data() for row in range(table.rowCount())]
    assert items
    assert all("ProLiant" in item for item in items)


class Slow(AssetSource):
    """Answers the first question only after the second has been answered."""

    def __init__(self) -> None:
        self.second_answered = Event()

    def first(self, session: Any, query: AssetQuery, limit: int) -> First[AssetRow]:
        if query.wanted.text == "HPE":
            assert self.second_answered.wait(10)
        return super().first(session, query, limit)


def test_an_answer_that_comes_late_is_dropped(qtbot: QtBot, context: AppContext, ids: list[Id]) -> None:
    source = Slow()
    model = AssetTable(context, source, context)
    model.search(AssetQuery(AssetFilter(text="HPE")))
    with qtbot.waitSignal(model.searched):
        model.search(AssetQuery(AssetFilter(text="Cisco")))
    with qtbot.assertNotEmitted(model.searched), qtbot.waitSignal(context.idle):
        source.second_answered.set()

    assert "Cisco" in model.index(0, 1).data()


def test_sorting_happens_in_the_database(qtbot: QtBot, table: AssetTable) -> None:
    show(qtbot, table, AssetQuery(order=Order(Sort.YEAR, descending=True)))

    years = [table.index(row, 5).data() for row in range(table.rowCount())]
    assert years == sorted(years, reverse=True)
    assert years[0] > years[-1]


def test_an_edit_changes_one_row_in_place(qtbot: QtBot, context: AppContext, table: AssetTable, ids: list[Id]) -> None:
    with qtbot.waitSignals([context.changed, table.dataChanged]), qtbot.assertNotEmitted(table.modelReset):
        context.write(lambda uow, _progress: uow.update(Asset, ids[3], name="Core switch"))

    assert table.index(3, 1).data().startswith("Core switch")
    assert table.rowCount() == 230


def test_an_edit_that_moves_a_row_puts_it_where_it_belongs(
    qtbot: QtBot, context: AppContext, table: AssetTable, ids: list[Id]
) -> None:
    show(qtbot, table, AssetQuery(order=Order(Sort.YEAR)))
    edit(qtbot, context, ids[0], year=1999)

    qtbot.waitUntil(lambda: table.index(0, 5).data() == "1999")
    assert table.rowCount() == 230


def test_a_deleted_asset_leaves_and_a_new_one_comes(
    qtbot: QtBot, context: AppContext, table: AssetTable, ids: list[Id]
) -> None:
    with qtbot.waitSignals([context.changed, table.rowsRemoved]):
        context.write(lambda uow, _progress: uow.delete(Asset, ids[10]))
    assert table.rowCount() == 229
    assert table.position(11) is None

    with qtbot.waitSignal(table.rowsInserted):
        context.write(lambda uow, _progress: uow.create(Asset, tag="AAAA-00001-X", name="Baru"))
    assert table.rowCount() == 230
    assert "AAAA-00001-X" in tags(table)


def test_an_edit_that_the_filter_no_longer_lets_through_leaves(
    qtbot: QtBot, context: AppContext, table: AssetTable
) -> None:
    show(qtbot, table, AssetQuery(AssetFilter(conditions=frozenset({Condition.HEAVY_DAMAGE}))))
    before, first = table.rowCount(), table.row(0)
    assert first is not None

    edit(qtbot, context, first.id, condition=Condition.GOOD)

    qtbot.waitUntil(lambda: table.rowCount() == before - 1)
    assert first.tag not in tags(table)


def test_a_change_of_thousands_asks_the_whole_list_again(qtbot: QtBot, table: AssetTable) -> None:
    many = frozenset(number.to_bytes(16, "big") for number in range(1_001))
    with qtbot.waitSignal(table.modelReset):
        table.follow(Changes({"asset": many}))
    qtbot.waitUntil(lambda: table.is_complete)

    assert table.rowCount() == 230


def test_a_renamed_room_shows_in_every_row(qtbot: QtBot, context: AppContext, table: AssetTable, ids: list[Id]) -> None:
    from sqlalchemy import select

    from spbe_assets.storage.tables import Room

    with context.store.read() as session:
        room = session.scalars(select(Asset.room_id).where(Asset.id == ids[0])).one()
    assert room is not None
    with qtbot.waitSignal(table.modelReset):
        context.write(lambda uow, _progress: uow.update(Room, room, name="R. Baru"))

    assert table.index(0, 3).data() == "R. Baru"


def test_condition_is_a_dot_and_a_word(table: AssetTable) -> None:
    cells = [table.index(row, 4).data(CELL) for row in range(table.rowCount())]

    assert {cell.tone for cell in cells} == {"good", "warn", "bad", ""}
    assert all(cell.text for cell in cells)


def test_headers_are_words_and_years_stand_right(table: AssetTable) -> None:
    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter

    assert all(table.headerData(column, Qt.Orientation.Horizontal) for column in range(table.columnCount()))
    assert table.headerData(5, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole) == right


class Number:
    def __init__(self, n: int) -> None:
        self.n, self.id = n, n.to_bytes(16, "big")


def test_at_most_fifty_pages_stay_in_memory() -> None:
    asked: list[int] = []

    def read(numbers: array[int]) -> dict[int, Number]:
        asked.append(len(numbers))
        return {n: Number(n) for n in numbers}

    cache: PageCache[Number] = PageCache(read)  # type: ignore[arg-type]
    cache.start(array("q", range(PAGE * (MAX_PAGES + 10))))
    for page in range(MAX_PAGES + 10):
        assert cache.row(page * PAGE + 7).n == page * PAGE + 7  # type: ignore[union-attr]

    assert len(cache) == MAX_PAGES
    before = len(asked)
    cache.row((MAX_PAGES + 9) * PAGE)
    assert len(asked) == before, "a page in memory is not read again"
    cache.row(0)
    assert len(asked) == before + 1, "the page used longest ago was dropped"


@given(st.lists(st.integers(0, 5)), st.lists(st.integers(0, 5)))
def test_the_difference_of_two_results_turns_one_into_the_other(old: list[int], new: list[int]) -> None:
    start, removed, added = difference(array("q", old), array("q", new))

    assert old[:start] + new[start : start + added] + old[start + removed :] == new
