"""Lists go out safely and come back unchanged."""

from __future__ import annotations

import csv
import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import python_calamine

from spbe_assets.domain.errors import Cancelled, Refused
from spbe_assets.domain.filters import AssetFilter, LinkFilter
from spbe_assets.domain.ids import detail_id
from spbe_assets.domain.vocabulary import Condition, LinkKind, Raid, Status
from spbe_assets.sheets.export import write_assets, write_links, write_template
from spbe_assets.sheets.plan_model import Fate
from spbe_assets.storage.genesis import agency_id, category_id
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.tables import Agency, Asset, Link, Person, Rack, Room, ServerDetail, Site
from tests.sheets.making import OWNER, fates, imported, planned, recognised, text_file


@pytest.fixture
def full(store: Store) -> Store:
    """Records with every oddity a list can hold."""
    with store.write(Actor("Budi")) as uow:
        unit = uow.create(Agency, name="Bidang Statistik", parent_id=OWNER)
        twin = uow.create(Agency, name="Bidang Statistik", parent_id=agency_id("Dinas Kesehatan"))
        site = uow.create(Site, name="Gedung A", agency_id=OWNER)
        room = uow.create(Room, name="R. Server", site_id=site)
        other = uow.create(Room, name="R. Server", agency_id=twin)
        rack = uow.create(Rack, name="Rak 1", room_id=room)
        person = uow.create(Person, name="Siti", nip="197001011990031001", agency_id=unit)
        server = uow.create(
            Asset, tag="R7-00001-X", name="=cmd|' /C calc'!A0", category_id=category_id("server"), agency_id=unit,
            room_id=room, rack_id=rack, rack_position_u=4, custodian_id=person, serial="-SN 1", brand="@x", model="+1",
            kode_barang="1.3.2.10.02.04.001", register="000001 s/d 000003", nibar="11.01 14", year=2020,
            acquired_on=date(2020, 2, 3), price_rupiah=123_456_789, condition=Condition.LIGHT_DAMAGE,
            status=Status.REPAIR, description="two  spaces\nand a line", notes="'=quoted", extra={"Warna": "Hitam"},
        )  # fmt: skip
        uow.create(
            ServerDetail, id=detail_id(server, "server_detail"), asset_id=server, memory_gb=64,
            storage_tb=Decimal("1.234"), raid=Raid.NONE, hostname="srv", management_ip="10.0.0.1", critical=True,
            redundant_power=False, backup_last=date(2026, 1, 2),
        )  # fmt: skip
        uow.create(Asset, tag="R7-00002-X", name="Tanpa kategori switch", agency_id=twin, room_id=other, quantity=12)
        uow.create(Asset, tag="R7-00003-X", name="Dipinjam", agency_id=OWNER, room_id=other)
        uow.create(
            Link, tag="R7-00004-X", name="Telkom 1", provider="Telkom", service_name="Astinet internet", agency_id=unit,
            z_site_id=site, a_text="Telkom", mbps_down=Decimal("1.5"), kind=LinkKind.SD_WAN, monthly_rupiah=5_000_000,
        )  # fmt: skip
    return store


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_a_list_that_comes_back_changes_nothing(full: Store, tmp_path: Path, ending: str) -> None:
    with full.read() as session:
        assert write_assets(session, AssetFilter(), tmp_path / f"a.{ending}") == 3
        assert write_links(session, LinkFilter(), tmp_path / f"l.{ending}") == 1
    for name in ("a", "l"):
        made = planned(full, tmp_path / f"{name}.{ending}")
        assert [row.changes for row in made.rows if row.changes] == []
        assert set(fates(made)) == {Fate.SAME}
        assert (made.problems, made.proposals, made.unknown) == ([], [], [])


def test_an_edited_list_changes_what_was_edited(full: Store, tmp_path: Path) -> None:
    with full.read() as session:
        write_assets(session, AssetFilter(), tmp_path / "a.csv")
    content = (tmp_path / "a.csv").read_text(encoding="utf-8-sig").replace("Dipinjam", "Kembali")
    receipt = imported(full, text_file(tmp_path / "a.csv", content))
    assert (receipt.counts.changed, receipt.counts.same) == (1, 2)


def test_no_cell_of_an_export_is_a_formula(full: Store, tmp_path: Path) -> None:
    with full.read() as session:
        write_assets(session, AssetFilter(), tmp_path / "a.csv")
        write_assets(session, AssetFilter(), tmp_path / "a.xlsx")
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        assert not [
            cell for row in csv.reader(file) for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))
        ]
    page = python_calamine.CalamineWorkbook.from_path(str(tmp_path / "a.xlsx")).get_sheet_by_index(0)
    assert "=cmd|' /C calc'!A0" in [cell for row in page.to_python() for cell in row]


def test_json_has_the_keys_that_others_rely_on(full: Store, tmp_path: Path) -> None:
    with full.read() as session:
        write_assets(session, AssetFilter(), tmp_path / "a.json")
    server = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))[0]
    wanted = {
        "tag": "R7-00001-X", "category": "server", "class": "server", "agency": "Bidang Statistik", "room": "R. Server",
        "year": 2020, "price_rupiah": 123_456_789, "condition": "RR", "status": "repair", "quantity": 1,
        "kode_barang": "1.3.2.10.02.04.001", "register": "000001 s/d 000003", "nibar": "11.01 14", "serial": "-SN 1",
        "brand": "@x", "model": "+1", "name": "=cmd|' /C calc'!A0",
    }  # fmt: skip
    assert {key: server[key] for key in wanted} == wanted
    assert server["extra"] == {"Warna": "Hitam"}


def test_the_empty_template_is_known_and_a_filled_row_is_new(store: Store, tmp_path: Path) -> None:
    write_template(tmp_path / "t.xlsx")
    found = recognised(tmp_path / "t.xlsx")
    assert (found.preset.id, len(found.tables[0].rows)) == ("template-asset", 0)
    keys = ",".join(found.tables[0].mapping.parts)
    blanks = "," * (keys.count(",") - 2)
    made = planned(store, text_file(tmp_path / "t.csv", f"{keys}\n,,Laptop baru{blanks}\n"))
    assert fates(made) == [Fate.NEW]


def test_a_filter_narrows_and_an_unknown_ending_is_refused(full: Store, tmp_path: Path) -> None:
    with full.read() as session:
        assert (
            write_assets(session, AssetFilter(conditions=frozenset({Condition.LIGHT_DAMAGE})), tmp_path / "a.csv") == 1
        )
        with pytest.raises(Refused, match=r"\.xlsx"):
            write_assets(session, AssetFilter(), tmp_path / "a.doc")
        with pytest.raises(Refused, match="can't be written"):
            write_assets(session, AssetFilter(), tmp_path / "nowhere" / "a.csv")


def test_a_cancelled_export_leaves_no_file(full: Store, tmp_path: Path) -> None:
    class Impatient:
        def step(self, _done: int, _total: int, _text: str = "") -> None:
            raise Cancelled

    for ending in ("xlsx", "csv", "json"):
        with full.read() as session, pytest.raises(Cancelled):
            write_assets(session, AssetFilter(), tmp_path / f"a.{ending}", Impatient())
    assert [path for path in tmp_path.iterdir() if path.name.startswith("a.")] == []


def test_a_list_from_another_database_comes_in_once(full: Store, tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    with full.read() as session:
        write_assets(session, AssetFilter(), path)
    elsewhere = Store.create(tmp_path / "elsewhere.spbe")
    imported(elsewhere, path)
    assert set(fates(planned(elsewhere, path))) == {Fate.SAME}
