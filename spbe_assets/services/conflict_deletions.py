"""Deletions in dispute: deleted here and changed there, or deleted while something recorded elsewhere needs it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from spbe_assets.domain.changeset import DELETED, ChangesetId
from spbe_assets.domain.ids import Id, detail_id
from spbe_assets.domain.merge import RowState
from spbe_assets.i18n import _
from spbe_assets.services import conflict_words
from spbe_assets.services.conflict_heads import Authors, Open, Write
from spbe_assets.services.conflict_model import Conflict, Kind
from spbe_assets.services.conflict_past import Log
from spbe_assets.services.table_words import counted
from spbe_assets.storage import chain, heads
from spbe_assets.storage.columns import referring_to, shape
from spbe_assets.storage.guards import OWNED
from spbe_assets.storage.row_states import Loaded, States

MOST_NAMED = 3
MOST_USERS = 200
"""So many of the records that use one are asked who recorded them."""


class Unseen(NamedTuple):
    """A write that the deletion did not know of."""

    n: int
    table: str
    field: str
    value: Any


@dataclass
class _Sides:
    """Local numbers of the writes of each side; `using` are tables with the rows that need the record."""

    deletes: list[int] = field(default_factory=list)
    keeps: list[int] = field(default_factory=list)
    unseen: list[Unseen] = field(default_factory=list)
    using: dict[str, list[Id]] = field(default_factory=dict)

    @property
    def kept_by(self) -> list[int]:
        """The writes that speak for keeping it."""
        return [*self.keeps, *(one.n for one in self.unseen)]


def conflicts(session: Session, opens: Sequence[Open], authors: Authors, *, worded: bool = True) -> Iterator[Conflict]:
    """Deletions that wait, as people decide them: `value` True is to delete.

    Args:
        session: for reading.
        opens: fields `deleted`.
        authors: of changesets.
        worded: whether the versions have texts, which takes some questions for each.
    """
    for table in dict.fromkeys(one.table for one in opens):
        rows = [one.row for one in opens if one.table == table]
        for some in heads.chunks(rows):
            for row, sides in _of_rows(session, table, some):
                yield _conflict(session, Open(table, row, DELETED), sides, authors, worded)


def _of_rows(session: Session, table: str, rows: Sequence[Id]) -> Iterator[tuple[Id, _Sides]]:
    states = States(session.connection(), shape(table)).load(rows)
    details = {row: _detail_states(session, table, row) for row in rows}
    ids = {cs for state in states.values() for some in state.state.heads.values() for cs in some}
    ids |= {cs for some in details.values() for one in some.values() for h in one.state.heads.values() for cs in h}
    numbers = chain.numbers(session.connection(), ids)
    origins = Log(session).origins(
        {Open(table, row, DELETED): _deletion_writes(states[row].state, numbers) for row in rows}
    )
    first = {(one.row, n): origin.n for (one, n), origin in origins.items()}
    for row in rows:
        sides = _sides(table, states[row].state, numbers)
        sides.deletes = sorted(first.get((row, n), n) for n in sides.deletes)
        for detail, one in details[row].items():
            sides.unseen += _unseen(detail, one.state, numbers)
        if not sides.kept_by:
            sides.using = _using(session, table, row)
        yield row, sides


def _detail_states(session: Session, table: str, row: Id) -> dict[str, Loaded]:
    """The states of the live details of a record."""
    found = {}
    for owned in OWNED.get(table, ()):
        of = shape(owned)
        detail = detail_id(row, owned)
        if session.scalar(select(of.table.c.live).where(of.table.c.id == detail)):
            found[owned] = States(session.connection(), of).load([detail])[detail]
    return found


def _deletion_writes(state: RowState, numbers: Mapping[ChangesetId, int]) -> list[Write]:
    return [Write(numbers[cs], head.value) for cs, head in state.heads.get(DELETED, {}).items()]


def _sides(table: str, state: RowState, numbers: Mapping[ChangesetId, int]) -> _Sides:
    said = state.heads.get(DELETED, {})
    deletes = [numbers[cs] for cs, head in said.items() if head.value is True]
    keeps = [numbers[cs] for cs, head in said.items() if head.value is not True]
    return _Sides(sorted(deletes), sorted(keeps), _unseen(table, state, numbers))


def _unseen(table: str, state: RowState, numbers: Mapping[ChangesetId, int]) -> list[Unseen]:
    """What no delete of the row had seen."""
    deletes = {cs for cs, head in state.heads.get(DELETED, {}).items() if head.value is True}
    seen = deletes.union(*(state.seen.get(cs, frozenset()) for cs in deletes))
    of = shape(table)
    return sorted(
        (Unseen(numbers[cs], table, key, of.decode(key, head.value))
         for key, some in state.heads.items() if key != DELETED for cs, head in some.items() if cs not in seen),
        key=lambda one: (one.n, one.field),
    )  # fmt: skip


def _using(session: Session, table: str, row: Id) -> dict[str, list[Id]]:
    """The live rows that refer to a row, by table."""
    found: dict[str, list[Id]] = {}
    for reference in referring_to(table):
        source = shape(reference.table).table
        chosen = select(source.c.id, source.c.live).where(source.c[reference.column] == row)
        if users := [user for user, live in session.execute(chosen) if live]:
            found.setdefault(reference.table, []).extend(users)
    return found


def _conflict(session: Session, one: Open, sides: _Sides, authors: Authors, worded: bool) -> Conflict:
    kept_by = sides.kept_by or _recorded(session, one.table, one.row, sides.using)
    delete = (min(sides.deletes, default=0), True, _("Deleted"), max(sides.deletes, default=0))
    text = _keep_text(session, sides, authors) if worded else ""
    keep = (min(kept_by, default=0), False, text, max(kept_by, default=0))
    authors.of([*sides.deletes, *kept_by])
    # A side is as old to this database as the first write that speaks for it, and told by its last.
    first, last = sorted((delete, keep), key=lambda side: side[0])
    here = authors.version("here", first[3], first[1], first[2])
    incoming = authors.version("incoming", last[3], last[1], last[2])
    return Conflict(*one, conflict_words.title(one.table, DELETED), Kind.DELETED, None, here, incoming)


def _keep_text(session: Session, sides: _Sides, authors: Authors) -> str:
    if sides.unseen:
        return _("Changed: {fields}").format(fields="; ".join(_changes(session, sides.unseen, authors)))
    if sides.using:
        used = [_used(session, table, rows) for table, rows in sides.using.items()]
        return _("Still used by {what}").format(what=", ".join(used))
    return _("Kept")


def _changes(session: Session, unseen: Sequence[Unseen], authors: Authors) -> Iterator[str]:
    names = conflict_words.known(session, ((one.table, one.field, one.value) for one in unseen))
    known = authors.of(one.n for one in unseen)
    several = len({known[one.n].user for one in unseen}) > 1
    for one in unseen:
        text = conflict_words.text(one.table, one.field, one.value, names) or "—"
        by = f" ({known[one.n].user})" if several else ""
        yield f"{conflict_words.title(one.table, one.field)} → {text}{by}"


def _used(session: Session, table: str, rows: Sequence[Id]) -> str:
    names = sorted(name for name in conflict_words.called(session, table, rows[:MOST_NAMED]).values() if name)
    more = ", …" if len(rows) > MOST_NAMED else ""
    return f"{counted(table, len(rows))} ({', '.join(names)}{more})"


def _recorded(session: Session, table: str, row: Id, using: Mapping[str, Sequence[Id]]) -> list[int]:
    """The changesets that made rows refer to this one."""
    found: list[int] = []
    for source, users in using.items():
        of, some = shape(source), users[:MOST_USERS]
        columns = [reference.column for reference in of.references if reference.target == table]
        stored = heads.explicit(session.connection(), some, columns)
        chosen = select(of.table.c.id, of.table.c.born, *(of.table.c[name] for name in columns))
        for user, born, *values in session.execute(chosen.where(of.table.c.id.in_(some))):
            for name, value in zip(columns, values, strict=True):
                if value == row:
                    found += stored.get(user, {}).get(name, {}) or ([born] if born is not None else [])
    return found
