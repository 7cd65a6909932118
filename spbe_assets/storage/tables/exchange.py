"""What this installation knows of others and of packs: trust and receipts, which never travel themselves."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from spbe_assets.domain.ids import Id
from spbe_assets.storage.tables.base import Base, text
from spbe_assets.storage.types import IdType, Number, UtcDateTime


class Peer(Base):
    """An installation whose packs are accepted until `revoked_at`; no `card` where only its fingerprint is known.

    `vector` is what it said to hold in the newest pack it sent, `heard_at` when it wrote that pack.
    """

    __tablename__ = "peer"

    fingerprint: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = text(120)
    person: Mapped[str] = text(120)
    card: Mapped[str] = mapped_column(Text, default="", server_default="")
    replica: Mapped[Id | None] = mapped_column(IdType)
    enrolled_at: Mapped[datetime] = mapped_column(UtcDateTime)
    enrolled_by: Mapped[str] = text(120)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    vector: Mapped[object | None] = mapped_column(JSON)
    heard_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Pack(Base):
    """A pack that was written here (`way` "out") or merged here ("in").

    `first` and `last` are the local numbers of the changesets it brought. While `aside_at` stands, those are kept
    in the log but not folded in.
    """

    __tablename__ = "pack"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    way: Mapped[str] = mapped_column(String(3))
    kind: Mapped[str] = text(20)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    fingerprint: Mapped[str] = text(64)
    person: Mapped[str] = text(120)
    name: Mapped[str] = text(120)
    file: Mapped[str] = text()
    user: Mapped[str] = text(120)
    first: Mapped[int | None] = mapped_column(Number)
    last: Mapped[int | None] = mapped_column(Number)
    changesets: Mapped[int] = mapped_column(Number, default=0, server_default="0")
    photos: Mapped[int] = mapped_column(Number, default=0, server_default="0")
    size_bytes: Mapped[int] = mapped_column(Number, default=0, server_default="0")
    summary: Mapped[object | None] = mapped_column(JSON)
    aside_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (Index("ix_pack_way", "way", "at"),)


class Aside(Base):
    """A changeset that is kept in the log but not folded into the tables, by its local number."""

    __tablename__ = "aside"

    changeset: Mapped[int] = mapped_column(Number, primary_key=True)
