"""The record in which a field waits, and all that belongs to a record: its details, moves, tests and photos."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from sqlalchemy import select
from sqlalchemy.orm import Session

from spbe_assets.domain.ids import Id, detail_id
from spbe_assets.services import record_refs
from spbe_assets.services.conflict_heads import Open
from spbe_assets.services.latest import ATTACHED, PARTS
from spbe_assets.storage.guards import OWNED
from spbe_assets.storage.heads import chunks
from spbe_assets.storage.tables import MERGEABLE

Record: TypeAlias = tuple[str, Id]


def owners(session: Session, opens: Iterable[Open]) -> dict[Open, Record]:
    """The record to open for each field: the asset of its details and moves, the record of a photo."""
    found: dict[Open, Record] = {one: (one.table, one.row) for one in opens}
    for table in {one.table for one in found} & (PARTS.keys() | set(ATTACHED)):
        rows = sorted({one.row for one in found if one.table == table})
        belongs = {row: record for some in chunks(rows) for row, record in _owner_of(session, table, some)}
        found |= {one: belongs[one.row] for one in found if one.table == table and one.row in belongs}
    return found


def described(session: Session, records: Iterable[Record]) -> Mapping[Record, record_refs.Described]:
    """How people tell these records from others."""
    by_table: dict[str, list[Id]] = {}
    for table, row in dict.fromkeys(records):
        by_table.setdefault(table, []).append(row)
    return {
        (table, row): one
        for table, rows in by_table.items()
        for row, one in record_refs.described(session, table, rows).items()
    }


def in_room(session: Session, opens: Iterable[Open], room_id: Id | None) -> list[Open]:
    """Those of the fields whose record is in a room; all of them for None."""
    listed = list(opens)
    if room_id is None:
        return listed
    records = owners(session, listed)
    told = described(session, records.values())
    return [one for one in listed if told[records[one]].room_id == room_id]


def parts(session: Session, table: str, row: Id) -> dict[str, list[Id]]:
    """What belongs to a record, deleted or not, by table."""
    found: dict[str, list[Id]] = {}
    for part, (of, key) in PARTS.items():
        kind: Any = MERGEABLE[part]
        if part in OWNED.get(table, ()):
            found[part] = [detail_id(row, part)]
        elif of == table:
            found[part] = list(session.scalars(select(kind.id).where(getattr(kind, key) == row)))
    for name in ATTACHED:
        kind = MERGEABLE[name]
        found[name] = list(session.scalars(select(kind.id).where(kind.record_id == row, kind.record_table == table)))
    return found


def belonging(session: Session, table: str, row: Id) -> list[Id]:
    """A record and what belongs to it."""
    return [row, *(one for some in parts(session, table, row).values() for one in some)]


def _owner_of(session: Session, table: str, rows: Iterable[Id]) -> Iterable[tuple[Id, Record]]:
    kind: Any = MERGEABLE[table]
    if table in PARTS:
        of, key = PARTS[table]
        chosen = select(kind.id, getattr(kind, key)).where(kind.id.in_(rows))
        return [(row, (of, owner)) for row, owner in session.execute(chosen) if owner is not None]
    chosen = select(kind.id, kind.record_table, kind.record_id).where(kind.id.in_(rows))
    return [(row, (of, owner)) for row, of, owner in session.execute(chosen) if owner is not None and of in MERGEABLE]
