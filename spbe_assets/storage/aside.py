"""Sets changesets aside: they stay in the log, but what the tables show is folded without them.

State is a function of the set of changesets that are folded in, so whatever one of these wrote is made anew from the
others, in the order of their local numbers. What was changed here afterwards stays. Folding them in again goes the same
way back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from sqlalchemy import Connection, and_, bindparam, delete, select, text

from spbe_assets.domain.changeset import CREATE, DELETED, Changeset, ChangesetId, Op
from spbe_assets.domain.ids import Id
from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.storage import chain, heads
from spbe_assets.storage.columns import shape
from spbe_assets.storage.folding import WHOLE, Folding, Write
from spbe_assets.storage.rows_in import insert_rows
from spbe_assets.storage.tables import MERGEABLE, Aside, Touch

PART = 4_000
"""So many rows are made anew at a time: their writes are in memory together."""


class Traces(NamedTuple):
    """Which of some changesets wrote a row, by number, and in which fields."""

    numbers: frozenset[int] = frozenset()
    fields: frozenset[str] = frozenset()


def set_aside(connection: Connection, numbers: Collection[int], progress: Progress = SILENT) -> Folding:
    """Take changesets out of the tables, by their local numbers; those that are aside already stay so.

    Returns:
        The folding, which knows the rows that were touched.
    """
    leaving = sorted(set(numbers) - chain.aside(connection))
    traced = _traced(connection, leaving)
    insert_rows(connection, Aside.__table__, [{"changeset": n} for n in leaving])  # type: ignore[arg-type]
    return _fold_anew(connection, traced, progress, is_coming=False)


def fold_again(connection: Connection, numbers: Collection[int], progress: Progress = SILENT) -> Folding:
    """Fold changesets that were set aside into the tables again; others stay as they are."""
    coming = sorted(chain.aside(connection).intersection(numbers))
    traced = _traced(connection, coming)
    for some in heads.chunks(coming):
        connection.execute(delete(Aside).where(Aside.changeset.in_(some)))
    return _fold_anew(connection, traced, progress, is_coming=True)


def _traced(connection: Connection, numbers: Iterable[int]) -> dict[str, dict[Id, Traces]]:
    """By table, the rows that changesets wrote."""
    reader = chain.Reader(connection)
    found: dict[str, dict[Id, Traces]] = {}
    kept: dict[Traces, Traces] = {}  # most rows have the same traces, which are then one object
    for n in numbers:
        for op in reader.by_number(n).ops:
            rows = found.setdefault(op.table, {})
            before = rows.get(op.row, Traces())
            if n not in before.numbers or op.field not in before.fields:
                after = Traces(before.numbers | {n}, before.fields | {op.field})
                rows[op.row] = kept.setdefault(after, after)
    return found


def _fold_anew(
    connection: Connection, traced: Mapping[str, Mapping[Id, Traces]], progress: Progress, *, is_coming: bool
) -> Folding:
    connection.execute(text("PRAGMA defer_foreign_keys=ON"))
    folding = Folding(connection, {})
    refold = _Refold(connection, folding, is_coming=is_coming)
    total, done = sum(map(len, traced.values())), 0
    for table in (table for table in MERGEABLE if table in traced):
        # Ids grow with time: rows that were made together lie together, and their changesets are read once.
        for rows in heads.chunks(sorted(traced[table]), PART):
            progress.step(done, total)
            refold.run(table, {row: traced[table][row] for row in rows})
            done += len(rows)
    folding.finish()
    return folding


class _Refold:
    """Makes rows anew from all that is folded in of them; whole ones, or only the fields in question."""

    def __init__(self, connection: Connection, folding: Folding, *, is_coming: bool) -> None:
        self._connection, self._folding, self._is_coming = connection, folding, is_coming
        self._aside = chain.aside(connection)
        self._reader = chain.Reader(connection)

    def run(self, table: str, rows: Mapping[Id, Traces]) -> None:
        deleted = heads.explicit(self._connection, list(rows), [DELETED])
        whole = {row: traces for row, traces in rows.items() if traces.fields & WHOLE or row in deleted}
        plain = {row: traces for row, traces in rows.items() if row not in whole}
        if plain:
            fields = frozenset().union(*(traces.fields for traces in plain.values()))
            self._folding.replace(table, self._writes(table, plain, fields), fields)
            self._index(plain)
        if whole:
            writes = self._writes(table, whole)
            self._folding.replace(table, writes)
            self._index_afresh(writes)

    def _writes(
        self, table: str, rows: Mapping[Id, Traces], fields: frozenset[str] | None = None
    ) -> dict[Id, list[Write]]:
        """The writes of rows by number; the folding learns the numbers of the changesets that they are of or name."""
        found: dict[Id, list[Write]] = {row: [] for row in rows}
        numbers: dict[ChangesetId, int] = {}
        named: set[ChangesetId] = set()
        for n in sorted(self._writers(table, rows)):
            changeset = self._reader.by_number(n)
            numbers[changeset.id] = n
            for row in found.keys() & changeset.by_row.keys():
                for op in _ops(changeset, table, row, fields):
                    found[row].append(Write(n, changeset.id, changeset.hlc, op))
                    named.update(op.overwrites)
        earlier = chain.numbers(self._connection, named - numbers.keys())
        self._folding.numbers = {**{name: n for name, n in earlier.items() if n not in self._aside}, **numbers}
        return found

    def _writers(self, table: str, rows: Mapping[Id, Traces]) -> set[int]:
        """The changesets that are folded in and wrote any of these rows."""
        source, found = shape(table).table, set[int]()
        for some in heads.chunks(list(rows)):
            born = select(source.c.born).where(source.c.id.in_(some), source.c.born.is_not(None))
            found |= set(self._connection.scalars(born.distinct()))
            found |= set(self._connection.scalars(select(Touch.changeset).where(Touch.row.in_(some)).distinct()))
        return found.union(*(traces.numbers for traces in rows.values())) - self._aside

    def _index(self, rows: Mapping[Id, Traces]) -> None:
        """Let the history find, or no longer find, the changesets in question."""
        pairs = [(row, n) for row, traces in rows.items() for n in traces.numbers]
        if self._is_coming:
            touches = [{"row": row, "changeset": n} for row, n in pairs]
            insert_rows(self._connection, Touch.__table__, touches)  # type: ignore[arg-type]
        elif pairs:
            gone = delete(Touch).where(and_(Touch.row == bindparam("b_row"), Touch.changeset == bindparam("b_n")))
            self._connection.execute(gone, [{"b_row": row, "b_n": n} for row, n in pairs])

    def _index_afresh(self, rows: Mapping[Id, list[Write]]) -> None:
        for some in heads.chunks(list(rows)):
            self._connection.execute(delete(Touch).where(Touch.row.in_(some)))
        born = {row: next((w.n for w in writes if w.op.field == CREATE), None) for row, writes in rows.items()}
        touches = [
            {"row": row, "changeset": n}
            for row, writes in rows.items()
            for n in {write.n for write in writes} - {born[row]}
        ]
        insert_rows(self._connection, Touch.__table__, touches)  # type: ignore[arg-type]


def _ops(changeset: Changeset, table: str, row: Id, fields: frozenset[str] | None) -> Iterable[Op]:
    """What a changeset wrote in a row, or in some fields of it."""
    for op in changeset.by_row[row]:
        if op.table != table:
            continue
        if fields is None or op.field in fields:
            yield op
        elif op.field == CREATE:
            yield op._replace(value={name: value for name, value in op.value.items() if name in fields})
