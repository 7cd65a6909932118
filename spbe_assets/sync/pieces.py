"""Bytes that come piece by piece, as a file that can be read: for libraries that want one."""

from __future__ import annotations

import io
from collections.abc import Iterable


class Pieces(io.RawIOBase):
    """Reads from an iterator of bytes; only one piece is in memory at a time.

    `failure` is what the iterator raised, for where a library hides it.
    """

    def __init__(self, pieces: Iterable[bytes]) -> None:
        super().__init__()
        self.failure: BaseException | None = None
        self._pieces = iter(pieces)
        self._piece = memoryview(b"")

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, target: object) -> int:
        """Fill as much of the target as the present piece allows; 0 at the end."""
        while not self._piece:
            found = self._next()
            if found is None:
                return 0
            self._piece = memoryview(found)
        room = memoryview(target).cast("B")  # type: ignore[arg-type]
        taken = min(len(room), len(self._piece))
        room[:taken] = self._piece[:taken]
        self._piece = self._piece[taken:]
        return taken

    def _next(self) -> bytes | None:
        try:
            return next(self._pieces, None)
        except BaseException as error:
            self.failure = error
            raise
