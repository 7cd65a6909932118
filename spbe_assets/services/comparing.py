"""Compares readiness at two points: days of the past, today, or frozen assessments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from spbe_assets import formats
from spbe_assets.domain.comparison import Comparison, Existence, Record, RecordName, Side, compare, in_question
from spbe_assets.domain.criteria import Criteria
from spbe_assets.domain.errors import NotFound
from spbe_assets.domain.ids import Id
from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.i18n import _
from spbe_assets.services import assessments, criteria_sets, record_refs, settings
from spbe_assets.services.measures.basis import HELD
from spbe_assets.services.selection import SOME_IDS, chunks
from spbe_assets.storage import as_of
from spbe_assets.storage.past_log import counts_at
from spbe_assets.storage.store import Store
from spbe_assets.storage.tables import MERGEABLE, Asset
from spbe_assets.storage.tables import Changeset as Row

TODAY = "today"


@dataclass(frozen=True, slots=True)
class Point:
    """What one side of a comparison is: a day, or the frozen assessment of an id (then `day` is its day)."""

    day: date
    assessment_id: Id | None = None


def point(session: Session, text: str) -> Point:
    """The point that somebody named: `today`, a date such as 2026-05-31, or a frozen assessment's name or id.

    Raises:
        NotFound: it is none of these.
        Refused: the day is still to come, or several assessments are named so.
    """
    said = text.strip()
    if said.casefold() in (TODAY, _("today").casefold()):
        return Point(formats.today())
    try:
        day = date.fromisoformat(said)
    except ValueError:
        return _frozen(session, said)
    as_of.require_not_future(day)
    return Point(day)


def between(
    path: Path, first: Point, second: Point, used: Criteria | None = None, progress: Progress = SILENT
) -> Comparison:
    """Compare two points of a database; whichever is named first, the earlier is `before`.

    Args:
        path: the database.
        first: one point.
        second: the other.
        used: criteria to judge days by, without them those in use now; frozen assessments stay as they are.
        progress: of the work.

    Raises:
        NotFound: a frozen assessment was deleted.
        Refused: a day is still to come.
    """
    with closing(Store.open(path)) as store, store.read() as session:
        used = used or criteria_sets.active(session)
        owner = str(settings.province(session, settings.PROVINCE_NAME, ""))
        sides = [_opened(session, one) for one in (first, second)]
    before, after = sorted(zip((first, second), sides, strict=True), key=lambda pair: _moment(*pair))
    old = before[1] or _taken(path, before[0].day, used, progress)
    with as_of.state_of(path, after[0].day, progress) as session:
        new = after[1] or assessments.take(session, used, after[0].day, progress).side
        agencies = compare(old, new, _existence(session, old, new))
        told = {one.record for agency in agencies for part in agency.criteria for one in part.records or ()}
        names = _names(session, told)
    criteria = {one.id: one for one in used.criteria}
    return Comparison(replace(old, agencies={}), replace(new, agencies={}), agencies, criteria, names, owner)


def _frozen(session: Session, text: str) -> Point:
    try:
        found = assessments.find(session, text)
    except NotFound:
        sentence = _(
            "“{text}” is neither “today”, a date such as 2026-05-31, nor a frozen assessment; see “assess list”."
        )
        raise NotFound(sentence.format(text=text)) from None
    return Point(assessments.opened(session, found).as_of, found)


def _opened(session: Session, one: Point) -> Side | None:
    return None if one.assessment_id is None else assessments.opened(session, one.assessment_id)


def _moment(one: Point, side: Side | None) -> float:
    return (side.until if side else assessments.end_of(one.day)).timestamp()


def _taken(path: Path, day: date, criteria: Criteria, progress: Progress) -> Side:
    with as_of.state_of(path, day, progress) as session:
        return assessments.take(session, criteria, day, progress).side


def _existence(session: Session, before: Side, after: Side) -> Existence:
    """Which records came into being after the earlier side, and which are still in the books at the later one."""
    born: set[Record] = set()
    there: set[Record] = set()
    for table, rows in _by_table(in_question(before, after)).items():
        kind = MERGEABLE[table]
        columns = (kind.id, kind.live, Row.hlc, Row.received_at, Asset.status if kind is Asset else kind.live)
        query = select(*columns).outerjoin(Row, Row.n == kind.born)
        for some in chunks(rows, SOME_IDS):
            for row, is_live, hlc, received_at, status in session.execute(query.where(kind.id.in_(some))):
                if hlc is not None and counts_at(hlc, received_at) >= before.until:
                    born.add(Record(table, row))
                if is_live and _is_held(kind, status):
                    there.add(Record(table, row))
    return Existence(born, there)


def _is_held(kind: type, status: object) -> bool:
    return kind is not Asset or status is None or status in HELD


def _by_table(records: Iterable[Record]) -> Mapping[str, list[Id]]:
    found: dict[str, list[Id]] = {}
    for record in records:
        found.setdefault(record.table, []).append(record.id)
    return found


def _names(session: Session, records: Iterable[Record]) -> dict[Record, RecordName]:
    found: dict[Record, RecordName] = {}
    for table, rows in _by_table(records).items():
        for row, said in record_refs.described(session, table, rows).items():
            found[Record(table, row)] = RecordName(said.ref, said.name)
    return found
