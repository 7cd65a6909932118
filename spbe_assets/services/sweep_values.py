"""What sweeps give to screens, minutes and the command line: frozen values, detached from the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from spbe_assets.domain.ids import Id
from spbe_assets.domain.vocabulary import Condition, SightingResult
from spbe_assets.i18n import N_, _
from spbe_assets.services.scanning import Hit


class State(StrEnum):
    """How a thing stands in a sweep: what was seen as `SightingResult` says, or missing."""

    FOUND = "found"
    WRONG_ROOM = "wrong-room"
    UNEXPECTED = "unexpected"
    UNKNOWN = "unknown"
    MISSING = "missing"

    @property
    def title(self) -> str:  # type: ignore[override]
        """What people call it, in the language in use."""
        return _(_TITLES[self])


_TITLES = {
    State.FOUND: N_("Found"),
    State.WRONG_ROOM: N_("In the wrong room"),
    State.UNEXPECTED: N_("Unexpected"),
    State.UNKNOWN: N_("Unknown code"),
    State.MISSING: N_("Missing"),
}
EXCEPTIONS = (State.WRONG_ROOM, State.UNEXPECTED, State.UNKNOWN, State.MISSING)


class Way(StrEnum):
    """How a thing was seen."""

    SCAN = "scan"
    TICK = "tick"
    FILE = "file"


class Settled(StrEnum):
    """What was done about an exception: nothing yet, moved to the room, recorded as new, or looked at and left."""

    OPEN = ""
    MOVED = "moved"
    CREATED = "created"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Seen:
    """What became of a scan or tick.

    `result` None means that nothing was recorded: choose one of `candidates` and call `see_asset`, or record the code
    as it is by `see_unknown`; `sentence` says why. `already` is that it had been seen in this room, `placed` that the
    register named no room and names this one now.
    """

    code: str
    result: SightingResult | None
    sighting_id: Id | None = None
    asset_id: Id | None = None
    tag: str = ""
    name: str = ""
    condition: Condition | None = None
    already: bool = False
    placed: bool = False
    room: str = ""
    """Where the register puts it, of what is in the wrong room or unexpected."""
    agency: str = ""
    """Whose it is, of what is unexpected because it belongs to another agency."""
    gone: bool = False
    """Whether the register says that it was disposed of or lost."""
    also_in: tuple[str, ...] = ()
    """Other rooms of this sweep where it was seen too."""
    candidates: tuple[Hit, ...] = ()
    sentence: str = ""
    """What people are told, in the language in use."""


@dataclass(frozen=True, slots=True)
class SweepRow:
    """One sweep of the list. `title` is its name, or one made of its day; `seen` counts live sightings."""

    id: Id
    name: str
    title: str
    agency_id: Id | None
    agency: str
    number: str
    started_at: datetime | None
    started_by: str
    finished_at: datetime | None
    finished_by: str
    notes: str
    rooms: int
    rooms_done: int
    seen: int

    @property
    def is_open(self) -> bool:
        """Whether things can still be seen in it."""
        return self.finished_at is None


@dataclass(frozen=True, slots=True)
class Counts:
    """Things of a room, or of all rooms together, each once.

    `expected` is what the register puts there, found + elsewhere + missing; `elsewhere` was seen in another room of
    the sweep. `wrong`, `unexpected` and `unknown` come on top of it. `unsettled` of these wait for a word of a person.
    """

    expected: int = 0
    found: int = 0
    wrong: int = 0
    unexpected: int = 0
    unknown: int = 0
    missing: int = 0
    elsewhere: int = 0
    unsettled: int = 0
    good: int = 0
    light_damage: int = 0
    heavy_damage: int = 0
    no_condition: int = 0

    @property
    def seen(self) -> int:
        """Everything that was seen."""
        return self.found + self.wrong + self.unexpected + self.unknown

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))


@dataclass(frozen=True, slots=True)
class RoomCount:
    """A room of a sweep with its counts; `people` are those who saw something there."""

    room_id: Id
    room: str
    site: str
    counts: Counts
    done_at: datetime | None = None
    done_by: str = ""
    people: tuple[str, ...] = ()
    last_seen_at: datetime | None = None

    @property
    def done(self) -> bool:
        """Whether somebody said that this room is finished."""
        return self.done_at is not None


@dataclass(frozen=True, slots=True)
class SweepOverview:
    """A sweep room by room, by site and name. `total` adds up the rooms; an asset seen in two counts in both.

    `no_room` counts the assets of the agency that the register puts in no room and that nobody has seen; their lines
    are those of `room(session, sweep_id, None)`.
    """

    sweep: SweepRow
    rooms: tuple[RoomCount, ...]
    total: Counts
    no_room: int
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One thing of a room: seen there, or missing.

    `condition` is what was seen, else what the register says; `condition_before` what the register said when it was
    seen. `room` is where the register put it (at the sighting; of what is missing, now). `seen_at` and `seen_by` are
    the first sighting here; of what is missing, the last time anybody saw it.
    """

    asset_id: Id | None
    tag: str
    name: str
    serial: str
    condition: Condition | None
    state: State
    sighting_id: Id | None
    seen_at: datetime | None
    seen_by: str
    room: str
    code: str
    title: str = ""
    agency: str = ""
    gone: bool = False
    """Whether the register says that it was disposed of or lost."""
    settled: Settled = Settled.OPEN
    also_in: tuple[str, ...] = ()
    condition_before: Condition | None = None
    condition_seen: bool = False
    """Whether a person stated the condition in this sweep."""
    price_rupiah: int | None = None
    quantity: int = 1

    @property
    def condition_changed(self) -> bool:
        """Whether the condition that was seen is another one than the register had."""
        return self.condition_seen and self.condition != self.condition_before


@dataclass(frozen=True, slots=True)
class RoomView:
    """A room of a sweep line by line: what was seen last comes first, then what is missing by tag.

    `room_id` None stands for the assets of the agency that the register puts in no room.
    """

    sweep: SweepRow
    room_id: Id | None
    room: str
    site: str
    counts: Counts
    lines: tuple[Line, ...]
    done_at: datetime | None = None
    done_by: str = ""
