"""Folds writes into the rows of the tables: those that arrive, or all that the log holds of a row."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from sqlalchemy import Connection, insert, select

from spbe_assets.domain import merge as algebra
from spbe_assets.domain.changeset import CREATE, DELETED, ChangesetId, Json, Op
from spbe_assets.domain.ids import Id
from spbe_assets.storage import heads, related, rules, search
from spbe_assets.storage.columns import Shape, shape
from spbe_assets.storage.derived import SOURCES, derive
from spbe_assets.storage.row_states import Loaded, States
from spbe_assets.storage.rows_in import insert_rows, update_rows
from spbe_assets.storage.tables import Touch, Values
from spbe_assets.storage.touched import MERGED_INTO, Touched


class Write(NamedTuple):
    """One op; local number, id and clock of the changeset that it is of."""

    n: int
    changeset: ChangesetId
    hlc: int
    op: Op


Writes: TypeAlias = Mapping[Id, Sequence[Write]]
WHOLE = frozenset({CREATE, DELETED, MERGED_INTO})
"""Writes that need the whole row to be looked at; others need their own fields only."""


class Folding:
    """One merge, or part of one: first `add` or `replace`, in the order of `MERGEABLE`, then `finish`.

    `numbers` are the local numbers of the changesets that are folded in, as far as the writes name them. `made` holds
    the rows that came into being, `touched` all that were written.
    """

    def __init__(self, connection: Connection, numbers: Mapping[ChangesetId, int]) -> None:
        self.touched = Touched()
        self.made: dict[str, set[Id]] = {}
        self._connection = connection
        self.numbers = numbers
        self._related = related.Pending()

    def add(self, table: str, rows: Writes) -> None:
        """Take writes into what stands there."""
        of = shape(table)
        for some in heads.chunks(list(rows)):
            self._add(of, {row: rows[row] for row in some})

    def replace(self, table: str, rows: Writes, fields: frozenset[str] | None = None) -> None:
        """Make rows anew from these writes, which are all that is folded in of them, oldest number first.

        Args:
            table: of the rows.
            rows: each with its writes, which the history index is not told of.
            fields: only these, for rows that are there and were never deleted; None for whole rows.
        """
        of = shape(table)
        also = () if fields is None else SOURCES.get(table, ())
        for some in heads.chunks(list(rows)):
            self._related.note_owners(self._connection, table, some)
            states = States(self._connection, of, fields)
            there = states.load(some, also)
            blank = {row: states.emptied(one, whole=fields is None) for row, one in there.items()}
            self._fold(states, of, {row: rows[row] for row in some}, blank, fields)

    def finish(self) -> None:
        """Make stubs for parents that have not arrived, apply the rules beyond one row, refresh what follows."""
        for table in list(self.touched.rows):
            self._stub_missing(shape(table))
        for table, moved in rules.reconsider(self._connection, self.touched).items():
            self.touched.note(table, moved, ())
        self._related.refresh(self._connection)

    def _add(self, of: Shape, rows: Writes) -> None:
        if of.table.name == "label_print":  # one that goes to another record leaves its old one
            self._related.note_owners(self._connection, of.table.name, list(rows))
        rows = self._add_new(of, rows)
        whole = {row: writes for row, writes in rows.items() if any(write.op.field in WHOLE for write in writes)}
        plain = {row: writes for row, writes in rows.items() if row not in whole}
        loaded: dict[Id, Loaded] = {}
        if plain:
            fields = frozenset(write.op.field for writes in plain.values() for write in writes)
            states = States(self._connection, of, fields | {DELETED})
            loaded = states.load(list(plain), SOURCES.get(of.table.name, ()))
            for row, one in loaded.items():
                if not one.stored or DELETED in one.state.heads:
                    whole[row] = plain.pop(row)
            self._fold(states, of, plain, {row: loaded[row] for row in plain}, fields)
        if whole:
            states = States(self._connection, of)
            loaded = loaded | (others := states.load(list(whole)))
            self._fold(states, of, whole, others)
        self._index(rows, loaded)

    def _add_new(self, of: Shape, rows: Writes) -> Writes:
        """Make the rows of which nothing is known but their creation; returns the others."""
        table, columns = of.table.name, of.table.c
        created = [row for row, writes in rows.items() if len(writes) == 1 and writes[0].op.field == CREATE]
        known: set[Id] = set()
        for some in heads.chunks(created):
            there = select(columns.id).where(heads.within(columns.id))
            known.update(self._connection.scalars(there, {"rows": some}))
        blank = {name: of.default(name) for name in of.fields} | {"stub": False}
        made: dict[Id, Values] = {}
        for row in created:
            (write,) = rows[row]
            written = {name: of.decode(name, value) for name, value in write.op.value.items()}
            is_plain = written.keys().isdisjoint(WHOLE) and not any(map(of.is_default, written, written.values()))
            if row not in known and is_plain:
                values = {**blank, **written, "born": write.n}
                made[row] = {**values, **derive(table, values)}
                self.touched.note(table, [row], written)
        self._store(of, made, {})
        self.made.setdefault(table, set()).update(made)
        if table != "asset":  # a new asset has no details yet
            self._related.note(table, list(made), list(made.values()))
        return {row: writes for row, writes in rows.items() if row not in made}

    def _index(self, rows: Writes, loaded: Mapping[Id, Loaded]) -> None:
        """Let the history find these writes; the creation of a row it finds by `born`."""
        touches = [
            {"row": row, "changeset": n}
            for row, writes in rows.items()
            for n in {write.n for write in writes} - {loaded[row].born}
        ]
        insert_rows(self._connection, Touch.__table__, touches)  # type: ignore[arg-type]

    def _fold(
        self, states: States, of: Shape, rows: Writes, loaded: dict[Id, Loaded], fields: frozenset[str] | None = None
    ) -> None:
        made = self.made.setdefault(of.table.name, set())
        for row, writes in rows.items():
            one = loaded[row]
            for n, changeset, hlc, op in writes:
                algebra.apply(one.state, op, changeset, hlc, self._known_before(n))
                if op.field == CREATE and one.born is None:
                    one.born = n
                    made.add(row)
        self._write(of, loaded, fields)
        states.save(loaded, self.numbers)

    def _known_before(self, n: int) -> Callable[[ChangesetId], bool]:
        """Whether a changeset was taken in before the one with this number."""
        numbers = self.numbers
        return lambda changeset: numbers.get(changeset, n) < n

    def _write(self, of: Shape, loaded: Mapping[Id, Loaded], fields: frozenset[str] | None) -> None:
        """Show what the states say of these fields; None stands for all of them."""
        table, wanted = of.table.name, of.fields if fields is None else fields
        inserts: dict[Id, Values] = {}
        updates: dict[Id, Values] = {}
        conflicts: set[tuple[Id, str]] = set()
        for row, one in loaded.items():
            result = algebra.shown(one.state)
            values = _values(of, wanted, result.values, one.present)
            if fields is None:
                values |= {"born": one.born, "stub": one.born is None}
            (updates if one.stored else inserts)[row] = values
            conflicts.update((row, name) for name in result.conflicts)
        self._note_conflicts(table, list(loaded), conflicts, wanted)
        self._store(of, inserts, updates)
        self.touched.note(table, loaded, wanted)
        known = {**inserts, **updates} if table != "asset" else updates  # a new asset has no details yet
        self._related.note(table, list(known), list(known.values()))

    def _note_conflicts(
        self, table: str, rows: Sequence[Id], now: set[tuple[Id, str]], wanted: Collection[str]
    ) -> None:
        before = {(row, name) for row, name in heads.conflicts_of(self._connection, rows) if name in wanted}
        heads.settle_conflicts(self._connection, before - now)
        heads.note_conflicts(self._connection, [(table, row, name) for row, name in now - before])

    def _store(self, of: Shape, inserts: Mapping[Id, Values], updates: Mapping[Id, Values]) -> None:
        searchable = of.table.name == "asset"
        if inserts:
            insert_rows(self._connection, of.table, [{"id": row, **values} for row, values in inserts.items()])
            search.add(self._connection, list(inserts) if searchable else ())
        if updates:
            fed = [row for row, values in updates.items() if not search.FED_BY.isdisjoint(values)]
            with search.kept_true(self._connection, fed if searchable else ()):
                update_rows(self._connection, of.table, updates)

    def _stub_missing(self, of: Shape) -> None:
        """Make an empty row for every parent that has not arrived yet."""
        for reference in of.references:
            rows = list(self.touched.wrote(of.table.name, reference.column))
            for some in heads.chunks(rows):
                self._stub(of, reference.column, shape(reference.target), some)

    def _stub(self, of: Shape, column: str, target: Shape, rows: Sequence[Id]) -> None:
        wanted = of.table.c[column]
        parent = target.table.alias()
        there = select(parent.c.id).where(parent.c.id == wanted).exists()
        query = select(wanted).where(of.table.c.id.in_(rows), wanted.is_not(None), ~there).distinct()
        missing = sorted(self._connection.scalars(query))
        if missing:
            self._connection.execute(insert(target.table), [{"id": row, "stub": True} for row in missing])


def _values(of: Shape, wanted: frozenset[str], shown: Mapping[str, Json], present: Values) -> Values:
    """Column values, with those that are worked out from them."""
    values = {name: of.decode(name, shown[name]) if name in shown else of.default(name) for name in wanted}
    if not wanted.isdisjoint(SOURCES.get(of.table.name, ())):
        values |= derive(of.table.name, {**present, **values})
    return values


def by_table(writes: Iterable[Write]) -> dict[str, dict[Id, list[Write]]]:
    """Writes by table and row, in the order they come."""
    found: dict[str, dict[Id, list[Write]]] = {}
    for write in writes:
        found.setdefault(write.op.table, {}).setdefault(write.op.row, []).append(write)
    return found
