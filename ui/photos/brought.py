"""What a drop or the clipboard brings: files, or a picture without a file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage

from spbe_assets.services.attachment_files import Source
from spbe_assets.services.photos import Pixels

IMAGES = ("jpg", "jpeg", "png", "webp", "bmp", "gif", "tif", "tiff")


def brings_something(mime: QMimeData) -> bool:
    """Whether anything of it could be attached."""
    return mime.hasImage() or any(url.isLocalFile() for url in mime.urls())


def sources(mime: QMimeData | None) -> list[Source]:
    """Its files, else its picture; copied files carry a picture of their icon too, which is not meant."""
    if mime is None:  # an empty clipboard has none on some systems
        return []
    files: list[Source] = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    if files or not mime.hasImage():
        return files
    image = QImage(mime.imageData())
    return [] if image.isNull() else [_pixels(image)]


def _pixels(image: QImage) -> Pixels:
    plain = image.convertToFormat(QImage.Format.Format_RGBA8888)
    return Pixels(plain.width(), plain.height(), bytes(plain.constBits()))
