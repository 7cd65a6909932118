"""The acts that assets took part in, as people read them: of one asset, loans open or overdue, and their papers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from spbe_assets import formats
from spbe_assets.domain.errors import NotFound
from spbe_assets.domain.ids import Id
from spbe_assets.domain.vocabulary import MoveKind, Unknown
from spbe_assets.i18n import _
from spbe_assets.services import references, selection
from spbe_assets.storage.tables import Asset, Movement

MOST_ROWS = 500
_NAMED = {
    "from_agency_id": "agency",
    "from_person_id": "person",
    "from_room_id": "room",
    "to_agency_id": "agency",
    "to_person_id": "person",
    "to_room_id": "room",
}


PAPER_AT_END = (MoveKind.LOAN, MoveKind.REPAIR)
"""What goes to somebody and comes back from him, so that the end has minutes of its own."""


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper that is signed: that of an act, or that of what came back of it on a day under a number."""

    act_id: Id
    returned_on: date | None = None
    return_number: str = ""


@dataclass(frozen=True, slots=True)
class MoveRow:
    """One asset in one act; `giver` and `receiver` name agency, person and room as far as they are known."""

    id: Id
    act_id: Id | None
    asset_id: Id | None
    tag: str
    name: str
    kind: MoveKind | Unknown | None
    document_number: str
    on_date: date | None
    giver: str
    receiver: str
    due_on: date | None
    returned_on: date | None
    result: str
    notes: str
    return_number: str = ""

    @property
    def papers(self) -> tuple[Paper, ...]:
        """Its minutes: those of the act, then those of its end."""
        if self.act_id is None:
            return ()
        begun = Paper(self.act_id)
        if self.returned_on is None or self.kind not in PAPER_AT_END:
            return (begun,)
        return begun, Paper(self.act_id, self.returned_on, self.return_number)

    @property
    def is_open(self) -> bool:
        """Whether it still waits for its end; a hand-over has none."""
        return self.kind != MoveKind.HAND_OVER and self.returned_on is None

    def is_overdue(self, today: date) -> bool:
        """Whether it should have ended before today."""
        return self.is_open and self.due_on is not None and self.due_on < today


def of_asset(session: Session, asset_id: Id, limit: int = MOST_ROWS) -> list[MoveRow]:
    """The acts of an asset, the newest first."""
    chosen = _rows().where(Movement.asset_id == asset_id, Movement.live)
    return _read(session, chosen.order_by(Movement.on_date.desc(), Movement.n.desc()).limit(limit))


def open_loans(session: Session, limit: int = MOST_ROWS) -> list[MoveRow]:
    """What is lent and not back yet: the first due first, what has no end last."""
    chosen = _rows().where(*selection.open_loans())
    return _read(session, chosen.order_by(Movement.due_on.is_(None), Movement.due_on, Movement.n).limit(limit))


def open_loan(session: Session, asset_id: Id) -> MoveRow | None:
    """The loan an asset has not come back from yet, None where there is none."""
    chosen = _rows().where(Movement.asset_id == asset_id, *selection.open_loans())
    return next(iter(_read(session, chosen.order_by(Movement.n.desc()).limit(1))), None)


def overdue(session: Session, today: date, limit: int = MOST_ROWS) -> list[MoveRow]:
    """What is lent and should have been back before today, the longest overdue first."""
    chosen = _rows().where(*selection.open_loans(today))
    return _read(session, chosen.order_by(Movement.due_on, Movement.n).limit(limit))


def paper_numbered(session: Session, number: str, *, returned: bool = False) -> Paper:
    """The newest act with this document number; `returned` what came back of it last, or under this number.

    Raises:
        NotFound: there is none, or nothing came back yet.
    """
    chosen = select(Movement.act_id).where(Movement.live, Movement.act_id.is_not(None))
    acts = chosen.where(Movement.document_number == number).order_by(Movement.n.desc())
    act_id = session.scalar(acts.limit(1)) if number else None
    if returned and number:
        return _returned(session, number, act_id)
    if act_id is None:
        raise NotFound(_("No act has the document number “{number}”.").format(number=number))
    return Paper(act_id)


def _returned(session: Session, number: str, act_id: Id | None) -> Paper:
    named = Movement.return_number == number
    ended = select(Movement.act_id, Movement.returned_on, Movement.return_number).where(
        Movement.live, Movement.act_id.is_not(None), Movement.returned_on.is_not(None),
        Movement.kind.in_(PAPER_AT_END), named if act_id is None else or_(named, Movement.act_id == act_id),
    )  # fmt: skip
    found = session.execute(ended.order_by(named.desc(), Movement.returned_on.desc(), Movement.n.desc())).first()
    if found is None:
        sentence = _("Nothing came back so far of an act with the document number “{number}”.")
        raise NotFound(sentence.format(number=number))
    return Paper(*found)  # type: ignore[arg-type]


def acts_told(session: Session, papers: Iterable[Paper]) -> list[str]:
    """The act of each paper in a few words: its number, or else to whom the items went, and its day."""
    return [_told(session, paper.act_id) for paper in papers]


def _told(session: Session, act_id: Id) -> str:
    rows = _read(session, _rows().where(Movement.act_id == act_id).order_by(Movement.n).limit(1))
    parts = ((row.document_number or row.receiver, formats.date_text(row.on_date, short=True)) for row in rows)
    return " · ".join(part for some in parts for part in some if part)


def _rows() -> Select[Any]:
    columns = [getattr(Movement, key) for key in _NAMED]
    return select(  # type: ignore[return-value]
        Movement.id, Movement.act_id, Movement.asset_id, Asset.tag, Asset.name, Movement.kind,
        Movement.document_number, Movement.on_date, Movement.to_name, Movement.due_on, Movement.returned_on,
        Movement.result, Movement.notes, Movement.return_number, *columns,
    ).outerjoin(Asset, Asset.id == Movement.asset_id)  # fmt: skip


def _read(session: Session, chosen: Select[Any]) -> list[MoveRow]:
    rows = session.execute(chosen).all()
    names = _names(session, rows)
    return [_row(row, names) for row in rows]


def _names(session: Session, rows: Iterable[Any]) -> dict[str, dict[Id, str]]:
    wanted: dict[str, set[Id]] = {}
    for row in rows:
        for key, table in _NAMED.items():
            if (value := getattr(row, key)) is not None:
                wanted.setdefault(table, set()).add(value)
    return {table: references.names(session, table, ids) for table, ids in wanted.items()}


def _row(row: Any, names: dict[str, dict[Id, str]]) -> MoveRow:
    def said(side: str) -> list[str]:
        keys = [key for key in _NAMED if key.startswith(side)]
        return [names.get(_NAMED[key], {}).get(getattr(row, key), "") for key in keys]

    return MoveRow(
        id=row.id,
        act_id=row.act_id,
        asset_id=row.asset_id,
        tag=row.tag or "",
        name=row.name or "",
        kind=row.kind,
        document_number=row.document_number,
        on_date=row.on_date,
        giver=" · ".join(filter(None, said("from_"))),
        receiver=" · ".join(filter(None, [*said("to_"), row.to_name])),
        due_on=row.due_on,
        returned_on=row.returned_on,
        result=row.result,
        notes=row.notes,
        return_number=row.return_number,
    )
