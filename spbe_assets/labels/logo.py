"""The logo beside the owner: any PNG or JPEG that people choose, made small, grey and harmless."""

from __future__ import annotations

import io
import struct
import zlib
from base64 import b64decode, b64encode
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageOps
from sqlalchemy.orm import Session

from spbe_assets.domain import os_errors
from spbe_assets.domain.errors import Invalid
from spbe_assets.i18n import _
from spbe_assets.services import settings
from spbe_assets.storage.unit_of_work import UnitOfWork

LOGO_SETTING = "label.logo"
LARGEST_SIDE_PX = 400
MOST_BYTES = 20_000_000
MOST_PIXELS = 25_000_000
FORMATS = ("PNG", "JPEG")
ENDINGS = ("png", "jpg", "jpeg")
_DAMAGED = (
    OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError, OverflowError, MemoryError,
    struct.error, zlib.error,
)  # fmt: skip
"""What Pillow's readers raise on damaged or hostile bytes."""


def read(path: Path) -> bytes:
    """A picture file as the PNG that a design keeps: grey on white, at most 400 pixels wide and high.

    Raises:
        Invalid: it can't be read, is no PNG or JPEG, is damaged or unreasonably large.
    """
    return prepared(content_of(path), path.name)


def content_of(path: Path) -> bytes:
    """The bytes of a picture file, no more than a little above what is allowed.

    Raises:
        Invalid: it can't be read.
    """
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise Invalid(
            _("The logo {file} can't be read: {reason}.").format(file=path.name, reason=os_errors.reason(error))
        ) from error


def prepared(content: bytes, name: str) -> bytes:
    """The same for the bytes of a file; `name` is for the sentence where they can't be used.

    Raises:
        Invalid: as for `read`.
    """
    if len(content) > MOST_BYTES:
        raise _too_large(name)
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise _too_large(name)
            return _png(_grey(opened))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_large(name) from error
    except _DAMAGED as error:
        raise Invalid(
            _("{file} can't be used as a logo: it is not a PNG or JPEG picture, or it is damaged.").format(file=name)
        ) from error


def kept(session: Session) -> bytes:
    """The province's logo; empty where it has none, or where another version wrote what this one can't use."""
    text = settings.province(session, LOGO_SETTING, "")
    try:
        return prepared(b64decode(text, validate=True), "") if text and isinstance(text, str) else b""
    except (ValueError, Invalid):
        return b""


def keep(uow: UnitOfWork, png: bytes) -> None:
    """Print this logo on every installation of the province from now on; an empty one is none."""
    if png:
        settings.set_province(uow, LOGO_SETTING, b64encode(png).decode("ascii"))
    else:
        settings.reset_province(uow, LOGO_SETTING)


@lru_cache(maxsize=16)
def proportion(png: bytes) -> float:
    """Width by height of a prepared logo."""
    width, height = struct.unpack(">II", png[16:24])
    return float(width / height)


def _grey(opened: Image.Image) -> Image.Image:
    opened.draft("L", (LARGEST_SIDE_PX, LARGEST_SIDE_PX))
    image = ImageOps.exif_transpose(opened)
    if image.mode.startswith("I"):  # 16 bits, which Pillow would cut off instead of scaling
        image = image.point(lambda level: level / 256, "L")
    image.thumbnail((4 * LARGEST_SIDE_PX, 4 * LARGEST_SIDE_PX), Image.Resampling.NEAREST)
    whole = image.convert("RGBA")
    white = Image.new("RGBA", whole.size, "white")
    grey = Image.alpha_composite(white, whole).convert("L")
    grey.thumbnail((LARGEST_SIDE_PX, LARGEST_SIDE_PX), Image.Resampling.LANCZOS)
    return grey


def _png(grey: Image.Image) -> bytes:
    packed = io.BytesIO()
    grey.save(packed, "PNG", optimize=True)
    return packed.getvalue()


def _too_large(name: str) -> Invalid:
    return Invalid(
        _("{file} is too large for a logo. Choose one of at most 20 MB and 25 million pixels.").format(file=name)
    )
