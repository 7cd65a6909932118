"""Reading a list of tags: a text file with one on each line, or what a batch scanner wrote."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from pathlib import Path

from spbe_assets.domain import os_errors, tags
from spbe_assets.domain.errors import Refused
from spbe_assets.domain.labels import Listed
from spbe_assets.i18n import _

MOST_BYTES = 5_000_000
MOST_TAGS = 100_000
LONGEST = 120
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_BETWEEN = re.compile(r"[,;\t|]")
_WHEN = re.compile(r"[\d/.:\- ]*[/.:\-][\d/.:\- ]*(am|pm)?", re.IGNORECASE)
"""A date or a time in any of the forms that scanners write."""
_NUMBERED = re.compile(r"\d{1,4}")
_TITLES = frozenset({"tag", "tags", "code", "barcode", "qr", "no", "kode", "label", "nomor", "date", "tanggal"})


def read(path: Path) -> Listed:
    """The tags of a file in the order of its lines, with or without the scheme of our labels.

    Further columns, such as the date and time that a batch scanner adds, may stand before or after the tag. UTF-8 and
    UTF-16 are read, with and without a byte order mark.

    Raises:
        Refused: the file can't be read, is too large, is no text, or holds no tags; the sentence says what to do.
    """
    found = tuple(_codes(_lines(path)))
    if not found:
        raise Refused(_("There are no tags in {file}; write one on each line.").format(file=path.name))
    if len(found) > MOST_TAGS:
        raise Refused(_("{file} has more than 100,000 lines; split it.").format(file=path.name))
    return Listed(found)


def _lines(path: Path) -> list[str]:
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        said = _("{file} can't be read: {reason}. Choose another file.")
        raise Refused(said.format(file=path.name, reason=os_errors.reason(error))) from error
    if len(content) > MOST_BYTES:
        raise Refused(_("{file} is larger than 5 MB, too large for a list of tags; split it.").format(file=path.name))
    text = _text(content)
    if "\0" in text:
        said = _("{file} is not a text file; save the list as .txt or .csv with one tag on each line.")
        raise Refused(said.format(file=path.name))
    return text.splitlines()


def _text(content: bytes) -> str:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace")
    if content[1::2].count(0) * 4 > len(content):
        return content.decode("utf-16-le", "replace")
    if content[0::2].count(0) * 4 > len(content):
        return content.decode("utf-16-be", "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _codes(lines: Iterable[str]) -> Iterable[str]:
    for number, line in enumerate(lines):
        cells = [cell for part in _BETWEEN.split(line) if (cell := part.strip(" \"'\ufeff"))]
        code = next((cell for cell in cells if tags.parse(cell)), "") or _likeliest(cells)
        if code and not (number == 0 and code.casefold() in _TITLES):
            yield code[:LONGEST]


def _likeliest(cells: list[str]) -> str:
    """The first cell that is neither a date, a time nor a line number; the first of all where every one is."""
    telling = (cell for cell in cells if not _WHEN.fullmatch(cell) and not _NUMBERED.fullmatch(cell))
    return next(telling, cells[0] if cells else "")
