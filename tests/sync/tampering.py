"""Takes packs apart and puts them together in ways that no honest program does."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable
from pathlib import Path

import zstandard

from spbe_assets.storage.store import Store
from spbe_assets.sync import container, keys, reading
from spbe_assets.sync.container import CHANGES, MANIFEST, SIGNATURE, Container, Part

Parts = dict[str, bytes]


def parts_of(path: Path) -> Parts:
    """The parts of a good pack by name, in their order."""
    with path.open("rb") as file:
        parts = Container(file, path.name)
        return {name: parts.read(name, 1 << 30) for name in parts.entries}


def signed(parts: Parts, by: Store) -> Parts:
    """The parts with a signature of an installation that fits the manifest."""
    beside = keys.card(by).signing + keys.sign(by, reading.SIGNED_AS + parts[MANIFEST])
    return {**parts, SIGNATURE: beside}


def with_bodies(parts: Parts, bodies: Iterable[bytes], by: Store, *, honest: bool = True) -> Parts:
    """The parts with other changesets that the manifest describes, signed again."""
    plain = b"".join(body + b"\n" for body in bodies)
    return with_packed(parts, zstandard.compress(plain), by, plain.count(b"\n"), len(plain) if honest else 1_000)


def with_packed(parts: Parts, packed: bytes, by: Store, number: int, size: int) -> Parts:
    """The parts with these bytes as changesets, of which the manifest says what it is told to."""
    told = json.loads(parts[MANIFEST])
    told["changes"] = [number, size, len(packed), hashlib.sha256(packed).hexdigest()]
    return signed({**parts, CHANGES: packed, MANIFEST: json.dumps(told).encode()}, by)


def zipped(parts: Parts | Iterable[tuple[str, bytes]]) -> bytes:
    """The file of parts, in their order; names may be anything and come twice."""
    pairs = parts.items() if isinstance(parts, dict) else parts
    made = (Part(name, len(content), zlib.crc32(content), (content,)) for name, content in pairs)
    return b"".join(container.written(made))
