"""Making a database and bringing an older one up to date: numbered steps, each in a transaction of its own."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, Engine, text

from spbe_assets.domain.errors import StorageError
from spbe_assets.i18n import _
from spbe_assets.storage import backup, related, search
from spbe_assets.storage.engine import explained
from spbe_assets.storage.schema import APPLICATION_ID, SCHEMA
from spbe_assets.storage.steps import STEPS, Step
from spbe_assets.storage.tables import Base

REFUSED = {"changeset": ("UPDATE", "DELETE"), "touch": ("UPDATE",)}
"""What no statement may do to the log and to its index, which forgets a changeset only when that is set aside."""


def create_schema(connection: Connection) -> None:
    """Make every table, index and trigger in an empty file."""
    Base.metadata.create_all(connection)
    search.create(connection)
    for table, verbs in REFUSED.items():
        for verb in verbs:
            connection.execute(
                text(
                    f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                )
            )
    _stamp(connection, SCHEMA)


def schema_of(path: Path) -> int:
    """The schema number of a file, read without changing it.

    Raises:
        StorageError: the file is not a database of this program, or can't be read.
    """
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            (application,) = connection.execute("PRAGMA application_id").fetchone()
            (number,) = connection.execute("PRAGMA user_version").fetchone()
    except sqlite3.DatabaseError as error:
        raise explained(error) or StorageError(str(error)) from error
    if application != APPLICATION_ID:
        raise StorageError(_("{file} is not a database of this program; choose another one.").format(file=path.name))
    return int(number)


def bring_up_to_date(engine: Engine, path: Path, steps: dict[int, Step] | None = None, newest: int = SCHEMA) -> None:
    """Copy an older database, then take it step by step to the newest schema.

    With the last step the searchable texts are worked out afresh, as the program of that time may have done otherwise.

    Raises:
        StorageError: the file is newer than this program.
    """
    present = schema_of(path)
    if present > newest:
        sentence = _("{file} was written by a newer version of this program; update the program, then open it again.")
        raise StorageError(sentence.format(file=path.name))
    if present == newest:
        return
    backup.before_migration(path, present)
    for number in range(present + 1, newest + 1):
        with engine.execution_options(sqlite_begin="IMMEDIATE").begin() as connection:
            (steps or STEPS)[number](connection)
            if number == newest:
                related.refresh_every_find_text(connection)
            _stamp(connection, number)


def _stamp(connection: Connection, number: int) -> None:
    connection.execute(text(f"PRAGMA application_id={APPLICATION_ID}"))
    connection.execute(text(f"PRAGMA user_version={number}"))
