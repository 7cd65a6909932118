"""Merged packs as steps that can be turned back: set aside with all that they brought, and folded in again.

No changeset is folded in while the one before it in its own chain is aside: a pack on which a later one rests can't be
set aside alone, and merging the later one again brings back the earlier.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Select, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from spbe_assets.domain.changeset import ChangesetId
from spbe_assets.domain.errors import NotFound, Refused
from spbe_assets.domain.ids import Id
from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.i18n import _
from spbe_assets.storage import aside, chain, heads
from spbe_assets.storage.folding import Folding
from spbe_assets.storage.tables import Changeset, Pack

VERB = "merge"
LEFT_AT = "left_at"
"""In the summary of a pack that is aside: the local number of the newest changeset at that time."""


@dataclass(frozen=True, slots=True)
class MergedPack:
    """A pack that brought the changesets from `first` to `last`; `left_at` orders those that are aside by when."""

    id: str
    file: str
    first: int
    last: int
    left_at: int | None

    @property
    def action(self) -> Id:
        """The pack as something that undo takes."""
        return bytes.fromhex(self.id)

    @property
    def numbers(self) -> range:
        """The local numbers of its changesets."""
        return range(self.first, self.last + 1)


def find(session: Session | Connection, pack: str) -> MergedPack | None:
    """A pack that was merged here and brought changes; None for any other."""
    return next(_packs(session, Pack.id == pack), None)


def newest_standing(session: Session) -> MergedPack | None:
    """The pack merged last of those that are not aside."""
    return next(_packs(session, Pack.aside_at.is_(None)), None)


def newest_aside(session: Session) -> MergedPack | None:
    """The pack that was set aside last."""
    found = list(_packs(session, Pack.aside_at.is_not(None)))
    return max(found, key=lambda pack: (pack.left_at or 0, -pack.last), default=None)


def set_aside(connection: Connection, pack: str, progress: Progress = SILENT) -> Folding:
    """Take what a pack brought out of the tables.

    Raises:
        NotFound: it was not merged here, or brought no changes.
        Refused: it is aside already, or a later pack rests on it.
    """
    found = _required(connection, pack)
    if found.left_at is not None:
        raise Refused(_("That pack is set aside already."))
    later = _resting_on(connection, found)
    if later:
        told = _("What came with {files} rests on that pack; set aside that first.")
        raise Refused(told.format(files=", ".join(later)))
    folding = aside.set_aside(connection, found.numbers, progress)
    now = connection.scalar(select(func.max(Changeset.n))) or 0
    _mark(connection, found, datetime.now(UTC), now)
    return folding


def fold_again(connection: Connection, pack: str, progress: Progress = SILENT) -> Folding:
    """Fold a pack in again that was set aside, with those on which it rests.

    Raises:
        NotFound: it was not merged here, or brought no changes.
        Refused: it is not aside.
    """
    found = _required(connection, pack)
    if found.left_at is None:
        raise Refused(_("That pack is not set aside."))
    inside = select(Changeset.id).where(Changeset.n.between(found.first, found.last))
    return bring_back(connection, needed_by(connection, connection.scalars(inside)), progress)


def bring_back(connection: Connection, packs: Iterable[MergedPack], progress: Progress = SILENT) -> Folding:
    """Fold packs in again, whether or not they are aside."""
    numbers: set[int] = set()
    for pack in packs:
        numbers.update(pack.numbers)
        _mark(connection, pack, None, None)
    return aside.fold_again(connection, numbers, progress)


def needed_by(connection: Connection, ids: Iterable[ChangesetId]) -> list[MergedPack]:
    """The packs that are aside and hold any of some changesets, or rest on others that do."""
    left = chain.aside(connection)
    wanted = set(chain.numbers(connection, set(ids)).values()) & left if left else set()
    found: dict[str, MergedPack] = {}
    while wanted:
        more = [pack for pack in _packs(connection, Pack.aside_at.is_not(None)) if wanted.intersection(pack.numbers)]
        found |= {pack.id: pack for pack in more}
        covered = {n for pack in found.values() for n in pack.numbers}
        wanted = (_followed(connection, covered) & left) - covered if more else set()
    return sorted(found.values(), key=lambda pack: pack.first)


def _packs(session: Session | Connection, *conditions: Any) -> Iterator[MergedPack]:
    columns = (Pack.id, Pack.file, Pack.first, Pack.last, Pack.summary, Pack.aside_at)
    query = select(*columns).where(Pack.way == "in", Pack.first.is_not(None), *conditions)
    rows: Iterable[Any] = session.execute(query.order_by(Pack.last.desc()))
    for pack, file, first, last, summary, aside_at in rows:
        noted = summary.get(LEFT_AT, 0) if isinstance(summary, dict) else 0
        yield MergedPack(pack, file, first, last, None if aside_at is None else noted)


def _required(connection: Connection, pack: str) -> MergedPack:
    found = find(connection, pack)
    if found is None:
        raise NotFound(_("That pack was not merged here, or brought no changes; “pack list” shows them all."))
    return found


def _mark(connection: Connection, pack: MergedPack, at: datetime | None, left_at: int | None) -> None:
    summary = connection.scalar(select(Pack.summary).where(Pack.id == pack.id))
    kept = {name: value for name, value in summary.items() if name != LEFT_AT} if isinstance(summary, dict) else {}
    noted = kept if left_at is None else {**kept, LEFT_AT: left_at}
    connection.execute(update(Pack).where(Pack.id == pack.id).values(aside_at=at, summary=noted))


def _resting_on(connection: Connection, pack: MergedPack) -> list[str]:
    """The files whose changesets follow those of a pack in their chains, and are folded in."""
    earlier, later = aliased(Changeset), aliased(Changeset)
    follows = (later.replica == earlier.replica, later.seq == earlier.seq + 1, later.prev == earlier.id)
    query: Select[Any] = select(later.n).join(earlier, follows[0] & follows[1] & follows[2])
    inside = earlier.n.between(pack.first, pack.last)
    outside = or_(later.n < pack.first, later.n > pack.last)
    numbers = set(connection.scalars(query.where(inside, outside))) - chain.aside(connection)
    files = {one.file or one.id[:8] for one in _packs(connection) if numbers.intersection(one.numbers)}
    return sorted(files)


def _followed(connection: Connection, numbers: Iterable[int]) -> set[int]:
    """The changesets that others follow in their chains, as far as they are here."""
    before: set[ChangesetId] = set()
    for some in heads.chunks(sorted(numbers)):
        before.update(connection.scalars(select(Changeset.prev).where(Changeset.n.in_(some))))
    return set(chain.numbers(connection, before).values())
