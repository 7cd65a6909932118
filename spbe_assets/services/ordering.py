"""How asset lists are ordered: along an index where there is one, group by group for agencies and rooms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, false, func, select
from sqlalchemy.orm import Session

from spbe_assets.domain.filters import Order, Sort
from spbe_assets.domain.ids import Id
from spbe_assets.storage.tables import Agency, Asset, Room

AGENCY_LABEL = func.coalesce(func.nullif(Agency.abbreviation, ""), Agency.name)
"""What lists show for an agency."""

ALIVE: ColumnElement[bool] = func.coalesce(Asset.live, false())
"""That the asset is shown in lists, said so that no index is walked for it: almost every asset is alive."""
GROUPED = frozenset({Sort.AGENCY, Sort.ROOM})
BY_NUMBER = frozenset({Sort.NEWEST})
MOST_GROUPS = 60
"""After so many groups without enough rows one sort over everything is the cheaper way."""

_KEYS: dict[Sort, Any] = {
    Sort.TAG: Asset.tag_key,
    Sort.NAME: Asset.name_key,
    Sort.CONDITION: Asset.condition,
    Sort.YEAR: Asset.year,
    Sort.VERIFIED: Asset.verified_at,
}
_NULLABLE = frozenset({Sort.CONDITION, Sort.YEAR, Sort.VERIFIED})
_AGENCY_ORDER = (func.lower(AGENCY_LABEL), Agency.n)
_ROOM_ORDER = (Room.name_key, Room.n)


def ordered(numbers: Select[Any], order: Order, *, by_index: bool = True) -> Select[Any]:
    """The row numbers in an order in which no two rows are equal; empty values come first, descending last.

    `NEWEST` puts the latest record first, descending the oldest. `by_index` False keeps the database from
    walking a whole index for a few rows.
    """
    match order.by:
        case Sort.AGENCY:
            keyed = numbers.outerjoin(Agency, Agency.id == Asset.agency_id)
            return keyed.order_by(*_directed([*_AGENCY_ORDER, Asset.tag_key, Asset.n], order.descending))
        case Sort.ROOM:
            keyed = numbers.outerjoin(Room, Room.id == Asset.room_id)
            return keyed.order_by(*_directed([*_ROOM_ORDER, Asset.tag_key, Asset.n], order.descending))
        case Sort.NEWEST:
            return numbers.order_by(Asset.n if order.descending else Asset.n.desc())
    key = _KEYS[order.by]
    first = key if by_index or order.by in _NULLABLE else func.coalesce(key, "")
    return numbers.order_by(*_directed([first, Asset.n], order.descending))


def walk_groups(
    session: Session, order: Order, matching: Sequence[ColumnElement[bool]], limit: int
) -> list[int] | None:
    """The first row numbers in agency or room order, taken agency by agency; None where that would take long.

    The order is that of `ordered`, without sorting all assets.
    """
    found: list[int] = []
    for visited, group in enumerate(_groups(session, order)):
        if len(found) >= limit:
            break
        if visited >= MOST_GROUPS:
            return None
        members = _members(order, group).where(*matching).limit(limit - len(found))
        found += session.scalars(members)
    return found


def _members(order: Order, group: Id | None) -> Select[Any]:
    if order.by is Sort.AGENCY and group is not None:
        # An agency holds a good part of all assets, so its first ones are soon met along the index of tags.
        chosen = select(Asset.n).where(Asset.agency_id == group, Asset.live)
        return chosen.order_by(*_directed([Asset.tag_key, Asset.n], order.descending))
    column = Asset.agency_id if order.by is Sort.AGENCY else Asset.room_id
    chosen = select(Asset.n).where(column == group if group is not None else column.is_(None), ALIVE)
    return chosen.order_by(*_directed([func.coalesce(Asset.tag_key, ""), Asset.n], order.descending))


def _groups(session: Session, order: Order) -> list[Id | None]:
    table, keys = (Agency, _AGENCY_ORDER) if order.by is Sort.AGENCY else (Room, _ROOM_ORDER)
    known = session.scalars(select(table.id).order_by(*_directed(list(keys), order.descending)))
    return [*known, None] if order.descending else [None, *known]


def _directed(keys: list[Any], descending: bool) -> list[ColumnElement[Any]]:
    # Named explicitly because PostgreSQL puts empty values at the other end than SQLite.
    if descending:
        return [key.desc().nulls_last() for key in keys]
    return [key.asc().nulls_first() for key in keys]
