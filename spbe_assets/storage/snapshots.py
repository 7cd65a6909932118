"""States of past days, kept packed so that they need not be worked out again. Deleting them is always safe.

A snapshot's name says what it holds: the installation and the program that made it, the day, and the fingerprint of
its changesets. One whose day now has other changesets, because some arrived late, is no longer used.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import zstandard

from spbe_assets import __version__
from spbe_assets.domain.changeset import ChangesetId
from spbe_assets.domain.ids import Id
from spbe_assets.paths import data_folder
from spbe_assets.storage.past_log import fingerprint
from spbe_assets.storage.schema import SCHEMA

MOST, MOST_BYTES = 24, 1_000_000_000
"""All databases of an account together; what was not used for longest goes first."""
LEVEL = 1
SUFFIX = ".past.zst"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A packed state: of which day, with which changesets."""

    path: Path
    day: date
    names: frozenset[ChangesetId]


def folder() -> Path:
    """Where the snapshots of this account lie; nobody else may look."""
    place = data_folder() / "past"
    place.mkdir(mode=0o700, exist_ok=True)
    return place


def usable(replica: Id, until: Callable[[date], frozenset[ChangesetId]]) -> Iterator[Snapshot]:
    """The snapshots of an installation that still hold what counts at their day; others of it are thrown away."""
    with suppress(OSError):
        for path in sorted(folder().glob(f"{_key(replica)}_*{SUFFIX}")):
            day, said = _read(path)
            names = until(day) if day else frozenset()
            if day is not None and fingerprint(names) == said:
                yield Snapshot(path, day, names)
            else:
                path.unlink(missing_ok=True)


def unpack(snapshot: Snapshot, target: Path) -> bool:
    """Write a snapshot out; False, and it is thrown away, where it is gone or damaged."""
    try:
        with snapshot.path.open("rb") as packed, target.open("wb") as file:
            zstandard.ZstdDecompressor().copy_stream(packed, file)
        snapshot.path.touch()
    except (OSError, zstandard.ZstdError):
        with suppress(OSError):
            snapshot.path.unlink(missing_ok=True)
        return False
    return True


def keep(replica: Id, day: date, names: frozenset[ChangesetId], file: Path) -> None:
    """Keep a state for later; where that can't be done, nothing happens."""
    with suppress(OSError):
        target = folder() / f"{_key(replica)}_{day.isoformat()}_{fingerprint(names)}{SUFFIX}"
        part = target.with_name(target.name + ".part")
        if shutil.disk_usage(target.parent).free < file.stat().st_size:
            return
        try:
            with file.open("rb") as whole, part.open("wb") as packed:
                zstandard.ZstdCompressor(level=LEVEL, write_checksum=True).copy_stream(whole, packed)
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
        _bound()


def _bound() -> None:
    """Throw away what is too much, the longest unused first."""
    total = 0
    newest = sorted(folder().glob(f"*{SUFFIX}"), key=lambda path: path.stat().st_mtime, reverse=True)
    for place, path in enumerate(newest):
        total += path.stat().st_size
        if place >= MOST or total > MOST_BYTES:
            path.unlink(missing_ok=True)


def _key(replica: Id) -> str:
    """Another schema or program may show the same changesets otherwise."""
    return hashlib.sha256(replica + f"{SCHEMA} {__version__}".encode()).hexdigest()[:16]


def _read(path: Path) -> tuple[date | None, str]:
    parts = path.name.removesuffix(SUFFIX).split("_")
    try:
        return date.fromisoformat(parts[1]), parts[2]
    except (IndexError, ValueError):
        return None, ""
