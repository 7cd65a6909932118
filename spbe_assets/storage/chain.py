"""The stored change log: changesets in and out of the database, by local number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import lru_cache

import zstandard
from sqlalchemy import Connection, func, insert, select

from spbe_assets.domain.changeset import LARGEST_BODY, NO_PREV, Changeset, ChangesetId, parse
from spbe_assets.domain.ids import Id
from spbe_assets.storage.tables import Aside
from spbe_assets.storage.tables import Changeset as Row

Damaged = zstandard.ZstdError
"""What `unpack` raises for bytes that are no stored body."""

LEVEL = 6
CHUNK = 500
KEPT_PARSED = 8
KEPT_NUMBERS = 4_096


def pack(body: bytes) -> bytes:
    """A body as it is stored."""
    return zstandard.ZstdCompressor(level=LEVEL).compress(body)


def unpack(packed: bytes) -> bytes:
    """The body of a stored changeset, refusing to grow beyond the largest that is legal."""
    return zstandard.ZstdDecompressor().decompress(packed, max_output_size=LARGEST_BODY)


def store(connection: Connection, numbered: Iterable[tuple[int, Changeset]]) -> None:
    """Append changesets to the log under their local numbers."""
    now = datetime.now(UTC)
    rows = [
        {
            "n": n,
            "id": changeset.id,
            "replica": changeset.replica,
            "seq": changeset.seq,
            "prev": changeset.prev,
            "hlc": changeset.hlc,
            "action": changeset.action,
            "user": changeset.user,
            "verb": changeset.verb[:20],
            "target": changeset.target,
            "reason": changeset.reason,
            "received_at": now,
            "ops": len(changeset.ops),
            "body": pack(changeset.body),
        }
        for n, changeset in numbered
    ]
    if rows:
        connection.execute(insert(Row), rows)


def next_number(connection: Connection) -> int:
    """The local number the next changeset gets."""
    return (connection.scalar(select(func.max(Row.n))) or 0) + 1


def last_link(connection: Connection, replica: Id) -> tuple[int, ChangesetId]:
    """Sequence number and id of an installation's newest changeset; (0, zeros) before its first."""
    newest = select(Row.seq, Row.id).where(Row.replica == replica).order_by(Row.seq.desc(), Row.n.desc()).limit(1)
    row = connection.execute(newest).first()
    return (row.seq, row.id) if row else (0, NO_PREV)


def numbers(connection: Connection, ids: Iterable[ChangesetId]) -> dict[ChangesetId, int]:
    """The local numbers of those changesets that are known."""
    wanted = sorted(ids)
    found: dict[ChangesetId, int] = {}
    for first in range(0, len(wanted), CHUNK):
        known = select(Row.id, Row.n).where(Row.id.in_(wanted[first : first + CHUNK]))
        found.update((row.id, row.n) for row in connection.execute(known))
    return found


def aside(connection: Connection) -> set[int]:
    """The local numbers of changesets that are kept but not folded in."""
    return set(connection.scalars(select(Aside.changeset)))


def is_aside(connection: Connection, action: Id) -> bool:
    """Whether an action is not folded in: the pack that brought it is set aside."""
    of = select(Row.n).where(Row.action == action).order_by(Row.n).limit(1)
    return connection.scalar(select(Aside.changeset).where(Aside.changeset == of.scalar_subquery())) is not None


def bodies(connection: Connection, after: int = 0) -> Iterator[bytes]:
    """Every body in local order, one at a time."""
    last = after
    while True:
        page = select(Row.n, Row.body).where(Row.n > last).order_by(Row.n).limit(20)
        rows = connection.execute(page).all()
        if not rows:
            return
        for row in rows:
            yield unpack(row.body)
        last = rows[-1].n


class Reader:
    """Parsed changesets by local number, a few kept so that neighbours are parsed once."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.by_number = lru_cache(maxsize=KEPT_PARSED)(self._read)
        self._number = lru_cache(maxsize=KEPT_NUMBERS)(self._look_up)
        self._aside = aside(connection)

    def by_id(self, changeset: ChangesetId) -> Changeset | None:
        """The changeset of an id, None when it has not arrived."""
        try:
            n = self._number(changeset)
        except KeyError:  # not remembered, because it may arrive yet
            return None
        return self.by_number(n)

    def is_aside(self, changeset: ChangesetId) -> bool:
        """Whether a changeset is in the log but not folded in."""
        return bool(self._aside) and not self._aside.isdisjoint(numbers(self._connection, [changeset]).values())

    def of_action(self, action: Id) -> list[int]:
        """The local numbers of an action's changesets, oldest first."""
        return list(self._connection.scalars(select(Row.n).where(Row.action == action).order_by(Row.n)))

    def _look_up(self, changeset: ChangesetId) -> int:
        return numbers(self._connection, [changeset])[changeset]

    def _read(self, n: int) -> Changeset:
        packed = self._connection.scalar(select(Row.body).where(Row.n == n))
        if packed is None:
            raise LookupError(f"there is no changeset {n}")
        return parse(unpack(packed))
