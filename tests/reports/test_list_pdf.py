"""The printed list: all rows, true page numbers, hostile texts, and a bound."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from spbe_assets.domain.errors import Refused
from spbe_assets.reports import list_pdf
from spbe_assets.reports.list_pdf import Heading, PrintedList

COLUMNS = (Heading("Tag", 1), Heading("Equipment", 3), Heading("Year", 0.6, right=True))


def printed(count: int) -> PrintedList:
    return PrintedList("Equipment", "Condition: Good <b> & more", COLUMNS, count)


def texts(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


@pytest.mark.parametrize("count", [0, 1, 30, 31, 32, 33, 34, 35, 100, 250])
def test_every_row_stands_on_a_page_that_says_how_many_there_are(tmp_path: Path, count: int) -> None:
    path = tmp_path / "list.pdf"
    pages = list_pdf.write(printed(count), ([f"T-{n:04}", "Server", "2024"] for n in range(count)), path)

    found = texts(path)
    assert len(found) == pages
    assert all(f"Page {number} of {pages}" in page for number, page in enumerate(found, 1))
    assert all(f"T-{n:04}" in "".join(found) for n in range(count))
    assert "Condition: Good <b> & more" in found[0]


def test_hostile_texts_are_printed_as_they_are_within_their_column(tmp_path: Path) -> None:
    path = tmp_path / "list.pdf"
    list_pdf.write(printed(1), [["<para>", "x" * 5_000 + "سرور 🖥", ""]], path)

    assert "<para>" in texts(path)[0]
    assert "x" * 200 not in texts(path)[0]


def test_a_list_that_nobody_would_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "list.pdf"
    with pytest.raises(Refused):
        list_pdf.write(printed(list_pdf.MOST_ROWS + 1), [], path)
    assert not path.exists()
