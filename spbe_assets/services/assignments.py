"""Field work handed to people: what I have to do, and how far everybody is in which agency and room."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from spbe_assets.domain.ids import Id
from spbe_assets.domain.packs import Scope
from spbe_assets.services.assignment_rows import OVERDUE, AreaProgress, Hand, Task
from spbe_assets.services.work_areas import Area, Areas
from spbe_assets.services.work_counts import Count, counts, photos
from spbe_assets.services.work_overlaps import Activity, activity
from spbe_assets.storage.tables import Agency, Assignment, Room, Sweep, SweepRoom
from spbe_assets.storage.unit_of_work import UnitOfWork

__all__ = [
    "OVERDUE", "AreaProgress", "Hand", "Task", "any_open", "close", "hand_out", "has_tasks", "mine", "progress",
    "returned",
]  # fmt: skip
NONE = Count()


def hand_out(uow: UnitOfWork, fingerprint: str, person: str, scope: Scope, pack_id: str, notes: str = "") -> list[Id]:
    """Note who got which agencies and rooms with a work pack.

    What he has not brought back yet goes on with the new pack; what he has is closed and handed out anew.

    Args:
        uow: the action that makes the pack.
        fingerprint: of the receiver's installation.
        person: his name, as people read it.
        scope: what he is sent to.
        pack_id: of the work pack.
        notes: a line to him.

    Returns:
        The assignments.
    """
    areas = Areas.of(uow.session)
    wanted = dict.fromkeys([*(Area(one) for one in scope.agencies), *(areas.area(None, room) for room in scope.rooms)])
    hands = [hand for hand in _hands(uow.session, fingerprint) if hand.is_open]
    present = {areas.area(hand.agency_id, hand.room_id): hand for hand in hands}
    close(uow, [hand.id for area, hand in present.items() if area in wanted and hand.returned_at])
    going_on = {area: hand for area, hand in present.items() if area in wanted and not hand.returned_at}
    edits = {hand.id: {"pack": pack_id, "notes": notes or hand.note} for hand in going_on.values()}
    uow.update_many(Assignment, edits)
    shared = {"fingerprint": fingerprint, "person": person, "pack": pack_id, "notes": notes}
    now = datetime.now(UTC)
    rows = [
        {"agency_id": area.agency_id, "room_id": area.room_id, "handed_at": now, **shared}
        for area in wanted
        if area not in going_on
    ]
    return [*edits, *uow.create_many(Assignment, rows)]


def returned(uow: UnitOfWork, fingerprint: str, at: datetime) -> int:
    """Note that a return pack came from an installation; one older than the last changes nothing.

    Args:
        uow: the action that merges the pack.
        fingerprint: of the installation that wrote it.
        at: when it was written.

    Returns:
        How many assignments it was noted on.
    """
    noted = {
        hand.id: {"returned_at": at}
        for hand in _hands(uow.session, fingerprint)
        if hand.is_open and hand.handed_at <= at and (hand.returned_at is None or hand.returned_at < at)
    }
    return uow.update_many(Assignment, noted)


def close(uow: UnitOfWork, ids: Iterable[Id]) -> int:
    """Say that the work of some assignments is done; undo opens them again. Returns how many were open."""
    now = datetime.now(UTC)
    still = select(Assignment.id).where(Assignment.id.in_(list(ids)), Assignment.closed_at.is_(None), Assignment.live)
    return uow.update_many(Assignment, {row: {"closed_at": now} for row in uow.session.scalars(still)})


def any_open(session: Session) -> bool:
    """Whether anybody, as far as is known here, has work that is not done."""
    return (
        session.scalar(select(Assignment.id).where(Assignment.live, Assignment.closed_at.is_(None)).limit(1))
        is not None
    )


def has_tasks(session: Session, fingerprint: str) -> bool:
    """Whether an installation has work that is not done."""
    own = (Assignment.fingerprint == fingerprint, Assignment.live, Assignment.closed_at.is_(None))
    return session.scalar(select(Assignment.id).where(*own).limit(1)) is not None


def mine(session: Session, fingerprint: str) -> list[Task]:
    """What an installation has to do, by agency and room; an agency as a whole comes before its rooms."""
    hands = [hand for hand in _hands(session, fingerprint) if hand.is_open]
    if not hands:
        return []
    areas, by_area = Areas.of(session), dict[Area, Hand]()
    for hand in hands:
        for area in areas.covered(areas.area(hand.agency_id, hand.room_id)):
            by_area.setdefault(area, hand)
    counted = areas.sums(counts(session, fingerprint))
    pictured = areas.sums({corner: Count(number) for corner, number in photos(session).items()})
    sweeps = _open_sweeps(session, areas)
    return [
        _task(area, areas.names(area), by_area[area], counted.get(area, NONE), pictured.get(area, NONE), sweeps)
        for area in areas.ordered(by_area)
    ]


def progress(session: Session) -> list[AreaProgress]:
    """Every agency with assets or work handed out, each before its rooms; by name."""
    areas = Areas.of(session)
    counted = areas.sums(counts(session))
    hands, in_rooms = dict[Area, list[Hand]](), dict[Area, list[Hand]]()
    for hand in _hands(session):
        place = areas.area(hand.agency_id, hand.room_id)
        for area in areas.covered(place):
            hands.setdefault(area, []).append(hand)
        if place.room_id is not None:
            in_rooms.setdefault(Area(place.agency_id), []).append(hand)
    done = activity(session, areas, hands)
    return [
        _progress(area, areas.names(area), _latest(hands, area), _latest(in_rooms, area), counted.get(area, NONE), done)
        for area in areas.ordered(dict.fromkeys([*counted, *hands, *in_rooms]))
    ]


def _task(
    area: Area, names: tuple[str, str], hand: Hand, count: Count, pictured: Count, sweeps: Mapping[Area, Id]
) -> Task:
    return Task(
        id=hand.id,
        agency_id=area.agency_id,
        agency=names[0],
        room_id=area.room_id,
        room=names[1],
        assets=count.assets,
        verified=count.verified,
        photos=pictured.assets,
        sweep_id=sweeps.get(area),
        handed_at=hand.handed_at,
        returned_at=hand.returned_at,
        note=hand.note,
    )


def _progress(
    area: Area,
    names: tuple[str, str],
    hands: tuple[Hand, ...],
    in_rooms: tuple[Hand, ...],
    count: Count,
    done: Activity,
) -> AreaProgress:
    return AreaProgress(
        agency_id=area.agency_id,
        agency=names[0],
        room_id=area.room_id,
        room=names[1],
        hands=hands,
        in_rooms=in_rooms,
        assets=count.assets,
        verified=count.verified,
        new=count.new,
        last_at=max(filter(None, (count.seen_at, done.last.get(area))), default=None),
        shared=len({hand.fingerprint for hand in hands if hand.is_open}) > 1,
        writers=tuple(sorted(done.several.get(area, ()))),
    )


def _latest(hands: Mapping[Area, Sequence[Hand]], area: Area) -> tuple[Hand, ...]:
    """Those who have it; where all are done the last one."""
    every = hands.get(area, ())
    return tuple(hand for hand in every if hand.is_open) or tuple(every[-1:])


def _hands(session: Session, fingerprint: str | None = None) -> list[Hand]:
    """The assignments, the oldest first; an agency or room that became another one is that."""
    chosen = (
        select(
            Assignment.id, Assignment.fingerprint, Assignment.person,
            func.coalesce(Agency.merged_into, Assignment.agency_id),
            func.coalesce(Room.merged_into, Assignment.room_id),
            Assignment.pack, Assignment.handed_at, Assignment.returned_at, Assignment.closed_at, Assignment.notes,
        )
        .outerjoin(Agency, Agency.id == Assignment.agency_id)
        .outerjoin(Room, Room.id == Assignment.room_id)
        .where(Assignment.live, Assignment.handed_at.is_not(None))
        .order_by(Assignment.handed_at, Assignment.n)
    )  # fmt: skip
    if fingerprint is not None:
        chosen = chosen.where(Assignment.fingerprint == fingerprint)
    rows: Iterable[Any] = session.execute(chosen)
    return [Hand(*row) for row in rows]


def _open_sweeps(session: Session, areas: Areas) -> dict[Area, Id]:
    """The newest sweep that is going on in each room, and of each agency."""
    going_on = (Sweep.live, Sweep.finished_at.is_(None))
    of_agency = select(Sweep.agency_id, Sweep.id).where(*going_on).order_by(Sweep.n)
    found: dict[Area, Id] = {Area(agency): sweep for agency, sweep in session.execute(of_agency)}
    rooms = (
        select(Sweep.agency_id, SweepRoom.room_id, Sweep.id)
        .join(Sweep, Sweep.id == SweepRoom.sweep_id)
        .where(*going_on, SweepRoom.live, SweepRoom.done_at.is_(None))
        .order_by(Sweep.n)
    )
    return found | {areas.area(agency, room): sweep for agency, room, sweep in session.execute(rooms)}
