"""What the minutes of a sweep say: whose rooms were gone through by whom, what came of it, and who signs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from spbe_assets import formats
from spbe_assets.domain.ids import Id
from spbe_assets.domain.sort_keys import natural
from spbe_assets.services import settings
from spbe_assets.services.minutes import Party
from spbe_assets.services.selection import SOME_IDS, chunks
from spbe_assets.services.sweep_values import Line, RoomView, State, SweepOverview
from spbe_assets.services.sweep_views import everything
from spbe_assets.storage import history
from spbe_assets.storage.tables import Agency, Person, Room

MOST_COUNTERS = 4
"""More people than that do not sign one paper; all are named in it."""


@dataclass(frozen=True, slots=True)
class Signers:
    """The people who sign, as far as they are chosen.

    Without a word those sign who counted, who answers for all of the rooms, and the head of the agency, as far as the
    register knows them; a place that nobody fills is dotted.
    """

    counted_by: tuple[Id, ...] = ()
    keeper: Id | None = None
    head: Id | None = None


@dataclass(frozen=True, slots=True)
class SweepMinutes:
    """A sweep on paper; `heads` are name, length and end of the change log of each installation."""

    overview: SweepOverview
    rooms: tuple[RoomView, ...]
    agency: str
    province: str
    began_on: date | None
    ended_on: date
    counted_by: tuple[Party, ...]
    keeper: Party
    head: Party
    heads: tuple[tuple[str, int, str], ...]

    def lines(self, state: State | None = None) -> Iterator[tuple[RoomView, Line]]:
        """The lines of a state, or all, each with its room; by room and tag."""
        for room in self.rooms:
            found = (line for line in room.lines if state in (None, line.state))
            yield from ((room, line) for line in sorted(found, key=_order))

    def changed(self) -> Iterator[tuple[RoomView, Line]]:
        """The lines whose condition is another one than the register had."""
        return ((room, line) for room, line in self.lines() if line.condition_changed)


def read(session: Session, sweep_id: Id, signers: Signers | None = None) -> SweepMinutes:
    """The minutes of a sweep; of one that still goes on as they would be today.

    Raises:
        NotFound: the sweep was deleted.
    """
    chosen = signers or Signers()
    overview, rooms = everything(session, sweep_id)
    sweep = overview.sweep
    agency = session.execute(select(Agency.name, Agency.head).where(Agency.id == sweep.agency_id)).first()
    name, head = agency or ("", "")
    return SweepMinutes(
        overview=overview,
        rooms=rooms,
        agency=name,
        province=settings.province(session, settings.PROVINCE_NAME, ""),
        began_on=_day(sweep.started_at),
        ended_on=_day(sweep.finished_at) or formats.today(),
        counted_by=_counters(session, chosen, overview.people or (sweep.started_by,)),
        keeper=_party(session, chosen.keeper or _common_keeper(session, rooms)),
        head=_party(session, chosen.head) if chosen.head else Party(head),
        heads=tuple(history.heads(session)),
    )


def _order(line: Line) -> tuple[str, str, str]:
    return natural(line.tag), natural(line.code), line.name


def _day(at: datetime | None) -> date | None:
    return formats.day_of(at) if at else None


def _counters(session: Session, chosen: Signers, people: Sequence[str]) -> tuple[Party, ...]:
    if chosen.counted_by:
        return tuple(_party(session, person) for person in chosen.counted_by)
    return tuple(_named(session, name) for name in people if name)


def _named(session: Session, name: str) -> Party:
    """The person of a name, where there is exactly one."""
    found = session.scalars(select(Person.id).where(Person.live, Person.name == name).limit(2)).all()
    return _party(session, found[0]) if len(found) == 1 else Party(name)


def _party(session: Session, person_id: Id | None) -> Party:
    row = session.execute(select(Person.name, Person.nip, Person.position).where(Person.id == person_id)).first()
    return Party(*row) if row is not None else Party()


def _common_keeper(session: Session, rooms: Iterable[RoomView]) -> Id | None:
    """Who answers for all of the rooms."""
    ids = [room.room_id for room in rooms if room.room_id is not None]
    keepers = {
        person
        for part in chunks(ids, SOME_IDS)
        for person in session.scalars(select(Room.person_id).where(Room.id.in_(part)))
    }
    return keepers.pop() if len(keepers) == 1 else None
