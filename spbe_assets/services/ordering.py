"""How asset lists are ordered: along an index where there is one, group by group for agencies and rooms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, false, func, select
from sqlalchemy.orm import Session

from spbe_assets.domain.filters import Order, Sort
from spbe_assets.domain.ids import Id
from spbe_assets.i18n import language
from spbe_assets.storage.tables import Agency, Asset, Category, Person, Room

AGENCY_LABEL = func.coalesce(func.nullif(Agency.abbreviation, ""), Agency.name)
"""What lists show for an agency."""

ALIVE: ColumnElement[bool] = func.coalesce(Asset.live, false())
"""That the asset is shown in lists, said so that no index is walked for it: almost every asset is alive."""
GROUPED = frozenset({Sort.AGENCY, Sort.ROOM, Sort.CATEGORY})
"""Orders by a small table: the first rows are taken row by row of that table."""
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
INDEXED = frozenset(_KEYS)
"""Orders that an index of all shown assets has."""
_NULLABLE = frozenset({Sort.CONDITION, Sort.YEAR, Sort.VERIFIED})
_AGENCY_ORDER = (func.lower(AGENCY_LABEL), Agency.n)
_ROOM_ORDER = (Room.name_key, Room.n)
_SORTED: dict[Sort, tuple[Any, ...]] = {
    Sort.STATUS: (Asset.status,),
    Sort.BRAND: (func.lower(Asset.brand), func.lower(Asset.model)),
    Sort.MODEL: (func.lower(Asset.model),),
    Sort.SERIAL: (func.coalesce(Asset.serial_key, ""),),
    Sort.PRICE: (Asset.price_rupiah,),
    Sort.QUANTITY: (Asset.quantity,),
    Sort.WARRANTY: (Asset.warranty_end,),
    Sort.REGISTER: (func.length(Asset.register), Asset.register),
    Sort.GOODS: (func.coalesce(Asset.kode_barang, ""), func.coalesce(Asset.register, "")),
    Sort.NIBAR: (func.coalesce(Asset.nibar, ""),),
    Sort.CUSTODIAN: (func.lower(Person.name), Person.n),
}
_JOINED: dict[Sort, tuple[Any, ColumnElement[bool]]] = {
    Sort.AGENCY: (Agency, Agency.id == Asset.agency_id),
    Sort.ROOM: (Room, Room.id == Asset.room_id),
    Sort.CATEGORY: (Category, Category.id == Asset.category_id),
    Sort.CUSTODIAN: (Person, Person.id == Asset.custodian_id),
}
_GROUP_COLUMNS = {Sort.AGENCY: Asset.agency_id, Sort.ROOM: Asset.room_id, Sort.CATEGORY: Asset.category_id}


def category_label() -> ColumnElement[str]:
    """What lists show for a category, in the language in use."""
    titles = (Category.title_id, Category.title_en)
    own, other = reversed(titles) if language() == "en" else titles
    return func.coalesce(func.nullif(own, ""), other, "")


def ordered(numbers: Select[Any], order: Order, *, by_index: bool = True) -> Select[Any]:
    """The row numbers in an order in which no two rows are equal; empty values come first, descending last.

    `NEWEST` puts the latest record first, descending the oldest. `by_index` False keeps the database from
    walking a whole index for a few rows.
    """
    wanted: list[ColumnElement[Any]] = []
    keys = list({by: (by, descending) for by, descending in reversed(order.keys)}.values())[::-1]
    for place, (by, descending) in enumerate(keys):
        if by in _JOINED:
            numbers = numbers.outerjoin(*_JOINED[by])
        wanted += _directed(_keys_of(by, by_index=by_index and not place), descending != (by is Sort.NEWEST))
    last, descending = keys[-1]
    if last is not Sort.NEWEST:
        wanted += _directed([Asset.tag_key, Asset.n] if last in GROUPED else [Asset.n], descending)
    return numbers.order_by(*wanted)


def _keys_of(by: Sort, *, by_index: bool) -> list[Any]:
    if by in GROUPED:
        return list(_group_order(by))
    if by is Sort.NEWEST:
        return [Asset.n]
    if by in _KEYS:
        return [_KEYS[by] if by_index or by in _NULLABLE else func.coalesce(_KEYS[by], "")]
    return list(_SORTED[by])


def _group_order(by: Sort) -> tuple[Any, ...]:
    if by is Sort.CATEGORY:
        return func.lower(category_label()), Category.n
    return _AGENCY_ORDER if by is Sort.AGENCY else _ROOM_ORDER


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
    column = _GROUP_COLUMNS[order.by]
    chosen = select(Asset.n).where(column == group if group is not None else column.is_(None), ALIVE)
    return chosen.order_by(*_directed([func.coalesce(Asset.tag_key, ""), Asset.n], order.descending))


def _groups(session: Session, order: Order) -> list[Id | None]:
    table = _JOINED[order.by][0]
    known = session.scalars(select(table.id).order_by(*_directed(list(_group_order(order.by)), order.descending)))
    return [*known, None] if order.descending else [None, *known]


def _directed(keys: list[Any], descending: bool) -> list[ColumnElement[Any]]:
    # Named explicitly because PostgreSQL puts empty values at the other end than SQLite.
    if descending:
        return [key.desc().nulls_last() for key in keys]
    return [key.asc().nulls_first() for key in keys]
