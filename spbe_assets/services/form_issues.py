"""Which official forms were issued: when a room's card was posted, and whether it still says what stands there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum

from sqlalchemy import select
from sqlalchemy.orm import Session

from spbe_assets import formats
from spbe_assets.domain.ids import Id
from spbe_assets.i18n import N_, _
from spbe_assets.services.forms import kir
from spbe_assets.services.forms.kir import RoomCard
from spbe_assets.services.measures.governance import ROOM_CARD, semester
from spbe_assets.storage.tables import FormIssue
from spbe_assets.storage.unit_of_work import UnitOfWork


class State(Enum):
    """How it stands with the card of a room; the value is what people read."""

    NEVER = N_("No room card was issued yet.")
    OUTDATED = N_("The room changed after its card was issued on {day}; issue it again.")
    OLD_SEMESTER = N_("The room card of {day} is of an earlier semester; issue it again.")
    CURRENT = N_("The room card of {day} says what stands here.")


@dataclass(frozen=True, slots=True)
class Issue:
    """The newest issue of a room's card."""

    at: datetime | None
    by: str
    semester: str
    contents: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands with the card of a room."""

    state: State
    issue: Issue | None = None

    @property
    def text(self) -> str:
        """A sentence in the language in use."""
        day = self.issue.at.astimezone(formats.zone()).date() if self.issue and self.issue.at else None
        return _(self.state.value).format(day=formats.date_text(day, short=True) or self._semester)

    @property
    def _semester(self) -> str:
        return self.issue.semester if self.issue else ""


def record(uow: UnitOfWork, cards: Iterable[RoomCard], day: date | None = None) -> int:
    """Note that these cards were issued; returns how many."""
    shared = {
        "form": ROOM_CARD, "semester": semester(day or formats.today()), "issued_at": datetime.now(UTC),
        "issued_by": uow.user,
    }  # fmt: skip
    rows = [{"room_id": one.room_id, "agency_id": one.agency_id, "file_sha256": one.contents} | shared for one in cards]
    return len(uow.create_many(FormIssue, rows))


def standing(session: Session, room_id: Id, day: date | None = None) -> Standing:
    """How it stands with the card of one room."""
    return standings(session, kir.cards(session, room_ids=[room_id]), day).get(room_id, Standing(State.NEVER))


def standings(session: Session, cards: Iterable[RoomCard], day: date | None = None) -> dict[Id, Standing]:
    """How it stands with some cards as they would be printed now."""
    now = semester(day or formats.today())
    issues = _newest(session)
    return {card.room_id: _standing(issues.get(card.room_id), card, now) for card in cards}


def _standing(issue: Issue | None, card: RoomCard, now: str) -> Standing:
    if issue is None:
        return Standing(State.NEVER)
    if issue.contents and issue.contents != card.contents:  # samples and older programs kept no contents
        return Standing(State.OUTDATED, issue)
    return Standing(State.CURRENT if issue.semester == now else State.OLD_SEMESTER, issue)


def _newest(session: Session) -> Mapping[Id, Issue]:
    found: dict[Id, Issue] = {}
    chosen = (
        select(FormIssue)
        .where(FormIssue.live, FormIssue.form == ROOM_CARD, FormIssue.room_id.is_not(None))
        .order_by(FormIssue.issued_at, FormIssue.n)
    )
    for row in session.scalars(chosen):
        if row.room_id is not None:
            found[row.room_id] = Issue(row.issued_at, row.issued_by, row.semester, row.file_sha256)
    return found
