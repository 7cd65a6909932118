"""The paper: a catalogue of label stocks, each checked so that what it says can be printed.

Shipped stocks are TOML files below `resources/stocks`; one's own lie in the per-user data folder (`own_stocks`). A file
is one stock, or values that several share and a `[[stock]]` for each. All lengths are mm.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from difflib import get_close_matches
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from spbe_assets import paths
from spbe_assets.domain import os_errors
from spbe_assets.domain.errors import AppError, Invalid, NotFound, Refused
from spbe_assets.domain.labels import ContentSize
from spbe_assets.i18n import _
from spbe_assets.labels import stock_checks
from spbe_assets.labels.stock_checks import mm

DEFAULT = "avery-l7159"
MOST_BYTES = 256 * 1024
REQUIRED = ("id", "maker", "number", "kind", "page_width", "page_height", "cell_width", "cell_height")


class StockKind(StrEnum):
    """How the labels come out of the printer."""

    SHEET = "sheet"
    ROLL = "roll"
    TAPE = "tape"


@dataclass(frozen=True, slots=True)
class Stock:
    """One label paper. `left` and `top` are the margins to the first cell, the pitches run from cell to cell.

    A cell is what can be printed; where that is less than the label as sold, `label_width` and `label_height` tell its
    size. On a roll every row of labels is a page; on a tape the label lies along the tape, so
    that the page's height is the tape's width. Where `continuous`, the length is chosen (`cut_to`) and the printer cuts
    after each label; else `gap` lies between two labels of a roll. `outline` draws a hairline around each cell, for
    plain paper that is cut by hand. `source` tells where the sizes are from.

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
    label_width: float = 0.0
    label_height: float = 0.0
    corner_radius: float = 0.0
    gap: float = 0.0
    continuous: bool = False
    content: ContentSize = ContentSize.FULL
    outline: bool = False
    source: str = ""

    def __post_init__(self) -> None:
        stock_checks.check(self)

    @property
    def cells(self) -> int:
        """Labels on one page."""
        return self.columns * self.rows

    @property
    def length(self) -> float | None:
        """How long each label is cut, in mm; None where the labels are cut already."""
        if not self.continuous:
            return None
        return self.page_width if self.kind is StockKind.TAPE else self.page_height

    @property
    def title(self) -> str:
        """What people choose from: maker, number, layout and size."""
        return " · ".join((f"{self.maker} {self.number}", *_size(self)))

    def cut_to(self, length_mm: float) -> Stock:
        """The same paper with its labels cut at another length; die-cut paper stays as it is.

        Raises:
            Invalid: no printer cuts so short or so long.
        """
        if self.length is None:
            return self
        side = "width" if self.kind is StockKind.TAPE else "height"
        edges = self.length - getattr(self, f"cell_{side}")
        return replace(self, **{f"page_{side}": length_mm, f"cell_{side}": max(length_mm - edges, 1.0)})


class Found(NamedTuple):
    """What a folder holds: stocks by id, the file of each, and a sentence for each file that could not be read."""

    stocks: dict[str, Stock]
    files: dict[str, Path]
    problems: tuple[str, ...]


def own_folder() -> Path:
    """Where one's own stocks are kept; it need not be there."""
    return paths.data_folder() / "stocks"


def catalogue(folder: Path | None = None) -> dict[str, Stock]:
    """All stocks by id: the shipped ones, then one's own; one's own with a shipped id replaces it.

    Args:
        folder: of one's own stocks; without it that of the user. What can't be read there is left out.
    """
    return dict(shipped()) | look_in(folder or own_folder()).stocks


def find(stock_id: str, folder: Path | None = None) -> Stock:
    """The stock with an id, such as `avery-l7159`; the bare number (`L7159`) will do as well.

    Raises:
        NotFound: no such stock; the sentence names the nearest ones.
    """
    stocks = catalogue(folder)
    wanted = stock_id.strip().casefold()
    for stock in stocks.values():
        if wanted in (stock.id.casefold(), stock.number.casefold()):
            return stock
    near = get_close_matches(wanted, stocks, n=3, cutoff=0.5) or list(stocks)[:3]
    raise NotFound(_("There is no label stock “{id}”. Try {near}.").format(id=stock_id, near=", ".join(near)))


