"""The file of a pack: a zip whose parts are only stored, with fixed names in a fixed order.

There is exactly one way to write given parts. A reader makes the headers anew from names, sizes and checksums and
compares: whatever else a zip could hold (compression, encryption, comments, parts that overlap) is refused unseen.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterable, Iterator
from typing import BinaryIO, NamedTuple

from spbe_assets.domain import os_errors
from spbe_assets.domain.errors import Refused
from spbe_assets.i18n import _
from spbe_assets.sync.limits import CHUNK, LARGEST_PACK, MOST_PHOTOS

MANIFEST, SIGNATURE, CHANGES = "manifest.json", "manifest.sig", "changes.jsonl.zst"
PHOTOS = "blobs/"
FIXED = (MANIFEST, SIGNATURE, CHANGES)
BEGINNING = b"PK\3\4"

_NAME = re.compile(rb"manifest\.json|manifest\.sig|changes\.jsonl\.zst|blobs/[0-9a-f]{64}")
_VERSION, _DATE = 10, 0x21  # 1 January 1980, the same in every pack
_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_CENTRAL = struct.Struct("<4sHHHHHHIIIHHHHHII")
_END = struct.Struct("<4sHHHHIIH")
_LONGEST_NAME = 70


class Part(NamedTuple):
    """A part to be written: its name, size, CRC-32 and the bytes piece by piece."""

    name: str
    size: int
    crc: int
    content: Iterable[bytes]


class Entry(NamedTuple):
    """A part of a file that is there: where its header begins, how long it is, its CRC-32."""

    name: str
    size: int
    crc: int
    at: int


def part(name: str, content: bytes) -> Part:
    """A part whose bytes are at hand."""
    return Part(name, len(content), zlib.crc32(content), (content,))


def photo(sha256: str) -> str:
    """The name of a photo's part."""
    return f"{PHOTOS}{sha256}"


def written(parts: Iterable[Part]) -> Iterator[bytes]:
    """The bytes of a pack, piece by piece, in the order of its parts."""
    entries: list[Entry] = []
    at = 0
    for one in parts:
        entry = Entry(one.name, one.size, one.crc, at)
        header = _local(entry)
        yield header
        yield from one.content
        entries.append(entry)
        at += len(header) + one.size
    yield _directory(entries, at)


class Container:
    """The parts of an open file, which is not moved or changed meanwhile.

    Raises:
        Refused: it is not such a file, or breaks off. `name` is what the sentence calls it.
    """

    def __init__(self, file: BinaryIO, name: str) -> None:
        self._file, self._name = file, name
        self.size = file.seek(0, 2)
        found = self._entries()
        self.entries = {entry.name: entry for entry in found}
        order = tuple(entry.name for entry in found)
        if len(self.entries) != len(found) or order[: len(FIXED)] != FIXED or set(order[len(FIXED) :]) & set(FIXED):
            raise self.damaged()

    def read(self, name: str, most: int) -> bytes:
        """A part as a whole; refused if it is longer than `most`."""
        if self.entries[name].size > most:
            raise self.damaged()
        return b"".join(self.chunks(name))

    def chunks(self, name: str) -> Iterator[bytes]:
        """A part piece by piece; its header is compared before, its checksum after the last piece."""
        entry = self.entries[name]
        header = _local(entry)
        if self._bytes(entry.at, len(header)) != header:
            raise self.damaged()
        crc, left, at = 0, entry.size, entry.at + len(header)
        while left:
            piece = self._bytes(at, min(CHUNK, left))
            if not piece:
                raise self.damaged()
            crc, left, at = zlib.crc32(piece, crc), left - len(piece), at + len(piece)
            yield piece
        if crc != entry.crc:
            raise self.damaged()

    def damaged(self) -> Refused:
        """The error for a file that breaks off or was altered."""
        return damaged(self._name)

    def _entries(self) -> list[Entry]:
        """The directory at the end, looked at only once its size is known to be reasonable."""
        most = MOST_PHOTOS + len(FIXED)
        if not _END.size < self.size <= LARGEST_PACK:
            raise self.damaged()
        end = self._bytes(self.size - _END.size, _END.size)
        if len(end) != _END.size:
            raise self.damaged()
        _sign, _disk, _first, _here, count, length, at, _comment = _END.unpack(end)
        if not len(FIXED) <= count <= most or length > count * (_CENTRAL.size + _LONGEST_NAME):
            raise self.damaged()
        if at + length + _END.size != self.size:
            raise self.damaged()
        listed = self._bytes(at, length)
        entries = self._listed(listed, count)
        if entries is None or _directory(entries, _end_of(entries)) != listed + end:
            raise self.damaged()
        return entries

    def _bytes(self, at: int, length: int) -> bytes:
        try:
            self._file.seek(at)
            return self._file.read(length)
        except OSError as error:
            raise unreadable(self._name, error) from error

    def _listed(self, listed: bytes, count: int) -> list[Entry] | None:
        entries: list[Entry] = []
        place, at = 0, 0
        for _each in range(count):
            if place + _CENTRAL.size > len(listed):
                return None
            fields = _CENTRAL.unpack_from(listed, place)
            crc, size, length = fields[7], fields[9], fields[10]
            place += _CENTRAL.size
            name = listed[place : place + length]
            if not _NAME.fullmatch(name):
                return None
            entry = Entry(name.decode(), size, crc, at)
            entries.append(entry)
            place += length
            at += len(_local(entry)) + size
        return entries


def damaged(name: str) -> Refused:
    """The error for a pack that breaks off or was altered."""
    return Refused(_("{file} is damaged or incomplete; copy it again, or ask for a new pack.").format(file=name))


def unreadable(name: str, error: OSError) -> Refused:
    """The error for a pack that the disk does not give out, such as one on a stick that was pulled out."""
    told = _("{file} can't be read: {reason}. Copy it to this computer first.")
    return Refused(told.format(file=name, reason=os_errors.reason(error)))


def _local(entry: Entry) -> bytes:
    name = entry.name.encode()
    sizes = (entry.crc, entry.size, entry.size, len(name), 0)
    return _LOCAL.pack(BEGINNING, _VERSION, 0, 0, 0, _DATE, *sizes) + name


def _central(entry: Entry) -> bytes:
    name = entry.name.encode()
    sizes = (entry.crc, entry.size, entry.size, len(name), 0, 0, 0, 0, 0)
    return _CENTRAL.pack(b"PK\1\2", _VERSION, _VERSION, 0, 0, 0, _DATE, *sizes, entry.at) + name


def _directory(entries: list[Entry], at: int) -> bytes:
    listed = b"".join(_central(entry) for entry in entries)
    count = len(entries)
    return listed + _END.pack(b"PK\5\6", 0, 0, count, count, len(listed), at, 0)


def _end_of(entries: list[Entry]) -> int:
    last = entries[-1]
    return last.at + len(_local(last)) + last.size
