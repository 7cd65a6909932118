"""Measures of links: intranet, reserve, bandwidth, measured speed, contracts, duplicates, firewall."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import (
    CTE,
    ColumnElement,
    Float,
    Integer,
    and_,
    exists,
    func,
    literal,
    not_,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.orm import InstrumentedAttribute, aliased

from spbe_assets.domain.vocabulary import AssetClass, LinkKind, LinkRole, LinkStatus, Ownership
from spbe_assets.services.measures.basis import (
    AGENCY_OF_LINK,
    IN_USE,
    ROOM_OF_ASSET,
    Asked,
    Condition,
    Kind,
    Part,
    Query,
    Source,
    is_live,
    recorded,
    start_of,
)
from spbe_assets.storage.tables import Asset, Category, InventoryStatement, Link, LinkTest, Rack, Room

LINKS = Source(Kind.LINK)
ACTIVE = Link.status == LinkStatus.ACTIVE
DAYS_A_MONTH = 30.4375
FIREWALL = "firewall"


def intranet_link(_asked: Asked) -> tuple[Part, ...]:
    """An active link into the government intranet."""
    return (Part(LINKS, Link.kind == LinkKind.INTRANET, unknown=Link.kind.is_(None), member=ACTIVE),)


def bandwidth_per_staff(_asked: Asked) -> tuple[Part, ...]:
    """What active links bring down, in thousandths of a Mbps."""
    rate = type_coerce(Link.mbps_down, Integer)
    return (Part(LINKS, rate.is_not(None), unknown=rate.is_(None), member=ACTIVE, amount=rate),)


def link_contract_valid(asked: Asked) -> tuple[Part, ...]:
    """Its contract has not ended; an own link needs none."""
    end, own = Link.ends_on, Link.ownership == Ownership.OWN
    return (Part(LINKS, or_(end >= asked.as_of, and_(end.is_(None), own)), unknown=end.is_(None), member=ACTIVE),)


def speed_as_contracted(asked: Asked) -> tuple[Part, ...]:
    """Its newest measurement of the last months reached most of the contracted rate."""
    measured = _newest_rate(asked.as_of, asked.numbers["months"])
    contracted = type_coerce(Link.mbps_down, Integer)
    enough = measured * 100 >= contracted * literal(asked.numbers["percent"], Float)
    return (Part(LINKS, enough, unknown=or_(measured.is_(None), contracted.is_(None)), member=ACTIVE),)


def reserve_link(_asked: Asked) -> tuple[Part, ...]:
    """A primary link whose unit has an active reserve by another provider or over another medium."""
    other = aliased(Link)
    primary, unclear = Link.role == LinkRole.PRIMARY, Link.role.is_(None)
    reserve, possible = other.role == LinkRole.BACKUP, other.role.is_(None)
    differs = or_(
        and_(recorded(other.provider), recorded(Link.provider), _apart(other.provider, Link.provider)),
        other.medium != Link.medium,
    )
    alike = and_(
        recorded(other.provider),
        ~_apart(other.provider, Link.provider),
        func.coalesce(other.medium, "") != "",
        func.coalesce(other.medium, "") == func.coalesce(Link.medium, ""),
    )
    return (
        Part(
            LINKS,
            and_(primary, _beside(other, reserve, differs)),
            unknown=or_(unclear, _beside(other, or_(reserve, possible), not_(alike))),
            member=and_(ACTIVE, or_(primary, unclear)),
        ),
    )


def link_not_doubled(_asked: Asked) -> tuple[Part, ...]:
    """An internet link that is not a second paid one of the same unit, site and role."""
    other = aliased(Link)
    internet, unclear = Link.kind == LinkKind.INTERNET, Link.kind.is_(None)
    same = and_(
        other.kind == LinkKind.INTERNET,
        other.monthly_rupiah > 0,
        other.a_site_id == Link.a_site_id,
        other.role == Link.role,
    )
    perhaps = and_(
        or_(other.kind == LinkKind.INTERNET, other.kind.is_(None)),
        or_(other.monthly_rupiah > 0, other.monthly_rupiah.is_(None)),
        or_(other.a_site_id == Link.a_site_id, other.a_site_id.is_(None), Link.a_site_id.is_(None)),
        or_(other.role == Link.role, other.role.is_(None), Link.role.is_(None)),
    )
    # The older of two twins (ids grow with time) is the one to keep, so only the younger is a duplicate.
    doubled = and_(Link.monthly_rupiah > 0, _beside(other, other.id < Link.id, same))
    may_be = _beside(other, other.id < Link.id, perhaps)
    free = func.coalesce(Link.monthly_rupiah, 1) == 0
    return (
        Part(
            LINKS,
            and_(internet, or_(free, ~may_be)),
            unknown=or_(unclear, ~func.coalesce(doubled, False)),
            member=and_(ACTIVE, or_(internet, unclear)),
        ),
    )


def internet_behind_firewall(asked: Asked) -> tuple[Part, ...]:
    """An internet link at whose site a firewall is in use that its maker still supports."""
    internet, unclear = Link.kind == LinkKind.INTERNET, Link.kind.is_(None)
    walls = _firewalls()
    supported = walls.c.support_end >= asked.as_of
    perhaps = select(walls.c.agency).where(or_(supported, walls.c.support_end.is_(None)))
    may_be = or_(
        Link.a_site_id.in_(perhaps.with_only_columns(walls.c.site).where(walls.c.site.is_not(None))),
        AGENCY_OF_LINK.in_(perhaps.where(walls.c.site.is_(None))),
        and_(Link.a_site_id.is_(None), AGENCY_OF_LINK.in_(perhaps)),
    )
    guarded = Link.a_site_id.in_(select(walls.c.site).where(walls.c.site.is_not(None), supported))
    return (
        Part(
            LINKS,
            and_(internet, guarded),
            unknown=or_(unclear, may_be, ~_security_registered(asked.as_of)),
            member=and_(ACTIVE, or_(internet, unclear)),
        ),
    )


def _beside(other: type[Link], *conditions: Condition) -> Condition:
    """Whether the same unit has another active link for which the conditions hold."""
    unit = func.coalesce(other.agency_id, other.a_agency_id)
    return exists().where(
        other.live,
        other.status == LinkStatus.ACTIVE,
        other.id != Link.id,
        unit == AGENCY_OF_LINK,
        *conditions,
    )


def _apart(one: InstrumentedAttribute[str], two: InstrumentedAttribute[str]) -> Condition:
    return func.lower(one) != func.lower(two)


def _newest_rate(as_of: date, months: float) -> ColumnElement[int | None]:
    since = start_of(as_of - timedelta(days=round(months * DAYS_A_MONTH)))
    return (
        select(type_coerce(LinkTest.mbps_down, Integer))
        .where(LinkTest.link_id == Link.id, LinkTest.live, LinkTest.tested_at >= since)
        .where(LinkTest.tested_at < start_of(as_of + timedelta(days=1)))
        .order_by(LinkTest.tested_at.desc(), LinkTest.id.desc())
        .limit(1)
        .correlate(Link)
        .scalar_subquery()
    )


def _firewalls() -> CTE:
    """Every firewall in use with its unit, its site and the end of its support."""
    return (
        select(Asset.agency_id.label("agency"), Room.site_id.label("site"), Asset.support_end)
        .select_from(Asset)
        .outerjoin(Rack, Rack.id == Asset.rack_id)
        .outerjoin(Room, Room.id == ROOM_OF_ASSET)
        .where(is_live(Asset), Asset.status.in_(IN_USE), Asset.agency_id.is_not(None))
        .where(Asset.category_id.in_(_categories(Category.code == FIREWALL)))
        .cte("firewall")
    )


def _security_registered(as_of: date) -> Condition:
    """Whether the unit's register knows any security device, or says that it is complete without one."""
    some = select(Asset.agency_id).where(
        is_live(Asset),
        Asset.agency_id.is_not(None),
        Asset.category_id.in_(_categories(Category.asset_class == AssetClass.SECURITY)),
    )
    stated = select(InventoryStatement.agency_id).where(
        InventoryStatement.live,
        InventoryStatement.subject == str(AssetClass.SECURITY),
        InventoryStatement.complete_on <= as_of,
    )
    units = some.union(stated).cte("security_unit")
    return func.coalesce(AGENCY_OF_LINK.in_(select(units)), False).is_(True)


def _categories(condition: Condition) -> Query:
    return select(Category.id).where(condition)
