"""Readiness of agencies, regions and the province, and the records behind every point that is missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sqlalchemy import inspect, literal, select
from sqlalchemy.orm import Session

from spbe_assets.domain.criteria import Criteria, Criterion
from spbe_assets.domain.ids import Id
from spbe_assets.domain.measures import Tally, reading
from spbe_assets.domain.readiness import (
    AgencyResult,
    Counts,
    CriterionResult,
    LogHead,
    NamedRecord,
    Readiness,
    RegionResult,
    State,
    findings_of,
    result_of,
    rolled_up,
    steps_of,
)
from spbe_assets.domain.scoring import FULL, criterion_score
from spbe_assets.services import criteria_sets, facts, settings
from spbe_assets.services.measures import parts_of
from spbe_assets.services.measures.basis import BAD, MISSING, UNKNOWN, Part, Query
from spbe_assets.storage import history
from spbe_assets.storage.tables import Agency

STATES = {State.LOST: (BAD, MISSING), State.UNKNOWN: (UNKNOWN,)}


@dataclass(frozen=True, slots=True)
class Basis:
    """The facts of one assessment: who the agencies are and how their records stand; `standings` by agency id."""

    criteria: Criteria
    as_of: date
    numbers: Mapping[str, float]
    agencies: tuple[facts.AgencyFacts, ...]
    standings: Mapping[Id, facts.Standing]
    areas: Mapping[Id, facts.RegionFacts]
    heads: tuple[LogHead, ...]
    owner: str = ""
    scope: str = ""


def load_criteria(path: Path | None = None) -> Criteria:
    """The criteria of a file, or the shipped ones; `criteria_sets.active` gives those that hold in a database.

    Raises:
        Invalid: it can't be read or is no criteria file; the sentence names line and reason.
    """
    return (criteria_sets.read_file(path) if path else criteria_sets.shipped()).counted()


def assess(session: Session, criteria: Criteria, as_of: date, agency_id: Id | None = None) -> Readiness:
    """The readiness of every agency, or of one with the units below it.

    Raises:
        NotFound: there is no such agency.
        Invalid: a setting the criteria lean on is no number.
    """
    return judged(read_basis(session, criteria, as_of, agency_id))


def read_basis(
    session: Session,
    criteria: Criteria,
    as_of: date,
    agency_id: Id | None = None,
    numbers: Mapping[str, float] | None = None,
) -> Basis:
    """What an assessment is worked out from; `judged` does that without the database.

    `numbers` are the criteria's settings to try out, by default those that hold.

    Raises:
        NotFound: there is no such agency.
        Invalid: a setting the criteria lean on is no number.
    """
    found = facts.agencies(session, as_of, agency_id)
    numbers = facts.settings(session, criteria) if numbers is None else numbers
    return Basis(
        criteria=criteria,
        as_of=as_of,
        numbers=numbers,
        agencies=tuple(found),
        standings=facts.standings(session, criteria, as_of, numbers, found),
        areas=facts.regions(session),
        heads=tuple(LogHead(*head) for head in history.heads(session)),
        owner=str(settings.province(session, settings.PROVINCE_NAME, "")),
        scope=found[0].name if agency_id is not None else "",
    )


def judged(basis: Basis) -> Readiness:
    """The assessment that rests on these facts."""
    criteria, numbers, areas = basis.criteria, basis.numbers, basis.areas
    standings = basis.standings
    agencies = _ranked([_agency(agency, criteria, numbers, standings[agency.id], areas) for agency in basis.agencies])
    return Readiness(
        as_of=basis.as_of,
        criteria=criteria,
        province_name=next((region.name for region in areas.values() if region.is_province), ""),
        province=rolled_up([(agency.result, agency.staff) for agency in agencies], criteria),
        regions=tuple(_regions(agencies, areas, criteria)),
        agencies=tuple(agencies),
        findings=findings_of(agencies),
        counts=sum((agency.counts for agency in agencies), Counts()),
        heads=basis.heads,
        settings=numbers,
        owner=basis.owner,
        scope=basis.scope,
    )


def lost_records(
    session: Session,
    assessment: Readiness,
    agency_id: Id,
    criterion_id: str,
    state: State = State.LOST,
    limit: int = 200,
) -> list[NamedRecord]:
    """The records that cost an agency points in one criterion, or with UNKNOWN those that can't be judged.

    Where the agency itself is judged, such as by its bandwidth, it is the record.
    """
    agency = assessment.agency(agency_id)
    part = agency.result.criterion(criterion_id) if agency else None
    if agency is None or part is None or not _concerned(part, state):
        return []
    named: list[NamedRecord] = []
    if not (part.criterion.measure.whole and state is State.LOST):
        found = _records(session, assessment, part.criterion, state, agency.units, limit)
        named = [record for _unit, record in found]
    return named or [_agency_record(agency)]


def all_lost_records(
    session: Session, assessment: Readiness, criterion: Criterion, limit: int = 1000
) -> dict[Id, list[NamedRecord]]:
    """The records that cost points in one criterion: agency id -> at most `limit` of them, for all agencies at once."""
    concerned = {
        agency.id: agency
        for agency in assessment.agencies
        if (part := agency.result.criterion(criterion.id)) and part.lost
    }
    named: defaultdict[Id, list[NamedRecord]] = defaultdict(list)
    if not criterion.measure.whole:
        owner = {unit: agency.id for agency in concerned.values() for unit in agency.units}
        for unit, record in _records(session, assessment, criterion, State.LOST, owner.keys()):
            mine = named[owner[unit]]
            if len(mine) < limit:
                mine.append(record)
    return {key: named.get(key) or [_agency_record(agency)] for key, agency in concerned.items()}


def records_in_question(
    session: Session, assessment: Readiness, criterion: Criterion
) -> dict[Id, dict[tuple[str, Id], State]]:
    """All records that cost points in a criterion or can't be judged: agency id -> (table, id) -> state.

    Where an agency itself is judged, it is the record.
    """
    owner = {unit: agency.id for agency in assessment.agencies for unit in agency.units}
    found: defaultdict[Id, dict[tuple[str, Id], State]] = defaultdict(dict)
    for part in () if criterion.measure.whole else parts_of(criterion, assessment.as_of, assessment.settings):
        source, table = part.source, part.source.table
        query = source.query(source.agency, table.id, part.state)
        for unit, row_id, state in session.execute(query.where(part.state.in_((BAD, MISSING, UNKNOWN)))):
            if unit in owner:
                found[owner[unit]][table.__tablename__, row_id] = State.UNKNOWN if state == UNKNOWN else State.LOST
    for agency in assessment.agencies:
        result = agency.result.criterion(criterion.id)
        if result is None:
            found.pop(agency.id, None)
        elif agency.id not in found and (result.lost or result.unknown):
            state = State.LOST if result.lost else State.UNKNOWN
            found[agency.id] = {(Agency.__tablename__, agency.id): state}
    return dict(found)


def _agency(
    agency: facts.AgencyFacts,
    criteria: Criteria,
    numbers: Mapping[str, float],
    standing: facts.Standing,
    areas: Mapping[Id, facts.RegionFacts],
) -> AgencyResult:
    empty = Tally()
    parts = (_criterion(agency, one, numbers, standing.tallies.get(one.id, empty)) for one in criteria.criteria)
    result = result_of(tuple(part for part in parts if part))
    region = areas.get(agency.region_id) if agency.region_id else None
    return AgencyResult(
        id=agency.id,
        name=agency.name,
        abbreviation=agency.abbreviation,
        region_id=agency.region_id,
        region=region.name if region else "",
        staff=agency.staff,
        units=agency.units,
        counts=standing.counts,
        result=result,
        steps=steps_of(result),
    )


def _criterion(
    agency: facts.AgencyFacts, criterion: Criterion, numbers: Mapping[str, float], tally: Tally
) -> CriterionResult | None:
    complete = _is_complete(criterion, agency.statements)
    found = reading(criterion.measure, tally, agency.staff, criterion.applies, complete=complete)
    if found is None:
        return None
    score = criterion_score(found, criterion.floor.under(numbers), criterion.target.under(numbers))
    lost, unknown = tally.lost, tally.unknown
    if criterion.measure.whole:
        lost = int(score.value is not None and score.value < FULL)
        unknown = unknown or int(score.value is None and tally.needed > 0)
    return CriterionResult(criterion, score, lost, unknown, tally.needed, found.value)


def _is_complete(criterion: Criterion, statements: frozenset[str]) -> bool:
    """Whether the agency declared the register of a criterion's records complete."""
    classes = criterion.arguments.get("classes")
    subjects = set(classes) if isinstance(classes, tuple) else {criterion.measure.subject} - {""}
    return bool(subjects) and subjects <= statements


