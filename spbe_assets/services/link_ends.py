"""The ends of a link, found by typing: an agency, a building, a device, or a word such as the internet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from spbe_assets.domain.ids import Id
from spbe_assets.domain.validation import clean
from spbe_assets.services import references
from spbe_assets.storage.tables import Agency, Asset, Site

SHARES = {"agency": 20, "site": 10, "asset": 20}
"""How many lines of each kind are offered at most."""
KINDS: Mapping[str, type[Agency] | type[Site] | type[Asset]] = {"agency": Agency, "site": Site, "asset": Asset}


@dataclass(frozen=True, slots=True)
class End:
    """One end: a record of a table, or the plain `text` that stands for it where `id` is None."""

    text: str
    table: str = ""
    id: Id | None = None
    hint: str = ""

    def values(self, end: str) -> dict[str, Any]:
        """The fields of a link for its end `a` or `z`."""
        if self.id is not None:
            return {f"{end}_{self.table}_id": self.id}
        return {f"{end}_text": clean(self.text)} if clean(self.text) else {}


def choices(session: Session, text: str) -> list[End]:
    """What a typed text may mean; devices only once something is typed, because there are so many."""
    found = []
    for table, most in SHARES.items():
        if table != "asset" or text.strip():
            offered = references.choices(session, table, text, most)
            found += [End(one.text, table, one.id, one.hint) for one in offered]
    return found


def agency_of(session: Session, end: End) -> Id | None:
    """The agency an end belongs to."""
    if end.id is None or end.table == "agency":
        return end.id
    kind: Any = KINDS[end.table]
    return session.scalar(select(kind.agency_id).where(kind.id == end.id))
