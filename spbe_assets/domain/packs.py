"""What a pack is, as value objects: what goes in, who sent it, and what merging it did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from spbe_assets.domain.changes import Changes
from spbe_assets.domain.ids import Id

SUFFIX = ".spbepack"
"""The end of a pack's file name."""


class PackKind(StrEnum):
    """What a pack is for."""

    WORK = "work"
    RETURN = "return"
    RECEIPT = "ack"


class PhotoChoice(StrEnum):
    """Which photos travel: of the assigned agencies and rooms, every one, or none; never those the receiver has."""

    ASSIGNED = "assigned"
    ALL = "all"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Scope:
    """Agencies and single rooms that are handed to somebody; empty means nothing in particular."""

    agencies: tuple[Id, ...] = ()
    rooms: tuple[Id, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.agencies or self.rooms)


@dataclass(frozen=True, slots=True)
class Order:
    """A pack that somebody wants.

    `to` is the receiver's fingerprint, None for whoever accepts this installation's packs. `everything` sends all
    changesets, whatever the receiver said to hold. `due_note` is a line to the receiver.
    """

    kind: PackKind
    to: str | None = None
    scope: Scope = Scope()
    photos: PhotoChoice = PhotoChoice.ASSIGNED
    encrypt: bool = False
    everything: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Outline:
    """What a pack would carry, before it is written."""

    changesets: int
    photos: int
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Written:
    """A pack that was written, read back and found whole. `sha256` is that of the file."""

    id: str
    path: str
    sha256: str
    outline: Outline


@dataclass(frozen=True, slots=True)
class Header:
    """What a pack says of itself, once its signature is known to be good.

    `to` is None for a pack without a named receiver; `is_encrypted` tells how the file came.
    """

    id: str
    kind: PackKind
    written_at: datetime
    fingerprint: str
    name: str
    person: str
    to: str | None
    scope: Scope
    note: str
    changesets: int
    photos: int
    size_bytes: int
    is_encrypted: bool


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that came in beside changes made here, without a conflict: ready to be read."""

    table: str
    row: Id
    record: str
    tag: str
    field: str
    title: str
    before: str
    after: str
    user: str


@dataclass(frozen=True, slots=True)
class OpenField:
    """A field that two people changed: values as the log holds them; `base` None where nobody wrote it before."""

    table: str
    row: Id
    ref: str
    tag: str
    field: str
    base: Any
    here: Any
    incoming: Any


@dataclass(frozen=True, slots=True)
class Report:
    """What merging a pack did, or would do.

    `added` and `changed` count records by table (details count with their asset); `auto_merged` lists fields that
    came in on records that had been changed here too, the first thousand of `auto_merged_count`. `duplicates` are
    pairs of row ids by table, `missing` the SHA-256 of photos that were named but have not come. `again` are the ids
    of packs that had been set aside and that this one rests on. `new_changesets` is 0 for a pack that was merged
    before. `refs` are the tags (else short references) of the duplicates, also of those only in the pack yet.
    """

    header: Header
    changesets: int
    new_changesets: int
    added: Mapping[str, int] = field(default_factory=dict)
    changed: Mapping[str, int] = field(default_factory=dict)
    auto_merged: tuple[FieldChange, ...] = ()
    auto_merged_count: int = 0
    conflicts: tuple[OpenField, ...] = ()
    duplicates: tuple[tuple[str, Id, Id], ...] = ()
    refs: Mapping[Id, str] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    new_photos: int = 0
    again: tuple[str, ...] = ()
    changes: Changes = field(default_factory=Changes)

    @property
    def needs_a_person(self) -> bool:
        """Whether somebody has to decide something."""
        return bool(self.conflicts or self.duplicates or self.missing)
