"""Records that were combined into another one: which they are, and how their history is told from its own."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from spbe_assets.domain.ids import Id, detail_id
from spbe_assets.i18n import _
from spbe_assets.services import record_refs
from spbe_assets.storage.guards import OWNED
from spbe_assets.storage.tables import MERGEABLE


def into(session: Session, table: str, row_id: Id) -> list[Id]:
    """The records that were combined into one, directly or through others."""
    kind: Any = MERGEABLE[table]
    found: list[Id] = []
    ahead = {row_id}
    while ahead:
        more = set(session.scalars(select(kind.id).where(kind.merged_into.in_(ahead)))) - {row_id, *found}
        found += sorted(more)
        ahead = more
    return found


def origins(session: Session, table: str, row_id: Id) -> dict[Id, str]:
    """Rows of combined records -> what people call the record that they were of."""
    others = into(session, table, row_id)
    told = record_refs.described(session, table, others) if others else {}
    return {
        row: " · ".join(part for part in (one.tag, one.name) if part) or one.ref
        for other, one in told.items()
        for row in (other, *(detail_id(other, detail) for detail in OWNED.get(table, ())))
    }


def marked(title: str, origin: str) -> str:
    """The title of a change, with the record it happened to where that was another one."""
    return _("{field} (of {record})").format(field=title, record=origin) if title and origin else title
