"""Price lists from spreadsheets, as agencies keep them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import xlsxwriter

from spbe_assets.domain.errors import Refused
from spbe_assets.services import prices
from spbe_assets.sheets import price_list
from spbe_assets.sheets.plan_model import Fate
from spbe_assets.storage.store import Actor, Store

SARI = Actor("Sari")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store.create(tmp_path / "a.spbe")
    yield made
    made.close()


def csv(folder: Path, *lines: str) -> Path:
    path = folder / "shs.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def planned(store: Store, path: Path, year: int = 2027) -> price_list.PricePlan:
    with store.read() as session:
        return price_list.plan_prices(session, path, year)


def imported(store: Store, path: Path) -> dict[str, int]:
    plan = planned(store, path)
    with store.write(SARI) as uow:
        price_list.apply_prices(uow, plan)
    with store.read() as session:
        return {line.good: line.rupiah for line in prices.listed(session)}


def test_an_official_list_with_a_title_block_is_read(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "shs.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("SHS")
        rows = [
            ["STANDAR HARGA SATUAN TAHUN 2027"], [],
            ["No", "Kode Barang", "Uraian Barang", "Spesifikasi", "Satuan", "Harga"],
            [1, 2, 3, 4, 5, 6],
            [1, "1.3.2.10.02.04.001", "Server rak", "2 prosesor", "unit", 98_500_000],
            [2, "1.3.2.10.02.04.024.", "Switch 24 port", "", "unit", "Rp 8.750.000,00"],
            [3, "1.3.2.05.02.06.002", "Televisi", "55 inci", "unit", 9_000_000],
        ]  # fmt: skip
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    found = imported(store, path)
    assert (found["server"], found["network-device"]) == (98_500_000, 8_750_000)
    assert found["1.3.2.05.02.06.002 televisi 55 inci"] == 9_000_000


def test_goods_are_found_by_id_and_by_title_in_both_languages(store: Store, tmp_path: Path) -> None:
    path = csv(tmp_path, "good;uraian;harga", "ups;UPS 3 kVA;7000000", ";Bandwidth;1", ";More bandwidth;900000")
    found = imported(store, path)
    assert (found["ups"], found["bandwidth"]) == (7_000_000, 900_000)


def test_a_code_that_several_rows_share_is_left_to_a_person(store: Store, tmp_path: Path) -> None:
    path = csv(
        tmp_path, "kode barang;uraian;harga", "1.3.2.10.01.02.001;PC i5;12000000", "1.3.2.10.01.02.001;PC i7;18000000"
    )
    plan = planned(store, path)
    assert not any(row.shipped for row in plan.rows)
    assert len(plan.notes) == 1 and "computer" in plan.notes[0]


def test_importing_again_changes_only_what_differs_and_bad_rows_stay_out(store: Store, tmp_path: Path) -> None:
    imported(store, csv(tmp_path, "uraian;harga", "Server;100000000", "UPS;5000000"))
    plan = planned(
        store, csv(tmp_path, "uraian;harga;tahun", "Server;110000000;", "UPS;5000000;", "Router;murah;", "A;5;12")
    )
    assert [row.fate for row in plan.rows] == [Fate.CHANGED, Fate.SAME, Fate.REJECTED, Fate.REJECTED]
    assert plan.rows[0].before == 100_000_000
    assert all(row.reason for row in plan.rows[2:])
    with store.write(SARI) as uow:
        assert price_list.apply_prices(uow, plan) == 1


def test_a_file_without_prices_is_refused(store: Store, tmp_path: Path) -> None:
    for lines in (("nama;jumlah", "Server;3"), ("uraian;harga", "Server;")):
        with pytest.raises(Refused):
            planned(store, csv(tmp_path, *lines))
