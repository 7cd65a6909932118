"""The rooms of a sweep: which belong to it, and which are done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from spbe_assets.domain.errors import NotFound, Refused
from spbe_assets.domain.ids import Id, derived_id
from spbe_assets.i18n import _
from spbe_assets.services.selection import SOME_IDS, chunks
from spbe_assets.storage.tables import Room, Sweep, SweepRoom, Values
from spbe_assets.storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Open:
    """A sweep in which things can be seen, and whose it is."""

    id: Id
    agency_id: Id | None


def require_open(session: Session, sweep_id: Id | None) -> Open:
    """A sweep that is still going on.

    Raises:
        NotFound: it was deleted.
        Refused: it is finished.
    """
    row = session.execute(select(Sweep.agency_id, Sweep.finished_at, Sweep.live).where(Sweep.id == sweep_id)).first()
    if sweep_id is None or row is None or not row.live:
        raise NotFound(_("This sweep was deleted; reload the list."))
    if row.finished_at is not None:
        raise Refused(_("This sweep is finished; open it again to go on with it."))
    return Open(sweep_id, row.agency_id)


def room_row(sweep_id: Id, room_id: Id) -> Id:
    """The id of a room's row in a sweep, the same on every installation."""
    return derived_id("sweep_room", sweep_id.hex(), room_id.hex())


def add_rooms(uow: UnitOfWork, sweep_id: Id, room_ids: Iterable[Id]) -> None:
    """Take rooms into a sweep; those that belong to it already stay as they are.

    Raises:
        NotFound: the sweep or a room was deleted.
        Refused: the sweep is finished.
    """
    require_open(uow.session, sweep_id)
    take_in(uow, sweep_id, room_ids)


def take_in(uow: UnitOfWork, sweep_id: Id, room_ids: Iterable[Id]) -> None:
    """The same for a sweep that is known to be open."""
    wanted = {room_row(sweep_id, room_id): room_id for room_id in dict.fromkeys(room_ids)}
    state = _state(uow.session, list(wanted))
    missing = {row: room for row, room in wanted.items() if not state.get(row)}
    if not missing:
        return
    _require_rooms(uow.session, list(missing.values()))
    shared: Values = {"sweep_id": sweep_id}
    uow.create_many(
        SweepRoom, [{"id": row, **shared, "room_id": room} for row, room in missing.items() if row not in state]
    )
    again = {row: {"deleted": False, **shared, "room_id": room} for row, room in missing.items() if row in state}
    uow.update_many(SweepRoom, again)


def finish_room(uow: UnitOfWork, sweep_id: Id, room_id: Id) -> None:
    """Say that a room is done; what is seen there later still counts.

    Raises:
        NotFound: the sweep was deleted, or the room is none of its rooms.
        Refused: the sweep is finished.
    """
    _mark(uow, sweep_id, room_id, datetime.now(UTC), uow.user)


def reopen_room(uow: UnitOfWork, sweep_id: Id, room_id: Id) -> None:
    """Say that a room is not done after all.

    Raises:
        NotFound: the sweep was deleted, or the room is none of its rooms.
        Refused: the sweep is finished.
    """
    _mark(uow, sweep_id, room_id, None, "")


def _mark(uow: UnitOfWork, sweep_id: Id, room_id: Id, at: datetime | None, by: str) -> None:
    require_open(uow.session, sweep_id)
    row = room_row(sweep_id, room_id)
    if not _state(uow.session, [row]).get(row):
        raise NotFound(_("This room does not belong to the sweep; reload the list."))
    uow.update(SweepRoom, row, done_at=at, done_by=by)


def _state(session: Session, rows: list[Id]) -> dict[Id, bool]:
    """Row -> whether it is live, of those that are there."""
    found: dict[Id, bool] = {}
    for part in chunks(rows, SOME_IDS):
        chosen = select(SweepRoom.id, SweepRoom.live).where(SweepRoom.id.in_(part), SweepRoom.stub.is_(False))
        found |= {row: bool(live) for row, live in session.execute(chosen)}
    return found


def _require_rooms(session: Session, room_ids: list[Id]) -> None:
    for part in chunks(room_ids, SOME_IDS):
        found = session.execute(select(Room.id, Room.live).where(Room.id.in_(part)))
        if len([row for row in found if row.live]) < len(part):
            raise NotFound(_("A room of this sweep was deleted; choose another one."))
