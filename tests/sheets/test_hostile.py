"""Bad input by command: exit 2 with one sentence, the database byte for byte as before, memory bounded."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from spbe_assets.cli import app
from spbe_assets.domain.progress import SILENT
from spbe_assets.paths import ROOT
from spbe_assets.sheets.read import open_book
from spbe_assets.storage.store import Store
from tests.sheets.making import fates, item, kib, planned, recognised, text_file, workbook

MEGABYTE = 1 << 20
MOST_OURS_MB = 700
"""The reader itself may take so much for the largest file it looks into; the parser of workbooks three times that."""
MOST_PARSER_MB = 2100


def sheet(path: Path, write: Callable[[io.BufferedIOBase], None]) -> Path:
    """An XLSX whose only sheet holds the XML that `write` streams into it."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        book.add_worksheet("S").write(0, 0, "x")
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
        for entry in old.namelist():
            content = old.read(entry)
            with new.open(entry, "w", force_zip64=True) as file:
                if entry != "xl/worksheets/sheet1.xml":
                    file.write(content)
                    continue
                start, _rows, end = content.partition(b"<sheetData>")
                file.write(start + b"<sheetData>")
                write(file)
                file.write(end[end.index(b"</sheetData>") :])
    return path


def bomb(path: Path) -> Path:
    spaces = b" " * (16 * MEGABYTE)
    return sheet(path, lambda file: [file.write(spaces) for _part in range(70)] and None)


def millions_of_rows(path: Path) -> Path:
    def write(file: io.BufferedIOBase) -> None:
        for first in range(0, 5_000_000, 50_000):
            numbers = range(first + 1, first + 50_001)
            file.write("".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in numbers).encode())

    return sheet(path, write)


def millions_of_lines(path: Path) -> Path:
    return text_file(path.with_suffix(".csv"), b"Nama Barang;Merk\n" + b"Meja;Olympic\n" * 5_000_000)


def huge_cell(path: Path) -> Path:
    text = b"x" * (30 * MEGABYTE)
    return sheet(
        path, lambda file: file.write(b'<row r="7"><c r="B7" t="inlineStr"><is><t>' + text + b"</t></is></c></row>")
    )


def huge_line(path: Path) -> Path:
    return text_file(path.with_suffix(".csv"), b'Nama Barang;Merk\nMeja;"' + b"x" * (30 * MEGABYTE))


MEASURED = """
import os, subprocess, sys
child = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
_pid, status, used = os.wait4(child.pid, 0)
print(used.ru_maxrss)
sys.exit(os.waitstatus_to_exitcode(status))
"""
"""Runs a command and tells its memory; a child of the tests themselves would count theirs, which it had at first."""


@pytest.mark.skipif(sys.platform == "win32", reason="wait4 tells the memory of a child")
@pytest.mark.parametrize(
    ("make", "words"),
    [
        (bomb, "unpacks to more than"),
        (millions_of_rows, "Sheet “S” has more than 1,048,576 rows"),
        (millions_of_lines, "more than 1,048,576 rows"),
        (huge_cell, "Cell B7 of sheet “S”"),
        (huge_line, "Row 2"),
    ],
)
def test_a_monster_is_refused_with_bounded_memory(
    store: Store, tmp_path: Path, make: Callable[[Path], Path], words: str
) -> None:
    before = digest(store)
    command = [sys.executable, "main.py", "import", str(make(tmp_path / "x.xlsx")), "--db", str(store.path)]
    child = subprocess.run(
        [sys.executable, "-c", MEASURED, *command],
        cwd=ROOT, capture_output=True, text=True, env={**os.environ, "SPBE_ASSETS_LANG": "en"}, check=False,
    )  # fmt: skip
    sentence, used_mb = child.stderr, int(child.stdout.split()[-1]) / 1024
    assert child.returncode == 2, sentence
    assert words in sentence
    assert sentence.count("\n") == 1
    assert used_mb < (MOST_OURS_MB if make in (bomb, millions_of_lines, huge_line) else MOST_PARSER_MB)
    assert digest(store) == before


