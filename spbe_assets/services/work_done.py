"""How much of its equipment each agency has seen with its own eyes, and which rooms were swept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from spbe_assets.domain.ids import Id
from spbe_assets.formats import zone
from spbe_assets.services.measures.basis import in_books, is_live, start_of
from spbe_assets.services.report_subject import Subject
from spbe_assets.storage.tables import Asset, Room, Sweep, SweepRoom


@dataclass(frozen=True, slots=True)
class Coverage:
    """One agency: how many of its items were seen since the day that counts, and when the last one was."""

    agency: str
    items: int
    seen: int
    never: int
    last_seen: date | None
    rooms: int
    rooms_swept: int

    @property
    def share(self) -> float | None:
        """What was seen of all; None without items."""
        return self.seen / self.items if self.items else None


@dataclass(frozen=True, slots=True)
class WorkDone:
    """Every agency by name; what counts as seen was seen on or after `since`."""

    rows: tuple[Coverage, ...]
    since: date


@dataclass(slots=True)
class _Counted:
    items: int = 0
    seen: int = 0
    never: int = 0
    last: datetime | None = None


def read(session: Session, subject: Subject, seen_days: int) -> WorkDone:
    """What was seen within so many days before the day of the report."""
    since = subject.as_of - timedelta(days=seen_days)
    counted, rooms, swept = _assets(session, subject, since), _rooms(session), _swept(session, subject, since)
    rows = []
    for agency in subject.agencies:
        own = counted.get(agency.id, _Counted())
        inside = {room for room, unit in rooms.items() if unit in agency.units}
        last = own.last.astimezone(zone()).date() if own.last else None
        rows.append(Coverage(agency.name, own.items, own.seen, own.never, last, len(inside), len(inside & swept)))
    return WorkDone(tuple(rows), since)


def _assets(session: Session, subject: Subject, since: date) -> dict[Id, _Counted]:
    seen_at = Asset.verified_at
    query = in_books().query(
        Asset.agency_id,
        func.count(),
        func.count().filter(seen_at >= start_of(since)),
        func.count().filter(seen_at.is_(None)),
        func.max(seen_at),
    )
    found: dict[Id, _Counted] = {}
    for unit, items, seen, never, last in session.execute(query.group_by(Asset.agency_id)):
        owner = subject.owners.get(unit)
        if owner is None:
            continue
        own = found.setdefault(owner.id, _Counted())
        own.items, own.seen, own.never = own.items + items, own.seen + seen, own.never + never
        own.last = max((one for one in (own.last, last) if one is not None), default=None)
    return found


def _rooms(session: Session) -> dict[Id, Id | None]:
    return {room: unit for room, unit in session.execute(select(Room.id, Room.agency_id).where(is_live(Room)))}


def _swept(session: Session, subject: Subject, since: date) -> set[Id | None]:
    """The rooms that were done in a sweep since then."""
    end = datetime.combine(subject.as_of + timedelta(days=1), time.min, zone())
    query = select(SweepRoom.room_id).join(Sweep, Sweep.id == SweepRoom.sweep_id)
    done = SweepRoom.done_at
    return set(session.scalars(query.where(is_live(SweepRoom), is_live(Sweep), done >= start_of(since), done < end)))
