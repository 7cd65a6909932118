"""Two assessments held against each other: scores before and after, and what became of the records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple, TypeAlias, cast

from spbe_assets.domain.criteria import Aspect, Criterion
from spbe_assets.domain.ids import Id
from spbe_assets.domain.readiness import LogHead, State
from spbe_assets.domain.scoring import Score, tenth


class Turn(StrEnum):
    """What became of a record between two assessments."""

    WORSE = "worse"
    NEW = "new"
    BETTER = "better"
    GONE = "gone"


class Record(NamedTuple):
    """A record of a table."""

    table: str
    id: Id


Standings: TypeAlias = Mapping[Record, State]
"""The records of an agency that cost points in a criterion, or can't be judged; all others are good or not asked."""


@dataclass(frozen=True, slots=True)
class CriterionSide:
    """A criterion of an agency at one time; `records` is None where there were too many to name."""

    score: Score
    needed: int
    lost: int
    unknown: int
    records: Standings | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class AgencySide:
    """An agency at one time; `criteria` by id."""

    id: Id
    name: str
    abbreviation: str
    region: str
    score: Score
    aspects: Mapping[Aspect, Score]
    criteria: Mapping[str, CriterionSide]

    @property
    def short_name(self) -> str:
        """The abbreviation where there is one."""
        return self.abbreviation or self.name


@dataclass(frozen=True, slots=True)
class Side:
    """An assessment as comparisons see it: of a day, frozen or worked out; `until` is the end of what it rests on.

    `name` is what somebody called a frozen one, `frozen_at` when it was frozen.
    """

    as_of: date
    until: datetime
    criteria: str
    score: Score
    aspects: Mapping[Aspect, Score]
    agencies: Mapping[Id, AgencySide]
    settings: Mapping[str, float]
    heads: tuple[LogHead, ...]
    name: str = ""
    frozen_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Changed:
    """A record that came to another standing; `state` is the one that costs points, before or after."""

    record: Record
    turn: Turn
    state: State


@dataclass(frozen=True, slots=True)
class CriterionChange:
    """A criterion of an agency before and after; None where it did not apply.

    `records` is None where one of the two named too many to compare.
    """

    id: str
    before: CriterionSide | None
    after: CriterionSide | None
    records: tuple[Changed, ...] | None

    @property
    def points(self) -> float | None:
        """By how much the score rose, None where it was unknown on one side."""
        return difference(_score(self.before), _score(self.after))

    @property
    def is_change(self) -> bool:
        """Whether there is anything to tell."""
        shown = [(side.score, side.lost, side.unknown) if side else None for side in (self.before, self.after)]
        return bool(self.records) or shown[0] != shown[1]

    def count(self, turn: Turn, state: State | None = None) -> int:
        """How many records turned so."""
        return sum(one.turn is turn and state in (None, one.state) for one in self.records or ())


@dataclass(frozen=True, slots=True)
class AgencyChange:
    """An agency before and after; None where it was not assessed. `criteria` are those with a change.

    The sides are without their criteria and records, which the changes tell of.
    """

    id: Id
    before: AgencySide | None
    after: AgencySide | None
    criteria: tuple[CriterionChange, ...]

    @property
    def side(self) -> AgencySide:
        """The later of the two that there is: its names are shown."""
        return cast(AgencySide, self.after or self.before)

    @property
    def points(self) -> float | None:
        """By how much the score rose, None where it was unknown on one side."""
        return difference(_score(self.before), _score(self.after))

    def aspect(self, aspect: Aspect) -> float | None:
        """By how much the score of an aspect rose, None where it was unknown on one side."""
        sides = (self.before, self.after)
        return difference(*(side.aspects.get(aspect) if side else None for side in sides))

    def count(self, turn: Turn) -> int:
        """How many records turned so, each counted once."""
        return len({one.record for part in self.criteria for one in part.records or () if one.turn is turn})


@dataclass(frozen=True, slots=True)
class RecordName:
    """What people know a record by."""

    ref: str
    name: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two assessments held against each other; `agencies` by what changed most, `names` of the records they tell of.

    `before` and `after` are without their agencies.
    """

    before: Side
    after: Side
    agencies: tuple[AgencyChange, ...]
    criteria: Mapping[str, Criterion]
    names: Mapping[Record, RecordName] = field(default_factory=dict, repr=False)
    owner: str = ""

    @property
    def points(self) -> float | None:
        """By how much the province's score rose, None where it was unknown on one side."""
        return difference(self.before.score, self.after.score)

    @property
    def same_criteria(self) -> bool:
        """Whether both were judged by the same criteria and the same settings, so that only the records differ."""
        return self.before.criteria == self.after.criteria and not self.settings_changed

    @property
    def settings_changed(self) -> dict[str, tuple[float, float]]:
        """The numbers of the province that differ: key -> before, after."""
        before, after = self.before.settings, self.after.settings
        return {key: (before[key], after[key]) for key in before if key in after and before[key] != after[key]}

    def agency(self, agency_id: Id) -> AgencyChange | None:
        """What changed at one agency."""
        return next((one for one in self.agencies if one.id == agency_id), None)

    def count(self, turn: Turn) -> int:
        """How many records turned so, each counted once."""
        found = (one for agency in self.agencies for part in agency.criteria for one in part.records or ())
        return len({one.record for one in found if one.turn is turn})


