"""CSV from whichever program: encoding, separator and line ends are found out."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from spbe_assets.domain.errors import Refused
from spbe_assets.domain.parsing import Cell
from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.domain.safe_text import unescaped
from spbe_assets.i18n import _
from spbe_assets.sheets import limits
from spbe_assets.sheets.book import Row, Sheet, cell_name
from spbe_assets.sheets.sniff import looks_like_utf16

SEPARATORS = (",", ";", "\t", "|")
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SAMPLE_ROWS = 60
_STEP_ROWS = 20_000
_NAMED_SEPARATOR = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)
WINDOWS = "cp1252"


def read_csv(path: Path, progress: Progress = SILENT) -> tuple[Sheet, tuple[str, ...]]:
    """The one sheet of a CSV file, and notes on how it had to be read.

    Raises:
        Refused: its bytes are no text, or it has too many rows or too long cells.
    """
    content = path.read_bytes()
    encoding = encoding_of(content)
    written = _decoded(path.name, content, encoding)
    separator, written = separator_of(written)
    rows = list(_rows(path.name, written, separator, progress))
    notes = []
    if encoding == WINDOWS:
        notes.append(_("{file} is not UTF-8; its letters were read as Windows-1252.").format(file=path.name))
    return Sheet(path.stem[:31], rows), tuple(notes)


def encoding_of(content: bytes) -> str:
    """The encoding that a mark, the zeros or the letters of a text give away."""
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return encoding
    if found := looks_like_utf16(content):
        return found
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return WINDOWS
    return "utf-8"


def separator_of(written: str) -> tuple[str, str]:
    """What separates the columns, and the text without a line that only says so (`sep=;`)."""
    if named := _NAMED_SEPARATOR.match(written):
        return named[1], written[named.end() :]
    return max(SEPARATORS, key=lambda separator: _regularity(written, separator)), written


def _regularity(written: str, separator: str) -> tuple[int, int]:
    """How many sample rows have the same number of columns (more than one), and how many columns."""
    try:
        widths = Counter(
            len(row) for row, _left in zip(_parsed(written[:100_000], separator), range(_SAMPLE_ROWS), strict=False)
        )
    except csv.Error:
        return 0, 0
    widths.pop(1, None)
    widths.pop(0, None)
    return max(((count * min(width, 4), width) for width, count in widths.items()), default=(0, 0))


def _decoded(name: str, content: bytes, encoding: str) -> str:
    try:
        written = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Refused(
            _("Line {line} of {file} holds letters in no known encoding; save it as “CSV UTF-8”.").format(
                line=line, file=name
            )
        ) from None
    if "\x00" in written:
        line = written.count("\n", 0, written.index("\x00")) + 1
        raise Refused(
            _("Line {line} of {file} holds bytes that are no text; save it as “CSV UTF-8”.").format(
                line=line, file=name
            )
        )
    return written


def _parsed(written: str, separator: str) -> Iterator[list[str]]:
    # StringIO would take four bytes a letter
    lines = io.TextIOWrapper(io.BytesIO(written.encode()), "utf-8", newline="")
    return csv.reader(lines, delimiter=separator)


def _rows(name: str, written: str, separator: str, progress: Progress) -> Iterator[Row]:
    before = csv.field_size_limit(limits.MOST_CELL_CHARACTERS)
    number, budget = 0, limits.MOST_CELLS
    texts: dict[str, str] = {}
    try:
        _refuse_too_many_rows(name, written, separator)
        for number, cells in enumerate(_parsed(written, separator), 1):
            if number % _STEP_ROWS == 0:
                progress.step(0, 0, _("Reading {file}").format(file=name))
            budget -= len(cells)
            if budget < 0:
                raise _too_many_rows(name)
            if row := _row(name, number, cells, texts):
                yield row
    except csv.Error:
        raise Refused(
            _("Row {row} of {file} has a cell of more than {n} characters; is a quotation mark missing?").format(
                row=number + 1, file=name, n=limits.MOST_CELL_CHARACTERS
            )
        ) from None
    finally:
        csv.field_size_limit(before)


def _refuse_too_many_rows(name: str, written: str, separator: str) -> None:
    """Count the rows without keeping them, where there are lines enough for too many."""
    if max(written.count("\n"), written.count("\r")) > limits.MOST_ROWS:
        for number, _cells in enumerate(_parsed(written, separator), 1):
            if number > limits.MOST_ROWS:
                raise _too_many_rows(name)


def _row(name: str, number: int, cells: list[str], texts: dict[str, str]) -> Row | None:
    if len(cells) > limits.MOST_COLUMNS:
        raise Refused(
            _("Row {row} of {file} has more than {n} columns (to {cell}); check the separator.").format(
                row=number, file=name, n=limits.MOST_COLUMNS, cell=cell_name(number, len(cells) - 1)
            )
        )
    kept: list[Cell] = [texts.setdefault(cell, unescaped(cell)) if cell else None for cell in cells]
    while kept and kept[-1] is None:
        kept.pop()
    return Row(number, kept) if kept else None


def _too_many_rows(name: str) -> Refused:
    return Refused(
        _("{file} has more than {n} rows; split it into several files.").format(file=name, n=f"{limits.MOST_ROWS:,}")
    )
