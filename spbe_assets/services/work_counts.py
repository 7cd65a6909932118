"""What stands in each agency and room, what was seen and made since it was handed out, and who wrote there.

Each answer is one pass in SQL over the assets, whatever their number.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import CTE, ColumnElement, case, func, or_, select, union_all
from sqlalchemy.orm import Session

from spbe_assets.domain import clock
from spbe_assets.domain.ids import Id
from spbe_assets.storage.tables import (
    Agency,
    Asset,
    Assignment,
    Attachment,
    Changeset,
    DeviceDetail,
    Room,
    ServerDetail,
    Touch,
)

DETAILS = (ServerDetail, DeviceDetail)
_SINCE = (Assignment.handed_at.label("since"), Assignment.id.label("mark"))


class Corner(NamedTuple):
    """The assets of one agency in one room; None where that is not recorded."""

    agency_id: Id | None
    room_id: Id | None


@dataclass(slots=True)
class Count:
    """How many assets there are, were seen and were made since the area was handed out, and when one was seen last."""

    assets: int = 0
    verified: int = 0
    new: int = 0
    seen_at: datetime | None = None

    def add(self, other: Count) -> None:
        """Put the figures of another corner to these."""
        self.assets += other.assets
        self.verified += other.verified
        self.new += other.new
        self.seen_at = max(filter(None, (self.seen_at, other.seen_at)), default=None)


class Writing(NamedTuple):
    """That an installation wrote assets in a corner at a moment."""

    corner: Corner
    replica: Id
    at: datetime


def counts(session: Session, fingerprint: str | None = None) -> dict[Corner, Count]:
    """The figures of every corner with assets; nothing counts as seen or new where nothing is handed out.

    Args:
        session: for reading.
        fingerprint: of the installation whose work alone counts; None for everybody's.
    """
    by_agency, by_room = _agency_areas(fingerprint), _room_areas(fingerprint)
    since = _earlier(by_agency.c.since, by_room.c.since)
    # An id begins with the moment it was made, so whatever is younger than the assignment was made after it.
    mark = _earlier(by_agency.c.mark, by_room.c.mark)
    chosen = (
        select(
            Asset.agency_id, Asset.room_id, func.count(), func.count().filter(Asset.verified_at >= since),
            func.count().filter(Asset.id > mark), func.max(Asset.verified_at),
        )
        .outerjoin(by_agency, by_agency.c.area == Asset.agency_id)
        .outerjoin(by_room, by_room.c.area == Asset.room_id)
        .where(func.coalesce(Asset.live, False))
        .group_by(Asset.agency_id, Asset.room_id)
    )  # fmt: skip
    return {
        Corner(agency, room): Count(assets, verified, new, seen_at)
        for agency, room, assets, verified, new, seen_at in session.execute(chosen)
    }


def photos(session: Session) -> dict[Corner, int]:
    """How many photos and documents the assets of every corner have."""
    chosen = (
        select(Asset.agency_id, Asset.room_id, func.count())
        .select_from(Attachment)
        .join(Asset, Asset.id == Attachment.record_id)
        .where(Attachment.live, Attachment.record_table == "asset", Asset.live)
        .group_by(Asset.agency_id, Asset.room_id)
    )
    return {Corner(agency, room): number for agency, room, number in session.execute(chosen)}


def writings(session: Session, since: datetime) -> list[Writing]:
    """Which installations wrote assets or their details where and when, since a moment."""
    limit = clock.at(since)
    first = session.scalar(select(func.min(Changeset.n)).where(Changeset.hlc >= limit))
    if first is None:
        return []
    written = _written(first).subquery()
    chosen = (
        select(written.c.agency_id, written.c.room_id, Changeset.replica, Changeset.hlc)
        .join(Changeset, Changeset.n == written.c.changeset)
        .where(Changeset.hlc >= limit)
        .distinct()
    )
    return [
        Writing(Corner(agency, room), replica, clock.moment(hlc))
        for agency, room, replica, hlc in session.execute(chosen)
    ]


def _written(first: int) -> Any:
    """Agency, room and changeset of every write of an asset from a local number on."""
    where = (Asset.agency_id, Asset.room_id)
    parts: list[Any] = [
        select(*where, Asset.born.label("changeset")).where(Asset.born >= first),
        select(*where, Touch.changeset).join(Touch, Touch.row == Asset.id).where(Touch.changeset >= first),
    ]
    for detail in DETAILS:
        touched = select(*where, Touch.changeset).join(detail, detail.asset_id == Asset.id)
        parts.append(touched.join(Touch, Touch.row == detail.id).where(Touch.changeset >= first))
    return union_all(*parts)


def _open(fingerprint: str | None) -> ColumnElement[bool]:
    is_open = Assignment.live & Assignment.closed_at.is_(None)
    return is_open if fingerprint is None else is_open & (Assignment.fingerprint == fingerprint)


def _agency_areas(fingerprint: str | None) -> Any:
    """Since when each agency is handed out, itself or one above it."""
    area = func.coalesce(Agency.merged_into, Assignment.agency_id).label("area")
    top = select(area, *_SINCE).outerjoin(Agency, Agency.id == Assignment.agency_id)
    given: CTE = top.where(_open(fingerprint), Assignment.room_id.is_(None)).cte("given", recursive=True)
    below = select(Agency.id, given.c.since, given.c.mark).join(given, Agency.parent_id == given.c.area)
    return _earliest(given.union(below))  # UNION leaves out what is known already, so that a cycle ends


def _room_areas(fingerprint: str | None) -> Any:
    area = func.coalesce(Room.merged_into, Assignment.room_id).label("area")
    given = select(area, *_SINCE).outerjoin(Room, Room.id == Assignment.room_id)
    return _earliest(given.where(_open(fingerprint), Assignment.room_id.is_not(None)).subquery())


def _earliest(given: Any) -> Any:
    chosen = select(given.c.area, func.min(given.c.since).label("since"), func.min(given.c.mark).label("mark"))
    return chosen.group_by(given.c.area).subquery()


def _earlier(one: Any, other: Any) -> ColumnElement[Any]:
    return case((or_(other.is_(None), one < other), one), else_=other)