def _ranked(agencies: list[AgencyResult]) -> list[AgencyResult]:
    """The agencies, the best first and those without a score last; equal scores share a rank."""
    scores = sorted((value for agency in agencies if (value := agency.result.score.value) is not None), reverse=True)
    ranked = [
        agency if (value := agency.result.score.value) is None else replace(agency, rank=scores.index(value) + 1)
        for agency in agencies
    ]
    return sorted(ranked, key=lambda agency: (agency.rank or len(ranked) + 1, agency.name.casefold(), agency.id))


def _regions(
    agencies: Sequence[AgencyResult], areas: Mapping[Id, facts.RegionFacts], criteria: Criteria
) -> Iterator[RegionResult]:
    for area in areas.values():
        inside = [agency for agency in agencies if agency.region_id == area.id]
        if inside:
            result = rolled_up([(agency.result, agency.staff) for agency in inside], criteria)
            yield RegionResult(area.id, area.code, area.name, len(inside), result)


def _concerned(part: CriterionResult, state: State) -> int:
    return part.lost if state is State.LOST else part.unknown


def _records(
    session: Session,
    assessment: Readiness,
    criterion: Criterion,
    state: State,
    units: Collection[Id],
    limit: int | None = None,
) -> Iterator[tuple[Id, NamedRecord]]:
    """The records of these units in one state, each with its unit, by tag and name."""
    names = {row_id: name for row_id, name in session.execute(select(Agency.id, Agency.name))}
    for part in parts_of(criterion, assessment.as_of, assessment.settings):
        query = _named(part, STATES[state]).limit(limit)
        if limit is not None:
            query = query.where(part.source.agency.in_(units))
        table = part.source.table.__tablename__
        for unit, row_id, tag, name in session.execute(query):
            if unit in units:
                yield unit, NamedRecord(table, row_id, tag or f"{table}:{row_id.hex()}", name, names.get(unit, ""))


def _named(part: Part, states: tuple[str, ...]) -> Query:
    source, table = part.source, part.source.table
    columns = inspect(table).columns
    tag = columns.tag if "tag" in columns else literal("")
    query = source.query(source.agency, table.id, tag, columns.name)
    return query.where(part.state.in_(states)).order_by(tag, columns.name, table.id)


def _agency_record(agency: AgencyResult) -> NamedRecord:
    return NamedRecord(Agency.__tablename__, agency.id, f"agency:{agency.id.hex()}", agency.name, agency.name)
