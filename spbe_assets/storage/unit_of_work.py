"""The one door through which rows are written: every write is logged, searchable and undoable."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select, update
from sqlalchemy.orm import Session

from spbe_assets.domain.changes import Changes
from spbe_assets.domain.changeset import DELETED
from spbe_assets.domain.errors import NotFound, StaleEdit
from spbe_assets.domain.ids import Id, new_ids
from spbe_assets.i18n import _
from spbe_assets.storage import guards, heads, related, rules, search, tag_numbers
from spbe_assets.storage.blobs import put_blob
from spbe_assets.storage.columns import Shape, shape, shape_of
from spbe_assets.storage.derived import SOURCES, derive
from spbe_assets.storage.engine import BULK_CACHE_KIB, set_cache
from spbe_assets.storage.field_writes import FieldWrites
from spbe_assets.storage.journal import Author, Journal
from spbe_assets.storage.reopening import Fields, Reopening
from spbe_assets.storage.rows_in import insert_rows
from spbe_assets.storage.tables import Mergeable, Values
from spbe_assets.storage.touched import MERGED_INTO, Touched

BULK_ROWS = 100_000
"""New rows in one action from which on it gets the large cache."""


class UnitOfWork:
    """One transaction of one operator: an action that commits, rolls back and is undone as a whole.

    `session` is for reading and sees what was written; `changes` is complete after the transaction.
    """

    def __init__(self, session: Session, author: Author) -> None:
        self.session = session
        self.author = author
        self.changes = Changes(action=author.action)
        self._connection: Connection = session.connection()
        self._journal = Journal(self._connection, author)
        self._touched: dict[str, set[Id]] = {}
        self._made = 0
        self._related = related.Pending()
        self._separated = Touched()
        """Rows that may need others again, which were deleted while they were not shown."""

    @property
    def action(self) -> Id:
        """What `undo` takes."""
        return self.author.action

    @property
    def user(self) -> str:
        """The operator."""
        return self.author.user

    @property
    def local(self) -> Connection:
        """The transaction's connection, to write tables that never travel (peers, packs)."""
        return self._connection

    def create(self, kind: type[Mergeable], /, **values: Any) -> Id:
        """Make one row; see `create_many`."""
        return self.create_many(kind, [values])[0]

    def create_many(self, kind: type[Mergeable], rows: Iterable[Values]) -> list[Id]:
        """Make rows; fields left out hold their defaults, an `id` among the values is taken as it is.

        Returns:
            The ids in the order of `rows`.

        Raises:
            NotFound: a reference names a row that is not there or was deleted.
        """
        shape = shape_of(kind)
        made: list[Id] = []
        supply = iter(rows)
        while some := list(itertools.islice(supply, heads.CHUNK)):
            made += self._create_chunk(shape, some)
        return made

    def update(self, kind: type[Mergeable], row: Id, /, *, seen_rev: int | None = None, **values: Any) -> None:
        """Change fields of one row.

        Raises:
            StaleEdit: the row was changed since `seen_rev` was read.
            NotFound: the row is not there or was deleted.
        """
        if seen_rev is not None:
            self._require_rev(shape_of(kind), row, seen_rev)
        self.update_many(kind, {row: values})

    def update_many(self, kind: type[Mergeable], edits: Mapping[Id, Values]) -> int:
        """Change fields of many rows; a value equal to the present one is no change.

        Returns:
            How many rows really changed.
        """
        shape = shape_of(kind)
        return sum(self._update_chunk(shape, {row: edits[row] for row in some}) for some in heads.chunks(list(edits)))

    def delete(self, kind: type[Mergeable], row: Id) -> None:
        """Delete one row; see `delete_many`."""
        self.delete_many(kind, [row])

    def delete_many(self, kind: type[Mergeable], rows: Iterable[Id]) -> None:
        """Mark rows as deleted, with the detail rows they own.

        Raises:
            Refused: a row that stays still refers to one of them.
        """
        shape, ids = shape_of(kind), list(rows)
        for owned in guards.OWNED.get(shape.table.name, ()):
            self._delete_owned(owned, ids)
        guards.require_unused(self._connection, shape.table.name, ids)
        for some in heads.chunks(ids):
            self._update_chunk(shape, {row: {DELETED: True} for row in some})

    def reopen(self, kind: type[Mergeable], fields: Fields) -> None:
        """Let several values stand in fields again, as before a decision that is undone."""
        shape = shape_of(kind)
        Reopening(self._connection, self._journal, shape).run(fields, lambda edits: self._update_chunk(shape, edits))
        self._touched.setdefault(shape.table.name, set()).update(row for row, _name in fields)

    def next_tags(self, count: int) -> list[str]:
        """The next tags of this installation's series; a number once given never comes back."""
        return tag_numbers.take(self._connection, self.author.replica, count)

    def put_blob(self, content: bytes, mime: str) -> str:
        """Keep the bytes of an attachment; returns their SHA-256 in hex."""
        return put_blob(self._connection, content, mime)

    def finish(self) -> None:
        """Bring derived rows up to date and seal the last changeset; the store calls it before COMMIT."""
        self._related.refresh(self._connection)
        self._journal.seal()
        if self._made >= BULK_ROWS:
            set_cache(self._connection)
        if self._separated.rows or heads.any_conflict(self._connection):  # even a plain local write may settle one
            for table, rows in rules.reconsider(self._connection, self._separated).items():
                self._touched.setdefault(table, set()).update(rows)
        self.changes = Changes({table: frozenset(rows) for table, rows in self._touched.items()}, self.action)

    def _create_chunk(self, shape: Shape, rows: Sequence[Values]) -> list[Id]:
        self._made += len(rows)
        if self._made - len(rows) < BULK_ROWS <= self._made:
            set_cache(self._connection, BULK_CACHE_KIB)
        ids = [values.get("id") or fresh for values, fresh in zip(rows, new_ids(len(rows)), strict=True)]
        cleaned = [shape.clean({k: v for k, v in values.items() if k != "id"}) for values in rows]
        guards.require_live(self._connection, shape, cleaned)
        stubs = self._stubs(shape, [values["id"] for values in rows if values.get("id")])
        for row in stubs:
            self._fill(shape, row, cleaned[ids.index(row)])
        self._insert(shape, {row: values for row, values in zip(ids, cleaned, strict=True) if row not in stubs})
        return ids

    def _insert(self, shape: Shape, rows: Mapping[Id, Values]) -> None:
        table, ids, cleaned = shape.table.name, list(rows), list(rows.values())
        blank = {name: shape.default(name) for name in {key for values in cleaned for key in values}}
        blank |= {name: shape.default(name) for name in SOURCES.get(table, ())}
        stored = []
        for row, values in rows.items():
            self._journal.room_for(row)
            self._journal.created(table, row, shape.logged(values))
            full = {**blank, **values}
            stored.append({**full, **derive(table, full), "id": row, "born": self._journal.n})
        insert_rows(self._connection, shape.table, stored)
        self._touched.setdefault(table, set()).update(ids)
        if table == "asset":
            search.add(self._connection, ids)
        else:
            self._related.note(table, ids, cleaned)

    def _stubs(self, shape: Shape, rows: Sequence[Id]) -> set[Id]:
        """Those of the rows that are there without having been created, as far as is known here."""
        if not rows:
            return set()
        columns = shape.table.c
        return set(self._connection.scalars(select(columns.id).where(columns.id.in_(rows), columns.stub.is_(True))))

    def _fill(self, shape: Shape, row: Id, values: Values) -> None:
        """Create a row that is a stub; what is said of it now stands over what others wrote before it was created."""
        self._journal.room_for(row)
        self._journal.created(shape.table.name, row, {})
        there = update(shape.table).where(shape.table.c.id == row).values(stub=False, born=self._journal.n)
        with search.kept_true(self._connection, [row] if shape.table.name == "asset" else ()):
            self._connection.execute(there)
        self._touched.setdefault(shape.table.name, set()).add(row)
        self._update_chunk(shape, {row: {DELETED: False, **values}})

    def _update_chunk(self, shape: Shape, edits: Mapping[Id, Values]) -> int:
        cleaned = {row: shape.clean(values) for row, values in edits.items()}
        fields = {name for values in cleaned.values() for name in values}
        guards.require_live(self._connection, shape, cleaned.values())
        guards.require_no_cycle(self._connection, shape, cleaned)
        present = self._present(shape, list(cleaned), fields)
        known = heads.explicit(self._connection, list(cleaned), None if DELETED in fields else fields)
        writes = FieldWrites(shape, self._journal)
        for row, values in cleaned.items():
            self._journal.room_for(row)
            writes.take(row, values, present[row], known.get(row, {}))
        if "record_id" in fields:
            self._related.note_owners(self._connection, shape.table.name, list(writes.changed))
        writes.store(self._connection)
        self._touched.setdefault(shape.table.name, set()).update(writes.changed)
        if MERGED_INTO in fields:
            self._separated.note(shape.table.name, writes.changed, [MERGED_INTO])
        self._related.note(shape.table.name, list(writes.changed), list(writes.changed.values()))
        return len(writes.changed)

    def _present(self, shape: Shape, rows: Sequence[Id], fields: set[str]) -> dict[Id, Mapping[str, Any]]:
        """The stored values that a change of `fields` looks at."""
        table, reviving = shape.table, DELETED in fields
        names = {"id", "born", DELETED, *fields, *SOURCES.get(table.name, ())}
        if reviving:
            names |= {reference.column for reference in shape.references}
        query = select(*(table.c[name] for name in names)).where(table.c.id.in_(rows), table.c.stub.is_(False))
        found: dict[Id, Mapping[str, Any]] = {
            row["id"]: dict(row) for row in self._connection.execute(query).mappings()
        }
        for row in rows:
            if row not in found or (found[row][DELETED] and not reviving):
                raise NotFound(_("The record was deleted meanwhile; reload the list."))
        if reviving:
            guards.require_live(self._connection, shape, [dict(row) for row in found.values() if row[DELETED]])
        return found

    def _delete_owned(self, name: str, owners: Sequence[Id]) -> None:
        owned = shape(name)
        for some in heads.chunks(owners):
            ids = self._connection.scalars(
                select(owned.table.c.id).where(owned.table.c.asset_id.in_(some), owned.table.c.live)
            ).all()
            if ids:
                self._update_chunk(owned, {row: {DELETED: True} for row in ids})

    def _require_rev(self, shape: Shape, row: Id, seen_rev: int) -> None:
        rev = self._connection.scalar(select(shape.table.c.rev).where(shape.table.c.id == row))
        if rev is not None and rev != seen_rev:
            raise StaleEdit(_("Somebody else saved this record after you opened it; reload it and edit again."))
