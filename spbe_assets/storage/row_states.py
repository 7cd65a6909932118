"""Between the compact merge state in the tables and the merge algebra's rows."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection, delete, select

from spbe_assets.domain.changeset import DELETED, ChangesetId, Json, canonical, to_json
from spbe_assets.domain.ids import Id
from spbe_assets.domain.merge import Head, RowState
from spbe_assets.storage import heads
from spbe_assets.storage.columns import Shape
from spbe_assets.storage.rows_in import insert_rows
from spbe_assets.storage.tables import Changeset, Superseded, Values
from spbe_assets.storage.tables import Head as StoredHeads


@dataclass
class Loaded:
    """A row as the algebra sees it; `born` None and `stored` False for one that is not there yet.

    `present` holds what the table says, `explicit` and `waiting` name the fields whose heads and superseded writes are
    stored beside it.
    """

    state: RowState = field(default_factory=RowState)
    born: int | None = None
    stored: bool = False
    present: Values = field(default_factory=dict)
    explicit: frozenset[str] = frozenset()
    waiting: frozenset[str] = frozenset()


class States:
    """Loads and saves the merge state of one table's rows: of all fields, or of some only, which is much faster."""

    def __init__(self, connection: Connection, shape: Shape, fields: Collection[str] | None = None) -> None:
        self._connection, self._shape = connection, shape
        self._only = None if fields is None else sorted(shape.fields.intersection(fields))
        self._fields = sorted(shape.fields) if self._only is None else self._only
        self._defaults = {name: shape.default(name) for name in self._fields}
        self._names: dict[int, tuple[ChangesetId, int]] = {}

    def load(self, rows: Sequence[Id], also: Iterable[str] = ()) -> dict[Id, Loaded]:
        """The state of each row, empty for those that are not there; `also` names further columns to have a look at."""
        present = self._present(rows, also)
        explicit = heads.explicit(self._connection, rows, self._only)
        born = {row["born"] for row in present.values() if row["born"] is not None}
        self._learn(born | {n for fields in explicit.values() for some in fields.values() for n in some})
        states = {row: self._loaded(present.get(row), explicit.get(row, {})) for row in rows}
        for row, waiting in self._superseded(rows).items():
            states[row].state.superseded = waiting
            states[row].waiting = frozenset(waiting)
        return states

    def emptied(self, loaded: Loaded, *, whole: bool) -> Loaded:
        """A row as if nothing had been folded into these fields; a `whole` one also as if it had not been created."""
        born = None if whole else loaded.born
        return replace(loaded, state=RowState(created=born is not None), born=born)

    def save(self, states: Mapping[Id, Loaded], numbers: Mapping[ChangesetId, int]) -> None:
        """Replace the stored heads and superseded writes of these rows."""
        self._forget(states)
        known = {**{name: n for n, (name, _hlc) in self._names.items()}, **numbers}
        stored = [head for row, loaded in states.items() for head in self._compact(row, loaded, known)]
        heads.replace(self._connection, [], stored)
        waiting = [
            {"row": row, "field": name, "changeset": changeset}
            for row, loaded in states.items()
            for name, some in loaded.state.superseded.items()
            for changeset in some
        ]
        insert_rows(self._connection, Superseded.__table__, waiting)  # type: ignore[arg-type]

    def _forget(self, states: Mapping[Id, Loaded]) -> None:
        if self._only is None:
            for some in heads.chunks(list(states)):
                self._connection.execute(delete(StoredHeads).where(StoredHeads.row.in_(some)))
                self._connection.execute(delete(Superseded).where(Superseded.row.in_(some)))
            return
        gone = [(row, name) for row, loaded in states.items() for name in loaded.explicit]
        heads.replace(self._connection, gone, [])
        heads.forget_superseded(
            self._connection, [(row, name) for row, loaded in states.items() for name in loaded.waiting]
        )

    def _present(self, rows: Sequence[Id], also: Iterable[str]) -> dict[Id, Values]:
        table = self._shape.table
        names = tuple(dict.fromkeys(("id", "born", *self._fields, *also)))
        query = select(*(table.c[name] for name in names)).where(heads.within(table.c.id))
        found: dict[Id, Values] = {}
        for some in heads.chunks(rows):
            for row in self._connection.execute(query, {"rows": some}):
                found[row[0]] = dict(zip(names, row, strict=True))
        return found

    def _learn(self, numbers: Iterable[int]) -> None:
        wanted = sorted(set(numbers) - self._names.keys())
        for some in heads.chunks(wanted):
            query = select(Changeset.n, Changeset.id, Changeset.hlc).where(Changeset.n.in_(some))
            self._names.update((row.n, (row.id, row.hlc)) for row in self._connection.execute(query))

    def _superseded(self, rows: Sequence[Id]) -> dict[Id, dict[str, set[ChangesetId]]]:
        if self._connection.scalar(select(Superseded.changeset).limit(1)) is None:
            return {}
        query = select(Superseded.row, Superseded.field, Superseded.changeset).where(heads.within(Superseded.row))
        if self._only is not None:
            query = query.where(Superseded.field.in_(self._only))
        found: dict[Id, dict[str, set[ChangesetId]]] = {}
        for some in heads.chunks(rows):
            for row, name, changeset in self._connection.execute(query, {"rows": some}):
                found.setdefault(row, {}).setdefault(name, set()).add(changeset)
        return found

    def _loaded(self, present: Values | None, explicit: heads.RowHeads) -> Loaded:
        state = RowState()
        for name, stored in explicit.items():
            state.heads[name] = {
                self._names[n][0]: self._head(state, name, n, text, present) for n, text in stored.items()
            }
        if present is None:
            return Loaded(state, explicit=frozenset(explicit))
        born = present["born"]
        if born is not None:
            state.created = True
            changeset, hlc = self._names[born]
            for name, default in self._defaults.items():
                if present[name] != default and name not in explicit:
                    state.heads[name] = {changeset: Head(hlc, to_json(present[name]))}
        return Loaded(state, born, stored=True, present=present, explicit=frozenset(explicit))

    def _head(self, state: RowState, name: str, n: int, text: str | None, present: Values | None) -> Head:
        changeset, hlc = self._names[n]
        if name == DELETED:
            if text is None:
                return Head(hlc, False)
            state.seen[changeset] = frozenset(bytes.fromhex(seen) for seen in json.loads(text)[1])
            return Head(hlc, True)
        value: Json = json.loads(text) if text is not None else to_json(present[name]) if present else None
        return Head(hlc, value)

    def _compact(self, row: Id, loaded: Loaded, numbers: Mapping[ChangesetId, int]) -> Iterable[heads.StoredHead]:
        for name, some in loaded.state.heads.items():
            single = len(some) == 1
            for changeset, head in some.items():
                n = numbers[changeset]
                if single and n == loaded.born and name != DELETED and self._implied(name, head.value):
                    continue
                yield heads.StoredHead(row, name, n, self._text(loaded, name, changeset, head, single=single))

    def _implied(self, name: str, value: Json) -> bool:
        return not self._shape.is_default(name, self._shape.decode(name, value))

    def _text(self, loaded: Loaded, name: str, changeset: ChangesetId, head: Head, *, single: bool) -> str | None:
        if name == DELETED:
            return heads.deletion_value(loaded.state.seen.get(changeset, ())) if head.value is True else None
        return None if single else canonical(head.value)
