"""The price list of a year as people look at it: every good that gaps ask for, then what else the list holds."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from spbe_assets.domain.ids import Id
from spbe_assets.domain.progress import Progress
from spbe_assets.i18n import _
from spbe_assets.services import goods, prices
from spbe_assets.services.prices import PriceOrigin
from ui import format
from ui.plan.list_table import ListColumn
from ui.widgets.table import Cell


@dataclass(frozen=True, slots=True)
class PriceRow:
    """One good and its price in the year that is looked at; `line` is the id of a line of that very year."""

    good: str
    title: str
    kode_barang: str
    unit: str
    rupiah: int | None
    origin: PriceOrigin
    listed_year: int | None
    source: str
    line: Id | None
    is_shipped: bool


@dataclass(frozen=True, slots=True)
class PriceList:
    """The prices of a year, which years there are lists of, and the inflation in percent."""

    year: int
    rows: tuple[PriceRow, ...]
    years: tuple[int, ...]
    inflation: Decimal


def read(session: Any, year: int, _progress: Progress | None = None) -> PriceList:
    """The price list of a year."""
    lines, book = prices.listed(session), prices.book(session)
    of_year = {line.good: line for line in lines if line.year == year}
    rows = []
    for good in goods.shipped().values():
        quote, line = book.quote(good.id, year), of_year.get(good.id)
        listed = book.prices.get(good.id, {})
        base = max((one for one in listed if one <= year), default=min(listed, default=None))
        rows.append(
            PriceRow(
                good.id, good.title, good.kode_barang, good.unit, quote.rupiah, quote.origin, base,
                line.source if line else "", line.id if line else None, is_shipped=True,
            )
        )  # fmt: skip
    for line in of_year.values():
        if line.good not in goods.shipped():
            title = prices.title_of(line)
            rows.append(
                PriceRow(
                    line.good, title, line.kode_barang, line.unit, line.rupiah, PriceOrigin.LIST, year, line.source,
                    line.id, is_shipped=False,
                )
            )  # fmt: skip
    years = tuple(sorted({line.year for line in lines}, reverse=True))
    return PriceList(year, tuple(rows), years, book.inflation)


def columns() -> list[ListColumn]:
    """What is shown of a price."""
    return [
        ListColumn(_("Goods"), _title, lambda one: one.title.casefold()),
        ListColumn(_("Kode barang"), lambda one: Cell(one.kode_barang, style="code"), lambda one: one.kode_barang, 160),
        ListColumn(_("Counted in"), lambda one: Cell(one.unit), lambda one: one.unit, 76),
        ListColumn(_("Unit price (Rp)"), _price, lambda one: one.rupiah, 130, right=True),
        ListColumn(_("Price from"), _origin, lambda one: one.origin.label, 210),
    ]


def _title(row: PriceRow) -> Cell:
    return Cell(row.title, style="strong" if row.is_shipped else "")


def _price(row: PriceRow) -> Cell:
    if row.rupiah is None:
        return Cell(format.NOTHING, style="muted", right=True)
    sign = "≈ " if row.origin is PriceOrigin.ESTIMATE else ""
    return Cell(sign + format.number(row.rupiah), style="muted" if sign else "", right=True)


def _origin(row: PriceRow) -> Cell:
    if row.line is not None:
        return Cell(row.origin.label, second=row.source, tone="good")
    if row.origin is PriceOrigin.LIST:
        return Cell(_("List {year}, with inflation").format(year=row.listed_year), tone="good")
    return Cell(row.origin.label, tone="warn")
