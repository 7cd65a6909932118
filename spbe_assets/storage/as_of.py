"""The state of a database at the end of a past day, worked out from its log."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from spbe_assets import formats
from spbe_assets.domain.changeset import ChangesetId
from spbe_assets.domain.errors import Refused, StorageError
from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.i18n import _
from spbe_assets.storage import identity, migrations, snapshots
from spbe_assets.storage.past_log import Logged, PastLog
from spbe_assets.storage.rewinding import copy_of, rewind
from spbe_assets.storage.snapshots import Snapshot
from spbe_assets.storage.store import Store
from spbe_assets.storage.tables import Changeset

WORTH_KEEPING = 5_000
"""Ops: less is folded in no time."""
FOLDED, MADE, COPIED_MEGABYTE = 10, 1, 100
"""What an op costs that is folded in, one that merely made a row that goes, and copying: measured, in 25 µs."""


@contextmanager
def state_of(path: Path, day: date, progress: Progress = SILENT) -> Iterator[Session]:
    """A session for reading what a database held at the end of a day, in the zone in use.

    Its log ends there too. Today, and any day since when nothing was changed, is the database itself. An earlier day is
    a private copy without the search index, and without photos in it where it was worked out from nothing.

    Raises:
        Refused: the day is still to come.
        StorageError: there is no room for the copy, or the database can't be read.
    """
    require_not_future(day)
    with closing(Store.open(path)) as present, present.read() as session:
        log = PastLog(session.connection())
        wanted = log.until(day)
        if day == formats.today() or wanted == log.everything:
            yield session
            return
        with tempfile.TemporaryDirectory(prefix="spbe-past-", ignore_cleanup_errors=True) as folder:
            file = Path(folder) / "past.spbe"
            _Making(session.connection(), path, log, file).run(day, wanted, progress)
            with closing(Store(file)) as past, past.read() as old:
                yield old


def require_not_future(day: date) -> None:
    """Refuse a day of which nothing can be known yet.

    Raises:
        Refused: it is later than today.
    """
    if day > formats.today():
        sentence = _("{date} is still to come; choose today or an earlier day.")
        raise Refused(sentence.format(date=formats.date_text(day)))


def file_of(session: Session) -> Path:
    """The database file that a session reads."""
    return Path(str(session.get_bind().engine.url.database))


def month_to_keep(session: Session) -> date | None:
    """The end of last month, where its state is worth a snapshot that is not there yet."""
    day = formats.today().replace(day=1) - timedelta(days=1)
    log = PastLog(session.connection())
    wanted = log.until(day)
    if wanted == log.everything or sum(log.by_id[name].ops for name in wanted) < WORTH_KEEPING:
        return None
    kept = snapshots.usable(identity.replica_of(session.connection()), log.until)
    return None if any(one.names == wanted for one in kept) else day


def keep_month(session: Session, day: date, progress: Progress) -> None:
    """Work out the state of a day once, so that later questions about days near it are quick."""
    with state_of(file_of(session), day, progress):
        pass


class _Making:
    """Makes the file that holds the state of a day, from whatever is nearest to it."""

    def __init__(self, present: Connection, path: Path, log: PastLog, file: Path) -> None:
        self._present, self._path, self._log, self._file = present, path, log, file
        self._replica = identity.replica_of(present)

    def run(self, day: date, wanted: frozenset[ChangesetId], progress: Progress) -> None:
        kept = list(snapshots.usable(self._replica, self._log.until))
        while kept:
            nearest = min(kept, key=lambda one: self._cost(one.names, wanted))
            if self._cost(nearest.names, wanted) > self._least_cost(wanted):
                break
            if snapshots.unpack(nearest, self._file) and self._holds(nearest):
                if nearest.names != wanted:
                    self._rewind(wanted, nearest.names, progress)
                    self._keep(day, wanted)
                return
            kept.remove(nearest)
        self._from_the_present(wanted, progress)
        self._keep(day, wanted)

    def _from_the_present(self, wanted: frozenset[ChangesetId], progress: Progress) -> None:
        self._file.unlink(missing_ok=True)
        if self._cost(frozenset(), wanted) < self._cost_of_present(wanted):
            self._rewind(wanted, (), progress)
        else:
            copy_of(self._path, self._file)
            self._rewind(wanted, wanted, progress)

    def _rewind(self, wanted: frozenset[ChangesetId], base: Collection[ChangesetId], progress: Progress) -> None:
        rewind(self._file, self._present, wanted, self._log.in_order(wanted.difference(base)), progress)

    def _keep(self, day: date, wanted: frozenset[ChangesetId]) -> None:
        snapshots.keep(self._replica, day, wanted, self._file)

    def _holds(self, snapshot: Snapshot) -> bool:
        """Whether an unpacked snapshot is what its name says."""
        try:
            migrations.schema_of(self._file)
            with closing(Store(self._file)) as store, store.read() as session:
                return snapshot.names == set(session.scalars(select(Changeset.id)))
        except StorageError:
            return False

    def _least_cost(self, wanted: frozenset[ChangesetId]) -> int:
        return min(self._cost(frozenset(), wanted), self._cost_of_present(wanted))

    def _cost_of_present(self, wanted: frozenset[ChangesetId]) -> int:
        copied = self._path.stat().st_size // 1_000_000 * COPIED_MEGABYTE
        return self._cost(self._log.everything, wanted) + copied

    def _cost(self, base: frozenset[ChangesetId], wanted: frozenset[ChangesetId]) -> int:
        logged = self._log.by_id
        missing = sum(FOLDED * logged[name].ops for name in wanted - base)
        return missing + sum(_cost_to_take_out(logged[name]) for name in base - wanted)


def _cost_to_take_out(one: Logged) -> int:
    return (FOLDED if one.edits else MADE) * one.ops
