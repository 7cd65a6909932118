"""What the log tells: the writes of a row with what they replaced, and which actions there are."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from spbe_assets.domain import clock
from spbe_assets.domain.changeset import CREATE, Changeset, ChangesetId, Json, Op, parse
from spbe_assets.domain.ids import Id
from spbe_assets.storage import chain
from spbe_assets.storage.columns import shape
from spbe_assets.storage.tables import Changeset as Row
from spbe_assets.storage.tables import Installation, Replica, Touch


@dataclass(frozen=True, slots=True)
class RowChange:
    """One write of one field of a row; `before` and `after` are Python values, `verb` the action's first word.

    A creation comes as one change on the field `+` whose `after` holds all its values.
    """

    table: str
    row: Id
    at: datetime
    user: str
    replica: Id
    action: Id
    verb: str
    reason: str
    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Action:
    """One entry of the log as people see it: who did what when, in how many writes.

    `n` is the local number of its first changeset, from which older actions go on.
    """

    n: int
    id: Id
    at: datetime
    user: str
    replica: Id
    verb: str
    reason: str
    ops: int
    undone: bool


def of_row(session: Session, table: str, row: Id) -> list[RowChange]:
    """Every change of a row, newest first."""
    connection = session.connection()
    reader = chain.Reader(connection)
    changesets = [reader.by_number(n) for n in numbers_of_row(session, table, row)]
    past = Past(reader, table, row)
    ordered = sorted(changesets, key=lambda changeset: (changeset.hlc, changeset.id), reverse=True)
    return [
        _change(past, changeset, op)
        for changeset in ordered
        for op in changeset.by_row.get(row, ())
        if op.table == table
    ]


def actions(
    session: Session,
    *conditions: ColumnElement[bool],
    limit: int = 200,
    before: int | None = None,
    admits: Callable[[int, bytes, int], bool] | None = None,
) -> list[Action]:
    """The newest actions, one entry each.

    Args:
        session: for reading.
        conditions: on `Changeset` rows; an action is told by those of its changesets that fulfil them.
        limit: how many at most.
        before: the `n` of an action, to go on with those before it.
        admits: asked for number, id and ops of changesets for what no condition can say.
    """
    told = (Row.n, Row.id, Row.action, Row.hlc, Row.user, Row.replica, Row.verb, Row.reason, Row.ops)
    query = select(*told).where(*conditions)
    if before is not None:
        query = query.where(Row.n < before)
    found: dict[Id, Action] = {}
    for row in session.execute(query.order_by(Row.n.desc())).yield_per(500):
        earlier = found.get(row.action)
        if earlier is None and admits is not None and not admits(row.n, row.id, row.ops):
            continue
        if earlier is None and len(found) == limit:
            break
        undone = earlier.undone if earlier else _is_undone(session, row.action)
        found[row.action] = Action(
            row.n, row.action, clock.moment(row.hlc), row.user, row.replica, row.verb, row.reason, row.ops, undone
        )
    whole = _writes_of(session, found)
    return [replace(action, ops=whole[action.id]) for action in found.values()]


def numbers_of_row(session: Session, table: str, row: Id) -> set[int]:
    """The local numbers of the changesets that wrote a row."""
    return numbers_of_rows(session, table, [row])


def numbers_of_rows(session: Session, table: str, rows: Collection[Id]) -> set[int]:
    """The local numbers of the changesets that wrote any of a few rows."""
    columns = shape(table).table.c
    born = select(columns.born).where(columns.id.in_(rows), columns.born.is_not(None))
    return {*session.scalars(born), *session.scalars(select(Touch.changeset).where(Touch.row.in_(rows)))}


def wrote_to(table: str) -> ColumnElement[bool]:
    """The condition on `Changeset` rows that they wrote rows of a table; reads the whole table, so not for assets."""
    columns = shape(table).table.c
    return Row.n.in_(select(columns.born).where(columns.born.is_not(None))) | Row.n.in_(
        select(Touch.changeset).where(Touch.row.in_(select(columns.id)))
    )


def of_action(
    session: Session, action: Id, only: Collection[int] | None = None, reader: chain.Reader | None = None
) -> Iterator[tuple[str, Id, list[RowChange]]]:
    """What an action did, row by row: table, row, changes; read one changeset at a time, of those in `only`."""
    reader = reader or chain.Reader(session.connection())
    for number in reader.of_action(action):
        if only is not None and number not in only:
            continue
        changeset = reader.by_number(number)
        for row, ops in changeset.by_row.items():
            table = ops[0].table
            past = Past(reader, table, row)
            yield table, row, [_change(past, changeset, op) for op in ops]


def heads(session: Session, digits: int = 8) -> list[tuple[str, int, str]]:
    """Per installation: its name (or short id), its newest sequence number, and the beginning of that link's hash."""
    found = []
    named = select(Replica.id, func.coalesce(Installation.name, Replica.name)).outerjoin(
        Installation, (Installation.replica == Replica.id) & Installation.live
    )
    for replica, name in session.execute(named.order_by(Replica.created_at, Replica.id)):
        seq, last = chain.last_link(session.connection(), replica)
        if seq:
            found.append((name or replica.hex()[-6:].upper(), seq, last.hex()[:digits]))
    return found


