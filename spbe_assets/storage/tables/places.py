"""Where things are and who answers for them: regions, agencies, sites, rooms, racks, facilities, people."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from spbe_assets.domain.ids import Id
from spbe_assets.domain.vocabulary import FacilityKind, Ownership, RegionKind
from spbe_assets.storage.tables.base import DERIVED, Mergeable, text
from spbe_assets.storage.types import ByValue, IdType


class Region(Mergeable):
    """A province, regency or city; `code` is the kode wilayah of Kemendagri."""

    __tablename__ = "region"

    code: Mapped[str] = text(16, index=True)
    name: Mapped[str] = text()
    kind: Mapped[RegionKind | None] = mapped_column(ByValue(RegionKind))
    parent_id: Mapped[Id | None] = mapped_column(IdType, ForeignKey("region.id"), index=True)


class Agency(Mergeable):
    """A government agency (OPD) or a unit below one."""

    __tablename__ = "agency"

    region_id: Mapped[Id | None] = mapped_column(IdType, ForeignKey("region.id"), index=True)
    parent_id: Mapped[Id | None] = mapped_column(IdType, ForeignKey("agency.id"), index=True)
    name: Mapped[str] = text()
    abbreviation: Mapped[str] = text(40)
    kode_lokasi: Mapped[str] = text(64)
    staff_count: Mapped[int | None]
    head: Mapped[str] = text()
    address: Mapped[str] = mapped_column(Text, default="", server_default="")


class Site(Mergeable):
    """A building; latitude and longitude are decimal degrees as text."""

    __tablename__ = "site"

    agency_id: Mapped[Id | None] = mapped_column(IdType, ForeignKey("agency.id"), index=True)
    region_id: Mapped[Id | None] = mapped_column(IdType, ForeignKey("region.id"), index=True)
    name: Mapped[str] = text()
    address: Mapped[str] = mapped_column(Text, default="", server_default="")
    latitude: Mapped[str] = text(16)
    longitude: Mapped[str] = text(16)


class Facility(Mergeable):
    """A data, computing or control centre; its rooms point to it."""

    __tablename__ = "facility"

    agency_id: Mapped[Id | None] = mapped_column(IdType, ForeignKey("agency.id"), index=True)
    name: Mapped[str] = text()
    kind: Mapped[FacilityKind | None] = mapped_column(ByValue(FacilityKind))
    tier: Mapped[int | None]
    power_va: Mapped[int | None]
    has_cooling: Mapped[bool | None]
    has_standby_power: Mapped[bool | None]
    security: Mapped[str] = text()
    intranet_mbps: Mapped[int | None]
    internet_mbps: Mapped[int | None]
    ownership: Mapped[Ownership | None] = mapped_column(ByValue(Ownership))
    owner_name: Mapped[str] = text()
    managing_unit: Mapped[str] = text()


class Person(Mergeable):
    """Duty data only: custodians, persons in charge of rooms, signers of forms."""

    __tablename__ = "person"

    agency_id: Mapped[Id | None] = mapped_column(IdType, ForeignKey("agency.id"), index=True)
    name: Mapped[str] = text()
    nip: Mapped[str] = text(32)
    position: Mapped[str] = text()
    contact: Mapped[str] = text()


class Room(Mergeable):
    """A room of a site; the unknown answers are None, never False."""

    __tablename__ = "room"

    site_id: Mapped[Id | None] = mapped_column(IdType, ForeignKey("site.id"), index=True)
    agency_id: Mapped[Id | None] = mapped_column(IdType, ForeignKey("agency.id"), index=True)
    facility_id: Mapped[Id | None] = mapped_column(IdType, ForeignKey("facility.id"), index=True)
    person_id: Mapped[Id | None] = mapped_column(IdType, ForeignKey("person.id"))
    name: Mapped[str] = text()
    floor: Mapped[str] = text(40)
    is_data_centre: Mapped[bool | None]
    has_access_control: Mapped[bool | None]
    has_cctv: Mapped[bool | None]
    has_ups: Mapped[bool | None]
    name_key: Mapped[str] = text(240, info=DERIVED)

    __table_args__ = (Index("ix_room_name_key", "name_key"),)


class Rack(Mergeable):
    """A rack of a room; `height_u` in rack units."""

    __tablename__ = "rack"

    room_id: Mapped[Id | None] = mapped_column(IdType, ForeignKey("room.id"), index=True)
    name: Mapped[str] = text()
    height_u: Mapped[int | None]
    has_ups: Mapped[bool | None]
