"""Photos made fit to keep: the right way up, at most 1600 pixels, without what the camera wrote about the place."""

from __future__ import annotations

import io
import struct
import zlib
from dataclasses import dataclass
from datetime import datetime

from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from spbe_assets.domain.errors import Invalid
from spbe_assets.formats import zone
from spbe_assets.i18n import _

LARGEST_SIDE = 1600
MOST_BYTES = 60_000_000
MOST_PIXELS = 80_000_000
QUALITY = 85
FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "GIF", "TIFF")
MIME = "image/jpeg"
_HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif")
_SMOOTH_MODES = ("RGB", "RGBA", "L", "LA", "CMYK")
_DAMAGED = (
    OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError, OverflowError, MemoryError,
    struct.error, zlib.error, Image.DecompressionBombError, Image.DecompressionBombWarning,
)  # fmt: skip
"""What Pillow's readers raise on damaged or hostile bytes."""
_DATE_FORMAT = "%Y:%m:%d %H:%M:%S"


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo ready to be kept, and when it was taken if the camera said so."""

    content: bytes
    mime: str
    taken_at: datetime | None


@dataclass(frozen=True, slots=True)
class Pixels:
    """A decoded picture: rows of red, green, blue and opacity, a byte each, without padding."""

    width: int
    height: int
    content: bytes


def prepared(content: bytes, *, keep_position: bool = False) -> Photo:
    """A JPEG of the photo, scaled down and upright; where it was taken is dropped unless it is to be kept.

    Raises:
        Invalid: it is not a picture that can be read, is damaged, or unreasonably large.
    """
    try:
        with _opened(content) as opened:
            return _made(opened, keep_position)
    except UnidentifiedImageError as error:
        raise Invalid(_unreadable(content)) from error
    except _DAMAGED as error:
        raise Invalid(_("The photo is damaged; take or copy it again.")) from error


def from_pixels(pixels: Pixels) -> Photo:
    """The same for a picture that comes without a file, such as from the clipboard.

    Raises:
        Invalid: it is unreasonably large or empty.
    """
    return _made(image_of(pixels), keep_position=False)


def image_of(pixels: Pixels) -> Image.Image:
    """The pixels as a picture that can be worked on.

    Raises:
        Invalid: it is unreasonably large or empty.
    """
    _check_size(pixels.width, pixels.height)
    return Image.frombuffer("RGBA", (pixels.width, pixels.height), pixels.content, "raw", "RGBA", 0, 1)


def decoded(content: bytes, side: int) -> Pixels:
    """A kept photo ready to be drawn, upright and at most `side` pixels wide and high.

    Raises:
        Invalid: its bytes are no picture that can be read, damaged, or unreasonably large.
    """
    try:
        with _opened(content) as opened:
            image = _small(opened, side).convert("RGBA")
            return Pixels(image.width, image.height, image.tobytes())
    except UnidentifiedImageError as error:
        raise Invalid(_unreadable(content)) from error
    except _DAMAGED as error:
        raise Invalid(_("The photo is damaged; take or copy it again.")) from error


def _opened(content: bytes) -> Image.Image:
    if len(content) > MOST_BYTES:
        raise Invalid(_("The photo is larger than 60 MB; make it smaller first."))
    try:
        opened = Image.open(io.BytesIO(content), formats=FORMATS)
    except Image.DecompressionBombError as error:
        raise Invalid(_too_many_pixels()) from error
    _check_size(opened.width, opened.height)
    return opened


def _check_size(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise Invalid(_too_many_pixels())
    if not width * height:
        raise Invalid(_("The photo is empty; take or copy it again."))


def _too_many_pixels() -> str:
    return _("The photo has more than 80 million pixels; make it smaller first.")


def _unreadable(content: bytes) -> str:
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS:
        return _("HEIC photos can’t be read; save it as JPEG, or let the phone take JPEG photos.")
    return _("This is not a photo that can be read; use JPEG or PNG.")


def _small(opened: Image.Image, side: int) -> Image.Image:
    # A JPEG is decoded at a fraction of its size at once, which saves memory on small machines.
    opened.draft("RGB", (side, side))
    smooth = opened if opened.mode in _SMOOTH_MODES else opened.convert("RGBA")
    smooth.thumbnail((side, side), Image.Resampling.LANCZOS)
    return ImageOps.exif_transpose(smooth)


def _made(opened: Image.Image, keep_position: bool) -> Photo:
    taken_at, position = _taken_at(opened), opened.getexif().get_ifd(ExifTags.IFD.GPSInfo)
    exif = Image.Exif()
    if keep_position and position:
        exif.get_ifd(ExifTags.IFD.GPSInfo).update(position)
        exif[ExifTags.Base.GPSInfo] = position
    kept = exif if position and keep_position else b""
    output = io.BytesIO()
    _opaque(_small(opened, LARGEST_SIDE)).save(output, "JPEG", quality=QUALITY, optimize=True, exif=kept)
    return Photo(output.getvalue(), MIME, taken_at)


def _opaque(image: Image.Image) -> Image.Image:
    if image.mode == "RGB":
        return image
    coloured = image.convert("RGBA")
    ground = Image.new("RGB", coloured.size, "white")
    ground.paste(coloured, mask=coloured.getchannel("A"))
    return ground


def _taken_at(image: Image.Image) -> datetime | None:
    exif = image.getexif()
    written = exif.get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.DateTimeOriginal) or exif.get(ExifTags.Base.DateTime)
    try:
        # Cameras write local time without a zone.
        return datetime.strptime(str(written), _DATE_FORMAT).replace(tzinfo=zone())
    except ValueError:
        return None
