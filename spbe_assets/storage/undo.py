"""Undo and redo of whole actions, of any size, with bounded memory.

An undo is one more action. It writes the old value only where the undone change is still the head; what somebody
changed since, or what others rest on by now, is counted and left. A redo undoes the undo.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Connection, or_, select
from sqlalchemy.orm import Session

from spbe_assets.domain.changes import Changes
from spbe_assets.domain.changeset import CREATE, DELETED, Changeset, Op
from spbe_assets.domain.errors import Refused
from spbe_assets.domain.ids import Id
from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.i18n import _
from spbe_assets.storage import chain, guards, heads, identity, merged_packs
from spbe_assets.storage.columns import shape
from spbe_assets.storage.folding import Folding
from spbe_assets.storage.history import Past
from spbe_assets.storage.merged_packs import MergedPack
from spbe_assets.storage.reopening import Stood, stood
from spbe_assets.storage.store import SETUP, Actor, Store
from spbe_assets.storage.tables import MERGEABLE, Touch, Values
from spbe_assets.storage.tables import Changeset as Row
from spbe_assets.storage.unit_of_work import UnitOfWork

TURNS = ("undo", "redo")
NEVER = (*TURNS, SETUP, "genesis", "labels", "pack", merged_packs.VERB, *identity.VERBS)
"""Verbs of actions that undo passes over: a label that was printed stays printed, trust is taken back by revoking."""


@dataclass(frozen=True, slots=True)
class Reverted:
    """What an undo or redo did: the action it turned back and why that was done, how many rows, and which.

    For a merged pack the action is its id, and the reason `merge` and its id.
    """

    action: Id
    reason: str
    changed: int
    left: int
    changes: Changes


def undo(store: Store, actor: Actor, action: Id | None = None, progress: Progress = SILENT) -> Reverted:
    """Turn back an action or a merged pack, by default the newest of this installation that still stands.

    A pack is set aside, with all that it brought.

    Raises:
        Refused: there is nothing to undo, or the action is undone already.
    """
    with store.read() as session:
        target = action or undo_candidate(session, store.replica)
        if target is None:
            raise Refused(_("There is nothing to undo."))
        pack = merged_packs.find(session, target.hex())
        effector, undone = _effector(session, target)
        if undone:
            raise Refused(_("That action is undone already."))
        if chain.is_aside(session.connection(), target):
            raise Refused(_("The pack that brought that action is set aside; merge the pack again first."))
    if pack is not None:
        return _turn_pack(store, pack, merged_packs.set_aside, progress)
    return _turn(store, actor, f"undo {target.hex()}", target, effector, progress)


def redo(store: Store, actor: Actor, progress: Progress = SILENT) -> Reverted:
    """Do again what was undone last, unless something new was done since; a pack is merged again.

    Raises:
        Refused: there is nothing to redo.
    """
    with store.read() as session:
        target = redo_candidate(session, store.replica)
        if target is None:
            raise Refused(_("There is nothing to redo."))
        pack = merged_packs.find(session, target.hex())
        effector, _undone = _effector(session, target)
    if pack is not None:
        return _turn_pack(store, pack, merged_packs.fold_again, progress)
    return _turn(store, actor, f"redo {target.hex()}", target, effector, progress)


def undo_candidate(session: Session, replica: Id) -> Id | None:
    """The newest action of an installation that still stands, or the pack that was merged after it."""
    query = select(Row.action, Row.n).where(Row.replica == replica, Row.verb.not_in(NEVER)).order_by(Row.n.desc())
    found = _first(session.execute(query).yield_per(100), lambda action: not _effector(session, action)[1])
    pack = merged_packs.newest_standing(session)
    if pack is not None and (found is None or found.n < pack.last):
        return pack.action
    return found.action if found else None


def redo_candidate(session: Session, replica: Id) -> Id | None:
    """The action or pack that was undone last, if nothing new was done since."""
    mine = select(Row.n).where(Row.replica == replica, Row.verb.not_in(NEVER)).order_by(Row.n.desc()).limit(1)
    last = session.scalar(mine) or 0
    turns = select(Row.target, Row.n).where(Row.replica == replica, Row.verb == "undo", Row.n > last)
    undone = session.execute(turns.order_by(Row.n.desc())).yield_per(100)
    found = _first(undone, lambda action: _effector(session, action)[1])
    pack = merged_packs.newest_aside(session)
    if pack is not None and pack.left_at is not None and pack.left_at >= max(last, found.n if found else 0):
        return pack.action
    return found.action if found else None


class _Found(NamedTuple):
    action: Id
    n: int


def _first(rows: Iterable[Any], fits: Callable[[Id], bool]) -> _Found | None:
    """The first action that fits, with the number beside it; each is looked at once."""
    seen: set[Id] = set()
    for action, n in rows:
        if action not in seen and fits(action):
            return _Found(action, n)
        seen.add(action)
    return None


def _effector(session: Session, action: Id) -> tuple[Id, bool]:
    """The action whose turning back turns this one, and whether this one is undone now."""
    query = select(Row.action, Row.verb).where(Row.target == action, Row.verb.in_(TURNS))
    last = session.execute(query.order_by(Row.n.desc()).limit(1)).first()
    return (last.action, last.verb == "undo") if last else (action, False)


def _turn_pack(
    store: Store, pack: MergedPack, turn: Callable[[Connection, str, Progress], Folding], progress: Progress
) -> Reverted:
    with store.connection() as connection:
        touched = turn(connection, pack.id, progress).touched.rows
    changes = Changes({table: frozenset(rows) for table, rows in touched.items() if rows}, pack.action)
    return Reverted(pack.action, f"{merged_packs.VERB} {pack.id}", sum(map(len, touched.values())), 0, changes)


def _turn(store: Store, actor: Actor, reason: str, target: Id, effector: Id, progress: Progress) -> Reverted:
    with store.write(actor, reason) as uow:
        reverter = Reverter(uow, effector)
        reverter.run(progress)
    with store.read() as session:
        about = session.scalar(select(Row.reason).where(Row.action == target).limit(1)) or ""
    return Reverted(target, about, reverter.changed, reverter.left, uow.changes)


class Reverter:
    """Turns back the writes of one action, newest changeset first."""

    def __init__(self, uow: UnitOfWork, action: Id) -> None:
        self.changed = 0
        self.left = 0
        self._uow = uow
        self._action = action
        self._connection = uow.session.connection()
        self._reader = chain.Reader(self._connection)
        self._numbers = self._reader.of_action(action)
        self._own = set(self._numbers)
        self._first_new = chain.next_number(self._connection)

    def run(self, progress: Progress) -> None:
        """Turn back everything that still stands.

        Raises:
            Refused: the action is not in the log.
        """
        if not self._numbers:
            raise Refused(_("There is no such action in the log."))
        for done, n in enumerate(reversed(self._numbers)):
            progress.step(done, len(self._numbers))
            self._turn_back(self._reader.by_number(n), n)

    def _turn_back(self, changeset: Changeset, n: int) -> None:
        """Parents come back before their children and go after them."""
        by_table: dict[str, list[Op]] = {}
        for op in changeset.ops:
            by_table.setdefault(op.table, []).append(op)
        going: dict[str, list[Id]] = {}
        for table in (table for table in MERGEABLE if table in by_table):
            going[table] = [op.row for op in by_table[table] if op.field == CREATE]
            created = set(going[table])
            edits = [op for op in by_table[table] if op.row not in created]
            for some in heads.chunks(edits):
                going[table] += self._restore(table, some, n)
        for table in reversed(going):
            for rows in heads.chunks(going[table]):
                self._remove(table, rows)

    def _remove(self, table: str, rows: Sequence[Id]) -> None:
        """Delete rows that nobody has changed since and that nothing which stays rests on."""
        source = shape(table).table
        there = select(source.c.id).where(source.c.id.in_(rows), source.c.deleted.is_(False))
        live = set(self._connection.scalars(there))
        written = heads.explicit(self._connection, list(live))
        going = {
            row for row in live if all(self._stands(table, row, f, some) for f, some in written.get(row, {}).items())
        }
        while needed := guards.used(self._connection, table, list(going), going):
            going -= needed
        self._uow.delete_many(MERGEABLE[table], [row for row in rows if row in going])
        self.changed += len(going)
        self.left += len(live) - len(going)

    def _stands(self, table: str, row: Id, field: str, heads_now: Iterable[int]) -> bool:
        """Whether a field is still as this action left it, edits that were themselves turned back aside."""
        late = [n for n in heads_now if n not in self._own and n < self._first_new]
        return not late or all(self._origins(table, row, field, n) <= self._left_by(table, row, field) for n in late)

    def _left_by(self, table: str, row: Id, field: str) -> set[int]:
        wrote = self._writes_of(self._action, table, row)
        return self._own.union(*(self._origins(table, row, field, n) for n in wrote))

    def _origins(self, table: str, row: Id, field: str, n: int) -> set[int]:
        """The writes whose value a changeset brought back, through undos and redos; none for the default."""
        changeset = self._reader.by_number(n)
        if changeset.verb not in TURNS or changeset.target is None:
            return {n}
        turned = self._writes_of(changeset.target, table, row)
        earlier = turned if changeset.verb == "redo" else self._overwritten(turned, row, field)
        return set().union(*(self._origins(table, row, field, before) for before in earlier))

    def _overwritten(self, numbers: Iterable[int], row: Id, field: str) -> Iterable[int]:
        ops = (op for n in numbers for op in self._reader.by_number(n).by_row.get(row, ()) if op.field == field)
        return chain.numbers(self._connection, {name for op in ops for name in op.overwrites}).values()

    def _writes_of(self, action: Id, table: str, row: Id) -> list[int]:
        """The changesets of an action that wrote a row."""
        source = shape(table).table
        touched = select(Touch.changeset).where(Touch.row == row)
        born = select(source.c.born).where(source.c.id == row)
        wrote = or_(Row.n.in_(touched), Row.n.in_(born))
        return list(self._connection.scalars(select(Row.n).where(Row.action == action, wrote)))

    def _restore(self, table: str, ops: Sequence[Op], n: int) -> list[Id]:
        """Write the old values where these ops are still heads; returns the rows that are to be deleted again.

        Where an op decided between several values, all of them stand again.
        """
        rows = list({op.row for op in ops})
        standing = heads.explicit(self._connection, rows, {op.field for op in ops})
        deleted = self._deleted(table, rows)
        edits: dict[Id, Values] = {}
        open_again: dict[tuple[Id, str], list[Stood]] = {}
        for op in ops:
            still_head = self._stands(table, op.row, op.field, standing.get(op.row, {}).get(op.field, {}))
            if not (still_head and op.row in deleted and (op.field == DELETED or not deleted[op.row])):
                self.left += 1
            elif decided := stood(self._connection, self._reader, shape(table), op, n):
                open_again[op.row, op.field] = decided
            else:
                edits.setdefault(op.row, {})[op.field] = Past(self._reader, table, op.row).value(op)
        self._leave_dead_references(table, edits)
        again = [row for row, values in edits.items() if values.get(DELETED) is True]
        kept = {row: values for row, values in edits.items() if values and row not in again}
        self.changed += self._uow.update_many(MERGEABLE[table], kept)
        if open_again:
            self._uow.reopen(MERGEABLE[table], open_again)
            self.changed += len({row for row, _field in open_again} - kept.keys())
        return again

    def _deleted(self, table: str, rows: Sequence[Id]) -> dict[Id, bool]:
        source = shape(table).table
        query = select(source.c.id, source.c.deleted).where(source.c.id.in_(rows), source.c.stub.is_(False))
        return {row: deleted for row, deleted in self._connection.execute(query)}

    def _leave_dead_references(self, table: str, edits: dict[Id, Values]) -> None:
        for reference in shape(table).references:
            targets = {value for values in edits.values() if (value := values.get(reference.column)) is not None}
            gone = guards.dead(self._connection, reference.target, targets)
            for values in edits.values():
                if values.get(reference.column) in gone:
                    del values[reference.column]
                    self.left += 1
