"""What a reference points to: type-ahead choices, names, and the short references of the command line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    LargeBinary,
    String,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
    type_coerce,
)  # fmt: skip
from sqlalchemy.orm import Session, aliased

from spbe_assets.domain.errors import NotFound, Refused
from spbe_assets.domain.filters import AssetFilter
from spbe_assets.domain.ids import Id
from spbe_assets.domain.records import Choice
from spbe_assets.i18n import _, language
from spbe_assets.services import listing
from spbe_assets.services.selection import SOME_IDS, chunks
from spbe_assets.storage.tables import (
    MERGEABLE,
    Agency,
    Asset,
    Category,
    CloudService,
    Facility,
    Link,
    Person,
    Rack,
    Region,
    Room,
    ServiceBus,
    Site,
    Software,
)
from spbe_assets.storage.types import IdType

MOST_CHOICES = 50
NAMEABLE = frozenset(
    {"region", "agency", "site", "facility", "room", "rack", "person", "category", "asset", "link", "software"}
    | {"cloud_service", "service_bus"}
)
"""The tables whose rows `names` knows to call."""
ESCAPE = "/"
NAMED = frozenset(
    {"region", "agency", "site", "room", "rack", "facility", "person", "category", "asset", "link"}
    | {"software", "cloud_service", "service_bus"}
)
"""Tables whose rows have names for people."""
SHORT_ID = 8
"""Hex digits of a short id: the last ones, because ids made in the same second begin alike."""


@dataclass(frozen=True)
class _Source:
    """How rows of one table are named and found."""

    label: ColumnElement[str]
    found_by: tuple[Any, ...]
    hint: Any
    joins: tuple[tuple[Any, ColumnElement[bool]], ...] = ()


def choices(
    session: Session, table: str, text: str, limit: int = MOST_CHOICES, agency_id: Id | None = None
) -> list[Choice]:
    """Rows whose name holds every word of the text, those that begin with it first.

    Args:
        session: for reading.
        table: of the rows.
        text: what was typed so far.
        limit: so many at most.
        agency_id: rooms, sites, facilities and people of this agency come before all others.
    """
    if table == "asset":
        return _assets(session, text, limit)
    words = text.split()
    asked: dict[str, Any] = {f"word{place}": _escaped(word) for place, word in enumerate(words)}
    asked |= {"typed": _escaped(text.strip()), "most": limit}
    preferred = {} if agency_id is None else {"agency": agency_id}
    chosen = session.execute(_choosing(table, language(), len(words), bool(preferred)), asked | preferred)
    return [Choice(row_id, name or "", hint or "") for row_id, name, hint in chosen]


@cache
def _choosing(table: str, code: str, words: int, prefers: bool) -> Any:
    """The question of `choices`, made once: making it takes longer than asking it."""
    kind, source = MERGEABLE[table], _source(table, code)
    held = [bindparam(f"word{place}", type_=String) for place in range(words)]
    holding = [or_(*(column.icontains(word, escape=ESCAPE) for column in source.found_by)) for word in held]
    typed: BindParameter[str] = bindparam("typed", type_=String)
    begins = or_(*(column.istartswith(typed, escape=ESCAPE) for column in source.found_by))
    first = case((source.label.istartswith(typed, escape=ESCAPE), 0), (begins, 1), else_=2)
    chosen = _from(source, select(kind.id, source.label, source.hint)).where(kind.live, *holding)
    ordered = chosen.order_by(*_preferred(kind, table, prefers), first, func.lower(source.label), kind.n)
    return ordered.limit(bindparam("most", type_=Integer))


def _escaped(text: str) -> str:
    return re.sub(r"[/%_]", lambda found: ESCAPE + found[0], text)


def names(session: Session, table: str, ids: Iterable[Id]) -> dict[Id, str]:
    """What people call rows, deleted ones too, because history still speaks of them."""
    kind, source = MERGEABLE[table], _source(table, language())
    found: dict[Id, str] = {}
    for part in chunks(list(set(ids)), SOME_IDS):
        chosen = _from(source, select(kind.id, source.label)).where(kind.id.in_(part))
        found.update({row_id: name or "" for row_id, name in session.execute(chosen)})
    return found


def name(session: Session, table: str, row_id: Id | None) -> str:
    """What people call one row, empty for None."""
    return "" if row_id is None else names(session, table, [row_id]).get(row_id, "")


def short(table: str, row_id: Id) -> str:
    """The short reference that the command line takes, such as `agency:9f27c1d0`."""
    return f"{table}:{row_id.hex()[-SHORT_ID:]}"


def find(session: Session, reference: str) -> tuple[str, Id]:
    """The table and id of a `table:short-id` reference; any number of last digits that is clear will do.

    Raises:
        NotFound: there is no such table or row.
        Refused: several rows end so.
    """
    table, _colon, digits = reference.strip().partition(":")
    kind = MERGEABLE.get(table)
    found = [] if kind is None else _ending(session, kind, digits.strip().casefold())
    if not found:
        raise NotFound(_("There is no record “{reference}”; check it with “search”.").format(reference=reference))
    if len(found) > 1:
        raise Refused(_("Several records end in “{digits}”; give more digits.").format(digits=digits))
    return table, found[0]


def _ending(session: Session, kind: Any, digits: str) -> list[Id]:
    try:
        end = bytes.fromhex(digits)
    except ValueError:
        return []
    if not 2 <= len(end) <= 16:
        return []
    last = func.substr(type_coerce(kind.id, LargeBinary), 17 - len(end), len(end))
    alive = select(kind.id).where(kind.live, kind.id == end if len(end) == 16 else last == end)
    return list(session.scalars(alive.limit(2)))


def _assets(session: Session, text: str, limit: int) -> list[Choice]:
    rows = listing.rows_first(session, AssetFilter(text=text), limit=limit)
    return [Choice(row.id, " · ".join(part for part in (row.tag, row.name) if part), row.agency) for row in rows]


def _preferred(kind: Any, table: str, prefers: bool) -> list[Any]:
    if not prefers or table not in ("room", "site", "facility", "person"):
        return []
    owner = func.coalesce(Room.agency_id, Site.agency_id) if table == "room" else kind.agency_id
    return [case((owner == bindparam("agency", type_=IdType()), 0), else_=1)]


def _from(source: _Source, chosen: Any) -> Any:
    for table, condition in source.joins:
        chosen = chosen.outerjoin(table, condition)
    return chosen


@cache
def _source(table: str, code: str) -> _Source:
    sources = {
        "region": _Source(func.trim(Region.name), (Region.name, Region.code), Region.code),
        "agency": _agency(),
        "site": _Source(func.trim(Site.name), (Site.name,), Agency.name, ((Agency, Agency.id == Site.agency_id),)),
        "facility": _Source(
            func.trim(Facility.name), (Facility.name,), Agency.name, ((Agency, Agency.id == Facility.agency_id),)
        ),
        "room": _Source(
            func.trim(Room.name),
            (Room.name, Site.name),
            _joined(Site.name, func.coalesce(func.nullif(Agency.abbreviation, ""), Agency.name)),
            ((Site, Site.id == Room.site_id), (Agency, Agency.id == func.coalesce(Room.agency_id, Site.agency_id))),
        ),
        "rack": _Source(func.trim(Rack.name), (Rack.name, Room.name), Room.name, ((Room, Room.id == Rack.room_id),)),
        "person": _Source(func.trim(Person.name), (Person.name, Person.nip), Person.position),
        "category": _category(code),
        "link": _Source(
            func.coalesce(func.nullif(Link.name, ""), Link.circuit_id), (Link.name, Link.circuit_id), Link.provider
        ),
        "software": _owned(Software),
        "cloud_service": _owned(CloudService),
        "service_bus": _owned(ServiceBus),
        "asset": _Source(_joined(Asset.tag, Asset.name), (Asset.tag, Asset.name), Asset.model),
    }
    return sources[table]


def _owned(kind: Any) -> _Source:
    return _Source(func.trim(kind.name), (kind.name, kind.kind), Agency.name, ((Agency, Agency.id == kind.agency_id),))


def _agency() -> _Source:
    parent = aliased(Agency)
    return _Source(
        func.trim(Agency.name),
        (Agency.name, Agency.abbreviation),
        _joined(Agency.abbreviation, func.coalesce(parent.name, Region.name)),
        ((parent, parent.id == Agency.parent_id), (Region, Region.id == Agency.region_id)),
    )


def _category(code: str) -> _Source:
    own, other = Category.title_id, Category.title_en
    if code == "en":
        own, other = other, own
    return _Source(func.coalesce(func.nullif(own, ""), other), (own, other, Category.code), Category.code)


def _joined(first: Any, second: Any) -> ColumnElement[str]:
    both = and_(first != "", second != "")
    return case((both, first + " · " + second), else_=func.coalesce(func.nullif(first, ""), second))
