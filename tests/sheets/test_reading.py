"""Cells arrive as they stand in the file, whatever program, encoding and separator it was written with."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from spbe_assets.domain.safe_text import escaped, unescaped
from spbe_assets.sheets.read import open_book
from spbe_assets.sheets.read_csv import read_csv
from tests.sheets.making import text_file, workbook


def cells(path: Path) -> list[list[object]]:
    return [row.cells for row in open_book(path).sheets[0].rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_encoding_and_separator_are_found_out(tmp_path: Path, encoding: str, separator: str) -> None:
    lines = [["Nama Barang", "Merk", "Harga"], ["Kafé “besar”", "Dell", "1.234.567,00"], ["Meja", "", "5"]]
    written = "\r\n".join(separator.join(f'"{cell}"' for cell in line) for line in lines)
    assert cells(text_file(tmp_path / "x.csv", written.encode(encoding))) == [
        ["Nama Barang", "Merk", "Harga"], ["Kafé “besar”", "Dell", "1.234.567,00"], ["Meja", None, "5"],
    ]  # fmt: skip


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_ends_a_row_but_not_inside_quotes(tmp_path: Path, end: str) -> None:
    path = text_file(tmp_path / "x.csv", f'Nama,Alamat{end}A,"Jl. 1{end}Lt. 2"{end}B,C{end}')
    assert cells(path) == [["Nama", "Alamat"], ["A", f"Jl. 1{end}Lt. 2"], ["B", "C"]]


def test_windows_letters_are_read_and_noted(tmp_path: Path) -> None:
    _sheet, notes = read_csv(text_file(tmp_path / "x.csv", "Nama,Merk\nKafé,x\n".encode("cp1252")))
    assert "Windows-1252" in notes[0]


def test_a_line_that_only_names_the_separator_is_no_row(tmp_path: Path) -> None:
    assert cells(text_file(tmp_path / "x.csv", "sep=;\r\nNama;Merk\r\nA,B;C\r\n")) == [["Nama", "Merk"], ["A,B", "C"]]


def test_row_numbers_are_those_people_see(tmp_path: Path) -> None:
    rows = open_book(workbook(tmp_path / "x.xlsx", S=[[], [], [None, "a"], [], ["b"]])).sheets[0].rows
    assert [(row.number, row.cells) for row in rows] == [(3, [None, "a"]), (5, ["b"])]


def test_values_of_formulas_are_read_and_texts_never_run(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "x.xlsx"), {"strings_to_formulas": False}) as book:
        page, day = book.add_worksheet(), book.add_format({"num_format": "dd/mm/yyyy"})
        page.write_formula(0, 0, "=1+1", value=2)
        page.write_string(0, 1, '=HYPERLINK("http://x")')
        page.write_datetime(0, 2, date(2013, 9, 26), day)
        page.write_boolean(0, 3, True)
    assert cells(tmp_path / "x.xlsx") == [[2.0, '=HYPERLINK("http://x")', "2013-09-26", True]]


def test_a_text_merged_downwards_holds_for_every_row_but_an_amount_only_once(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "x.xlsx")) as book:
        page = book.add_worksheet()
        page.merge_range(0, 0, 2, 0, "R. Server")
        page.merge_range(0, 1, 2, 1, 500)
        for row in range(3):
            page.write(row, 2, f"SN{row}")
    assert cells(tmp_path / "x.xlsx") == [
        ["R. Server", 500.0, "SN0"],
        ["R. Server", None, "SN1"],
        ["R. Server", None, "SN2"],
    ]


def test_hidden_sheets_are_known_as_such(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "x.xlsx")) as book:
        book.add_worksheet("A").write(0, 0, "a")
        hidden = book.add_worksheet("B")
        hidden.write(0, 0, "b")
        hidden.hide()
    assert [(sheet.name, sheet.hidden) for sheet in open_book(tmp_path / "x.xlsx").sheets] == [
        ("A", False),
        ("B", True),
    ]


@given(st.text(max_size=30))
def test_an_escaped_text_comes_back_and_is_no_formula(text: str) -> None:
    assert unescaped(escaped(text)) == text
    assert not escaped(text).startswith(("=", "+", "-", "@", "\t", "\r"))


@settings(max_examples=40)
@given(content=st.binary(max_size=400))
def test_no_bytes_break_the_reader(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    from spbe_assets.domain.errors import AppError

    path = text_file(tmp_path_factory.mktemp("any") / "x.csv", content)
    try:
        open_book(path)
    except AppError as problem:
        assert str(problem)
