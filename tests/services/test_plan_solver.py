"""The choice of purchases: against every other choice on tiny provinces, against the simple one on larger ones."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from random import Random

import pytest

from spbe_assets.domain.errors import Refused
from spbe_assets.domain.plan_greedy import greedy
from spbe_assets.domain.planning import Bounds, Curve, Item, Lot, Problem, Tally, gain_of
from spbe_assets.services.plan_solver import choose
from tests.services.random_province import province

TIES = 2e-4
PROVINCES = 24
MOST_TO_TRY = 40_000


def spent(problem: Problem, picks: dict[tuple[int, int], int]) -> list[int]:
    return [budget - left for budget, left in zip(problem.budgets, Tally(problem, picks).left, strict=True)]


def tiny(seed: int) -> Problem:
    """Two agencies, few criteria with floors, records that two goods mend; two years in every second province."""
    random = Random(seed)
    curves = [
        Curve(at // 2, random.randint(1, 9), random.choice((0, 25, 40)), random.choice((0, 30, 50)), 100)
        for at in range(4)
    ]
    items = [Item(at % 2, tuple(random.randint(1, 9) for _year in range(1 + seed % 2)), 9) for at in range(4)]
    lots = [
        Lot(0, 2, {0: 25.0, 1: 50.0}, group=0),
        Lot(2, 2, {0: 25.0}, group=0),
        Lot(1, random.randint(1, 3), {2: 30.0}),
        Lot(3, random.randint(1, 2), {3: 20.0, 2: 10.0}),
    ]
    return Problem(curves, items, lots, [random.randint(4, 14) for _year in range(1 + seed % 2)])


def best_of_all(problem: Problem) -> float:
    keys = problem.purchases()
    best, tried = 0.0, 0
    for counts in product(*(range(problem.lots[number].count + 1) for number, _year in keys)):
        tally = Tally(problem, dict(zip(keys, counts, strict=True)))
        bought = [0] * len(problem.lots)
        for (number, _year), count in zip(keys, counts, strict=True):
            bought[number] += count
        within = all(count <= lot.count for count, lot in zip(bought, problem.lots, strict=True))
        if within and min(tally.left) >= 0:
            best = max(best, tally.earned)
        tried += 1
    assert tried <= MOST_TO_TRY
    return best


@pytest.mark.parametrize("seed", range(20))
def test_no_choice_at_all_is_better_than_the_one_proven_best(seed: int) -> None:
    problem = tiny(seed)
    choice = choose(problem)
    assert choice.optimal
    assert choice.gain == pytest.approx(best_of_all(problem), abs=TIES)
    assert all(cost <= budget for cost, budget in zip(spent(problem, dict(choice.picks)), problem.budgets, strict=True))


def test_it_is_never_worse_than_the_simple_plan_and_mostly_better() -> None:
    better = 0
    for seed in range(PROVINCES):
        problem = province(seed, agencies=3 + seed % 5, years=1 + seed % 2)
        choice, simple = choose(problem, time_limit_s=2), gain_of(problem, greedy(problem))
        assert choice.gain >= simple - TIES
        assert min(Tally(problem, choice.picks).left) >= 0
        assert choice.gap == 0 or choice.gap < 0.5
        better += choice.gain > simple + TIES
    assert better > PROVINCES * 3 / 4


def test_one_purchase_that_closes_several_gaps_is_not_counted_twice() -> None:
    curves = [Curve(0, 10, 0, 0, 100), Curve(0, 10, 0, 0, 100)]
    items = [Item(0, (5,), 9), Item(0, (1,), 9)]
    lots = [Lot(0, 1, {0: 100.0, 1: 100.0}, group=0), Lot(1, 1, {0: 100.0}, group=0)]
    choice = choose(Problem(curves, items, lots, [100]))
    assert choice.picks == {(0, 0): 1}
    assert choice.gain == pytest.approx(20)


def test_what_stays_below_the_floor_is_not_bought() -> None:
    curve = Curve(0, 10, 0, 50, 100)
    problem = Problem([curve], [Item(0, (10,), 9)], [Lot(0, 4, {0: 20.0})], [20])
    assert choose(problem).picks == {}
    assert choose(replace(problem, budgets=[40])).gain == pytest.approx(6)


def test_an_equal_plan_is_the_cheaper_and_the_earlier_one() -> None:
    curve = Curve(0, 10, 0, 0, 100)
    dear = Problem([curve], [Item(0, (9,), 1), Item(0, (4,), 1)], [Lot(0, 1, {0: 100.0}), Lot(1, 1, {0: 100.0})], [99])
    assert choose(dear).picks == {(1, 0): 1}
    late = Problem([curve], [Item(0, (4, 4), 1)], [Lot(0, 1, {0: 100.0})], [9, 9])
    assert choose(late).picks == {(0, 0): 1}


def test_a_budget_is_kept_to_the_last_rupiah() -> None:
    price = 999_999_999_999
    problem = Problem([Curve(0, 10, 0, 0, 100)], [Item(0, (price,), 9)], [Lot(0, 4, {0: 25.0})], [3 * price - 1])
    assert choose(problem).picks == {(0, 0): 2}
    assert choose(replace(problem, budgets=[3 * price])).picks == {(0, 0): 3}


def test_shares_of_agencies_and_what_a_person_insists_on_are_kept() -> None:
    curves = [Curve(0, 10, 0, 0, 100), Curve(1, 1, 0, 0, 100)]
    items, lots = [Item(0, (10,), 9), Item(1, (10,), 9)], [Lot(0, 9, {0: 10.0}), Lot(1, 9, {1: 10.0})]
    problem = Problem(curves, items, lots, [50])
    assert choose(problem).picks == {(0, 0): 5}
    assert choose(replace(problem, bounds={1: Bounds(20)})).picks == {(0, 0): 3, (1, 0): 2}
    assert choose(replace(problem, bounds={0: Bounds(0, 10)})).picks == {(0, 0): 1, (1, 0): 4}
    insisted = replace(problem, items=[items[0], replace(items[1], at_least=4)])
    assert choose(insisted).picks == {(0, 0): 1, (1, 0): 4}
    with pytest.raises(Refused):
        choose(replace(insisted, budgets=[30]))


def test_nothing_to_buy_is_an_empty_plan() -> None:
    assert choose(Problem([], [], [], [10**9])).picks == {}
    assert choose(Problem([], [], [], [10**9])).optimal


def test_a_need_is_bought_only_in_the_years_it_is_meant_for() -> None:
    curve = Curve(0, 10, 0, 0, 100)
    items = [Item(0, (5, 5, 5), 9, first_year=1, last_year=1)]
    choice = choose(Problem([curve], items, [Lot(0, 4, {0: 25.0})], [50, 50, 50]))
    assert choice.picks == {(0, 1): 4}
