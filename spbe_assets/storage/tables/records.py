"""What is said and done about assets: statements, photos, labels, forms, plans, frozen results, settings."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from spbe_assets.domain.ids import Id
from spbe_assets.storage.tables.base import DERIVED, Base, Mergeable, text
from spbe_assets.storage.types import IdType, Number, UtcDateTime


class InventoryStatement(Mergeable):
    """The word that an agency's register of a class is complete as of a day: no record then means zero.

    `subject` is an asset class, `link`, `software` or `facility`.
    """

    __tablename__ = "inventory_statement"

    agency_id: Mapped[Id | None] = mapped_column(IdType, ForeignKey("agency.id"), index=True)
    subject: Mapped[str] = text(40)
    complete_on: Mapped[date | None]
    stated_by: Mapped[str] = text(120)
    how: Mapped[str] = text()


class Attachment(Mergeable):
    """A photo or document of a record; the bytes lie in `blob` under their SHA-256 in hex."""

    __tablename__ = "attachment"

    record_table: Mapped[str] = text(40)
    record_id: Mapped[Id | None] = mapped_column(IdType, index=True)
    kind: Mapped[str] = text(40)
    caption: Mapped[str] = text()
    sha256: Mapped[str] = text(64, index=True)
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Blob(Base):
    """The bytes of attachments, by content; not in the log, because a hash says all there is to say."""

    __tablename__ = "blob"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    size_bytes: Mapped[int] = mapped_column(Number)
    mime: Mapped[str] = mapped_column(String(80))
    content: Mapped[bytes] = mapped_column(LargeBinary)


class LabelPrint(Mergeable):
    """One printed label; `revision` is the hash of the text on it, so that a stale label is known."""

    __tablename__ = "label_print"

    record_table: Mapped[str] = text(40)
    record_id: Mapped[Id | None] = mapped_column(IdType, index=True)
    printed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    printed_by: Mapped[str] = text(120)
    stock: Mapped[str] = text(40)
    revision: Mapped[str] = text(64)
    reason: Mapped[str] = text()


class FormIssue(Mergeable):
    """An official form that was issued for a room or agency; `semester` such as 2026-2."""

    __tablename__ = "form_issue"

    form: Mapped[str] = text(40)
    agency_id: Mapped[Id | None] = mapped_column(IdType, ForeignKey("agency.id"), index=True)
    room_id: Mapped[Id | None] = mapped_column(IdType, ForeignKey("room.id"), index=True)
    semester: Mapped[str] = text(8)
    issued_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    issued_by: Mapped[str] = text(120)
    file_sha256: Mapped[str] = text(64)


class TagSeries(Mergeable):
    """A prefix that one installation owns; `next_number` is counted here only and never goes back."""

    __tablename__ = "tag_series"

    prefix: Mapped[str] = text(8)
    replica: Mapped[Id | None] = mapped_column(IdType)
    next_number: Mapped[int] = mapped_column(Number, default=1, server_default="1", info=DERIVED)


class Setting(Mergeable):
    """A province-wide setting: travels to every installation."""

    __tablename__ = "setting"

    key: Mapped[str] = text(120, index=True)
    value: Mapped[str] = mapped_column(Text, default="", server_default="")


class View(Mergeable):
    """A saved filter, column set, label or import profile; `body` is JSON text."""

    __tablename__ = "view"

    screen: Mapped[str] = text(40)
    name: Mapped[str] = text()
    owner: Mapped[str] = text(120)
    body: Mapped[str] = mapped_column(Text, default="", server_default="")


class LocalSetting(Base):
    """A setting of this installation only: language, theme, window, folders."""

    __tablename__ = "local_setting"

    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    value: Mapped[object] = mapped_column(JSON)
