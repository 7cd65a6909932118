"""Measures of servers, network devices and computers: place, age, condition, support, protection."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import CTE, ColumnElement, Integer, and_, exists, extract, func, or_, select, tuple_, type_coerce
from sqlalchemy.orm import aliased

from spbe_assets.domain.needs import NeedState
from spbe_assets.domain.vocabulary import Condition as AssetCondition
from spbe_assets.domain.vocabulary import FacilityKind, Raid, Status
from spbe_assets.services import goods
from spbe_assets.services.measures.basis import Asked, Condition, Join, Part, in_books, recorded
from spbe_assets.storage.tables import (
    Agency,
    Asset,
    Category,
    DeviceDetail,
    Facility,
    Need,
    Rack,
    Room,
    ServerDetail,
    Site,
)

PROTECTING = (Raid.RAID1, Raid.RAID3, Raid.RAID5, Raid.RAID6, Raid.RAID10)
DISPOSAL = "disposal"


def in_data_centre(asked: Asked) -> tuple[Part, ...]:
    """Stands in a room that is a data centre, or belongs to one."""
    centres = select(Facility.id).where(Facility.live, Facility.kind == FacilityKind.DATA_CENTRE)
    inside = or_(Room.is_data_centre.is_(True), Room.facility_id.in_(centres))
    return (Part(asked.assets(Join.ROOM), inside, unknown=Room.is_data_centre.is_(None)),)


def os_supported(asked: Asked) -> tuple[Part, ...]:
    """Runs an operating system that its maker still mends."""
    end = ServerDetail.os_support_end
    return (Part(asked.assets(Join.SERVER), end >= asked.as_of, unknown=end.is_(None)),)


def within_useful_life(asked: Asked) -> tuple[Part, ...]:
    """Is not older than the useful life of its category."""
    last = last_useful_year()
    return (Part(asked.assets(Join.CATEGORY), last >= asked.as_of.year, unknown=last.is_(None)),)


def under_warranty(asked: Asked) -> tuple[Part, ...]:
    """Is under warranty or a maintenance contract."""
    covered = or_(Asset.warranty_end >= asked.as_of, Asset.contract_end >= asked.as_of)
    return (
        Part(
            asked.assets(),
            covered,
            unknown=and_(Asset.warranty_end.is_(None), Asset.contract_end.is_(None)),
            missing=or_(Asset.warranty_end.is_(None), Asset.contract_end.is_(None)),
        ),
    )


def raid_protected(asked: Asked) -> tuple[Part, ...]:
    """Keeps its data when one disk dies."""
    raid = ServerDetail.raid
    return (Part(asked.assets(Join.SERVER), raid.in_(PROTECTING), unknown=raid.is_(None)),)


def redundant_power(asked: Asked) -> tuple[Part, ...]:
    """Has two power supplies."""
    power = ServerDetail.redundant_power
    return (Part(asked.assets(Join.SERVER), power.is_(True), unknown=power.is_(None)),)


def behind_ups(asked: Asked) -> tuple[Part, ...]:
    """Is behind a UPS: its own answer counts first, then its rack's, then its room's."""
    answer = func.coalesce(ServerDetail.behind_ups, DeviceDetail.behind_ups, Rack.has_ups, Room.has_ups)
    source = asked.assets(Join.SERVER, Join.DEVICE, Join.ROOM)
    roles = asked.lists.get("roles")
    if not roles:
        return (Part(source, answer.is_(True), unknown=answer.is_(None)),)
    role = DeviceDetail.role
    return (
        Part(
            source,
            and_(role.in_(roles), answer.is_(True)),
            unknown=or_(role.is_(None), answer.is_(None)),
            member=or_(role.is_(None), role.in_(roles)),
        ),
    )


def backed_up_within(asked: Asked) -> tuple[Part, ...]:
    """Its newest backup is not older than so many days."""
    last = ServerDetail.backup_last
    oldest = asked.as_of - timedelta(days=int(asked.numbers["days"]))
    return (Part(asked.assets(Join.SERVER), last >= oldest, unknown=last.is_(None)),)


def backup_elsewhere(asked: Asked) -> tuple[Part, ...]:
    """Its backup lies neither in its room nor in its building, as far as their names tell."""
    place, room, site = (func.lower(column) for column in (ServerDetail.backup_place, Room.name, Site.name))
    named = and_(recorded(ServerDetail.backup_place), recorded(Room.name), recorded(Site.name))
    near = or_(place.contains(site), place.contains(room))
    source = asked.assets(Join.SERVER, Join.SITE)
    # A record without detail, room or building gives NULL, which is not known either.
    return (Part(source, and_(named, ~near), unknown=func.coalesce(named, False).is_(False)),)


def room_secured(asked: Asked) -> tuple[Part, ...]:
    """Stands in a room with access control or watched by CCTV."""
    locked, watched = Room.has_access_control, Room.has_cctv
    secure = or_(locked.is_(True), watched.is_(True))
    return (Part(asked.assets(Join.ROOM), secure, unknown=or_(locked.is_(None), watched.is_(None))),)


def still_supported(asked: Asked) -> tuple[Part, ...]:
    """Its maker still supports it."""
    end = Asset.support_end
    return (Part(asked.assets(), end >= asked.as_of, unknown=end.is_(None)),)


def condition_is(asked: Asked) -> tuple[Part, ...]:
    """Is in one of the conditions."""
    good = Asset.condition.in_(asked.lists["conditions"])
    return (Part(asked.assets(), good, unknown=Asset.condition.is_(None)),)


def computers_per_staff(asked: Asked) -> tuple[Part, ...]:
    """Can be worked with; counted in units."""
    usable = Asset.condition != AssetCondition.HEAVY_DAMAGE
    units = type_coerce(Asset.quantity, Integer)
    return (Part(asked.assets(), usable, unknown=Asset.condition.is_(None), units=units),)


def disposal_proposed(_asked: Asked) -> tuple[Part, ...]:
    """Heavily damaged and on its way out of the books."""
    damaged, unclear = Asset.condition == AssetCondition.HEAVY_DAMAGE, Asset.condition.is_(None)
    leaving = or_(Asset.status == Status.DISPOSAL_PROPOSED, in_a_need(Need.kind == DISPOSAL))
    return (Part(in_books(), and_(damaged, leaving), unknown=unclear, member=or_(damaged, unclear)),)


def gap_planned(asked: Asked) -> tuple[Part, ...]:
    """Heavily damaged or past its useful life, and in a need that somebody accepted for this or the next year."""
    last = last_useful_year()
    damaged, old = Asset.condition == AssetCondition.HEAVY_DAMAGE, last < asked.as_of.year
    gap = or_(damaged, old)
    unclear = and_(~func.coalesce(gap, False), or_(Asset.condition.is_(None), last.is_(None)))
    years = (asked.as_of.year, asked.as_of.year + 1)
    planned = or_(in_a_need(Need.year.in_(years)), replacement_accepted(or_(Need.year.is_(None), Need.year.in_(years))))
    return (
        Part(
            in_books(Join.CATEGORY),
            and_(gap, planned),
            unknown=unclear,
            member=func.coalesce(or_(gap, unclear), False),
        ),
    )


def last_useful_year() -> ColumnElement[Any]:
    """The last year of an asset's useful life; NULL where the year is not recorded."""
    bought = func.coalesce(Asset.year, extract("year", Asset.acquired_on))
    return bought + Category.useful_life_years


