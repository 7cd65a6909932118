"""The problem of planning as values: which needs to buy in which year, for the greatest gain in the province's score.

An agency's score is the weighted mean of its criteria, the province's the mean of its agencies, so every criterion of
an agency is a `Curve`: nothing is earned up to the floor, everything from the target on, and straight in between. A
`Lot` is a number of like records that one need would mend; several lots over the same records (a `group`) close the
same gap only once. Money is whole rupiah, gains are points of the province's score before any rounding.

The final score is what counts. Between plans that reach the same one the cheaper, then the earlier is chosen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Key = tuple[int, int]
"""A lot and a year, both by their position."""


@dataclass(frozen=True, slots=True)
class Curve:
    """One criterion of one agency; `weight` is what the province gains from floor to target, `start` the value now."""

    agency: int
    weight: float
    start: float
    floor: float
    target: float

    def earned(self, value: float) -> float:
        """Points of the province's score at a value."""
        return self.weight * min(1.0, max(0.0, (value - self.floor) / (self.target - self.floor)))


@dataclass(frozen=True, slots=True)
class Item:
    """A need: its price in each year and how many units it has at most and, where a person insists, at least.

    `first_year` is the first year (by position) in which it may be bought, `last_year` the last.
    """

    agency: int
    prices: tuple[int, ...]
    limit: int
    at_least: int = 0
    first_year: int = 0
    last_year: int = 99


@dataclass(frozen=True, slots=True)
class Lot:
    """`count` like records of one need, `size` units each; `closes` is what one of them adds to which curve.

    Lots with the same `group` (zero or more) are for the same records and so have the same count.
    """

    item: int
    count: int
    closes: Mapping[int, float]
    size: int = 1
    group: int | None = None


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least and the most that an agency may be given over all years."""

    least: int = 0
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Everything a plan is chosen from; `bounds` are by agency.

    `groups` says of each lot which records it is for, `curves_of` which curves an agency has.
    """

    curves: Sequence[Curve]
    items: Sequence[Item]
    lots: Sequence[Lot]
    budgets: Sequence[int]
    bounds: Mapping[int, Bounds] = field(default_factory=dict)
    groups: Sequence[int] = field(init=False)
    curves_of: Mapping[int, Sequence[int]] = field(init=False)

    def __post_init__(self) -> None:
        of_agency: defaultdict[int, list[int]] = defaultdict(list)
        for number, curve in enumerate(self.curves):
            of_agency[curve.agency].append(number)
        own = [~number if lot.group is None else lot.group for number, lot in enumerate(self.lots)]
        object.__setattr__(self, "groups", own)
        object.__setattr__(self, "curves_of", dict(of_agency))

    @property
    def gain_within_reach(self) -> float:
        """What everything together earns if money is no limit."""
        values = [curve.start for curve in self.curves]
        widest: dict[tuple[int, int], float] = {}
        for number, lot in enumerate(self.lots):
            for curve, amount in lot.closes.items():
                widest[self.groups[number], curve] = amount * lot.count
        for (_group, curve), amount in widest.items():
            values[curve] += amount
        return _earned(self.curves, values)

    def cost(self, key: Key) -> int:
        """What one record of a lot costs in a year."""
        lot = self.lots[key[0]]
        return lot.size * self.items[lot.item].prices[key[1]]

    def purchases(self) -> list[Key]:
        """Every lot with every year in which it may be bought."""
        years = len(self.budgets)
        return [
            (number, year)
            for number, lot in enumerate(self.lots)
            for year in range(self.items[lot.item].first_year, min(years, self.items[lot.item].last_year + 1))
        ]


@dataclass(frozen=True, slots=True)
class Choice:
    """What is bought: how many records of which lot in which year, and what that earns.

    `gap` is how many points of the province's score a better plan might still bring; 0 when it is proven that none
    is better.
    """

    picks: Mapping[Key, int]
    gain: float
    gap: float = 0.0

    @property
    def optimal(self) -> bool:
        """Whether it is proven that no plan is better."""
        return self.gap == 0


class Tally:
    """Adds up what is bought: the value of every curve, the money of every year and agency. Mutable, for searching."""

    def __init__(self, problem: Problem, picks: Mapping[Key, int] | None = None) -> None:
        self.problem = problem
        self.values = [curve.start for curve in problem.curves]
        self.picks: defaultdict[Key, int] = defaultdict(int)
        self.left = list(problem.budgets)
        self.spent: defaultdict[int, int] = defaultdict(int)
        self.units = [0] * len(problem.items)
        self._bought = [0] * len(problem.lots)
        self._closed: defaultdict[tuple[int, int], int] = defaultdict(int)
        for key, count in (picks or {}).items():
            self.add(key, count)

    def add(self, key: Key, count: int) -> None:
        """Buy `count` more records of a lot in a year; a negative number takes some back."""
        number, year = key
        lot = self.problem.lots[number]
        for curve, amount in lot.closes.items():
            closed = self._closed[self.problem.groups[number], curve]
            self._closed[self.problem.groups[number], curve] += count
            # Records of a group that two lots mend are mended once: no gap is closed beyond their number.
            self.values[curve] += amount * (min(lot.count, closed + count) - min(lot.count, closed))
        cost = count * self.problem.cost(key)
        self.picks[key] += count
        self._bought[number] += count
        self.units[lot.item] += count * lot.size
        self.left[year] -= cost
        self.spent[self.problem.items[lot.item].agency] += cost

    def gain(self, number: int, count: int = 1) -> float:
        """What `count` more records of a lot would earn."""
        lot, earned = self.problem.lots[number], 0.0
        for curve, amount in lot.closes.items():
            still_open = lot.count - self._closed[self.problem.groups[number], curve]
            of, value = self.problem.curves[curve], self.values[curve]
            earned += of.earned(value + amount * max(0, min(count, still_open))) - of.earned(value)
        return earned

    def room(self, key: Key) -> int:
        """How many more records of a lot can be bought in a year."""
        number, year = key
        lot = self.problem.lots[number]
        item = self.problem.items[lot.item]
        most = min(lot.count - self._bought[number], (item.limit - self.units[lot.item]) // lot.size)
        if cost := self.problem.cost(key):
            ceiling = self.problem.bounds.get(item.agency, Bounds()).most
            money = self.left[year] if ceiling is None else min(self.left[year], ceiling - self.spent[item.agency])
            most = min(most, money // cost)
        return max(0, most)

    @property
    def earned(self) -> float:
        """What everything bought so far earns."""
        return _earned(self.problem.curves, self.values)

    def earned_by(self, agency: int) -> float:
        """What everything bought so far earns by the curves of one agency."""
        numbers = self.problem.curves_of.get(agency, ())
        return _earned([self.problem.curves[at] for at in numbers], [self.values[at] for at in numbers])


def gain_of(problem: Problem, picks: Mapping[Key, int]) -> float:
    """What a set of purchases earns."""
    return Tally(problem, picks).earned


def _earned(curves: Sequence[Curve], values: Sequence[float]) -> float:
    pairs = zip(curves, values, strict=True)
    return sum(curve.earned(value) - curve.earned(curve.start) for curve, value in pairs)
