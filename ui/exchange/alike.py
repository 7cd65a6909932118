"""What else one person changed in one room against what stands here: to be decided together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from spbe_assets.domain.ids import Id
from spbe_assets.services import conflict_heads, conflict_owners, conflict_reading, record_refs
from spbe_assets.services.conflict_model import Conflict, Kind, Waiting


@dataclass(frozen=True, slots=True)
class Alike:
    """So many fields that a person changed in a room wait."""

    person: str
    room_id: Id
    room: str
    count: int


def of(session: Any, waiting: Waiting, found: Sequence[Conflict]) -> Alike | None:
    """What waits like this record; None where it stands in no room, or nobody is named."""
    person = next((one.incoming.user for one in found if one.incoming.user), "")
    room_id = record_refs.described(session, waiting.table, [waiting.row])[waiting.row].room_id
    if not person or room_id is None:
        return None
    return Alike(person, room_id, waiting.room, _count(session, person, room_id))


def _count(session: Any, person: str, room_id: Id) -> int:
    opens = conflict_owners.in_room(session, conflict_heads.waiting(session), room_id)
    found = conflict_reading.conflicts(session, opens, worded=False)
    return sum(one.incoming.user == person and not one.needs_value and one.kind != Kind.CYCLE for one in found)
