"""Unit prices by year: the province's standard price list (SHS), and estimates where it says nothing yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from spbe_assets.domain.errors import Invalid
from spbe_assets.domain.ids import Id, derived_id
from spbe_assets.i18n import N_, _
from spbe_assets.services import goods, settings
from spbe_assets.storage.tables import Price
from spbe_assets.storage.unit_of_work import UnitOfWork

INFLATION = "plan.inflation_percent"
INFLATION_DEFAULT = Decimal("2.5")
MOST_INFLATION = 100
MOST_RUPIAH = 10**12
YEARS = range(2000, 2101)


class PriceOrigin(StrEnum):
    """Where a unit price comes from."""

    LIST = "list"
    ESTIMATE = "estimate"
    OWN = "own"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        """The origin in the language in use."""
        return _(_ORIGINS[self])


_ORIGINS = {
    PriceOrigin.LIST: N_("Price list"),
    PriceOrigin.ESTIMATE: N_("Estimate"),
    PriceOrigin.OWN: N_("Own price"),
    PriceOrigin.UNKNOWN: N_("No price"),
}


@dataclass(frozen=True, slots=True)
class PriceLine:
    """One line of a price list; `good` is the id of a shipped good or of one of the list's own."""

    id: Id
    good: str
    year: int
    title: str
    kode_barang: str
    unit: str
    rupiah: int
    source: str


@dataclass(frozen=True, slots=True)
class Quote:
    """A unit price in whole rupiah with where it comes from; None where nobody knows one."""

    rupiah: int | None
    origin: PriceOrigin


UNKNOWN = Quote(None, PriceOrigin.UNKNOWN)


@dataclass(frozen=True, slots=True)
class PriceBook:
    """All prices, to be asked for a good and a year; `inflation` is in percent a year."""

    prices: Mapping[str, Mapping[int, int]]
    inflation: Decimal

    def quote(self, good: str, year: int) -> Quote:
        """The price of a good in a year: of the newest list up to then, carried on with inflation, else an estimate."""
        listed = self.prices.get(good, {})
        if listed:
            base = max((known for known in listed if known <= year), default=min(listed))
            return Quote(self.later(listed[base], year - base), PriceOrigin.LIST)
        shipped = goods.shipped().get(good)
        if shipped is None:
            return UNKNOWN
        return Quote(self.later(shipped.estimate, year - shipped.estimate_year), PriceOrigin.ESTIMATE)

    def later(self, rupiah: int, years: int) -> int:
        """A price after so many years of inflation; earlier years keep it."""
        grown = rupiah * (1 + self.inflation / 100) ** max(0, years)
        return int(Decimal(grown).quantize(Decimal(1), ROUND_HALF_UP))


def book(session: Session) -> PriceBook:
    """All prices of the database.

    Raises:
        Invalid: the inflation that was set is no percentage.
    """
    prices: defaultdict[str, dict[int, int]] = defaultdict(dict)
    for line in listed(session):
        prices[line.good][line.year] = line.rupiah
    return PriceBook(dict(prices), inflation(session))


def listed(session: Session, year: int | None = None) -> list[PriceLine]:
    """The price list of one year or of all, by year and title."""
    query = select(
        Price.id, Price.good, Price.year, Price.title, Price.kode_barang, Price.unit, Price.rupiah, Price.source
    ).where(Price.live, Price.year.is_not(None), Price.rupiah.is_not(None))
    if year is not None:
        query = query.where(Price.year == year)
    lines = [
        PriceLine(row_id, good, its_year or 0, title, kode, unit, rupiah or 0, source)
        for row_id, good, its_year, title, kode, unit, rupiah, source in session.execute(query)
    ]
    return sorted(lines, key=lambda line: (-line.year, title_of(line).casefold(), line.id))


def title_of(line: PriceLine) -> str:
    """What a line is for: its own words, else those of the shipped good."""
    shipped = goods.shipped().get(line.good)
    return line.title or (shipped.title if shipped else line.good)


def set_price(
    uow: UnitOfWork,
    good: str,
    year: int,
    rupiah: int,
    *,
    title: str = "",
    kode_barang: str = "",
    unit: str = "",
    source: str = "",
) -> Id:
    """Set the unit price of a good in a year; whoever sets it again, on whichever laptop, changes the same line.

    Raises:
        Invalid: the price or the year is impossible.
    """
    if not 0 <= rupiah <= MOST_RUPIAH:
        raise Invalid(_("“{text}” can't be a price; check the amount.").format(text=rupiah), "rupiah")
    if year not in YEARS:
        raise Invalid(_("{year} can't be the year of a price list.").format(year=year), "year")
    shipped = goods.shipped().get(good)
    values = {
        "good": good,
        "year": year,
        "rupiah": rupiah,
        "title": title,
        "kode_barang": kode_barang or (shipped.kode_barang if shipped else ""),
        "unit": unit or (shipped.unit if shipped else ""),
        "source": source,
    }
    return write_row(uow, Price, derived_id("price", good, str(year)), values)


def write_row(uow: UnitOfWork, kind: type[Price], row_id: Id, values: Mapping[str, object]) -> Id:
    """Make a row of a known id, bring it back or change it."""
    live = uow.session.scalar(select(kind.live).where(kind.id == row_id))
    if live is None:
        return uow.create(kind, id=row_id, **values)
    uow.update_many(kind, {row_id: dict(values) if live else {"deleted": False, **values}})
    return row_id


def delete(uow: UnitOfWork, ids: Iterable[Id]) -> None:
    """Take lines out of the price list; what they priced goes back to earlier lists or estimates."""
    uow.delete_many(Price, ids)


def inflation(session: Session) -> Decimal:
    """By how many percent prices of later years are raised.

    Raises:
        Invalid: the setting is no percentage.
    """
    value = settings.province(session, INFLATION)
    if value is None:
        return INFLATION_DEFAULT
    try:
        percent = Decimal(str(value))
    except ArithmeticError:
        percent = Decimal(-1)
    return _checked(percent)


def set_inflation(uow: UnitOfWork, percent: Decimal | None) -> None:
    """Set by how many percent prices rise in a year; None goes back to the default.

    Raises:
        Invalid: it is no percentage.
    """
    if percent is None:
        settings.reset_province(uow, INFLATION)
    else:
        settings.set_province(uow, INFLATION, str(_checked(percent)))


def _checked(percent: Decimal) -> Decimal:
    if not percent.is_finite() or not 0 <= percent <= MOST_INFLATION:
        raise Invalid(_("Inflation must be a percentage from 0 to {most}.").format(most=MOST_INFLATION))
    return percent
