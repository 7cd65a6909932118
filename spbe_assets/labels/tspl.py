"""Labels in TSPL, which TSC printers and most cheap label printers understand; see `thermal` for why pictures."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from spbe_assets.domain.labels import Design, LabelContent, LabelRun
from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.labels import dots, thermal
from spbe_assets.labels.geometry import Fit
from spbe_assets.labels.stock import Stock

USUAL_GAP_MM = 3.0
"""Where the stock doesn't say: the printer looks for the real gap about there."""
_TURNED = bytes(255 - byte for byte in range(256))  # here 0 is black


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
    """Write labels as TSPL to `path`; everything else is as in `zpl.render`.

    Raises:
        Invalid: start cell or resolution can't be right.
        Refused: the stock is a sheet, there is nothing to print, or the file can't be written.
    """
    return thermal.write(
        commands_of, path, stock, contents, design=design, dpi=dpi, fit=fit, start_cell=start_cell, total=total,
        progress=progress,
    )  # fmt: skip


def commands_of(stock: Stock, page: thermal.Page) -> bytes:
    """The commands that print one page."""
    width, length = thermal.size_mm(stock)
    gap = 0.0 if stock.continuous else stock.gap or USUAL_GAP_MM
    head = (
        f"SIZE {width:g} mm,{length:g} mm",
        f"GAP {gap:g} mm,0 mm",
        "DIRECTION 0",
        "REFERENCE 0,0",
        "CLS",
    )
    return b"".join(
        [*(f"{line}\r\n".encode("ascii") for line in head), _bitmap(page.bitmap), f"PRINT 1,{page.copies}\r\n".encode()]
    )


def _bitmap(bitmap: thermal.Bitmap | None) -> bytes:
    if bitmap is None:
        return b""
    place = f"BITMAP {bitmap.x},{bitmap.y},{bitmap.row_bytes},{bitmap.rows},0,"
    return place.encode("ascii") + bitmap.data.translate(_TURNED) + b"\r\n"
