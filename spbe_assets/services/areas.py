"""Which agencies lie below an agency or in a region: read from the two small trees."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from spbe_assets.domain.ids import Id
from spbe_assets.storage.tables import Agency, Region

Parents = Mapping[Id, Id | None]


def agencies_below(session: Session, agency_ids: Iterable[Id]) -> frozenset[Id]:
    """The agencies and every unit below them."""
    return below(_parents(session, Agency), agency_ids)


def agencies_in(session: Session, region_ids: Iterable[Id]) -> frozenset[Id]:
    """The agencies of the regions and of every region below them, with the units below these agencies."""
    regions = below(_parents(session, Region), region_ids)
    found = session.execute(select(Agency.id, Agency.parent_id, Agency.region_id)).all()
    inside = [agency for agency, _parent, region in found if region in regions]
    return below({agency: parent for agency, parent, _region in found}, inside)


def below(parents: Parents, tops: Iterable[Id]) -> frozenset[Id]:
    """The tops and everything below them in a tree given as child -> parent; cycles do no harm."""
    children: defaultdict[Id, list[Id]] = defaultdict(list)
    for child, parent in parents.items():
        if parent is not None:
            children[parent].append(child)
    found, open_ones = set[Id](), list(tops)
    while open_ones:
        top = open_ones.pop()
        if top not in found:
            found.add(top)
            open_ones += children[top]
    return frozenset(found)


def above(parents: Parents, start: Id) -> list[Id]:
    """A row and everything above it, the nearest first; a cycle ends it."""
    path: list[Id] = []
    here: Id | None = start
    while here is not None and here not in path:
        path.append(here)
        here = parents.get(here)
    return path


def _parents(session: Session, table: type[Agency] | type[Region]) -> dict[Id, Id | None]:
    rows = session.execute(select(table.id, table.parent_id))
    return {row_id: parent for row_id, parent in rows}
