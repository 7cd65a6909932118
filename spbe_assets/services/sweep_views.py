"""Sweeps as people read them: the list, a sweep room by room, and a room line by line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from spbe_assets import formats
from spbe_assets.domain.errors import NotFound
from spbe_assets.domain.ids import Id
from spbe_assets.domain.sort_keys import natural
from spbe_assets.i18n import _
from spbe_assets.services import ordering
from spbe_assets.services.selection import SOME_IDS, chunks
from spbe_assets.services.sweep_reading import GONE, Group, Reading
from spbe_assets.services.sweep_values import Counts, Line, RoomCount, RoomView, State, SweepOverview, SweepRow
from spbe_assets.storage.tables import Agency, Asset, Category, Room, Sighting, Site, Sweep, SweepRoom

Places = Mapping[Id, tuple[str, str]]
"""Room -> its name and that of its site."""

_SWEEP = (
    Sweep.id, Sweep.name, Sweep.agency_id, Sweep.number, Sweep.started_at, Sweep.started_by, Sweep.finished_at,
    Sweep.finished_by, Sweep.notes,
)  # fmt: skip


def listed(session: Session, *, open_only: bool = False) -> list[SweepRow]:
    """All sweeps, the open ones first, the latest begun first."""
    chosen = select(*_SWEEP, ordering.AGENCY_LABEL.label("agency")).outerjoin(Agency, Agency.id == Sweep.agency_id)
    rows = session.execute(chosen.where(Sweep.live)).all()
    found = _with_counts(session, [row for row in rows if not (open_only and row.finished_at)])
    return sorted(found, key=lambda one: (one.is_open, _stamp(one.started_at), one.id), reverse=True)


def open_count(session: Session) -> int:
    """How many sweeps are going on."""
    return session.scalar(select(func.count(Sweep.id)).where(Sweep.live, Sweep.finished_at.is_(None))) or 0


def one(session: Session, sweep_id: Id) -> SweepRow:
    """One sweep of the list.

    Raises:
        NotFound: it was deleted.
    """
    chosen = select(*_SWEEP, ordering.AGENCY_LABEL.label("agency")).outerjoin(Agency, Agency.id == Sweep.agency_id)
    row = session.execute(chosen.where(Sweep.id == sweep_id, Sweep.live)).first()
    if row is None:
        raise NotFound(_("This sweep was deleted; reload the list."))
    return _with_counts(session, [row])[0]


def overview(session: Session, sweep_id: Id) -> SweepOverview:
    """A sweep with the counts of its rooms.

    Raises:
        NotFound: it was deleted.
    """
    return _overview(session, Reading(session, sweep_id))


def room(session: Session, sweep_id: Id, room_id: Id | None) -> RoomView:
    """A room of a sweep line by line; None for what the register puts in no room.

    Raises:
        NotFound: the sweep was deleted.
    """
    reading, sweep = Reading(session, sweep_id, room_id), one(session, sweep_id)
    return _without_room(session, reading, sweep) if room_id is None else _views(session, reading, [room_id], sweep)[0]


def everything(session: Session, sweep_id: Id) -> tuple[SweepOverview, tuple[RoomView, ...]]:
    """A sweep with the lines of all its rooms, in the order of the overview.

    Raises:
        NotFound: it was deleted.
    """
    reading = Reading(session, sweep_id)
    seen = _overview(session, reading)
    views = _views(session, reading, [one.room_id for one in seen.rooms], seen.sweep)
    return seen, tuple(views)


def _overview(session: Session, reading: Reading) -> SweepOverview:
    places = _places(session, reading.rooms)
    rooms = [_counted(reading, room_id, places) for room_id in reading.rooms]
    rooms.sort(key=lambda room: (natural(room.site), natural(room.room), room.room_id))
    total = sum((room.counts for room in rooms), Counts())
    people = tuple(dict.fromkeys(name for room in rooms for name in room.people))
    return SweepOverview(
        one(session, reading.sweep_id), tuple(rooms), total, len(reading.without_room()), people
    )  # fmt: skip


def _counted(reading: Reading, room_id: Id, places: Places) -> RoomCount:
    name, site = places.get(room_id, ("", ""))
    row = reading.rooms[room_id]
    done_at, done_by = (row.done_at, row.done_by) if row is not None else (None, "")
    people, last = reading.people(room_id), reading.last_seen_at(room_id)
    return RoomCount(room_id, name, site, reading.counts(room_id), done_at, done_by, people, last)


def _views(session: Session, reading: Reading, room_ids: Sequence[Id], sweep: SweepRow) -> list[RoomView]:
    wanted = {row for room_id in room_ids for row in reading.missing.get(room_id, ())}
    wanted |= {group.asset_id for room_id in room_ids for group in reading.groups.get(room_id, ()) if group.asset_id}
    lines = _Lines(session, reading, wanted)
    return [_view(reading, room_id, sweep, lines) for room_id in room_ids]


def _view(reading: Reading, room_id: Id, sweep: SweepRow, lines: _Lines) -> RoomView:
    name, site = lines.places.get(room_id, ("", ""))
    seen = sorted(reading.groups.get(room_id, ()), key=lambda group: _stamp(group.first.seen_at), reverse=True)
    gone = sorted(map(lines.missing, reading.missing.get(room_id, ())), key=_by_tag)
    row = reading.rooms.get(room_id)
    done_at, done_by = (row.done_at, row.done_by) if row is not None else (None, "")
    told = (*(lines.seen(group, room_id) for group in seen), *gone)
    return RoomView(sweep, room_id, name, site, reading.counts(room_id), told, done_at, done_by)


def _without_room(session: Session, reading: Reading, sweep: SweepRow) -> RoomView:
    ids = reading.without_room()
    lines = _Lines(session, reading, set(ids))
    told = tuple(sorted(map(lines.missing, ids), key=_by_tag))
    return RoomView(sweep, None, "", "", Counts(expected=len(ids), missing=len(ids)), told)


class _Lines:
    """Makes lines; what the register says of the assets is read at once."""

    def __init__(self, session: Session, reading: Reading, assets: set[Id]) -> None:
        self._reading = reading
        self._assets = dict(_assets(session, assets))
        named = {row.room_id for row in self._assets.values()} | {
            group.first.expected_room_id for groups in reading.groups.values() for group in groups
        }
        self.places = _places(session, {*reading.rooms, *(row_id for row_id in named if row_id is not None)})

    def seen(self, group: Group, room_id: Id) -> Line:
        """A thing that was seen."""
        first, asset = group.first, self._assets.get(group.asset_id) if group.asset_id else None
        told = {} if asset is None else _told(asset)
        stated = group.condition
        also = [other for other in self._reading.sighted_in.get(group.asset_id or b"", ()) if other != room_id]
        home = first.expected_room_id
        return Line(
            asset_id=group.asset_id,
            condition=stated or told.pop("condition", None),
            state=group.state,
            sighting_id=first.id,
            seen_at=first.seen_at,
            seen_by=first.seen_by,
            room="" if home is None else self._name(home),
            code=first.code,
            settled=group.settled,
            also_in=tuple(map(self._name, also)),
            condition_before=first.condition_before,
            condition_seen=stated is not None,
            **{"tag": "", "name": "", "serial": "", **{key: told[key] for key in told if key != "condition"}},
        )

    def missing(self, asset_id: Id) -> Line:
        """A thing that nobody saw."""
        asset = self._assets[asset_id]
        return Line(
            asset_id=asset_id,
            state=State.MISSING,
            sighting_id=None,
            seen_at=asset.verified_at,
            seen_by=asset.verified_by,
            room="" if asset.room_id is None else self._name(asset.room_id),
            code="",
            condition_before=asset.condition,
            **_told(asset),
        )

    def _name(self, room_id: Id) -> str:
        return self.places.get(room_id, ("", ""))[0] or _("without a name")


def _told(asset: Any) -> dict[str, Any]:
    called = asset.name or asset.title or f"{asset.brand} {asset.model}".strip()
    return {
        "tag": asset.tag, "name": called, "serial": asset.serial, "condition": asset.condition, "title": asset.title,
        "agency": asset.agency or "", "price_rupiah": asset.price_rupiah, "quantity": asset.quantity,
        "gone": asset.status in GONE,
    }  # fmt: skip


def _assets(session: Session, ids: set[Id]) -> Iterator[tuple[Id, Any]]:
    columns = (
        Asset.id, Asset.tag, Asset.name, Asset.brand, Asset.model, Asset.serial, Asset.condition, Asset.status,
        Asset.room_id, Asset.verified_at, Asset.verified_by, Asset.price_rupiah, Asset.quantity,
        func.coalesce(ordering.category_label(), "").label("title"), ordering.AGENCY_LABEL.label("agency"),
    )  # fmt: skip
    chosen = select(*columns).outerjoin(Category, Category.id == Asset.category_id)
    chosen = chosen.outerjoin(Agency, Agency.id == Asset.agency_id)
    for part in chunks(list(ids), SOME_IDS):
        yield from ((row.id, row) for row in session.execute(chosen.where(Asset.id.in_(part))))


def _places(session: Session, ids: Iterable[Id]) -> dict[Id, tuple[str, str]]:
    found: dict[Id, tuple[str, str]] = {}
    for part in chunks(list(ids), SOME_IDS):
        chosen = select(Room.id, Room.name, Site.name).outerjoin(Site, Site.id == Room.site_id)
        rows = session.execute(chosen.where(Room.id.in_(part)))
        found |= {row_id: (name, site or "") for row_id, name, site in rows}
    return found


def _with_counts(session: Session, rows: Sequence[Any]) -> list[SweepRow]:
    ids = [row.id for row in rows]
    rooms, done = _tallied(session, SweepRoom, ids), _tallied(session, SweepRoom, ids, SweepRoom.done_at.is_not(None))
    seen = _tallied(session, Sighting, ids)
    return [
        SweepRow(
            row.id, row.name, row.name or _title(row.started_at), row.agency_id, row.agency or "", row.number,
            row.started_at, row.started_by, row.finished_at, row.finished_by, row.notes,
            rooms.get(row.id, 0), done.get(row.id, 0), seen.get(row.id, 0),
        )
        for row in rows
    ]  # fmt: skip


def _tallied(session: Session, kind: Any, ids: Sequence[Id], *conditions: Any) -> dict[Id, int]:
    found: dict[Id, int] = {}
    for part in chunks(list(ids), SOME_IDS):
        chosen = select(kind.sweep_id, func.count()).where(kind.sweep_id.in_(part), kind.live, *conditions)
        found |= {row_id: count for row_id, count in session.execute(chosen.group_by(kind.sweep_id))}
    return found


def _title(started_at: datetime | None) -> str:
    day = formats.day_of(started_at) if started_at else None
    return _("Sweep of {day}").format(day=formats.date_text(day)) if day else _("Sweep")


def _by_tag(line: Line) -> tuple[str, str]:
    return natural(line.tag), line.name


def _stamp(at: datetime | None) -> float:
    return at.timestamp() if at else 0.0
