"""The folder of a phone or camera: its newest photos, and up to when they have been fetched.

Phones and cards keep photos in a few folders below DCIM; the time of the file is when the photo was taken.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from spbe_assets.domain.errors import Refused
from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.i18n import _
from spbe_assets.services import settings
from spbe_assets.storage.store import Store

ENDINGS = (".jpg", ".jpeg", ".png", ".webp", ".heic")
MOST_SHOTS = 300
MOST_LOOKED = 50_000
DEEPEST = 3
_FOLDER, _FETCHED = "camera.folder", "camera.fetched"
_REPORT_EVERY = 500


@dataclass(frozen=True, slots=True)
class Shot:
    """A photo file and when it was taken."""

    path: Path
    taken_at: datetime


@dataclass(frozen=True, slots=True)
class Camera:
    """The folder an operator fetches photos from, None before one was chosen, and up to when he has fetched them."""

    folder: Path | None
    fetched: datetime | None

    def is_new(self, shot: Shot) -> bool:
        """Whether a photo was taken after the last time; nothing counts as new the first time."""
        return self.fetched is not None and shot.taken_at > self.fetched


def newest(folder: Path, progress: Progress = SILENT) -> list[Shot]:
    """The photos in a folder and those below it, the newest first; at most 300.

    Raises:
        Refused: the folder is not there or can't be read.
        Cancelled: somebody pressed Cancel.
    """
    try:
        found = list(_shots(folder, DEEPEST, progress))
    except OSError as error:
        raise Refused(
            _("The folder {folder} can’t be read; plug in the phone or card again, or choose another folder.").format(
                folder=folder
            )
        ) from error
    return sorted(found, key=lambda shot: (shot.taken_at, shot.path.name), reverse=True)[:MOST_SHOTS]


def remembered(store: Store, operator: str) -> Camera:
    """What an operator chose on this machine."""
    folder, fetched = settings.user(store, operator, _FOLDER), settings.user(store, operator, _FETCHED)
    until = None
    with suppress(TypeError, ValueError):
        until = datetime.fromisoformat(fetched).astimezone(UTC)
    return Camera(Path(folder) if isinstance(folder, str) and folder else None, until)


def remember_folder(store: Store, operator: str, folder: Path) -> None:
    """Fetch from this folder from now on; what it holds counts as not fetched yet, but not as new."""
    if remembered(store, operator).folder != folder:
        settings.set_user(store, operator, _FETCHED, None)
    settings.set_user(store, operator, _FOLDER, str(folder))


def remember_fetched(store: Store, operator: str, until: datetime) -> None:
    """Photos taken later than this are new the next time."""
    settings.set_user(store, operator, _FETCHED, until.astimezone(UTC).isoformat())


def _shots(folder: Path, deep: int, progress: Progress) -> Iterator[Shot]:
    """The photos of a folder; one below it that can't be read is passed over."""
    below: list[Path] = []
    with os.scandir(folder) as entries:
        for number, entry in enumerate(entries):
            if number >= MOST_LOOKED:
                break
            if not number % _REPORT_EVERY:
                progress.step(0, 0, folder.name)
            with suppress(OSError):
                if entry.name.startswith("."):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    below.append(Path(entry.path))
                elif entry.name.lower().endswith(ENDINGS) and entry.is_file(follow_symlinks=False):
                    yield Shot(Path(entry.path), datetime.fromtimestamp(entry.stat().st_mtime, UTC))
    for one in below if deep else ():
        with suppress(OSError):
            yield from _shots(one, deep - 1, progress)
