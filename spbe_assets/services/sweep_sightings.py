"""What a technician sees in a room: each scan or tick is one sighting, and the register knows it was seen.

The sighting and what it says of the asset are one transaction: whatever was acknowledged is there after a crash.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from spbe_assets.domain.errors import Invalid, NotFound
from spbe_assets.domain.ids import Id
from spbe_assets.domain.vocabulary import Condition, SightingResult
from spbe_assets.i18n import _
from spbe_assets.services import areas, ordering, references, scanning, words
from spbe_assets.services.scanning import Hit, Outcome
from spbe_assets.services.sweep_reading import GONE
from spbe_assets.services.sweep_rooms import Open, require_open, take_in
from spbe_assets.services.sweep_settling import SEEN, put_in, seen_how, set_condition
from spbe_assets.services.sweep_values import Seen, Way
from spbe_assets.storage.tables import Agency, Asset, Category, Sighting, Values
from spbe_assets.storage.unit_of_work import UnitOfWork


def see(
    uow: UnitOfWork, sweep_id: Id, room_id: Id, code: str, condition: Condition | None = None, way: str = Way.SCAN
) -> Seen:
    """Record that a thing with this code stands in a room; the code is read as scanning reads it.

    Where the code means several things, is mistyped or the label of a link, nothing is recorded and `Seen.sentence`
    says why. The same thing again changes nothing but its condition.

    Raises:
        Invalid: the code is empty.
        NotFound: the sweep or the room was deleted.
        Refused: the sweep is finished.
    """
    sweep = require_open(uow.session, sweep_id)
    scan = scanning.find(uow.session, _readable(code))
    things = [hit for hit in scan.hits if hit.table == "asset"]
    if scan.outcome is Outcome.MISTYPED or len(things) > 1:
        likely = _here_first(uow.session, things, room_id)
        return Seen(scan.code, None, candidates=likely, sentence=scan.sentence)
    if things:
        return _saw(uow, sweep, room_id, things[0].id, scan.code, condition, way)
    if scan.hits:
        return Seen(scan.code, None, sentence=_("This is the label of a link, which stands in no room."))
    return _unknown(uow, sweep, room_id, scan.code, condition, way, scan.sentence)


def see_asset(
    uow: UnitOfWork,
    sweep_id: Id,
    room_id: Id,
    asset_id: Id,
    condition: Condition | None = None,
    way: str = Way.TICK,
    code: str = "",
) -> Seen:
    """Record that this asset stands in a room: it was ticked, or chosen among those that a `code` means.

    Raises:
        NotFound: the sweep, the room or the asset was deleted.
        Refused: the sweep is finished.
    """
    sweep = require_open(uow.session, sweep_id)
    return _saw(uow, sweep, room_id, asset_id, _bare(code), condition, way)


def see_unknown(
    uow: UnitOfWork, sweep_id: Id, room_id: Id, code: str, condition: Condition | None = None, way: str = Way.SCAN
) -> Seen:
    """Record a code as it is, without asking what it means: nobody knows it, or nobody could say which one it is.

    Raises:
        Invalid: the code is empty.
        NotFound: the sweep or the room was deleted.
        Refused: the sweep is finished.
    """
    sweep = require_open(uow.session, sweep_id)
    sentence = _("The code was noted as it is.")
    return _unknown(uow, sweep, room_id, _bare(_readable(code)), condition, way, sentence)


def _readable(code: str) -> str:
    """The code without letters that can't be seen, which some scanners send before and after it."""
    shown = "".join(letter if letter.isprintable() else " " for letter in code).strip()
    if not words.bare(shown):
        raise Invalid(_("Scan or type a code first."))
    return shown


def _bare(code: str) -> str:
    return words.bare(code)[: scanning.LONGEST]


def _here_first(session: Session, hits: list[Hit], room_id: Id) -> tuple[Hit, ...]:
    chosen = select(Asset.id).where(Asset.id.in_([hit.id for hit in hits]), Asset.room_id == room_id)
    here = set(session.scalars(chosen)) if hits else set()
    return tuple(sorted(hits, key=lambda hit: hit.id not in here))


def _saw(
    uow: UnitOfWork, sweep: Open, room_id: Id, asset_id: Id, code: str, condition: Condition | None, way: str
) -> Seen:
    asset = _asset(uow.session, asset_id)
    earlier = _sightings_of(uow.session, sweep.id, asset_id)
    here = [one for one in earlier if one.room_id == room_id]
    if here:
        return _again(uow, asset, here[0], earlier, code, condition)
    take_in(uow, sweep.id, [room_id])
    result = _judged(uow.session, sweep, room_id, asset)
    placed = result is SightingResult.FOUND and asset.room_id is None
    home = room_id if placed else None if asset.status in GONE else asset.room_id
    now = datetime.now(UTC)
    sighting = uow.create(
        Sighting, **_said(uow, sweep, room_id, code, condition, way, now), asset_id=asset_id,
        condition_before=asset.condition, result=result, expected_room_id=home,
    )  # fmt: skip
    written: Values = dict(zip(SEEN, (now, uow.user[:120], seen_how()), strict=True))
    written |= put_in(uow.session, asset, room_id) if placed else {}
    written |= {} if condition is None else {"condition": condition}
    uow.update_many(Asset, {asset_id: written})
    return _told(uow.session, asset, code, result, sighting, earlier, condition, placed=placed)