def in_a_need(*conditions: Condition) -> Condition:
    """Whether a planned need names the asset."""
    return exists().where(Need.asset_id == Asset.id, Need.live, *conditions)


def replacement_accepted(in_time: Condition) -> Condition:
    """Whether the asset's agency, or one above it, accepted to buy goods of its class or its kode barang."""
    above = _agencies_above()
    accepted = (
        select(above.c.unit)
        .join(Need, Need.agency_id == above.c.agency)
        .where(Need.live, Need.state == NeedState.ACCEPTED, in_time)
    )
    by_code = accepted.add_columns(Need.kode_barang).where(Need.kode_barang != "")
    by_class = [
        and_(Category.asset_class.in_(good.classes), Asset.agency_id.in_(accepted.where(Need.good == good.id)))
        for good in goods.shipped().values()
        if good.replaces
    ]
    return or_(tuple_(Asset.agency_id, Asset.kode_barang).in_(by_code), *by_class)


def _agencies_above() -> CTE:
    """Every agency with itself and each one above it."""
    pairs = select(Agency.id.label("unit"), Agency.id.label("agency"), Agency.parent_id.label("next")).cte(
        "agency_above", recursive=True
    )
    parent = aliased(Agency)
    return pairs.union(
        select(pairs.c.unit, parent.id.label("agency"), parent.parent_id.label("next")).join(
            parent, parent.id == pairs.c.next
        )
    )
