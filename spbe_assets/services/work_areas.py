"""The agencies and rooms that work is handed out by: their names, their tree, and figures added up for each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from spbe_assets.domain.ids import Id
from spbe_assets.domain.sort_keys import natural
from spbe_assets.services.areas import above, below
from spbe_assets.services.ordering import AGENCY_LABEL
from spbe_assets.services.work_counts import Corner, Count
from spbe_assets.storage.tables import Agency, Room, Site


class Area(NamedTuple):
    """An agency as a whole, or one room of it. An agency without an id is that of rooms which name none."""

    agency_id: Id | None
    room_id: Id | None = None


class Areas:
    """Read once for one answer."""

    def __init__(self, agencies: Mapping[Id, tuple[str, Id | None]], rooms: Mapping[Id, tuple[str, Id | None]]) -> None:
        self._agencies, self._rooms = agencies, rooms
        self._parents = {agency: parent for agency, (_name, parent) in agencies.items()}
        self._rooms_of: dict[Id | None, list[Id]] = defaultdict(list)
        for room, (_name, agency) in rooms.items():
            self._rooms_of[agency].append(room)

    @classmethod
    def of(cls, session: Session) -> Areas:
        """All agencies and rooms that are there."""
        agencies = session.execute(select(Agency.id, AGENCY_LABEL, Agency.parent_id).where(Agency.live))
        owner = func.coalesce(Room.agency_id, Site.agency_id)
        rooms = session.execute(
            select(Room.id, Room.name, owner).outerjoin(Site, Site.id == Room.site_id).where(Room.live)
        )
        return cls(
            {row: (name, parent) for row, name, parent in agencies},
            {row: (name, agency) for row, name, agency in rooms},
        )

    def area(self, agency_id: Id | None, room_id: Id | None = None) -> Area:
        """The area that an assignment or a corner means; a room lies where it belongs now."""
        if room_id is not None and room_id in self._rooms:
            return Area(self._rooms[room_id][1] or agency_id, room_id)
        return Area(agency_id, room_id)

    def covered(self, area: Area) -> list[Area]:
        """A room itself; of an agency all that is handed out with it: the units below and the rooms of all."""
        if area.room_id is not None or area.agency_id is None:
            return [area]
        agencies = below(self._parents, [area.agency_id])
        rooms = [Area(agency, room) for agency in agencies for room in self._rooms_of[agency]]
        return [*(Area(agency) for agency in agencies), *rooms]

    def sums(self, counted: Mapping[Corner, Count]) -> dict[Area, Count]:
        """The figures of every agency, with the units below it, and of every room."""
        found: defaultdict[Area, Count] = defaultdict(Count)
        for corner, count in counted.items():
            if corner.agency_id is not None:
                for agency in above(self._parents, corner.agency_id):
                    found[Area(agency)].add(count)
            if corner.room_id is not None:
                found[self.area(*corner)].add(count)
        return dict(found)

    def names(self, area: Area) -> tuple[str, str]:
        """Agency and room; empty for a room where the agency is meant, or what was deleted."""
        agency = self._agencies.get(area.agency_id, ("", None)) if area.agency_id else ("", None)
        room = self._rooms.get(area.room_id, ("", None)) if area.room_id else ("", None)
        return agency[0], room[0]

    def ordered(self, areas: Iterable[Area]) -> list[Area]:
        """By the names of agency and room, an agency before its rooms; what was deleted is left out."""
        keys = {}
        for area in areas:
            agency, room = self.names(area)
            if (area.room_id is None or room) and (agency or room):
                keys[area] = (natural(agency), area.agency_id or b"", area.room_id is not None, natural(room), area[1])
        return sorted(keys, key=keys.__getitem__)
