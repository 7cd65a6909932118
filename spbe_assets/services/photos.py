"""Photos made fit to keep: the right way up, at most 1600 pixels, without what the camera wrote about the place."""

from __future__ import annotations

import io
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
_DATE_FORMAT = "%Y:%m:%d %H:%M:%S"


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo ready to be kept, and when it was taken if the camera said so."""

    content: bytes
    mime: str
    taken_at: datetime | None


def prepared(content: bytes, *, keep_position: bool = False) -> Photo:
    """A JPEG of the photo, scaled down and upright; where it was taken is dropped unless it is to be kept.

    Raises:
        Invalid: it is not a picture that can be read, is damaged, or unreasonably large.
    """
    if len(content) > MOST_BYTES:
        raise Invalid(_("The photo is larger than 60 MB; make it smaller first."))
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise Invalid(_("The photo has more than 80 million pixels; make it smaller first."))
            return _made(opened, keep_position)
    except UnidentifiedImageError as error:
        raise Invalid(_("This is not a photo that can be read; use JPEG or PNG.")) from error
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise Invalid(_("The photo is damaged; take or copy it again.")) from error


def _made(opened: Image.Image, keep_position: bool) -> Photo:
    taken_at, position = _taken_at(opened), opened.getexif().get_ifd(ExifTags.IFD.GPSInfo)
    # A JPEG is decoded at a fraction of its size at once, which saves memory on small machines.
    opened.draft("RGB", (LARGEST_SIDE, LARGEST_SIDE))
    upright = ImageOps.exif_transpose(opened)
    upright.thumbnail((LARGEST_SIDE, LARGEST_SIDE), Image.Resampling.LANCZOS)
    exif = Image.Exif()
    if keep_position and position:
        exif.get_ifd(ExifTags.IFD.GPSInfo).update(position)
        exif[ExifTags.Base.GPSInfo] = position
    output = io.BytesIO()
    _opaque(upright).save(
        output, "JPEG", quality=QUALITY, optimize=True, exif=exif if position and keep_position else b""
    )
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
