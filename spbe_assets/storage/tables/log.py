"""The change log and the compact merge state that is derived from it.

Where a row's field has no `head`, the one head is the changeset that created the row (`born`), unless the
field still has its default: then nobody has written it. A head keeps its value only while a field has several
or while the shown value differs from it.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, Index, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from spbe_assets.domain.ids import Id
from spbe_assets.storage.tables.base import Base
from spbe_assets.storage.types import IdType, Number, UtcDateTime


class Replica(Base):
    """An installation whose changesets are known; `me` marks this one."""

    __tablename__ = "replica"

    id: Mapped[Id] = mapped_column(IdType, primary_key=True)
    me: Mapped[bool] = mapped_column(Boolean, default=False)
    name: Mapped[str] = mapped_column(String(120), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Changeset(Base):
    """One sealed link of an installation's hash chain; `body` is its canonical JSON, zstd-compressed.

    `verb` and `target` are read off the body's reason: an undo or redo names the action it turns back.
    """

    __tablename__ = "changeset"

    n: Mapped[int] = mapped_column(Number, primary_key=True)
    id: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    replica: Mapped[Id] = mapped_column(IdType)
    seq: Mapped[int] = mapped_column(Number)
    prev: Mapped[bytes] = mapped_column(LargeBinary(32))
    hlc: Mapped[int] = mapped_column(Number, index=True)
    action: Mapped[Id] = mapped_column(IdType, index=True)
    user: Mapped[str] = mapped_column(String(120))
    verb: Mapped[str] = mapped_column(String(20))
    target: Mapped[Id | None] = mapped_column(IdType, index=True)
    reason: Mapped[str] = mapped_column(Text)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ops: Mapped[int] = mapped_column(Integer)
    body: Mapped[bytes] = mapped_column(LargeBinary)

    __table_args__ = (Index("ix_changeset_chain", "replica", "seq"),)


class Touch(Base):
    """History index: a changeset other than its creator that wrote a row."""

    __tablename__ = "touch"
    __table_args__ = {"sqlite_with_rowid": False}

    row: Mapped[Id] = mapped_column(IdType, primary_key=True)
    changeset: Mapped[int] = mapped_column(Number, primary_key=True)


class Head(Base):
    """An un-overwritten write of a field; `value` is canonical JSON or None where the table's own value is it."""

    __tablename__ = "head"
    __table_args__ = {"sqlite_with_rowid": False}

    row: Mapped[Id] = mapped_column(IdType, primary_key=True)
    field: Mapped[str] = mapped_column(String(40), primary_key=True)
    changeset: Mapped[int] = mapped_column(Number, primary_key=True)
    value: Mapped[str | None] = mapped_column(Text)


class Superseded(Base):
    """A field's write that was overwritten before it arrived; `changeset` is its SHA-256."""

    __tablename__ = "superseded"
    __table_args__ = {"sqlite_with_rowid": False}

    row: Mapped[Id] = mapped_column(IdType, primary_key=True)
    field: Mapped[str] = mapped_column(String(40), primary_key=True)
    changeset: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)


class Conflict(Base):
    """Which fields wait for a person; derived from heads on every write, never truth of its own."""

    __tablename__ = "conflict"
    __table_args__ = {"sqlite_with_rowid": False}

    row: Mapped[Id] = mapped_column(IdType, primary_key=True)
    field: Mapped[str] = mapped_column(String(40), primary_key=True)
    table: Mapped[str] = mapped_column(String(40))
