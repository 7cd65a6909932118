"""Lists put together by agency, place, kind or condition: every group with its true count, and its members."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from spbe_assets.domain.filters import AssetFilter, Group, LinkFilter, LinkOrder, Order
from spbe_assets.domain.sort_keys import natural
from spbe_assets.domain.vocabulary import title
from spbe_assets.services import link_listing, ordering, selection
from spbe_assets.services.hits import CHUNK
from spbe_assets.storage.tables import Agency, Asset, Category, Link, Room

ASSET_GROUPS = (Group.AGENCY, Group.ROOM, Group.CATEGORY, Group.CONDITION)
LINK_GROUPS = (Group.AGENCY, Group.KIND, Group.STATUS)
_ASSET_COLUMNS: dict[Group, Any] = {
    Group.AGENCY: Asset.agency_id,
    Group.ROOM: Asset.room_id,
    Group.CATEGORY: Asset.category_id,
    Group.CONDITION: Asset.condition,
}
_LINK_COLUMNS: dict[Group, Any] = {
    Group.AGENCY: Link.agency_id,
    Group.KIND: Link.kind,
    Group.STATUS: Link.status,
}


@dataclass(frozen=True, slots=True)
class Counted:
    """One group: the value its members share (an id or an option, None for nothing), what people read, how many."""

    value: Any
    title: str
    count: int


def asset_groups(session: Session, wanted: AssetFilter, by: Group) -> list[Counted]:
    """The groups of an equipment list by name; those without a value come first, with an empty title."""
    column = _ASSET_COLUMNS[by]
    counts = _all_assets(session, column) if wanted.is_empty else _asset_counts(session, wanted, column)
    return _named(session, by, counts)


def asset_members(session: Session, wanted: AssetFilter, order: Order, by: Group, value: Any) -> array[int]:
    """The row numbers of one group in the order of the list."""
    # Without an index for the order: SQLite would walk all assets along it to find those of one group.
    chosen = ordering.ordered(select(Asset.n), order, by_index=False)
    return _numbers(session, chosen.where(_is(_ASSET_COLUMNS[by], value), *selection.conditions(session, wanted)))


def link_groups(session: Session, wanted: LinkFilter, by: Group) -> list[Counted]:
    """The groups of a list of links; as `asset_groups`."""
    column = _LINK_COLUMNS[by]
    chosen = select(column, func.count()).where(*link_listing.conditions(session, wanted)).group_by(column)
    return _named(session, by, {value: count for value, count in session.execute(chosen)})


def link_members(session: Session, wanted: LinkFilter, order: LinkOrder, by: Group, value: Any) -> array[int]:
    """The row numbers of one group of links in the order of the list."""
    return _numbers(session, link_listing.ordered(session, wanted, order).where(_is(_LINK_COLUMNS[by], value)))


def _asset_counts(session: Session, wanted: AssetFilter, column: Any) -> dict[Any, int]:
    chosen = select(column, func.count()).where(*selection.conditions(session, wanted)).group_by(column)
    return {value: count for value, count in session.execute(chosen)}


def _all_assets(session: Session, column: Any) -> dict[Any, int]:
    # An index alone counts them; the few dead rows are taken off rather than asking every row.
    counts = {value: count for value, count in session.execute(select(column, func.count()).group_by(column))}
    for value, dead in session.execute(select(column, func.count()).where(~Asset.live).group_by(column)):
        counts[value] -= dead
    return {value: count for value, count in counts.items() if count}


def _named(session: Session, by: Group, counts: dict[Any, int]) -> list[Counted]:
    names = _names(session, by)
    if names is None:
        titles = {value: title(value) for value in counts if value is not None}
    else:
        titles = {value: names.get(value, "") for value in counts if value is not None}
    made = [Counted(value, titles.get(value, ""), count) for value, count in counts.items()]
    return sorted(made, key=lambda one: (one.value is not None, natural(one.title), str(one.value)))


def _names(session: Session, by: Group) -> dict[Any, str] | None:
    labels: dict[Group, tuple[Any, Any]] = {
        Group.AGENCY: (Agency.id, ordering.AGENCY_LABEL),
        Group.ROOM: (Room.id, Room.name),
        Group.CATEGORY: (Category.id, ordering.category_label()),
    }
    if by not in labels:
        return None
    return {row_id: name or "" for row_id, name in session.execute(select(*labels[by]))}


def _is(column: Any, value: Any) -> ColumnElement[bool]:
    found: ColumnElement[bool] = column.is_(None) if value is None else column == value
    return found


def _numbers(session: Session, chosen: Select[Any]) -> array[int]:
    found = array("q")
    for some in session.scalars(chosen.execution_options(yield_per=CHUNK)).partitions(CHUNK):
        found.extend(some)
    return found