@cache
def shipped() -> Mapping[str, Stock]:
    """The stocks that come with the program."""
    return {stock.id: stock for path in sorted(paths.resource("stocks").glob("*.toml")) for stock in read(path)}


def look_in(folder: Path) -> Found:
    """Every stock in a folder; a file named after its stock wins over another that holds the same id."""
    found = Found({}, {}, ())
    problems = []
    for path in sorted(folder.glob("*.toml")):
        try:
            stocks = read(path)
        except AppError as error:
            problems.append(str(error))
            continue
        for stock in stocks:
            if stock.id not in found.stocks or path.stem == stock.id:
                found.stocks[stock.id], found.files[stock.id] = stock, path
    return found._replace(problems=tuple(problems))


def read(path: Path) -> list[Stock]:
    """The stocks in a TOML file, at least one.

    Raises:
        Refused: the file can't be read, or is far too large for a label stock.
        Invalid: it is not TOML, a part is missing, unknown or of the wrong kind, or the sizes can't be right.
    """
    try:
        values = tomllib.loads(_text(path))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Invalid(_("{file} is not a label stock: {reason}").format(file=path.name, reason=error)) from error
    return [from_values(one, path.name) for one in _entries(values)]


def from_values(values: Mapping[str, Any], source: str) -> Stock:
    """A stock out of plain values, as a file holds them; `source` is named in refusals.

    Raises:
        Invalid: as for `read`.
    """
    known = {field.name: field.type for field in fields(Stock)}
    for key in values:
        if key not in known:
            raise Invalid(_("{file}: there is no “{key}” in a label stock.").format(file=source, key=key), key)
    missing = [key for key in REQUIRED if key not in values]
    if missing:
        keys = ", ".join(missing)
        raise Invalid(_("{file}: {keys} missing in this label stock.").format(file=source, keys=keys), missing[0])
    typed = {key: _typed(key, str(known[key]), value, source) for key, value in values.items()}
    try:
        return Stock(**typed)
    except Invalid as error:
        raise Invalid(f"{source}, {typed['id']}: {error}", error.field) from error


def _text(path: Path) -> str:
    try:
        if path.is_file() and path.stat().st_size > MOST_BYTES:
            raise Refused(_("{file} is too large for a label stock.").format(file=path.name))
        if path.exists() and not path.is_file():
            raise Refused(_("{file} is not a file; a label stock is a text file.").format(file=path.name))
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        told = _("{file} can't be read: {reason}.").format(file=path.name, reason=os_errors.reason(error))
        raise Refused(told) from error


def _entries(values: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    several = values.get("stock")
    if not isinstance(several, list) or not several or not all(isinstance(one, dict) for one in several):
        yield values
        return
    shared = {key: value for key, value in values.items() if key != "stock"}
    yield from (shared | one for one in several)


def _typed(key: str, kind: str, value: Any, source: str) -> Any:
    try:
        if kind == "float" and isinstance(value, int | float) and not isinstance(value, bool):
            return float(value)
        if kind == "int" and isinstance(value, int) and not isinstance(value, bool):
            return value
        if kind == "bool" and isinstance(value, bool):
            return value
        if kind == "str" and isinstance(value, str) and value.strip():
            return value.strip()
        if kind in ("StockKind", "ContentSize"):
            return {"StockKind": StockKind, "ContentSize": ContentSize}[kind](value)
    except (TypeError, ValueError, OverflowError):
        pass
    name = stock_checks.name(key)
    shown = str(value)[:40]
    raise Invalid(_("{file}: “{value}” can't be right for {key}.").format(file=source, value=shown, key=name), key)


def _size(stock: Stock) -> Iterator[str]:
    if stock.continuous:
        yield f"{mm(stock.page_height if stock.kind is StockKind.TAPE else stock.page_width)} mm"
        yield _("cut to length")
    elif stock.cells == 1 and stock.kind is not StockKind.SHEET:
        yield f"{mm(stock.page_width)} × {mm(stock.page_height)} mm"
    else:
        yield f"{stock.columns} × {stock.rows}"
        yield f"{mm(stock.label_width or stock.cell_width)} × {mm(stock.label_height or stock.cell_height)} mm"
