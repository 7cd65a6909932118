"""Work in the field: who the installations are, what was handed to whom, and what a sweep saw.

Rows that a sighting or assignment names are plain ids, not foreign keys: having been seen keeps nobody from deleting.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from spbe_assets.domain.ids import Id
from spbe_assets.domain.vocabulary import Condition, SightingResult
from spbe_assets.storage.tables.base import Mergeable, text
from spbe_assets.storage.types import ByValue, IdType, UtcDateTime


class Installation(Mergeable):
    """How an installation presents itself to people; its id follows from `replica`. Trust is not here but in `peer`."""

    __tablename__ = "installation"

    replica: Mapped[Id | None] = mapped_column(IdType)
    name: Mapped[str] = text(120)
    person: Mapped[str] = text(120)
    fingerprint: Mapped[str] = text(64)
    """Of its signing key, SHA-256 in hex."""


class Assignment(Mergeable):
    """One agency or room that was handed to somebody with a work pack; `room_id` None means the whole agency."""

    __tablename__ = "assignment"

    fingerprint: Mapped[str] = text(64, index=True)
    person: Mapped[str] = text(120)
    agency_id: Mapped[Id | None] = mapped_column(IdType, index=True)
    room_id: Mapped[Id | None] = mapped_column(IdType, index=True)
    pack: Mapped[str] = text(32)
    handed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    returned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the latest return pack of that installation was merged; None while nothing came back."""
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the technician or the admin said that the work there is done."""
    notes: Mapped[str] = mapped_column(Text, default="", server_default="")


class Sweep(Mergeable):
    """A stock-taking (opname) of some rooms of an agency; open until `finished_at`. `number` is that of its minutes."""

    __tablename__ = "sweep"

    agency_id: Mapped[Id | None] = mapped_column(IdType, ForeignKey("agency.id"), index=True)
    name: Mapped[str] = text()
    number: Mapped[str] = text(80)
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    started_by: Mapped[str] = text(120)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    finished_by: Mapped[str] = text(120)
    notes: Mapped[str] = mapped_column(Text, default="", server_default="")


class SweepRoom(Mergeable):
    """One room of a sweep; its id follows from both, so that two technicians who add it write the same row."""

    __tablename__ = "sweep_room"

    sweep_id: Mapped[Id | None] = mapped_column(IdType, ForeignKey("sweep.id"), index=True)
    room_id: Mapped[Id | None] = mapped_column(IdType, index=True)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_by: Mapped[str] = text(120)


class Sighting(Mergeable):
    """One thing seen in a room during a sweep: an asset, or a code that nobody knows (`asset_id` None)."""

    __tablename__ = "sighting"

    sweep_id: Mapped[Id | None] = mapped_column(IdType, ForeignKey("sweep.id"))
    room_id: Mapped[Id | None] = mapped_column(IdType)
    asset_id: Mapped[Id | None] = mapped_column(IdType, index=True)
    code: Mapped[str] = text(120)
    seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    seen_by: Mapped[str] = text(120)
    way: Mapped[str] = text(40)
    """`scan`, `tick` or `file`."""
    condition: Mapped[Condition | None] = mapped_column(ByValue(Condition))
    """What the person saw; None where only that the thing is there was said."""
    condition_before: Mapped[Condition | None] = mapped_column(ByValue(Condition))
    """What the register said when it was seen."""
    result: Mapped[SightingResult | None] = mapped_column(ByValue(SightingResult))
    expected_room_id: Mapped[Id | None] = mapped_column(IdType)
    """The room the register named when it was seen."""
    settled: Mapped[str] = text(40)
    """What was done about an exception: empty, `moved`, `created` or `left`."""
    notes: Mapped[str] = mapped_column(Text, default="", server_default="")

    __table_args__ = (Index("ix_sighting_sweep", "sweep_id", "room_id"),)


class Distinct(Mergeable):
    """The word of a person that two records which look alike are two things; the smaller id comes first."""

    __tablename__ = "distinct_pair"

    record_table: Mapped[str] = text(40)
    one_id: Mapped[Id | None] = mapped_column(IdType, index=True)
    other_id: Mapped[Id | None] = mapped_column(IdType, index=True)
    said_by: Mapped[str] = text(120)
    notes: Mapped[str] = mapped_column(Text, default="", server_default="")
