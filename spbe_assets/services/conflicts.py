"""Everything that waits for a person after changes from elsewhere came in, and the decision about it."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy.orm import Session

from spbe_assets.domain.changeset import to_json
from spbe_assets.domain.ids import Id
from spbe_assets.domain.packs import OpenField
from spbe_assets.services import conflict_heads, conflict_owners, conflict_reading, conflict_words
from spbe_assets.services.conflict_heads import Open, count
from spbe_assets.services.conflict_model import Choice, Conflict, Kind, Told, Value, Version, Waiting
from spbe_assets.services.conflict_owners import Record
from spbe_assets.services.resolving import resolve, resolve_all

__all__ = [
    "Choice",
    "Conflict",
    "Kind",
    "Told",
    "Value",
    "Version",
    "Waiting",
    "count",
    "every",
    "listed",
    "of_record",
    "open_fields",
    "resolve",
    "resolve_all",
]


def listed(session: Session) -> list[Waiting]:
    """The records in which something waits, by agency, room and name; details and photos count with their record."""
    opens = conflict_heads.waiting(session)
    fields: dict[Record, dict[str, None]] = {}
    for one, record in conflict_owners.owners(session, opens).items():
        fields.setdefault(record, {})[conflict_words.title(one.table, one.field)] = None
    told = conflict_owners.described(session, fields)
    found = [
        Waiting(*record, told[record].ref, told[record].tag, told[record].name, told[record].agency,
                told[record].room, tuple(titles))
        for record, titles in fields.items()
    ]  # fmt: skip
    return sorted(found, key=lambda one: (one.agency.casefold(), one.room.casefold(), one.name.casefold(), one.tag))


def of_record(session: Session, table: str, row: Id) -> list[Conflict]:
    """What waits in a record, its details, moves and photos."""
    return conflict_reading.conflicts(
        session, conflict_heads.waiting(session, conflict_owners.belonging(session, table, row))
    )


def every(session: Session, rows: Collection[Id] | None = None, *, worded: bool = True) -> list[Told]:
    """All that waits, each with its record.

    Args:
        session: for reading.
        rows: only what waits in these rows.
        worded: whether the versions have texts.
    """
    opens = conflict_heads.waiting(session, rows)
    records = conflict_owners.owners(session, opens)
    described = conflict_owners.described(session, records.values())
    found = []
    for conflict in conflict_reading.conflicts(session, opens, worded=worded):
        record = records[Open(conflict.table, conflict.row, conflict.field)]
        one = described[record]
        found.append(Told(record, one.ref, one.tag, one.name, conflict))
    return found


def open_fields(session: Session, rows: Collection[Id] | None = None) -> list[OpenField]:
    """All that waits as the log holds it, of some rows only if named; `ref` and `tag` are those of the record."""
    return [
        OpenField(
            one.conflict.table,
            one.conflict.row,
            one.ref,
            one.tag,
            one.conflict.field,
            None if one.conflict.base is None else to_json(one.conflict.base.value),
            to_json(one.conflict.here.value),
            to_json(one.conflict.incoming.value),
        )
        for one in every(session, rows, worded=False)
    ]
