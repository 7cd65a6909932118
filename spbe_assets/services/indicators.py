"""Evidence for the indicators of an evaluation: the facts counted for them, by agency, and the records behind."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from sqlalchemy import func, inspect, literal, select
from sqlalchemy.orm import Session

from spbe_assets.domain.criteria import Criteria, Framework
from spbe_assets.domain.ids import Id
from spbe_assets.domain.indicators import Count, Fact, Indicator
from spbe_assets.domain.measures import Tally
from spbe_assets.i18n import _, language
from spbe_assets.paths import resource
from spbe_assets.services import criteria_sets, facts, indicator_facts
from spbe_assets.services.indicator_facts import SPECS, STATES
from spbe_assets.services.measures import parts_of
from spbe_assets.services.measures.basis import BAD, GOOD, MISSING, UNKNOWN, Part
from spbe_assets.services.report_subject import Subject
from spbe_assets.storage.tables import Asset

PROCURED = "phase-procure"
_NAMES = {Framework.SPBE_59_2020: "spbe_indicators.csv", Framework.PEMDI_2026: "pemdi_indicators.csv"}
_ORDER = (BAD, MISSING, UNKNOWN, GOOD)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the register can say about the indicators of one evaluation; `facts` by id, of all its indicators."""

    framework: Framework
    subject: Subject
    indicators: tuple[Indicator, ...]
    facts: Mapping[str, Fact]
    settings: Mapping[str, float]

    def of(self, indicator: Indicator) -> tuple[Fact, ...]:
        """The facts counted for one indicator, in their order."""
        return tuple(self.facts[name] for name in indicator.facts)


@dataclass(frozen=True, slots=True)
class Record:
    """One record behind a fact; `state` is yes, no or not known in words, empty for facts that are plain numbers."""

    unit: Id | None
    tag: str
    name: str
    state: str
    what: str = ""


def indicators(framework: Framework) -> tuple[Indicator, ...]:
    """The indicators of an evaluation that a register can support, in the language in use."""
    names = _reference(framework)
    return tuple(
        Indicator(
            framework=framework,
            number=one["number"],
            name=names[one["number"]][0],
            weight=names[one["number"]][1],
            certainty=one["certainty"],
            levels=tuple(one[f"levels_{language()}"]),
            cannot=tuple(one[f"cannot_{language()}"]),
            facts=tuple(one["facts"]),
            rule=one.get("rule", ""),
        )
        for one in _shipped()
        if one["framework"] == framework
    )


def read(session: Session, framework: Framework, subject: Subject) -> Evidence:
    """Count the facts for the indicators of an evaluation.

    Raises:
        Invalid: a setting that the measures lean on is no number.
    """
    listed = indicators(framework)
    wanted = dict.fromkeys(name for one in listed for name in one.facts)
    criteria = _criteria(wanted)
    numbers = facts.settings(session, criteria)
    standings = facts.standings(session, criteria, subject.as_of, numbers, subject.agencies)
    plain = indicator_facts.numbers(session, subject)
    counts = _agency_counts(session, subject, standings)
    found = {}
    for name in wanted:
        spec = SPECS[name]
        made = Fact(name, _(spec.title), _(spec.how))
        if spec.criterion:
            tallies = {one: standing.tallies[spec.criterion] for one, standing in standings.items()
                       if spec.criterion in standing.tallies}  # fmt: skip
            told = {agency.id: "link" in agency.statements for agency in subject.agencies}
            if spec.per_agency:
                tallies = {agency: tallies.get(agency, _NOTHING) for agency in told}
            each = indicator_facts.by_agency(spec, tallies, told)
            found[name] = _summed(made, {agency: Count(*one) for agency, one in each.items()})
        elif name in counts:
            found[name] = _summed(made, counts[name])
        elif name == "last-seen":
            found[name] = replace(made, day=_last_seen(session, subject))
        else:
            found[name] = replace(made, number=plain[name])
    return Evidence(framework, subject, listed, found, numbers)


