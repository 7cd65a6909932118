"""The remaining sheets of the SPBE infrastructure workbook. Source: reference/spbe_infra_fields.csv."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from spbe_assets.domain.ids import Id
from spbe_assets.domain.vocabulary import Ownership
from spbe_assets.storage.tables.base import Mergeable, text
from spbe_assets.storage.types import ByValue, IdType, Number


class Software(Mergeable):
    """Platform software and its licence."""

    __tablename__ = "software"

    agency_id: Mapped[Id | None] = mapped_column(IdType, ForeignKey("agency.id"), index=True)
    name: Mapped[str] = text()
    description: Mapped[str] = mapped_column(Text, default="", server_default="")
    kind: Mapped[str] = text(80)
    subkind: Mapped[str] = text(80)
    licence_kind: Mapped[str] = text(80)
    licence_owner: Mapped[str] = text()
    licence_end: Mapped[date | None]
    licensed: Mapped[bool | None]


class CloudService(Mergeable):
    """A cloud service in use; cost in whole rupiah a year."""

    __tablename__ = "cloud_service"

    agency_id: Mapped[Id | None] = mapped_column(IdType, ForeignKey("agency.id"), index=True)
    name: Mapped[str] = text()
    description: Mapped[str] = mapped_column(Text, default="", server_default="")
    kind: Mapped[str] = text(80)
    ownership: Mapped[Ownership | None] = mapped_column(ByValue(Ownership))
    owner_name: Mapped[str] = text()
    yearly_rupiah: Mapped[int | None] = mapped_column(Number)
    developing_unit: Mapped[str] = text()
    operating_unit: Mapped[str] = text()
    ends_on: Mapped[date | None]


class ServiceBus(Mergeable):
    """A system that links services (SPLP)."""

    __tablename__ = "service_bus"

    agency_id: Mapped[Id | None] = mapped_column(IdType, ForeignKey("agency.id"), index=True)
    name: Mapped[str] = text()
    description: Mapped[str] = mapped_column(Text, default="", server_default="")
    kind: Mapped[str] = text(80)
    ownership: Mapped[Ownership | None] = mapped_column(ByValue(Ownership))
    owner_name: Mapped[str] = text()
    link_id: Mapped[Id | None] = mapped_column(IdType, ForeignKey("link.id"))
