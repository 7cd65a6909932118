"""The paper: a catalogue of label stocks, each checked so that what it says can be printed.

Shipped stocks are TOML files below `resources/stocks`; more may lie in a folder of the user. All lengths are mm.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import Any

from spbe_assets.domain.errors import Invalid, NotFound
from spbe_assets.domain.labels import ContentSize
from spbe_assets.i18n import _
from spbe_assets.paths import resource

TOLERANCE_MM = 0.01
LARGEST_MM = 2000.0
MOST_CELLS = 1000
DEFAULT = "avery-l7159"


class StockKind(StrEnum):
    """How the labels come out of the printer."""

    SHEET = "sheet"
    ROLL = "roll"


@dataclass(frozen=True, slots=True)
class Stock:
    """One label paper. `left` and `top` are the margins to the first cell, the pitches run from cell to cell.

    On a roll every label is a page. `outline` draws a hairline around each cell, for plain paper that is cut.

    Raises:
        Invalid: the cells overlap or leave the page; the sentence says which number to look at.
    """

    id: str
    maker: str
    number: str
    kind: StockKind
    page_width: float
    page_height: float
    cell_width: float
    cell_height: float
    columns: int = 1
    rows: int = 1
    left: float = 0.0
    top: float = 0.0
    pitch_x: float = 0.0
    pitch_y: float = 0.0
    corner_radius: float = 0.0
    content: ContentSize = ContentSize.FULL
    outline: bool = False

    def __post_init__(self) -> None:
        _check_numbers(self)
        _check_across(self)
        _check_down(self)

    @property
    def cells(self) -> int:
        """Labels on one page."""
        return self.columns * self.rows

    @property
    def title(self) -> str:
        """What people choose from: maker, number, layout and size."""
        layout = f" · {self.columns} × {self.rows}" if self.kind is StockKind.SHEET else ""
        return f"{self.maker} {self.number}{layout} · {self.cell_width:g} × {self.cell_height:g} mm"


def catalogue(own_folder: Path | None = None) -> dict[str, Stock]:
    """All stocks by id, the shipped ones first; a user's stock with a shipped id replaces it.

    Raises:
        Invalid: a file is not a stock or can't be right.
    """
    folders = [resource("stocks"), *([own_folder] if own_folder else [])]
    return {stock.id: stock for folder in folders for stock in _stocks_in(folder)}


def find(stock_id: str, own_folder: Path | None = None) -> Stock:
    """The stock with an id, such as `avery-l7159`; the bare number (`L7159`) will do as well.

    Raises:
        NotFound: no such stock; the sentence names the nearest ones.
    """
    stocks = catalogue(own_folder)
    wanted = stock_id.strip().casefold()
    for stock in stocks.values():
        if wanted in (stock.id.casefold(), stock.number.casefold()):
            return stock
    near = get_close_matches(wanted, stocks, n=3, cutoff=0.5) or list(stocks)
    raise NotFound(_("There is no label stock “{id}”. Try {near}.").format(id=stock_id, near=", ".join(near)))


def read(path: Path) -> Stock:
    """The stock in a TOML file.

    Raises:
        Invalid: it is not TOML, a part is missing, unknown or of the wrong kind, or the sizes can't be right.
    """
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Invalid(_("{file} is not a label stock: {reason}").format(file=path.name, reason=error)) from error
    return from_values(values, path.name)


def from_values(values: Mapping[str, Any], source: str) -> Stock:
    """A stock out of plain values, as a file or the stock editor holds them.

    Raises:
        Invalid: as for `read`.
    """
    known = {field.name: field.type for field in fields(Stock)}
    for key in values:
        if key not in known:
            raise Invalid(_("{file}: there is no “{key}” in a label stock.").format(file=source, key=key), key)
    try:
        return Stock(**{key: _typed(key, str(known[key]), value, source) for key, value in values.items()})
    except TypeError as error:
        wanted = ("id", "maker", "number", "kind", "page_width", "page_height", "cell_width", "cell_height")
        missing = ", ".join(key for key in wanted if key not in values)
        raise Invalid(_("{file}: {keys} missing in this label stock.").format(file=source, keys=missing)) from error


def _stocks_in(folder: Path) -> Iterator[Stock]:
    for path in sorted(folder.glob("*.toml")):
        yield read(path)


def _typed(key: str, kind: str, value: Any, source: str) -> Any:
    try:
        if kind == "float" and not isinstance(value, str | bool):
            return float(value)
        if kind == "int" and isinstance(value, int) and not isinstance(value, bool):
            return value
        if kind == "bool" and isinstance(value, bool):
            return value
        if kind == "str" and isinstance(value, str) and value.strip():
            return value.strip()
        if kind in ("StockKind", "ContentSize"):
            return {"StockKind": StockKind, "ContentSize": ContentSize}[kind](value)
    except (TypeError, ValueError):
        pass
    raise Invalid(_("{file}: “{value}” can't be right for {key}.").format(file=source, value=value, key=key), key)


def _check_numbers(stock: Stock) -> None:
    lengths = {key: getattr(stock, key) for key in ("page_width", "page_height", "cell_width", "cell_height")}
    offsets = {key: getattr(stock, key) for key in ("left", "top", "pitch_x", "pitch_y", "corner_radius")}
    for key, value in (lengths | offsets).items():
        least = 1.0 if key in lengths else 0.0
        if not math.isfinite(value) or not least <= value <= LARGEST_MM:
            raise Invalid(
                _("{stock}: {key} is {value} mm; it must lie between {least} and {most} mm.").format(
                    stock=stock.id, key=key, value=value, least=f"{least:g}", most=f"{LARGEST_MM:g}"
                ),
                key,
            )
    if not (stock.columns >= 1 and stock.rows >= 1 and stock.cells <= MOST_CELLS):
        raise Invalid(
            _("{stock}: {columns} × {rows} labels on a page can't be right.").format(
                stock=stock.id, columns=stock.columns, rows=stock.rows
            ),
            "columns",
        )


def _check_across(stock: Stock) -> None:
    if stock.columns > 1 and stock.pitch_x < stock.cell_width - TOLERANCE_MM:
        raise _overlap(stock, "pitch_x", stock.pitch_x, stock.cell_width)
    end = stock.left + (stock.columns - 1) * stock.pitch_x + stock.cell_width
    if end > stock.page_width + TOLERANCE_MM:
        raise _outside(stock, "page_width", end, stock.page_width)


def _check_down(stock: Stock) -> None:
    if stock.rows > 1 and stock.pitch_y < stock.cell_height - TOLERANCE_MM:
        raise _overlap(stock, "pitch_y", stock.pitch_y, stock.cell_height)
    end = stock.top + (stock.rows - 1) * stock.pitch_y + stock.cell_height
    if end > stock.page_height + TOLERANCE_MM:
        raise _outside(stock, "page_height", end, stock.page_height)


def _overlap(stock: Stock, key: str, pitch: float, cell: float) -> Invalid:
    return Invalid(
        _("{stock}: the labels overlap, because {key} is {pitch} mm and a label measures {cell} mm.").format(
            stock=stock.id, key=key, pitch=f"{pitch:g}", cell=f"{cell:g}"
        ),
        key,
    )


def _outside(stock: Stock, key: str, end: float, page: float) -> Invalid:
    return Invalid(
        _("{stock}: the last label ends at {end} mm, outside the page ({key} is {page} mm).").format(
            stock=stock.id, key=key, end=f"{end:g}", page=f"{page:g}"
        ),
        key,
    )
