"""The SPBE infrastructure workbook: official columns and lists, out and back unchanged, and messy ones in."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZipFile

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from spbe_assets.domain.errors import Invalid
from spbe_assets.domain.ids import detail_id
from spbe_assets.domain.vocabulary import FacilityKind, LinkKind, LinkRole, Medium, Ownership, Raid, ServerUse, Status
from spbe_assets.paths import resource
from spbe_assets.services import demo
from spbe_assets.sheets import apply, spbe_cells, spbe_workbook
from spbe_assets.sheets.plan import plan
from spbe_assets.sheets.plan_model import Fate, ImportPlan
from spbe_assets.sheets.read import open_book
from spbe_assets.sheets.recognise import recognise
from spbe_assets.sheets.spbe_columns import SHEETS, columns
from spbe_assets.storage.check import check
from spbe_assets.storage.genesis import agency_id, category_id
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.tables import (
    Agency,
    Asset,
    CloudService,
    DeviceDetail,
    Facility,
    Link,
    Room,
    ServerDetail,
    ServiceBus,
    Site,
    Software,
)
from spbe_assets.storage.undo import undo
from tests.reports.report_world import HOSTILE

BUDI = Actor("Budi")
KOMINFO, HEALTH = "Dinas Komunikasi, Informatika dan Statistik", "Dinas Kesehatan"
Rows = dict[str, list[list[Any]]]


def exported(store: Store, path: Path, *agencies: str) -> Rows:
    with store.read() as session:
        wanted = [agency_id(name) for name in agencies] or None
        spbe_workbook.write(session, wanted, path)
    return contents(path)


def contents(path: Path) -> Rows:
    book = CalamineWorkbook.from_path(str(path))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def planned(store: Store, path: Path, preset: str = "auto") -> ImportPlan:
    with store.read() as session:
        return plan(session, recognise(open_book(path), preset))


def imported(store: Store, path: Path, preset: str = "auto") -> ImportPlan:
    made = planned(store, path, preset)
    with store.write(BUDI, "import") as uow:
        apply.apply(uow, made)
    return made


@pytest.fixture
def other(tmp_path: Path) -> Any:
    made = Store.create(tmp_path / "other.spbe")
    yield made
    made.close()


def world(store: Store) -> None:
    """One of everything, related to each other."""
    kominfo, health = agency_id(KOMINFO), agency_id(HEALTH)
    with store.write(BUDI) as uow:
        site = uow.create(Site, agency_id=kominfo, name="Gedung Kominfo")
        centre = uow.create(
            Facility, agency_id=kominfo, name="Pusat Data Provinsi", kind=FacilityKind.DATA_CENTRE, tier=3,
            intranet_mbps=1000, internet_mbps=2500, ownership=Ownership.OWN, owner_name="Pemprov", security="CCTV",
            managing_unit="Bidang Infrastruktur",
        )  # fmt: skip
        control = uow.create(Facility, agency_id=kominfo, name="Ruang Kendali", kind=FacilityKind.CONTROL_CENTRE)
        room = uow.create(Room, site_id=site, agency_id=kominfo, name="Ruang Server; lantai 2", facility_id=centre)
        uow.create(Room, agency_id=kominfo, name="Ruang NOC", facility_id=control)
        server = uow.create(
            Asset, agency_id=health, category_id=category_id("server"), tag="S-1", name="SRV Puskesmas", room_id=room,
            ownership=Ownership.STATE_COMPANY, owner_name="Telkom", managing_unit="Seksi Data", description="a\nb",
        )  # fmt: skip
        uow.create(
            ServerDetail, id=detail_id(server, "server_detail"), asset_id=server,
            use=ServerUse.WEB_APPLICATION, memory_gb=64, storage_tb=Decimal("2.4"),
            raid=Raid.NONE, cpu="Xeon", os="Ubuntu 22.04", hypervisor="Proxmox VE 8",
        )  # fmt: skip
        store_id = uow.create(
            Asset, agency_id=kominfo, category_id=category_id("storage"), tag="D-1", name="NAS", room_id=room,
            extra={"Metode akses data": "NAS"},
        )  # fmt: skip
        own = detail_id(store_id, "device_detail")
        uow.create(DeviceDetail, id=own, asset_id=store_id, capacity_tb=Decimal("0.125"))
        for place, code in enumerate(("switch", "firewall", "crypto", "pc", "antenna")):
            uow.create(
                Asset, agency_id=kominfo, category_id=category_id(code), tag=f"N-{place}", name=f"Alat {code}",
                room_id=room, quantity=12 if code == "antenna" else 1,
            )  # fmt: skip
        gone = category_id("server")
        uow.create(Asset, agency_id=kominfo, category_id=gone, tag="X-1", name="Sudah tiada", status=Status.DISPOSED)
        intra = uow.create(
            Link, tag="L-1", name="Intra Dinkes", agency_id=health, a_agency_id=health, z_agency_id=kominfo,
            z_site_id=site, kind=LinkKind.INTRANET, medium=Medium.OTHER, medium_other="Satelit LEO",
            role=LinkRole.BACKUP, mbps_down=Decimal(100), mbps_up=Decimal("20.5"), ownership=Ownership.FOREIGN,
        )  # fmt: skip
        uow.create(
            Link, tag="L-2", name="Astinet", agency_id=health, a_agency_id=health, z_text="Internet",
            kind=LinkKind.INTERNET, medium=Medium.FIBRE, role=LinkRole.PRIMARY, mbps_down=Decimal(50),
        )  # fmt: skip
        uow.create(ServiceBus, agency_id=kominfo, name="SPLP Provinsi", kind="API gateway", link_id=intra)
        uow.create(
            CloudService, agency_id=health, name="Surel", kind="SaaS", owner_name="Awan", yearly_rupiah=12_500_000,
            ends_on=date(2027, 3, 5), developing_unit="Vendor", operating_unit="Seksi Data",
        )  # fmt: skip
        for licensed, end in ((True, date(2027, 1, 31)), (True, None), (False, None), (None, None)):
            uow.create(
                Software, agency_id=health, name="Windows Server", kind="Sistem Operasi", licensed=licensed,
                licence_end=end, licence_owner=HEALTH,
            )  # fmt: skip


def rows_of(found: Rows, sheet: str) -> list[dict[str, Any]]:
    """The rows of a sheet by part."""
    spec = next(one for one in SHEETS if one.name == sheet)
    parts = [column.part or f"-{at}" for at, column in enumerate(columns(spec.id))]
    return [dict(zip(parts, row, strict=True)) for row in found[sheet][2:]]


def test_there_are_ten_sheets_with_the_official_titles_in_order(store: Store, tmp_path: Path) -> None:
    found = exported(store, tmp_path / "a.xlsx")
    assert list(found) == [sheet.name for sheet in SHEETS]
    assert len(found) == 10
    official: dict[str, list[str]] = {}
    with resource("reference", "spbe_infra_fields.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            official.setdefault(row["entity"], []).append(row["field_id"])
    for sheet in SHEETS:
        assert [title for title in found[sheet.name][0] if title] == official[sheet.entity]


def test_the_official_lists_are_offered_in_the_cells_and_shared_titles_span_their_columns(
    store: Store, tmp_path: Path
) -> None:
    exported(store, tmp_path / "a.xlsx")
    with ZipFile(tmp_path / "a.xlsx") as book:
        pages = [book.read(f"xl/worksheets/sheet{number}.xml").decode() for number in range(1, 11)]
    for sheet, page in zip(SHEETS, pages, strict=True):
        listed = [column for column in columns(sheet.id) if column.options]
        assert page.count("<dataValidation ") == len(listed)
        assert all(escape(",".join(column.options)) in page for column in listed)
        shared = {column.field for column in columns(sheet.id) if column.title}
        assert page.count("<mergeCell ") == len(shared)


def test_no_title_of_a_sheet_is_forgotten_and_none_is_invented() -> None:
    for sheet in SHEETS:
        titles = {column.field for column in columns(sheet.id)}
        assert set(sheet.members) - titles <= {"Deskripsi", "Status Kepemilikan + Nama Pemilik", "Unit Pengelola"}


def test_every_cell_of_a_listed_column_is_one_of_the_list(store: Store, tmp_path: Path) -> None:
    world(store)
    with store.write(BUDI) as uow:
        detail = uow.session.scalars(select(ServerDetail.id)).one()
        uow.update(ServerDetail, detail, raid=Raid.RAID10)
    found = exported(store, tmp_path / "a.xlsx")
    for sheet in SHEETS:
        for column, row in ((column, row) for row in found[sheet.name][2:] for column in enumerate(columns(sheet.id))):
            assert not column[1].options or row[column[0]] in (*column[1].options, "")


def test_facts_relations_and_units_stand_where_they_belong(store: Store, tmp_path: Path) -> None:
    world(store)
    found = exported(store, tmp_path / "a.xlsx")
    server = rows_of(found, "Server")[0]
    assert len(rows_of(found, "Server")) == 1
    assert server["rai_3"] == "03.01.01 Server"
    assert (server["server.memory_gb"], server["server.storage_tb"]) == ("64 GB", "2,4 TB")
    assert server["server.use"] == "Web Server - Web Based Application Server"
    assert server["software"] == "Ubuntu 22.04; Proxmox VE 8"
    assert server["unit"] == "Dinas Kesehatan › Seksi Data"
    assert server["facility"] == "Pusat Data Provinsi"
    link = {row["name"]: row for row in rows_of(found, "Jaringan Intra")}
    assert link["Intra Dinkes"]["rate"] == "100/20,5 Mbps"
    assert link["Intra Dinkes"]["role"] == "2 (Secondary)"
    assert link["Intra Dinkes"]["facilities"] == "Pusat Data Provinsi"
    assert link["Astinet"]["rate"] == "50 Mbps"
    assert rows_of(found, "SPLP")[0]["link"] == "Intra Dinkes"
    centre = rows_of(found, "Fasilitas Komputasi")[0]
    assert (centre["tier"], centre["places"]) == ("Tier 3", "Gedung Kominfo › Ruang Server, lantai 2")
    assert centre["links"] == "Intra Dinkes"
    assert {row["name"]: row["type"] for row in rows_of(found, "Perangkat Keamanan")} == {
        "Alat crypto": "", "Alat firewall": "Firewall",
    }  # fmt: skip


def test_out_into_an_empty_database_and_out_again_is_the_same(store: Store, other: Store, tmp_path: Path) -> None:
    world(store)
    first = exported(store, tmp_path / "a.xlsx")
    made = imported(other, tmp_path / "a.xlsx")
    assert {table.preset.family for table in made.recognised.tables} == {"spbe"}
    assert not made.unknown
    assert exported(other, tmp_path / "b.xlsx") == first
    assert check(other) == []
    with other.read() as session:
        bus = session.scalars(select(ServiceBus)).one()
        link = session.scalars(select(Link).where(Link.name == "Intra Dinkes")).one()
        room = session.scalars(select(Room).where(Room.name.startswith("Ruang Server"))).one()
        assert bus.link_id == link.id
        assert (link.mbps_down, link.mbps_up) == (Decimal(100), Decimal("20.5"))
        assert session.get_one(Facility, room.facility_id).kind is FacilityKind.DATA_CENTRE
        assert session.scalars(select(Asset.quantity).where(Asset.name == "Alat antenna")).one() == 12


def test_a_sample_province_comes_back_without_a_difference(store: Store, other: Store, tmp_path: Path) -> None:
    with store.write(BUDI, "demo") as uow:
        demo.fill(uow, 600, 3)
    first = exported(store, tmp_path / "a.xlsx")
    assert all(len(rows) > 2 for rows in first.values())
    imported(other, tmp_path / "a.xlsx")
    assert exported(other, tmp_path / "b.xlsx") == first


def test_importing_into_the_database_it_came_from_changes_nothing(store: Store, tmp_path: Path) -> None:
    with store.write(BUDI, "demo") as uow:
        demo.fill(uow, 600, 3)
    world(store)
    exported(store, tmp_path / "a.xlsx")
    counts = planned(store, tmp_path / "a.xlsx").counts
    assert (counts.new, counts.changed, counts.rejected, counts.duplicates) == (0, 0, 0, 0)


def test_an_export_of_one_agency_holds_only_its_records(store: Store, tmp_path: Path) -> None:
    world(store)
    found = exported(store, tmp_path / "a.xlsx", HEALTH)
    assert {sheet: len(rows) - 2 for sheet, rows in found.items() if len(rows) > 2} == {
        "Jaringan Intra": 2, "Server": 1, "Komputasi Awan": 1, "Perangkat Lunak Platform": 4,
    }  # fmt: skip


def test_hostile_names_come_back_as_they_are(store: Store, other: Store, tmp_path: Path) -> None:
    with store.write(BUDI) as uow:
        for place, name in enumerate(HOSTILE):
            unit = uow.create(Agency, name=name)
            room = uow.create(Room, agency_id=unit, name=name)
            for code in ("server", "firewall", "switch", "printer"):
                uow.create(
                    Asset, agency_id=unit, category_id=category_id(code), tag=f"{code}-{place}", name=name,
                    description=name, room_id=room, managing_unit=name,
                )  # fmt: skip
            uow.create(Link, agency_id=unit, name=name, a_text=name, z_agency_id=unit, tag=f"L-{place}")
    first = exported(store, tmp_path / "a.xlsx")
    imported(other, tmp_path / "a.xlsx")
    assert exported(other, tmp_path / "b.xlsx") == first


MESSY: dict[str, list[list[Any]]] = {
    "Pusat Data": [
        ["No", "Nama", "Instansi", "Bandwidth Intranet", "Bandwidth Internet", "Lokasi", "Kepemilikan",
         "Nama Pemilik", "Klasifikasi Tier", "Sistem Pengamanan Fasilitas"],
        [1, "DC Diskominfo", "Diskominfotik", "3 Gbps", "-", "Ruang DC", "Sendiri", "Pemko", "Tier 3", "-"],
    ],
    "Jaringan Intra": [
        ["No", "Nama Jaringan", "Instansi 1", "Instansi 2", "Deskripsi", "Jenis Jaringan", "Kepemilikan",
         "Nama Pemilik", "Unit Operasional", "Bandwidth", "Tipe Media", "Media Lainnya"],
        [1, "IP Transit", "Diskominfotik", "Telkom", "", "Internet", "BUMN", "Telkom", "Diskominfotik", "3 Gbps",
         "Fiber Optic", "-"],
        [2, "Starlink", "Diskominfotik", "Internet", "", "Internet", "Milik Pihak Ketiga – Luar Negeri", "SpaceX",
         "Diskominfotik", "cepat", "VSAT", ""],
    ],
    "Server": [
        ["No", "Nama Server", "Deskripsi", "Jenis Penggunaan Server", "Status Kepemilikan", "Nama Pemilik",
         "Unit Pengelola", "Lokasi", "Perangkat Lunak Digunakan", "Kapasitas Memori", "Kapasitas Penyimpanan",
         "Teknik Penyimpanan", "Jenis Teknologi Prosesor"],
        [1, "ProLiant DL380P Gen8", "", "Database", "Sendiri", "Pemko", "Diskominfotik", "Ruang DC", "Linux OS",
         "64 Gb", "1 Tb", "RAID 0", "Low End"],
        [2, "Total Virtual", "-", "", "n/a", "", "", "", "", "", "", "", ""],
    ],
    "Perangkat Keamanan": [
        ["Nama Perangkat Keamanan", "Jenis", "Tipe", "Unit Pengelola"],
        ["F5", "Perangkat Keras", "Load Balancer", "Diskominfotik"],
        ["Palo", "Perangkat Keras", "firewall", "Diskominfotik"],
        ["Defender", "Perangkat Lunak", "Antivirus", "Diskominfotik"],
    ],
    "Perangkat Jaringan": [
        ["Nama Network/Communication Device", "Tipe", "Unit Pengelola"],
        ["CRS326", "Multilayer Switch", "Diskominfotik"],
        ["Ruijie AP 820L", "Wireless Equipment", "Diskominfotik"],
    ],
}  # fmt: skip


def workbook(path: Path, sheets: dict[str, list[list[Any]]]) -> Path:
    book = xlsxwriter.Workbook(str(path))
    for name, rows in sheets.items():
        page = book.add_worksheet(name)
        for at, row in enumerate(rows):
            page.write_row(at, 0, row)
    book.close()
    return path


def test_a_messy_workbook_of_an_office_is_understood(store: Store, tmp_path: Path) -> None:
    made = planned(store, workbook(tmp_path / "as-is.xlsx", MESSY))
    assert [table.preset.id for table in made.recognised.tables] == [
        "spbe-facility", "spbe-link", "spbe-server", "spbe-perangkat_keamanan", "spbe-perangkat_jaringan",
    ]  # fmt: skip
    assert [(one.sheet, one.row, one.column) for one in made.problems] == [("Jaringan Intra", 3, "J")]
    with store.write(BUDI, "import") as uow:
        apply.apply(uow, made, good_rows_only=True)
    with store.read() as session:
        centre = session.scalars(select(Facility)).one()
        assert (centre.tier, centre.intranet_mbps, centre.internet_mbps, centre.security) == (3, 3000, None, "")
        link = session.scalars(select(Link)).one()
        assert (link.mbps_down, link.medium, link.ownership) == (Decimal(3000), Medium.FIBRE, Ownership.STATE_COMPANY)
        assert link.z_text == "Telkom"
        detail = session.scalars(select(ServerDetail)).one()
        assert (detail.memory_gb, detail.storage_tb, detail.raid, detail.os) == (64, Decimal(1), Raid.RAID0, "Linux OS")
        server = session.get_one(Asset, detail.asset_id)
        assert session.get_one(Room, server.room_id).facility_id == centre.id
        assert server.agency_id == centre.agency_id
    again = rows_of(exported(store, tmp_path / "b.xlsx"), "Perangkat Keamanan")
    assert [(row["name"], row["form"], row["type"]) for row in again] == [
        ("Defender", "Perangkat Lunak", "Antivirus"),
        ("F5", "Perangkat Keras", "Load Balancer"),
        ("Palo", "Perangkat Keras", "Firewall"),
    ]
    counts = planned(store, tmp_path / "b.xlsx").counts
    assert (counts.new, counts.changed, counts.rejected) == (0, 0, 0)


def test_a_single_sheet_of_the_kind_is_enough(store: Store, tmp_path: Path) -> None:
    made = planned(store, workbook(tmp_path / "s.xlsx", {"Daftar": MESSY["Server"]}), "spbe")
    assert [row.fate for row in made.rows] == [Fate.NEW, Fate.NEW]


def test_undoing_an_imported_workbook_takes_everything_back(store: Store, other: Store, tmp_path: Path) -> None:
    world(store)
    empty = exported(other, tmp_path / "empty.xlsx")
    exported(store, tmp_path / "a.xlsx")
    imported(other, tmp_path / "a.xlsx")
    undo(other, BUDI)
    assert exported(other, tmp_path / "b.xlsx") == empty


@pytest.mark.parametrize(
    ("written", "down", "up"),
    [("100 Mbps", 100, 100), ("3 Gbps", 3000, 3000), ("100/20 Mbps", 100, 20), ("1 Gbps/100 Mbps", 1000, 100),
     ("512 Kbps", Decimal("0.512"), Decimal("0.512")), ("20", 20, 20)],
)  # fmt: skip
def test_rates_are_read_as_offices_write_them(written: str, down: Any, up: Any) -> None:
    assert spbe_cells.read_rate(written) == (down, up)


@pytest.mark.parametrize(("written", "tier"), [("Tier 3", 3), ("tier IV", 4), ("II", 2), ("1", 1), ("Tier-2", 2)])
def test_tiers_are_read_in_either_writing(written: str, tier: int) -> None:
    assert spbe_cells.read_tier(written) == tier


@pytest.mark.parametrize("written", ["Tier 5", "0", "tinggi", "Tier"])
def test_what_is_no_tier_is_refused_with_a_sentence(written: str) -> None:
    with pytest.raises(Invalid, match="is no tier"):
        spbe_cells.read_tier(written)


@pytest.mark.parametrize(
    "written", ["s.d. 05-03-2027", "5/3/2027", "01-01-2026 s/d 05-03-2027", "sampai dengan 5 Maret 2027", "2027-03-05"]
)
def test_the_end_of_a_term_is_read(written: str) -> None:
    assert spbe_cells.read_until(written) == date(2027, 3, 5)


def test_what_readiness_asks_of_facilities_is_taken_from_columns_beyond_the_official_ones(
    store: Store, tmp_path: Path
) -> None:
    rows = [
        ["Nama", "Bandwidth Intranet", "Klasifikasi Tier", "Pendingin", "Daya Cadangan"],
        ["Pusat Data Provinsi", "3 Gbps", "Tier 3", "ada", "tidak"],
    ]
    imported(store, workbook(tmp_path / "f.xlsx", {"Fasilitas Komputasi": rows}))
    with store.read() as session:
        centre = session.scalars(select(Facility)).one()
        assert (centre.tier, centre.has_cooling, centre.has_standby_power) == (3, True, False)
