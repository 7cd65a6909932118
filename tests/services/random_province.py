"""Random provinces to plan for: agencies with criteria, gaps, goods that close one gap and goods that close several."""

from __future__ import annotations

from random import Random

from spbe_assets.domain.planning import Curve, Item, Lot, Problem

MILLION = 1_000_000
SHARED = 4
"""So many criteria of an agency are closed together by one good, such as those of a server."""


class _Agency:
    """Adds the criteria, needs and lots of one agency to a province."""

    def __init__(self, random: Random, number: int, agencies: int, years: int) -> None:
        self.random, self.number, self.years = random, number, years
        self.curves = [self._curve(agencies) for _one in range(random.randint(SHARED + 1, 11))]
        self.items: list[Item] = []
        self.lots: list[Lot] = []

    def _curve(self, agencies: int) -> tuple[Curve, int, int]:
        judged = self.random.randint(1, 40)
        good = self.random.randint(0, judged)
        floor, target = self.random.choice((0, 0, 20, 30, 50)), self.random.choice((80, 95, 100))
        weight = 100 * self.random.randint(1, 8) / 50 / agencies
        return Curve(self.number, weight, 100 * good / judged, floor, target), judged, judged - good

    def item(self, most: int) -> int:
        price = self.random.randint(2, most) * MILLION
        self.items.append(Item(self.number, tuple(price + year * price // 40 for year in range(self.years)), 10**6))
        return len(self.items) - 1

    def fill(self, first_curve: int, first_item: int, first_group: int) -> int:
        """Make the lots; returns how many groups there are."""
        several = self.item(150)
        own = {at: self.item(40) for at in range(SHARED)}
        groups = self.random.randint(1, 4)
        for group in range(groups):
            fails = [at for at in range(SHARED) if self.random.random() < 0.6]
            count = self.random.randint(1, 6)
            steps = {at: 100 / self.curves[at][1] for at in fails}
            for item, closed in ((several, fails), *((own[at], [at]) for at in fails)):
                closes = {first_curve + at: steps[at] for at in closed}
                if closes:
                    self.lots.append(Lot(first_item + item, count, closes, 1, first_group + group))
        for at in range(SHARED, len(self.curves)):
            if gaps := self.curves[at][2]:
                closes = {first_curve + at: 100 / self.curves[at][1]}
                self.lots.append(Lot(first_item + self.item(100), gaps, closes))
        return groups


def province(seed: int, agencies: int, years: int = 1, share: float = 0.15) -> Problem:
    """A province whose budget pays for so large a share of everything."""
    random = Random(seed)
    curves: list[Curve] = []
    items: list[Item] = []
    lots: list[Lot] = []
    groups = 0
    for number in range(agencies):
        agency = _Agency(random, number, agencies, years)
        groups += agency.fill(len(curves), len(items), groups)
        curves += [curve for curve, _judged, _gaps in agency.curves]
        items += agency.items
        lots += agency.lots
    everything = sum(lot.count * items[lot.item].prices[0] for lot in lots)
    return Problem(curves, items, lots, [int(everything * share / years)] * years)
