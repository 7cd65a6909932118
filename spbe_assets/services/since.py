"""What changed since the last frozen assessment, for the page of an agency: quickly, from counts alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from spbe_assets.domain.comparison import AgencySide, difference
from spbe_assets.domain.criteria import Criterion
from spbe_assets.domain.errors import Invalid
from spbe_assets.domain.ids import Id
from spbe_assets.domain.readiness import AgencyResult, CriterionResult, Readiness, State
from spbe_assets.services import assessments


@dataclass(frozen=True, slots=True)
class Shift:
    """An agency's score now against then; `criterion` is what moved it most, where so many `more` records say so.

    A negative `more` are fewer records.
    """

    points: float
    criterion: Criterion | None = None
    state: State = State.LOST
    more: int = 0


@dataclass(frozen=True, slots=True)
class Since:
    """Of which day the last frozen assessment is, and each agency's shift."""

    day: date
    shifts: Mapping[Id, Shift]


def last(session: Session, assessment: Readiness) -> Since | None:
    """How the agencies stand against the last frozen assessment of an earlier day; None where there is none."""
    row = assessments.last_before(assessments.listed(session), assessment.as_of)
    if row is None:
        return None
    try:
        then = assessments.opened(session, row.id)
    except Invalid:  # one that can't be read is told of where people choose it, not in every report
        return None
    shifts = {
        agency.id: found
        for agency in assessment.agencies
        if (found := _shift(agency, then.agencies.get(agency.id))) is not None
    }
    return Since(row.as_of, shifts)


def _shift(agency: AgencyResult, then: AgencySide | None) -> Shift | None:
    points = difference(then.score if then else None, agency.result.score)
    if then is None or points is None:
        return None
    common = [part for part in agency.result.criteria if part.criterion.id in then.criteria]
    for part in sorted(common, key=lambda part: _moved(part, then), reverse=points > 0):
        found = _more(part, then)
        if points and found is not None and (found[1] < 0) == (points > 0):
            return Shift(points, part.criterion, *found)
    return Shift(points)


def _moved(part: CriterionResult, then: AgencySide) -> float:
    """By how much a criterion moved the score, weighted."""
    return (difference(then.criteria[part.criterion.id].score, part.score) or 0.0) * part.criterion.weight


def _more(part: CriterionResult, then: AgencySide) -> tuple[State, int] | None:
    """By how many records more a criterion costs points or can't be judged; None where that did not change."""
    before = then.criteria[part.criterion.id]
    for state, now, was in ((State.LOST, part.lost, before.lost), (State.UNKNOWN, part.unknown, before.unknown)):
        if now != was:
            return state, now - was
    return None
