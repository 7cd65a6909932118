"""Decoded photos, kept within bounds; decoding happens off the GUI thread."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from spbe_assets.domain.errors import NotFound
from spbe_assets.services import attachments, photos
from spbe_assets.services.photos import Pixels
from ui.context import AppContext

MOST_BYTES = 48_000_000
Key = tuple[str, int]


class Pictures(QObject):
    """Asks for a photo the first time it is wanted and tells when it has come; the least used one goes first."""

    arrived = Signal(str)
    """The SHA-256 of a photo that can be drawn now, or of which it is known now that it can't."""

    def __init__(self, context: AppContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._images: OrderedDict[Key, QImage] = OrderedDict()
        self._asked: set[Key] = set()
        self._damaged: set[str] = set()

    @staticmethod
    def content_of(session: Any, name: str) -> bytes:
        """The bytes that a name stands for; asked off the GUI thread."""
        return attachments.content(session, name)

    def image(self, sha256: str, side: int) -> QImage | None:
        """The photo at most `side` pixels wide and high; None while it is on its way or can't be read."""
        key = (sha256, side)
        if key in self._images:
            self._images.move_to_end(key)
            return self._images[key]
        if key not in self._asked and sha256 not in self._damaged:
            self._ask(key)
        return None

    def is_damaged(self, sha256: str) -> bool:
        """Whether its bytes are here but can't be read."""
        return sha256 in self._damaged

    def size_bytes(self) -> int:
        """What the decoded photos take in memory."""
        return sum(image.sizeInBytes() for image in self._images.values())

    def _ask(self, key: Key) -> None:
        name, side = key
        self._asked.add(key)
        content_of = self.content_of

        def read(session: Any, _progress: object) -> Pixels:
            return photos.decoded(content_of(session, name), side)

        job = self._context.read_later(read, quiet=True)
        job.then(self, lambda pixels: self._keep(key, pixels)).otherwise(self, lambda error: self._fail(key, error))

    def _keep(self, key: Key, pixels: Pixels) -> None:
        self._asked.discard(key)
        wrapped = QImage(pixels.content, pixels.width, pixels.height, pixels.width * 4, QImage.Format.Format_RGBA8888)
        self._images[key] = wrapped.copy()  # the bytes go away, the copy stays
        while len(self._images) > 1 and self.size_bytes() > MOST_BYTES:
            self._images.popitem(last=False)
        self.arrived.emit(key[0])

    def _fail(self, key: Key, error: Exception) -> None:
        self._asked.discard(key)
        if not isinstance(error, NotFound):  # what is missing may still come
            self._damaged.add(key[0])
        self.arrived.emit(key[0])
