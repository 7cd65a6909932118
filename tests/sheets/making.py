"""Small spreadsheets as offices keep them, made on the spot, and the way from a file to a plan in one call."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from spbe_assets.domain.ids import Id
from spbe_assets.sheets import apply
from spbe_assets.sheets.plan import plan
from spbe_assets.sheets.plan_model import Fate, ImportPlan, Options
from spbe_assets.sheets.read import open_book
from spbe_assets.sheets.recognise import Recognised, recognise
from spbe_assets.storage.genesis import agency_id
from spbe_assets.storage.store import Actor, Store

DISKOMINFO = "Dinas Komunikasi, Informatika dan Statistik"
OWNER = agency_id(DISKOMINFO)
KIB_TITLES = [
    "No", "Kode Barang", "Jenis Barang / Nama Barang", "Nomor Register", "Merk / Type", "Ukuran / CC", "Bahan",
    "Tahun Pembelian", "Nomor", None, None, None, None, "Asal usul", "Harga (Rp)", "Kondisi", "Keterangan",
]  # fmt: skip
KIB_MEMBERS = [None] * 8 + ["Pabrik", "Rangka", "Mesin", "Polisi", "BPKB"]
KIB_HEAD = [
    ["PEMERINTAH PROVINSI RIAU"],
    ["KARTU INVENTARIS BARANG (KIB) B"],
    [],
    ["SKPD", None, ": DINAS KOMUNIKASI, INFORMATIKA DAN STATISTIK"],
    ["No. Kode Lokasi", None, ": 11.01.14.00.020101.00001"],
    [],
]
LAPTOP, SERVER, SWITCH = "1.3.2.10.01.02.002", "1.3.2.10.02.04.001", "1.3.2.10.02.04.024"


def item(
    number: int = 1, code: Any = LAPTOP, name: Any = "Lap Top", register: Any = "000001", make: Any = "Asus / B1400",
    when: Any = "2015", serial: Any = "AS8FAE9CA08B", price: Any = "9.175.000,00", condition: Any = "B",
    notes: Any = "", how: Any = "Hibah",
) -> list[Any]:  # fmt: skip
    """One row of a KIB B."""
    return [
        number,
        code,
        name,
        register,
        make,
        "",
        "Plastik",
        when,
        serial,
        "",
        "",
        "",
        "",
        how,
        price,
        condition,
        notes,
    ]


def kib(rows: Iterable[Sequence[Any]], head: Sequence[Sequence[Any]] = KIB_HEAD) -> list[Sequence[Any]]:
    """A whole KIB B with title block, two rows of titles and the numbered row."""
    return [*head, KIB_TITLES, KIB_MEMBERS, list(range(1, 18)), *rows]


def workbook(path: Path, **sheets: Iterable[Sequence[Any]]) -> Path:
    """An XLSX; texts are texts even where they begin with =."""
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for at, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if cell not in (None, ""):
                        page.write(at, column, cell)
    return path


def text_file(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def recognised(path: Path, preset: str = "auto", sheet: str | None = None, header_row: int | None = None) -> Recognised:
    return recognise(open_book(path), preset, sheet, header_row)


def planned(store: Store, path: Path, agency: Id | None = None, **options: Any) -> ImportPlan:
    with store.read() as session:
        return plan(session, recognised(path), Options(agency_id=agency, **options))


def imported(store: Store, path: Path, agency: Id | None = None, *, good_rows_only: bool = False) -> apply.Receipt:
    made = planned(store, path, agency)
    with store.write(Actor("Budi"), apply.reason(made)) as uow:
        return apply.apply(uow, made, good_rows_only=good_rows_only)


def reasons(made: ImportPlan) -> list[str]:
    return [f"{one.column}{one.row}: {one.reason}" for one in made.problems]


def fates(made: ImportPlan) -> list[Fate]:
    return [row.fate for row in made.rows]
