"""What an act that moves assets is told, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from spbe_assets.domain.ids import Id
from spbe_assets.domain.vocabulary import Condition
from spbe_assets.services.move_list import Paper


@dataclass(frozen=True, slots=True)
class Move:
    """What an act says of all its assets; `to_name` is a receiver outside the register, such as a workshop."""

    on_date: date
    document_number: str = ""
    to_agency_id: Id | None = None
    to_person_id: Id | None = None
    to_room_id: Id | None = None
    to_name: str = ""
    due_on: date | None = None
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Return:
    """How acts end: when, in which condition the assets are now (None: as before), what came of it, its number."""

    on_date: date
    condition: Condition | None = None
    result: str = ""
    document_number: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """What was done: the id its minutes are found by, and how many assets it moved."""

    id: Id
    count: int

    @property
    def papers(self) -> tuple[Paper, ...]:
        """The minutes that it has."""
        return (Paper(self.id),)


@dataclass(frozen=True, slots=True)
class Ended:
    """What came back: how many assets, and the minutes there are, one for each act that this ended."""

    count: int
    papers: tuple[Paper, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """How many of some assets there are, and how many of them are lent, in repair and proposed for disposal."""

    count: int
    lent: int = 0
    in_repair: int = 0
    proposed: int = 0
