"""Collects the ops of one action and seals them into the installation's hash chain, in bounded changesets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, func, insert, select

from spbe_assets.domain import clock
from spbe_assets.domain.changeset import (
    CREATE,
    MOST_BYTES,
    MOST_ROWS,
    VERSION,
    Changeset,
    ChangesetId,
    Json,
    Op,
    body_of,
    name_of,
    op_text,
    to_json,
)
from spbe_assets.domain.ids import Id
from spbe_assets.storage import chain
from spbe_assets.storage.schema import SCHEMA
from spbe_assets.storage.tables import Changeset as Row
from spbe_assets.storage.tables import Touch


@dataclass(frozen=True, slots=True)
class Author:
    """Who writes: the installation, the action (one undo step), the operator and why."""

    replica: Id
    action: Id
    user: str
    reason: str


class Journal:
    """The open changeset of one action; `n` is the local number it will have once sealed."""

    def __init__(self, connection: Connection, author: Author) -> None:
        self.author = author
        self.n = chain.next_number(connection)
        self._connection = connection
        self._ids: dict[int, ChangesetId] = {}
        self._seq, self._prev = chain.last_link(connection, author.replica)
        self._hlc = self._last_clock()
        self._start()

    def _start(self) -> None:
        self._ops: dict[tuple[Id, str], Op] = {}
        self._texts: dict[tuple[Id, str], str] = {}
        self._rows: set[Id] = set()
        self._touched: set[Id] = set()
        self._size = 0

    def created(self, table: str, row: Id, values: dict[str, Json]) -> None:
        """Record a new row with its logged values."""
        self._add(Op(table, row, CREATE, values))

    def wrote(
        self, table: str, row: Id, field: str, value: object, overwrites: Iterable[int] = (), seen: Iterable[int] = ()
    ) -> None:
        """Record a write of one field; `overwrites` and `seen` are local numbers of sealed changesets."""
        if not self.creates(row):
            self._touched.add(row)
        names = tuple(self.id_of(n) for n in overwrites)
        looked_at = tuple(self.id_of(n) for n in seen if n != self.n)
        self._add(Op(table, row, field, to_json(value), names, looked_at))

    def amend(self, row: Id, field: str, value: object, seen: Iterable[int] = ()) -> None:
        """Change a write that this still open changeset holds already."""
        looked_at = tuple(self.id_of(n) for n in seen if n != self.n)
        self._replace(self._ops[row, field]._replace(value=to_json(value), seen=looked_at))

    def amend_creation(self, row: Id, field: str, value: object, *, is_default: bool) -> None:
        """Change a field of a row that this still open changeset creates."""
        creation = self._ops[row, CREATE]
        values = {name: part for name, part in creation.value.items() if name != field}
        self._replace(creation._replace(value=values if is_default else {**values, field: to_json(value)}))

    def creates(self, row: Id) -> bool:
        """Whether this still open changeset creates the row."""
        return (row, CREATE) in self._ops

    def room_for(self, row: Id) -> None:
        """Seal what there is if one more row would make the changeset too large."""
        if row not in self._rows and (len(self._rows) >= MOST_ROWS or self._size >= MOST_BYTES):
            self.seal()

    def id_of(self, n: int) -> ChangesetId:
        """The id of a sealed changeset by its local number."""
        if n not in self._ids:
            found = self._connection.scalar(select(Row.id).where(Row.n == n))
            if found is None:
                raise LookupError(f"changeset {n} is not sealed")
            self._ids[n] = found
        return self._ids[n]

    def seal(self) -> None:
        """Write the open changeset to the chain and start the next one; nothing happens without ops."""
        if not self._ops:
            return
        self._hlc = clock.tick(datetime.now(UTC), self._hlc)
        self._seq += 1
        changeset = self._sealed(tuple(self._ops.values()))
        chain.store(self._connection, [(self.n, changeset)])
        if self._touched:
            touches = [{"row": row, "changeset": self.n} for row in self._touched]
            self._connection.execute(insert(Touch), touches)
        self._prev = self._ids[self.n] = changeset.id
        self.n += 1
        self._start()

    def _add(self, op: Op) -> None:
        self._replace(op)
        self._rows.add(op.row)
        self._size += len(self._texts[op.row, op.field])

    def _replace(self, op: Op) -> None:
        self._ops[op.row, op.field] = op
        self._texts[op.row, op.field] = op_text(op)

    def _sealed(self, ops: tuple[Op, ...]) -> Changeset:
        author = self.author
        head: dict[str, Json] = {
            "v": VERSION,
            "schema": SCHEMA,
            "replica": author.replica.hex(),
            "seq": self._seq,
            "prev": self._prev.hex(),
            "hlc": self._hlc,
            "action": author.action.hex(),
            "user": author.user,
            "reason": author.reason,
        }
        body = body_of(head, list(self._texts.values()))
        return Changeset(
            id=name_of(body), body=body, replica=author.replica, seq=self._seq, prev=self._prev, hlc=self._hlc,
            action=author.action, user=author.user, reason=author.reason, schema=SCHEMA, ops=ops,
        )  # fmt: skip

    def _last_clock(self) -> int:
        limit = clock.credible_limit(datetime.now(UTC))
        return self._connection.scalar(select(func.max(Row.hlc)).where(Row.hlc <= limit)) or 0