def touched_since(session: Session, number: int) -> dict[str, frozenset[Id]]:
    """Table -> rows written by changesets after a local number."""
    touched: dict[str, set[Id]] = {}
    for body in chain.bodies(session.connection(), number):
        for op in parse(body).ops:
            touched.setdefault(op.table, set()).add(op.row)
    return {table: frozenset(rows) for table, rows in touched.items()}


class Past:
    """Looks up what a write replaced, in the changesets that it names."""

    def __init__(self, reader: chain.Reader, table: str, row: Id) -> None:
        self._reader, self._shape, self._row = reader, shape(table), row

    def value(self, op: Op) -> Any:
        """The Python value that stood before a write: of the newest of those it overwrote, else the default."""
        newest = max(self._standing(op), key=lambda stood: stood[:2], default=None)
        return self._shape.default(op.field) if newest is None else self._shape.decode(op.field, newest[2])

    def _standing(self, op: Op) -> Iterator[tuple[int, ChangesetId, Json]]:
        """Clock, id and value of what a write replaced; what is set aside never stood, but what that replaced did."""
        names = list(op.overwrites)
        while names:
            name = names.pop()
            changeset = self._reader.by_id(name)
            if changeset is None:
                continue
            for earlier in changeset.by_row.get(self._row, ()):
                if earlier.field not in (op.field, CREATE):
                    continue
                if self._reader.is_aside(name):
                    names += earlier.overwrites
                elif earlier.field == op.field:
                    yield changeset.hlc, name, earlier.value
                elif op.field in earlier.value:
                    yield changeset.hlc, name, earlier.value[op.field]


def _change(past: Past, changeset: Changeset, op: Op) -> RowChange:
    of = shape(op.table)
    if op.field == CREATE:
        before, after = None, {name: of.decode(name, value) for name, value in op.value.items()}
    else:
        before, after = past.value(op), of.decode(op.field, op.value)
    return RowChange(
        table=op.table,
        row=op.row,
        at=clock.moment(changeset.hlc),
        user=changeset.user,
        replica=changeset.replica,
        action=changeset.action,
        verb=changeset.verb,
        reason=changeset.reason,
        field=op.field,
        before=before,
        after=after,
    )


def _writes_of(session: Session, actions: Iterable[Id]) -> dict[Id, int]:
    # Also those of changesets that the conditions left out.
    counted = select(Row.action, func.sum(Row.ops)).where(Row.action.in_(list(actions))).group_by(Row.action)
    return {action: int(writes) for action, writes in session.execute(counted)}


def _is_undone(session: Session, action: Id) -> bool:
    """Whether an action holds no more: it was turned back, or the pack that brought it is set aside."""
    if chain.is_aside(session.connection(), action):
        return True
    last = select(Row.verb).where(Row.target == action).order_by(Row.n.desc()).limit(1)
    return session.scalar(last) == "undo"
