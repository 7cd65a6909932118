"""The acts that assets took part in, as people read them: of one asset, loans still open, loans overdue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from spbe_assets.domain.errors import NotFound
from spbe_assets.domain.ids import Id
from spbe_assets.domain.vocabulary import MoveKind, Unknown
from spbe_assets.i18n import _
from spbe_assets.services import references
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
    chosen = _rows().where(Movement.live, Movement.kind == MoveKind.LOAN, Movement.returned_on.is_(None))
    return _read(session, chosen.order_by(Movement.due_on.is_(None), Movement.due_on, Movement.n).limit(limit))


def overdue(session: Session, today: date, limit: int = MOST_ROWS) -> list[MoveRow]:
    """What is lent and should have been back before today, the longest overdue first."""
    chosen = _rows().where(
        Movement.live, Movement.kind == MoveKind.LOAN, Movement.returned_on.is_(None), Movement.due_on < today
    )
    return _read(session, chosen.order_by(Movement.due_on, Movement.n).limit(limit))


def act_numbered(session: Session, number: str) -> Id:
    """The newest act with this document number.

    Raises:
        NotFound: there is none.
    """
    chosen = select(Movement.act_id).where(
        Movement.live, Movement.document_number == number, Movement.act_id.is_not(None)
    )
    found = session.scalar(chosen.order_by(Movement.n.desc()).limit(1)) if number else None
    if found is None:
        raise NotFound(_("No act has the document number “{number}”.").format(number=number))
    return found


def _rows() -> Select[Any]:
    columns = [getattr(Movement, key) for key in _NAMED]
    return select(  # type: ignore[return-value]
        Movement.id, Movement.act_id, Movement.asset_id, Asset.tag, Asset.name, Movement.kind,
        Movement.document_number, Movement.on_date, Movement.to_name, Movement.due_on, Movement.returned_on,
        Movement.result, Movement.notes, *columns,
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
    )
