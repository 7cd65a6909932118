"""Plans: what to buy under one or several yearly budgets, and what each rupiah brings to the province's score.

`survey` reads the database once; `work_out` and `curve` need it no more, so a slider can ask again and again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from spbe_assets.domain.criteria import Aspect, Criteria
from spbe_assets.domain.errors import Invalid
from spbe_assets.domain.ids import Id
from spbe_assets.domain.needs import NeedState
from spbe_assets.domain.plan import CurvePoint, Effect, Head, Plan, PlanYear, Purchase, Remainder, Terms
from spbe_assets.domain.planning import Choice, Key, Tally
from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.i18n import _
from spbe_assets.services import gaps, needs, plan_solver, prices, readiness
from spbe_assets.services.needs import NeedRow
from spbe_assets.services.plan_problem import Posed, Survey, after, alone, closed_gaps, pose
from spbe_assets.services.prices import YEARS, PriceOrigin

MOST_YEARS = 10
MOST_BUDGET = 10**14
CURVE_TIME_S = 0.5
POINTS = 12


def survey(session: Session, criteria: Criteria, as_of: date, year: int | None = None) -> Survey:
    """What plans are worked out from: the assessment of a day and the needs with their prices of a year (the next).

    Raises:
        Invalid: a setting the criteria or the prices lean on is no number.
    """
    basis = readiness.read_basis(session, criteria, as_of)
    before = readiness.judged(basis)
    lots = tuple(gaps.lots(session, basis, before))
    return refreshed(session, Survey(basis, before, lots, (), prices.book(session), year or as_of.year + 1))


def refreshed(session: Session, found: Survey) -> Survey:
    """The same survey with the needs and prices as they stand now: a moment's work beside assessing anew.

    Raises:
        Invalid: the inflation that was set is no percentage.
    """
    book = prices.book(session)
    listed = needs.listed(session, found.before, found.lots, book, found.year)
    told = replace(found, needs=listed, book=book)
    rows = tuple(replace(row, gain=gain) for row, gain in zip(listed, alone(told), strict=True))
    return replace(told, needs=rows)


def terms(
    budgets: Mapping[int, int],
    agency_least: Mapping[Id, int] | None = None,
    agency_most: Mapping[Id, int] | None = None,
    *,
    accepted_only: bool = False,
) -> Terms:
    """What a plan has to keep to: the budget of each year, and what agencies get at least and at most in all.

    Raises:
        Invalid: an amount or a year is impossible.
    """
    least, most = agency_least or {}, agency_most or {}
    if not 1 <= len(budgets) <= MOST_YEARS or any(year not in YEARS for year in budgets):
        raise Invalid(_("A plan is for 1 to {n} years from now on; check the years.").format(n=MOST_YEARS), "years")
    if any(not 0 <= amount <= MOST_BUDGET for amount in (*budgets.values(), *least.values(), *most.values())):
        raise Invalid(_("A budget is zero rupiah or more; check the amounts."), "budgets")
    if any(least[agency] > most[agency] for agency in least.keys() & most.keys()):
        raise Invalid(_("An agency can't get at least more than it gets at most; check the amounts."), "budgets")
    return Terms(dict(sorted(budgets.items())), _by_hex(least), _by_hex(most), accepted_only)


def _by_hex(bounds: Mapping[Id, int]) -> dict[str, int]:
    return {agency.hex(): amount for agency, amount in bounds.items()}


def work_out(found: Survey, wanted: Terms, time_limit_s: float = plan_solver.TIME_LIMIT_S) -> Plan:
    """The plan with the greatest score under these terms.

    Raises:
        Refused: what people insist on does not fit into the budgets.
        NotFound: an agency of the terms is not assessed.
    """
    posed = pose(found, wanted)
    return _Account(found, wanted, posed, plan_solver.choose(posed.problem, time_limit_s)).plan()


def curve(found: Survey, wanted: Terms, progress: Progress = SILENT, points: int = POINTS) -> tuple[CurvePoint, ...]:
    """The score that budgets from nothing to twice the one of the terms reach; every point starts from the one before.

    Agencies' least and most shares hold only for the terms as they are, so they are left out here.

    Raises:
        Cancelled: the user asked to stop.
        Refused: what people insist on does not even fit into twice the budget.
    """
    top = max(2 * wanted.budget, points)
    free = replace(wanted, agency_least={}, agency_most={})
    made, start = [CurvePoint(0, found.before.province.score.value)], None
    for number in range(1, points):
        progress.step(number, points)
        budget = top * number // (points - 1)
        posed = pose(_without_musts(found), free.scaled(budget))
        choice = plan_solver.choose(posed.problem, CURVE_TIME_S, start)
        start = choice.picks
        reached = after(found, closed_gaps(posed, Tally(posed.problem, choice.picks)))
        made.append(CurvePoint(budget, reached.province.score.value))
    return tuple(made)


def _without_musts(found: Survey) -> Survey:
    return replace(found, needs=tuple(replace(need, must=False) for need in found.needs))


class _Account:
    """Says in words of the register what the chosen numbers mean."""

    def __init__(self, found: Survey, wanted: Terms, posed: Posed, choice: Choice) -> None:
        self._found, self._wanted, self._posed, self._choice = found, wanted, posed, choice
        self._tally = Tally(posed.problem, choice.picks)
        self._closed = closed_gaps(posed, self._tally)
        self._after = after(found, self._closed)
        self._bought: defaultdict[tuple[int, int], dict[Key, int]] = defaultdict(dict)
        for key, count in choice.picks.items():
            self._bought[posed.problem.lots[key[0]].item, key[1]][key] = count
        self._gains, self._gaps = self._shared_out()

    def plan(self) -> Plan:
        found, before, reached = self._found, self._found.before, self._after
        purchases = self._purchases()
        considered = {need.id for need in self._posed.needs}
        return Plan(
            terms=self._wanted,
            cost=sum(line.cost for line in purchases),
            score_before=before.province.score.value,
            score_after=reached.province.score.value,
            gain=self._choice.gain,
            gap=self._choice.gap,
            purchases=purchases,
            years=tuple(self._years()),
            agencies=tuple(self._agencies()),
            aspects=tuple(self._aspects()),
            criteria=tuple(self._criteria()),
            left=tuple(self._left()),
            estimates=sum(line.price_from == PriceOrigin.ESTIMATE for line in purchases),
            unpriced=sum(need.price_from is PriceOrigin.UNKNOWN and need.id not in considered for need in found.needs),
            inflation=f"{found.book.inflation:f}",
            as_of=found.basis.as_of,
            criteria_version=found.basis.criteria.version,
            heads=tuple(Head(head.installation, head.changes, head.head) for head in before.heads),
            owner=before.owner,
            province=before.province_name,
        )

    def _shared_out(self) -> tuple[dict[Key, float], dict[Key, dict[str, float]]]:
        """What each pick earns and how many gaps it closes; where two mend the same record, they share its gaps."""
        problem, picks = self._posed.problem, self._choice.picks
        wanted: defaultdict[tuple[int, int], int] = defaultdict(int)
        for (number, _year), count in picks.items():
            for at in problem.lots[number].closes:
                wanted[problem.groups[number], at] += count
        gains: defaultdict[Key, float] = defaultdict(float)
        closed: defaultdict[Key, dict[str, float]] = defaultdict(dict)
        for key, count in picks.items():
            lot = problem.lots[key[0]]
            for at, amount in lot.closes.items():
                of, value = problem.curves[at], self._tally.values[at]
                asked = wanted[problem.groups[key[0]], at]
                raised = amount * count * min(1.0, lot.count / asked)
                gains[key] += (of.earned(value) - of.earned(of.start)) * raised / (value - of.start)
                axis = self._posed.axes[at]
                closed[key][axis.criterion.id] = raised / axis.one
        return gains, closed

    def _purchases(self) -> tuple[Purchase, ...]:
        lines = [self._purchase(item, year, keys) for (item, year), keys in self._bought.items()]
        return tuple(sorted(lines, key=lambda line: (line.year, -line.gain_per_million, line.agency, line.title)))

    def _purchase(self, item: int, at: int, keys: Mapping[Key, int]) -> Purchase:
        problem, need, year = self._posed.problem, self._posed.needs[item], self._posed.years[at]
        quantity = sum(count * problem.lots[number].size for (number, _year), count in keys.items())
        price = problem.items[item].prices[at]
        closes: defaultdict[str, float] = defaultdict(float)
        for key in keys:
            for criterion, count in self._gaps[key].items():
                closes[criterion] += count
        return Purchase(
            need=need.id.hex(),
            agency_id=need.agency_id.hex(),
            agency=need.agency,
            good=need.good,
            title=need.title,
            kind=need.kind,
            kode_barang=need.kode_barang,
            year=year,
            quantity=quantity,
            unit=need.unit,
            unit_price=price,
            cost=quantity * price,
            gain=sum(self._gains[key] for key in keys),
            closes=tuple(one for one in need.closes if closes.get(one)),
            gaps={one: round(closes[one]) for one in need.closes if closes.get(one)},
            price_from=need.price_from,
            must=need.must,
        )

    def _years(self) -> Iterable[PlanYear]:
        problem, picks = self._posed.problem, dict[Key, int]()
        for at, year in enumerate(self._posed.years):
            picks |= {key: count for key, count in self._choice.picks.items() if key[1] == at}
            reached = after(self._found, closed_gaps(self._posed, Tally(problem, picks)))
            cost = problem.budgets[at] - self._tally.left[at]
            yield PlanYear(year, problem.budgets[at], cost, reached.province.score.value)

    def _agencies(self) -> Iterable[Effect]:
        spent: defaultdict[Id, int] = defaultdict(int)
        for (item, _at), keys in self._bought.items():
            cost = sum(count * self._posed.problem.cost(key) for key, count in keys.items())
            spent[self._posed.needs[item].agency_id] += cost
        for agency in sorted(self._found.before.agencies, key=lambda one: (one.name.casefold(), one.id)):
            reached = self._after.agency(agency.id)
            closed = sum(count for (owner, _one), count in self._closed.items() if owner == agency.id)
            score = reached.result.score.value if reached else None
            yield Effect(agency.id.hex(), agency.name, agency.result.score.value, score, spent[agency.id], closed)

    def _aspects(self) -> Iterable[Effect]:
        before, reached = self._found.before.province.aspects, self._after.province.aspects
        criteria = {one.id: one for one in self._found.basis.criteria.criteria}
        for aspect in Aspect:
            if aspect in before:
                closed = sum(n for (_owner, one), n in self._closed.items() if criteria[one].aspect is aspect)
                yield Effect(aspect, aspect.label, before[aspect].value, reached[aspect].value, gaps=closed)

    def _criteria(self) -> Iterable[Effect]:
        for part in self._found.before.province.criteria:
            reached = self._after.province.criterion(part.criterion.id)
            closed = sum(n for (_owner, one), n in self._closed.items() if one == part.criterion.id)
            score = reached.score.value if reached else None
            yield Effect(part.criterion.id, part.criterion.title, part.score.value, score, gaps=closed)

    def _left(self) -> Iterable[Remainder]:
        """What is not bought, the most useful first; dropped needs are nobody's wish."""
        bought: defaultdict[Id, int] = defaultdict(int)
        for item, units in enumerate(self._tally.units):
            bought[self._posed.needs[item].id] += units
        later = _later_gains(self._posed, self._tally)
        rest = [
            self._remainder(need, need.quantity - bought[need.id], later.get(need.id, 0.0))
            for need in self._found.needs
            if need.state is not NeedState.DROPPED and need.quantity > bought[need.id]
        ]
        return sorted(rest, key=lambda one: (-one.gain, one.agency.casefold(), one.title, one.need))

    def _remainder(self, need: NeedRow, quantity: int, gain: float) -> Remainder:
        cost = None if need.unit_rupiah is None else quantity * need.unit_rupiah
        return Remainder(need.id.hex(), need.agency_id.hex(), need.agency, need.title, quantity, need.unit, cost, gain)


def _later_gains(posed: Posed, tally: Tally) -> dict[Id, float]:
    """What all that is left of each need would still bring on top of the plan."""
    problem, found = posed.problem, defaultdict[Id, float](float)
    bought: defaultdict[int, int] = defaultdict(int)
    for (number, _year), count in tally.picks.items():
        bought[number] += count
    for number, lot in enumerate(problem.lots):
        found[posed.needs[lot.item].id] += tally.gain(number, lot.count - bought[number])
    return found
