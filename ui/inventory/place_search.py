"""Type-ahead within an agency: its rooms first, and rooms and people that nobody has recorded yet."""

from __future__ import annotations

from typing import Any

from spbe_assets.domain.ids import Id
from spbe_assets.domain.records import Choice
from spbe_assets.i18n import _
from spbe_assets.services import people, places, references
from ui.context import AppContext
from ui.jobs import Job


def search(table: str, session: Any, text: str, limit: int) -> list[Choice]:
    """Records of a table by name."""
    return references.choices(session, table, text, limit)


def rooms(agency_id: Id | None, session: Any, text: str, limit: int) -> list[Choice]:
    """The rooms of the agency that match, or those of all agencies where it has none such."""
    own = places.rooms(session, agency_id) if agency_id is not None else []
    words = text.casefold().split()
    found = [
        Choice(room.id, room.name, room.site)
        for room in own
        if all(word in f"{room.name} {room.site}".casefold() for word in words)
    ]
    return found[:limit] or references.choices(session, "room", text, limit)


def add_room(context: AppContext, agency_id: Id, name: str) -> Job:
    """Record a room of an agency; the job's result is its id."""
    values = {"name": name, "agency_id": agency_id}
    done = _("Room “{name}” added").format(name=name)
    return context.write(lambda uow, _progress: places.create(uow, "room", values), "create", done)


def add_person(context: AppContext, agency_id: Id | None, name: str) -> Job:
    """Record a person; the job's result is the id."""
    values = {"name": name, "agency_id": agency_id}
    done = _("{name} added").format(name=name)
    return context.write(lambda uow, _progress: people.create(uow, values), "create", done)
