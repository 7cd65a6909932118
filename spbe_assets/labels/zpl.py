"""Labels in ZPL II, which Zebra printers and many others understand.

Each row of labels is one format with one graphic field (see `thermal` for why pictures), packed in hexadecimal with
repeat counts, which printers of any age and make unpack.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from spbe_assets.domain.labels import Design, LabelContent, LabelRun
from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.labels import dots, thermal
from spbe_assets.labels.geometry import Fit
from spbe_assets.labels.stock import Stock

_ALIKE = re.compile(r"([0-9A-F])\1{2,418}")  # 419 is the most that two counts can say
_ONES, _TWENTIES = " GHIJKLMNOPQRSTUVWXY", " ghijklmnopqrstuvwxyz"


def render(
    path: Path,
    stock: Stock,
    contents: Iterable[LabelContent],
    *,
    design: Design = Design(),  # noqa: B008 - frozen
    dpi: int = dots.DEFAULT,
    fit: Fit = Fit(),  # noqa: B008 - frozen
    start_cell: int = 1,
    total: int = 0,
    progress: Progress = SILENT,
) -> LabelRun:
    """Write labels as ZPL to `path`; the same labels give the same bytes.

    Labels that follow themselves (copies) are sent once and repeated by the printer. With several labels across the
    roll a row is one page.

    Args:
        path: replaced only when everything is written.
        stock: the roll.
        contents: the labels, taken one by one; those without a tag are left out and reported.
        design: what is printed on each; without a size the stock's own.
        dpi: the printer's resolution.
        fit: the printer's error to make up for; codes keep whole dots whatever the scale.
        start_cell: the first label of the first row that is still there.
        total: how many labels to expect, for the progress only.
        progress: told every hundred labels.

    Raises:
        Invalid: start cell or resolution can't be right.
        Refused: the stock is a sheet, there is nothing to print, or the file can't be written.
    """
    return thermal.write(
        format_of, path, stock, contents, design=design, dpi=dpi, fit=fit, start_cell=start_cell, total=total,
        progress=progress,
    )  # fmt: skip


def format_of(stock: Stock, page: thermal.Page) -> bytes:
    """The commands that print one page."""
    commands = [
        "^XA", "^CI28", f"^PW{page.width}", f"^LL{page.height}", "^LH0,0",
        "^MNN" if stock.continuous else "^MNY", "^MMT",
        *_field(page.bitmap), f"^PQ{page.copies}", "^XZ", "",
    ]  # fmt: skip
    return "\n".join(commands).encode("ascii")


def _field(bitmap: thermal.Bitmap | None) -> list[str]:
    if bitmap is None:
        return []
    size = len(bitmap.data)
    packed = "".join(_packed(bitmap.data, bitmap.row_bytes))
    return [f"^FO{bitmap.x},{bitmap.y}^GFA,{size},{size},{bitmap.row_bytes},{packed}^FS"]


def _packed(data: bytes, row_bytes: int) -> Iterator[str]:
    """Each row in hexadecimal: “:” repeats the row above, “,” and “!” fill it up with zeros and ones."""
    above = b""
    for start in range(0, len(data), row_bytes):
        row = data[start : start + row_bytes]
        yield ":" if row == above else _packed_row(row)
        above = row


def _packed_row(row: bytes) -> str:
    fill, kept = ",", row.rstrip(b"\x00")
    if len(kept) == len(row):
        fill, kept = "!", row.rstrip(b"\xff")
    if len(kept) == len(row):
        fill = ""
    return _ALIKE.sub(_counted, kept.hex().upper()) + fill


def _counted(alike: re.Match[str]) -> str:
    twenties, ones = divmod(len(alike[0]), 20)
    return f"{_TWENTIES[twenties]}{_ONES[ones]}{alike[1]}".replace(" ", "")
