"""Which photos a pack carries: those of certain agencies and rooms that its receiver is not known to have."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass
from typing import Any

from sqlalchemy import CompoundSelect, select, union
from sqlalchemy.orm import Session

from spbe_assets.domain.ids import Id
from spbe_assets.domain.packs import Scope
from spbe_assets.domain.vectors import MOST_PHOTOS, Vector
from spbe_assets.services.areas import agencies_below
from spbe_assets.storage.columns import Shape, shape
from spbe_assets.storage.tables import MERGEABLE, Attachment, Blob, Link, LinkTest, Pack

_ALL_ROWS = ("site", "room", "rack")
"""Tables small enough to be read whole."""
_WAYS = frozenset({"agency", "site", "room", "rack", "asset", "link"})
"""A row that refers to one of these belongs to the same place."""


@dataclass(frozen=True, slots=True)
class NamedPhoto:
    """A photo or document that a live record has; no size where its bytes are not here.

    `born` are the local numbers of the changesets that name it.
    """

    sha256: str
    size_bytes: int | None
    mime: str
    born: frozenset[int]


def named(session: Session, scope: Scope | None = None) -> Iterator[NamedPhoto]:
    """Every photo of the records of some agencies and rooms, or of all records; in the order of its first naming."""
    inside = None if scope is None else _records_in(session, scope)
    query = (
        select(Attachment.sha256, Attachment.born, Attachment.record_id, Blob.size_bytes, Blob.mime)
        .outerjoin(Blob, Blob.sha256 == Attachment.sha256)
        .where(Attachment.live, Attachment.sha256 != "")
        .order_by(Attachment.n)
    )
    found: dict[str, tuple[int | None, str, set[int]]] = {}
    for sha256, born, record, size, mime in session.execute(query):
        if born is not None and (inside is None or record in inside):
            found.setdefault(sha256, (size, mime or "", set()))[2].add(born)
    for name, (size_bytes, kind, numbers) in found.items():
        yield NamedPhoto(name, size_bytes, kind, frozenset(numbers))


def lacking(photos: Iterator[NamedPhoto], theirs: Vector | None, sent: Set[int]) -> list[NamedPhoto]:
    """Those photos that the owner of a vector is not known to have.

    Args:
        photos: from which to choose.
        theirs: what the receiver said to hold, None where that is not known.
        sent: local numbers of the changesets that it lacks.
    """
    if theirs is None:
        return list(photos)
    return [one for one in photos if not theirs.has_photo(one.sha256, knows=not one.born.issubset(sent))]


def told(session: Session, vector: Vector) -> Vector:
    """The vector with the photos that are held or not, whichever is the shorter list."""
    held: set[str] = set()
    missing: set[str] = set()
    for one in named(session):
        (missing if one.size_bytes is None else held).add(one.sha256)
    told_held = len(held) < len(missing)
    photos = sorted(held if told_held else missing)
    return Vector(vector.branches, frozenset(photos[:MOST_PHOTOS]), told_held, len(photos) <= MOST_PHOTOS)


def missing_from(session: Session, fingerprint: str) -> list[str]:
    """The photos that packs of an installation named and that are not here."""
    brought = select(Pack.first, Pack.last).where(Pack.way == "in", Pack.fingerprint == fingerprint)
    ranges = [(first, last) for first, last in session.execute(brought) if first is not None and last is not None]
    missing = [one for one in named(session) if one.size_bytes is None]
    return sorted(one.sha256 for one in missing if any(first <= n <= last for n in one.born for first, last in ranges))


def _records_in(session: Session, scope: Scope) -> set[Id]:
    """The ids of records of some agencies (with the units below them) and rooms that may have photos."""
    agencies = agencies_below(session, scope.agencies)
    inside: dict[str, set[Id]] = {"agency": set(agencies), "room": set(scope.rooms)}
    for name in MERGEABLE:
        if name not in ("region", "agency", "attachment"):
            here = set(_placed(session, shape(name), inside))
            inside[name] = inside.get(name, set()) | here
    buildings = select(shape("room").table.c.site_id).where(shape("room").table.c.id.in_(scope.rooms))
    return {row for ids in inside.values() for row in ids} | {row for row in session.scalars(buildings) if row}


def _placed(session: Session, of: Shape, inside: dict[str, set[Id]]) -> Iterator[Id]:
    """The rows of a table that refer to something inside."""
    ways = [(one.column, one.target) for one in of.references if one.target in _WAYS and one.target != of.table.name]
    if not ways:
        return
    query = select(of.table.c.id, *(of.table.c[column] for column, _target in ways))
    if of.table.name not in _ALL_ROWS:
        query = query.where(of.table.c.id.in_(_looked_at(of.table.name)))
    for row, *values in session.execute(query):
        pairs = zip(ways, values, strict=True)
        if any(value in inside.get(target, ()) for (_column, target), value in pairs if value is not None):
            yield row


def _looked_at(name: str) -> CompoundSelect[Any]:
    """The rows of a table that have photos, or through which others that have some are placed."""
    of = Attachment.record_id
    through = {
        "asset": [select(Link.a_asset_id), select(Link.z_asset_id)],
        "link": [select(LinkTest.link_id)],
    }
    return union(select(of).where(Attachment.record_table == name), *through.get(name, []))
