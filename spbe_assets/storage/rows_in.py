"""Many rows into one table at once, through the driver: SQLAlchemy's work per row is done once per call."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Table, insert
from sqlalchemy.engine import Dialect

Processor = Callable[[Any], Any]


def insert_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that all have the same keys; column defaults do not apply, the database's own do."""
    if not rows:
        return
    if not connection.dialect.positional:
        connection.execute(insert(table), list(rows))
        return
    statement, places = _prepared(connection.dialect, table, tuple(rows[0]))
    connection.exec_driver_sql(statement, [_parameters(row, places) for row in rows])


def _parameters(row: Mapping[str, Any], places: Sequence[tuple[str, Processor | None]]) -> tuple[Any, ...]:
    return tuple([row[name] if process is None else process(row[name]) for name, process in places])


@lru_cache(maxsize=64)
def _prepared(
    dialect: Dialect, table: Table, names: tuple[str, ...]
) -> tuple[str, tuple[tuple[str, Processor | None], ...]]:
    columns = ", ".join(dialect.identifier_preparer.quote(name) for name in names)
    marks = ", ".join("?" * len(names))
    name = dialect.identifier_preparer.format_table(table)
    processors = (table.c[name].type.dialect_impl(dialect).bind_processor(dialect) for name in names)
    return f"INSERT INTO {name} ({columns}) VALUES ({marks})", tuple(zip(names, processors, strict=True))  # noqa: S608
