"""The first page of a pack: who wrote it for whom, what is in it, and what its sender holds and wants."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from spbe_assets.domain import strict, vectors
from spbe_assets.domain.changeset import Json, canonical
from spbe_assets.domain.errors import Refused
from spbe_assets.domain.ids import Id
from spbe_assets.domain.packs import PackKind, PhotoChoice, Scope
from spbe_assets.domain.vectors import Vector
from spbe_assets.i18n import _
from spbe_assets.sync.limits import LARGEST_CHANGES, LARGEST_PACK, LARGEST_PHOTO, MIMES, MOST_CHANGESETS, MOST_PHOTOS

VERSION = 1
MOST_NOTE = 2_000
MOST_PLACES = 5_000
MOST_RECEIVED = 1_000
_FIELDS = (
    "v", "id", "kind", "written_at", "card", "operator", "to", "schema", "note", "vector", "agencies", "rooms",
    "series", "changes", "choice", "blobs", "absent", "received", "missing",
)  # fmt: skip


class ChangesPart(NamedTuple):
    """The changesets of a pack: how many, their bytes as JSON lines, and what those are packed: bytes and SHA-256."""

    number: int
    size: int
    packed: int
    sha256: str


class PhotoPart(NamedTuple):
    """A photo or document of a pack."""

    sha256: str
    size: int
    mime: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a pack says of itself.

    `to` is the receiver's fingerprint; `series` a tag series that it gives the receiver. `absent` are photos that
    belong in it, but that the sender does not have or that did not fit. It acknowledges: `received` are the packs of
    the receiver that were merged, `missing` the photos that these named and that have not come.
    """

    id: str
    kind: PackKind
    written_at: datetime
    card: str
    operator: str
    to: str | None
    schema: int
    note: str
    vector: Vector
    scope: Scope
    series: str
    changes: ChangesPart
    choice: PhotoChoice
    photos: tuple[PhotoPart, ...]
    absent: tuple[str, ...]
    received: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def size_bytes(self) -> int:
        """What it carries, packed as it travels."""
        return self.changes.packed + sum(photo.size for photo in self.photos)


def text(of: Manifest) -> bytes:
    """The bytes that are signed."""
    return canonical(
        {
            "v": VERSION,
            "id": of.id,
            "kind": of.kind.value,
            "written_at": of.written_at.isoformat(),
            "card": of.card,
            "operator": of.operator,
            "to": of.to,
            "schema": of.schema,
            "note": of.note,
            "vector": of.vector.as_json(),
            "agencies": [agency.hex() for agency in of.scope.agencies],
            "rooms": [room.hex() for room in of.scope.rooms],
            "series": of.series,
            "changes": list(of.changes),
            "choice": of.choice.value,
            "blobs": [list(photo) for photo in of.photos],
            "absent": list(of.absent),
            "received": list(of.received),
            "missing": list(of.missing),
        }
    ).encode()


def parse(content: bytes) -> Manifest:
    """The manifest of a pack.

    Raises:
        Refused: it is none, beyond every limit, or of a newer version.
    """
    try:
        raw = json.loads(content)
        if isinstance(raw, dict) and type(raw.get("v")) is int and raw["v"] > VERSION:
            raise Refused(_("The pack comes from a newer version; update this program first."))
        return _manifest(raw)
    except (ValueError, RecursionError) as error:
        raise Refused(_("What the pack says of itself can't be read; ask for a new pack.")) from error


def _manifest(raw: Json) -> Manifest:
    (
        version, name, kind, written_at, card, operator, to, schema, note, vector, agencies, rooms, series, changes,
        choice, photos, absent, received, missing,
    ) = strict.members(raw, *_FIELDS)  # fmt: skip
    strict.number(version, VERSION, VERSION)
    return Manifest(
        id=_pack(name),
        kind=PackKind(strict.text(kind, 20)),
        written_at=strict.moment(written_at),
        card=strict.text(card, 2_000),
        operator=strict.text(operator, 200),
        to=None if to is None else _sha256(to),
        schema=strict.number(schema, 1, 1_000_000),
        note=strict.text(note, MOST_NOTE),
        vector=vectors.parse(vector),
        scope=Scope(strict.each(agencies, MOST_PLACES, _id), strict.each(rooms, MOST_PLACES, _id)),
        series=strict.text(series, 8),
        changes=_changes(changes),
        choice=PhotoChoice(strict.text(choice, 20)),
        photos=strict.each(photos, MOST_PHOTOS, _photo),
        absent=strict.each(absent, MOST_PHOTOS, _sha256),
        received=strict.each(received, MOST_RECEIVED, _pack),
        missing=strict.each(missing, MOST_PHOTOS, _sha256),
    )


def _changes(raw: Json) -> ChangesPart:
    count, size, packed, sha256 = _four(raw)
    return ChangesPart(
        strict.number(count, 0, MOST_CHANGESETS),
        strict.number(size, 0, LARGEST_CHANGES),
        strict.number(packed, 0, LARGEST_PACK),
        _sha256(sha256),
    )


def _four(raw: Json) -> tuple[Json, Json, Json, Json]:
    count, size, packed, sha256 = strict.each(raw, 4, lambda one: one)
    return count, size, packed, sha256


def _photo(raw: Json) -> PhotoPart:
    sha256, size, mime = strict.each(raw, 3, lambda one: one)
    if mime not in MIMES:
        raise strict.Nonsense
    return PhotoPart(_sha256(sha256), strict.number(size, 1, LARGEST_PHOTO), mime)


def _sha256(raw: Json) -> str:
    return strict.octets(raw, 32).hex()


def _pack(raw: Json) -> str:
    return strict.octets(raw, 16).hex()


def _id(raw: Json) -> Id:
    return strict.octets(raw, 16)
