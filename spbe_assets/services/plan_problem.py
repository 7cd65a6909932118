"""Turns an assessment, its needs and what a plan has to keep to into the problem that is solved, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from spbe_assets.domain.criteria import Criterion
from spbe_assets.domain.errors import NotFound
from spbe_assets.domain.ids import Id
from spbe_assets.domain.measures import Tally as Standing
from spbe_assets.domain.needs import NeedState
from spbe_assets.domain.plan import Terms
from spbe_assets.domain.planning import Bounds, Curve, Item, Key, Lot, Problem, Tally
from spbe_assets.domain.readiness import AgencyResult, Readiness
from spbe_assets.domain.scoring import FULL
from spbe_assets.i18n import _
from spbe_assets.services import facts, gaps, readiness
from spbe_assets.services.needs import NeedRow, need_id
from spbe_assets.services.prices import PriceBook, PriceOrigin

NO_YEAR = 999


@dataclass(frozen=True, slots=True)
class Survey:
    """What plans are worked out from, without the database: the facts, the assessment, the lots, the needs, the prices.

    `needs` hold the prices of `year`.
    """

    basis: readiness.Basis
    before: Readiness
    lots: tuple[gaps.GapLot, ...]
    needs: tuple[NeedRow, ...]
    book: PriceBook
    year: int


@dataclass(frozen=True, slots=True)
class Axis:
    """A curve of the problem with what it stands for; `one` is what a single gap is worth in measured value."""

    agency: Id
    criterion: Criterion
    curve: Curve
    one: float


@dataclass(frozen=True, slots=True)
class Posed:
    """A problem with what its numbers stand for: needs by item, axes by curve."""

    problem: Problem
    needs: tuple[NeedRow, ...]
    axes: tuple[Axis, ...]
    years: tuple[int, ...]


def pose(survey: Survey, terms: Terms) -> Posed:
    """The problem of a survey under these terms.

    Raises:
        NotFound: an agency of the terms is not among the assessed ones.
    """
    years = tuple(sorted(terms.budgets))
    order = {agency.id: number for number, agency in enumerate(survey.before.agencies)}
    axes = axes_of(survey, order)
    needs = tuple(need for need in survey.needs if _may_be_planned(need, terms, years))
    largest = {need_id(lot.agency, lot.good): lot.size for lot in sorted(survey.lots, key=lambda lot: lot.size)}
    items = tuple(_item(survey, need, order[need.agency_id], years, largest.get(need.id, 1)) for need in needs)
    problem = Problem(
        curves=tuple(axis.curve for axis in axes),
        items=items,
        lots=tuple(_lots(survey, needs, axes)),
        budgets=tuple(terms.budgets[year] for year in years),
        bounds=_bounds(terms, order),
    )
    return Posed(problem, needs, axes, years)


def axes_of(survey: Survey, order: Mapping[Id, int]) -> tuple[Axis, ...]:
    """A curve for every criterion in which an agency surely loses points."""
    scored = survey.before.scored
    return tuple(axis for agency in survey.before.agencies for axis in _axes(survey, agency, order[agency.id], scored))


def alone(survey: Survey) -> tuple[float, ...]:
    """What each need of a survey would bring to the province's score if it were the only one."""
    order = {agency.id: number for number, agency in enumerate(survey.before.agencies)}
    axes = axes_of(survey, order)
    items = tuple(Item(order[need.agency_id], (0,), need.quantity) for need in survey.needs)
    problem = Problem(tuple(axis.curve for axis in axes), items, tuple(_lots(survey, survey.needs, axes)), (0,))
    of_item: dict[int, list[int]] = {}
    for number, lot in enumerate(problem.lots):
        of_item.setdefault(lot.item, []).append(number)
    tally, gains = Tally(problem), []
    for item, need in enumerate(survey.needs):
        earned = tally.earned_by(order[need.agency_id])
        keys: list[Key] = [(number, 0) for number in of_item.get(item, ())]
        bought = [(key, count) for key in keys if (count := _bought(tally, key))]
        gains.append(tally.earned_by(order[need.agency_id]) - earned)
        for key, count in bought:
            tally.add(key, -count)
    return tuple(gains)


def _bought(tally: Tally, key: Key) -> int:
    count = tally.room(key)
    tally.add(key, count)
    return count


def closed_gaps(posed: Posed, tally: Tally) -> dict[tuple[Id, str], int]:
    """(agency, criterion) -> how many gaps the purchases close there."""
    pairs = zip(posed.axes, tally.values, strict=True)
    found = {(axis.agency, axis.criterion.id): round((value - axis.curve.start) / axis.one) for axis, value in pairs}
    return {place: count for place, count in found.items() if count}


