"""What merging a pack did, worked out while it is merged: records, what merged by itself, what waits for a person."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from spbe_assets.domain import clock
from spbe_assets.domain.changeset import CREATE, Changeset, Op
from spbe_assets.domain.ids import Id
from spbe_assets.domain.packs import FieldChange, OpenField
from spbe_assets.services import change_words, conflict_owners, conflicts, duplicates
from spbe_assets.services.conflict_heads import Open
from spbe_assets.storage import chain, heads
from spbe_assets.storage.columns import shape
from spbe_assets.storage.guards import OWNED
from spbe_assets.storage.history import Past, RowChange
from spbe_assets.storage.tables import Attachment, Blob, Conflict, Head

LISTED = 1_000
"""So many fields that merged by themselves are kept ready to be read; all are counted."""
OWNER = {detail: owner for owner, details in OWNED.items() for detail in details}
COMPARED = ("asset", "link")
"""Tables whose records may be the same thing twice."""

Rows = dict[str, set[Id]]


class Came(NamedTuple):
    """A write that came in, with what tells of its changeset."""

    op: Op
    hlc: int
    user: str
    replica: Id
    action: Id
    reason: str


class Gathered:
    """Takes note while changesets are merged, then tells what it came to.

    `made` and `touched` are rows by table.
    """

    def __init__(self, connection: Connection) -> None:
        self.made: Rows = {}
        self.touched: Rows = {}
        self.refs: dict[Id, str] = {}
        self._connection = connection
        self._lacked: frozenset[int] = frozenset()
        self._came: dict[tuple[str, Id, str], Came | None] = {}

    def know_lacked(self, numbers: Collection[int]) -> None:
        """Learn the local numbers of the changesets that the sender did not hold."""
        self._lacked = frozenset(numbers)

    def take(self, touched: Mapping[str, set[Id]], made: Mapping[str, set[Id]]) -> None:
        """Note rows that were touched, and those of them that came into being."""
        for kept, rows in ((self.touched, touched), (self.made, made)):
            for table, some in rows.items():
                kept.setdefault(table, set()).update(some)

    def listen(self, changesets: Iterable[Changeset]) -> None:
        """Note the fields that changesets, just merged, wrote beside changes that their maker did not know."""
        if not self._lacked:
            return
        arrived = list(changesets)
        ours = self._changed_here({op.row for one in arrived for op in one.ops if op.field != CREATE})
        for one in arrived if ours else ():
            for op in one.ops:
                if op.row in ours and op.field != CREATE:
                    self._note(one, op)

    def records(self) -> tuple[dict[str, int], dict[str, int]]:
        """How many records of each table were added and how many changed; details count with their asset."""
        made = {table: set(rows) for table, rows in self.made.items() if table not in OWNER}
        touched = {table: set(rows) for table, rows in self.touched.items() if table not in OWNER}
        for detail, owner in OWNER.items():
            touched.setdefault(owner, set()).update(self._owners(detail))
        added = {table: len(rows) for table, rows in made.items() if rows}
        changed = {table: len(rows - made.get(table, set())) for table, rows in touched.items()}
        return added, {table: n for table, n in changed.items() if n}

    def merged_alone(self, session: Session) -> tuple[int, tuple[FieldChange, ...]]:
        """How many fields came in beside changes made here without a conflict, and the first of them in words."""
        waiting = heads.conflicts_of(self._connection, sorted({row for _table, row, _field in self._came}))
        alone = {key: came for key, came in self._came.items() if key[1:] not in waiting}
        return len(alone), _worded(session, [came for came in alone.values() if came is not None])

    def conflicts(self, session: Session) -> tuple[OpenField, ...]:
        """The fields of the touched rows that wait for a person."""
        every = set().union(*self.touched.values())
        waiting = set(self._connection.scalars(select(Conflict.row).distinct())) & every
        return tuple(conflicts.open_fields(session, waiting)) if waiting else ()

    def duplicates(self, session: Session) -> tuple[tuple[str, Id, Id], ...]:
        """Pairs with a touched record that look like the same thing; `refs` then knows what they are called."""
        rows = set().union(*(self.touched.get(table, set()) for table in COMPARED), *map(self._owners, OWNER))
        pairs = duplicates.listed(session, near=False, rows=rows) if rows else []
        self.refs = {side.id: side.tag or side.ref for pair in pairs for side in (pair.one, pair.other)}
        return tuple((pair.table, pair.one.id, pair.other.id) for pair in pairs)

    def photos_named(self) -> set[str]:
        """The photos and documents of the touched rows."""
        return self._by_rows(
            Attachment.sha256, Attachment, self.touched.get("attachment", ()), Attachment.live.is_(True)
        )

    def _owners(self, detail: str) -> set[Id]:
        kind: Any = shape(detail).kind
        return self._by_rows(kind.asset_id, kind, self.touched.get(detail, ()), kind.asset_id.is_not(None))

    def _by_rows(self, column: Any, kind: Any, rows: Collection[Id], condition: Any) -> set[Any]:
        found: set[Any] = set()
        for some in heads.chunks(list(rows)):
            # The condition is looked at here: beside IN it would send SQLite to an index that begins with it.
            query = select(column, condition).where(kind.id.in_(some))
            found |= {value for value, holds in self._connection.execute(query) if holds}
        return found

    def _changed_here(self, rows: Collection[Id]) -> set[Id]:
        """Those of the rows on which something stands that the sender did not hold."""
        oldest, found = min(self._lacked), set[Id]()
        for some in heads.chunks(list(rows)):
            query = select(Head.row, Head.changeset).where(Head.row.in_(some), Head.changeset >= oldest)
            found |= {row for row, n in self._connection.execute(query) if n in self._lacked}
        return found

    def _note(self, one: Changeset, op: Op) -> None:
        key = (op.table, op.row, op.field)
        kept = key in self._came or len(self._came) < LISTED
        self._came[key] = Came(op, one.hlc, one.user, one.replica, one.action, one.reason) if kept else None


def missing(connection: Connection, names: Collection[str], coming: Collection[str] = ()) -> tuple[str, ...]:
    """Those of the photos, by their SHA-256, that are not here and do not come."""
    wanted = sorted(set(names) - set(coming) - {""})
    there: set[str] = set()
    for some in heads.chunks(wanted):
        there |= set(connection.scalars(select(Blob.sha256).where(Blob.sha256.in_(some))))
    return tuple(name for name in wanted if name not in there)


def _worded(session: Session, came: Sequence[Came]) -> tuple[FieldChange, ...]:
    reader = chain.Reader(session.connection())
    changes = [(_row_change(reader, one), one) for one in came]
    words = change_words.known(session, [change for change, _one in changes])
    places = {key: Open(*key) for key in ((one.op.table, one.op.row, one.op.field) for one in came)}
    owners = conflict_owners.owners(session, places.values())
    described = conflict_owners.described(session, owners.values())
    found = []
    for change, one in changes:
        record = described[owners[places[one.op.table, one.op.row, one.op.field]]]
        for said in change_words.said(change, words):
            found.append(
                FieldChange(change.table, change.row, record.name, record.tag, one.op.field, said.title, said.before,
                            said.after, one.user)
            )  # fmt: skip
    return tuple(found)


def _row_change(reader: chain.Reader, one: Came) -> RowChange:
    op, of = one.op, shape(one.op.table)
    return RowChange(
        op.table, op.row, clock.moment(one.hlc), one.user, one.replica, one.action, one.reason.partition(" ")[0],
        one.reason, op.field, Past(reader, op.table, op.row).value(op), of.decode(op.field, op.value),
    )  # fmt: skip
