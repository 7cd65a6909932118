"""How many assets, people and links belong to an agency, place or person, and the filter that lists them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import false, func, select
from sqlalchemy.orm import Session

from spbe_assets.domain.filters import AssetFilter, LinkFilter
from spbe_assets.domain.ids import Id
from spbe_assets.services import areas, link_listing, listing, model_suggestions
from spbe_assets.services.ordering import ALIVE
from spbe_assets.storage.tables import Agency, Asset, Person, Rack, Region, Room, Site

MOST_PICKED = 5_000
"""So many assets of a person or rack are picked by hand; more would make a filter too long."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Assets and people, with everything below."""

    assets: int = 0
    people: int = 0


@dataclass(frozen=True, slots=True)
class Unit:
    """An asset in a rack: the lowest unit it is screwed to, None where nobody wrote it down, and how many it takes."""

    asset_id: Id
    tag: str
    name: str
    at_u: int | None
    height_u: int = 1


def of_government(session: Session) -> dict[Id, Tally]:
    """The tally of every agency and region that has any."""
    assets, people = _grouped(session, Asset, Asset.agency_id), _grouped(session, Person, Person.agency_id)
    owners = session.execute(select(Agency.id, Agency.parent_id)).all()
    parents = {row: parent for row, parent in owners}
    sums: dict[Id, list[int]] = {}
    for agency in assets.keys() | people.keys():
        for one in areas.above(parents, agency):
            tally = sums.setdefault(one, [0, 0])
            tally[0] += assets.get(agency, 0)
            tally[1] += people.get(agency, 0)
    found = {row: Tally(*tally) for row, tally in sums.items()}
    for region in session.scalars(select(Region.id).where(Region.live)):
        inside = areas.agencies_in(session, [region])
        found[region] = Tally(_sum(assets, inside), _sum(people, inside))
    return found


def of_places(session: Session) -> dict[Id, Tally]:
    """How many assets stand in every room, rack and site that has any, and in all places of each agency."""
    racks = _grouped(session, Asset, Asset.rack_id)
    rooms = _grouped(session, Asset, Asset.room_id)
    found = racks | rooms
    chosen = select(Room.id, Room.site_id, func.coalesce(Site.agency_id, Room.agency_id))
    for room, site, agency in session.execute(chosen.outerjoin(Site, Site.id == Room.site_id).where(Room.live)):
        for owner in (site, agency):
            if owner is not None and room in rooms:
                found[owner] = found.get(owner, 0) + rooms[room]
    return {row: Tally(count) for row, count in found.items()}


def assets_of(session: Session, table: str, row_id: Id) -> AssetFilter | None:
    """The filter that lists the assets of a record, None where its table has none."""
    if table == "agency":
        return AssetFilter(agency_ids=frozenset({row_id}))
    if table == "region":
        return AssetFilter(region_ids=frozenset({row_id}))
    if table == "room":
        return AssetFilter(room_ids=frozenset({row_id}))
    owner: Any = {"site": Room.site_id, "facility": Room.facility_id}.get(table)
    if owner is not None:
        rooms = frozenset(session.scalars(select(Room.id).where(owner == row_id, Room.live)))
        return AssetFilter(room_ids=rooms) if rooms else AssetFilter(ids=frozenset())
    owner = {"person": Asset.custodian_id, "rack": Asset.rack_id}.get(table)
    if owner is None:
        return None
    picked = session.scalars(select(Asset.id).where(owner == row_id, ALIVE).limit(MOST_PICKED))
    return AssetFilter(ids=frozenset(picked))


def counts(session: Session, table: str, row_id: Id) -> list[tuple[str, int, AssetFilter | LinkFilter]]:
    """What belongs to a record: "asset" or "link", how many, and the filter that lists them."""
    wanted = assets_of(session, table, row_id)
    found: list[tuple[str, int, AssetFilter | LinkFilter]] = []
    if wanted is not None:
        picked = listing.count(session, wanted) if wanted.ids is None else len(wanted.ids)
        found.append(("asset", picked, wanted))
    if table in ("agency", "region"):
        chosen = frozenset({row_id})
        links = LinkFilter(agency_ids=chosen) if table == "agency" else LinkFilter(region_ids=chosen)
        found.append(("link", link_listing.count(session, links), links))
    return found


def in_rack(session: Session, rack_id: Id) -> list[Unit]:
    """What is in a rack, from the top down; those without a position come last."""
    columns = select(Asset.id, Asset.tag, Asset.name, Asset.rack_position_u, Asset.brand, Asset.model)
    chosen = columns.where(Asset.rack_id == rack_id, ALIVE).limit(MOST_PICKED)
    found = [
        Unit(row, tag or "", name or "", at, model_suggestions.height_u(brand, model))
        for row, tag, name, at, brand, model in session.execute(chosen)
    ]
    return sorted(found, key=lambda unit: (unit.at_u is None, -(unit.at_u or 0), unit.tag))


def rooms_of(session: Session, facility_id: Id) -> list[tuple[Id, str, str]]:
    """Id, name and site of the rooms a facility consists of."""
    chosen = select(Room.id, Room.name, func.coalesce(Site.name, "")).outerjoin(Site, Site.id == Room.site_id)
    found = session.execute(chosen.where(Room.facility_id == facility_id, Room.live).order_by(Room.name_key))
    return [(row, name, site) for row, name, site in found]


def racks_of(session: Session, room_id: Id) -> list[tuple[Id, str]]:
    """Id and name of the racks in a room."""
    found = session.execute(select(Rack.id, Rack.name).where(Rack.room_id == room_id, Rack.live).order_by(Rack.name))
    return [(row, name) for row, name in found]


def _grouped(session: Session, kind: Any, column: Any) -> dict[Id, int]:
    """How many live rows name each record: all of them from the index alone, less the few that were deleted."""
    counted: dict[Id, int] = {}
    for row, count in session.execute(select(column, func.count()).where(column.is_not(None)).group_by(column)):
        counted[row] = count
    for row in session.scalars(select(column).where(kind.live == false())):
        if row is not None:
            counted[row] -= 1
    return {row: count for row, count in counted.items() if count}


def _sum(counted: Mapping[Id, int], among: Iterable[Id]) -> int:
    return sum(counted.get(one, 0) for one in among)
