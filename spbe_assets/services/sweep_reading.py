"""One sweep taken into memory: every thing that was seen once per room, held against what the register expects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from spbe_assets.domain.errors import NotFound
from spbe_assets.domain.ids import Id
from spbe_assets.domain.vocabulary import Condition, SightingResult, Status
from spbe_assets.i18n import _
from spbe_assets.services import areas
from spbe_assets.services.selection import SOME_IDS, chunks
from spbe_assets.services.sweep_values import Counts, Settled, State
from spbe_assets.storage.tables import Asset, Sighting, Sweep, SweepRoom

_EXPECTED = Asset.status.not_in((Status.PLANNED, Status.DISPOSED, Status.LOST))
"""Nobody misses what is not there yet or no more."""
GONE = frozenset({Status.DISPOSED, Status.LOST})

Key = Id | str
"""A thing of a room: the id of an asset, or a code that nobody knows, without regard to case."""

_SIGHTING = (
    Sighting.id, Sighting.room_id, Sighting.asset_id, Sighting.code, Sighting.seen_at, Sighting.seen_by,
    Sighting.condition, Sighting.condition_before, Sighting.result, Sighting.expected_room_id, Sighting.settled,
    Sighting.live,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Group:
    """All sightings of one thing in one room, the first one first: two technicians may have seen it both."""

    key: Key
    sightings: tuple[Any, ...]

    @property
    def first(self) -> Any:
        """The sighting that says how the thing stood."""
        return self.sightings[0]

    @property
    def asset_id(self) -> Id | None:
        """The asset, as it is called now."""
        return self.key if isinstance(self.key, bytes) else None

    @property
    def state(self) -> State:
        """How it stood when it was seen first."""
        return State(str(self.first.result or SightingResult.UNKNOWN))

    @property
    def condition(self) -> Condition | None:
        """What was said last of its condition; None where nobody said anything."""
        return next((one.condition for one in reversed(self.sightings) if one.condition is not None), None)

    @property
    def settled(self) -> Settled:
        """What was done about it."""
        done = next((one.settled for one in reversed(self.sightings) if one.settled), "")
        return Settled(done) if done in tuple(Settled) else Settled.LEFT


class Reading:
    """A sweep as it stands: what was seen and what is missing by room; `only` leaves other rooms' assets unread."""

    def __init__(self, session: Session, sweep_id: Id, only: Id | None = None) -> None:
        self.session, self.sweep_id = session, sweep_id
        found = session.execute(select(Sweep.agency_id, Sweep.live).where(Sweep.id == sweep_id)).first()
        if found is None or not found.live:
            raise NotFound(_("This sweep was deleted; reload the list."))
        self.agency_id: Id | None = found.agency_id
        self.rooms = _rooms(session, sweep_id)
        sights = _sights(session, sweep_id)
        self._ids = _present_ids(session, sights)
        self.rooms |= {one.room_id: None for one in sights if one.room_id not in self.rooms}
        self.sighted_in = self._sighted_in(sights)
        self.elsewhere = self._elsewhere(sights)
        self.groups = self._grouped(_sightings(session, sweep_id, only))
        wanted = list(self.rooms) if only is None else [only]
        self.missing = self._missing(wanted)
        self.conditions = _conditions(session, (group.asset_id for some in self.groups.values() for group in some))

    def counts(self, room_id: Id) -> Counts:
        """What a room comes to."""
        groups = self.groups.get(room_id, ())
        by_state = {state: sum(group.state is state for group in groups) for state in State}
        missing, elsewhere = len(self.missing.get(room_id, ())), len(self.elsewhere.get(room_id, ()))
        found = by_state[State.FOUND]
        return Counts(
            expected=found + missing + elsewhere,
            found=found,
            wrong=by_state[State.WRONG_ROOM],
            unexpected=by_state[State.UNEXPECTED],
            unknown=by_state[State.UNKNOWN],
            missing=missing,
            elsewhere=elsewhere,
            unsettled=sum(group.state is not State.FOUND and not group.settled for group in groups),
            **self._by_condition(groups),
        )

    def people(self, room_id: Id) -> tuple[str, ...]:
        """Who saw something in a room, the first one first."""
        seen = sorted(
            (one for group in self.groups.get(room_id, ()) for one in group.sightings), key=_when
        )  # fmt: skip
        return tuple(dict.fromkeys(one.seen_by for one in seen if one.seen_by))

    def last_seen_at(self, room_id: Id) -> datetime | None:
        """When something was seen in a room last."""
        return max((one.seen_at for group in self.groups.get(room_id, ()) for one in group.sightings), default=None)

    def without_room(self) -> list[Id]:
        """The assets of the agency and of what lies below it that are in no room and that nobody saw."""
        if self.agency_id is None:
            return []
        agencies = areas.agencies_below(self.session, [self.agency_id])
        chosen = select(Asset.id).where(Asset.agency_id.in_(agencies), Asset.live, Asset.room_id.is_(None), _EXPECTED)
        return [row_id for row_id in self.session.scalars(chosen) if row_id not in self.sighted_in]

    def _missing(self, rooms: list[Id]) -> dict[Id, list[Id]]:
        missing: dict[Id, list[Id]] = {}
        for part in chunks(rooms, SOME_IDS):
            # `live` is looked at here: asked in SQL, it sends SQLite to an index that begins with it.
            chosen = select(Asset.id, Asset.room_id, Asset.live).where(Asset.room_id.in_(part), _EXPECTED)
            for row_id, room_id, live in self.session.execute(chosen):
                if room_id and live and row_id not in self.sighted_in:
                    missing.setdefault(room_id, []).append(row_id)
        return missing

    def _sighted_in(self, sights: Sequence[Any]) -> dict[Id, dict[Id, None]]:
        """Asset -> the rooms where it was seen, the first one first."""
        rooms: dict[Id, dict[Id, None]] = {}
        for one in sights:
            if one.asset_id is not None:
                rooms.setdefault(self._ids.get(one.asset_id, one.asset_id), {})[one.room_id] = None
        return rooms

    def _elsewhere(self, sights: Sequence[Any]) -> dict[Id, set[Id]]:
        """Room -> the assets that it should hold and that were seen in other rooms only."""
        homes: dict[tuple[Id, Id], Id | None] = {}
        for one in sights:
            if one.asset_id is not None:
                homes.setdefault((self._ids.get(one.asset_id, one.asset_id), one.room_id), one.expected_room_id)
        away: dict[Id, set[Id]] = {}
        for (asset, _room), home in homes.items():
            if home is not None and home not in self.sighted_in[asset]:
                away.setdefault(home, set()).add(asset)
        return away

    def _grouped(self, sightings: Sequence[Any]) -> dict[Id, list[Group]]:
        found: dict[Id, dict[Key, list[Any]]] = {}
        for one in sightings:
            key = key_of(self._ids.get(one.asset_id, one.asset_id), one.code)
            found.setdefault(one.room_id, {}).setdefault(key, []).append(one)
        return {room: [Group(key, tuple(some)) for key, some in things.items()] for room, things in found.items()}

    def _by_condition(self, groups: Sequence[Group]) -> dict[str, int]:
        names = {
            Condition.GOOD: "good", Condition.LIGHT_DAMAGE: "light_damage", Condition.HEAVY_DAMAGE: "heavy_damage",
        }  # fmt: skip
        counted = dict.fromkeys((*names.values(), "no_condition"), 0)
        for group in groups:
            if group.asset_id is not None:
                condition = group.condition or self.conditions.get(group.asset_id)
                counted[names.get(condition, "no_condition") if condition else "no_condition"] += 1
        return counted