def after(survey: Survey, closed: Mapping[tuple[Id, str], int]) -> Readiness:
    """The assessment once these gaps are closed, by the very same arithmetic."""
    basis = survey.basis
    criteria = {criterion.id: criterion for criterion in basis.criteria.criteria}
    standings = {
        agency: facts.Standing(standing.counts, dict(standing.tallies)) for agency, standing in basis.standings.items()
    }
    for (agency, criterion), count in closed.items():
        tallies = standings[agency].tallies
        tallies[criterion] = gaps.mended(criteria[criterion], tallies.get(criterion, Standing()), count)
    return readiness.judged(replace(basis, standings=standings))


def _axes(survey: Survey, agency: AgencyResult, number: int, scored: int) -> list[Axis]:
    known = [part for part in agency.result.criteria if part.score.value is not None]
    weight = sum(part.criterion.weight for part in known)
    numbers, found = survey.basis.numbers, []
    for part in known:
        if part.score.value == FULL or part.reading is None:
            continue
        criterion = part.criterion
        tally = survey.basis.standings[agency.id].tallies.get(criterion.id, Standing())
        curve = Curve(
            agency=number,
            weight=FULL * criterion.weight / weight / scored,
            start=part.reading,
            floor=criterion.floor.under(numbers),
            target=criterion.target.under(numbers),
        )
        found.append(Axis(agency.id, criterion, curve, gaps.value_of_one(criterion, tally, agency.staff)))
    return found


def _may_be_planned(need: NeedRow, terms: Terms, years: tuple[int, ...]) -> bool:
    if need.state is NeedState.DROPPED or need.price_from is PriceOrigin.UNKNOWN or not need.quantity:
        return False
    if terms.accepted_only and need.state is NeedState.PROPOSED:
        return False
    if need.state is NeedState.POSTPONED:
        return need.year is None or need.year <= years[-1]
    return need.year is None or need.year in years


def _item(survey: Survey, need: NeedRow, agency: int, years: tuple[int, ...], largest: int) -> Item:
    """The need as an item; a record of several units is bought whole, so insisting is exact to such a record only."""
    first, last = 0, NO_YEAR
    if need.year is not None and need.state is NeedState.POSTPONED:
        first = sum(year < need.year for year in years)
    elif need.year is not None:
        first = last = years.index(need.year)
    at_least = need.quantity - (largest - 1) if need.must else 0
    return Item(agency, prices(survey, need, years), need.quantity, at_least, first, last)


def prices(survey: Survey, need: NeedRow, years: tuple[int, ...]) -> tuple[int, ...]:
    """The unit price of a need in each year; a person's own price is that of the survey's year."""
    if need.price_from is PriceOrigin.OWN:
        return tuple(survey.book.later(need.unit_rupiah or 0, year - survey.year) for year in years)
    return tuple(survey.book.quote(need.good, year).rupiah or 0 for year in years)


def _lots(survey: Survey, needs: tuple[NeedRow, ...], axes: tuple[Axis, ...]) -> list[Lot]:
    """The lots of the needs; what a person asks for beyond the gaps is a lot that closes nothing."""
    items = {need.id: number for number, need in enumerate(needs)}
    curves = {(axis.agency, axis.criterion.id): number for number, axis in enumerate(axes)}
    found, covered = [], [0] * len(needs)
    for lot in survey.lots:
        item = items.get(need_id(lot.agency, lot.good))
        if item is None:
            continue
        closes = {
            curve: count * axes[curve].one
            for criterion, count in lot.closes.items()
            if (curve := curves.get((lot.agency, criterion))) is not None
        }
        covered[item] += lot.count * lot.size
        if closes or needs[item].must:
            found.append(Lot(item, lot.count, closes, lot.size, lot.group))
    beyond = [
        Lot(item, need.quantity - covered[item], {})
        for item, need in enumerate(needs)
        if need.must and need.quantity > covered[item]
    ]
    return found + beyond


def _bounds(terms: Terms, order: Mapping[Id, int]) -> dict[int, Bounds]:
    found = {}
    for agency in sorted({*terms.agency_least, *terms.agency_most}):
        number = order.get(bytes.fromhex(agency))
        if number is None:
            raise NotFound(_("Only agencies that stand below no other can get a share; name the one above it."))
        found[number] = Bounds(terms.agency_least.get(agency, 0), terms.agency_most.get(agency))
    return found
