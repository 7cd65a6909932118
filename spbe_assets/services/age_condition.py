"""How old the equipment is, in which condition, and what it cost: by class, by year and by agency."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import extract, func
from sqlalchemy.orm import Session

from spbe_assets.domain.ids import Id
from spbe_assets.domain.vocabulary import AssetClass, Condition, Unknown
from spbe_assets.services.measures.basis import Join, in_books
from spbe_assets.services.report_subject import Subject
from spbe_assets.storage.tables import Asset, Category


@dataclass(slots=True)
class Stock:
    """Some assets taken together; money in whole rupiah.

    `past_life` are older than the useful life of their category, which `undated` ones, without a year, may be too.
    """

    items: int = 0
    past_life: int = 0
    undated: int = 0
    rupiah: int = 0
    past_life_rupiah: int = 0
    unpriced: int = 0
    conditions: Counter[Condition | None] = field(default_factory=Counter)

    def add(self, other: Stock) -> None:
        """Take others in."""
        self.items += other.items
        self.past_life += other.past_life
        self.undated += other.undated
        self.rupiah += other.rupiah
        self.past_life_rupiah += other.past_life_rupiah
        self.unpriced += other.unpriced
        self.conditions += other.conditions

    @property
    def heavy(self) -> int:
        """How many are heavily damaged."""
        return self.conditions[Condition.HEAVY_DAMAGE]

    @property
    def judged(self) -> int:
        """How many have a condition."""
        return self.items - self.conditions[None]

    @property
    def past_life_share(self) -> float | None:
        """Of those with a year; None where none has one."""
        dated = self.items - self.undated
        return self.past_life / dated if dated else None

    @property
    def heavy_share(self) -> float | None:
        """Of those with a condition; None where none has one."""
        return self.heavy / self.judged if self.judged else None


@dataclass(frozen=True, slots=True)
class AgeCondition:
    """All of it; years and classes in order, agencies by name."""

    total: Stock
    by_class: Mapping[AssetClass | None, Stock]
    by_year: Mapping[int, Stock]
    by_agency: Mapping[str, Stock]


def read(session: Session, subject: Subject) -> AgeCondition:
    """Count the assets in the books of what the report is about."""
    total = Stock()
    classes: dict[AssetClass | None, Stock] = {}
    years: dict[int, Stock] = {}
    agencies: dict[Id | None, Stock] = {}
    for unit, asset_class, year, stock in _counted(session, subject):
        owner = subject.owners.get(unit) if unit else None
        total.add(stock)
        classes.setdefault(asset_class, Stock()).add(stock)
        agencies.setdefault(owner.id if owner else None, Stock()).add(stock)
        if year is not None:
            years.setdefault(year, Stock()).add(stock)
    order = [*AssetClass, None]
    return AgeCondition(
        total,
        {one: classes[one] for one in order if one in classes},
        dict(sorted(years.items())),
        {agency.name: agencies[agency.id] for agency in subject.agencies if agency.id in agencies},
    )


def _counted(session: Session, subject: Subject) -> Iterator[tuple[Id | None, AssetClass | None, int | None, Stock]]:
    bought = func.coalesce(Asset.year, extract("year", Asset.acquired_on)).label("bought")
    columns = (
        Asset.agency_id, Category.asset_class, Category.useful_life_years, bought, Asset.condition,
    )  # fmt: skip
    query = in_books(Join.CATEGORY).query(
        *columns, func.count(), func.sum(Asset.price_rupiah), func.count(Asset.price_rupiah)
    )
    for row in session.execute(query.where(*subject.narrow(Asset.agency_id)).group_by(*columns)):
        unit, asset_class, life, year, condition, items, rupiah, priced = row
        if subject.covers(unit):
            known = None if isinstance(asset_class, Unknown) else asset_class
            stock = _stock(subject.as_of.year, life, year, condition, (items, int(rupiah or 0), priced))
            yield unit, known, year, stock


def _stock(this_year: int, life: int | None, year: int | None, condition: Any, counted: tuple[int, int, int]) -> Stock:
    items, rupiah, priced = counted
    is_undated = year is None or life is None
    is_past = year is not None and life is not None and year + life < this_year
    return Stock(
        items=items,
        past_life=items if is_past else 0,
        undated=items if is_undated else 0,
        rupiah=rupiah,
        past_life_rupiah=rupiah if is_past else 0,
        unpriced=items - priced,
        conditions=Counter({None if isinstance(condition, Unknown) else condition: items}),
    )
