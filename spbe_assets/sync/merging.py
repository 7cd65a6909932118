"""Merges packs: all of one or nothing, looked at before in just the same way, set aside and folded in again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from spbe_assets.domain.changes import Changes
from spbe_assets.domain.changeset import ChangesetId
from spbe_assets.domain.errors import AppError
from spbe_assets.domain.ids import Id, new_id
from spbe_assets.domain.packs import PackKind, Report
from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.i18n import _
from spbe_assets.services import assignments, combining, packs, peers
from spbe_assets.storage import chain, holdings, identity, merged_packs
from spbe_assets.storage import merge as merger
from spbe_assets.storage.blobs import put_blob
from spbe_assets.storage.folding import Folding
from spbe_assets.storage.identity import Standing
from spbe_assets.storage.journal import Author
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.unit_of_work import UnitOfWork
from spbe_assets.sync.reading import OpenPack, opened
from spbe_assets.sync.report import Gathered, missing

BATCH = 20
"""So many changesets are merged at a time: their writes are in memory together."""


def inspect(store: Store, path: Path, progress: Progress = SILENT) -> Report:
    """What merging a pack would do: it is merged and taken back, so nothing of it stays.

    Raises:
        Refused: the pack is damaged, not signed by an installation that is accepted, or from a newer version.
        Cancelled: the user asked to stop.
    """
    with opened(store, path, progress) as pack, _transaction(store, for_good=False) as connection:
        return _Merge(connection, pack, progress, store.replica).run()


def merge(store: Store, actor: Actor, path: Path, progress: Progress = SILENT) -> Report:
    """Merge a pack: all of it, or nothing. One that was merged before changes nothing.

    Raises:
        Refused: the pack is damaged, not signed by an installation that is accepted, or from a newer version.
        Cancelled: the user asked to stop; nothing was merged.
    """
    with opened(store, path, progress) as pack:
        identity.settle(store, actor)
        with _transaction(store, for_good=True) as connection:
            merging = _Merge(connection, pack, progress, store.replica)
            done = merging.run(actor, path.name)
        if merging.came_home:
            identity.become_new(store, actor)
            store.became = Standing.FORKED
        else:
            identity.note_head(store)
        return done


def set_aside(store: Store, actor: Actor, pack_id: str, progress: Progress = SILENT) -> Changes:
    """Take what a merged pack brought out of the register; it stays in the log, and what was changed here stays.

    Raises:
        NotFound: it was not merged here, or brought no changes.
        Refused: it is aside already, or a later pack rests on it.
        Cancelled: the user asked to stop.
    """
    with store.connection() as connection:
        return _changes(merged_packs.set_aside(connection, pack_id, progress), pack_id)


def fold_again(store: Store, actor: Actor, pack_id: str, progress: Progress = SILENT) -> Changes:
    """Merge again a pack that was set aside, with those on which it rests.

    Raises:
        NotFound: it was not merged here, or brought no changes.
        Refused: it is not aside.
        Cancelled: the user asked to stop.
    """
    with store.connection() as connection:
        return _changes(merged_packs.fold_again(connection, pack_id, progress), pack_id)


def _changes(folding: Folding, pack_id: str) -> Changes:
    touched = {table: frozenset(rows) for table, rows in folding.touched.rows.items() if rows}
    return Changes(touched, bytes.fromhex(pack_id))


class _TakenBack(Exception):
    """Ends a transaction without keeping anything of it."""


@contextmanager
def _transaction(store: Store, *, for_good: bool) -> Iterator[Connection]:
    with suppress(_TakenBack), store.connection() as connection:
        yield connection
        if not for_good:
            raise _TakenBack


class _Merge:
    """One pack in one transaction; `came_home` tells afterwards that it brought changes of this very installation."""

    def __init__(self, connection: Connection, pack: OpenPack, progress: Progress, replica: Id) -> None:
        self.came_home = False
        self._connection, self._pack, self._progress, self._replica = connection, pack, progress, replica
        self._gathered = Gathered(connection)
        self._first = chain.next_number(connection)
        self._again: list[str] = []
        self._seen = 0

    def run(self, actor: Actor | None = None, file: str = "") -> Report:
        """Merge, and tell what it did; without an actor nothing is noted beside it, and photos are only counted."""
        new = self._take_changes()
        photos = self._take_photos(for_good=actor is not None)
        told = self._report(new, photos)
        if actor is None:
            return told
        header = self._pack.header
        came = (self._first, self._first + new - 1) if new else (None, None)
        packs.record(
            self._connection, header, packs.IN, user=actor.user, file=file, first=came[0], last=came[1],
            summary=_summary(told),
        )  # fmt: skip
        peers.hear(self._connection, header.fingerprint, self._pack.vector, header.written_at, self._pack.card)
        if not self.came_home:
            self._follow_up(actor)
        touched = {table: frozenset(rows) for table, rows in self._gathered.touched.items() if rows}
        return replace(told, changes=Changes(touched, bytes.fromhex(header.id) if touched else None))

    def _take_changes(self) -> int:
        """Take in what is new, a few changesets at a time; returns how many that were."""
        new = 0
        changesets = self._pack.changesets(self._known)
        while some := list(islice(changesets, BATCH)):
            if not new:
                with Session(self._connection) as session:
                    self._gathered.know_lacked(holdings.lacking(session, self._pack.vector))
            self._bring_back(one.prev for one in some)
            self.came_home = self.came_home or any(one.replica == self._replica for one in some)
            merged = merger.apply(self._connection, some)
            self._gathered.take(merged.touched, merged.made)
            self._gathered.listen(some)
            new += merged.new
        return new

    def _known(self, ids: Sequence[ChangesetId]) -> Collection[ChangesetId]:
        """Those of the changesets that are here; what is aside of them is folded in again."""
        self._progress.step(self._seen, self._pack.header.changesets, _("Merging changes"))
        self._seen += len(ids)
        self._bring_back(ids)
        return chain.numbers(self._connection, ids).keys()

    def _bring_back(self, ids: Iterable[ChangesetId]) -> None:
        needed = merged_packs.needed_by(self._connection, ids)
        if needed:
            self._again += [pack.id for pack in needed]
            folding = merged_packs.bring_back(self._connection, needed, self._progress)
            self._gathered.take(folding.touched.rows, folding.made)

    def _take_photos(self, *, for_good: bool) -> int:
        """Keep the photos that are not here yet; returns how many that are."""
        lacking = frozenset(missing(self._connection, [photo.sha256 for photo in self._pack.manifest.photos]))
        if lacking and for_good:
            for done, (sha256, mime, content) in enumerate(self._pack.blobs()):
                self._progress.step(done, self._pack.header.photos, _("Keeping photos"))
                if sha256 in lacking:
                    put_blob(self._connection, content, mime)
        return len(lacking)

    def _report(self, new: int, photos: int) -> Report:
        pack, gathered = self._pack, self._gathered
        named = set(pack.named_photos)
        if pack.header.kind is PackKind.RETURN:  # a work pack names every photo of the province, and brings some
            named |= gathered.photos_named()
        added, changed = gathered.records()
        with Session(self._connection) as session:
            count, alone = gathered.merged_alone(session)
            return Report(
                header=pack.header,
                changesets=pack.header.changesets,
                new_changesets=new,
                added=added,
                changed=changed,
                auto_merged=alone,
                auto_merged_count=count,
                conflicts=gathered.conflicts(session),
                duplicates=gathered.duplicates(session),
                refs=gathered.refs,
                missing=missing(self._connection, named, [photo.sha256 for photo in pack.manifest.photos]),
                new_photos=photos,
                again=tuple(self._again),
            )

    def _follow_up(self, actor: Actor) -> None:
        """Note what came back on the work that was handed out, and re-point what refers to combined records."""
        header = self._pack.header
        author = Author(self._replica, new_id(), actor.user, f"{merged_packs.VERB} {header.id}")
        # A refusal, such as of a ring, must not keep the pack out; the note is then made with the next one.
        with suppress(AppError), self._connection.begin_nested():
            # Without a savepoint of its own, which closing the session would take back.
            session = Session(self._connection, autoflush=False, join_transaction_mode="rollback_only")
            uow = UnitOfWork(session, author)
            if header.kind is PackKind.RETURN:
                assignments.returned(uow, header.fingerprint, header.written_at)
            if self._gathered.touched:
                combining.catch_up(uow)
            uow.finish()
            self._gathered.take({table: set(rows) for table, rows in uow.changes.touched.items()}, {})


def _summary(told: Report) -> dict[str, Any]:
    return {
        "new": told.new_changesets, "added": dict(told.added), "changed": dict(told.changed),
        "auto_merged": told.auto_merged_count, "conflicts": len(told.conflicts), "duplicates": len(told.duplicates),
        "photos": told.new_photos, "missing": len(told.missing), "again": list(told.again),
    }  # fmt: skip
