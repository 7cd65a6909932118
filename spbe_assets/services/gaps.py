"""The failing records behind an assessment, grouped by what each of them fails, with the goods that would mend them.

One purchase may close several gaps of the same record (a new server is new in age, system and warranty), so records
are looked at one by one and those that are alike become one lot.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import ceil
from typing import Any

from sqlalchemy import literal, null
from sqlalchemy.orm import Session

from spbe_assets.domain.criteria import Criterion
from spbe_assets.domain.ids import Id
from spbe_assets.domain.measures import Tally, amount_per_100_staff, count_per_staff, exists
from spbe_assets.domain.needs import Good, Per
from spbe_assets.domain.readiness import AgencyResult, CriterionResult, Readiness
from spbe_assets.domain.scoring import FULL
from spbe_assets.services import goods, readiness
from spbe_assets.services.measures import parts_of
from spbe_assets.services.measures.basis import BAD, MISSING, ROOM_OF_ASSET, Join, Part
from spbe_assets.storage.tables import Asset, Link

PER_HUNDRED = 100
NOTHING = 1e-9
PLACED = (Per.ROOM, Per.SITE)


@dataclass(frozen=True, slots=True)
class GapLot:
    """`count` like records of an agency that a good would mend, each `size` units of it.

    `closes` says how many gaps one of them closes in which criterion; lots with the same `group` are for the same
    records, None where no other good closes the same gaps.
    """

    agency: Id
    good: str
    closes: Mapping[str, int]
    count: int
    size: int = 1
    group: int | None = None


@dataclass(slots=True)
class _Record:
    """A failing record: whose it is, how many units, what it fails."""

    agency: Id
    size: int
    condition: str
    fails: list[str]


def lots(session: Session, basis: readiness.Basis, assessment: Readiness) -> list[GapLot]:
    """Everything that could be bought to close gaps, for the records as they stand in the database."""
    serving = _serving(basis)
    owners = {unit: agency.id for agency in basis.agencies for unit in agency.units}
    found = [*_of_records(session, basis, serving, owners), *_of_places(session, basis, serving, owners)]
    mended = _units_mended(found)
    for agency in assessment.agencies:
        found += _of_agency(basis, agency, serving, mended)
    costing = {(agency.id, part.criterion.id) for agency in assessment.agencies for part in _costing(agency)}
    return [lot for lot in found if any((lot.agency, criterion) in costing for criterion in lot.closes)]


def _costing(agency: AgencyResult) -> Iterator[CriterionResult]:
    """The criteria in which an agency surely loses points."""
    parts = agency.result.criteria
    return (part for part in parts if part.score.value is not None and part.score.value < FULL)


def value_of_one(criterion: Criterion, tally: Tally, staff: int | None) -> float:
    """By how much one gap less raises the measured value of an agency."""
    read = criterion.measure.read
    judged = tally.good + tally.lost
    if read is exists:
        return 1.0
    if read is amount_per_100_staff:
        return PER_HUNDRED / (staff or 1)
    if read is count_per_staff:
        return (tally.needed / judged if judged else 1.0) / (staff or 1)
    return PER_HUNDRED / judged if judged else 0.0


def mended(criterion: Criterion, tally: Tally, closed: int) -> Tally:
    """How records stand once so many gaps are closed. What is not known stays unknown: a plan promises no more."""
    read = criterion.measure.read
    if read is amount_per_100_staff:
        return Tally(
            max(1, tally.good), 0, tally.missing, tally.unknown, max(1, tally.registered), tally.amount + closed
        )
    bad = min(tally.bad, closed)
    missing = min(tally.missing, closed - bad)
    new = closed - bad - missing
    return Tally(
        tally.good + closed,
        tally.bad - bad,
        tally.missing - missing,
        tally.unknown,
        tally.registered + new,
        tally.amount,
    )


def _serving(basis: readiness.Basis) -> list[tuple[Criterion, list[Good]]]:
    """The criteria whose gaps can be bought away, with the goods that serve them."""
    pairs = ((one, [good for good in goods.shipped().values() if good.serves(one)]) for one in basis.criteria.criteria)
    return [(criterion, serving) for criterion, serving in pairs if serving]


def _of_records(
    session: Session, basis: readiness.Basis, serving: list[tuple[Criterion, list[Good]]], owners: Mapping[Id, Id]
) -> Iterator[GapLot]:
    failing = [criterion for criterion, _goods in serving if any(good.per is Per.RECORD for good in _goods)]
    patterns = Counter(
        (record.agency, tuple(record.fails), record.size, record.condition)
        for record in _failing(session, basis, failing, owners).values()
    )
    alone: Counter[tuple[Id, str, tuple[str, ...], int]] = Counter()
    by_id = {criterion.id: criterion for criterion in failing}
    for group, ((agency, fails, size, condition), count) in enumerate(patterns.items()):
        options = _options([by_id[one] for one in fails], condition)
        for good, closes in options.items():
            others = {one for other, ones in options.items() if other != good for one in ones}
            if others.isdisjoint(closes):
                alone[agency, good, closes, size] += count
            else:
                yield GapLot(agency, good, _gaps(closes, by_id, size), count, size, group)
    for (agency, good, closes, size), count in alone.items():
        yield GapLot(agency, good, _gaps(closes, by_id, size), count, size)


def _gaps(closes: tuple[str, ...], by_id: Mapping[str, Criterion], size: int) -> dict[str, int]:
    """One record is one gap; where units are counted it is as many as it has."""
    return {one: size if by_id[one].measure.read is count_per_staff else 1 for one in closes}


def _options(fails: list[Criterion], condition: str) -> dict[str, tuple[str, ...]]:
    """The goods that a record asks for, with the criteria it would no longer fail."""
    asked = [
        good
        for good in goods.shipped().values()
        if good.per is Per.RECORD and condition not in good.beyond and any(map(good.serves, fails))
    ]
    return {good.id: tuple(one.id for one in fails if good.closes(one)) for good in asked}


def _failing(
    session: Session, basis: readiness.Basis, failing: list[Criterion], owners: Mapping[Id, Id]
) -> dict[Id, _Record]:
    records: dict[Id, _Record] = {}
    beyond = frozenset().union(*(good.beyond for good in goods.shipped().values()))
    for criterion in failing:
        for part in parts_of(criterion, basis.as_of, basis.numbers):
            is_asset = part.source.table is Asset
            extra = (Asset.quantity, Asset.condition) if is_asset else (literal(1), literal(""))
            for unit, row_id, size, condition in session.execute(_query(part, *extra)):
                if unit in owners:
                    kept = condition if condition in beyond else ""
                    record = records.setdefault(row_id, _Record(owners[unit], size or 1, kept, []))
                    record.fails.append(criterion.id)
    return records


def _query(part: Part, *columns: Any) -> Any:
    source = part.source
    return source.query(source.agency, source.table.id, *columns).where(part.state.in_((BAD, MISSING)))


def _of_places(
    session: Session, basis: readiness.Basis, serving: list[tuple[Criterion, list[Good]]], owners: Mapping[Id, Id]
) -> Iterator[GapLot]:
    """Gaps that one purchase closes for everything in a room or at a site; a record without a place stands alone."""
    for criterion, serving_goods in serving:
        for good in (good for good in serving_goods if good.per in PLACED):
            records: Counter[tuple[Id, Id]] = Counter()
            for part in parts_of(criterion, basis.as_of, basis.numbers):
                for unit, row_id, place in session.execute(_query(_joined(part), _place(part))):
                    if unit in owners:
                        records[owners[unit], place or row_id] += 1
            alike = Counter((agency, count) for (agency, _place_id), count in records.items())
            for (agency, count), places in alike.items():
                yield GapLot(agency, good.id, {criterion.id: count}, places)


def _joined(part: Part) -> Part:
    if part.source.table is not Asset:
        return part
    return replace(part, source=part.source.with_joins(part.source.joins | {Join.RACK}))


def _place(part: Part) -> Any:
    """Where a record stands: the room of an asset, the site of a link; anything else stands for itself."""
    places: dict[Any, Any] = {Asset: ROOM_OF_ASSET, Link: Link.a_site_id}
    return places.get(part.source.table, null())


def _units_mended(found: list[GapLot]) -> dict[tuple[Id, str], int]:
    """How many units lots already bring to an agency in a criterion that counts units."""
    units: defaultdict[tuple[Id, str], int] = defaultdict(int)
    for lot in found:
        for criterion, gaps in lot.closes.items():
            units[lot.agency, criterion] += gaps * lot.count
    return units


def _of_agency(
    basis: readiness.Basis,
    agency: AgencyResult,
    serving: list[tuple[Criterion, list[Good]]],
    mended_units: Mapping[tuple[Id, str], int],
) -> Iterator[GapLot]:
    """What an agency as a whole lacks: a link, Mbps, computers."""
    for criterion, serving_goods in serving:
        part = agency.result.criterion(criterion.id)
        if part is None or not part.lost or not criterion.measure.whole:
            continue
        tally = basis.standings[agency.id].tallies.get(criterion.id, Tally())
        missing = criterion.target.under(basis.numbers) - (part.reading or 0.0)
        needed = ceil(missing / value_of_one(criterion, tally, agency.staff) - NOTHING)
        lacking = needed - mended_units[agency.id, criterion.id]
        if lacking > 0:
            yield GapLot(agency.id, serving_goods[0].id, {criterion.id: 1}, lacking)
