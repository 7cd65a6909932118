"""Network links with their two ends, and what was measured on them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from spbe_assets.domain.ids import Id
from spbe_assets.domain.vocabulary import LinkKind, LinkRole, LinkStatus, Medium, Ownership
from spbe_assets.storage.tables.base import DERIVED, Mergeable, text
from spbe_assets.storage.types import ByValue, IdType, Milli, Number, UtcDateTime


class Link(Mergeable):
    """A circuit between two ends; rates in Mbps, cost in whole rupiah a month.

    An end is an agency, a site or an asset with a port, or a text such as a provider, JIP or the internet.
    """

    __tablename__ = "link"

    tag: Mapped[str] = text(32)
    name: Mapped[str] = text()
    circuit_id: Mapped[str] = text(80, index=True)
    provider: Mapped[str] = text(120)
    service_name: Mapped[str] = text(120)
    kind: Mapped[LinkKind | None] = mapped_column(ByValue(LinkKind))
    medium: Mapped[Medium | None] = mapped_column(ByValue(Medium))
    medium_other: Mapped[str] = text(80)
    role: Mapped[LinkRole | None] = mapped_column(ByValue(LinkRole))
    agency_id: Mapped[Id | None] = mapped_column(IdType, ForeignKey("agency.id"), index=True)
    a_agency_id: Mapped[Id | None] = mapped_column(IdType, ForeignKey("agency.id"))
    a_site_id: Mapped[Id | None] = mapped_column(IdType, ForeignKey("site.id"))
    a_asset_id: Mapped[Id | None] = mapped_column(IdType, ForeignKey("asset.id"))
    a_port: Mapped[str] = text(40)
    a_text: Mapped[str] = text()
    z_agency_id: Mapped[Id | None] = mapped_column(IdType, ForeignKey("agency.id"))
    z_site_id: Mapped[Id | None] = mapped_column(IdType, ForeignKey("site.id"))
    z_asset_id: Mapped[Id | None] = mapped_column(IdType, ForeignKey("asset.id"))
    z_port: Mapped[str] = text(40)
    z_text: Mapped[str] = text()
    mbps_down: Mapped[Decimal | None] = mapped_column(Milli)
    mbps_up: Mapped[Decimal | None] = mapped_column(Milli)
    ip_block: Mapped[str] = text(120)
    contract_number: Mapped[str] = text(80)
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    monthly_rupiah: Mapped[int | None] = mapped_column(Number)
    sla_percent: Mapped[Decimal | None] = mapped_column(Milli)
    ownership: Mapped[Ownership | None] = mapped_column(ByValue(Ownership))
    owner_name: Mapped[str] = text()
    managing_unit: Mapped[str] = text()
    description: Mapped[str] = mapped_column(Text, default="", server_default="")
    status: Mapped[LinkStatus] = mapped_column(ByValue(LinkStatus), default=LinkStatus.ACTIVE, server_default="active")
    source_system: Mapped[str] = text(40)
    source_id: Mapped[str] = text(80)
    name_key: Mapped[str] = text(240, index=True, info=DERIVED)


class LinkTest(Mergeable):
    """One measurement of a link, to hold against the contract; latency in ms, loss in percent."""

    __tablename__ = "link_test"

    link_id: Mapped[Id | None] = mapped_column(IdType, ForeignKey("link.id"), index=True)
    tested_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    tested_by: Mapped[str] = text(120)
    mbps_down: Mapped[Decimal | None] = mapped_column(Milli)
    mbps_up: Mapped[Decimal | None] = mapped_column(Milli)
    latency_ms: Mapped[Decimal | None] = mapped_column(Milli)
    loss_percent: Mapped[Decimal | None] = mapped_column(Milli)
