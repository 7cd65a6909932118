"""Histories that lie in the past: changesets as another installation would have made them on earlier days."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, time
from pathlib import Path

from sqlalchemy import select

from spbe_assets import formats
from spbe_assets.domain import clock
from spbe_assets.domain.changeset import NO_PREV, Changeset, body_of, op_text, parse
from spbe_assets.domain.ids import new_id
from spbe_assets.storage import chain, merge
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.tables import Asset
from spbe_assets.storage.tables import Changeset as Row


def redated(changesets: Iterable[Changeset], when: Callable[[Changeset], datetime]) -> list[Changeset]:
    """The same changes by another installation, made at other times; the genesis stays as it is."""
    replica, renamed, prev, seq = new_id(), dict[bytes, bytes](), NO_PREV, 0
    made = []
    for one in changesets:
        if one.hlc == 0:
            made.append(one)
            continue
        seq += 1
        head = {
            "v": 1, "schema": one.schema, "replica": replica.hex(), "seq": seq, "prev": prev.hex(),
            "hlc": clock.at(when(one)) + seq % 65_536, "action": one.action.hex(), "user": one.user,
            "reason": one.reason,
        }  # fmt: skip
        ops = [
            op._replace(
                overwrites=tuple(renamed.get(name, name) for name in op.overwrites),
                seen=tuple(renamed.get(name, name) for name in op.seen),
            )
            for op in one.ops
        ]
        again = parse(body_of(head, [op_text(op) for op in ops]))
        renamed[one.id] = prev = again.id
        made.append(again)
    return made


def noon(year: int, month: int, day: int) -> datetime:
    """Noon of a day where the program is used."""
    return datetime.combine(datetime(year, month, day).date(), time(12), formats.zone()).astimezone(UTC)  # noqa: DTZ001


def changesets_of(store: Store, after: int = 0) -> list[Changeset]:
    """What a database holds, in local order."""
    with store.read() as session:
        return [parse(body) for body in chain.bodies(session.connection(), after)]


def last_number(store: Store) -> int:
    """The local number of the newest changeset."""
    with store.read() as session:
        return max(session.scalars(select(Row.n)))


class History:
    """A database whose changes were made on chosen days: write into `store`, then say when that `happened`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store = Store.create(folder / "made.spbe")
        self._days: dict[int, datetime] = {}
        self._seen = last_number(self.store)

    def happened(self, moment: datetime) -> None:
        """Whatever was written since the last call happened then."""
        newest = last_number(self.store)
        self._days.update(dict.fromkeys(range(self._seen + 1, newest + 1), moment))
        self._seen = newest

    def merged(self, name: str = "past.spbe") -> Store:
        """A database of somebody who received all of it today."""
        made = changesets_of(self.store)
        times = {one.id: self._days.get(n) for n, one in enumerate(made, 1)}
        first = min(self._days.values())
        again = redated(made, lambda one: times[one.id] or first)
        store = Store.create(self.folder / name)
        with store.connection() as connection:
            merge.apply(connection, again)
        return store


def one_asset(path: Path, name: str, moment: datetime) -> list[Changeset]:
    """What an installation with a new database at `path` would have sent that recorded one asset then."""
    made = Store.create(path)
    after = last_number(made)
    with made.write(Actor("Sari")) as uow:
        uow.create(Asset, name=name)
    found = changesets_of(made, after)
    made.close()
    return redated(found, lambda _changeset: moment)
