"""Forms on paper: nothing leaves its cell or page, signatures never stand alone."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from spbe_assets import pdf_fonts
from spbe_assets.domain.errors import Refused
from spbe_assets.pdf_fonts import SANS
from spbe_assets.reports.forms import paper
from spbe_assets.reports.forms.wrapping import lines_of
from spbe_assets.services.forms.form import Column, Form, Kind, Row, Signer, amount
from spbe_assets.sheets.forms import workbook
from tests.forms.conftest import cells, pages

COLUMNS = (Column("No", 3, Kind.CENTRED), Column("Nama", 30), Column("Harga", 10, Kind.MONEY))
NASTY = ("x" * 500, "satu dua " * 60, "\x00\u202e[]*?/\\'", "=HYPERLINK()", "", "🙂" * 40, "a\nb\n\nc" * 9)


def form(count: int, **said: object) -> Form:
    rows: list[Row] = [(number, NASTY[number % len(NASTY)], number * 10**12) for number in range(1, count + 1)]
    signers = (Signer(("MENGETAHUI",), "S" * 200, "1"), Signer(("PENGURUS BARANG",)))
    head = (("UNIT", "Dinas " + "panjang " * 30),)
    return Form("F", ("JUDUL " * 40,), head, COLUMNS, rows, (2,), signers=signers, **said)  # type: ignore[arg-type]


@pytest.mark.parametrize("count", [0, 1, 7, 11, 12, 13, 14, 15, 16, 300])
@pytest.mark.parametrize("size", ["a4", "f4"])
def test_every_letter_lies_on_the_page_and_signatures_beside_a_row(tmp_path: Path, count: int, size: str) -> None:
    made = form(count)
    assert paper.write(tmp_path / "a.pdf", [made], paper=size) == [count]
    document = pypdfium2.PdfDocument(tmp_path / "a.pdf")
    for page in document:
        width, height = page.get_size()
        text = page.get_textpage()
        for at in range(text.count_chars()):
            left, bottom, right, top = text.get_charbox(at)
            assert 0 <= left <= right <= width, text.get_text_range(at, 5)
            assert 0 <= bottom <= top <= height, text.get_text_range(at, 5)
    document.close()
    last = pages(tmp_path / "a.pdf")[-1]
    assert "PENGURUS BARANG" in last
    assert "JUMLAH" in last
    assert count == 0 or amount(count * 10**12) in last.replace("\n", "")


def test_no_form_at_all_is_refused_and_leaves_no_file(tmp_path: Path) -> None:
    for write in (paper.write, workbook.write):
        with pytest.raises(Refused, match="nothing"):
            write(tmp_path / "a", [])
    assert list(tmp_path.iterdir()) == []


def test_sheets_of_one_name_get_names_of_their_own(tmp_path: Path) -> None:
    forms = [form(1), form(2), form(0)]
    assert workbook.write(tmp_path / "a.xlsx", forms) == [1, 2, 0]
    assert list(cells(tmp_path / "a.xlsx")) == ["F", "F 2", "F 3"]


def test_texts_stay_texts_and_money_numbers(tmp_path: Path) -> None:
    workbook.write(tmp_path / "a.xlsx", [form(7)])
    (rows,) = cells(tmp_path / "a.xlsx").values()
    assert [1.0, "satu dua " * 60, 10.0**12] in rows or [1.0, ("satu dua " * 60), 1e12] in rows
    assert [3.0, "=HYPERLINK()", 3e12] in rows
    assert [None, "JUMLAH", 28e12][1:] in [row[1:] for row in rows]


@pytest.mark.parametrize("width", [3.0, 20.0, 90.0, 400.0])
@pytest.mark.parametrize("text", NASTY)
def test_no_line_is_wider_than_its_cell(text: str, width: float) -> None:
    for most in (1, 3, 14):
        lines = lines_of(text, width, SANS, 7.0, most)
        assert len(lines) <= most
        assert all(len(line) <= 1 or pdf_fonts.width(line, SANS, 7.0) <= width for line in lines)
