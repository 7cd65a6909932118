"""KIB B: sixteen columns, nothing lost on the way out and in again, the same figures on paper and in the sheet."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from spbe_assets.domain import remarks
from spbe_assets.domain.parsing_codes import split_brand, written_make
from spbe_assets.domain.remarks import Remark
from spbe_assets.domain.vocabulary import Condition, Ownership, Status
from spbe_assets.reports.forms import paper
from spbe_assets.services import demo
from spbe_assets.services.forms import kib_b
from spbe_assets.sheets.forms import workbook
from spbe_assets.storage.store import Store
from spbe_assets.storage.tables import Agency, Asset
from tests.forms.conftest import BUDI, Cells, cells, make, pages
from tests.sheets.making import LAPTOP, OWNER, SWITCH, imported

DAY = date(2026, 11, 24)
SAMPLE = Path(__file__).parents[3] / "shared" / "samples" / "kib_b_diskominfotik.xlsx"
TITLES = [
    "No", "Kode Barang", "Jenis Barang / Nama Barang", "Nomor Register", "Merk / Type", "Ukuran / CC", "Bahan",
    "Tahun Pembelian", "Nomor", "", "", "", "", "Asal usul", "Harga (Rp)", "Keterangan",
]  # fmt: skip


def exported(store: Store, path: Path) -> Cells:
    with store.read() as session:
        workbook.write(path, kib_b.forms(session, day=DAY))
    return cells(path)


@contextmanager
def empty(path: Path) -> Iterator[Store]:
    made = Store.create(path)
    yield made
    made.close()


def there_and_back(store: Store, folder: Path) -> tuple[Cells, Cells]:
    """The cards of a register, and those of an empty one into which they were imported."""
    first = exported(store, folder / "first.xlsx")
    with empty(folder / "other.spbe") as other:
        receipt = imported(other, folder / "first.xlsx")
        assert receipt.counts.rejected == 0
        return first, exported(other, folder / "second.xlsx")


def rows_of(form: list[list[Any]]) -> list[list[Any]]:
    """The lines of a card, without what stands above and below."""
    first = next(at for at, row in enumerate(form) if row[:3] == [1.0, 2.0, 3.0]) + 1
    return form[first : next(at for at, row in enumerate(form) if row[2] == "JUMLAH")]


def test_a_demo_province_goes_out_and_comes_into_an_empty_database_identical(store: Store, tmp_path: Path) -> None:
    with store.write(BUDI, "demo") as uow:
        demo.fill(uow, 600, seed=7)
    first, second = there_and_back(store, tmp_path)
    assert len(first) > 40
    assert first == second


@pytest.mark.skipif(not SAMPLE.exists(), reason="the sample is not beside this checkout")
def test_the_sample_of_250_items_comes_back_identical(tmp_path: Path) -> None:
    with empty(tmp_path / "one.spbe") as store:
        assert imported(store, SAMPLE).counts.new == 250
        first, second = there_and_back(store, tmp_path)
    (form,) = first.values()
    assert len(rows_of(form)) == 180
    assert first == second


HARD: list[dict[str, Any]] = [
    {"name": "=1+1", "kode_barang": LAPTOP, "register": "000001", "price_rupiah": 5, "description": "+SUM(A1)"},
    {"name": "Kabel", "kode_barang": SWITCH, "register": "000001-000050", "quantity": 50, "price_rupiah": 999},
    {"name": "Kabel lagi", "kode_barang": SWITCH, "register": "000100", "quantity": 7, "condition": Condition.GOOD},
    {"name": "Rentang", "kode_barang": SWITCH, "register": "000200 s/d 000204", "quantity": 1, "serial": "SN-9"},
    *({"name": "Kembar", "kode_barang": LAPTOP, "register": f"{n:06}", "price_rupiah": 100} for n in (11, 12, 13)),
    {"name": "Kembar", "kode_barang": LAPTOP, "register": "000014", "price_rupiah": 101},
    {"name": "Total", "price_rupiah": 7},
    {"name": "Dinas Kosong", "brand": "Merek Dua Kata", "serial": "X1"},
    {"name": "Mengetahui", "model": "HP", "kode_barang": LAPTOP},
    {"name": "Jumlah: 5", "description": "Jumlah: 5", "kode_barang": LAPTOP, "condition": Condition.HEAVY_DAMAGE},
    {"name": "", "kode_barang": LAPTOP, "acquired_on": date(2020, 1, 1), "year": 2020},
    {"name": "N" * 200, "kode_barang": LAPTOP, "year": 2019, "acquired_on": date(2020, 5, 1), "description": "a\nb"},
    {"name": "-", "brand": "A / B", "model": "C-3", "kode_barang": LAPTOP, "extra": {"Bahan": "Besi", "Lain": "x"}},
    {"name": "Mesin", "kode_barang": LAPTOP, "extra": {"Ukuran / CC": "12 inci", "Nomor BPKB": "BP 1"}, "year": 2001},
]


def test_blank_fields_ranges_quantities_and_hostile_texts_come_back_identical(store: Store, tmp_path: Path) -> None:
    made = make(store, "agency", {"name": "UPT Peralatan", "parent_id": OWNER, "kode_lokasi": "11.01.14.00.1"})
    deep = make(store, "agency", {"name": "Seksi A", "parent_id": made[0]}, {"name": "Seksi A", "parent_id": OWNER})
    owners = [OWNER, *made, *deep, None]
    make(
        store,
        "asset",
        *({**row, "agency_id": owners[at % len(owners)], "tag": f"T{at}"} for at, row in enumerate(HARD)),
    )
    first, second = there_and_back(store, tmp_path)
    assert first == second
    assert len(first) == len(owners)


def test_the_import_of_a_card_keeps_rows_conditions_and_quantities(store: Store, tmp_path: Path) -> None:
    make(store, "asset", *({**row, "agency_id": OWNER, "tag": f"T{at}"} for at, row in enumerate(HARD)))
    exported(store, tmp_path / "a.xlsx")
    with empty(tmp_path / "b.spbe") as other:
        imported(other, tmp_path / "a.xlsx")
        kept = ("name", "kode_barang", "register", "quantity", "price_rupiah", "condition", "brand", "model")
        told = []
        for one in (store, other):
            with one.read() as session:
                rows = session.execute(select(*(getattr(Asset, key) for key in kept))).all()
            told.append({row.name: row for row in rows if row.name.startswith(("Kabel", "Total", "Dinas", "Meng"))})
        assert told[0] == told[1]


def test_identical_goods_with_consecutive_registers_share_a_line(store: Store, tmp_path: Path) -> None:
    rows = ({"name": "PC", "kode_barang": LAPTOP, "register": f"{n:06}", "price_rupiah": 100} for n in (1, 2, 3, 5))
    make(store, "asset", *({**row, "agency_id": OWNER} for row in rows))
    (form,) = exported(store, tmp_path / "a.xlsx").values()
    assert [(row[3], row[14]) for row in rows_of(form)] == [("000001 s/d 000003", 300.0), ("000005", 100.0)]
    with store.read() as session:
        assert sum(map(kib_b.count, kib_b.forms(session))) == 4


def test_the_titles_are_the_sixteen_official_ones_with_a_numbered_row_and_a_sum(store: Store, tmp_path: Path) -> None:
    make(store, "asset", {"name": "PC", "agency_id": OWNER, "price_rupiah": 9_000_000_000, "kode_barang": LAPTOP})
    ((name, form),) = exported(store, tmp_path / "a.xlsx").items()
    at = form.index(TITLES)
    assert name == "01 Dinas Komunikasi, Informatik"
    assert form[at + 1][8:13] == ["Pabrik", "Rangka", "Mesin", "Polisi", "BPKB"]
    assert form[at + 2] == [float(number) for number in range(1, 17)]
    assert form[at + 4][2:15:12] == ["JUMLAH", 9_000_000_000.0]
    head = {row[0]: row[2] for row in form[:at] if row[0]}
    assert head["PROVINSI"] == ": Riau"
    assert "PENGURUS BARANG" in str(form)


def test_only_equipment_that_is_there_and_ones_own_is_listed(store: Store, tmp_path: Path) -> None:
    base = {"agency_id": OWNER, "name": "X", "kode_barang": LAPTOP}
    make(
        store, "asset", base, {**base, "status": Status.DISPOSED}, {**base, "status": Status.PLANNED},
        {**base, "ownership": Ownership.DOMESTIC}, {**base, "kode_barang": "1.5.3.01.01.05.001"},
        {**base, "kode_barang": "02.06.03.05.01"},
    )  # fmt: skip
    (form,) = exported(store, tmp_path / "a.xlsx").values()
    assert [row[1] for row in rows_of(form)] == ["02.06.03.05.01", LAPTOP]


def test_paper_and_sheet_tell_the_same_sums(store: Store, tmp_path: Path) -> None:
    with store.write(BUDI, "demo") as uow:
        demo.fill(uow, 300, seed=3)
    sheets = exported(store, tmp_path / "a.xlsx")
    with store.read() as session:
        for size in ("a4", "f4"):
            paper.write(tmp_path / f"{size}.pdf", kib_b.forms(session, day=DAY), paper=size)
    text = "\n".join(pages(tmp_path / "a4.pdf")).replace("\n", "")
    for form in sheets.values():
        total = next(row[14] for row in form if row[2] == "JUMLAH")
        assert f"{int(total):,}".replace(",", ".") in text
    assert "Halaman 1 dari 1" in "\n".join(pages(tmp_path / "f4.pdf"))


def test_an_agency_without_equipment_still_gets_its_card_when_it_is_asked_for(store: Store, tmp_path: Path) -> None:
    with store.read() as session:
        assert workbook.write(tmp_path / "a.xlsx", kib_b.forms(session, [OWNER])) == [0]
        assert paper.write(tmp_path / "a.pdf", kib_b.forms(session, [OWNER])) == [0]


words = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp", "Cf")), max_size=12)
parts = st.builds(" ".join, st.lists(words.filter(bool), max_size=3))


@given(parts, st.sampled_from([None, *Condition]), st.sampled_from([None, 1, 7]), st.integers(0, 3))
def test_a_remark_is_taken_apart_as_it_was_put_together(
    text: str, condition: Condition | None, quantity: int | None, nested: int
) -> None:
    for at in range(nested):
        text = remarks.write(Remark(text, Condition.GOOD, at + 1))
    said = Remark(text, condition, quantity)
    assert remarks.read(remarks.write(said)) == said


@given(st.sampled_from(["", "HP", "Dell", "Merek Dua", "X1"]), st.sampled_from(["", "HP", "R740", "Core i5", "HP 3"]))
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_brand_and_type_are_found_again_in_one_cell(brand: str, model: str) -> None:
    assert split_brand(written_make(brand, model), {"hp", "dell"}) == (brand, model)


def test_a_file_that_ends_half_way_leaves_nothing(store: Store, tmp_path: Path) -> None:
    def broken() -> Iterator[Any]:
        yield from ()
        raise OSError(28, os.strerror(28))

    with pytest.raises(Exception, match="written"):
        workbook.write(tmp_path / "a.xlsx", broken())
    assert list(tmp_path.glob("a.xlsx*")) == []


def test_an_agency_of_a_regency_is_imported_where_its_card_says(store: Store, tmp_path: Path) -> None:
    with store.write(BUDI, "demo") as uow:
        demo.fill(uow, 300, seed=5)
    exported(store, tmp_path / "a.xlsx")
    with empty(tmp_path / "b.spbe") as other:
        imported(other, tmp_path / "a.xlsx")
        with other.read() as session:
            told = session.execute(select(Agency.name, Agency.region_id).where(Agency.name.endswith("Kabupaten Siak")))
            ((_name, region),) = told.all()
    with store.read() as session:
        assert session.scalar(select(Agency.region_id).where(Agency.name.endswith("Kabupaten Siak"))) == region
