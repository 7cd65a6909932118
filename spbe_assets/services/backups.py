"""Where the backups of an open database lie on this machine, taking them, and which there are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from spbe_assets.domain import os_errors
from spbe_assets.domain.errors import StorageError
from spbe_assets.i18n import _
from spbe_assets.storage import backup
from spbe_assets.storage.store import Store

FOLDER_SETTING = "backup.folder"


@dataclass(frozen=True, slots=True)
class Kept:
    """A backup in the folder. It was opened, checked and counted before it got its name, `taken_at` (UTC)."""

    path: Path
    taken_at: datetime
    size_bytes: int


def folder(store: Store) -> Path:
    """The folder chosen on this machine, else the one beside the database."""
    chosen = store.local_setting(FOLDER_SETTING)
    return Path(chosen) if isinstance(chosen, str) and chosen else backup.folder_of(store.path)


def set_folder(store: Store, chosen: Path | None) -> None:
    """Keep later backups in another folder, or beside the database for None.

    Raises:
        StorageError: nothing can be written there.
    """
    if chosen is not None:
        _require_writable(chosen)
    store.set_local_setting(FOLDER_SETTING, str(chosen) if chosen else "")


def daily(store: Store, today: date | None = None) -> backup.Backup | None:
    """Take today's backup unless there is one."""
    return backup.daily(store.path, _reachable(store), today)


def take_now(store: Store, now: datetime | None = None) -> backup.Backup:
    """Take a backup of this moment beside the daily ones; it stays until somebody deletes it."""
    stamp = (now or datetime.now(UTC)).strftime("%Y%m%d-%H%M%S")
    return backup.take(store.path, _reachable(store) / f"{store.path.stem}-{stamp}{backup.SUFFIX}")


def newest(store: Store) -> datetime | None:
    """When the newest tested backup was taken (UTC), None if there is none."""
    return max((one.taken_at for one in listed(store)), default=None)


def listed(store: Store) -> list[Kept]:
    """The backups of this database in its folder, the newest first; none where the folder can't be read."""
    found = []
    for path in folder(store).glob(f"{backup.stem_pattern(store.path)}-*{backup.SUFFIX}"):
        try:
            facts = path.stat()
        except OSError:
            continue
        found.append(Kept(path, datetime.fromtimestamp(facts.st_mtime, UTC), facts.st_size))
    return sorted(found, key=lambda one: one.taken_at, reverse=True)


def _reachable(store: Store) -> Path:
    place = folder(store)
    _require_writable(place)
    return place


def _require_writable(place: Path) -> None:
    trial = place / ".spbe-assets"
    try:
        place.mkdir(parents=True, exist_ok=True)
        trial.touch()
        trial.unlink()
    except OSError as error:
        sentence = _("Backups can't be written to {folder}: {reason}. Choose another folder in the settings.")
        raise StorageError(sentence.format(folder=place, reason=os_errors.reason(error))) from error
