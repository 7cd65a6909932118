"""A printing run from a filter: what is printed, how often, and what a preview leaves out."""

from __future__ import annotations

from pathlib import Path

import pytest

from spbe_assets.domain.errors import Refused
from spbe_assets.domain.filters import AssetFilter, LinkFilter
from spbe_assets.domain.labels import Blank, Listed
from spbe_assets.labels import printing
from spbe_assets.labels import stock as stocks
from spbe_assets.labels.printing import Order
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.tables import Agency, Asset, Link

BUDI = Actor("Budi")
SHEET = stocks.find(stocks.DEFAULT)


@pytest.fixture
def filled(store: Store) -> Store:
    with store.write(BUDI, "create") as uow:
        uow.create_many(Asset, [{"tag": f"A-{number:05d}", "name": f"PC {number}"} for number in range(1, 31)])
        agency = uow.create(Agency, name="Dinas Kesehatan Riau", abbreviation="Dinkes")
        uow.create(Link, tag="L-1", name="Metro", agency_id=agency, a_agency_id=agency, z_text="Internet")
    return store


def write(store: Store, order: Order, path: Path, most: int | None = None) -> printing.Printed:
    with store.read() as session:
        return printing.write(session, order, path, most=most)


def test_copies_fill_cells_but_each_record_is_noted_once(filled: Store, tmp_path: Path) -> None:
    done = write(filled, Order(AssetFilter(), SHEET, start_cell=6, copies=2), tmp_path / "a.pdf")
    assert (done.run.labels, done.run.pages, done.is_whole) == (60, 3, True)
    assert [content.tag for content in done.contents[:2]] == ["A-00001", "A-00002"] and len(done.contents) == 30


def test_a_preview_has_the_first_pages_of_the_whole(filled: Store, tmp_path: Path) -> None:
    part = write(filled, Order(AssetFilter(), SHEET), tmp_path / "part.pdf", most=24)
    whole = write(filled, Order(AssetFilter(), SHEET), tmp_path / "whole.pdf")
    assert (part.run.pages, part.is_whole, part.records) == (1, False, 30)
    assert whole.run.pages == 2 and whole.contents[:24] == part.contents


def test_a_link_gets_a_label_with_its_agency_and_both_ends(filled: Store, tmp_path: Path) -> None:
    done = write(filled, Order(LinkFilter(), SHEET), tmp_path / "links.pdf")
    (content,) = done.contents
    assert (content.tag, content.unit, content.name, content.table) == ("L-1", "Dinkes", "Metro", "link")
    assert content.model == "Dinkes → Internet"


def test_a_list_is_printed_in_its_order_and_tells_unknown_tags(filled: Store, tmp_path: Path) -> None:
    listed = Listed(("A-00007", "l-1", "A-00003", "A-99999"))
    done = write(filled, Order(listed, SHEET), tmp_path / "listed.pdf")
    assert [content.tag for content in done.contents] == ["A-00007", "L-1", "A-00003"]
    assert (done.unknown, done.is_whole) == (("A-99999",), True)
    part = write(filled, Order(listed, SHEET), tmp_path / "part.pdf", most=2)
    assert ([content.tag for content in part.contents], part.records) == (["A-00007", "L-1"], 3)


def test_blank_labels_say_tag_and_owner_only(filled: Store, tmp_path: Path) -> None:
    done = write(filled, Order(Blank(("K3QF-00001-X", "K3QF-00002-V")), SHEET), tmp_path / "blank.pdf")
    assert [(content.tag, content.record_id, content.name) for content in done.contents] == [
        ("K3QF-00001-X", b"", ""), ("K3QF-00002-V", b"", ""),
    ]  # fmt: skip
    assert done.contents[0].owner and done.run.labels == 2


def test_nothing_to_print_is_refused(filled: Store, tmp_path: Path) -> None:
    with pytest.raises(Refused):
        write(filled, Order(AssetFilter(text="no such thing"), SHEET), tmp_path / "none.pdf")
    assert not list(tmp_path.glob("none*"))
