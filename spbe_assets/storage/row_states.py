"""Between the compact merge state in the tables and the merge algebra's rows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from spbe_assets.domain.changeset import DELETED, ChangesetId, Json, canonical, to_json
from spbe_assets.domain.ids import Id
from spbe_assets.domain.merge import Head, RowState
from spbe_assets.storage import heads
from spbe_assets.storage.columns import Shape
from spbe_assets.storage.tables import Changeset, Superseded
from spbe_assets.storage.tables import Head as StoredHeads


@dataclass
class Loaded:
    """A row as the algebra sees it; `born` None and `stored` False for one that is not there yet."""

    state: RowState
    born: int | None = None
    stored: bool = False


class States:
    """Loads and saves the merge state of one table's rows."""

    def __init__(self, connection: Connection, shape: Shape) -> None:
        self._connection, self._shape = connection, shape
        self._names: dict[int, tuple[ChangesetId, int]] = {}

    def load(self, rows: Sequence[Id]) -> dict[Id, Loaded]:
        """The state of each row, empty for those that are not there."""
        present = self._present(rows)
        explicit = heads.explicit(self._connection, rows)
        born = {row["born"] for row in present.values() if row["born"] is not None}
        self._learn(born | {n for fields in explicit.values() for some in fields.values() for n in some})
        states = {row: self._loaded(present.get(row), explicit.get(row, {})) for row in rows}
        for row, name, changeset in self._superseded(rows):
            states[row].state.superseded.setdefault(name, set()).add(changeset)
        return states

    def save(self, states: Mapping[Id, Loaded], numbers: Mapping[ChangesetId, int]) -> None:
        """Replace the stored heads and superseded writes of these rows."""
        rows = list(states)
        for some in heads.chunks(rows):
            self._connection.execute(delete(StoredHeads).where(StoredHeads.row.in_(some)))
            self._connection.execute(delete(Superseded).where(Superseded.row.in_(some)))
        known = {**{name: n for n, (name, _hlc) in self._names.items()}, **numbers}
        stored = [head for row, loaded in states.items() for head in self._compact(row, loaded, known)]
        heads.replace(self._connection, [], stored)
        waiting = [
            {"row": row, "field": name, "changeset": changeset}
            for row, loaded in states.items()
            for name, some in loaded.state.superseded.items()
            for changeset in some
        ]
        if waiting:
            self._connection.execute(insert(Superseded), waiting)

    def _present(self, rows: Sequence[Id]) -> dict[Id, Mapping[str, Any]]:
        table = self._shape.table
        columns = [table.c[name] for name in ("id", "born", "stub", *sorted(self._shape.fields))]
        found: dict[Id, Mapping[str, Any]] = {}
        for some in heads.chunks(rows):
            query = select(*columns).where(table.c.id.in_(some))
            found.update((row["id"], dict(row)) for row in self._connection.execute(query).mappings())
        return found

    def _learn(self, numbers: Iterable[int]) -> None:
        wanted = sorted(set(numbers) - self._names.keys())
        for some in heads.chunks(wanted):
            query = select(Changeset.n, Changeset.id, Changeset.hlc).where(Changeset.n.in_(some))
            self._names.update((row.n, (row.id, row.hlc)) for row in self._connection.execute(query))

    def _superseded(self, rows: Sequence[Id]) -> Iterable[tuple[Id, str, ChangesetId]]:
        for some in heads.chunks(rows):
            query = select(Superseded.row, Superseded.field, Superseded.changeset).where(Superseded.row.in_(some))
            yield from self._connection.execute(query)

    def _loaded(self, present: Mapping[str, Any] | None, explicit: heads.RowHeads) -> Loaded:
        state = RowState()
        for name, stored in explicit.items():
            state.heads[name] = {
                self._names[n][0]: self._head(state, name, n, text, present) for n, text in stored.items()
            }
        if present is None:
            return Loaded(state)
        born = present["born"]
        if born is not None:
            state.created = True
            changeset, hlc = self._names[born]
            for name in self._shape.fields - explicit.keys():
                if not self._shape.is_default(name, present[name]):
                    state.heads[name] = {changeset: Head(hlc, to_json(present[name]))}
        return Loaded(state, born, stored=True)

    def _head(self, state: RowState, name: str, n: int, text: str | None, present: Mapping[str, Any] | None) -> Head:
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
