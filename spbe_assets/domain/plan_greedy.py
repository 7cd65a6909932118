"""The simple way to plan: always the best gain for a rupiah next. The exact search begins with it."""

from __future__ import annotations

from collections.abc import Mapping
from heapq import heapify, heappop, heappush

from spbe_assets.domain.planning import Key, Problem, Tally

NOTHING = 1e-12


def greedy(problem: Problem, start: Mapping[Key, int] | None = None) -> dict[Key, int]:
    """Buy what a person insists on, then always what earns most for a rupiah, until nothing fits or earns.

    With `start` it goes on from these purchases, which must fit.
    """
    tally = Tally(problem, start)
    _buy_musts(tally)
    _Search(tally).run()
    return {key: count for key, count in tally.picks.items() if count}


def meets_demands(problem: Problem, picks: Mapping[Key, int]) -> bool:
    """Whether purchases hold what a person insists on and what agencies are to be given at least."""
    tally = Tally(problem, picks)
    musts = all(units >= item.at_least for units, item in zip(tally.units, problem.items, strict=True))
    return musts and all(tally.spent[agency] >= bounds.least for agency, bounds in problem.bounds.items())


def trimmed(problem: Problem, picks: dict[Key, int]) -> dict[Key, int]:
    """The same purchases without those that earn nothing and that nobody insists on."""
    tally = Tally(problem, picks)
    for key in sorted(picks, key=lambda key: (-key[1], -problem.cost(key))):
        number, _year = key
        item = problem.lots[number].item
        agency = problem.items[item].agency
        least = problem.bounds[agency].least if agency in problem.bounds else 0
        while tally.picks[key]:
            earned = tally.earned_by(agency)
            tally.add(key, -1)
            needed = tally.units[item] < problem.items[item].at_least or tally.spent[agency] < least
            if needed or tally.earned_by(agency) < earned - NOTHING:
                tally.add(key, 1)
                break
    return {key: count for key, count in tally.picks.items() if count}


def _buy_musts(tally: Tally) -> None:
    for number, lot in enumerate(tally.problem.lots):
        item = tally.problem.items[lot.item]
        for key in _years_of(tally.problem, number):
            missing = item.at_least - tally.units[lot.item]
            if missing > 0:
                tally.add(key, min(tally.room(key), -(-missing // lot.size)))


def _years_of(problem: Problem, number: int) -> list[Key]:
    item = problem.items[problem.lots[number].item]
    last = min(len(problem.budgets) - 1, item.last_year)
    return [(number, year) for year in range(item.first_year, last + 1)]


class _Search:
    """Keeps every lot by what it earns for a rupiah; a purchase changes it only for lots that raise the same curves."""

    def __init__(self, tally: Tally) -> None:
        self._tally, self._problem = tally, tally.problem
        self._round = [0] * len(self._problem.lots)
        self._keys = [_years_of(self._problem, number) for number in range(len(self._problem.lots))]
        self._raising: dict[int, list[int]] = {}
        for number, lot in enumerate(self._problem.lots):
            for curve in lot.closes:
                self._raising.setdefault(curve, []).append(number)

    def run(self) -> None:
        heap = [entry for number in range(len(self._keys)) if (entry := self._entry(number))]
        heapify(heap)
        while heap:
            _ratio, number, made = heappop(heap)
            if made != self._round[number]:
                continue
            key = next((key for key in self._keys[number] if self._tally.room(key)), None)
            if key is None:
                continue
            self._tally.add(key, self._count(key))
            for other in {other for curve in self._problem.lots[number].closes for other in self._raising[curve]}:
                self._round[other] += 1
                if entry := self._entry(other):
                    heappush(heap, entry)

    def _entry(self, number: int) -> tuple[float, int, int] | None:
        gain = self._tally.gain(number)
        if gain <= NOTHING or not self._keys[number]:
            return None
        return -gain / max(1, self._problem.cost(self._keys[number][0])), number, self._round[number]

    def _count(self, key: Key) -> int:
        """As many as earn the same each."""
        one, count = self._tally.gain(key[0]), self._tally.room(key)
        while count > 1 and self._tally.gain(key[0], count) < count * one * (1 - 1e-9):
            count //= 2
        return count
