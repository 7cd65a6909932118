"""Chooses the purchases of a plan by integer programming (HiGHS), with a proof or with the gap that is left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import inf, isfinite
from typing import TYPE_CHECKING, Any

from spbe_assets.domain.errors import Refused
from spbe_assets.domain.plan_greedy import greedy, meets_demands, trimmed
from spbe_assets.domain.planning import Choice, Curve, Key, Problem, Tally, gain_of
from spbe_assets.i18n import _

if TYPE_CHECKING:
    import highspy

TIME_LIMIT_S = 3.0
MILLION = 1_000_000
PROVEN = 1e-6
"""A gap below this many points of the score is none: ten thousand times less than what is ever shown."""
CHEAPER, EARLIER = 1e-5, 1e-6
"""What all the money weighs beside one point of the score, and what a year's waiting does: they only break ties."""


def choose(problem: Problem, time_limit_s: float = TIME_LIMIT_S, start: Mapping[Key, int] | None = None) -> Choice:
    """The purchases with the greatest gain that the budgets allow.

    Args:
        problem: what may be bought.
        time_limit_s: after so long the best plan found is returned with its gap.
        start: a plan to begin with, such as that of a smaller budget; the simple plan is tried as well.

    Raises:
        Refused: what people insist on does not fit into the budgets.
    """
    if not problem.purchases():
        _require_nothing_asked(problem)
        return Choice({}, 0.0)
    begun = _begin(problem, start)
    found, bound = _solved(problem, time_limit_s, begun)
    plans = [plan for plan in (begun, found) if plan is not None]
    if not plans:
        raise _too_little()
    best = max(plans, key=lambda plan: _worth(problem, plan))
    gap = bound - _worth(problem, best)
    kept = trimmed(problem, best)
    return Choice(kept, gain_of(problem, kept), gap if gap > PROVEN else 0.0)


def relaxed(problem: Problem) -> highspy.Highs:
    """The same problem with parts of units allowed: solved in a moment, and no plan is worth more."""
    solver = _Model(problem).solver(TIME_LIMIT_S)
    solver.setOptionValue("solve_relaxation", True)
    return solver


def _begin(problem: Problem, start: Mapping[Key, int] | None) -> dict[Key, int] | None:
    plans = [greedy(problem)]
    if start is not None and _fits(problem, start):
        plans.append(greedy(problem, start))
    fitting = [plan for plan in plans if _fits(problem, plan)]
    return max(fitting, key=lambda plan: _worth(problem, plan), default=None)


def _fits(problem: Problem, picks: Mapping[Key, int]) -> bool:
    """Whether a plan keeps to everything, in whole rupiah."""
    tally = Tally(problem, picks)
    ceilings = ((agency, bounds.most) for agency, bounds in problem.bounds.items())
    within = min(tally.left) >= 0 and all(most is None or tally.spent[agency] <= most for agency, most in ceilings)
    return within and meets_demands(problem, picks)


def _worth(problem: Problem, picks: Mapping[Key, int]) -> float:
    """What a plan earns, less what breaks ties."""
    return gain_of(problem, picks) - sum(count * _tie_break(problem, key) for key, count in picks.items())


def _tie_break(problem: Problem, key: Key) -> float:
    """What one record of a lot counts less for its price and for the years until it is there."""
    curves, total = problem.curves, max(1, sum(problem.budgets))
    gain = sum(
        curves[curve].weight * min(1.0, amount / (curves[curve].target - curves[curve].floor))
        for curve, amount in problem.lots[key[0]].closes.items()
    )
    return CHEAPER * problem.cost(key) / total + EARLIER * key[1] * gain


def _solved(problem: Problem, time_limit_s: float, begun: dict[Key, int] | None) -> tuple[dict[Key, int] | None, float]:
    """The plan that the solver found, if any, and what no plan is worth more than."""
    import highspy

    model = _Model(problem)
    solver = model.solver(time_limit_s)
    if begun is not None:
        model.begin_with(solver, begun)
    solver.run()
    if solver.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
        raise _too_little()
    info, values = solver.getInfo(), solver.getSolution().col_value
    bound = min(info.mip_dual_bound, problem.gain_within_reach)
    if not len(values) or not isfinite(info.objective_function_value):
        return None, bound
    picks = {key: count for key, column in model.bought.items() if (count := round(values[column]))}
    # The solver keeps to budgets by a hair only; a plan that is over in whole rupiah is not taken.
    return picks if _fits(problem, picks) else None, bound