@dataclass(frozen=True, slots=True)
class Existence:
    """Which of the records in question came into being between the two, and which are there after."""

    born: Collection[Record] = frozenset()
    there: Collection[Record] = frozenset()


def difference(before: Score | None, after: Score | None) -> float | None:
    """By how many points a score rose, in tenths."""
    if before is None or after is None or before.value is None or after.value is None:
        return None
    return tenth(after.value - before.value)


def _score(side: CriterionSide | AgencySide | None) -> Score | None:
    return None if side is None else side.score


def in_question(before: Side, after: Side) -> set[Record]:
    """The records of which one must know whether they existed at both times."""
    return {
        record
        for agency_id in before.agencies.keys() | after.agencies.keys()
        for _criterion, old, new in _pairs(before.agencies.get(agency_id), after.agencies.get(agency_id))
        for record in _differing(old, new)
    }


def compare(before: Side, after: Side, existence: Existence) -> tuple[AgencyChange, ...]:
    """What changed at every agency, those that lost most first, then by name."""
    elsewhere = _Elsewhere(before, after)
    changes = [
        _agency(agency_id, before.agencies.get(agency_id), after.agencies.get(agency_id), existence, elsewhere)
        for agency_id in before.agencies.keys() | after.agencies.keys()
    ]
    return tuple(sorted(changes, key=_rank))


def _rank(change: AgencyChange) -> tuple[bool, float, str, Id]:
    points = change.points
    return points is None, points or 0.0, change.side.short_name.casefold(), change.id


class _Elsewhere:
    """Where records stood: one that moved is gone from one agency and new at the other."""

    def __init__(self, before: Side, after: Side) -> None:
        self._before, self._after = _owners(before), _owners(after)

    def came(self, record: Record, agency_id: Id) -> bool:
        """Whether it stood at other agencies only before."""
        return bool(was := self._before.get(record, set())) and agency_id not in was

    def left(self, record: Record, agency_id: Id) -> bool:
        """Whether it stands at other agencies only after."""
        return bool(now := self._after.get(record, set())) and agency_id not in now


def _owners(side: Side) -> Mapping[Record, set[Id]]:
    found: defaultdict[Record, set[Id]] = defaultdict(set)
    for agency in side.agencies.values():
        for part in agency.criteria.values():
            for record in part.records or ():
                found[record].add(agency.id)
    return found


def _agency(
    agency_id: Id, before: AgencySide | None, after: AgencySide | None, existence: Existence, elsewhere: _Elsewhere
) -> AgencyChange:
    parts = [
        CriterionChange(criterion, old, new, _records(agency_id, old, new, existence, elsewhere))
        for criterion, old, new in _pairs(before, after)
    ]
    changed = [_light(part) for part in parts if part.is_change]
    old, new = (side and replace(side, criteria={}) for side in (before, after))
    return AgencyChange(agency_id, old, new, tuple(sorted(changed, key=_weight)))


def _light(part: CriterionChange) -> CriterionChange:
    """A change that travels between processes without the records that did not change."""
    before, after = (side and replace(side, records=None) for side in (part.before, part.after))
    return replace(part, before=before, after=after)


def _weight(part: CriterionChange) -> tuple[bool, float, str]:
    return part.points is None, part.points or 0.0, part.id


def _pairs(
    before: AgencySide | None, after: AgencySide | None
) -> Iterable[tuple[str, CriterionSide | None, CriterionSide | None]]:
    old, new = before.criteria if before else {}, after.criteria if after else {}
    for criterion in dict.fromkeys((*new, *old)):
        yield criterion, old.get(criterion), new.get(criterion)


def _differing(old: CriterionSide | None, new: CriterionSide | None) -> Iterable[Record]:
    """The records whose standing differs; none where it can't be known."""
    if (old and old.records is None) or (new and new.records is None):
        return ()
    before, after = old.records or {} if old else {}, new.records or {} if new else {}
    return (record for record in before.keys() | after.keys() if before.get(record) != after.get(record))


def _records(
    agency_id: Id, old: CriterionSide | None, new: CriterionSide | None, existence: Existence, elsewhere: _Elsewhere
) -> tuple[Changed, ...] | None:
    if (old and old.records is None) or (new and new.records is None):
        return None
    found = []
    for record in sorted(_differing(old, new)):
        was = (old.records or {}).get(record) if old else None
        now = (new.records or {}).get(record) if new else None
        if now is not None:
            is_new = record in existence.born or elsewhere.came(record, agency_id)
            if is_new or not (was is State.LOST and now is State.UNKNOWN):
                found.append(Changed(record, Turn.NEW if is_new else Turn.WORSE, now))
        elif was is not None:
            is_gone = record not in existence.there or elsewhere.left(record, agency_id)
            found.append(Changed(record, Turn.GONE if is_gone else Turn.BETTER, was))
    return tuple(found)
