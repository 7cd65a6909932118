"""Measures of the register itself: codes, places, conditions, labels, photos, cards, licences; and of facilities."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import and_, func, or_, select

from spbe_assets.domain.vocabulary import AssetClass, FacilityKind, LinkStatus
from spbe_assets.services.measures.basis import (
    Asked,
    Condition,
    Join,
    Kind,
    Part,
    Source,
    in_books,
    recorded,
    start_of,
)
from spbe_assets.storage.tables import Asset, Attachment, Category, Facility, FormIssue, Link, Software

PHOTO = "photo"
ROOM_CARD = "kir"
FACILITIES = Source(Kind.FACILITY)


def goods_code_and_register(_asked: Asked) -> tuple[Part, ...]:
    """Carries kode barang and register number."""
    return (_filled_in(in_books(), and_(recorded(Asset.kode_barang), recorded(Asset.register))),)


def serial_recorded(_asked: Asked) -> tuple[Part, ...]:
    """Carries its serial number, where its category has one."""
    source, has_one = in_books(Join.CATEGORY), func.coalesce(Category.serialised, False).is_(True)
    return (_filled_in(source, recorded(Asset.serial), member=has_one),)


def room_and_custodian(_asked: Asked) -> tuple[Part, ...]:
    """Has a room and a person in charge."""
    placed = or_(Asset.room_id.is_not(None), Asset.rack_id.is_not(None))
    return (_filled_in(in_books(), and_(placed, Asset.custodian_id.is_not(None))),)


def condition_recorded(_asked: Asked) -> tuple[Part, ...]:
    """Has a condition."""
    return (_filled_in(in_books(), Asset.condition.is_not(None)),)


def seen_within(asked: Asked) -> tuple[Part, ...]:
    """Somebody stood before it in the last so many days."""
    since = start_of(asked.as_of - timedelta(days=int(asked.numbers["days"])))
    return (Part(in_books(), Asset.verified_at >= since, missing=Asset.verified_at.is_(None)),)


def labelled(_asked: Asked) -> tuple[Part, ...]:
    """A label was printed for it."""
    return (Part(in_books(), Asset.labelled_at.is_not(None)),)


def photographed(asked: Asked) -> tuple[Part, ...]:
    """Has a photo."""
    pictured = select(Attachment.record_id).where(
        Attachment.live, Attachment.record_table == Asset.__tablename__, Attachment.kind == PHOTO
    )
    return (Part(asked.assets(), Asset.id.in_(pictured)),)


def on_room_card(asked: Asked) -> tuple[Part, ...]:
    """Stands in a room whose inventory card (KIR) was issued this semester."""
    carded = select(FormIssue.room_id).where(
        FormIssue.live,
        func.lower(FormIssue.form) == ROOM_CARD,
        FormIssue.semester == semester(asked.as_of),
        FormIssue.room_id.is_not(None),
    )
    return (Part(in_books(), Asset.room_id.in_(carded), unknown=Asset.room_id.is_(None)),)


def licence_valid(asked: Asked) -> tuple[Part, ...]:
    """Licensed software whose licence has not ended."""
    licensed, end = Software.licensed, Software.licence_end
    return (
        Part(
            Source(Kind.SOFTWARE),
            and_(licensed.is_(True), end >= asked.as_of),
            unknown=or_(licensed.is_(None), end.is_(None)),
            member=licensed.is_not(False),
        ),
    )


def ownership_recorded(_asked: Asked) -> tuple[Part, ...]:
    """A server, link or facility whose owner is known."""
    servers = Source(Kind.IN_USE, (str(AssetClass.SERVER),))
    return (
        _filled_in(servers, Asset.ownership.is_not(None)),
        _filled_in(Source(Kind.LINK), Link.ownership.is_not(None), member=Link.status != LinkStatus.ENDED),
        _filled_in(FACILITIES, Facility.ownership.is_not(None)),
    )


def facility_tier(asked: Asked) -> tuple[Part, ...]:
    """A data centre of a sufficient tier."""
    return (_data_centres(Facility.tier >= int(asked.numbers["minimum"]), Facility.tier.is_(None)),)


def facility_environment(_asked: Asked) -> tuple[Part, ...]:
    """A data centre with cooling and standby power."""
    cooled, powered = Facility.has_cooling, Facility.has_standby_power
    failing = or_(cooled.is_(False), powered.is_(False))
    unclear = and_(func.coalesce(failing, False).is_(False), or_(cooled.is_(None), powered.is_(None)))
    return (_data_centres(and_(cooled.is_(True), powered.is_(True)), unclear),)


def semester(day: date) -> str:
    """The half year of a day as forms name it, such as 2026-2."""
    return f"{day.year}-{1 if day.month <= 6 else 2}"


def _filled_in(source: Source, condition: Condition, member: Condition | None = None) -> Part:
    """Records on which something is written down; where it is not, that is what is missing."""
    part = Part(source, condition, missing=~condition)
    return part if member is None else Part(source, condition, missing=~condition, member=member)


def _data_centres(good: Condition, unclear: Condition) -> Part:
    centre, unsaid = Facility.kind == FacilityKind.DATA_CENTRE, Facility.kind.is_(None)
    return Part(FACILITIES, and_(centre, good), unknown=or_(unsaid, unclear), member=or_(centre, unsaid))
