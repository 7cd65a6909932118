"""Frozen assessments: taken, kept, listed, opened and deleted. They show what was frozen, whatever came since."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from spbe_assets import formats
from spbe_assets.domain.comparison import Side
from spbe_assets.domain.criteria import Criteria
from spbe_assets.domain.errors import Invalid, NotFound
from spbe_assets.domain.ids import Id
from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.domain.readiness import Readiness
from spbe_assets.i18n import _
from spbe_assets.services import frozen, readiness, references
from spbe_assets.storage.tables import Assessment
from spbe_assets.storage.unit_of_work import UnitOfWork

LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Taken:
    """An assessment with the records behind it, worked out and ready to be frozen; `until` is when its facts end."""

    assessment: Readiness
    named: frozen.Named
    until: datetime

    @property
    def side(self) -> Side:
        """As comparisons see it."""
        return frozen.side(self.assessment, self.named, self.until)


@dataclass(frozen=True, slots=True)
class Packed:
    """An assessment ready to be frozen: `scores` and `heads` are the texts of its row."""

    as_of: date
    criteria: str
    scores: str
    heads: str


@dataclass(frozen=True, slots=True)
class AssessmentRow:
    """A frozen assessment as lists show it; `scores` by agency, a score is None where it was unknown."""

    id: Id
    name: str
    as_of: date
    criteria: str
    taken_at: datetime | None
    taken_by: str
    score: float | None
    coverage: float
    scores: dict[Id, float | None]

    @property
    def title(self) -> str:
        """Its name, or its day where nobody gave it one."""
        return self.name or formats.date_text(self.as_of)

    @property
    def ref(self) -> str:
        """What names it on the command line."""
        return references.short(Assessment.__tablename__, self.id)


def take(session: Session, criteria: Criteria, as_of: date, progress: Progress = SILENT) -> Taken:
    """Assess the whole province with every record that costs points.

    Args:
        session: on the state of that day.
        criteria: to judge by.
        as_of: the day.
        progress: one step for each criterion.
    """
    assessment = readiness.assess(session, criteria, as_of)
    named = {}
    for done, criterion in enumerate(criteria.criteria):
        progress.step(done, len(criteria.criteria), criterion.title)
        named[criterion.id] = readiness.records_in_question(session, assessment, criterion)
    return Taken(assessment, named, min(end_of(as_of), datetime.now(UTC)))


def end_of(day: date) -> datetime:
    """The moment a day ends where the program is used."""
    return datetime.combine(day + timedelta(days=1), time.min, formats.zone()).astimezone(UTC)


def packed(taken: Taken) -> Packed:
    """An assessment as it will lie in its row: the slow part of freezing, done before anything is written."""
    assessment = taken.assessment
    heads = [[head.installation, head.changes, head.head] for head in assessment.heads]
    text = frozen.text(assessment, taken.named, taken.until)
    return Packed(assessment.as_of, assessment.criteria.version, text, json.dumps(heads, ensure_ascii=False))


def freeze(uow: UnitOfWork, kept: Packed, name: str = "", taken_by: str = "") -> Id:
    """Keep an assessment as it is.

    Raises:
        Invalid: the name is too long.
    """
    called = " ".join(name.split())
    if len(called) > LONGEST_NAME:
        raise Invalid(_("The name is too long; {n} characters are the most.").format(n=LONGEST_NAME))
    return uow.create(
        Assessment,
        name=called,
        as_of=kept.as_of,
        criteria=kept.criteria[:40],
        taken_at=datetime.now(UTC),
        taken_by=taken_by[:120],
        scores=kept.scores,
        heads=kept.heads,
    )


def listed(session: Session) -> list[AssessmentRow]:
    """The frozen assessments, the latest day first."""
    newest = (Assessment.as_of.desc(), Assessment.taken_at.desc(), Assessment.id)
    rows = session.scalars(select(Assessment).where(Assessment.live).order_by(*newest))
    return [_row(row) for row in rows if row.as_of is not None]


def opened(session: Session, assessment_id: Id) -> Side:
    """A frozen assessment as it was.

    Raises:
        NotFound: it was deleted.
        Invalid: it is damaged, or of a newer version of the program.
    """
    row = session.scalar(select(Assessment).where(Assessment.id == assessment_id, Assessment.live))
    if row is None:
        raise NotFound(_("The frozen assessment was deleted or never existed; choose another one."))
    return frozen.opened(row.scores, row.name or formats.date_text(row.as_of), row.taken_at)


def delete(uow: UnitOfWork, assessment_id: Id) -> None:
    """Delete a frozen assessment; undo brings it back."""
    uow.delete(Assessment, assessment_id)


def find(session: Session, text: str) -> Id:
    """The frozen assessment of a name, or `assessment:short-id` with or without the first word.

    Raises:
        NotFound: there is none.
        Refused: several ids begin so.
    """
    wanted = " ".join(text.split()).casefold()
    named = [row for row in listed(session) if wanted and row.name.casefold() == wanted]
    if named:
        return named[0].id  # the latest of that name
    table = Assessment.__tablename__
    return references.find(session, wanted if wanted.startswith(f"{table}:") else f"{table}:{wanted}")[1]


def last_before(rows: Sequence[AssessmentRow], day: date) -> AssessmentRow | None:
    """The frozen assessment that a report of this day is held against: the latest of an earlier day."""
    return max(
        (row for row in rows if row.as_of < day), key=lambda row: (row.as_of, row.taken_at or end_of(day)), default=None
    )


def _row(row: Assessment) -> AssessmentRow:
    said = frozen.summary(row.scores)
    return AssessmentRow(
        row.id,
        row.name,
        row.as_of or date.min,
        row.criteria,
        row.taken_at,
        row.taken_by,
        said["score"],
        said["coverage"],
        {bytes.fromhex(agency): score for agency, score in said["agencies"].items()},
    )
