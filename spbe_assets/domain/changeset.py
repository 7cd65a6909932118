"""A changeset: the immutable unit of history, canonical JSON named by its SHA-256.

Body: `{v, schema, replica, seq, prev, hlc, action, user, reason, ops}`, keys sorted, no floats, NFC text. An op is
`[table, row, field, value, overwrites]` with ids as hex; creation of a row is one op on the field `+` whose value
holds every field that differs from its default; a delete carries a sixth part, the changesets it saw on the row.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple, TypeAlias

from spbe_assets.domain.errors import Invalid, Refused
from spbe_assets.domain.ids import Id
from spbe_assets.i18n import _

Json: TypeAlias = Any
ChangesetId: TypeAlias = bytes

VERSION = 1
CREATE = "+"
DELETED = "deleted"
NO_PREV: ChangesetId = bytes(32)
MOST_ROWS = 2_000
MOST_BYTES = 1_000_000
LARGEST_BODY = 4_000_000
"""Readers refuse a body beyond this; a single row with long texts may pass MOST_BYTES a little."""


class Op(NamedTuple):
    """One write of one field, or the creation of one row."""

    table: str
    row: Id
    field: str
    value: Json
    overwrites: tuple[ChangesetId, ...] = ()
    seen: tuple[ChangesetId, ...] = ()


@dataclass(frozen=True)
class Changeset:
    """A parsed changeset and the bytes it was parsed from."""

    id: ChangesetId
    body: bytes
    replica: Id
    seq: int
    prev: ChangesetId
    hlc: int
    action: Id
    user: str
    reason: str
    schema: int
    ops: tuple[Op, ...]

    @property
    def verb(self) -> str:
        """The first word of the reason: edit, import, undo, redo, genesis…"""
        return self.reason.split(" ", 1)[0]

    @property
    def target(self) -> Id | None:
        """The action that an undo or redo turns back, else None."""
        verb, _space, rest = self.reason.partition(" ")
        return bytes.fromhex(rest) if verb in ("undo", "redo") else None

    @cached_property
    def by_row(self) -> Mapping[Id, list[Op]]:
        """Its ops by row."""
        rows: dict[Id, list[Op]] = {}
        for op in self.ops:
            rows.setdefault(op.row, []).append(op)
        return rows


_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode
_PLAIN = frozenset({type(None), str, int, bool})


def canonical(value: Json) -> str:
    """The one JSON text of a value."""
    return _encode(value)


def clean_text(text: str) -> str:
    """NFC text; a lone surrogate, which no file can hold, is refused."""
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise Invalid(_("The text holds a broken character; type it again.")) from error
    return unicodedata.normalize("NFC", text)


def to_json(value: object) -> Json:
    """A Python field value as the log holds it; ids in hex, decimals and times as text."""
    if type(value) in _PLAIN or isinstance(value, str | int):
        return value
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, dict):
        return {str(key): to_json(part) for key, part in value.items()}
    raise TypeError(f"{type(value).__name__} can't be logged")


def op_text(op: Op) -> str:
    """An op as canonical JSON."""
    parts: list[Json] = [op.table, op.row.hex(), op.field, op.value, sorted(cs.hex() for cs in op.overwrites)]
    if op.seen:
        parts.append(sorted(cs.hex() for cs in op.seen))
    return canonical(parts)


def body_of(head: Mapping[str, Json], ops: Sequence[str]) -> bytes:
    """The canonical body from its head (all keys but `ops`) and the texts of its ops."""
    mark = "\x00ops"
    frame = canonical({**head, "ops": mark})
    return frame.replace(canonical(mark), f"[{','.join(ops)}]", 1).encode()


def name_of(body: bytes) -> ChangesetId:
    """The id of a body: its SHA-256."""
    return hashlib.sha256(body).digest()


def parse(body: bytes) -> Changeset:
    """The changeset of a body.

    Raises:
        Refused: it is too large, damaged, or of a version this program does not read.
    """
    if len(body) > LARGEST_BODY:
        raise Refused(_("A changeset is larger than any that this program writes; the file was tampered with."))
    try:
        return _parsed(body, json.loads(body))
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise Refused(_("A changeset is damaged and was not read.")) from error


def _parsed(body: bytes, raw: Json) -> Changeset:
    if raw["v"] != VERSION:
        raise Refused(_("A changeset comes from a newer version; update this program first."))
    return Changeset(
        id=name_of(body),
        body=body,
        replica=bytes.fromhex(raw["replica"]),
        seq=int(raw["seq"]),
        prev=bytes.fromhex(raw["prev"]),
        hlc=int(raw["hlc"]),
        action=bytes.fromhex(raw["action"]),
        user=str(raw["user"]),
        reason=str(raw["reason"]),
        schema=int(raw["schema"]),
        ops=tuple(_op(part) for part in raw["ops"]),
    )


def _op(part: Json) -> Op:
    seen = tuple(bytes.fromhex(cs) for cs in part[5]) if len(part) > 5 else ()
    overwrites = tuple(bytes.fromhex(cs) for cs in part[4])
    return Op(part[0], bytes.fromhex(part[1]), part[2], part[3], overwrites, seen)
