"""What a saved view of a list keeps: filter, order, grouping and columns; and how it is written down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from spbe_assets.domain.filters import AssetFilter, Group, LinkFilter, LinkOrder, Order
from spbe_assets.services import views
from ui.inventory.columns import Layout, layout_from_json
from ui.inventory.list_kind import ListKind


@dataclass(frozen=True, slots=True)
class ViewBody:
    """The list as somebody arranged it."""

    wanted: AssetFilter | LinkFilter
    order: Order | LinkOrder
    group: Group | None = None
    layout: Layout = field(default_factory=Layout)

    def as_json(self, kind: ListKind) -> dict[str, Any]:
        """As plain JSON values."""
        return {
            "filter": views.filter_as_json(self.wanted),
            "order": kind.order_as_json(self.order),
            "group": str(self.group or ""),
            "layout": self.layout.as_json(),
        }


def body_from_json(kind: ListKind, body: Mapping[str, Any]) -> ViewBody:
    """The view of JSON values; what this version does not know is left out.

    Raises:
        ValueError, TypeError, AttributeError: the filter was damaged by hand.
    """
    return ViewBody(
        views.filter_of(kind.filter, body.get("filter", {})),  # type: ignore[type-var]
        kind.order_from_json(body.get("order")),
        kind.group_from_json(body.get("group")),
        layout_from_json(body.get("layout"), list(kind.titles())),
    )
