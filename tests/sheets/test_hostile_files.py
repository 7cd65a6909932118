"""Bad input gets one sentence that names the place and the remedy, and never the machine's memory."""

from __future__ import annotations

import io
import random
import resource
import struct
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from spbe_assets.domain.errors import AppError, Cancelled, Refused
from spbe_assets.sheets import limits
from spbe_assets.sheets.read import open_book
from tests.sheets.making import item, kib, recognised, text_file, workbook

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def refusal(path: Path) -> str:
    with pytest.raises(Refused) as caught:
        recognised(path)
    sentence = str(caught.value)
    assert "\n" not in sentence
    assert sentence.endswith((".", "?"))
    return sentence


def sheet_xml(path: Path, cells: str) -> Path:
    """An XLSX whose only sheet holds these rows as they are."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        book.add_worksheet("S").write(0, 0, "x")
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            content = old.read(entry)
            if entry == "xl/worksheets/sheet1.xml":
                start, _rows, end = content.partition(b"<sheetData>")
                content = start + b"<sheetData>" + cells.encode() + end[end.index(b"</sheetData>") :]
            new.writestr(entry, content)
    return path


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7 ...", b"\x89PNG\r\n\x1a\n" + bytes(64), b"MZ" + bytes(200), bytes(range(256)) * 20]
)
def test_a_file_that_is_no_spreadsheet_is_named_so(tmp_path: Path, content: bytes) -> None:
    assert "not a spreadsheet" in refusal(text_file(tmp_path / "x.xlsx", content))


def test_a_word_document_is_no_spreadsheet(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.xlsx", "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert "not a spreadsheet" in refusal(tmp_path / "x.xlsx")


def test_an_empty_file_and_a_missing_one_are_named_so(tmp_path: Path) -> None:
    assert "empty" in refusal(text_file(tmp_path / "x.csv", b""))
    assert "can't be opened" in refusal(tmp_path / "nowhere.csv")


def test_a_web_page_with_the_name_of_a_workbook_is_named_so(tmp_path: Path) -> None:
    page = "<html><table><tr><td>Kode Barang</td></tr></table></html>"
    assert "web page" in refusal(text_file(tmp_path / "x.xls", page))


def test_a_protected_workbook_asks_for_a_copy_without_password(tmp_path: Path) -> None:
    content = OLE + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(480)
    assert "password" in refusal(text_file(tmp_path / "x.xlsx", content))


def test_a_protected_ods_asks_for_a_copy_without_password(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", b"\x01\x02")
        archive.writestr("META-INF/manifest.xml", "<m:encryption-data/>")
    assert "password" in refusal(tmp_path / "x.ods")


def test_a_truncated_workbook_is_damaged(tmp_path: Path) -> None:
    whole = workbook(tmp_path / "whole.xlsx", kib=kib([item()])).read_bytes()
    for share in (0.2, 0.5, 0.9, 0.999):
        assert "damaged" in refusal(text_file(tmp_path / "x.xlsx", whole[: int(len(whole) * share)]))


def test_flipped_bits_are_damage_or_do_no_harm(tmp_path: Path) -> None:
    whole = workbook(tmp_path / "whole.xlsx", kib=kib([item(n, register=f"{n:06}") for n in range(1, 40)])).read_bytes()
    chance, refused = random.Random(7), 0
    for _round in range(12):
        bits = bytearray(whole)
        for _flip in range(chance.choice((1, 5, 40))):
            bits[chance.randrange(len(bits))] ^= 1 << chance.randrange(8)
        try:
            open_book(text_file(tmp_path / "x.xlsx", bytes(bits)))
        except AppError as problem:
            refused += 1
            assert str(problem).endswith(".")
    assert refused > 3


def test_a_bomb_is_refused_before_it_unpacks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spbe_assets.sheets.archive.MOST_UNPACKED_BYTES", 20 * limits.MEGABYTE)
    workbook(tmp_path / "x.xlsx", s=[["x"]])
    with zipfile.ZipFile(tmp_path / "x.xlsx", "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/zeros.bin", bytes(30 * limits.MEGABYTE))
    assert (tmp_path / "x.xlsx").stat().st_size < limits.MEGABYTE
    assert "unpacks to more than" in refusal(tmp_path / "x.xlsx")


def test_a_bomb_that_lies_about_its_size_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spbe_assets.sheets.archive.MOST_UNPACKED_BYTES", 20 * limits.MEGABYTE)
    path = workbook(tmp_path / "x.xlsx", s=[["x"]])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/zeros.bin", bytes(30 * limits.MEGABYTE))
    lying = path.read_bytes().replace(struct.pack("<I", 30 * limits.MEGABYTE), struct.pack("<I", 100))
    assert refusal(text_file(path, lying))


def test_two_cells_at_opposite_corners_cost_no_memory_of_ours(tmp_path: Path) -> None:
    # the parser lays out the whole rectangle between them: 17 thousand million cells
    corners = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    path = sheet_xml(tmp_path / "x.xlsx", corners)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert "too large" in refusal(path)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000


def test_a_cell_of_thirty_megabytes_is_named_with_its_place(tmp_path: Path) -> None:
    huge = "x" * (30 * limits.MEGABYTE)
    path = sheet_xml(tmp_path / "x.xlsx", f'<row r="7"><c r="B7" t="inlineStr"><is><t>{huge}</t></is></c></row>')
    assert "Cell B7 of sheet “S”" in refusal(path)


def test_a_csv_cell_that_never_ends_is_named_with_its_row(tmp_path: Path) -> None:
    content = 'Kode Barang;Nama Barang\n1.2.3;Meja\n1.2.4;"' + "x" * (30 * limits.MEGABYTE)
    assert "Row 3" in refusal(text_file(tmp_path / "x.csv", content))


def test_too_many_rows_are_refused_without_keeping_them(tmp_path: Path) -> None:
    path = text_file(tmp_path / "x.csv", b"Nama Barang;Merk\n" + b"Meja;Olympic\n" * 1_200_000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert "more than 1,048,576 rows" in refusal(path)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 150_000


def test_too_many_columns_are_refused(tmp_path: Path) -> None:
    assert "more than 1000 columns" in refusal(text_file(tmp_path / "x.csv", ";".join(["x"] * 1500)))


def test_bytes_in_no_encoding_are_named_with_their_line(tmp_path: Path) -> None:
    assert "Line 2" in refusal(text_file(tmp_path / "x.csv", b"Nama Barang;Merk\nMeja \x81\x8d;x\n"))


def test_a_table_without_titles_says_what_to_do(tmp_path: Path) -> None:
    assert "titles" in refusal(workbook(tmp_path / "x.xlsx", Data=[[1, "1.3.2", "PC"], [2, "1.3.3", "Meja"]]))


def test_an_unknown_sheet_names_those_there_are(tmp_path: Path) -> None:
    path = workbook(tmp_path / "x.xlsx", Data=kib([item()]))
    with pytest.raises(Refused, match="“Data”"):
        recognised(path, sheet="Lembar 9")


def test_cancelling_while_a_workbook_is_parsed_stops_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Impatient:
        def step(self, _done: int, _total: int, _text: str = "") -> None:
            raise Cancelled

    monkeypatch.setattr("spbe_assets.sheets.read_workbook._POLL_SECONDS", 0.001)
    with pytest.raises(Cancelled):
        open_book(workbook(tmp_path / "x.xlsx", Data=kib([item()])), Impatient())
