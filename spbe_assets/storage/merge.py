"""Takes changesets from elsewhere into the tables: any order, any subset, as often as one likes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, text, update

from spbe_assets.domain import merge as algebra
from spbe_assets.domain.changeset import CREATE, Changeset, ChangesetId, Op
from spbe_assets.domain.errors import Refused
from spbe_assets.domain.ids import Id
from spbe_assets.i18n import _
from spbe_assets.storage import chain, heads, related, rules, search
from spbe_assets.storage.columns import Shape, shape
from spbe_assets.storage.derived import derive
from spbe_assets.storage.row_states import Loaded, States
from spbe_assets.storage.tables import MERGEABLE, Replica, Touch


@dataclass
class Merged:
    """What a merge did: how many changesets were new, and the rows it touched by table."""

    new: int = 0
    touched: dict[str, set[Id]] = field(default_factory=dict)


def apply(connection: Connection, changesets: Iterable[Changeset]) -> Merged:
    """Take changesets in; those that are known are passed over.

    Raises:
        Refused: one writes a table or field that this version does not have.
    """
    by_id = {changeset.id: changeset for changeset in changesets}
    known = chain.numbers(connection, by_id)
    fresh = [changeset for name, changeset in by_id.items() if name not in known]
    if not fresh:
        return Merged()
    return _Batch(connection, fresh).run()


class _Batch:
    def __init__(self, connection: Connection, fresh: Sequence[Changeset]) -> None:
        self._connection = connection
        first = chain.next_number(connection)
        self._numbered = list(enumerate(fresh, first))
        self._numbers = {changeset.id: n for n, changeset in self._numbered}
        overwritten = {cs for changeset in fresh for op in changeset.ops for cs in op.overwrites}
        self._earlier = chain.numbers(connection, overwritten - self._numbers.keys())

    def run(self) -> Merged:
        self._connection.execute(text("PRAGMA defer_foreign_keys=ON"))
        self._meet_replicas()
        chain.store(self._connection, self._numbered)
        by_table = self._ops_by_table()
        merged = Merged(len(self._numbered), {table: set(rows) for table, rows in by_table.items()})
        for table, rows in by_table.items():
            for some in heads.chunks(list(rows)):
                self._take(shape(table), {row: rows[row] for row in some})
        self._stub_missing(merged.touched)
        for table, moved in rules.reconsider(self._connection, merged.touched).items():
            merged.touched.setdefault(table, set()).update(moved)
        pending = related.Pending()
        for table, touched in merged.touched.items():
            everything = dict.fromkeys(shape(table).fields)
            pending.note(table, list(touched), [everything] * len(touched))
        pending.refresh(self._connection)
        return merged

    def _meet_replicas(self) -> None:
        present = set(self._connection.scalars(select(Replica.id)))
        met = {changeset.replica for _n, changeset in self._numbered} - present
        rows = [{"id": replica, "me": False, "name": "", "created_at": datetime.now(UTC)} for replica in sorted(met)]
        if rows:
            self._connection.execute(insert(Replica), rows)

    def _ops_by_table(self) -> dict[str, dict[Id, list[tuple[int, Changeset, Op]]]]:
        found: dict[str, dict[Id, list[tuple[int, Changeset, Op]]]] = {}
        for n, changeset in self._numbered:
            for op in changeset.ops:
                _require_known(op)
                found.setdefault(op.table, {}).setdefault(op.row, []).append((n, changeset, op))
        return {table: found[table] for table in MERGEABLE if table in found}

    def _take(self, of: Shape, rows: Mapping[Id, list[tuple[int, Changeset, Op]]]) -> None:
        states = States(self._connection, of)
        loaded = states.load(list(rows))
        touches: list[dict[str, Any]] = []
        for row, ops in rows.items():
            for n, changeset, op in ops:
                algebra.apply(loaded[row].state, op, changeset.id, changeset.hlc, self._known_before(n))
                if op.field == CREATE and loaded[row].born is None:
                    loaded[row].born = n
            written = {n for n, _changeset, _op in ops} - {loaded[row].born}
            touches += [{"row": row, "changeset": n} for n in sorted(written)]
        self._materialise(of, loaded)
        states.save(loaded, self._numbers)
        if touches:
            self._connection.execute(insert(Touch), touches)

    def _known_before(self, n: int) -> Callable[[ChangesetId], bool]:
        """Whether a changeset was taken in before the one with this number."""
        return lambda changeset: changeset in self._earlier or self._numbers.get(changeset, n) < n

    def _materialise(self, of: Shape, loaded: Mapping[Id, Loaded]) -> None:
        inserts: list[dict[str, Any]] = []
        updates: list[dict[str, Any]] = []
        conflicts: list[tuple[str, Id, str]] = []
        for row, one in loaded.items():
            result = algebra.shown(one.state)
            values = {name: of.default(name) for name in of.fields}
            values |= {name: of.decode(name, value) for name, value in result.values.items()}
            values |= derive(of.table.name, values) | {"born": one.born, "stub": one.born is None}
            (updates if one.stored else inserts).append({"b_id": row, **values})
            conflicts += [(of.table.name, row, name) for name in result.conflicts]
        _write(self._connection, of, inserts, updates)
        every = [(row, name) for row in loaded for name in loaded[row].state.heads]
        heads.settle_conflicts(self._connection, every)
        heads.note_conflicts(self._connection, conflicts)

    def _stub_missing(self, touched: Mapping[str, set[Id]]) -> None:
        """Make an empty row for every parent that has not arrived yet, and for theirs."""
        for table, rows in touched.items():
            of = shape(table)
            for reference in of.references:
                for some in heads.chunks(list(rows)):
                    self._stub(of, reference.column, shape(reference.target), some)

    def _stub(self, of: Shape, column: str, target: Shape, rows: Sequence[Id]) -> None:
        wanted = of.table.c[column]
        parent = target.table.alias()
        there = select(parent.c.id).where(parent.c.id == wanted).exists()
        query = select(wanted).where(of.table.c.id.in_(rows), wanted.is_not(None), ~there).distinct()
        missing = sorted(self._connection.scalars(query))
        if missing:
            self._connection.execute(insert(target.table), [{"id": row, "stub": True} for row in missing])


def _require_known(op: Op) -> None:
    fields = shape(op.table).fields if op.table in MERGEABLE else frozenset()
    written = op.value.keys() if op.field == CREATE else {op.field}
    if op.table not in MERGEABLE or written - fields:
        raise Refused(_("The changes come from a newer version of the program; update this one first."))


def _write(connection: Connection, of: Shape, inserts: list[dict[str, Any]], updates: list[dict[str, Any]]) -> None:
    searchable = of.table.name == "asset"
    if inserts:
        made = [row["b_id"] for row in inserts]
        connection.execute(insert(of.table), [{"id": row.pop("b_id"), **row} for row in inserts])
        search.add(connection, made if searchable else ())
    if updates:
        names = updates[0].keys() - {"b_id"}
        wanted = {name: bindparam(f"b_{name}", type_=of.table.c[name].type) for name in names}
        statement = update(of.table).where(of.table.c.id == bindparam("b_id"))
        rows = [{f"b_{name}" if name != "b_id" else name: value for name, value in row.items()} for row in updates]
        with search.kept_true(connection, [row["b_id"] for row in updates] if searchable else ()):
            connection.execute(statement.values({**wanted, "rev": of.table.c.rev + 1}), rows)
