"""Where things stand: sites, rooms, racks and data centres."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from spbe_assets.domain.errors import Invalid, NotFound, Refused
from spbe_assets.domain.ids import Id
from spbe_assets.domain.records import Record
from spbe_assets.domain.sort_keys import natural, normal_name
from spbe_assets.i18n import _
from spbe_assets.services import editing, references, rows
from spbe_assets.storage.tables import Asset, Rack, Room, Site
from spbe_assets.storage.unit_of_work import UnitOfWork

TABLES = ("site", "room", "rack", "facility")
SEPARATOR = " › "
_DEGREES = {"latitude": 90, "longitude": 180}


@dataclass(frozen=True, slots=True)
class RoomNode:
    """A room of an agency with its site and how many assets stand in it."""

    id: Id
    name: str
    site_id: Id | None
    site: str
    assets: int


def detail(session: Session, table: str, row_id: Id) -> Record:
    """A site, room, rack or facility with all its fields.

    Raises:
        NotFound: it was deleted.
    """
    return rows.record(session, table, row_id)


def create(uow: UnitOfWork, table: str, values: Mapping[str, Any]) -> Id:
    """Record a site, room, rack or facility.

    Raises:
        Invalid: a value is impossible.
    """
    _check_position(values)
    return editing.create(uow, table, values)


def update(uow: UnitOfWork, table: str, row_id: Id, values: Mapping[str, Any], seen_rev: int | None = None) -> None:
    """Change a site, room, rack or facility.

    Raises:
        Invalid: a value is impossible.
        StaleEdit: somebody saved it after `seen_rev` was read.
    """
    _check_position(values)
    editing.update(uow, table, row_id, values, seen_rev)


def delete(uow: UnitOfWork, table: str, ids: Iterable[Id]) -> None:
    """Delete places that nothing stands in.

    Raises:
        Refused: something still refers to one.
    """
    editing.delete(uow, table, ids)


def rooms(session: Session, agency_id: Id) -> list[RoomNode]:
    """The live rooms of an agency, by site and name, with the number of assets in each."""
    counted = func.count(Asset.id).filter(Asset.live)
    chosen = (
        select(Room.id, Room.name, Room.site_id, func.coalesce(Site.name, ""), counted)
        .outerjoin(Site, Site.id == Room.site_id)
        .outerjoin(Asset, Asset.room_id == Room.id)
        .where(Room.live, func.coalesce(Room.agency_id, Site.agency_id) == agency_id)
        .group_by(Room.id)
    )
    found = [RoomNode(*row) for row in session.execute(chosen)]
    return sorted(found, key=lambda room: (natural(room.site), natural(room.name), room.id))


def find_room(session: Session, name: str, agency_id: Id | None = None) -> Id:
    """The room of a name or `room:short-id`, within an agency if one is given, whatever its case and spacing.

    Raises:
        NotFound: there is none.
        Refused: several are called so.
    """
    if name.strip().casefold().startswith("room:"):
        return references.find(session, name.strip().casefold())[1]
    chosen = select(Room.id, Room.name).outerjoin(Site, Site.id == Room.site_id).where(Room.live)
    if agency_id is not None:
        chosen = chosen.where(func.coalesce(Room.agency_id, Site.agency_id) == agency_id)
    sought = normal_name(name)
    found = [row_id for row_id, called in session.execute(chosen) if normal_name(called) == sought]
    if not found:
        raise NotFound(_("There is no room “{name}”; check the name or create it first.").format(name=name))
    if len(found) > 1:
        several = ", ".join(references.short("room", row_id) for row_id in found[:5])
        raise Refused(_("Several rooms are called “{name}”: use {names}.").format(name=name, names=several))
    return Id(found[0])


def path(session: Session, room_id: Id | None, rack_id: Id | None = None, position_u: int | None = None) -> str:
    """Where something stands: site, room, rack and rack position, as far as known."""
    rack_name, rack_room = "", None
    if rack_id is not None:
        rack = session.execute(select(Rack.name, Rack.room_id).where(Rack.id == rack_id)).first()
        rack_name, rack_room = rack or ("", None)
    chosen = select(Site.name, Room.name).select_from(Room).outerjoin(Site, Site.id == Room.site_id)
    room = session.execute(chosen.where(Room.id == (room_id or rack_room))).first()
    position = f"U{position_u}" if position_u is not None else ""
    return SEPARATOR.join(part for part in (*(room or ()), rack_name, position) if part)


def _check_position(values: Mapping[str, Any]) -> None:
    for key, limit in _DEGREES.items():
        text = (values.get(key) or "").strip()
        if text and not _within(text, limit):
            raise Invalid(
                _("“{text}” is not a position in decimal degrees; type it such as 0.5071 or -101.4478.").format(
                    text=text
                ),
                key,
            )


def _within(text: str, limit: int) -> bool:
    try:
        return abs(Decimal(text)) <= limit
    except InvalidOperation:
        return False
