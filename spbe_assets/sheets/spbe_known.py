"""What the sheets of one SPBE workbook say of each other: facilities and their rooms, links, sheets of categories."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from itertools import combinations_with_replacement

from sqlalchemy import select
from sqlalchemy.orm import Session

from spbe_assets.domain.ids import Id
from spbe_assets.domain.sort_keys import normal_name
from spbe_assets.sheets import spbe_cells as cells
from spbe_assets.sheets.places import Directory
from spbe_assets.storage.tables import Category, Facility, Link, Room


class Known:
    """Grows with the sheets that were read; starts with what the database holds."""

    def __init__(self, session: Session, directory: Directory) -> None:
        self._directory = directory
        self._facilities: defaultdict[str, list[Id]] = defaultdict(list)
        self._links: defaultdict[str, list[Id]] = defaultdict(list)
        self._rooms: defaultdict[Id, list[Id]] = defaultdict(list)
        self.listed_rooms: set[Id] = set()
        """Rooms that the sheet of facilities names: they are made even where nothing stands in them."""
        self.sheets: dict[Id, str] = {}
        self.codes: dict[str, Id] = {}
        for row, code, sheet in session.execute(
            select(Category.id, Category.code, Category.spbe_sheet).where(Category.live).order_by(Category.n)
        ):
            self.sheets[row] = sheet
            self.codes.setdefault(code, row)
        directory.find("room", "")  # loads rooms and sites
        for row, name in session.execute(select(Facility.id, Facility.name).where(Facility.live).order_by(Facility.n)):
            self.add_facility(row, name)
        for row, facility in session.execute(select(Room.id, Room.facility_id).where(Room.live).order_by(Room.n)):
            if facility is not None:
                self._rooms[facility].append(row)
        for row, name in session.execute(select(Link.id, Link.name).where(Link.live).order_by(Link.n)):
            self.add_link(row, name)

    def add_facility(self, row: Id, name: str) -> None:
        """Make a facility known by its name."""
        self._add(self._facilities, row, name)

    def add_link(self, row: Id, name: str) -> None:
        """Make a link known by its name."""
        self._add(self._links, row, name)

    def add_room(self, facility: Id, room: Id) -> None:
        """Say that a room belongs to a facility."""
        self._directory.note("room", room, "facility_id", facility)
        self.listed_rooms.add(room)
        if room not in self._rooms[facility]:
            self._rooms[facility].append(room)

    def facility(self, written: str) -> Id | None:
        """The facility that a cell names first."""
        return self._first(self._facilities, written)

    def link(self, written: str) -> Id | None:
        """The link that a cell names first."""
        return self._first(self._links, written)

    def room_in(self, facility: Id, name: str) -> Id | None:
        """The room of a facility that is called so; of any name, its first one."""
        for room in self._rooms[facility]:
            if not name or normal_name(self._directory.name_of(room)) == normal_name(name):
                return room
        return None

    def rooms(self, facility: Id) -> int:
        """How many rooms a facility has."""
        return len(self._rooms[facility])

    def at(self, sites: Iterable[Id | None]) -> frozenset[str]:
        """The names of the facilities in some buildings."""
        found = {facility for site in sites if site for facility in self._by_site().get(site, ())}
        return frozenset(name for name, rows in self._facilities.items() if found.intersection(rows))

    def sites_of(self, written: str) -> tuple[Id, ...]:
        """One or two buildings in which just the facilities of a cell lie; empty where there are none such."""
        wanted = frozenset(normal_name(name) for name in cells.split(written))
        candidates = [site for site in self._by_site() if self.at([site]) <= wanted]
        for one, other in combinations_with_replacement(sorted(candidates), 2):
            if one == other and self.at([one]) == wanted:
                return (one,)
        pairs = combinations_with_replacement(sorted(candidates), 2)
        return next((pair for pair in pairs if self.at(pair) == wanted), ())

    def _by_site(self) -> dict[Id, Collection[Id]]:
        found: defaultdict[Id, set[Id]] = defaultdict(set)
        for facility, rooms in self._rooms.items():
            for room in rooms:
                if (site := self._directory.facts.get(room, {}).get("site_id")) is not None:
                    found[site].add(facility)
        return dict(found)

    def _add(self, table: defaultdict[str, list[Id]], row: Id, name: str) -> None:
        self._directory.names[row] = name
        table[normal_name(name)].append(row)

    def _first(self, table: defaultdict[str, list[Id]], written: str) -> Id | None:
        for name in cells.split(written):
            if found := table.get(normal_name(name)):
                return found[0]
        return None
