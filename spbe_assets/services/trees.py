"""The two trees people walk: regions with agencies and their units, and agencies with sites, rooms and racks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from spbe_assets.domain.errors import Refused
from spbe_assets.domain.ids import Id
from spbe_assets.domain.sort_keys import natural, normal_name
from spbe_assets.i18n import _
from spbe_assets.services import recording, row_listing, rows
from spbe_assets.storage.tables import Agency, Rack, Region, Room, Site
from spbe_assets.storage.unit_of_work import UnitOfWork

TABLES = ("region", "agency", "site", "room", "rack")


@dataclass(frozen=True, slots=True)
class Branch:
    """One line of a tree. `n` is unique over all its tables, `depth` 0 at the top, `children` directly below."""

    n: int
    id: Id
    table: str
    parent_id: Id | None
    name: str
    second: str
    depth: int
    children: int


@dataclass(frozen=True, slots=True)
class _Leaf:
    n: int
    id: Id
    table: str
    parent_ids: tuple[Id | None, ...]
    name: str
    second: str = ""


Tree = Callable[[Session], list[Branch]]


def government(session: Session) -> list[Branch]:
    """Regions, below each its regions, then its agencies, below each its units; every line follows its parent."""
    regions = session.execute(
        select(Region.n, Region.id, Region.parent_id, Region.name, Region.code).where(Region.live)
    )
    chosen = select(Agency.n, Agency.id, Agency.parent_id, Agency.region_id, Agency.name, Agency.abbreviation)
    leaves = [_Leaf(n, row, "region", (parent,), name, code) for n, row, parent, name, code in regions]
    leaves += [
        _Leaf(n, row, "agency", (parent, region), name, short)
        for n, row, parent, region, name, short in session.execute(chosen.where(Agency.live))
    ]
    return _grown(leaves)


def places(session: Session) -> list[Branch]:
    """Agencies that have a place, below each its sites and rooms, below rooms their racks."""
    sites = session.execute(select(Site.n, Site.id, Site.agency_id, Site.name, Site.address).where(Site.live))
    leaves = [_Leaf(n, row, "site", (agency,), name, address) for n, row, agency, name, address in sites]
    chosen = select(Room.n, Room.id, Room.site_id, Room.agency_id, Room.name, Room.floor).where(Room.live)
    leaves += [
        _Leaf(n, row, "room", (site, agency), name, floor)
        for n, row, site, agency, name, floor in session.execute(chosen)
    ]
    racks = session.execute(select(Rack.n, Rack.id, Rack.room_id, Rack.name, Rack.height_u).where(Rack.live))
    leaves += [_Leaf(n, row, "rack", (room,), name, f"{high} U" if high else "") for n, row, room, name, high in racks]
    used = {parent for leaf in leaves for parent in leaf.parent_ids}
    agencies = session.execute(select(Agency.n, Agency.id, Agency.name, Agency.abbreviation).where(Agency.live))
    leaves += [_Leaf(n, row, "agency", (), name, short) for n, row, name, short in agencies if row in used]
    return _grown(leaves)


def narrowed(branches: Sequence[Branch], text: str) -> list[Branch]:
    """The lines whose name or code holds every word of the text, with the lines above them."""
    words = normal_name(text).split()
    parents = {branch.id: branch.parent_id for branch in branches}
    kept: set[Id] = set()
    for branch in branches:
        spelled = normal_name(f"{branch.name} {branch.second}")
        if all(word in spelled for word in words):
            here: Id | None = branch.id
            while here is not None and here not in kept:
                kept.add(here)
                here = parents.get(here)
    return [branch for branch in branches if branch.id in kept]


def unfolded(branches: Iterable[Branch], is_open: Callable[[Branch], bool]) -> list[Branch]:
    """The lines that are seen when only some are open."""
    seen: list[Branch] = []
    folded_at: int | None = None
    for branch in branches:
        if folded_at is not None and branch.depth > folded_at:
            continue
        folded_at = None if is_open(branch) else branch.depth
        seen.append(branch)
    return seen


def above(branches: Iterable[Branch], row_id: Id) -> list[Branch]:
    """The lines above a row, the nearest first; empty where the tree lacks it."""
    known = {branch.id: branch for branch in branches}
    found: list[Branch] = []
    here = known.get(row_id)
    while here is not None and here.parent_id is not None:
        here = known[here.parent_id]
        found.append(here)
    return found


def number_of(session: Session, table: str, row_id: Id) -> int | None:
    """The number of a row's line, None where it never existed."""
    n = row_listing.numbers_of(session, table, [row_id]).get(row_id)
    return None if n is None else _number(table, n)


def can_move(table: str, target: str) -> bool:
    """Whether rows of one table can be put below rows of another."""
    return (table, target) in _BELOW


def move(uow: UnitOfWork, table: str, row_id: Id, target: str, target_id: Id) -> None:
    """Put a row of a tree below another one.

    An agency takes the region of the agency it becomes part of; a room that moves into a site follows the site's
    agency.

    Raises:
        Refused: it can't stand there, or would become part of itself.
    """
    if not can_move(table, target):
        raise Refused(_("That can't be moved there; racks stand in rooms, rooms in sites, sites belong to agencies."))
    values = dict.fromkeys(_CLEARED.get((table, target), ())) | {_BELOW[table, target]: target_id}
    if (table, target) == ("agency", "agency"):
        region = rows.record(uow.session, target, target_id).get("region_id")
        values |= {"region_id": region} if region is not None else {}
    recording.update(uow, table, row_id, values)


_BELOW = {
    ("region", "region"): "parent_id",
    ("agency", "agency"): "parent_id",
    ("agency", "region"): "region_id",
    ("site", "agency"): "agency_id",
    ("room", "site"): "site_id",
    ("room", "agency"): "agency_id",
    ("rack", "room"): "room_id",
}
"""Which field of a row names what it stands below."""
_CLEARED = {("agency", "region"): ("parent_id",), ("room", "site"): ("agency_id",), ("room", "agency"): ("site_id",)}


def parent_field(table: str, target: str) -> str:
    """The field by which a new row of `table` is put below a row of `target`, "" where it can't be."""
    return _BELOW.get((table, target), "")


def _grown(leaves: list[_Leaf]) -> list[Branch]:
    known = {leaf.id for leaf in leaves}
    parents = {leaf.id: next((one for one in leaf.parent_ids if one in known), None) for leaf in leaves}
    _cut_rings(parents)
    below: dict[Id | None, list[_Leaf]] = {}
    for leaf in sorted(leaves, key=lambda one: (TABLES.index(one.table), natural(one.name), one.id)):
        below.setdefault(parents[leaf.id], []).append(leaf)
    grown: list[Branch] = []
    waiting = [(leaf, 0) for leaf in reversed(below.get(None, []))]
    while waiting:
        leaf, depth = waiting.pop()
        children = below.get(leaf.id, [])
        number, parent = _number(leaf.table, leaf.n), parents[leaf.id]
        grown.append(Branch(number, leaf.id, leaf.table, parent, leaf.name, leaf.second, depth, len(children)))
        waiting += [(child, depth + 1) for child in reversed(children)]
    return grown


def _number(table: str, n: int) -> int:
    return n * len(TABLES) + TABLES.index(table)


def _cut_rings(parents: dict[Id, Any]) -> None:
    """Two laptops can make a ring; its first row stands at the top then, so that nothing is out of sight."""
    safe: set[Id] = set()
    for start in list(parents):
        path: list[Id] = []
        here: Id | None = start
        while here is not None and here not in safe:
            if here in path:
                parents[here] = None
                break
            path.append(here)
            here = parents[here]
        safe.update(path)
