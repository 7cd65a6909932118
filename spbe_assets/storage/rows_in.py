"""Many rows into one table at once, through the driver: SQLAlchemy's work per row is done once per call."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Table, bindparam, insert, update
from sqlalchemy.engine import Dialect

from spbe_assets.domain.ids import Id

Processor = Callable[[Any], Any]
_Places = Sequence[tuple[str, Processor | None]]


def insert_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that all have the same keys; column defaults do not apply, the database's own do."""
    if not rows:
        return
    if not connection.dialect.positional:
        connection.execute(insert(table), list(rows))
        return
    statement, places = _insertion(connection.dialect, table, tuple(rows[0]))
    connection.exec_driver_sql(statement, [_parameters(row, places) for row in rows])


def update_rows(connection: Connection, table: Table, rows: Mapping[Id, Mapping[str, Any]]) -> None:
    """Write some columns of rows by id, not the same in each, and count their `rev` up."""
    by_columns: dict[tuple[str, ...], list[Id]] = {}
    for row, values in rows.items():
        by_columns.setdefault(tuple(values), []).append(row)
    for names, some in by_columns.items():
        if connection.dialect.positional:
            statement, places = _change(connection.dialect, table, names)
            connection.exec_driver_sql(statement, [(*_parameters(rows[row], places), row) for row in some])
        else:
            wanted = {name: bindparam(f"b_{name}", type_=table.c[name].type) for name in names}
            changed = update(table).where(table.c.id == bindparam("b_id")).values({**wanted, "rev": table.c.rev + 1})
            connection.execute(changed, [{"b_id": r, **{f"b_{n}": v for n, v in rows[r].items()}} for r in some])


def _parameters(row: Mapping[str, Any], places: _Places) -> tuple[Any, ...]:
    return tuple([row[name] if process is None else process(row[name]) for name, process in places])


@lru_cache(maxsize=64)
def _insertion(dialect: Dialect, table: Table, names: tuple[str, ...]) -> tuple[str, _Places]:
    quote = dialect.identifier_preparer
    columns, marks = ", ".join(map(quote.quote, names)), ", ".join("?" * len(names))
    statement = f"INSERT INTO {quote.format_table(table)} ({columns}) VALUES ({marks})"  # noqa: S608
    return statement, _places(dialect, table, names)


@lru_cache(maxsize=256)
def _change(dialect: Dialect, table: Table, names: tuple[str, ...]) -> tuple[str, _Places]:
    quote = dialect.identifier_preparer
    wanted = ", ".join(f"{quote.quote(name)} = ?" for name in names)
    statement = f"UPDATE {quote.format_table(table)} SET {wanted}, rev = rev + 1 WHERE id = ?"  # noqa: S608
    return statement, _places(dialect, table, names)


def _places(dialect: Dialect, table: Table, names: tuple[str, ...]) -> _Places:
    processors = (table.c[name].type.dialect_impl(dialect).bind_processor(dialect) for name in names)
    return tuple(zip(names, processors, strict=True))