def _unknown(
    uow: UnitOfWork, sweep: Open, room_id: Id, code: str, condition: Condition | None, way: str, sentence: str
) -> Seen:
    result = SightingResult.UNKNOWN
    known = _same_code(uow.session, sweep.id, room_id, code)
    if known is not None:
        if condition is not None:
            set_condition(uow, [known.id], condition)
        return Seen(code, result, known.id, known.asset_id, condition=condition, already=True, sentence=sentence)
    take_in(uow, sweep.id, [room_id])
    said = _said(uow, sweep, room_id, code, condition, way, datetime.now(UTC))
    sighting = uow.create(Sighting, **said, result=result)
    return Seen(code, result, sighting, condition=condition, sentence=sentence)


def _same_code(session: Session, sweep_id: Id, room_id: Id, code: str) -> Any:
    """The sighting of an unknown code in a room, also where a person said since which record it belongs to."""
    columns = (Sighting.id, Sighting.asset_id, Sighting.code, Sighting.result, Sighting.live)
    rows = session.execute(select(*columns).where(Sighting.sweep_id == sweep_id, Sighting.room_id == room_id))
    unknown = (row for row in rows if row.live and row.result == SightingResult.UNKNOWN)
    return next((row for row in unknown if row.code.casefold() == code.casefold()), None)


def _said(
    uow: UnitOfWork, sweep: Open, room_id: Id, code: str, condition: Condition | None, way: str, now: datetime
) -> Values:
    return {
        "sweep_id": sweep.id, "room_id": room_id, "code": code, "condition": condition, "way": str(way),
        "seen_at": now, "seen_by": uow.user[:120],
    }  # fmt: skip


def _again(
    uow: UnitOfWork,
    asset: Any,
    sighting: Any,
    earlier: list[Any],
    code: str,
    condition: Condition | None,
) -> Seen:
    if condition is not None:
        set_condition(uow, [sighting.id], condition)
    result = SightingResult(str(sighting.result))
    return _told(uow.session, asset, code, result, sighting.id, earlier, condition, already=True)


def _asset(session: Session, asset_id: Id) -> Any:
    columns = (
        Asset.id, Asset.tag, Asset.name, Asset.brand, Asset.model, Asset.agency_id, Asset.room_id, Asset.rack_id,
        Asset.status, Asset.condition, Asset.live, ordering.AGENCY_LABEL.label("agency"),
        func.coalesce(ordering.category_label(), "").label("title"),
    )  # fmt: skip
    chosen = select(*columns).outerjoin(Agency, Agency.id == Asset.agency_id)
    chosen = chosen.outerjoin(Category, Category.id == Asset.category_id).where(Asset.id == asset_id)
    row = session.execute(chosen).first()
    if row is None or not row.live:
        raise NotFound(_("The record was deleted meanwhile; reload the list."))
    return row


def _sightings_of(session: Session, sweep_id: Id, asset_id: Id) -> list[Any]:
    columns = (Sighting.id, Sighting.sweep_id, Sighting.room_id, Sighting.result, Sighting.live, Sighting.seen_at)
    rows = session.execute(select(*columns).where(Sighting.asset_id == asset_id)).all()
    return sorted((row for row in rows if row.live and row.sweep_id == sweep_id), key=lambda row: (row.seen_at, row.id))


def _judged(session: Session, sweep: Open, room_id: Id, asset: Any) -> SightingResult:
    if asset.status in GONE:
        return SightingResult.UNEXPECTED
    if asset.room_id == room_id:
        return SightingResult.FOUND
    if not _is_ours(session, sweep, asset.agency_id):
        return SightingResult.UNEXPECTED
    return SightingResult.FOUND if asset.room_id is None else SightingResult.WRONG_ROOM


def _is_ours(session: Session, sweep: Open, agency_id: Id | None) -> bool:
    """Whether an agency is that of the sweep or lies below it; nobody's things are nobody else's."""
    if agency_id is None or sweep.agency_id is None:
        return True
    return agency_id in areas.agencies_below(session, [sweep.agency_id])


def _told(
    session: Session,
    asset: Any,
    code: str,
    result: SightingResult,
    sighting: Id,
    earlier: list[Any],
    condition: Condition | None,
    *,
    already: bool = False,
    placed: bool = False,
) -> Seen:
    here = next((one.room_id for one in earlier if one.id == sighting), None)
    names = references.names(session, "room", [one.room_id for one in earlier] + [asset.room_id or b""])
    also = tuple(dict.fromkeys(names.get(one.room_id, "") for one in earlier if one.room_id != here))
    seen = Seen(
        code=code,
        result=result,
        sighting_id=sighting,
        asset_id=asset.id,
        tag=asset.tag,
        name=asset.name or asset.title or f"{asset.brand} {asset.model}".strip(),
        condition=condition or asset.condition,
        room="" if result is SightingResult.FOUND else names.get(asset.room_id, ""),
        agency=(asset.agency or "") if result is SightingResult.UNEXPECTED else "",
        gone=asset.status in GONE,
        also_in=also,
        already=already,
        placed=placed,
    )
    return replace(seen, sentence=" ".join(_sentences(seen)))


def _sentences(seen: Seen) -> Iterator[str]:
    """What people are told of a thing: nothing where it is where it should be."""
    name = seen.name or seen.tag
    if seen.already:
        yield _("{name} was seen here already.").format(name=name)
    if seen.placed:
        yield _("{name} had no room in the register; now it has this one.").format(name=name)
    elif seen.gone:
        yield _("The register says that {name} was disposed of or lost.").format(name=name)
    elif seen.result is SightingResult.UNEXPECTED:
        yield _("{name} belongs to {agency}.").format(name=name, agency=seen.agency or _("another agency"))
    elif seen.result is SightingResult.WRONG_ROOM:
        yield _("{name} belongs in {room}.").format(name=name, room=seen.room or _("another room"))
    if seen.also_in:
        yield _("In this sweep it was also seen in: {rooms}.").format(rooms=", ".join(seen.also_in))