def key_of(asset_id: Id | None, code: str) -> Key:
    """What tells one thing of a room from another."""
    return code.casefold() if asset_id is None else asset_id


def _rooms(session: Session, sweep_id: Id) -> dict[Id, Any]:
    chosen = select(SweepRoom.room_id, SweepRoom.done_at, SweepRoom.done_by, SweepRoom.live)
    rows = session.execute(chosen.where(SweepRoom.sweep_id == sweep_id)).all()
    return {row.room_id: row for row in rows if row.live and row.room_id is not None}


def _sights(session: Session, sweep_id: Id) -> list[Any]:
    """Every sighting of a sweep with no more than where it puts what, the first one first."""
    columns = (Sighting.id, Sighting.room_id, Sighting.asset_id, Sighting.expected_room_id, Sighting.live)
    chosen = select(*columns, Asset.merged_into).outerjoin(Asset, Asset.id == Sighting.asset_id)
    rows = session.execute(chosen.where(Sighting.sweep_id == sweep_id)).all()
    return sorted((row for row in rows if row.live and row.room_id is not None), key=lambda row: row.id)


def _present_ids(session: Session, sights: Sequence[Any]) -> dict[Id, Id]:
    """Where assets lead to that were combined with others since."""
    steps = {one.asset_id: one.merged_into for one in sights if one.merged_into is not None}
    waiting = set(steps.values()) - steps.keys()
    while waiting:
        chosen = select(Asset.id, Asset.merged_into).where(Asset.id.in_(list(waiting)[:SOME_IDS]))
        found = {row_id: other for row_id, other in session.execute(chosen) if other is not None}
        steps |= found
        waiting = set(found.values()) - steps.keys()
    return {start: _end(steps, start) for start in steps}


def _end(steps: Mapping[Id, Id], start: Id) -> Id:
    seen, here = {start}, start
    while here in steps and steps[here] not in seen:
        here = steps[here]
        seen.add(here)
    return here


def _sightings(session: Session, sweep_id: Id, only: Id | None) -> list[Any]:
    chosen = select(*_SIGHTING).where(Sighting.sweep_id == sweep_id)
    rows = session.execute(chosen if only is None else chosen.where(Sighting.room_id == only)).all()
    return sorted((row for row in rows if row.live and row.room_id is not None), key=_when)


def _when(sighting: Any) -> tuple[float, Id]:
    return (sighting.seen_at.timestamp() if sighting.seen_at else 0.0, sighting.id)


def _conditions(session: Session, ids: Iterable[Id | None]) -> dict[Id, Condition | None]:
    found: dict[Id, Condition | None] = {}
    for part in chunks([row_id for row_id in ids if row_id is not None], SOME_IDS):
        chosen = select(Asset.id, Asset.condition).where(Asset.id.in_(part))
        found |= {row_id: condition for row_id, condition in session.execute(chosen)}
    return found
