"""Backups that are known to work: copied while in use, then opened, checked and counted before they count."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from glob import escape
from pathlib import Path

from spbe_assets.domain.errors import Refused, StorageError
from spbe_assets.i18n import _
from spbe_assets.storage.engine import explained
from spbe_assets.storage.schema import APPLICATION_ID, SCHEMA

KEPT_DAYS = 14
SUFFIX = ".backup.spbe"
COUNTED = ("asset", "link", "agency", "changeset")


@dataclass(frozen=True, slots=True)
class Backup:
    """A tested copy of the database: where, when (UTC), how large, and the rows counted in it."""

    path: Path
    taken_at: datetime
    size_bytes: int
    rows: dict[str, int]


def take(source: Path, target: Path) -> Backup:
    """Copy a database that may be in use, test the copy, then give it its name.

    Raises:
        Refused: the target exists already.
        StorageError: the disk is full, or the copy does not pass its test.
    """
    if target.exists():
        raise Refused(_("{file} exists already; choose another name.").format(file=target.name))
    part = target.with_name(target.name + ".part")
    try:
        with _sentences(), closing(_read_only(source)) as origin, closing(sqlite3.connect(part)) as copy:
            origin.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
        rows = inspect(part)
        _sync(part)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return Backup(target, datetime.now(UTC), target.stat().st_size, rows)


def inspect(path: Path) -> dict[str, int]:
    """Open, check and count a database file; returns table -> rows.

    Raises:
        StorageError: it is not a database of this program, is damaged, or newer than this program.
    """
    with _sentences(), closing(_read_only(path)) as connection:
        if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            raise StorageError(_("{file} is not a database of this program.").format(file=path.name))
        if connection.execute("PRAGMA user_version").fetchone()[0] > SCHEMA:
            raise StorageError(_("{file} was written by a newer version; update the program.").format(file=path.name))
        if connection.execute("PRAGMA quick_check").fetchone()[0] != "ok":
            raise StorageError(_("{file} is damaged and can't be used.").format(file=path.name))
        return {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in COUNTED}  # noqa: S608


def restore(backup: Path, target: Path) -> Path | None:
    """Put a tested backup in the place of a database; the replaced one is kept beside it.

    Returns:
        Where the replaced database lies now, None if there was none.
    """
    inspect(backup)
    part = target.with_name(target.name + ".part")
    shutil.copyfile(backup, part)
    _sync(part)
    kept = None
    if target.exists():
        stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
        kept = target.with_name(f"{target.stem}-before-restore-{stamp}{target.suffix}")
        with _sentences(), closing(sqlite3.connect(target)) as present:
            present.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        target.replace(kept)
    for leftover in ("-wal", "-shm"):
        target.with_name(target.name + leftover).unlink(missing_ok=True)
    part.replace(target)
    return kept


def folder_of(database: Path) -> Path:
    """Where the daily backups of a database lie."""
    return database.parent / "backups"


def daily(database: Path, folder: Path | None = None, today: date | None = None) -> Backup | None:
    """Take today's backup unless there is one; older ones go only after the new one passed its test."""
    place = folder or folder_of(database)
    place.mkdir(parents=True, exist_ok=True)
    day = today or datetime.now(UTC).date()
    target = place / f"{database.stem}-{day:%Y%m%d}{SUFFIX}"
    if target.exists():
        return None
    made = take(database, target)
    for old in sorted(place.glob(f"{stem_pattern(database)}-????????{SUFFIX}"))[:-KEPT_DAYS]:
        old.unlink()
    return made


def newest(database: Path, folder: Path | None = None) -> datetime | None:
    """When the newest tested backup was taken (UTC), None if there is none."""
    found = (folder or folder_of(database)).glob(f"{stem_pattern(database)}-*{SUFFIX}")
    times = [path.stat().st_mtime for path in found]
    return datetime.fromtimestamp(max(times), UTC) if times else None


def stem_pattern(database: Path) -> str:
    """The beginning of the names of a database's backups, as a search pattern."""
    return escape(database.stem)


def before_migration(database: Path, schema: int) -> Path:
    """Copy a database before its schema changes; an earlier copy of the same schema is replaced."""
    place = folder_of(database)
    place.mkdir(parents=True, exist_ok=True)
    target = place / f"{database.stem}-schema{schema}{SUFFIX}"
    target.unlink(missing_ok=True)
    return take(database, target).path


def _read_only(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)


@contextmanager
def _sentences() -> Iterator[None]:
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise explained(error) or StorageError(str(error)) from error


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