def records(session: Session, evidence: Evidence, name: str) -> Iterator[Record]:
    """The records behind a fact, those that fail first; nothing where the fact is a bare number or day."""
    subject, spec = evidence.subject, SPECS[name]
    if indicator_facts.is_listed(name):
        for unit, tag, named, what in indicator_facts.rows(session, subject, name):
            yield Record(unit, tag, named, "", what)
    elif spec.per_agency:
        states = {(1, 0, 0): GOOD, (0, 1, 0): BAD, (0, 0, 1): UNKNOWN}
        for agency in subject.agencies:
            if (count := evidence.facts[name].by_agency.get(agency.id)) is not None:
                state = states[count.good, count.bad, count.unknown]
                yield Record(agency.id, "", agency.name, _(STATES[state]))
    elif spec.criterion or name == PROCURED:
        for part in _parts(evidence, name):
            yield from _judged(session, subject, part)


def _parts(evidence: Evidence, name: str) -> tuple[Part, ...]:
    if name == PROCURED:
        return (indicator_facts.procured(),)
    criterion = _criteria({name: None}).criteria[0]
    return parts_of(criterion, evidence.subject.as_of, evidence.settings)


def _judged(session: Session, subject: Subject, part: Part) -> Iterator[Record]:
    """The records of a part with their verdict."""
    table, agency = part.source.table, part.source.agency
    columns = inspect(table).columns
    tag = columns.tag if "tag" in columns else literal("")
    query = part.source.query(agency, tag, columns.name, part.state)
    for state in _ORDER:
        one = query.where(part.state == state, *subject.narrow(agency)).order_by(tag, columns.name, table.id)
        for unit, tagged, named, verdict in session.execute(one):
            if unit in subject.owners:
                yield Record(unit, tagged, named, _(STATES[BAD if verdict == MISSING else verdict]))


def _agency_counts(
    session: Session, subject: Subject, standings: Mapping[Id, facts.Standing]
) -> dict[str, dict[Id, Count]]:
    """The shares that no criterion counts."""
    stated = indicator_facts.statements(session, subject)
    part = indicator_facts.procured()
    procured: dict[Id, Count] = {}
    query = part.source.query(Asset.agency_id, part.state, func.count()).group_by(Asset.agency_id, part.state)
    for unit, state, count in session.execute(query):
        if unit in subject.owners:
            agency = subject.owners[unit].id
            found = Count(good=count) if state == GOOD else Count(bad=count)
            procured[agency] = procured.get(agency, Count()) + found

    def each(has: Callable[[facts.AgencyFacts], bool]) -> dict[Id, Count]:
        return {agency.id: Count(good=1) if has(agency) else Count(bad=1) for agency in subject.agencies}

    return {
        PROCURED: procured,
        "agencies-register": each(lambda agency: standings[agency.id].counts.assets > 0),
        "agencies-stated": each(lambda agency: bool(agency.units & stated)),
    }


def _summed(fact: Fact, each: dict[Id, Count]) -> Fact:
    return replace(fact, count=sum(each.values(), Count()), by_agency=each)


def _last_seen(session: Session, subject: Subject) -> Any:
    from spbe_assets.formats import zone

    query = select(Asset.agency_id, func.max(Asset.verified_at)).where(Asset.live.is_not(False))
    found = [at for unit, at in session.execute(query.group_by(Asset.agency_id)) if at and subject.covers(unit)]
    return max(found).astimezone(zone()).date() if found else None


def _criteria(names: Any) -> Criteria:
    """The shipped criteria behind some facts: a province's own weights and targets change no figure here."""
    wanted = {SPECS[name].criterion for name in names}
    shipped = criteria_sets.shipped()
    return replace(shipped, criteria=tuple(one for one in shipped.criteria if one.id in wanted))


@cache
def _shipped() -> list[dict[str, Any]]:
    with resource("indicators.toml").open("rb") as file:
        found: list[dict[str, Any]] = tomllib.load(file)["indicator"]
    return found


@cache
def _reference(framework: Framework) -> dict[int, tuple[str, str]]:
    """Number -> official name and weight."""
    with resource("reference", _NAMES[framework]).open(encoding="utf-8", newline="") as file:
        return {int(row["no"]): (row["name_id"], row["weight"]) for row in csv.DictReader(file)}


_NOTHING = Tally()
