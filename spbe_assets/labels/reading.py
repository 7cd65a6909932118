"""Codes out of pictures and camera frames; of a file, be it a picture or the text of a batch scanner."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

from spbe_assets.domain import cards, os_errors
from spbe_assets.domain.errors import Invalid
from spbe_assets.i18n import _
from spbe_assets.services import photos, tag_list
from spbe_assets.services.photos import Pixels

PICTURES = ("png", "jpg", "jpeg", "webp", "bmp", "gif", "tif", "tiff")
TEXTS = ("txt", "csv")
LARGEST_SIDE = 4000
"""A photo of a whole sheet of labels still has some 150 pixels across a code at this size."""
SMALL_SIDE = 1600
FRAME_SIDE = 1280
MOST_CODES = 500
LONGEST = 200
_INVISIBLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]+")

Corners = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Code:
    """A code in a picture: its text, what kind it is ("QR Code"), and its four corners.

    Corners are shares of the upright picture's width and height, from its top left, so that they fit it at any scale.
    """

    text: str
    kind: str
    corners: Corners

    @property
    def centre(self) -> tuple[float, float]:
        """The middle, as shares of width and height."""
        return sum(x for x, _y in self.corners) / 4, sum(y for _x, y in self.corners) / 4


def texts_in_file(path: Path) -> list[str]:
    """What a picture or the text file of a batch scanner holds, each text once, in the order of reading.

    Raises:
        Invalid: it is a picture that can't be read or has no code in it.
        Refused: it is a text that can't be read or has nothing in it.
    """
    if path.suffix.lower().removeprefix(".") in TEXTS:
        return list(dict.fromkeys(tag_list.read(path).tags))
    found = codes_in(_content(path))
    if not found:
        raise Invalid(no_code())
    return list(dict.fromkeys(code.text for code in found))


def no_code() -> str:
    """What is said of a picture without a code."""
    return _("No code was found in the picture; take it closer, sharper and without glare.")


def codes_in(content: bytes) -> list[Code]:
    """The codes in the bytes of a picture, from top to bottom and left to right; none is an empty list.

    Raises:
        Invalid: it is not a picture that can be read, is damaged, or unreasonably large.
    """
    return codes_in_pixels(photos.decoded(content, LARGEST_SIDE))


def codes_in_pixels(pixels: Pixels) -> list[Code]:
    """The same for a picture without a file, such as one from the clipboard.

    Raises:
        Invalid: it is unreasonably large or empty.
    """
    image = _grey(photos.image_of(pixels))
    image.thumbnail((LARGEST_SIDE, LARGEST_SIDE), Image.Resampling.BOX)
    found = list(_decoded(image))
    if max(image.size) > SMALL_SIDE:  # what is blurred or noisy is read more easily when small
        small = image.copy()
        small.thumbnail((SMALL_SIDE, SMALL_SIDE), Image.Resampling.BOX)
        found += _decoded(small)
    return _in_reading_order(_each_once(found))


def codes_in_frame(width: int, height: int, luma: bytes, stride: int) -> list[Code]:
    """The codes in one frame of a camera: rows of `stride` bytes, of which the first `width` are its brightness."""
    image = Image.frombuffer("L", (width, height), luma, "raw", "L", stride, 1)
    image = image.resize(_fitting(width, height), Image.Resampling.BOX) if max(width, height) > FRAME_SIDE else image
    return _in_reading_order(_each_once(_decoded(image)))


def _content(path: Path) -> bytes:
    try:
        if not path.is_file():  # reading a pipe or device would never end
            raise Invalid(_("There is no file {file}; check the name.").format(file=path.name))
        with path.open("rb") as opened:
            content = opened.read(photos.MOST_BYTES + 1)
    except OSError as error:
        told = _("{file} can't be read: {reason}. Choose another file.")
        raise Invalid(told.format(file=path.name, reason=os_errors.reason(error))) from error
    if not content:
        raise Invalid(_("The file is empty; copy it again."))
    return content


def _grey(image: Image.Image) -> Image.Image:
    """On white: a code that was drawn on nothing would be black on black."""
    ground = Image.new("L", image.size, 255)
    ground.paste(image.convert("L"), mask=image.getchannel("A"))
    return ground


def _decoded(image: Image.Image) -> Iterator[Code]:
    import zxingcpp

    for found in zxingcpp.read_barcodes(image, formats=_formats(), text_mode=zxingcpp.TextMode.Plain):
        text = _plain(found.text)
        if text:
            yield Code(text, str(found.format), _corners(found.position, image.size))


def _formats() -> Any:
    from zxingcpp import BarcodeFormat as Format

    # Not every kind there is: short ones such as ITF are seen in stripes that are no codes.
    return (
        Format.QRCode, Format.DataMatrix, Format.Code128, Format.Code39, Format.Code93,
        Format.EAN13, Format.EAN8, Format.UPCA, Format.UPCE,
    )  # fmt: skip


def _corners(position: Any, size: tuple[int, int]) -> Corners:
    width, height = size
    points = (position.top_left, position.top_right, position.bottom_right, position.bottom_left)
    return tuple((point.x / width, point.y / height) for point in points)


def _plain(text: str) -> str:
    return _INVISIBLE.sub(" ", text).strip()[: cards.LONGEST_CARD if cards.is_card(text) else LONGEST]


def _each_once(codes: Iterable[Code]) -> list[Code]:
    """Two labels with the same text are two codes; the same one seen twice is one."""
    kept: list[Code] = []
    for code in codes:
        if len(kept) < MOST_CODES and not any(one.text == code.text and _is_same_place(one, code) for one in kept):
            kept.append(code)
    return kept


def _is_same_place(one: Code, other: Code) -> bool:
    (x, y), xs, ys = other.centre, [x for x, _y in one.corners], [y for _x, y in one.corners]
    return min(xs) <= x <= max(xs) and min(ys) <= y <= max(ys)


def _in_reading_order(codes: list[Code]) -> list[Code]:
    """Rows of a sheet that was photographed a little askew stay rows."""
    ordered: list[Code] = []
    waiting = sorted(codes, key=lambda code: code.centre[1])
    while waiting:
        bottom = max(y for _x, y in waiting[0].corners)
        row = [code for code in waiting if code.centre[1] <= bottom]
        ordered += sorted(row, key=lambda code: code.centre[0])
        waiting = [code for code in waiting if code not in row]
    return ordered


def _fitting(width: int, height: int) -> tuple[int, int]:
    share = FRAME_SIDE / max(width, height)
    return max(1, round(width * share)), max(1, round(height * share))
