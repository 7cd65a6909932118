"""Brings a conflict back when the decision about it is undone: the values stand beside each other again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import Connection

from spbe_assets.domain.changeset import CREATE, DELETED, Changeset, ChangesetId, Json, Op, canonical
from spbe_assets.domain.errors import Refused
from spbe_assets.domain.ids import Id
from spbe_assets.storage import chain, guards, heads
from spbe_assets.storage.columns import Shape
from spbe_assets.storage.journal import Journal
from spbe_assets.storage.tables import Values


class Stood(NamedTuple):
    """A value that stood in a field; `seen` is what a delete had seen."""

    value: Json
    seen: tuple[ChangesetId, ...] = ()


Fields: TypeAlias = Mapping[tuple[Id, str], Sequence[Stood]]
"""Row and field -> the values that are to stand there, the one that is shown last."""


def stood(connection: Connection, reader: chain.Reader, of: Shape, op: Op, n: int) -> list[Stood]:
    """What a write decided between, the value that was shown last; empty for a write that decided nothing.

    Args:
        connection: to read with.
        reader: of the log.
        of: the table.
        op: the write.
        n: the local number of its changeset.
    """
    values = [one for _clock, _name, one in sorted(_earlier(reader, op), key=lambda found: found[:2])]
    if op.field == DELETED:
        deletes = [one for one in values if one.value is True]
        return values if deletes and (op.value is True or _disputed(connection, reader, of, op, n, deletes)) else []
    # Of those that say the same the last counts, because it is shown.
    different = list({canonical(one.value): one for one in reversed(values)}.values())[::-1]
    if len(different) < 2 and not _closes_ring(connection, of, op, different):
        return []
    return [] if any(_is_dead(connection, of, op.field, one.value) for one in different) else different


def _earlier(reader: chain.Reader, op: Op) -> Iterator[tuple[int, ChangesetId, Stood]]:
    """Clock, id and value of what a write overwrote; what is set aside never stood, but what that overwrote did."""
    names = list(op.overwrites)
    while names:
        name = names.pop()
        changeset = reader.by_id(name)
        written = None if changeset is None else _written(changeset, op)
        if changeset is None or written is None:
            continue
        if reader.is_aside(name):
            names += written.overwrites
        else:
            yield changeset.hlc, name, Stood(written.value, written.seen)


def _written(changeset: Changeset, op: Op) -> Op | None:
    found = None
    for written in changeset.by_row.get(op.row, ()):
        if written.field == CREATE and op.field in written.value:
            found = written._replace(field=op.field, value=written.value[op.field])
        elif written.field == op.field:
            found = written
    return found


def _disputed(
    connection: Connection, reader: chain.Reader, of: Shape, op: Op, n: int, deletes: Sequence[Stood]
) -> bool:
    """Whether a row was kept although it had been deleted: something stood on it that no delete knew, or needs it."""
    known = set(chain.numbers(connection, {name for one in deletes for name in one.seen}).values())
    own = set(reader.of_action(reader.by_number(n).action))
    written = heads.explicit(connection, [op.row]).get(op.row, {})
    standing = {number for name, some in written.items() if name != DELETED for number in some}
    if any(number < n and number not in known | own for number in standing):
        return True
    turned = reader.by_number(n).verb in ("undo", "redo")
    return not turned and bool(guards.used(connection, of.table.name, [op.row], set()))


def _is_dead(connection: Connection, of: Shape, name: str, value: Json) -> bool:
    targets = [reference.target for reference in of.references if reference.column == name]
    return bool(value and targets and guards.dead(connection, targets[0], [bytes.fromhex(value)]))


def _closes_ring(connection: Connection, of: Shape, op: Op, values: Sequence[Stood]) -> bool:
    if op.field not in of.pointers or len(values) != 1 or not values[0].value:
        return False
    try:
        guards.require_no_cycle(connection, of, {op.row: {op.field: bytes.fromhex(values[0].value)}})
    except Refused:
        return True
    return False


class Reopening:
    """Writes several values of fields at once, each in a changeset of its own, over what stands there now."""

    def __init__(self, connection: Connection, journal: Journal, of: Shape) -> None:
        self._connection, self._journal, self._of = connection, journal, of
        self._made: dict[tuple[Id, str], list[heads.StoredHead]] = {}

    def run(self, fields: Fields, update: Callable[[Mapping[Id, Values]], object]) -> None:
        """Write the values.

        Args:
            fields: what is to stand where.
            update: writes values of rows in the usual way.
        """
        self._journal.seal()  # what is overwritten must have a name
        standing = self._standing(fields)
        for turn in range(max(map(len, fields.values())) - 1):
            for (row, name), some in fields.items():
                if turn < len(some) - 1:
                    self._log(row, name, some[turn], standing)
            self._journal.seal()
        self._show(fields, standing, update)
        self._journal.seal()
        heads.replace(self._connection, list(fields), [head for some in self._made.values() for head in some])
        heads.note_conflicts(self._connection, [(self._of.table.name, row, name) for row, name in fields])

    def _show(
        self,
        fields: Fields,
        standing: Mapping[tuple[Id, str], set[int]],
        update: Callable[[Mapping[Id, Values]], object],
    ) -> None:
        """Write the values that are shown; deletions and pointers are shown by the rules of the merge."""
        ruled = {DELETED, *self._of.pointers}
        edits: dict[Id, Values] = {}
        for (row, name), some in fields.items():
            if name not in ruled:
                edits.setdefault(row, {})[name] = self._of.decode(name, some[-1].value)
        update(edits)
        now = self._standing(fields)
        for (row, name), some in fields.items():
            if now[row, name] == standing[row, name]:
                self._log(row, name, some[-1], standing)
            else:
                (n,) = now[row, name]
                self._keep(row, name, n, some[-1])

    def _standing(self, fields: Fields) -> dict[tuple[Id, str], set[int]]:
        rows = list({row for row, _name in fields})
        stored = heads.explicit(self._connection, rows, {name for _row, name in fields})
        return {(row, name): set(stored.get(row, {}).get(name, ())) for row, name in fields}

    def _log(self, row: Id, name: str, one: Stood, standing: Mapping[tuple[Id, str], set[int]]) -> None:
        self._journal.room_for(row)
        seen = chain.numbers(self._connection, one.seen).values()
        value: Any = self._of.decode(name, one.value)
        self._journal.wrote(self._of.table.name, row, name, value, standing[row, name], seen)
        self._keep(row, name, self._journal.n, one)

    def _keep(self, row: Id, name: str, n: int, one: Stood) -> None:
        if name == DELETED:
            known = chain.numbers(self._connection, one.seen)
            text = heads.deletion_value(known) if one.value is True else None
        else:
            text = canonical(one.value)
        self._made.setdefault((row, name), []).append(heads.StoredHead(row, name, n, text))
