"""A plan is written as one action: the same file again changes nothing, undo takes it back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from spbe_assets.domain.errors import Cancelled, Refused
from spbe_assets.domain.vocabulary import Condition
from spbe_assets.sheets import apply
from spbe_assets.sheets.preview import Preview, summary
from spbe_assets.sheets.rejects import write_rejects
from spbe_assets.storage.history import of_row
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.tables import Agency, Asset, DeviceDetail, Link, Person, Rack, Region, Room, Site
from spbe_assets.storage.undo import undo
from tests.sheets.making import OWNER, SERVER, SWITCH, imported, item, kib, planned, text_file, workbook

BUDI = Actor("Budi")


def values(store: Store, *columns: Any) -> list[Any]:
    with store.read() as session:
        return [tuple(row) for row in session.execute(select(*columns).where(columns[0].class_.live))]


@pytest.fixture
def register(tmp_path: Path) -> Path:
    rows = [item(1), item(2, code=SERVER, name="Server", register="000001 s/d 000003", serial="-", make="Dell / R740")]
    return workbook(tmp_path / "kib.xlsx", S=kib(rows))


def test_an_import_is_one_action_that_undo_takes_back_whole(store: Store, register: Path) -> None:
    receipt = imported(store, register, OWNER)
    assert (receipt.counts.new, receipt.counts.rows) == (4, 2)
    assert len(values(store, Asset.tag)) == len({tag for (tag,) in values(store, Asset.tag) if tag}) == 4
    assert values(store, Agency.kode_lokasi, Agency.id).count(("11.01.14.00.020101.00001", OWNER)) == 1
    assert receipt.batch is not None
    undo(store, BUDI, receipt.batch)
    assert values(store, Asset.tag) == []
    assert ("", OWNER) in values(store, Agency.kode_lokasi, Agency.id)
    assert imported(store, register, OWNER).counts.new == 4


def test_the_same_file_again_changes_nothing(store: Store, register: Path) -> None:
    imported(store, register, OWNER)
    before = store.data_version()
    again = imported(store, register, OWNER)
    assert (again.counts.new, again.counts.changed, again.counts.same, again.batch) == (0, 0, 4, None)
    assert store.data_version() == before


def test_doubled_rows_find_their_records_again(store: Store, tmp_path: Path) -> None:
    path = workbook(tmp_path / "x.xlsx", S=kib([item(1), item(2), item(3, price="5,00")]))
    assert imported(store, path, OWNER).counts.duplicates == 3
    again = imported(store, path, OWNER).counts
    assert (again.new, again.changed, again.same) == (0, 0, 3)


def test_a_changed_cell_changes_that_field_and_a_blank_clears_none(store: Store, tmp_path: Path) -> None:
    imported(store, workbook(tmp_path / "a.xlsx", S=kib([item(notes="Gudang")])), OWNER)
    path = workbook(tmp_path / "b.xlsx", S=kib([item(condition="RB", notes="-", serial="")]))
    made = planned(store, path, OWNER)
    assert {key: (one.before, one.after) for key, one in made.rows[0].changes.items()} == {
        "condition": (Condition.GOOD, Condition.HEAVY_DAMAGE)
    }
    (fact,) = Preview(made).view(made.rows[0]).facts
    assert (fact.title, fact.before, fact.after) == ("Condition", "Good", "Heavily damaged")
    assert imported(store, path, OWNER).counts.changed == 1
    assert values(store, Asset.condition, Asset.description) == [(Condition.HEAVY_DAMAGE, "Gudang")]
    with store.read() as session:
        asset = session.scalars(select(Asset.id)).one()
        assert of_row(session, "asset", asset)[0].reason == "import b.xlsx"


def test_a_stronger_key_that_differs_makes_another_record_and_is_reported(store: Store, tmp_path: Path) -> None:
    imported(store, workbook(tmp_path / "a.xlsx", S=kib([item()])), OWNER)
    made = planned(store, workbook(tmp_path / "b.xlsx", S=kib([item(register="000777")])), OWNER)
    assert made.counts.new == 1
    assert "serial number" in made.rows[0].duplicate


def test_a_record_without_the_strongest_key_is_found_by_the_next(store: Store, tmp_path: Path) -> None:
    imported(store, text_file(tmp_path / "a.csv", "Nama Barang;Serial Number\nPC;SN-0001\n"))
    made = planned(store, text_file(tmp_path / "b.csv", "Nama Barang;Serial Number;NIBAR\nPC;sn 0001;123456\n"))
    assert made.counts.changed == 1
    assert made.rows[0].matched_by == "serial"


def test_rejected_rows_stop_an_import_unless_only_good_rows_are_wanted(store: Store, tmp_path: Path) -> None:
    path = workbook(tmp_path / "x.xlsx", S=kib([item(1, when="20l5"), item(2, register="000002")]))
    with pytest.raises(Refused, match="S H10"):
        imported(store, path, OWNER)
    assert values(store, Asset.tag) == []
    assert imported(store, path, OWNER, good_rows_only=True).counts.new == 1


def test_rejected_rows_come_back_in_a_file_that_can_be_corrected(store: Store, tmp_path: Path) -> None:
    rows = [
        item(1, register="000001"),
        ["Bidang Statistik"],
        item(2, register="000002", when="20l5"),
        item(3, register="000003"),
    ]
    made = planned(store, workbook(tmp_path / "x.xlsx", S=kib(rows)), OWNER)
    assert write_rejects(made, tmp_path / "rejects.xlsx") == 1
    again = planned(store, tmp_path / "rejects.xlsx", OWNER)
    assert again.recognised.preset.id == "kib-b"
    assert not again.unknown
    assert again.rows[0].values["register"] == "000002"
    place = next(place for title, place in Preview(again).places(again.rows[0]) if title == "Tahun Pembelian")
    assert Preview(again).written(place) == "20l5"
    good = planned(store, tmp_path / "rejects.xlsx", OWNER, overrides={place: "2015"})
    assert (good.counts.new, good.counts.rejected) == (1, 0)
    assert [one.name for one in good.proposals if one.is_new] == ["Bidang Statistik"]


def test_cancelling_leaves_nothing_behind(store: Store, register: Path) -> None:
    class Impatient:
        def step(self, done: int, _total: int, _text: str = "") -> None:
            if done:
                raise Cancelled

    made = planned(store, register, OWNER)
    with pytest.raises(Cancelled), store.write(BUDI, apply.reason(made)) as uow:
        apply.apply(uow, made, Impatient())
    assert values(store, Asset.tag) == []


def test_a_plan_that_others_overtook_is_refused(store: Store, register: Path) -> None:
    made = planned(store, register, OWNER)
    imported(store, register, OWNER)
    with pytest.raises(Refused, match="look at the preview again"), store.write(BUDI, "import") as uow:
        apply.apply(uow, made)


def test_a_dry_run_writes_nothing_and_tells_the_same_figures(store: Store, register: Path) -> None:
    made = planned(store, register, OWNER)
    assert apply.dry_run(made).counts == imported(store, register, OWNER).counts
    assert summary(made) == "2 rows: 4 new, 0 changed, 0 the same, 0 doubtful, 0 rejected"


def test_netbox_files_build_places_devices_and_links(store: Store, tmp_path: Path) -> None:
    files = {
        "regions": "Name,Sites,ID,Parent,Slug\nOhio,1,2,United States,us-oh\nUnited States,0,1,,us\n",
        "tenants": 'Name,Group,ID,Slug\n"Dunder-Mifflin, Inc.",Customers,5,dm\n',
        "sites": "Name,Status,Facility,Region,Tenant,Time zone,Physical address\n"
        'DM-Akron,Active,,Ohio,"Dunder-Mifflin, Inc.",,Jl. 1\n',
        "racks": "Name,Site,Location,Status,Tenant,Form factor,Width,Height\n"
        'Closet,DM-Akron,,Active,"Dunder-Mifflin, Inc.",Cabinet,19,12U\n',
        "devices": (
            "Name,Status,Tenant,Site,Location,Rack,Role,Manufacturer,Type,IP Address,ID,Position,Platform,Tags\n"
            'rtr01,Active,"Dunder-Mifflin, Inc.",DM-Akron,,Closet,Core Router,Cisco,ISR 1111,10.0.0.1/24,1,4,'
            "Cisco IOS,a\n"
            'Unnamed device,Offline,"Dunder-Mifflin, Inc.",DM-Akron,,Closet,Patch Panel,Panduit,48-Port,,2,5,,\n'
        ),
        "circuits": (
            "Circuit ID,Provider,Type,Status,Tenant,Side A,Side Z,Installed,Terminates,Commit rate (Kbps)\n"
            '1002,CenturyLink,Internet Access,Active,"Dunder-Mifflin, Inc.",,DM-Akron,2020-01-02,,100000\n'
        ),
    }
    for name, content in files.items():
        path = text_file(tmp_path / f"{name}.csv", content)
        assert imported(store, path).counts.rejected == 0
        again = imported(store, path).counts
        assert (again.new, again.changed) == (0, 0), name
    assert ("Ohio", "United States") in _with_parent(store)
    assert values(store, Site.name, Site.address) == [("DM-Akron", "Jl. 1")]
    assert values(store, Rack.name, Rack.height_u) == [("Closet", 12)]
    assert values(store, Room.name) == [("DM-Akron",)]
    assert values(store, Asset.name, Asset.source_system, Asset.source_id, Asset.rack_position_u) == [
        ("rtr01", "netbox", "1", 4), ("Panduit 48-Port", "netbox", "2", 5),
    ]  # fmt: skip
    ((role, host, ip, firmware),) = values(
        store, DeviceDetail.role, DeviceDetail.hostname, DeviceDetail.ip, DeviceDetail.firmware
    )
    assert (role.value, host, ip, firmware) == ("core", "rtr01", "10.0.0.1", "Cisco IOS")
    ((name, down, end, kind),) = values(store, Link.name, Link.mbps_down, Link.a_text, Link.kind)
    assert (name, down, end, kind.value) == ("CenturyLink 1002", 100, "CenturyLink", "internet")
    assert planned(store, tmp_path / "devices.csv").unknown == [("devices", "Tags", "")]


def _with_parent(store: Store) -> Iterator[tuple[str, str]]:
    names = dict(values(store, Region.id, Region.name))
    return ((name, names.get(parent, "")) for name, parent in values(store, Region.name, Region.parent_id))


def test_snipe_it_assets_bring_company_person_and_place(store: Store, tmp_path: Path) -> None:
    path = text_file(
        tmp_path / "x.csv",
        "Company,Name,Asset Tag,Category,Manufacturer,Location,Model,Purchase Date,Purchase Cost,"
        "Checked Out To: First Name,Checked Out To: Last Name,Checked Out To: Email,Checked Out To: Location\n"
        "Abshire and Sons,Backhoe,ICC-1,Laptops,Apple,Gudang,Macbook,1/23/23,2266.13,Gage,McCrackem,g@x.org,\n"
        "Abshire and Sons,Excavator,ICC-2,Laptops,Apple,Gudang,Macbook,3/1/23,2300.71,,,,Aula\n",
    )
    assert imported(store, path).counts.new == 2
    assert imported(store, path).counts.same == 2
    assert values(store, Asset.tag, Asset.source_id, Asset.price_rupiah) == [
        ("ICC-1", "ICC-1", 2266),
        ("ICC-2", "ICC-2", 2301),
    ]
    assert values(store, Person.name, Person.contact) == [("Gage McCrackem", "g@x.org")]
    assert {name for (name,) in values(store, Room.name)} == {"Gudang", "Aula"}
    with store.read() as session:
        assert session.scalar(select(func.count()).where(Agency.name == "Abshire and Sons", Agency.live)) == 1


def test_switches_without_a_name_are_named_by_their_make(store: Store, tmp_path: Path) -> None:
    imported(store, workbook(tmp_path / "x.xlsx", S=kib([item(code=SWITCH, name="", make="Cisco / C9200")])), OWNER)
    assert values(store, Asset.name) == [("Cisco C9200",)]


def test_details_are_added_to_known_assets_and_changed_later(store: Store, tmp_path: Path) -> None:
    for name, extra, changed in (("a", "", 0), ("b", "10.0.0.1", 1), ("c", "10.0.0.2", 1), ("d", "", 0)):
        content = f"Nama Barang;Kategori;Serial Number;IP\nA;Switch;SN-0001;{extra}\n"
        counts = imported(store, text_file(tmp_path / f"{name}.csv", content)).counts
        assert (counts.new, counts.changed) == (name == "a", changed)
    assert values(store, DeviceDetail.ip) == [("10.0.0.2",)]


def test_a_column_whose_room_and_person_are_new_brings_them(store: Store, tmp_path: Path) -> None:
    content = "Nama Barang;Serial Number;Ruangan;Penanggung Jawab;NIP\nPC;SN-0001;R. Rapat;Siti;197001011990031001\n"
    path = text_file(tmp_path / "a.csv", content)
    assert imported(store, path, OWNER).made_places == 2
    assert values(store, Room.name, Room.agency_id) == [("R. Rapat", OWNER)]
    assert values(store, Person.name, Person.nip) == [("Siti", "197001011990031001")]
    assert imported(store, path, OWNER).counts.same == 1
