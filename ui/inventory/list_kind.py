"""What the lists of equipment and links share and where they differ, for the pieces that serve both."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from spbe_assets.domain.filters import AssetFilter, Group, LinkFilter, LinkOrder, LinkSort, Order, Sort
from spbe_assets.domain.ids import Id
from spbe_assets.i18n import N_, _
from spbe_assets.services import assets, grouping, link_listing, links, listing
from ui.inventory.chosen import ASSETS, LINKS
from ui.models import asset_table, link_table
from ui.models.asset_table import AssetColumn, AssetQuery
from ui.models.link_table import LinkColumn, LinkQuery

GROUP_TITLES = {
    Group.AGENCY: N_("Agency"),
    Group.ROOM: N_("Place"),
    Group.CATEGORY: N_("Kind"),
    Group.CONDITION: N_("Condition"),
    Group.KIND: N_("Kind"),
    Group.STATUS: N_("Status"),
}


@dataclass(frozen=True, slots=True)
class ListKind:
    """One kind of list: its columns, what it can be grouped and ordered by, and how the database answers."""

    table: str
    title: str
    columns: Sequence[AssetColumn | LinkColumn]
    shown: tuple[str, ...]
    groups: tuple[Group, ...]
    filter: type[AssetFilter] | type[LinkFilter]
    order: type[Order] | type[LinkOrder]
    sort: type[Sort] | type[LinkSort]
    query: Any
    numbers: Callable[..., array[int]]
    count: Callable[[Any, Any], int]
    ids_of: Callable[[Any, Sequence[int]], list[Id]]
    rows: Callable[[Any, Sequence[int]], Mapping[int, Any]]
    delete: Callable[[Any, list[Id]], None]

    def sorts(self) -> list[Any]:
        """What each column sorts by, from left to right; None where it can't."""
        return [column.sort for column in self.columns]

    def column(self, key: str) -> AssetColumn | LinkColumn:
        """A column by its key."""
        return {column.key: column for column in self.columns}[key]

    def titles(self) -> dict[str, str]:
        """What each column is called in the language in use, by key."""
        return {column.key: _(column.title) for column in self.columns}

    def order_as_json(self, order: Order | LinkOrder) -> list[list[Any]]:
        """An order as plain JSON values."""
        return [[str(by), descending] for by, descending in order.keys]

    def order_from_json(self, kept: Any) -> Any:
        """The order of JSON values; columns that this version does not know are left out."""
        known: dict[str, Any] = {str(sort): sort for sort in self.sort}
        found: list[tuple[Any, bool]] = []
        for pair in kept if isinstance(kept, list) else []:
            if isinstance(pair, list) and len(pair) == 2 and isinstance(pair[0], str) and pair[0] in known:
                found.append((known[pair[0]], bool(pair[1])))
        return self.order.of(found)

    def group_from_json(self, kept: Any) -> Group | None:
        """The grouping of a JSON value."""
        return next((group for group in self.groups if group == kept), None)


@cache
def kind_of(table: str) -> ListKind:
    """The list of a table: `ASSETS` or `LINKS`."""
    if table == LINKS:
        return ListKind(
            LINKS, N_("Links"), link_table.COLUMNS, link_table.SHOWN, grouping.LINK_GROUPS, LinkFilter, LinkOrder,
            LinkSort, LinkQuery, link_listing.numbers, link_listing.count, link_listing.ids_of, link_listing.rows,
            links.delete,
        )  # fmt: skip
    return ListKind(
        ASSETS, N_("Equipment"), asset_table.COLUMNS, asset_table.SHOWN, grouping.ASSET_GROUPS, AssetFilter, Order,
        Sort, AssetQuery, listing.numbers, listing.count, listing.ids_of, listing.rows, assets.delete,
    )  # fmt: skip
