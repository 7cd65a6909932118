"""How people tell records of any table apart: reference, tag, name, agency and room."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from spbe_assets.domain.ids import Id
from spbe_assets.domain.sort_keys import natural
from spbe_assets.services import references
from spbe_assets.services.change_words import SENTENCES
from spbe_assets.services.selection import SOME_IDS, chunks
from spbe_assets.storage.tables import MERGEABLE, Agency, Asset, Link, Room, Site

TAGGED: dict[str, Any] = {"asset": Asset, "link": Link}
PLACED = frozenset({"region", "agency", "site", "room", "rack", "facility", "person", "category"})
"""Tables whose rows are called as in lists of choices."""


@dataclass(frozen=True, slots=True)
class Described:
    """A record as people tell it from others; `ref` is its tag, or `table:short-id` where another has the same tag."""

    ref: str
    tag: str = ""
    name: str = ""
    agency: str = ""
    room: str = ""
    room_id: Id | None = None


def described(session: Session, table: str, ids: Iterable[Id]) -> dict[Id, Described]:
    """Rows of one table, deleted and merged ones too; those that are not there are described by their id alone."""
    wanted = list(dict.fromkeys(ids))
    places = _places(session, table, wanted)
    names, tags = _names(session, table, wanted), _tags(session, table, wanted)
    twice = _twice(session, table, tags)
    return {
        row: Described(_ref(table, row, tags.get(row, ""), twice), tags.get(row, ""), names.get(row, ""),
                       *places.get(row, ("", "", None)))
        for row in wanted
    }  # fmt: skip


def _ref(table: str, row: Id, tag: str, twice: set[str]) -> str:
    return tag if tag and tag.upper() not in twice else references.short(table, row)


def _tags(session: Session, table: str, ids: list[Id]) -> dict[Id, str]:
    kind = TAGGED.get(table)
    if kind is None:
        return {}
    parts = chunks(ids, SOME_IDS)
    return {
        row: tag for part in parts for row, tag in session.execute(select(kind.id, kind.tag).where(kind.id.in_(part)))
    }


def _twice(session: Session, table: str, tags: Mapping[Id, str]) -> set[str]:
    """Those of the tags, in capitals, that two live records carry."""
    spelt = sorted({tag for tag in tags.values() if tag})
    found: set[str] = set()
    for part in chunks(spelt, SOME_IDS):
        if table == "asset":
            keys = {natural(tag)[:64]: tag.upper() for tag in part}
            chosen = select(Asset.tag_key).where(Asset.live.is_(True), Asset.tag_key.in_(keys))
            again = session.scalars(chosen.group_by(Asset.tag_key).having(func.count() > 1))
            found |= {keys[key] for key in again}
        else:
            upper = func.upper(Link.tag)
            chosen = select(upper).where(Link.live, upper.in_([tag.upper() for tag in part]))
            found |= set(session.scalars(chosen.group_by(upper).having(func.count() > 1)))
    return found


def _names(session: Session, table: str, ids: list[Id]) -> dict[Id, str]:
    kind: Any = MERGEABLE[table]
    if table in PLACED:
        return references.names(session, table, ids)
    key = SENTENCES[table][3] if table in SENTENCES else "name"
    column = getattr(kind, key, None) if key else None
    if column is None:
        return {}
    found: dict[Id, str] = {}
    for part in chunks(ids, SOME_IDS):
        found |= {row: name or "" for row, name in session.execute(select(kind.id, column).where(kind.id.in_(part)))}
    return found


def _places(session: Session, table: str, ids: list[Id]) -> dict[Id, tuple[str, str, Id | None]]:
    """Agency, room and the room's id of each row."""
    kind: Any = MERGEABLE[table]
    has_room, has_agency = hasattr(kind, "room_id"), hasattr(kind, "agency_id")
    if table != "room" and not (has_room or has_agency):
        return {}
    found: dict[Id, tuple[str, str, Id | None]] = {}
    for part in chunks(ids, SOME_IDS):
        for row, agency, room, room_id in session.execute(
            _placing(kind, table, has_room, has_agency).where(kind.id.in_(part))
        ):
            found[row] = (agency or "", room or "", room_id)
    return found


def _placing(kind: Any, table: str, has_room: bool, has_agency: bool) -> Any:
    named = func.coalesce(func.nullif(Agency.abbreviation, ""), Agency.name)
    if table == "room":
        chosen = select(Room.id, named, Room.name, Room.id).outerjoin(Site, Site.id == Room.site_id)
        return chosen.outerjoin(Agency, Agency.id == func.coalesce(Room.agency_id, Site.agency_id))
    chosen = select(kind.id, named, Room.name, Room.id).select_from(kind)
    at_room = Room.id == kind.room_id if has_room else Room.id.is_(None)
    chosen = chosen.outerjoin(Room, at_room).outerjoin(Site, Site.id == Room.site_id)
    owner = kind.agency_id if has_agency else func.coalesce(Room.agency_id, Site.agency_id)
    return chosen.outerjoin(Agency, Agency.id == owner)
