"""The way of an old spreadsheet by command: in, in again, out."""

from __future__ import annotations

from pathlib import Path

import pytest
from xlsxwriter import Workbook

from tests.cli.conftest import Run

AGENCY = ("--agency", "Dinas Kesehatan")


def write_list(path: Path, rows: list[tuple[str, ...]]) -> None:
    with Workbook(path) as book:
        sheet = book.add_worksheet("Aset")
        titles = ("Nama Barang", "Merk", "Nomor Seri", "Tahun", "Kondisi", "Warna")
        for number, row in enumerate([titles, *rows]):
            sheet.write_row(number, 0, row)


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    path = tmp_path / "aset.xlsx"
    write_list(
        path, [("Server", "Dell", "S1", "2021", "B", "hitam"), ("Printer", "Epson", "S2", "2022", "KB", "putih")]
    )
    return path


def test_an_import_is_told_repeated_without_effect_and_undone(run: Run, listed: Path) -> None:
    first = run("import", listed, *AGENCY, "--json").data
    assert (first["rows"], first["new"], first["rejected"], first["problems"]) == (2, 2, 0, [])
    assert [one["title"] for one in first["unknown_columns"]] == ["Warna"]
    assert run("show", "S2", "--json").data["condition"] == "RR"
    again = run("import", listed, *AGENCY, "--json").data
    assert (again["new"], again["changed"], again["same"], again["batch"]) == (0, 0, 2, None)
    assert run("undo", first["batch"]).code == 0
    assert run("show", "S1").code == 2
    assert run("import", listed, *AGENCY, "--json").data["new"] == 2


def test_a_dry_run_writes_nothing(run: Run, listed: Path) -> None:
    told = run("import", listed, *AGENCY, "--dry-run", "--json").data
    assert (told["new"], told["batch"]) == (2, None)
    assert run("show", "S1").code == 2


def test_rejected_rows_refuse_the_import_unless_good_rows_are_wanted(run: Run, tmp_path: Path) -> None:
    write_list(tmp_path / "bad.xlsx", [("Server", "Dell", "S1", "2021", "B", ""), ("PC", "HP", "S2", "kapan", "B", "")])
    refused = run("import", "bad.xlsx", *AGENCY)
    assert refused.code == 2
    assert "D3" in refused.err
    assert run("show", "S1").code == 2
    some = run("import", "bad.xlsx", *AGENCY, "--good-rows-only", "--json")
    assert (some.code, some.data["new"], some.data["rejected"]) == (1, 1, 1)
    assert {(one["row"], one["column"]) for one in some.data["problems"]} == {(3, "D")}


def test_what_is_no_spreadsheet_is_refused_and_makes_no_database(run: Run, tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").write_bytes(b"%PDF-1.7 not a spreadsheet")
    for name in ("x.xlsx", "missing.xlsx"):
        ran = run("import", name)
        assert ran.code == 2
        assert name in ran.err
    assert not (tmp_path / "a.spbe").exists()


def test_the_row_of_the_titles_can_be_named(run: Run, tmp_path: Path) -> None:
    with Workbook(tmp_path / "odd.xlsx") as book:
        sheet = book.add_worksheet("Aset")
        for number, row in enumerate([("Nama Barang", "daftar lama"), ("Nama", "Merk"), ("Server", "Dell")]):
            sheet.write_row(number, 0, row)
    assert run("import", "odd.xlsx", *AGENCY, "--header-row", 2, "--dry-run", "--json").data["new"] == 1
    refused = run("import", "odd.xlsx", *AGENCY, "--header-row", 9)
    assert refused.code == 2 and "Row 9" in refused.err
