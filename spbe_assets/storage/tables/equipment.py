"""What is counted, labelled and moved: categories, assets and their technical details."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import JSON, ForeignKey, Index, Text
from sqlalchemy import text as text_of_sql
from sqlalchemy.orm import Mapped, mapped_column

from spbe_assets.domain.ids import Id
from spbe_assets.domain.vocabulary import (
    AssetClass,
    Condition,
    DeviceRole,
    Ownership,
    Raid,
    ServerUse,
    Status,
)
from spbe_assets.storage.tables.base import DERIVED, Mergeable, text
from spbe_assets.storage.types import ByValue, IdType, Milli, Number, UtcDateTime


class Category(Mergeable):
    """A kind of equipment; class, useful life and SPBE sheet of an asset follow from it."""

    __tablename__ = "category"

    code: Mapped[str] = text(32, index=True)
    asset_class: Mapped[AssetClass | None] = mapped_column(ByValue(AssetClass))
    title_id: Mapped[str] = text()
    title_en: Mapped[str] = text()
    goods_codes: Mapped[str] = text(400)
    serialised: Mapped[bool] = mapped_column(default=True, server_default="1")
    quantity_row: Mapped[bool] = mapped_column(default=False, server_default="0")
    useful_life_years: Mapped[int | None]
    spbe_sheet: Mapped[str] = text(40)
    icon: Mapped[str] = text(40)


class Asset(Mergeable):
    """A tagged piece of ICT equipment; quantity > 1 only where units carry no serial of their own.

    `price_rupiah` is the price of the whole row in whole rupiah. `year` is the year of acquisition and is kept
    beside the date because most registers know nothing finer.
    """

    __tablename__ = "asset"

    tag: Mapped[str] = text(32)
    name: Mapped[str] = text()
    category_id: Mapped[Id | None] = mapped_column(IdType, ForeignKey("category.id"), index=True)
    brand: Mapped[str] = text(120)
    model: Mapped[str] = text(120)
    serial: Mapped[str] = text(120)
    agency_id: Mapped[Id | None] = mapped_column(IdType, ForeignKey("agency.id"))
    room_id: Mapped[Id | None] = mapped_column(IdType, ForeignKey("room.id"), index=True)
    rack_id: Mapped[Id | None] = mapped_column(IdType, ForeignKey("rack.id"), index=True)
    rack_position_u: Mapped[int | None]
    quantity: Mapped[int] = mapped_column(default=1, server_default="1")
    kode_barang: Mapped[str] = text(32)
    register: Mapped[str] = text(32)
    nibar: Mapped[str] = text(64)
    acquired_on: Mapped[date | None]
    year: Mapped[int | None]
    price_rupiah: Mapped[int | None] = mapped_column(Number)
    fund_source: Mapped[str] = text(80)
    acquired_by: Mapped[str] = text(80)
    ownership: Mapped[Ownership | None] = mapped_column(ByValue(Ownership))
    owner_name: Mapped[str] = text()
    managing_unit: Mapped[str] = text()
    description: Mapped[str] = mapped_column(Text, default="", server_default="")
    condition: Mapped[Condition | None] = mapped_column(ByValue(Condition))
    status: Mapped[Status] = mapped_column(ByValue(Status), default=Status.ACTIVE, server_default="active")
    custodian_id: Mapped[Id | None] = mapped_column(IdType, ForeignKey("person.id"), index=True)
    warranty_end: Mapped[date | None]
    contract_number: Mapped[str] = text(80)
    contract_end: Mapped[date | None]
    support_end: Mapped[date | None]
    verified_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    verified_by: Mapped[str] = text(120)
    verified_how: Mapped[str] = text(40)
    source_system: Mapped[str] = text(40)
    source_id: Mapped[str] = text(80)
    notes: Mapped[str] = mapped_column(Text, default="", server_default="")
    extra: Mapped[dict[str, str]] = mapped_column(JSON, default=dict, server_default="{}")

    tag_key: Mapped[str] = text(64, info=DERIVED)
    name_key: Mapped[str] = text(240, info=DERIVED)
    serial_key: Mapped[str] = text(120, info=DERIVED)
    find_text: Mapped[str] = mapped_column(Text, default="", server_default="", info=DERIVED)
    labelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=DERIVED)

    __table_args__ = (
        Index("ix_asset_tag_key", "live", "tag_key"),
        Index("ix_asset_name_key", "live", "name_key"),
        Index("ix_asset_agency", "agency_id", "live"),
        Index("ix_asset_year", "live", "year", "condition", "category_id"),
        Index("ix_asset_condition", "live", "condition"),
        Index("ix_asset_verified", "live", "verified_at"),
        Index("ix_asset_serial_key", "serial_key"),
        Index("ix_asset_goods", "kode_barang", "register"),
        Index("ix_asset_nibar", "nibar"),
        Index("ix_asset_source", "source_system", "source_id"),
        Index("ix_asset_merged", "merged_into", sqlite_where=text_of_sql("merged_into IS NOT NULL")),
    )


class ServerDetail(Mergeable):
    """What only servers have; its id follows from the asset's, so there is one row per asset."""

    __tablename__ = "server_detail"

    asset_id: Mapped[Id | None] = mapped_column(IdType, ForeignKey("asset.id"), index=True)
    use: Mapped[ServerUse | None] = mapped_column(ByValue(ServerUse))
    cpu: Mapped[str] = text(120)
    sockets: Mapped[int | None]
    cores: Mapped[int | None]
    memory_gb: Mapped[int | None]
    storage_tb: Mapped[Decimal | None] = mapped_column(Milli)
    raid: Mapped[Raid | None] = mapped_column(ByValue(Raid))
    os: Mapped[str] = text(120)
    os_support_end: Mapped[date | None]
    hypervisor: Mapped[str] = text(120)
    hostname: Mapped[str] = text(255)
    management_ip: Mapped[str] = text(45)
    redundant_power: Mapped[bool | None]
    behind_ups: Mapped[bool | None]
    backup_how: Mapped[str] = text()
    backup_place: Mapped[str] = text()
    backup_last: Mapped[date | None]
    critical: Mapped[bool | None]
    services: Mapped[str] = mapped_column(Text, default="", server_default="")


class DeviceDetail(Mergeable):
    """What network, security, power and storage devices have; one row per asset, id as for servers."""

    __tablename__ = "device_detail"

    asset_id: Mapped[Id | None] = mapped_column(IdType, ForeignKey("asset.id"), index=True)
    role: Mapped[DeviceRole | None] = mapped_column(ByValue(DeviceRole))
    ports: Mapped[int | None]
    speed_mbps: Mapped[int | None]
    capacity_va: Mapped[int | None]
    capacity_tb: Mapped[Decimal | None] = mapped_column(Milli)
    firmware: Mapped[str] = text(120)
    ip: Mapped[str] = text(45)
    mac: Mapped[str] = text(17)
    hostname: Mapped[str] = text(255)
    behind_ups: Mapped[bool | None]
