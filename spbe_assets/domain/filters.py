"""A filter is a plain value that the window, the CLI, labels, reports and bulk edit share."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum

from spbe_assets.domain.ids import Id
from spbe_assets.domain.vocabulary import AssetClass, Condition, LinkKind, LinkRole, LinkStatus, Status


class Sort(StrEnum):
    """The columns an asset list can be ordered by."""

    TAG = "tag"
    NAME = "name"
    AGENCY = "agency"
    ROOM = "room"
    CONDITION = "condition"
    YEAR = "year"
    VERIFIED = "verified"
    NEWEST = "newest"


@dataclass(frozen=True, slots=True)
class Order:
    """One sort column and its direction."""

    by: Sort = Sort.TAG
    descending: bool = False


@dataclass(frozen=True, slots=True)
class AssetFilter:
    """Which assets; every part narrows, an empty part lets everything through.

    `agency_ids` and `region_ids` include everything below them. `ids` restricts to hand-picked assets.
    """

    text: str = ""
    agency_ids: frozenset[Id] = frozenset()
    region_ids: frozenset[Id] = frozenset()
    room_ids: frozenset[Id] = frozenset()
    categories: frozenset[str] = frozenset()
    classes: frozenset[AssetClass] = frozenset()
    conditions: frozenset[Condition] = frozenset()
    statuses: frozenset[Status] = frozenset()
    year_from: int | None = None
    year_to: int | None = None
    warranty_before: date | None = None
    not_verified_since: date | None = None
    no_label: bool = False
    no_serial: bool = False
    no_condition: bool = False
    conflict: bool = False
    duplicate: bool = False
    ids: frozenset[Id] | None = None

    @property
    def is_empty(self) -> bool:
        """Whether it lets everything through."""
        return all(getattr(self, part.name) == part.default for part in fields(self))


class LinkSort(StrEnum):
    """The columns a link list can be ordered by."""

    NAME = "name"
    TAG = "tag"
    AGENCY = "agency"
    PROVIDER = "provider"
    RATE = "rate"
    ENDS = "ends"
    NEWEST = "newest"


@dataclass(frozen=True, slots=True)
class LinkOrder:
    """One sort column of a link list and its direction."""

    by: LinkSort = LinkSort.NAME
    descending: bool = False


@dataclass(frozen=True, slots=True)
class LinkFilter:
    """Which links; as `AssetFilter`. `agency_ids` finds links that belong to or end at an agency or below it."""

    text: str = ""
    agency_ids: frozenset[Id] = frozenset()
    region_ids: frozenset[Id] = frozenset()
    kinds: frozenset[LinkKind] = frozenset()
    roles: frozenset[LinkRole] = frozenset()
    statuses: frozenset[LinkStatus] = frozenset()
    ends_before: date | None = None
    no_rate: bool = False
    ids: frozenset[Id] | None = None

    @property
    def is_empty(self) -> bool:
        """Whether it lets everything through."""
        return all(getattr(self, part.name) == part.default for part in fields(self))
