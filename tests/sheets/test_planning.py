"""Every row has its fate with all its reasons before anything is written."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from spbe_assets.domain.vocabulary import Condition, LinkKind
from spbe_assets.sheets.plan_model import Fate, Place
from spbe_assets.storage.genesis import agency_id, category_id
from spbe_assets.storage.store import Store
from tests.sheets.making import LAPTOP, OWNER, SERVER, fates, item, kib, planned, reasons, text_file, workbook


def test_a_row_of_a_kib_b_becomes_an_asset_in_all_its_parts(store: Store, tmp_path: Path) -> None:
    row = item(when="26/09/2013", serial="AS 8F", notes="=R. Rapat", condition="Kurang Baik", code=LAPTOP + ".")
    (asset,) = planned(store, workbook(tmp_path / "x.xlsx", S=kib([row])), OWNER).rows
    assert asset.values == {
        "kode_barang": LAPTOP, "name": "Lap Top", "register": "000001", "brand": "Asus", "model": "B1400",
        "year": 2013, "acquired_on": date(2013, 9, 26), "serial": "AS 8F", "acquired_by": "Hibah",
        "price_rupiah": 9_175_000, "condition": Condition.LIGHT_DAMAGE, "description": "=R. Rapat",
        "extra": {"Bahan": "Plastik"}, "agency_id": OWNER, "category_id": category_id("laptop"),
    }  # fmt: skip


def test_a_range_of_registers_is_so_many_assets_that_share_the_price(store: Store, tmp_path: Path) -> None:
    row = item(register="000021 s/d 000024", price="10.000.003,00", serial="-")
    rows = planned(store, workbook(tmp_path / "x.xlsx", S=kib([row])), OWNER).rows
    assert [asset.values["register"] for asset in rows] == ["000021", "000022", "000023", "000024"]
    assert [asset.values["price_rupiah"] for asset in rows] == [2_500_001, 2_500_001, 2_500_001, 2_500_000]
    assert all("serial" not in asset.values and asset.row == 10 for asset in rows)


def test_serial_numbers_of_a_range_go_to_their_items(store: Store, tmp_path: Path) -> None:
    listed = item(register="1 s/d 3", serial="A-1; A-2; A-3")
    single = item(register="4 s/d 5", serial="B-1")
    made = planned(store, workbook(tmp_path / "x.xlsx", S=kib([listed, single])), OWNER)
    assert [asset.values.get("serial") for asset in made.rows] == ["A-1", "A-2", "A-3", "B-1", None]
    assert [one.is_error for one in made.problems] == [False]


def test_totals_titles_and_signatures_are_no_assets_and_are_listed(store: Store, tmp_path: Path) -> None:
    rows = [
        ["A. KOMPUTER"],
        item(1),
        [None, None, "Jumlah dipindahkan", *[None] * 11, "9.175.000,00"],
        item(2, register="000002", name="Total Station", price="1.000,00"),
        ["JUMLAH", *[None] * 13, "9.176.000,00"],
        [],
        [None, None, "Mengetahui,", *[None] * 8, "Pekanbaru, 31 Desember 2025"],
        [None, None, "Kepala Dinas", *[None] * 8, "Pengurus Barang"],
        [None, None, "Drs. H. BUDI, M.Si", *[None] * 8, "SITI"],
        [None, None, "NIP. 19700101 199003 1 001"],
    ]
    made = planned(store, workbook(tmp_path / "x.xlsx", S=kib(rows)), OWNER)
    assert [asset.title for asset in made.rows] == ["Lap Top", "Total Station"]
    assert [skipped.kind.name for skipped in made.skipped] == ["TITLE", "TOTAL", "TOTAL", *["SIGNATURE"] * 4]


def test_a_unit_row_sets_the_agency_of_the_rows_below_it(store: Store, tmp_path: Path) -> None:
    rows = [
        item(1),
        ["UPT Balai Statistik"],
        item(2, register="000002"),
        ["Dinas Kesehatan"],
        item(3, register="000003"),
    ]
    made = planned(store, workbook(tmp_path / "x.xlsx", S=kib(rows)), OWNER)
    (unit,) = [one for one in made.proposals if one.is_new]
    assert (unit.name, unit.values["parent_id"]) == ("UPT Balai Statistik", OWNER)
    assert [asset.values["agency_id"] for asset in made.rows] == [OWNER, unit.id, agency_id("Dinas Kesehatan")]


def test_the_chosen_agency_wins_over_the_head_with_one_remark(store: Store, tmp_path: Path) -> None:
    path = workbook(tmp_path / "x.xlsx", S=kib([item(1), item(2, register="000002")]))
    health = agency_id("Dinas Kesehatan")
    made = planned(store, path, health)
    assert {asset.values["agency_id"] for asset in made.rows} == {health}
    assert len([note for note in made.notes if "DINAS KOMUNIKASI" in note]) == 1
    assert {asset.values["agency_id"] for asset in planned(store, path).rows} == {OWNER}


def test_all_errors_are_named_with_their_places(store: Store, tmp_path: Path) -> None:
    rows = [item(1, when="20l5", price="banyak", condition="entah"), item(2, register="000002")]
    made = planned(store, workbook(tmp_path / "x.xlsx", S=kib(rows)), OWNER)
    assert fates(made) == [Fate.REJECTED, Fate.NEW]
    assert [reason.partition(":")[0] for reason in reasons(made)] == ["H10", "O10", "P10"]
    assert made.counts.rejected == 1


def test_a_corrected_cell_makes_the_row_good(store: Store, tmp_path: Path) -> None:
    path = workbook(tmp_path / "x.xlsx", S=kib([item(1, when="20l5")]))
    assert fates(planned(store, path, OWNER)) == [Fate.REJECTED]
    made = planned(store, path, OWNER, overrides={Place("S", 10, 7): "2015"})
    assert (fates(made), made.rows[0].values["year"]) == ([Fate.NEW], 2015)
    assert planned(store, path, OWNER, skip=frozenset({("S", 10)})).rows == []


def test_the_same_key_twice_in_a_file_is_two_records_and_is_reported(store: Store, tmp_path: Path) -> None:
    made = planned(store, workbook(tmp_path / "x.xlsx", S=kib([item(1), item(2, price="1.000,00")])), OWNER)
    assert fates(made) == [Fate.NEW, Fate.NEW]
    assert made.counts.duplicates == 2
    assert "10, 11" in made.problems[0].reason


def test_amounts_in_thousands_become_rupiah(store: Store, tmp_path: Path) -> None:
    head = [["KARTU INVENTARIS BARANG (KIB) B"], ["(dalam ribuan rupiah)"]]
    made = planned(store, workbook(tmp_path / "x.xlsx", S=kib([item(price=9175.0)], head)), OWNER)
    assert made.rows[0].values["price_rupiah"] == 9_175_000


def test_dates_and_marks_follow_the_column_and_doubt_is_told(store: Store, tmp_path: Path) -> None:
    american = "Nama Barang,Harga,Purchase Date\nA,2266.13,1/23/23\nB,1292.94,3/1/23\n"
    made = planned(store, text_file(tmp_path / "a.csv", american))
    assert [row.values["acquired_on"] for row in made.rows] == [date(2023, 1, 23), date(2023, 3, 1)]
    assert [row.values["price_rupiah"] for row in made.rows] == [2266, 1293]
    assert any("2 amounts were rounded" in note for note in made.notes)
    doubtful = planned(store, text_file(tmp_path / "b.csv", "Nama Barang;Harga;Tanggal Perolehan\nA;1.234;1/2/2020\n"))
    assert doubtful.rows[0].values["price_rupiah"] == 1234
    assert doubtful.rows[0].values["acquired_on"] == date(2020, 2, 1)
    assert len(doubtful.notes) == 2


def test_ticks_of_a_kir_become_the_condition_and_the_head_names_the_room(store: Store, tmp_path: Path) -> None:
    titles = ["No", "Nama Barang", "Kode Barang", "Merk", "Jumlah", "Kondisi", None, None]
    members = [*[None] * 5, "B", "KB", "RB"]
    head = [["KARTU INVENTARIS RUANGAN"], ["SKPD", ": Diskominfotik"], ["Ruangan", ": R. Server Lt. 2"]]
    rows = [[1, "Server", SERVER, "Dell", 1, "v", None, None], [2, "PC", LAPTOP, "HP", 2, None, "√", None]]
    rows.append([3, "Meja", LAPTOP, "HP", 2, "v", "v", None])
    made = planned(store, workbook(tmp_path / "x.xlsx", S=[*head, titles, members, *rows]))
    assert [row.values.get("condition") for row in made.rows[:2]] == [Condition.GOOD, Condition.LIGHT_DAMAGE]
    assert fates(made)[2] is Fate.REJECTED
    (room,) = [one for one in made.proposals if one.table == "room"]
    assert (room.name, room.values["agency_id"]) == ("R. Server Lt. 2", OWNER)
    assert made.rows[0].values["room_id"] == room.id


def test_proposals_of_rejected_rows_are_not_made(store: Store, tmp_path: Path) -> None:
    path = text_file(
        tmp_path / "x.csv", "Nama Barang;OPD;Ruangan;Tahun\nA;Dinas Hantu;R1;20l5\nB;Dinas Kesehatan;R2;2015\n"
    )
    assert [one.name for one in planned(store, path).proposals] == ["R2"]


def test_a_row_that_says_nothing_is_rejected(store: Store, tmp_path: Path) -> None:
    made = planned(store, text_file(tmp_path / "x.csv", "Nama Barang;Kondisi;Jumlah;Tahun\n;B;2;2015\n"))
    assert fates(made) == [Fate.REJECTED]


@pytest.mark.parametrize(
    ("code", "name", "category"),
    [
        (LAPTOP, "Apa saja", "laptop"), ("1.3.2.10.02.04.999", "Switch", "network-other"),
        ("1.3.2.10.99", "x", "computer-other"),
        ("", "Lap Top Dinas", "laptop"), ("", "Kursi", None), ("", "Access Point Cisco", "access-point"),
    ],
)  # fmt: skip
def test_the_kind_follows_from_the_longest_goods_code_else_from_words(
    store: Store, tmp_path: Path, code: str, name: str, category: str | None
) -> None:
    path = text_file(tmp_path / "x.csv", f"Kode Barang;Nama Barang;Merk\n{code};{name};X\n")
    (asset,) = planned(store, path).rows
    assert asset.values.get("category_id") == (category_id(category) if category else None)


def test_server_columns_become_details_of_servers_and_further_fields_of_others(store: Store, tmp_path: Path) -> None:
    content = (
        "Nama Barang;Kategori;RAM;Storage;RAID;Hostname;IP\n"
        "A;Server;64 Gb;1 Tb;RAID 5;srv-a;10.0.0.1/24\n"
        "B;Laptop;8 GB;;;;\n"
    )
    server, laptop = planned(store, text_file(tmp_path / "x.csv", content)).rows
    assert server.detail_table == "server_detail"
    assert {key: str(value) for key, value in server.detail.items()} == {
        "memory_gb": "64", "storage_tb": "1", "raid": "5", "hostname": "srv-a", "management_ip": "10.0.0.1",
    }  # fmt: skip
    assert (laptop.detail, laptop.values["extra"]) == ({}, {"Memory": "8"})


def test_a_list_of_links_has_ends_rates_and_cost(store: Store, tmp_path: Path) -> None:
    content = (
        "No;OPD;ISP;Layanan;Media;Bandwidth;CID;Biaya per bulan;Status\n"
        "1;Dinas Kesehatan;Telkom;Astinet;FO;3 Gbps;CID-1;5.000.000;Aktif\n"
        "2;Dinas Sosial;Icon+;Metro-E;Fiber Optic;100;CID-2;2.500.000;Aktif\n"
    )
    first, second = planned(store, text_file(tmp_path / "x.csv", content)).rows
    assert (first.values["mbps_down"], first.values["monthly_rupiah"], first.values["kind"]) == (
        3000,
        5_000_000,
        LinkKind.INTERNET,
    )
    assert (second.values["mbps_up"], second.values["kind"], second.values["medium"].value) == (
        100,
        LinkKind.INTRANET,
        "fibre",
    )
    assert first.values["agency_id"] == agency_id("Dinas Kesehatan")
