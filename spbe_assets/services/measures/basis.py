"""What a measure is made of in SQL: which records it looks at, and which of them are good, missing or unknown.

Counting and naming the records that cost points both start from the same `Part`, so a measure is defined once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Select, and_, case, false, func, literal, select, true
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.elements import False_, True_
from sqlalchemy.sql.selectable import FromClause

from spbe_assets.domain.vocabulary import Status
from spbe_assets.formats import zone
from spbe_assets.storage.tables import (
    Asset,
    Category,
    DeviceDetail,
    Facility,
    Link,
    Mergeable,
    Rack,
    Room,
    ServerDetail,
    Site,
    Software,
)

Condition = ColumnElement[bool]
Query: TypeAlias = Select[*tuple[Any, ...]]

IN_USE = (Status.ACTIVE, Status.SPARE, Status.REPAIR)
HELD = (*IN_USE, Status.DISPOSAL_PROPOSED)


class Kind(StrEnum):
    """The sets of records that measures look at."""

    IN_USE = "assets in use"
    HELD = "assets in the books"
    LINK = "links"
    FACILITY = "facilities"
    SOFTWARE = "software"


class Join(StrEnum):
    """Tables beside the record itself, in the order they are joined."""

    CATEGORY = "category"
    SERVER = "server"
    DEVICE = "device"
    RACK = "rack"
    ROOM = "room"
    SITE = "site"


NEEDS = {Join.ROOM: {Join.RACK}, Join.SITE: {Join.RACK, Join.ROOM}}
ROOM_OF_ASSET = func.coalesce(Asset.room_id, Rack.room_id)
AGENCY_OF_LINK = func.coalesce(Link.agency_id, Link.a_agency_id)


@dataclass(frozen=True, slots=True)
class Source:
    """Which records: a kind, for assets of some classes only, with what is joined to them."""

    kind: Kind
    classes: tuple[str, ...] = ()
    joins: frozenset[Join] = frozenset()

    @property
    def table(self) -> type[Mergeable]:
        """The table whose rows are the records."""
        tables: dict[Kind, type[Mergeable]] = {
            Kind.LINK: Link, Kind.FACILITY: Facility, Kind.SOFTWARE: Software
        }  # fmt: skip
        return tables.get(self.kind, Asset)

    @property
    def agency(self) -> ColumnElement[Any]:
        """The unit a record belongs to."""
        owners: dict[Kind, ColumnElement[Any]] = {
            Kind.LINK: AGENCY_OF_LINK,
            Kind.FACILITY: Facility.agency_id.expression,
            Kind.SOFTWARE: Software.agency_id.expression,
        }
        return owners.get(self.kind, Asset.agency_id.expression)

    @property
    def alone(self) -> Source:
        """The same records with nothing joined: what parts that can be counted together have in common."""
        return replace(self, joins=frozenset())

    def with_joins(self, joins: frozenset[Join]) -> Source:
        """The same records with these tables joined."""
        return replace(self, joins=joins)

    def query(self, *columns: Any) -> Query:
        """A SELECT over the records."""
        return select(*columns).select_from(self._from()).where(*self._where())

    def _where(self) -> list[Condition]:
        where: list[Condition] = [is_live(self.table)]
        if self.table is Asset:
            where.append(Asset.status.in_(IN_USE if self.kind is Kind.IN_USE else HELD))
        if self.classes:
            where.append(_in_classes(self.classes))
        return where

    def _from(self) -> FromClause:
        made: FromClause = self.table.__table__
        wanted = set(self.joins).union(*(NEEDS.get(join, set()) for join in self.joins))
        for join in Join:
            if join in wanted:
                table, on = _joined(join)
                made = made.outerjoin(table, on)
        return made


@dataclass(frozen=True, slots=True)
class Part:
    """Records of one source and how they are judged; a condition that comes out as NULL does not hold.

    `units` counts for more than one record, such as a quantity; `amount` is what a good record contributes.
    """

    source: Source
    good: Condition
    unknown: Condition = field(default_factory=false)
    missing: Condition = field(default_factory=false)
    member: Condition = field(default_factory=true)
    units: ColumnElement[int] | None = None
    amount: ColumnElement[int] | None = None

    @property
    def state(self) -> ColumnElement[str | None]:
        """Each record's verdict; NULL for records that the measure does not look at."""
        return case(
            (func.coalesce(self.member, False).is_(False), None),
            (self.good, GOOD),
            (self.unknown, UNKNOWN),
            (self.missing, MISSING),
            else_=BAD,
        )

    def counts(self) -> list[ColumnElement[Any]]:
        """Good, missing, unknown, all looked at, amount: the numbers that a tally is made of."""
        amount = literal(0) if self.amount is None else func.sum(self.amount).filter(self.state == GOOD)
        return [
            self._count(and_(self.member, self.good)),
            literal(0) if isinstance(self.missing, False_) else self._count(self.state == MISSING),
            literal(0) if isinstance(self.unknown, False_) else self._count(self.state == UNKNOWN),
            self._count(self.member),
            amount,
        ]

    def _count(self, condition: Condition) -> ColumnElement[Any]:
        counted = func.count() if self.units is None else func.sum(self.units)
        return counted if isinstance(condition, True_) else counted.filter(condition)


GOOD, BAD, MISSING, UNKNOWN = "good", "bad", "missing", "unknown"


@dataclass(frozen=True, slots=True)
class Asked:
    """What one criterion asks of its measure: the day, the classes of records, lists and numbers."""

    as_of: date
    lists: Mapping[str, tuple[str, ...]]
    numbers: Mapping[str, float]

    def assets(self, *joins: Join, kind: Kind = Kind.IN_USE) -> Source:
        """The assets of the classes asked for."""
        return Source(kind, self.lists.get("classes", ()), frozenset(joins))


def in_books(*joins: Join) -> Source:
    """Every asset that still has to be accounted for."""
    return Source(Kind.HELD, (), frozenset(joins))


def is_live(table: type[Mergeable]) -> Condition:
    """Whether lists show the row."""
    # Said this way no index that begins with `live` fits, and SQLite takes the one on category or agency instead.
    return table.live.is_not(False)


def start_of(day: date) -> datetime:
    """The moment a day begins where the program is used."""
    return datetime.combine(day, time.min, zone()).astimezone(UTC)


def recorded(column: InstrumentedAttribute[str]) -> Condition:
    """Whether a text was filled in."""
    return column != ""


def _in_classes(classes: tuple[str, ...]) -> Condition:
    return Asset.category_id.in_(select(Category.id).where(Category.asset_class.in_(classes)))


def _joined(join: Join) -> tuple[Any, Condition]:
    joins: dict[Join, tuple[type[Mergeable], Condition]] = {
        Join.CATEGORY: (Category, Category.id == Asset.category_id),
        Join.SERVER: (ServerDetail, and_(ServerDetail.asset_id == Asset.id, ServerDetail.live)),
        Join.DEVICE: (DeviceDetail, and_(DeviceDetail.asset_id == Asset.id, DeviceDetail.live)),
        Join.RACK: (Rack, Rack.id == Asset.rack_id),
        Join.ROOM: (Room, Room.id == ROOM_OF_ASSET),
        Join.SITE: (Site, Site.id == Room.site_id),
    }
    table, on = joins[join]
    return table.__table__, on
