"""A plan as everybody shows it: what is bought in which year, what it costs, and what the score becomes.

Scores are those of the readiness assessment, in tenths; gains are points of the province's score, shared out so that
those of all purchases add up to what the plan brings (before the rounding of scores). Money is whole rupiah. Ids are
hex, so that a plan is plain data that JSON holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from spbe_assets.domain.needs import NeedKind


@dataclass(frozen=True, slots=True)
class Terms:
    """What a plan has to keep to: a budget for each year, and what single agencies get at least and at most in all.

    `accepted_only` leaves out needs that nobody has accepted yet. Agencies are named by the hex of their ids.
    """

    budgets: Mapping[int, int]
    agency_least: Mapping[str, int]
    agency_most: Mapping[str, int]
    accepted_only: bool = False

    @property
    def first_year(self) -> int:
        """The first year that is planned."""
        return min(self.budgets)

    @property
    def budget(self) -> int:
        """The money of all years."""
        return sum(self.budgets.values())

    def scaled(self, budget: int) -> Terms:
        """The same with another budget in all, in the same proportions."""
        years = sorted(self.budgets)
        shares = {year: budget * self.budgets[year] // max(1, self.budget) for year in years}
        shares[years[0]] += budget - sum(shares.values())
        return Terms(shares, self.agency_least, self.agency_most, self.accepted_only)


@dataclass(frozen=True, slots=True)
class Purchase:
    """One line: so many units of one need in one year; `closes` are ids of criteria, `gaps` how many it closes in each.

    `price_from` says where the unit price comes from: list, estimate or own. `must` marks what a person insists on.
    """

    need: str
    agency_id: str
    agency: str
    good: str
    title: str
    kind: NeedKind
    kode_barang: str
    year: int
    quantity: int
    unit: str
    unit_price: int
    cost: int
    gain: float
    closes: tuple[str, ...]
    gaps: Mapping[str, int]
    price_from: str
    must: bool = False

    @property
    def gain_per_million(self) -> float:
        """Points of the province's score for a million rupiah."""
        return 1_000_000 * self.gain / self.cost if self.cost else 0.0


@dataclass(frozen=True, slots=True)
class Remainder:
    """What of a need the plan leaves for later, at the price of its last year; `gain` is what it would still bring."""

    need: str
    agency_id: str
    agency: str
    title: str
    quantity: int
    unit: str
    cost: int | None
    gain: float


@dataclass(frozen=True, slots=True)
class PlanYear:
    """One year: its budget, what is spent, and the province's score once it is over."""

    year: int
    budget: int
    cost: int
    score: float | None


@dataclass(frozen=True, slots=True)
class Effect:
    """What the plan does to one agency, aspect or criterion; `gaps` counts the gaps it closes there."""

    id: str
    title: str
    before: float | None
    after: float | None
    cost: int = 0
    gaps: int = 0


@dataclass(frozen=True, slots=True)
class Head:
    """The end of one installation's change log when the plan was made."""

    installation: str
    changes: int
    head: str


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """The province's score that a budget can reach."""

    budget: int
    score: float | None


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole plan. `gap` is how many points a better plan might still bring, 0 when it is proven that none does.

    `estimates` counts the purchases whose price is only an estimate, `unpriced` the needs left out for want of one.
    """

    terms: Terms
    cost: int
    score_before: float | None
    score_after: float | None
    gain: float
    gap: float
    purchases: tuple[Purchase, ...]
    years: tuple[PlanYear, ...]
    agencies: tuple[Effect, ...]
    aspects: tuple[Effect, ...]
    criteria: tuple[Effect, ...]
    left: tuple[Remainder, ...]
    estimates: int
    unpriced: int
    inflation: str
    as_of: date
    criteria_version: str
    heads: tuple[Head, ...]
    owner: str = ""
    province: str = ""
    name: str = ""

    @property
    def budget(self) -> int:
        """The money of all years."""
        return self.terms.budget

    @property
    def optimal(self) -> bool:
        """Whether it is proven that no plan brings more."""
        return self.gap == 0

    def of_kind(self, kind: NeedKind) -> tuple[Purchase, ...]:
        """The purchases of one kind, for the forms."""
        return tuple(line for line in self.purchases if line.kind is kind)
