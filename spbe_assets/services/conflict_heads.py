"""Which fields wait for a person, and the writes that stand against each other there: by whom, when, over what."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import Session, aliased

from spbe_assets.domain import clock
from spbe_assets.domain.changeset import DELETED, Json
from spbe_assets.domain.ids import Id
from spbe_assets.services import history
from spbe_assets.services.conflict_model import Version
from spbe_assets.storage import heads
from spbe_assets.storage.columns import shape
from spbe_assets.storage.guards import OWNED
from spbe_assets.storage.numbers import among
from spbe_assets.storage.tables import MERGEABLE, Changeset, Conflict, Head

LIVING_WITH = {owned: table for table, some in OWNED.items() for owned in some}
"""Detail table -> the table of the record that it lives and dies with."""


class Open(NamedTuple):
    """A field that waits."""

    table: str
    row: Id
    field: str


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote a changeset, at which installation, when and why; `n` is its local number."""

    n: int
    user: str
    installation: str
    at: datetime
    reason: str


class Write(NamedTuple):
    """An un-overwritten write: its changeset and value as the log holds it."""

    n: int
    value: Json


def count(session: Session) -> int:
    """How many fields wait."""
    total = func.count()
    return sum(session.scalar(_waiting(table, total)) or 0 for table in _tables(session))


def waiting(session: Session, rows: Collection[Id] | None = None) -> list[Open]:
    """The fields that wait, table by table; of some rows only, if named.

    What waits in a deleted or combined record waits for nobody, and that a detail is deleted is decided with its
    record.
    """
    found: list[Open] = []
    for table in _tables(session):
        chosen = _waiting(table, Conflict.row, Conflict.field).order_by(Conflict.row, Conflict.field)
        if rows is None:
            found += [Open(table, row, key) for row, key in session.execute(chosen)]
            continue
        for some in heads.chunks(sorted(rows)):
            among_them = chosen.where(Conflict.row.in_(some))
            found += [Open(table, row, key) for row, key in session.execute(among_them)]
    return found


def _tables(session: Session) -> list[str]:
    present = set(session.scalars(select(Conflict.table).distinct()))
    return [table for table in MERGEABLE if table in present]


def _waiting(table: str, *columns: Any) -> Select[Any]:
    source = shape(table).table.c
    # Asked row by row of the few that wait; the indexes of lists would lead away from them.
    stands = and_(~func.coalesce(source.deleted, false()), ~func.coalesce(source.stub, false()))
    shown = or_(source.merged_into.is_(None), Conflict.field.in_(("merged_into", DELETED)))
    chosen = select(*columns).select_from(Conflict).join(shape(table).table, source.id == Conflict.row)
    return chosen.where(Conflict.table == table, stands, shown, *_with_owner(table))


def _with_owner(table: str) -> Iterator[ColumnElement[bool]]:
    """Details wait with a record that stands; their deletion waits only if that of the record does not."""
    if table in LIVING_WITH:
        owner, deletion = shape(LIVING_WITH[table]).table.c, aliased(Conflict)
        asset_id = shape(table).table.c.asset_id
        yield select(owner.id).where(owner.id == asset_id, func.coalesce(owner.live, false())).exists()
        same = select(deletion.row).where(deletion.row == asset_id, deletion.field == DELETED)
        yield or_(Conflict.field != DELETED, ~same.exists())


def writes(session: Session, opens: Iterable[Open]) -> dict[Open, list[Write]]:
    """The writes that stand in each field, what this database knew first coming first."""
    by_row = {(one.row, one.field): one for one in opens}
    found: dict[Open, list[Write]] = {one: [] for one in by_row.values()}
    for some in heads.chunks(sorted({row for row, _field in by_row})):
        chosen = select(Head.row, Head.field, Head.changeset, Head.value).where(Head.row.in_(some))
        for row, key, number, value in session.execute(chosen):
            if (row, key) in by_row:
                kept = None if value is None else json.loads(value)
                found[by_row[row, key]].append(Write(number, kept))
    return {one: sorted(some, key=lambda write: write.n) for one, some in found.items()}


class Authors:
    """Looks up who wrote changesets, many at once."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._names = history.installations(session)
        self._known: dict[int, Author] = {}

    def of(self, numbers: Iterable[int]) -> Mapping[int, Author]:
        """The authors of changesets by local number."""
        wanted = {n for n in numbers if n not in self._known}
        if wanted:
            told = (Changeset.n, Changeset.user, Changeset.replica, Changeset.hlc, Changeset.reason)
            for n, user, replica, hlc, reason in self._session.execute(select(*told).where(among(Changeset.n, wanted))):
                self._known[n] = Author(n, user, self._names.get(replica, ""), clock.moment(hlc), reason)
        return self._known

    def version(self, way: str, n: int, value: Any, text: str, top: Id | None = None) -> Version:
        """A value as the changeset with this local number wrote it."""
        by = self.of([n]).get(n)
        if by is None:
            return Version(value, text, "", "", None, "", way, top)
        return Version(value, text, by.user, by.installation, by.at, by.reason, way, top)
