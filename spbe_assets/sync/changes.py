"""The changesets of a pack: one canonical body a line, in one zstd frame, never all in memory."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Iterator
from io import BufferedReader
from typing import BinaryIO

import zstandard

from spbe_assets.domain.changeset import LARGEST_BODY
from spbe_assets.sync.container import CHANGES, Container, Part
from spbe_assets.sync.limits import CHUNK, LARGEST_PACK, MEGABYTE
from spbe_assets.sync.manifest import ChangesPart
from spbe_assets.sync.pieces import Pieces

LEVEL = 9
WINDOW = 8 * MEGABYTE
"""How far back the packing looks; a reader keeps so much in memory and refuses what needs more."""
PIECE = MEGABYTE // 4


class Packed:
    """Changesets packed into a file of the system's own, ready to become a part."""

    def __init__(self, bodies: Iterable[bytes], file: BinaryIO) -> None:
        self._file = file
        self._hash, self._crc, self._packed = hashlib.sha256(), 0, 0
        count = size = 0
        packing = zstandard.ZstdCompressor(compression_params=_parameters()).compressobj()
        for body in bodies:
            self._keep(packing.compress(body + b"\n"))
            count, size = count + 1, size + len(body) + 1
        self._keep(packing.flush())
        self.told = ChangesPart(count, size, self._packed, self._hash.hexdigest())

    def part(self) -> Part:
        """The part as it is written."""
        return Part(CHANGES, self._packed, self._crc, self._content())

    def _keep(self, piece: bytes) -> None:
        self._hash.update(piece)
        self._crc = zlib.crc32(piece, self._crc)
        self._packed += len(piece)
        self._file.write(piece)

    def _content(self) -> Iterator[bytes]:
        self._file.seek(0)
        while piece := self._file.read(CHUNK):
            yield piece


def bodies(container: Container, told: ChangesPart) -> Iterator[bytes]:
    """Every body of a pack, unpacked as it is read and never beyond what the manifest says.

    Raises:
        Refused: it is damaged, or unpacks to something else than the manifest says.
    """
    rest, size, count = b"", 0, 0
    for piece in _unpacked(container):
        size += len(piece)
        if size > told.size:
            raise container.damaged()
        *whole, rest = (rest + piece).split(b"\n")
        count += len(whole)
        if len(rest) > LARGEST_BODY:
            raise container.damaged()
        yield from whole
    if rest or (size, count) != (told.size, told.number):
        raise container.damaged()


def _unpacked(container: Container) -> Iterator[bytes]:
    packed = BufferedReader(Pieces(container.chunks(CHANGES)), PIECE)
    decompressor = zstandard.ZstdDecompressor(max_window_size=WINDOW)
    unpacking = decompressor.stream_reader(packed, read_size=PIECE, read_across_frames=True)  # so that none is unseen
    try:
        while piece := unpacking.read(PIECE):
            yield piece
    except zstandard.ZstdError as error:
        raise container.damaged() from error


def _parameters() -> zstandard.ZstdCompressionParameters:
    window = WINDOW.bit_length() - 1
    return zstandard.ZstdCompressionParameters.from_level(LEVEL, window_log=window, source_size=LARGEST_PACK)