def _require_nothing_asked(problem: Problem) -> None:
    if any(bounds.least for bounds in problem.bounds.values()) or any(item.at_least for item in problem.items):
        raise _too_little()


def _too_little() -> Refused:
    return Refused(_("No plan keeps to all of this; raise the budget, or insist on less."))


@dataclass(slots=True)
class _Columns:
    cost: list[float] = field(default_factory=list)
    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)

    def add(self, cost: float, upper: float, *, whole: bool = False) -> int:
        self.cost.append(cost)
        self.lower.append(0.0)
        self.upper.append(upper)
        self.whole.append(whole)
        return len(self.cost) - 1


class _Model:
    """The problem as columns and rows. `bought` says in which column it stands how many records are bought."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._columns = _Columns()
        self._rows: list[tuple[float, float, dict[int, float]]] = []
        self.bought = {key: self._purchase(key) for key in problem.purchases()}
        self._of_lot: defaultdict[int, list[int]] = defaultdict(list)
        for (number, _year), column in self.bought.items():
            self._of_lot[number].append(column)
        self._limit_money()
        self._limit_records()
        self._shared: list[tuple[int, float, list[int]]] = []
        self._earned: dict[int, tuple[int, int | None]] = {}
        raised = self._close_gaps()
        for number, curve in enumerate(problem.curves):
            if raised[number] and curve.start < curve.target:
                self._earned[number] = self._earn(curve, raised[number])

    def _purchase(self, key: Key) -> int:
        most = min(self._problem.lots[key[0]].count, self._affordable(key))
        return self._columns.add(-_tie_break(self._problem, key), most, whole=True)

    def _affordable(self, key: Key) -> float:
        cost = self._problem.cost(key)
        return self._problem.budgets[key[1]] // cost if cost else inf

    def _row(self, lower: float, upper: float, terms: dict[int, float]) -> None:
        if terms:
            self._rows.append((lower, upper, terms))

    def _limit_money(self) -> None:
        problem = self._problem
        in_year: defaultdict[int, dict[int, float]] = defaultdict(dict)
        of_agency: defaultdict[int, dict[int, float]] = defaultdict(dict)
        for key, column in self.bought.items():
            cost = problem.cost(key) / MILLION
            in_year[key[1]][column] = cost
            of_agency[problem.items[problem.lots[key[0]].item].agency][column] = cost
        for year, terms in in_year.items():
            self._row(-inf, problem.budgets[year] / MILLION, terms)
        for agency, bounds in problem.bounds.items():
            if bounds.least and not of_agency[agency]:
                raise _too_little()
            most = inf if bounds.most is None else bounds.most / MILLION
            self._row(bounds.least / MILLION, most, of_agency[agency])

    def _limit_records(self) -> None:
        problem = self._problem
        of_item: defaultdict[int, dict[int, float]] = defaultdict(dict)
        in_all: defaultdict[int, int] = defaultdict(int)
        for number, lot in enumerate(problem.lots):
            in_all[lot.item] += lot.count * lot.size
            of_item[lot.item].update({column: float(lot.size) for column in self._of_lot[number]})
            if len(self._of_lot[number]) > 1:
                self._row(-inf, lot.count, dict.fromkeys(self._of_lot[number], 1.0))
        for number, item in enumerate(problem.items):
            if item.at_least and not of_item[number]:
                raise _too_little()
            if item.at_least or item.limit < in_all[number]:
                self._row(item.at_least, item.limit, of_item[number])

    def _close_gaps(self) -> defaultdict[int, dict[int, float]]:
        """Curve -> the columns that raise its value; gaps that two lots may close get a column of their own."""
        closing: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
        for number, lot in enumerate(self._problem.lots):
            for curve in lot.closes:
                closing[self._problem.groups[number], curve].append(number)
        raised: defaultdict[int, dict[int, float]] = defaultdict(dict)
        for (_group, curve), numbers in closing.items():
            amount = self._problem.lots[numbers[0]].closes[curve]
            columns = [column for number in numbers for column in self._of_lot[number]]
            if len(numbers) > 1:
                closed = self._columns.add(0.0, self._problem.lots[numbers[0]].count)
                self._row(-inf, 0.0, {closed: 1.0, **dict.fromkeys(columns, -1.0)})
                self._shared.append((closed, self._problem.lots[numbers[0]].count, columns))
                columns = [closed]
            raised[curve].update(dict.fromkeys(columns, amount))
        return raised

    def _earn(self, curve: Curve, raised: dict[int, float]) -> tuple[int, int | None]:
        """The column of what a curve earns beyond the present, as a share of its weight, and that of passing the floor.

        Below the floor nothing is earned, which needs a column of its own: yes or no.
        """
        span = curve.target - curve.floor
        already = max(0.0, (curve.start - curve.floor) / span)
        earned = self._columns.add(curve.weight, 1.0 - already)
        terms = {column: -amount / span for column, amount in raised.items()}
        if curve.start >= curve.floor:
            self._row(-inf, 0.0, {earned: 1.0, **terms})
            return earned, None
        passed = self._columns.add(0.0, 1.0, whole=True)
        self._row(-inf, 0.0, {earned: 1.0, passed: (curve.floor - curve.start) / span, **terms})
        self._row(-inf, 0.0, {earned: 1.0, passed: -1.0})
        return earned, passed

    def solver(self, time_limit_s: float) -> highspy.Highs:
        """A solver that holds the model."""
        import highspy

        class Quiet(highspy.Highs):
            """A solver that says nothing: making one greets on standard output before options can be set."""

            def enableCallbacks(self) -> None:
                self.silent()
                super().enableCallbacks()  # type: ignore[no-untyped-call]

        solver = Quiet()  # type: ignore[no-untyped-call]
        options: dict[str, Any] = {
            "time_limit": time_limit_s,
            "mip_rel_gap": 0.0,
            "mip_abs_gap": PROVEN / 10,
            "mip_feasibility_tolerance": 1e-7,
            "primal_feasibility_tolerance": 1e-8,
            "threads": 1,
            "random_seed": 1,
        }
        for name, value in options.items():
            solver.setOptionValue(name, value)
        solver.passModel(self._as_lp(highspy))
        return solver

    def begin_with(self, solver: highspy.Highs, picks: Mapping[Key, int]) -> None:
        """Give the solver a plan to improve on."""
        import highspy

        solution = highspy.HighsSolution()
        solution.col_value = self._values_of(picks)
        solver.setSolution(solution)

    def _values_of(self, picks: Mapping[Key, int]) -> list[float]:
        values = [0.0] * len(self._columns.cost)
        for key, count in picks.items():
            values[self.bought[key]] = count
        for closed, most, columns in self._shared:
            values[closed] = min(most, sum(values[column] for column in columns))
        reached = Tally(self._problem, picks).values
        for number, (earned, passed) in self._earned.items():
            curve = self._problem.curves[number]
            values[earned] = (curve.earned(reached[number]) - curve.earned(curve.start)) / curve.weight
            if passed is not None:
                values[passed] = float(reached[number] >= curve.floor and values[earned] > 0)
        return values

    def _as_lp(self, highspy: Any) -> Any:
        columns = self._columns
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(columns.cost), len(self._rows)
        lp.sense_ = highspy.ObjSense.kMaximize
        lp.col_cost_, lp.col_lower_, lp.col_upper_ = columns.cost, columns.lower, columns.upper
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        lp.integrality_ = [kinds[whole] for whole in columns.whole]
        lp.row_lower_ = [lower for lower, _upper, _terms in self._rows]
        lp.row_upper_ = [upper for _lower, upper, _terms in self._rows]
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = _sparse(self._rows)
        return lp


def _sparse(rows: Sequence[tuple[float, float, dict[int, float]]]) -> tuple[list[int], list[int], list[float]]:
    start, index, value = [0], list[int](), list[float]()
    for _lower, _upper, terms in rows:
        index += terms.keys()
        value += terms.values()
        start.append(len(index))
    return start, index, value
