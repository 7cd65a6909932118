"""What is done about sightings: a condition is stated, an exception is moved, recorded or left, a mistake taken back.

Two technicians may have seen the same thing in the same room; what is said of one sighting is said of its twins too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from spbe_assets.domain.changeset import Op
from spbe_assets.domain.errors import NotFound
from spbe_assets.domain.ids import Id
from spbe_assets.domain.vocabulary import Condition, SightingResult, Status
from spbe_assets.i18n import _
from spbe_assets.services import areas
from spbe_assets.services.selection import SOME_IDS, chunks
from spbe_assets.services.sweep_reading import key_of
from spbe_assets.services.sweep_rooms import require_open
from spbe_assets.services.sweep_values import Settled
from spbe_assets.storage import chain
from spbe_assets.storage.columns import shape
from spbe_assets.storage.history import Past
from spbe_assets.storage.tables import Asset, Rack, Sighting, Sweep, Values
from spbe_assets.storage.unit_of_work import UnitOfWork

SEEN = ("verified_at", "verified_by", "verified_how")
"""What a sighting writes to its asset in any case."""
_COLUMNS = (
    Sighting.id, Sighting.sweep_id, Sighting.room_id, Sighting.asset_id, Sighting.code, Sighting.condition,
    Sighting.condition_before, Sighting.result, Sighting.seen_at, Sighting.seen_by, Sighting.born, Sighting.live,
)  # fmt: skip


def set_condition(uow: UnitOfWork, sighting_ids: Iterable[Id], condition: Condition | None) -> None:
    """State the condition of what was seen, for the register too; None takes the statement back.

    Raises:
        NotFound: a sighting was deleted.
        Refused: its sweep is finished.
    """
    chosen = _with_twins(uow.session, sighting_ids)
    uow.update_many(Sighting, {one.id: {"condition": condition} for one in chosen})
    stated = {one.asset_id: one.condition_before if condition is None else condition for one in reversed(chosen)}
    present = _assets(uow.session, stated)
    uow.update_many(Asset, {row.id: {"condition": stated[row.id]} for row in present})


def move_here(uow: UnitOfWork, sighting_ids: Iterable[Id], *, with_agency: bool = False) -> int:
    """Let the register say that things stand where they were seen; what was lost is in use again.

    Args:
        uow: the transaction.
        sighting_ids: of things that the register knows; others are passed over.
        with_agency: also give what belongs to another agency to that of the sweep; ask before.

    Returns:
        How many things were moved.

    Raises:
        NotFound: a sighting or room was deleted.
        Refused: its sweep is finished.
    """
    chosen = [one for one in _with_twins(uow.session, sighting_ids) if one.asset_id is not None]
    rooms = {one.asset_id: one for one in chosen}
    present = _assets(uow.session, rooms)
    owners = _owners(uow.session, chosen) if with_agency else {}
    edits: dict[Id, Values] = {}
    for row in present:
        where = rooms[row.id]
        edits[row.id] = put_in(uow.session, row, where.room_id) | _taken_over(row, owners.get(where.sweep_id))
    uow.update_many(Asset, edits)
    _settle(uow, [one for one in chosen if one.asset_id in edits], Settled.MOVED)
    return len(edits)


def leave(uow: UnitOfWork, sighting_ids: Iterable[Id]) -> None:
    """Say that exceptions were looked at and stay as they are.

    Raises:
        NotFound: a sighting was deleted.
        Refused: its sweep is finished.
    """
    _settle(uow, _with_twins(uow.session, sighting_ids), Settled.LEFT)


def created(uow: UnitOfWork, sighting_id: Id, asset_id: Id) -> None:
    """Say which record an unknown code belongs to, one made for it or one that was there; it was seen in this room.

    Raises:
        NotFound: the sighting or the asset was deleted.
        Refused: its sweep is finished.
    """
    chosen = _with_twins(uow.session, [sighting_id])
    found = _assets(uow.session, [asset_id])
    if not found:
        raise NotFound(_("The record was deleted meanwhile; reload the list."))
    first, asset = chosen[0], found[0]
    uow.update_many(Sighting, {one.id: {"asset_id": asset_id, "settled": Settled.CREATED} for one in chosen})
    filled: Values = dict(zip(SEEN, (first.seen_at, first.seen_by, seen_how()), strict=True))
    if asset.room_id is None:
        filled |= put_in(uow.session, asset, first.room_id)
    stated = next((one.condition for one in reversed(chosen) if one.condition is not None), asset.condition)
    uow.update(Asset, asset_id, **filled, condition=stated)


def unsee(uow: UnitOfWork, sighting_ids: Iterable[Id]) -> None:
    """Take sightings back that were a mistake, with what they wrote to the register and nobody changed since.

    Raises:
        NotFound: a sighting was deleted.
        Refused: its sweep is finished.
    """
    chosen = _with_twins(uow.session, sighting_ids)
    uow.update_many(Asset, dict(_before(uow.session, chosen)))
    uow.delete_many(Sighting, [one.id for one in chosen])


def seen_how() -> str:
    """What the register says about how a thing was seen."""
    return _("in a sweep")


def put_in(session: Session, asset: Any, room_id: Id) -> Values:
    """What changes when an asset gets a room: a rack of another room is given up."""
    rack_room = session.scalar(select(Rack.room_id).where(Rack.id == asset.rack_id)) if asset.rack_id else None
    elsewhere = {"rack_id": None, "rack_position_u": None} if rack_room not in (None, room_id) else {}
    return {"room_id": room_id, **elsewhere}


def _taken_over(asset: Any, owner: tuple[Id, frozenset[Id]] | None) -> Values:
    """What the new owner changes, and that what is here is not lost."""
    found: Values = {"status": Status.ACTIVE} if asset.status == Status.LOST else {}
    if owner is not None and asset.agency_id not in owner[1]:
        found |= {"agency_id": owner[0], "custodian_id": None}
    return found


def _owners(session: Session, sightings: Sequence[Any]) -> dict[Id, tuple[Id, frozenset[Id]]]:
    """Sweep -> its agency, and that with everything below it."""
    found: dict[Id, tuple[Id, frozenset[Id]]] = {}
    for sweep in {one.sweep_id for one in sightings}:
        agency = session.scalar(select(Sweep.agency_id).where(Sweep.id == sweep))
        if agency is not None:
            found[sweep] = (agency, areas.agencies_below(session, [agency]))
    return found


def _settle(uow: UnitOfWork, sightings: Sequence[Any], settled: Settled) -> None:
    exceptions = [one for one in sightings if one.result != SightingResult.FOUND]
    uow.update_many(Sighting, {one.id: {"settled": str(settled)} for one in exceptions})


def _with_twins(session: Session, sighting_ids: Iterable[Id]) -> list[Any]:
    """These sightings and those of the same things in the same rooms, the first seen first, all of open sweeps."""
    wanted = list(dict.fromkeys(sighting_ids))
    chosen = [row for part in chunks(wanted, SOME_IDS) for row in _rows(session, Sighting.id.in_(part))]
    if len(chosen) < len(wanted):
        raise NotFound(_("What was seen was taken back meanwhile; reload the list."))
    for sweep in {row.sweep_id for row in chosen}:
        require_open(session, sweep)
    things = {(row.sweep_id, row.room_id, key_of(row.asset_id, row.code)) for row in chosen}
    places = {(row.sweep_id, row.room_id) for row in chosen}
    there = [
        row
        for sweep, room in places
        for row in _rows(session, (Sighting.sweep_id == sweep) & (Sighting.room_id == room))
        if (sweep, room, key_of(row.asset_id, row.code)) in things
    ]
    return sorted(there, key=lambda row: (row.seen_at, row.id))


def _rows(session: Session, condition: Any) -> list[Any]:
    return [row for row in session.execute(select(*_COLUMNS).where(condition)) if row.live]


def _assets(session: Session, ids: Iterable[Id]) -> list[Any]:
    """The live ones of these assets; what was combined with others since is not among them."""
    columns = (Asset.id, Asset.agency_id, Asset.room_id, Asset.rack_id, Asset.status, Asset.condition, Asset.live)
    return [
        row
        for part in chunks(list(ids), SOME_IDS)
        for row in session.execute(select(*columns).where(Asset.id.in_(part)))
        if row.live
    ]


def _before(session: Session, sightings: Sequence[Any]) -> Iterator[tuple[Id, Values]]:
    """Asset -> what it held before it was seen, as far as nobody wrote to it since."""
    reader = chain.Reader(session.connection())
    fields = (*SEEN, "condition", "room_id", "rack_id", "rack_position_u")
    for one in reversed(sightings):
        chosen = select(Asset.live, *(getattr(Asset, name) for name in fields)).where(Asset.id == one.asset_id)
        row = session.execute(chosen).first() if one.asset_id is not None else None
        if row is not None and row.live:
            present = dict(zip(fields, row[1:], strict=True))
            yield one.asset_id, _written(reader, one, present) | _condition_before(one, present)


def _condition_before(sighting: Any, present: Values) -> Values:
    stands = sighting.condition is not None and present["condition"] == sighting.condition
    return {"condition": sighting.condition_before} if stands else {}


def _written(reader: chain.Reader, sighting: Any, present: Values) -> Values:
    """What the action that made a sighting overwrote in its asset, of the fields that still hold what it wrote."""
    past, of = Past(reader, "asset", sighting.asset_id), shape("asset")
    found = {
        op.field: past.value(op)
        for op in _ops(reader, sighting)
        if op.field in present and of.decode(op.field, op.value) == present[op.field]
    }
    found.pop("condition", None)
    return found if "verified_at" in found else {}


def _ops(reader: chain.Reader, sighting: Any) -> Sequence[Op]:
    """The writes to the asset that came with a sighting: in its changeset, or in the next one of its action."""
    if sighting.born is None:
        return ()
    action = reader.by_number(sighting.born).action
    later = (reader.by_number(n) for n in reader.of_action(action) if n >= sighting.born)
    return next(
        (changeset.by_row[sighting.asset_id] for changeset in later if sighting.asset_id in changeset.by_row), ()
    )
