"""A plan for 2,000 needs, chosen by integer programming, against one linear relaxation of the same problem."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.frame import Bench, Row, count, seconds
from spbe_assets import formats
from spbe_assets.domain.plan_greedy import greedy
from spbe_assets.domain.planning import Choice, Problem, gain_of
from spbe_assets.services import plan_solver, plans, readiness
from spbe_assets.storage.store import Store
from tests.services.random_province import province

AGENCIES, PLANNED_S, TARGET = 240, 5.0, "≤ 5 s"
BUDGET = 50_000_000_000


def rows(bench: Bench) -> Iterator[Row]:
    """A random province of about 2,000 needs in one and in three years, then the usual province from its database."""
    for years in (1, 3):
        problem = province(1, AGENCIES, years)
        made: list[Choice] = []
        taken = seconds(lambda problem=problem, made=made: made.append(plan_solver.choose(problem)))  # type: ignore[misc]
        told = f"plan for {count(len(problem.items))} needs, {len(problem.lots)} lots, {years} years"
        yield Row(told, TARGET, _found(taken, problem, made[-1]), taken / _raw(problem), taken <= PLANNED_S)
    store, criteria = Store.open(bench.database(bench.usual)), readiness.load_criteria()
    with store.read() as session:
        survey = plans.survey(session, criteria, formats.today())
    taken = seconds(lambda: plans.work_out(survey, plans.terms({formats.today().year + 1: BUDGET})))
    told = f"plan of the usual province, {count(len(survey.needs))} needs"
    yield Row(told, TARGET, f"{taken:.1f} s", None, taken <= PLANNED_S)
    store.close()


def _found(taken: float, problem: Problem, choice: Choice) -> str:
    simple = gain_of(problem, greedy(problem))
    proof = "proven" if choice.optimal else f"gap {choice.gap:.4f} points"
    return f"{taken:.1f} s; {choice.gain:.2f} points, greedy {simple:.2f}; {proof}"


def _raw(problem: Problem) -> float:
    """How long HiGHS needs for the same rows with halves of units allowed."""
    solver = plan_solver.relaxed(problem)
    return max(0.001, seconds(solver.run))
