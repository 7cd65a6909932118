"""What is told of field work: who was handed what, what is left to do, how far it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from spbe_assets.domain.ids import Id

OVERDUE = timedelta(days=14)
"""Who has brought nothing back after so long is asked."""


@dataclass(frozen=True, slots=True)
class Hand:
    """That an agency (`room_id` None) or room was handed to somebody; `note` is the line of the work pack."""

    id: Id
    fingerprint: str
    person: str
    agency_id: Id | None
    room_id: Id | None
    pack: str
    handed_at: datetime
    returned_at: datetime | None
    closed_at: datetime | None
    note: str

    @property
    def is_open(self) -> bool:
        """Whether nobody has said yet that the work there is done."""
        return self.closed_at is None

    def is_overdue(self, now: datetime) -> bool:
        """Whether it went out long ago and nothing has come back."""
        return self.is_open and self.returned_at is None and now - self.handed_at > OVERDUE


@dataclass(frozen=True, slots=True)
class Task:
    """A room that somebody has to do, or an agency as a whole (`room_id` None); `verified` counts since `handed_at`.

    `id` is the assignment's; an agency that was handed out as a whole gives the same one for each of its rooms.
    """

    id: Id
    agency_id: Id | None
    agency: str
    room_id: Id | None
    room: str
    assets: int
    verified: int
    photos: int
    sweep_id: Id | None
    handed_at: datetime
    returned_at: datetime | None
    note: str

    @property
    def share(self) -> float | None:
        """Of the assets that were seen since, 0..1; None without assets."""
        return self.verified / self.assets if self.assets else None


@dataclass(frozen=True, slots=True)
class AreaProgress:
    """How far the work in an agency (`room_id` None) or room is.

    `hands` are those who have it, itself or with the agency above it, or who had it last; of an agency `in_rooms` are
    those who have single rooms of it. `verified` and `new` count since the earliest of the open hands. `shared` is
    whether two people have it at once, `writers` names installations that wrote to the same room of the same agency
    while it was out.
    """

    agency_id: Id | None
    agency: str
    room_id: Id | None
    room: str
    hands: tuple[Hand, ...]
    in_rooms: tuple[Hand, ...]
    assets: int
    verified: int
    new: int
    last_at: datetime | None
    shared: bool
    writers: tuple[str, ...]

    @property
    def everyone(self) -> tuple[Hand, ...]:
        """Whoever has it or a room of it."""
        return (*self.hands, *self.in_rooms)

    @property
    def share(self) -> float | None:
        """Of the assets that were seen since it was handed out, 0..1; None where it is not, or without assets."""
        return self.verified / self.assets if self.assets and self.everyone else None

    @property
    def is_open(self) -> bool:
        """Whether somebody has it, or a room of it, and is not done."""
        return any(hand.is_open for hand in self.everyone)

    @property
    def overlaps(self) -> bool:
        """Whether two people may be doing the same work."""
        return self.shared or bool(self.writers)

    @property
    def is_gap(self) -> bool:
        """Whether there are assets and nobody was sent."""
        return bool(self.assets) and not self.everyone

    def is_overdue(self, now: datetime) -> bool:
        """Whether something of it went out long ago and nothing has come back."""
        return any(hand.is_overdue(now) for hand in self.everyone)