def digest(store: Store) -> str:
    """What the database file and its journal hold."""
    files = sorted(store.path.parent.glob(store.path.name + "*"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in files if not path.name.endswith("-shm"))).hexdigest()


def truncated(path: Path) -> Path:
    whole = workbook(path, S=kib([item()])).read_bytes()
    return text_file(path, whole[: len(whole) // 2])


def flipped(path: Path) -> Path:
    bits = bytearray(workbook(path, S=kib([item()])).read_bytes())
    with zipfile.ZipFile(path) as archive:
        place = archive.getinfo("xl/worksheets/sheet1.xml").header_offset + 120
    bits[place] ^= 0x10
    return text_file(path, bytes(bits))


def protected(path: Path) -> Path:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    return text_file(path, ole + "EncryptedPackage".encode("utf-16-le") + bytes(480))


def no_titles(path: Path) -> Path:
    return workbook(path, Data=[[1, "1.3.2", "PC"], [2, "1.3.3", "Meja"]])


@pytest.mark.parametrize(
    ("make", "remedy"),
    [
        (lambda path: text_file(path, b"%PDF-1.7 ..."), "choose an XLSX, XLS, ODS or CSV"),
        (lambda path: text_file(path, b""), "choose another file"),
        (protected, "save a copy without one"),
        (truncated, "copy or save it again"),
        (flipped, "copy or save it again"),
        (no_titles, "use the template"),
        (lambda path: text_file(path, b"Nama Barang;Merk\nMeja \x81\x8d;x\n"), "CSV UTF-8"),
        (lambda path: text_file(path, b"Nama Barang;Merk\nMe\x00ja;" + b"x" * 70_000 + b"\n"), "choose an XLSX"),
    ],
)
def test_a_bad_file_is_refused_in_one_sentence_and_writes_nothing(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
    make: Callable[[Path], Path], remedy: str,
) -> None:  # fmt: skip
    monkeypatch.setenv("SPBE_ASSETS_LANG", "en")
    path, before = make(tmp_path / "x.xlsx"), digest(store)
    assert app.run(["import", str(path), "--db", str(store.path)]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("\n") == 1
    assert remedy in told.err
    assert digest(store) == before


def test_of_doubled_titles_the_first_counts_and_the_other_is_told(store: Store, tmp_path: Path) -> None:
    made = planned(store, text_file(tmp_path / "x.csv", "Nama Barang;Merk;Merk\nMeja;A;B\n"))
    assert made.rows[0].values["brand"] == "A"
    assert [title for _sheet, title, _part in made.unknown] == ["Merk"]


def test_two_tables_in_a_sheet_are_both_read(store: Store, tmp_path: Path) -> None:
    titles = ["Nama Barang", "Merk", "Nomor Seri"]
    rows = [titles, ["Server", "Dell", "S1"], [], ["LANTAI 2"], titles[::-1], ["S2", "HP", "Printer"]]
    made = planned(store, workbook(tmp_path / "x.xlsx", S=rows))
    assert [row.values["serial"] for row in made.rows] == ["S1", "S2"]


def test_old_line_ends_make_rows(store: Store, tmp_path: Path) -> None:
    made = planned(store, text_file(tmp_path / "x.csv", "Nama Barang;Merk\rServer;Dell\rPrinter;Epson\r"))
    assert [row.values["name"] for row in made.rows] == ["Server", "Printer"]


def test_formulas_are_texts_or_their_last_values(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        page = book.add_worksheet("S")
        page.write_row(0, 0, ["Nama Barang", "Merk", "Harga"])
        page.write_row(1, 0, ["=HYPERLINK(1)", "+62"])
        page.write_formula(1, 2, "=1000*2", None, 2000)
    made = planned(store, path)
    row = made.rows[0]
    assert (row.values["name"], row.values["brand"], row.values["price_rupiah"]) == ("=HYPERLINK(1)", "+62", 2000)
    assert len(fates(made)) == 1
    assert open_book(path, SILENT).sheets[0].rows[1].cells[2] == 2000.0
    assert recognised(path).tables
