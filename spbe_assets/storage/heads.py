"""The compact merge state: reading and replacing the stored heads of rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple, TypeAlias, TypeVar

from sqlalchemy import ColumnElement, Connection, and_, bindparam, delete, insert, select

from spbe_assets.domain.changeset import ChangesetId, canonical
from spbe_assets.domain.ids import Id
from spbe_assets.storage.rows_in import insert_rows
from spbe_assets.storage.tables import Conflict, Head, Superseded

CHUNK = 500
T = TypeVar("T")
RowHeads: TypeAlias = dict[str, dict[int, str | None]]
"""field -> local number of each head -> its value as canonical JSON, None where the table holds it."""


class StoredHead(NamedTuple):
    """One row of the head table."""

    row: Id
    field: str
    changeset: int
    value: str | None


def chunks(items: Sequence[T], size: int = CHUNK) -> Iterator[Sequence[T]]:
    """Slices of at most `size`, so that a statement never has too many parameters."""
    for first in range(0, len(items), size):
        yield items[first : first + size]


def within(column: Any) -> ColumnElement[bool]:
    """A condition that a column holds one of the `rows` that are given when the statement runs: a chunk of them.

    Many times faster to prepare than `in_` with the values themselves.
    """
    return column.in_(bindparam("rows", expanding=True))  # type: ignore[no-any-return]


def explicit(connection: Connection, rows: Sequence[Id], fields: Iterable[str] | None = None) -> dict[Id, RowHeads]:
    """The stored heads of rows (of some fields only, if named); fields without any follow from `born`."""
    found: dict[Id, RowHeads] = {}
    names = None if fields is None else sorted(fields)
    query = select(Head.row, Head.field, Head.changeset, Head.value).where(within(Head.row))
    if names is not None:
        query = query.where(Head.field.in_(names))
    for some in chunks(rows):
        for row, name, changeset, value in connection.execute(query, {"rows": some}):
            found.setdefault(row, {}).setdefault(name, {})[changeset] = value
    return found


def replace(connection: Connection, gone: Sequence[tuple[Id, str]], new: Sequence[StoredHead]) -> None:
    """Drop all heads of the fields in `gone`, then store the `new` ones."""
    _forget(connection, Head, gone)
    insert_rows(connection, Head.__table__, [head._asdict() for head in new])  # type: ignore[arg-type]


def forget_superseded(connection: Connection, fields: Iterable[tuple[Id, str]]) -> None:
    """Forget the writes of these fields that were overwritten before they arrived."""
    _forget(connection, Superseded, fields)


def settle_conflicts(connection: Connection, fields: Iterable[tuple[Id, str]]) -> None:
    """Forget that these fields wait for a person."""
    _forget(connection, Conflict, fields)


def _forget(connection: Connection, kind: type[Head | Superseded | Conflict], fields: Iterable[tuple[Id, str]]) -> None:
    gone = [{"b_row": row, "b_field": name} for row, name in fields]
    if gone:
        where = and_(kind.row == bindparam("b_row"), kind.field == bindparam("b_field"))
        connection.execute(delete(kind).where(where), gone)


def note_conflicts(connection: Connection, fields: Iterable[tuple[str, Id, str]]) -> None:
    """Note that fields (table, row, field) wait for a person, whether or not that was known."""
    noted = sorted(set(fields))
    settle_conflicts(connection, [(row, name) for _table, row, name in noted])
    if noted:
        connection.execute(insert(Conflict), [{"table": t, "row": r, "field": f} for t, r, f in noted])


def any_conflict(connection: Connection) -> bool:
    """Whether some field waits for a person."""
    return connection.scalar(select(Conflict.row).limit(1)) is not None


def conflicts_of(connection: Connection, rows: Sequence[Id]) -> set[tuple[Id, str]]:
    """The (row, field) pairs of these rows that wait for a person."""
    found: set[tuple[Id, str]] = set()
    if not any_conflict(connection):
        return found
    query = select(Conflict.row, Conflict.field).where(within(Conflict.row))
    for some in chunks(rows):
        found.update((row, name) for row, name in connection.execute(query, {"rows": some}))
    return found


def conflicted(connection: Connection, table: str, field: str) -> set[Id]:
    """The rows of a table whose field waits for a person."""
    query = select(Conflict.row).where(Conflict.field == field, Conflict.table == table)
    return set(connection.scalars(query))


def deletion_value(seen: Iterable[ChangesetId]) -> str:
    """How the head of a delete is stored: what it had seen."""
    return canonical([True, sorted(changeset.hex() for changeset in seen)])
