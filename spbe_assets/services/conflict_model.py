"""What waits for a person, as values: a field that two installations wrote, a deletion in dispute, a ring."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeAlias

from spbe_assets.domain.ids import Id


class Kind(StrEnum):
    """Why a field waits: several values, a deletion against a change or a use, or records inside each other."""

    VALUE = "value"
    DELETED = "deleted"
    CYCLE = "cycle"


@dataclass(frozen=True, slots=True)
class Version:
    """One of the values that stand against each other, or the `base` that they replaced.

    `way` is "base", "here" (what this database knew first), "incoming" (what it received last) or "other"; `text` is
    the value as people read it, for deletions and rings a short sentence. `top` is the record that stays on top
    where a ring is opened in this way, else None.
    """

    value: Any
    text: str
    user: str
    installation: str
    at: datetime | None
    reason: str
    way: str
    top: Id | None = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that waits for a decision. `base` is None where nobody had written it before."""

    table: str
    row: Id
    field: str
    title: str
    kind: str
    base: Version | None
    here: Version
    incoming: Version
    others: tuple[Version, ...] = ()

    @property
    def versions(self) -> tuple[Version, ...]:
        """All that can be chosen, *here* first."""
        return (self.here, self.incoming, *self.others)

    @property
    def needs_value(self) -> bool:
        """Whether more than two values stand against each other, so that *here* or *incoming* does not decide."""
        if self.kind == Kind.CYCLE:
            return bool(self.others)
        return any(one.value not in (self.here.value, self.incoming.value) for one in self.others)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A record in which something waits, with the titles of its fields; `ref` is what the command line takes."""

    table: str
    row: Id
    ref: str
    tag: str
    name: str
    agency: str
    room: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A conflict with the record in which it waits, as the command line names it."""

    record: tuple[str, Id]
    ref: str
    tag: str
    name: str
    conflict: Conflict


@dataclass(frozen=True, slots=True)
class Value:
    """A value that somebody types instead of choosing one."""

    value: Any


Choice: TypeAlias = str | Version | Value
"""`here`, `incoming`, one of the versions of the conflict, or another value."""
