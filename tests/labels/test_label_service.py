"""From records to labels and back into the ledger, on a real database."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

from spbe_assets.domain.errors import Invalid
from spbe_assets.domain.filters import AssetFilter, LinkFilter
from spbe_assets.domain.ids import Id
from spbe_assets.domain.labels import Blank, Design, LabelContent, Listed, Part
from spbe_assets.domain.vocabulary import RegionKind
from spbe_assets.services import label_ledger, labels, listing, settings
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.tables import Agency, Asset, Category, LabelPrint, Link, Region, Room
from spbe_assets.storage.undo import undo

BUDI = Actor("Budi")


def province(store: Store) -> Id:
    with store.read() as session:
        return session.scalars(select(Region.id).where(Region.kind == RegionKind.PROVINCE)).one()


def add(store: Store, **values: object) -> int:
    with store.write(BUDI, reason="create") as uow:
        made = uow.create(Asset, **values)
    with store.read() as session:
        return session.scalars(select(Asset.n).where(Asset.id == made)).one()


def one(store: Store, number: int) -> LabelContent:
    with store.read() as session:
        return next(labels.contents(session, [number]))


@pytest.fixture
def unit(store: Store) -> Id:
    """A unit below an agency of the province; the kode lokasi is the agency's."""
    with store.write(BUDI, reason="create") as uow:
        agency = uow.create(
            Agency, name="Dinas Komunikasi", abbreviation="Diskominfotik", region_id=province(store),
            kode_lokasi="11.01.14.00.020101",
        )  # fmt: skip
        return uow.create(Agency, name="Infrastruktur TIK", parent_id=agency)


def test_a_label_carries_owner_unit_and_the_official_codes(store: Store, unit: Id) -> None:
    number = add(
        store, tag="R7-04042-H", name="Server", brand="HPE", model="ProLiant DL380", agency_id=unit, year=2021,
        kode_barang="1.3.2.10.02.04.001.", register="000014",
    )  # fmt: skip
    content = one(store, number)
    assert (content.owner, content.unit) == ("MILIK PEMPROV RIAU", "Diskominfotik · Infrastruktur TIK")
    assert (content.location, content.goods) == ("11.01.14.00.020101.2021", "1.3.2.10.02.04.001.000014")
    assert (content.tag, content.name, content.model) == ("R7-04042-H", "Server", "HPE ProLiant DL380")


def test_what_is_unknown_is_left_out_and_a_nameless_thing_is_called_by_its_category(store: Store) -> None:
    with store.read() as session:
        category, title = session.execute(select(Category.id, Category.title_id).limit(1)).one()
    content = one(store, add(store, tag="A", category_id=category, acquired_on=date(2020, 5, 1)))
    assert content.name == title
    assert (content.unit, content.location, content.goods, content.model) == ("", "2020", "", "")
    assert content.owner == "MILIK PEMPROV RIAU"


def test_a_type_that_begins_with_its_brand_does_not_repeat_it(store: Store) -> None:
    assert one(store, add(store, tag="A", brand="Cisco", model="CISCO C9200")).model == "CISCO C9200"


@pytest.mark.parametrize(
    ("kind", "name", "line"),
    [
        (RegionKind.PROVINCE, "Riau", "MILIK PEMPROV RIAU"),
        (RegionKind.REGENCY, "Kabupaten Kuantan Singingi", "MILIK PEMKAB KUANTAN SINGINGI"),
        (RegionKind.CITY, "Kota Dumai", "MILIK PEMKOT DUMAI"),
    ],
)
def test_the_owner_follows_from_the_region_of_the_agency(store: Store, kind: RegionKind, name: str, line: str) -> None:
    with store.read() as session:
        region = session.scalars(select(Region.id).where(Region.kind == kind, Region.name == name)).one()
    with store.write(BUDI, reason="create") as uow:
        agency = uow.create(Agency, name="Diskominfo", region_id=region)
    assert one(store, add(store, tag="A", agency_id=agency)).owner == line


def test_the_province_may_word_its_own_owner_line(store: Store, unit: Id) -> None:
    with store.write(BUDI, reason="edit") as uow:
        settings.set_province(uow, labels.OWNER_SETTING, "BARANG MILIK DAERAH PROVINSI RIAU")
    assert one(store, add(store, tag="A", agency_id=unit)).owner == "BARANG MILIK DAERAH PROVINSI RIAU"
    with store.read() as session:
        assert [blank.owner for blank in labels.blank_contents(session, ["X"])] == ["BARANG MILIK DAERAH PROVINSI RIAU"]


