"""The decision of a person about what waits: one more write over all that stands, in history and undone like any."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from spbe_assets.domain import validation
from spbe_assets.domain.changeset import DELETED
from spbe_assets.domain.errors import Refused
from spbe_assets.domain.ids import Id
from spbe_assets.i18n import _
from spbe_assets.services import (
    assets,
    combining,
    conflict_heads,
    conflict_owners,
    conflict_reading,
    conflict_words,
    editing,
    links,
)
from spbe_assets.services.conflict_cycles import ring
from spbe_assets.services.conflict_heads import Open
from spbe_assets.services.conflict_model import Choice, Conflict, Kind, Value, Version
from spbe_assets.storage import guards, heads
from spbe_assets.storage.columns import shape
from spbe_assets.storage.tables import MERGEABLE, Changeset, Values
from spbe_assets.storage.unit_of_work import UnitOfWork

_DELETE: Mapping[str, Callable[[UnitOfWork, Iterable[Id]], None]] = {"asset": assets.delete, "link": links.delete}


def resolve(uow: UnitOfWork, table: str, row: Id, field: str, choice: Choice) -> None:
    """Decide one field.

    For a deletion True is to delete and False to keep; what went with the record comes back with it. In a ring the
    record on top keeps everything that referred to those combined into it.

    Raises:
        Refused: nothing waits there, more than two values stand there and *here* or *incoming* decides nothing, or a
            record that is to be deleted is still used.
        Invalid: a typed value is impossible.
        NotFound: what the value refers to was deleted.
    """
    one = Open(table, row, field)
    waiting = [found for found in conflict_heads.waiting(uow.session, [row]) if found == one]
    found = conflict_reading.conflicts(uow.session, waiting, worded=False)
    if not found:
        raise Refused(_("Nothing waits for a decision there any more; reload the list."))
    version = _chosen(found[0], choice)
    if found[0].kind == Kind.DELETED:
        _decide_deletion(uow, table, row, bool(version.value))
    elif found[0].kind == Kind.CYCLE and isinstance(version, Version):
        _open_ring(uow, one, version)
    else:
        _write(uow, one, version)


def resolve_all(uow: UnitOfWork, person: str | None, room_id: Id | None, choice: str) -> int:
    """Decide everything that came from one person for one room; None takes all persons or rooms.

    Left for a decision of their own: more than two values, rings, records in use that would be deleted, and values
    that refer to what was deleted.

    Args:
        uow: for writing.
        person: who wrote the *incoming* version.
        room_id: where the record is.
        choice: `here` or `incoming`.

    Returns:
        How many fields were decided.
    """
    opens = conflict_owners.in_room(uow.session, conflict_heads.waiting(uow.session), room_id)
    found = [
        conflict
        for conflict in conflict_reading.conflicts(uow.session, opens, worded=False)
        if person in (None, conflict.incoming.user) and not conflict.needs_value
    ]
    edits: dict[str, dict[Id, Values]] = {}
    for conflict in found:
        if conflict.kind == Kind.VALUE and conflict.field not in shape(conflict.table).pointers:
            edits.setdefault(conflict.table, {}).setdefault(conflict.row, {})[conflict.field] = _side(
                conflict, choice
            ).value
    decided = sum(_write_many(uow, table, rows) for table, rows in edits.items())
    deletions = [conflict for conflict in found if conflict.kind == Kind.DELETED]
    return decided + sum(_decide_if_possible(uow, one, bool(_side(one, choice).value)) for one in deletions)


def _chosen(conflict: Conflict, choice: Choice) -> Version | Value:
    if not isinstance(choice, str):
        return choice
    if conflict.needs_value:
        raise Refused(_("More than two values stand against each other here; choose one of them or give a value."))
    return _side(conflict, choice)


def _side(conflict: Conflict, choice: str) -> Version:
    if choice not in ("here", "incoming"):
        raise ValueError(choice)
    return conflict.here if choice == "here" else conflict.incoming


def _write(uow: UnitOfWork, one: Open, chosen: Version | Value) -> None:
    value = chosen.value
    if isinstance(chosen, Value):
        value = validation.checked(one.table, {one.field: value})[one.field]
    combined = _combined_with(uow, one)
    uow.update(MERGEABLE[one.table], one.row, **{one.field: value})
    if combined:
        _follow(uow, one, combined, value)


def _combined_with(uow: UnitOfWork, one: Open) -> frozenset[str]:
    """The records that people combined one with, as the log names them; itself among them."""
    if one.field != "merged_into":
        return frozenset()
    stands = conflict_heads.writes(uow.session, [one])[one]
    return frozenset({one.row.hex(), *(write.value for write in stands if write.value)})


def _follow(uow: UnitOfWork, one: Open, combined: frozenset[str], value: Id | None) -> None:
    """What was re-pointed to each of them waits for the same decision; what came later goes along."""
    stays = one.row if value is None else value
    opens = [found for found in conflict_heads.waiting(uow.session) if _names(found, one.table)]
    for found, stands in conflict_heads.writes(uow.session, opens).items():
        if combined.issuperset(write.value for write in stands):
            uow.update_many(MERGEABLE[found.table], {found.row: {found.field: stays}})
    if value is not None:
        combining.repoint(uow, one.table, value, one.row)


def _names(one: Open, table: str) -> bool:
    plain = one.field == "record_id" or (one.table, one.field) in combining.PLAIN_IDS.get(table, ())
    return one.field != "merged_into" and (plain or conflict_words.target(one.table, one.field) == table)


def _open_ring(uow: UnitOfWork, one: Open, version: Version) -> None:
    kind = MERGEABLE[one.table]
    statements = ring(uow.session, one)
    top = version.top
    if top is None or top not in {statement.row for statement in statements}:
        raise Refused(_("Nothing waits for a decision there any more; reload the list."))
    uow.update_many(kind, {top: {one.field: None}})
    for statement in statements:
        if statement.row == one.row and statement.row != top:
            uow.update_many(kind, {one.row: {one.field: statement.target}})
    if one.field == "merged_into":
        for statement in statements:
            if statement.row != top:
                combining.repoint(uow, one.table, top, statement.row)


def _decide_deletion(uow: UnitOfWork, table: str, row: Id, delete: bool) -> None:
    if delete:
        work = _DELETE.get(table)
        if work is None:
            editing.delete(uow, table, [row])
        else:
            work(uow, [row])
        return
    gone_with = _deleted_with(uow, table, row)
    uow.update(MERGEABLE[table], row, deleted=False)
    for part, rows in gone_with.items():
        uow.update_many(MERGEABLE[part], {one: {DELETED: False} for one in _with_live_references(uow, part, rows)})


def _decide_if_possible(uow: UnitOfWork, conflict: Conflict, delete: bool) -> bool:
    """Decide a deletion unless the record is in use; returns whether it was decided."""
    table, row = conflict.table, conflict.row
    if not conflict_heads.waiting(uow.session, [row]):
        return False  # decided with another one
    if delete and guards.used(
        uow.session.connection(), table, [row], set(conflict_owners.belonging(uow.session, table, row))
    ):
        return False
    _decide_deletion(uow, table, row, delete)
    return True


def _deleted_with(uow: UnitOfWork, table: str, row: Id) -> dict[str, list[Id]]:
    """The details, photos and moves that the same actions deleted, by table."""
    connection = uow.session.connection()
    actions = _deleting_actions(uow, heads.explicit(connection, [row], [DELETED]).get(row, {}).get(DELETED, {}))
    found: dict[str, list[Id]] = {}
    for part, ids in conflict_owners.parts(uow.session, table, row).items():
        said = heads.explicit(connection, ids, [DELETED])
        for one in ids:
            if actions & _deleting_actions(uow, said.get(one, {}).get(DELETED, {})):
                found.setdefault(part, []).append(one)
    return found


def _deleting_actions(uow: UnitOfWork, standing: Mapping[int, str | None]) -> set[Id]:
    numbers = [n for n, deleted in standing.items() if deleted is not None]
    return set(uow.session.scalars(select(Changeset.action).where(Changeset.n.in_(numbers)))) if numbers else set()


def _with_live_references(uow: UnitOfWork, table: str, rows: Sequence[Id]) -> list[Id]:
    """Those of the rows that refer to nothing which is gone."""
    of, left = shape(table), set(rows)
    for reference in of.references:
        chosen = select(of.table.c.id, of.table.c[reference.column]).where(of.table.c.id.in_(rows))
        names: dict[Id, Any] = {row: target for row, target in uow.session.execute(chosen) if target is not None}
        gone = guards.dead(uow.session.connection(), reference.target, set(names.values()))
        left -= {row for row, target in names.items() if target in gone}
    return [row for row in rows if row in left]


def _write_many(uow: UnitOfWork, table: str, rows: Mapping[Id, Values]) -> int:
    """Write values except those that refer to what is gone; returns how many were written."""
    for reference in shape(table).references:
        wanted = {values[reference.column] for values in rows.values() if values.get(reference.column) is not None}
        gone = guards.dead(uow.session.connection(), reference.target, wanted)
        for values in rows.values():
            if values.get(reference.column) in gone:
                del values[reference.column]
    left = {row: values for row, values in rows.items() if values}
    uow.update_many(MERGEABLE[table], left)
    return sum(map(len, left.values()))
