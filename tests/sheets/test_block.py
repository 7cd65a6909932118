"""A block copied from a spreadsheet: read, understood with and without titles, planned, written once."""

from __future__ import annotations

import pytest

from spbe_assets.domain.errors import Refused
from spbe_assets.domain.vocabulary import Condition
from spbe_assets.services import assets
from spbe_assets.sheets import apply, block
from spbe_assets.sheets.plan_model import Fate, ImportPlan
from spbe_assets.storage.store import Store
from tests.services.world import World, build

TITLES = ("Jenis Barang", "Merk", "Tipe", "No. Seri", "Ruangan", "Tahun Perolehan", "Kondisi", "Harga")
ROW = ("Laptop", "Lenovo", "ThinkPad E14", "PF{n:05}", "Ruang 10", "2023", "Baik", "Rp 12.400.000")


@pytest.fixture
def world(store: Store) -> World:
    return build(store)


def text(rows: int = 20, *, titled: bool = True) -> str:
    lines = [TITLES] if titled else []
    lines += [tuple(cell.format(n=number) for cell in ROW) for number in range(rows)]
    return "\r\n".join("\t".join(line) for line in lines) + "\r\n"


def understood(world: World, written: str) -> tuple[tuple[str, ...], block.Cells]:
    return world.read(lambda session: block.understood(session, block.read(written)))


def planned(world: World, cells: block.Cells, parts: tuple[str, ...], **defaults: object) -> ImportPlan:
    return world.read(lambda session: block.plan_block(session, cells, parts, defaults))


def test_a_block_with_indonesian_titles_is_understood(world: World) -> None:
    parts, cells = understood(world, text())
    assert len(cells) == 20 and cells[0][3] == "PF00000"
    assert (
        parts[1:] == ("brand", "model", "serial", "room", "year", "condition", "price_rupiah") or parts[5] == "acquired"
    )


def test_a_block_without_titles_is_guessed_by_what_stands_in_it(world: World) -> None:
    parts, cells = understood(world, text(titled=False))
    assert parts == ("category", "brand", "model", "serial", "room", "year", "condition", "price_rupiah")
    assert len(cells) == 20


def test_both_make_the_same_records_in_one_step(world: World) -> None:
    for titled in (True, False):
        parts, cells = understood(world, text(titled=titled))
        made = planned(world, cells, parts, agency_id=world.clinic)
        assert made.counts.new == 20 and not made.problems, made.problems
        row = made.rows[7]
        assert row.values["room_id"] == world.office and row.values["agency_id"] == world.clinic
        assert (row.values["year"], row.values["condition"]) == (2023, Condition.GOOD)
        assert (row.values["price_rupiah"], row.values["category_id"]) == (12_400_000, world.categories["laptop"])
    receipt = world.write(lambda uow: apply.apply(uow, made))
    assert receipt.batch is not None
    found = world.read(lambda session: assets.find(session, "PF00007"))
    assert world.read(lambda session: assets.detail(session, found)).asset.get("tag")


def test_a_wrong_cell_says_which_and_why(world: World) -> None:
    parts = ("name", "year", "condition")
    made = planned(world, [["PC-1", "2023", "Baik"], ["PC-2", "20x3", "Baik"], ["PC-3", "2023", "so la la"]], parts)
    assert [(one.row, one.column) for one in made.problems if one.is_error] == [(2, "B"), (3, "C")]
    assert [row.fate for row in made.rows] == [Fate.NEW, Fate.REJECTED, Fate.REJECTED]


def test_a_serial_that_is_known_changes_its_record(world: World) -> None:
    made = planned(world, [["FCW2140L0AB", "Rusak Berat"]], ("serial", "condition"))
    assert (made.rows[0].fate, made.rows[0].target) == (Fate.CHANGED, world.switch)


def test_rows_of_the_same_name_are_different_things(world: World) -> None:
    made = planned(world, [["Core switch"], [""], ["Core switch"]], ("name",), agency_id=world.ict)
    assert [(row.fate, row.row) for row in made.rows] == [(Fate.NEW, 1), (Fate.NEW, 3)]


def test_what_is_pinned_fills_what_a_row_does_not_say(world: World) -> None:
    defaults = {"agency_id": world.clinic, "room_id": world.office, "year": 2022}
    made = planned(
        world,
        [["Laptop", "2024", ""], ["Laptop", "", "Dinas Kesehatan"]],
        ("category", "year", "agency"),
        **defaults,
    )
    here, there = (row.values for row in made.rows)
    assert (here["room_id"], here["year"], here["agency_id"]) == (world.office, 2024, world.clinic)
    assert there["agency_id"] == world.health and there["year"] == 2022
    assert "room_id" not in there, "the pinned room belongs to another agency"


def test_a_row_with_little_in_it_is_a_record_because_somebody_typed_it(world: World) -> None:
    made = planned(world, [["Total"], ["I. Printer"]], ("name",))
    assert [row.values["name"] for row in made.rows] == ["Total", "I. Printer"]


def test_cells_with_breaks_and_quotes_are_read_as_they_were_copied() -> None:
    assert block.read('a\t"line 1\nline 2"\n\n\t"say ""hi"""\n') == [["a", "line 1\nline 2"], ["", 'say "hi"']]
    assert block.read("") == []


def test_a_block_that_is_too_large_is_refused_with_advice() -> None:
    with pytest.raises(Refused, match="import"):
        block.read("x\n" * (block.MOST_ROWS + 1))
