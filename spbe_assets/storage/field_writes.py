"""The field writes of one chunk of rows: what really changes, what it overwrites, and how it is stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, update

from spbe_assets.domain.changeset import DELETED, canonical, to_json
from spbe_assets.domain.ids import Id
from spbe_assets.storage import heads, search
from spbe_assets.storage.columns import Shape
from spbe_assets.storage.derived import SOURCES, derive
from spbe_assets.storage.journal import Journal
from spbe_assets.storage.tables import Values


class FieldWrites:
    """Takes wanted values row by row, then stores them all at once; `changed` holds what was no repetition."""

    def __init__(self, shape: Shape, journal: Journal) -> None:
        self.changed: dict[Id, Values] = {}
        self._shape, self._journal = shape, journal
        self._stored: dict[Id, Values] = {}
        self._gone: list[tuple[Id, str]] = []
        self._new: list[heads.StoredHead] = []
        self._settled: list[tuple[Id, str]] = []

    def take(self, row: Id, values: Values, present: Mapping[str, Any], known: heads.RowHeads) -> None:
        """Log what differs from the `present` values of a row, whose stored heads are `known`."""
        changed = {
            name: value for name, value in values.items() if self._differs(name, value, present, known.get(name, {}))
        }
        if not changed:
            return
        for name, value in changed.items():
            self._log(row, name, value, present, known)
        self.changed[row] = changed
        self._stored[row] = {**changed, **self._derived(changed, present)}

    def _derived(self, changed: Values, present: Mapping[str, Any]) -> Values:
        # Only when a source changes: the searchable text also holds what the details of an asset say.
        table = self._shape.table.name
        touched = not changed.keys().isdisjoint(SOURCES.get(table, ()))
        return derive(table, {**present, **changed}) if touched else {}

    def store(self, connection: Connection) -> None:
        """Write rows, heads and settled conflicts."""
        fed = [row for row, values in self._stored.items() if not search.FED_BY.isdisjoint(values)]
        with search.kept_true(connection, fed if self._shape.table.name == "asset" else ()):
            self._update_rows(connection)
        heads.replace(connection, self._gone, self._new)
        heads.settle_conflicts(connection, self._settled)

    def _update_rows(self, connection: Connection) -> None:
        by_columns: dict[frozenset[str], list[dict[str, Any]]] = {}
        for row, values in self._stored.items():
            parameters = {"b_id": row, **{f"b_{name}": value for name, value in values.items()}}
            by_columns.setdefault(frozenset(values), []).append(parameters)
        table = self._shape.table
        for columns, rows in by_columns.items():
            wanted = {name: bindparam(f"b_{name}", type_=table.c[name].type) for name in columns}
            statement = update(table).where(table.c.id == bindparam("b_id"))
            connection.execute(statement.values({**wanted, "rev": table.c.rev + 1}), rows)

    def _differs(self, name: str, value: Any, present: Mapping[str, Any], standing: Mapping[int, str | None]) -> bool:
        if len(standing) > 1:
            return True
        kept = next(iter(standing.values()), None)
        if kept is not None and name == DELETED:
            # A delete that is not shown is in dispute: to keep the row or to delete it both decide that.
            return not value or not present[name]
        if kept is not None:
            return canonical(to_json(value)) != kept
        return bool(present[name] != value)

    def _log(self, row: Id, name: str, value: Any, present: Mapping[str, Any], known: heads.RowHeads) -> None:
        journal, standing = self._journal, known.get(name, {})
        if not standing and name != DELETED and journal.creates(row):
            journal.amend_creation(row, name, value, is_default=self._shape.is_default(name, value))
            return
        seen = self._standing(known, present["born"]) if name == DELETED and value else set()
        if set(standing) == {journal.n}:
            journal.amend(row, name, value, seen)
        else:
            overwrites = standing.keys() or self._creation_heads(name, present)
            journal.wrote(self._shape.table.name, row, name, value, overwrites, seen)
        self._replace_heads(row, name, standing, self._kept(name, value, seen))

    def _creation_heads(self, name: str, present: Mapping[str, Any]) -> Iterable[int]:
        """The creation is the head of a field that it wrote and nobody has written since."""
        born = present["born"]
        return () if born is None or self._shape.is_default(name, present[name]) else (born,)

    def _standing(self, known: heads.RowHeads, born: int | None) -> set[int]:
        """Every changeset that stands on the row: what a delete has seen."""
        seen = {n for name, some in known.items() if name != DELETED for n in some}
        return seen | ({born} if born is not None else set())

    def _kept(self, name: str, value: Any, seen: Iterable[int]) -> str | None:
        if name != DELETED or not value:
            return None
        return heads.deletion_value(self._journal.id_of(n) for n in seen if n != self._journal.n)

    def _replace_heads(self, row: Id, name: str, standing: Mapping[int, str | None], kept: str | None) -> None:
        if standing:
            self._gone.append((row, name))
            self._settled.append((row, name))
        self._new.append(heads.StoredHead(row, name, self._journal.n, kept))
