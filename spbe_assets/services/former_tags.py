"""Tags that nobody carries any more: which record had one, what became of it, and where it leads now."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from spbe_assets.domain.changeset import CREATE, DELETED, ChangesetId, Op, canonical, parse
from spbe_assets.domain.ids import Id
from spbe_assets.domain.sort_keys import natural
from spbe_assets.services import references
from spbe_assets.storage import chain, history
from spbe_assets.storage.numbers import among
from spbe_assets.storage.tables import Asset, Changeset, Head, Link, Touch

MOST = 20
MOST_KEPT = 20_000
_TAGS = re.compile(rb'"tag"[:,]("(?:[^"\\]|\\.)*")')
TAGGED: dict[str, Any] = {"asset": Asset, "link": Link}
_marks: dict[ChangesetId, array[int]] = {}
"""Changeset -> a sorted number for each tag it wrote. A changeset never changes, so that it is read once only."""


class Why(Enum):
    """What became of the record that had a tag: another tag since, merged into another record, deleted."""

    RETAGGED = auto()
    COMBINED = auto()
    DELETED = auto()


@dataclass(frozen=True, slots=True)
class Former:
    """A record that had a tag, when and by whom that ended, and the live record it leads to (None where deleted)."""

    table: str
    id: Id
    why: Why
    at: datetime | None
    by: str
    leads_to: Id | None


def find(session: Session, tag: str) -> list[Former]:
    """The records that carried a tag which no live record carries now, those with the latest end first.

    The log is searched for it, which takes up to a second at a million assets when it is asked for the first time and
    hundreds got other tags: ask off the GUI thread.
    """
    held = [*dict.fromkeys([*_dead(session, tag), *_retagged(session, tag)])][:MOST]
    found = [_former(session, table, row, tag) for table, row in held]
    return sorted(found, key=lambda one: one.at.timestamp() if one.at else 0.0, reverse=True)


def called(session: Session, table: str, record: Id) -> str:
    """What people call a record without its tag, also one that was deleted."""
    name = session.scalar(select(TAGGED[table].name).where(TAGGED[table].id == record))
    return name or references.name(session, table, record)


def _dead(session: Session, tag: str) -> Iterator[tuple[str, Id]]:
    """Deleted and merged records, which keep their tag."""
    conditions = {"asset": Asset.tag_key == natural(tag)[:64], "link": func.upper(Link.tag) == tag.upper()}
    for table, condition in conditions.items():
        kind = TAGGED[table]
        chosen = select(kind.id, kind.tag).where(kind.live.is_(False), condition).limit(MOST)
        yield from ((table, row) for row, carried in session.execute(chosen) if carried.upper() == tag.upper())


def _retagged(session: Session, tag: str) -> Iterator[tuple[str, Id]]:
    """Records whose tag was written more than once and was this one before."""
    sought = {_mark(canonical(spelt).encode()) for spelt in (tag, tag.upper(), tag.lower())}
    for number, changeset in _rewritten(session):
        if changeset not in _marks:
            _keep_marks(changeset, _body(session, number))
        if any(_holds(_marks[changeset], mark) for mark in sought):
            ops = parse(_body(session, number)).ops
            yield from ((op.table, op.row) for op in ops if _wrote(op, tag))


def _keep_marks(changeset: ChangesetId, body: bytes) -> None:
    if len(_marks) >= MOST_KEPT:
        _marks.clear()
    _marks[changeset] = array("q", sorted({_mark(tag) for tag in _TAGS.findall(body)}))


def _mark(tag: bytes) -> int:
    return hash(tag.upper())


def _holds(marks: array[int], mark: int) -> bool:
    place = bisect_left(marks, mark)
    return place < len(marks) and marks[place] == mark


def _body(session: Session, number: int) -> bytes:
    return chain.unpack(session.scalars(select(Changeset.body).where(Changeset.n == number)).one())


def _rewritten(session: Session) -> list[tuple[int, ChangesetId]]:
    """The changesets that wrote a record whose tag was written after its creation: only those can tell former tags."""
    rows = select(Head.row).where(Head.field == "tag")
    found = set(session.scalars(select(Touch.changeset).where(Touch.row.in_(rows)).distinct()))
    for kind in TAGGED.values():
        found.update(session.scalars(select(kind.born).where(kind.id.in_(rows), kind.born.is_not(None)).distinct()))
    chosen = select(Changeset.n, Changeset.id).where(among(Changeset.n, sorted(found))).order_by(Changeset.n)
    return [(number, changeset) for number, changeset in session.execute(chosen)]


def _wrote(op: Op, tag: str) -> bool:
    if op.table not in TAGGED or op.field not in (CREATE, "tag"):
        return False
    value = op.value.get("tag") if op.field == CREATE else op.value
    return isinstance(value, str) and value.upper() == tag.upper()


def _former(session: Session, table: str, row: Id, tag: str) -> Former:
    kind = TAGGED[table]
    is_live, merged_into = session.execute(select(kind.live, kind.merged_into).where(kind.id == row)).one()
    why = Why.RETAGGED if is_live else Why.DELETED if merged_into is None else Why.COMBINED
    ends = {Why.RETAGGED: "tag", Why.COMBINED: "merged_into", Why.DELETED: DELETED}
    for change in history.of_row(session, table, row):
        if change.field == ends[why] and (why is not Why.RETAGGED or str(change.before).upper() == tag.upper()):
            return Former(table, row, why, change.at, change.user, _present(session, kind, row))
    return Former(table, row, why, None, "", _present(session, kind, row))


def _present(session: Session, kind: Any, row: Id) -> Id | None:
    """The live record at the end of a chain of merges."""
    seen: set[Id] = set()
    here: Id | None = row
    while here is not None and here not in seen:
        seen.add(here)
        is_live, merged_into = session.execute(select(kind.live, kind.merged_into).where(kind.id == here)).one()
        if is_live:
            return here
        here = merged_into
    return None
