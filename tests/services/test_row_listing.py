"""Plain lists of any table: order, search, counts, and the records a change touched."""

from __future__ import annotations

import pytest

from spbe_assets.domain.ids import Id
from spbe_assets.services import people, recording, row_listing
from spbe_assets.services.row_listing import RowQuery
from tests.services.world import World

PEOPLE = RowQuery("person")


@pytest.fixture
def andi(world: World) -> Id:
    return world.write(lambda uow: people.create(uow, {"name": "andi", "position": "Teknisi", "agency_id": world.ict}))


def found(world: World, query: RowQuery) -> list[str]:
    return [line.get("name") for line in world.read(lambda session: row_listing.rows_first(session, query))]


def test_rows_come_in_the_order_of_a_column_whatever_their_case(world: World, andi: Id) -> None:
    assert found(world, PEOPLE) == ["andi", "Siti Rahma"]
    assert found(world, RowQuery("person", descending=True)) == ["Siti Rahma", "andi"]
    assert found(world, RowQuery("person", by="position")) == ["Siti Rahma", "andi"]
    assert found(world, RowQuery("person", by="agency_id")) == ["Siti Rahma", "andi"]


def test_numbers_count_and_rows_agree(world: World, andi: Id) -> None:
    with world.store.read() as session:
        numbers = row_listing.numbers(session, PEOPLE)
        assert len(numbers) == row_listing.count(session, PEOPLE) == 2
        lines = row_listing.rows(session, "person", [*numbers, 99_999])
        assert [lines[n].id for n in numbers] == [andi, world.siti]
        assert row_listing.numbers_of(session, "person", [andi]) == {andi: numbers[0]}


@pytest.mark.parametrize(("text", "names"), [("teknisi AN", ["andi"]), ("dinkes", ["Siti Rahma"]), ("%", [])])
def test_every_word_is_found_in_texts_and_in_the_agency(world: World, andi: Id, text: str, names: list[str]) -> None:
    assert found(world, RowQuery("person", text=text)) == names


def test_a_list_can_be_narrowed_to_agencies(world: World, andi: Id) -> None:
    query = RowQuery("person", agency_ids=frozenset({world.ict}))
    assert found(world, query) == ["andi"]
    with world.store.read() as session:
        assert [line.id for line in row_listing.among(session, query, [andi, world.siti])] == [andi]


def test_a_deleted_row_is_in_no_list_and_in_no_table(world: World, andi: Id) -> None:
    tables = ("agency", "person")
    assert world.read(lambda session: row_listing.table_of(session, andi, tables)) == "person"
    world.write(lambda uow: recording.delete(uow, {"person": [andi]}))
    assert found(world, PEOPLE) == ["Siti Rahma"]
    assert world.read(lambda session: row_listing.table_of(session, andi, tables)) is None


def test_lines_name_what_they_refer_to(world: World) -> None:
    (line,) = world.read(lambda session: row_listing.rows_first(session, PEOPLE))
    assert line.names["agency_id"] == "Dinas Kesehatan"
