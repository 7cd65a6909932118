"""The SQLite engine: pragmas, how transactions begin, and SQLite's errors as sentences with a remedy."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import ExceptionContext, make_url

from spbe_assets.domain.errors import StorageError
from spbe_assets.i18n import N_, _

BUSY_SECONDS = 5
CACHE_KIB = 16_000
BULK_CACHE_KIB = 256_000
"""Beyond some hundred thousand new rows the indexes outgrow the small cache and every insert would wait for pages."""

_SENTENCES = {
    sqlite3.SQLITE_BUSY: N_("Another program is writing to the database; wait a moment and try again."),
    sqlite3.SQLITE_LOCKED: N_("Another program is writing to the database; wait a moment and try again."),
    sqlite3.SQLITE_FULL: N_("The disk is full and nothing was saved; free some space and try again."),
    sqlite3.SQLITE_READONLY: N_("The database file is read-only; give yourself write access or copy it elsewhere."),
    sqlite3.SQLITE_CANTOPEN: N_("The database file can't be opened; check that its folder exists and is yours."),
    sqlite3.SQLITE_CORRUPT: N_("The database file is damaged; restore the newest backup with “restore”."),
    sqlite3.SQLITE_NOTADB: N_("The file is not a database of this program; choose another one."),
    sqlite3.SQLITE_IOERR: N_("The disk could not be read or written; check the disk, then restore a backup if needed."),
    sqlite3.SQLITE_PERM: N_("You have no access to the database file; ask its owner for it."),
}


def sqlite_engine(path: Path) -> Engine:
    """An engine for a database file; `sqlite_begin` among the execution options chooses how transactions begin."""
    url = make_url("sqlite://").set(database=str(path))
    engine = create_engine(
        url, hide_parameters=True, connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False}
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    event.listen(engine, "handle_error", _explain)
    return engine


def _prepare(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "temp_store=MEMORY",
        f"cache_size=-{CACHE_KIB}",
    ):  # fmt: skip
        connection.execute(f"PRAGMA {pragma}")


def set_cache(connection: Connection, kib: int = CACHE_KIB) -> None:
    """How much of the file this connection keeps in memory from now on."""
    connection.exec_driver_sql(f"PRAGMA cache_size=-{kib}")
    connection.exec_driver_sql("PRAGMA shrink_memory")


def _begin(connection: Connection) -> None:
    mode = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {mode}")


def _explain(context: ExceptionContext) -> None:
    cause = context.original_exception
    if isinstance(cause, sqlite3.DatabaseError) and not isinstance(cause, sqlite3.IntegrityError):
        problem = explained(cause)
        if problem:
            raise problem from cause


def explained(error: sqlite3.Error) -> StorageError | None:
    """The sentence for an error of the file or disk; None for one that is our own mistake."""
    code = getattr(error, "sqlite_errorcode", None)
    sentence = _SENTENCES.get(code & 0xFF) if code is not None else None
    return StorageError(_(sentence)) if sentence else None
