"""Pure arithmetic in mm: where the n-th label lies, and how a printer's offset and scale move it.

Coordinates run from the top left corner of the page, x to the right and y down, as people measure with a ruler.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

from spbe_assets.domain.errors import Invalid
from spbe_assets.i18n import _
from spbe_assets.labels.stock import Stock

LARGEST_OFFSET_MM = 20.0
SCALES = (0.9, 1.1)


class Rect(NamedTuple):
    """A rectangle by its top left corner and size."""

    x: float
    y: float
    width: float
    height: float


class Place(NamedTuple):
    """Where a label goes: page from 0, cell from 1, and its rectangle on the page."""

    page: int
    cell: int
    rect: Rect


@dataclass(frozen=True, slots=True)
class Fit:
    """How one printer's output is corrected on one stock: first scaled about the corner, then moved.

    Raises:
        Invalid: a correction so large that it must be a mistake.
    """

    offset_x: float = 0.0
    offset_y: float = 0.0
    scale: float = 1.0

    def __post_init__(self) -> None:
        for offset in (self.offset_x, self.offset_y):
            if not math.isfinite(offset) or abs(offset) > LARGEST_OFFSET_MM:
                raise Invalid(
                    _("The printer offset is {offset} mm; it must lie between −{most} and {most} mm.").format(
                        offset=offset, most=f"{LARGEST_OFFSET_MM:g}"
                    ),
                    "offset",
                )
        if not SCALES[0] <= self.scale <= SCALES[1]:
            raise Invalid(
                _("The printer scale is {scale}; it must lie between {least} and {most}.").format(
                    scale=self.scale, least=SCALES[0], most=SCALES[1]
                ),
                "scale",
            )

    def moved(self, rect: Rect) -> Rect:
        """The rectangle that must be drawn so that the printer puts it where `rect` is."""
        scale = self.scale
        x, y = rect.x * scale + self.offset_x, rect.y * scale + self.offset_y
        return Rect(x, y, rect.width * scale, rect.height * scale)


def cell(stock: Stock, number: int) -> Rect:
    """The rectangle of a cell, counted from 1 along the rows."""
    row, column = divmod(number - 1, stock.columns)
    return Rect(
        stock.left + column * stock.pitch_x, stock.top + row * stock.pitch_y, stock.cell_width, stock.cell_height
    )


def place(stock: Stock, index: int, start_cell: int = 1) -> Place:
    """Where the label with an index from 0 goes when the first page begins at `start_cell`."""
    page, rest = divmod(index + start_cell - 1, stock.cells)
    return Place(page, rest + 1, cell(stock, rest + 1))


def pages_needed(stock: Stock, count: int, start_cell: int = 1) -> int:
    """Pages for `count` labels; none for no labels."""
    return -(-(count + start_cell - 1) // stock.cells) if count else 0


def next_cell(stock: Stock, count: int, start_cell: int = 1) -> int:
    """The first free cell after `count` labels; 1 when the last page is full."""
    return (count + start_cell - 1) % stock.cells + 1


def check_start(stock: Stock, start_cell: int) -> None:
    """Refuse a start cell that the stock doesn't have.

    Raises:
        Invalid: it doesn't lie on the page.
    """
    if not 1 <= start_cell <= stock.cells:
        raise Invalid(
            _("{stock} has cells 1 to {cells}; {start} is not one of them.").format(
                stock=stock.title, cells=stock.cells, start=start_cell
            ),
            "start_cell",
        )
