"""Agencies, sites, rooms, racks, people and regions by the names a file uses; unknown ones become proposals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import literal, select
from sqlalchemy.orm import Session

from spbe_assets.domain.ids import Id, new_id
from spbe_assets.domain.sort_keys import normal_name
from spbe_assets.domain.vocabulary import RegionKind
from spbe_assets.storage.tables import Agency, Person, Rack, Region, Room, Site

ORDER = ("region", "agency", "site", "person", "room", "rack")
"""Tables of proposals, parents before what refers to them."""


@dataclass(slots=True)
class Proposal:
    """A record that a file names and nobody knows, or a fact it adds to one; made with the import."""

    table: str
    id: Id
    name: str
    values: dict[str, Any]
    sheet: str
    row: int
    is_new: bool = True


class Directory:
    """The known places and people, read once, and what an import adds to them."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._loaded: set[str] = set()
        self._by_key: defaultdict[tuple[str, Hashable], list[Id]] = defaultdict(list)
        self.names: dict[Id, str] = {}
        self.facts: dict[Id, dict[str, Any]] = {}
        self.proposals: dict[Id, Proposal] = {}
        self.place = ("", 0)
        """Sheet and row that is being planned: where a proposal comes from."""

    def agency(self, name: str, parent: Id | None = None) -> Id:
        """The agency of a name or abbreviation; one under `parent` is preferred, an unknown one is proposed there."""
        self._load("agency")
        found = self._best(
            "agency", normal_name(name), lambda row: (row == parent, self._of(row, "parent_id") == parent)
        )
        if found is not None:
            return found
        region = self._of(parent, "region_id") if parent else self._province()
        return self._propose("agency", name, {"name": name, "parent_id": parent, "region_id": region})

    def unit(self, name: str, parent: Id) -> Id:
        """The agency of a name right below another; proposed there if it is none yet."""
        self._load("agency")
        for row in self._by_key.get(("agency", normal_name(name)), ()):
            if self._of(row, "parent_id") == parent:
                return row
        return self._propose(
            "agency", name, {"name": name, "parent_id": parent, "region_id": self._of(parent, "region_id")}
        )

    def agency_of_region(self, name: str, region_name: str) -> Id:
        """The agency of a name in a regency or city; an unknown one is proposed there if the region is known."""
        regions = self.find("region", region_name) if region_name else []
        self._load("agency")
        named = self._by_key.get(("agency", normal_name(name)), [])
        fitting = [row for row in named if not regions or self._of(row, "region_id") in (*regions, None)]
        if fitting or not regions:
            return fitting[0] if fitting else self.agency(name)
        return self._propose("agency", name, {"name": name, "region_id": regions[0]})

    def knows_agency(self, name: str) -> bool:
        """Whether an agency is called so."""
        self._load("agency")
        return bool(self._by_key.get(("agency", normal_name(name))))

    def region(self, name: str) -> Id:
        """The region of a name, with or without Kabupaten or Kota before it."""
        self._load("region")
        found = self._best("region", normal_name(name), lambda row: (True,))
        return found if found is not None else self._propose("region", name, {"name": name})

    def site(self, name: str, agency: Id | None, region: Id | None = None) -> Id:
        """The site of a name, preferably of the agency."""
        self._load("site")
        found = self._best("site", normal_name(name), lambda row: (self._of(row, "agency_id") == agency,))
        if found is not None:
            return found
        return self._propose("site", name, {"name": name, "agency_id": agency, "region_id": region})

    def room(self, name: str, agency: Id | None, site: Id | None = None) -> Id:
        """The room of a name in the site, else of the agency; a room of another agency is another room."""
        self._load("room")
        key = ("room", normal_name(name))
        for row in self._by_key.get(key, ()):
            same_site = site is not None and self._of(row, "site_id") == site
            if same_site or (site is None and self._agency_of_room(row) in (agency, None)):
                return row
        return self._propose("room", name, {"name": name, "agency_id": agency, "site_id": site})

    def rack(self, name: str, room: Id | None) -> Id:
        """The rack of a name in a room."""
        self._load("rack")
        for row in self._by_key.get(("rack", normal_name(name)), ()):
            if self._of(row, "room_id") == room:
                return row
        return self._propose("rack", name, {"name": name, "room_id": room})

    def person(self, name: str, agency: Id | None, nip: str = "", contact: str = "") -> Id:
        """The person of a NIP, else of a name in the agency."""
        self._load("person")
        for row in self._by_key.get(("nip", nip), ()) if nip else ():
            return row
        for row in self._by_key.get(("person", normal_name(name)), ()):
            if self._of(row, "agency_id") in (agency, None):
                return row
        values = {"name": name, "agency_id": agency, "nip": nip, "contact": contact}
        made = self._propose("person", name, values)
        if nip:
            self._by_key["nip", nip].append(made)
        return made

    def find(self, table: str, name: str) -> list[Id]:
        """Every record of a table that is called so."""
        self._load(table)
        return list(self._by_key.get((table, normal_name(name)), ()))

    def add(self, table: str, row: Id, name: str, facts: dict[str, Any]) -> None:
        """Make a record known that the file itself brings, so that later rows find it."""
        self._load(table)
        self._know(table, row, name, facts)

    def note(self, table: str, row: Id, key: str, value: Any) -> None:
        """Propose a fact of a known record that has none yet; nothing happens where it has one."""
        if self._of(row, key) or not value:
            return
        self.facts.setdefault(row, {})[key] = value
        known = self.proposals.get(row)
        if known is None:
            known = Proposal(table, row, self.names.get(row, ""), {}, *self.place, is_new=False)
            self.proposals[row] = known
        known.values[key] = value

    def is_called(self, row: Id | None, other: Id | None) -> bool:
        """Whether two records bear the same name: a file can't tell them apart."""
        if row is None or other is None:
            return False
        return bool(self.names.get(row)) and normal_name(self.names[row]) == normal_name(self.names.get(other, ""))

    def name_of(self, row: Id | None) -> str:
        """The name of a known or proposed record, empty for none."""
        return self.names.get(row, "") if row is not None else ""

    def _propose(self, table: str, name: str, values: dict[str, Any]) -> Id:
        row = new_id()
        kept = {key: value for key, value in values.items() if value not in (None, "")}
        self.proposals[row] = Proposal(table, row, name, kept, *self.place)
        self._know(table, row, name, kept)
        return row

    def _know(self, table: str, row: Id, name: str, facts: dict[str, Any]) -> None:
        self.names[row] = name
        self.facts[row] = facts
        self._by_key[table, normal_name(name)].append(row)

    def _best(self, table: str, key: str, liking: Any) -> Id | None:
        found = self._by_key.get((table, key))
        return max(found, key=liking) if found else None

    def _of(self, row: Id | None, key: str) -> Any:
        return self.facts.get(row, {}).get(key) if row is not None else None

    def _agency_of_room(self, row: Id) -> Id | None:
        own: Id | None = self._of(row, "agency_id")
        return own or self._of(self._of(row, "site_id"), "agency_id")

    def _province(self) -> Id | None:
        self._load("region")
        provinces = [row for row, facts in self.facts.items() if facts.get("kind") is RegionKind.PROVINCE]
        return provinces[0] if len(provinces) == 1 else None

    def _load(self, table: str) -> None:
        if table in self._loaded:
            return
        self._loaded.add(table)
        if table == "room":
            self._load("site")
        for row, name, other, facts in self._read(table):
            self._know(table, row, name, facts)
            if other and normal_name(other) != normal_name(name):
                self._by_key[
                    "nip" if table == "person" else table, other if table == "person" else normal_name(other)
                ].append(row)

    def _read(self, table: str) -> Iterable[tuple[Id, str, str, dict[str, Any]]]:
        kind, other, keys = _TABLES[table]
        columns = [getattr(kind, key) for key in keys]
        extra = getattr(kind, other) if other else literal("")
        for row, name, second, *facts in self._session.execute(
            select(kind.id, kind.name, extra, *columns).where(kind.live).order_by(kind.n)
        ):
            yield row, name, second or "", dict(zip(keys, facts, strict=True))


_TABLES: dict[str, tuple[Any, str, tuple[str, ...]]] = {
    "region": (Region, "", ("kind", "parent_id", "code")),
    "agency": (Agency, "abbreviation", ("parent_id", "region_id", "kode_lokasi")),
    "site": (Site, "", ("agency_id", "region_id")),
    "room": (Room, "", ("agency_id", "site_id", "person_id", "facility_id")),
    "rack": (Rack, "", ("room_id",)),
    "person": (Person, "nip", ("agency_id", "contact")),
}
"""Table -> class, a second name, facts that tell records of the same name apart."""
