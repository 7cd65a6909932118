"""What goes into a pack: every changeset that its receiver is not known to hold, and the photos that were asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from spbe_assets.domain.packs import Order, PackKind, PhotoChoice, Scope
from spbe_assets.domain.vectors import MOST_PHOTOS as MOST_NAMED
from spbe_assets.domain.vectors import Vector
from spbe_assets.services import pack_photos, peers
from spbe_assets.services.pack_photos import NamedPhoto
from spbe_assets.storage import holdings
from spbe_assets.storage.tables import Assignment
from spbe_assets.sync.limits import LARGEST_PACK, LARGEST_PHOTO, MEGABYTE, MIMES, MOST_PHOTOS
from spbe_assets.sync.manifest import PhotoPart

SPARE = 64 * MEGABYTE
"""Kept free for the manifest and the headers."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Changesets by local number and photos; `absent` are photos that belong in, but are not here or did not fit."""

    numbers: list[int]
    size_bytes: int
    photos: tuple[PhotoPart, ...]
    absent: tuple[str, ...]


def selected(session: Session, order: Order) -> Selection:
    """What a pack that somebody wants would carry. `size_bytes` is that of the changesets, roughly."""
    if order.kind is PackKind.RECEIPT:
        return Selection([], 0, (), ())
    theirs = None if order.to is None or order.everything else peers.vector_of(session, order.to)
    numbers = holdings.lacking(session, theirs or Vector())
    size = holdings.size_of(session, numbers)
    photos = _wanted(session, order, theirs, numbers)
    inside = _fitting(photos, LARGEST_PACK - SPARE - size) if order.photos is not PhotoChoice.NONE else []
    taken = {one.sha256 for one in inside}
    absent = sorted(one.sha256 for one in photos if one.sha256 not in taken)
    return Selection(numbers, size, tuple(sorted(inside)), tuple(absent[:MOST_NAMED]))


def _wanted(session: Session, order: Order, theirs: Vector | None, numbers: Iterable[int]) -> list[NamedPhoto]:
    """The photos that the receiver should have after this pack and is not known to have now."""
    is_work = order.kind is PackKind.WORK
    if is_work and order.photos is PhotoChoice.NONE:
        return []
    scope = _scope(session, order) if order.photos is PhotoChoice.ASSIGNED else None
    if is_work and scope is not None and not scope:
        return []
    return pack_photos.lacking(pack_photos.named(session, scope or None), theirs, set(numbers))


def _scope(session: Session, order: Order) -> Scope:
    """The agencies and rooms of the order, and those that the receiver was sent to before and is still at."""
    if order.kind is not PackKind.WORK or order.to is None:
        return order.scope
    at_hand = select(Assignment.agency_id, Assignment.room_id).where(
        Assignment.fingerprint == order.to, Assignment.live, Assignment.closed_at.is_(None)
    )
    agencies, rooms = dict.fromkeys(order.scope.agencies), dict.fromkeys(order.scope.rooms)
    for agency, room in session.execute(at_hand):
        if room is not None:
            rooms[room] = None
        elif agency is not None:
            agencies[agency] = None
    return Scope(tuple(agencies), tuple(rooms))


def _fitting(photos: Iterable[NamedPhoto], room: int) -> list[PhotoPart]:
    """As many of the photos that are here as one pack takes; the others come with the next one."""
    found: list[PhotoPart] = []
    for one in photos:
        if one.size_bytes is None or one.mime not in MIMES or not 0 < one.size_bytes <= LARGEST_PHOTO:
            continue
        room -= one.size_bytes
        if room < 0 or len(found) == MOST_PHOTOS:
            break
        found.append(PhotoPart(one.sha256, one.size_bytes, one.mime))
    return found
