"""A filter is a plain value that the window, the CLI, labels, reports and bulk edit share."""

from __future__ import annotations

from collections.abc import Iterable
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
    CATEGORY = "category"
    STATUS = "status"
    BRAND = "brand"
    MODEL = "model"
    SERIAL = "serial"
    PRICE = "price"
    QUANTITY = "quantity"
    CUSTODIAN = "custodian"
    WARRANTY = "warranty"
    REGISTER = "register"
    GOODS = "goods"
    NIBAR = "nibar"


@dataclass(frozen=True, slots=True)
class Order:
    """A sort column and its direction, and how those that are equal in it are ordered `then`."""

    by: Sort = Sort.TAG
    descending: bool = False
    then: Order | None = None

    @property
    def keys(self) -> tuple[tuple[Sort, bool], ...]:
        """Each column with whether it descends, the first one first."""
        return ((self.by, self.descending), *(self.then.keys if self.then else ()))

    @classmethod
    def of(cls, keys: Iterable[tuple[Sort, bool]]) -> Order:
        """The order that has these keys; the usual one for none."""
        made: Order | None = None
        for by, descending in reversed(list(keys)):
            made = cls(by, descending, made)
        return made or cls()


class Group(StrEnum):
    """What the lines of a list can be put together by."""

    AGENCY = "agency"
    ROOM = "room"
    CATEGORY = "category"
    CONDITION = "condition"
    KIND = "kind"
    STATUS = "status"


@dataclass(frozen=True, slots=True)
class AssetFilter:
    """Which assets; every part narrows, an empty part lets everything through.

    `agency_ids` and `region_ids` include everything below them. `ids` restricts to hand-picked assets.
    `overdue` is what is on loan and was due back before today. `label_outdated` is what says something else now than
    on its newest label, `label_current` what says the same.
    """

    text: str = ""
    agency_ids: frozenset[Id] = frozenset()
    region_ids: frozenset[Id] = frozenset()
    room_ids: frozenset[Id] = frozenset()
    custodian_ids: frozenset[Id] = frozenset()
    categories: frozenset[str] = frozenset()
    classes: frozenset[AssetClass] = frozenset()
    conditions: frozenset[Condition] = frozenset()
    statuses: frozenset[Status] = frozenset()
    year_from: int | None = None
    year_to: int | None = None
    warranty_before: date | None = None
    not_verified_since: date | None = None
    no_label: bool = False
    label_outdated: bool = False
    label_current: bool = False
    no_serial: bool = False
    no_condition: bool = False
    conflict: bool = False
    duplicate: bool = False
    on_loan: bool = False
    overdue: bool = False
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
    KIND = "kind"
    ROLE = "role"
    STATUS = "status"
    COST = "cost"
    CIRCUIT = "circuit"


@dataclass(frozen=True, slots=True)
class LinkOrder:
    """As `Order`, for a list of links."""

    by: LinkSort = LinkSort.NAME
    descending: bool = False
    then: LinkOrder | None = None

    @property
    def keys(self) -> tuple[tuple[LinkSort, bool], ...]:
        """Each column with whether it descends, the first one first."""
        return ((self.by, self.descending), *(self.then.keys if self.then else ()))

    @classmethod
    def of(cls, keys: Iterable[tuple[LinkSort, bool]]) -> LinkOrder:
        """The order that has these keys; the usual one for none."""
        made: LinkOrder | None = None
        for by, descending in reversed(list(keys)):
            made = cls(by, descending, made)
        return made or cls()


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
    no_label: bool = False
    label_outdated: bool = False
    label_current: bool = False
    ids: frozenset[Id] | None = None

    @property
    def is_empty(self) -> bool:
        """Whether it lets everything through."""
        return all(getattr(self, part.name) == part.default for part in fields(self))