def test_contents_keep_the_order_of_the_numbers_and_skip_what_is_gone(store: Store) -> None:
    numbers = [add(store, tag=f"T{count}") for count in range(3)]
    with store.write(BUDI, reason="delete") as uow:
        uow.delete(Asset, one(store, numbers[1]).record_id)
    with store.read() as session:
        assert [made.tag for made in labels.contents(session, reversed([*numbers, 999]))] == ["T2", "T0"]


def test_more_than_one_page_of_labels_comes_whole(store: Store) -> None:
    with store.write(BUDI, reason="import x") as uow:
        uow.create_many(Asset, ({"tag": f"T{count:04}"} for count in range(2 * labels.PAGE + 1)))
    with store.read() as session:
        numbers = listing.numbers(session, AssetFilter())
        tags = [made.tag for made in labels.contents(session, numbers)]
    assert len(set(tags)) == 2 * labels.PAGE + 1
    assert tags == sorted(tags)


def test_a_label_can_also_say_serial_number_nibar_and_room(store: Store) -> None:
    with store.write(BUDI, reason="create") as uow:
        room = uow.create(Room, name="Ruang Server")
        uow.create(Link, tag="L-1", name="Metro", circuit_id="CID-7")
    content = one(store, add(store, tag="A", serial="SN-7", nibar="1101", room_id=room))
    assert (content.serial, content.nibar, content.room) == ("SN-7", "1101", "Ruang Server")
    with store.read() as session:
        assert next(labels.link_contents(session, [1])).serial == "CID-7"


def test_a_list_of_tags_names_its_assets_and_links_in_order_and_what_nobody_carries(store: Store) -> None:
    first, second = add(store, tag="K3QF-00042-L"), add(store, tag="lama/7")
    with store.write(BUDI, reason="create") as uow:
        uow.create(Link, tag="Kabel-3", name="Metro")
    listed = ["LAMA/7", "", "kabel-3", " spbe:k3qf-00042-l\n", "K3QF-00099-X", "lama/7"]
    with store.read() as session:
        matches = labels.by_tags(session, listed)
    assert matches.found == [("asset", second), ("link", 1), ("asset", first)]
    assert matches.unknown == ("K3QF-00099-X",)


def test_the_next_blank_tags_are_shown_without_being_taken(store: Store) -> None:
    with store.read() as session:
        shown = labels.next_blank(session, store.replica, 3)
    with store.write(BUDI, "labels") as uow:
        assert labels.reserve_blank(uow, 3, "avery-l7159") == shown
    with store.read() as session:
        assert not set(labels.next_blank(session, store.replica, 3).tags) & set(shown.tags)


def test_reserving_is_undone_in_one_step_but_its_numbers_never_come_back(store: Store) -> None:
    with store.write(BUDI, "labels") as uow:
        reserved = labels.reserve_blank(uow, 12, "avery-l7159")
    undo(store, BUDI, uow.action)
    with store.read() as session:
        assert session.scalar(select(func.count()).select_from(LabelPrint).where(LabelPrint.live)) == 0
        assert not set(labels.next_blank(session, store.replica, 12).tags) & set(reserved.tags)


@pytest.mark.parametrize("count", [0, -1, labels.MOST_BLANK + 1])
def test_so_many_blank_labels_are_refused(store: Store, count: int) -> None:
    with pytest.raises(Invalid), store.write(BUDI, "labels") as uow:
        labels.reserve_blank(uow, count, "avery-l7159")


def test_labels_that_say_the_same_again_are_counted_as_reprints(store: Store) -> None:
    numbers = [add(store, tag=f"T{count}", name="PC") for count in range(9)]
    small = Design(parts=(Part.NAME,))
    with store.write(BUDI, reason="labels") as uow:
        label_ledger.record_prints(uow, labels.contents(uow.session, numbers[:7]), "avery-l7159")
    with store.write(BUDI) as uow:
        uow.update(Asset, one(store, numbers[0]).record_id, name="Server")
    every = AssetFilter(), Listed(tuple(f"t{count}" for count in range(9)))
    with store.read() as session:
        for wanted in every:
            again = labels.already_printed(session, wanted, Design())
            assert (again.count, again.examples) == (6, ("T1", "T2", "T3", "T4", "T5"))
            assert labels.already_printed(session, wanted, small).count == 0
        assert labels.already_printed(session, Blank(("T1",)), Design()).count == 0
        assert labels.already_printed(session, LinkFilter(), Design()).count == 0
