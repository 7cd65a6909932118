"""Sweeps (opname, stock-taking): an agency's rooms are gone through, and the register is held against what is there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import select

from spbe_assets.domain import validation
from spbe_assets.domain.errors import Invalid
from spbe_assets.domain.ids import Id
from spbe_assets.domain.limits import LONG
from spbe_assets.i18n import _
from spbe_assets.services.sweep_rooms import add_rooms, finish_room, reopen_room, require_open, take_in
from spbe_assets.services.sweep_settling import created, leave, move_here, set_condition, unsee
from spbe_assets.services.sweep_sightings import see, see_asset, see_unknown
from spbe_assets.services.sweep_values import (
    EXCEPTIONS,
    Counts,
    Line,
    RoomCount,
    RoomView,
    Seen,
    Settled,
    State,
    SweepOverview,
    SweepRow,
    Way,
)
from spbe_assets.services.sweep_views import everything, listed, one, overview, room
from spbe_assets.storage.tables import Sighting, Sweep, SweepRoom
from spbe_assets.storage.unit_of_work import UnitOfWork

__all__ = [
    "EXCEPTIONS",
    "Counts",
    "Line",
    "RoomCount",
    "RoomView",
    "Seen",
    "Settled",
    "State",
    "SweepOverview",
    "SweepRow",
    "Way",
    "add_rooms",
    "created",
    "delete",
    "everything",
    "finish",
    "finish_room",
    "leave",
    "listed",
    "move_here",
    "one",
    "overview",
    "reopen",
    "reopen_room",
    "room",
    "see",
    "see_asset",
    "see_unknown",
    "set_condition",
    "start",
    "unsee",
    "update",
]  # fmt: skip


LONGEST_NAME, LONGEST_NUMBER = 200, 80


def start(uow: UnitOfWork, agency_id: Id, room_ids: Iterable[Id], name: str = "") -> Id:
    """Begin a sweep of some rooms; more can be taken in later.

    Raises:
        NotFound: the agency or a room was deleted.
        Invalid: the name is too long.
    """
    said = {"name": _checked(name, LONGEST_NAME), "started_at": datetime.now(UTC), "started_by": uow.user[:120]}
    sweep_id = uow.create(Sweep, agency_id=agency_id, **said)
    take_in(uow, sweep_id, room_ids)
    return sweep_id


def update(
    uow: UnitOfWork, sweep_id: Id, *, name: str | None = None, number: str | None = None, notes: str | None = None
) -> None:
    """Change what a sweep is called, the number of its minutes or its notes, also when it is finished.

    Raises:
        NotFound: it was deleted.
        Invalid: a text is too long.
    """
    one(uow.session, sweep_id)
    limits = {"name": (name, LONGEST_NAME), "number": (number, LONGEST_NUMBER), "notes": (notes, LONG)}
    said = {key: _checked(text, limit) for key, (text, limit) in limits.items() if text is not None}
    uow.update_many(Sweep, {sweep_id: said})


def finish(uow: UnitOfWork, sweep_id: Id, number: str = "", notes: str = "") -> SweepOverview:
    """End a sweep, complete or not; what is still missing or unsettled stands in what is returned.

    Raises:
        NotFound: it was deleted.
        Refused: it is finished already.
        Invalid: the number or the notes are too long.
    """
    require_open(uow.session, sweep_id)
    update(uow, sweep_id, number=number or None, notes=notes or None)
    uow.update(Sweep, sweep_id, finished_at=datetime.now(UTC), finished_by=uow.user[:120])
    return overview(uow.session, sweep_id)


def reopen(uow: UnitOfWork, sweep_id: Id) -> None:
    """Go on with a finished sweep.

    Raises:
        NotFound: it was deleted.
    """
    one(uow.session, sweep_id)
    uow.update(Sweep, sweep_id, finished_at=None, finished_by="")


def delete(uow: UnitOfWork, sweep_id: Id) -> None:
    """Delete a sweep with its rooms and sightings; what the register learned from it stays.

    Raises:
        NotFound: it was deleted already.
    """
    one(uow.session, sweep_id)
    for kind in (Sighting, SweepRoom):
        rows = uow.session.execute(select(kind.id, kind.live).where(kind.sweep_id == sweep_id))
        uow.delete_many(kind, [row_id for row_id, live in rows if live])
    uow.delete(Sweep, sweep_id)


def _checked(text: str, limit: int) -> str:
    tidy = validation.clean(text, lines=limit == LONG)
    if len(tidy) > limit:
        raise Invalid(_("This text may have at most {limit} characters; shorten it.").format(limit=limit))
    return tidy
