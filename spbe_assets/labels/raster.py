"""A drawing in a printer's dots: black or white, nothing between, so that edges of a code are as sharp as they can be.

Modules of codes are whole dots and stay centred where the drawing has them; everything else lies on the nearest dot.
"""

from __future__ import annotations

import math
from functools import lru_cache
from io import BytesIO
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFont

from spbe_assets import pdf_fonts
from spbe_assets.labels import dots
from spbe_assets.labels.drawing import Bars, Code, Drawing, Item, Picture, Rule, Text
from spbe_assets.paths import resource

INK, PAPER = 0, 255
DASH_MM = 2 / 72 * 25.4
LEAST_TEXT_LEVEL = 112
"""A dot is printed when a letter covers this much of it (of 255): a little less than half, or thin strokes break."""
_PHASES = 4
_ALMOST = 0.03


def render(drawing: Drawing, width_mm: float, height_mm: float, dpi: int) -> Image.Image:
    """A label as an image of mode "1", black on white, at a printer's resolution.

    Raises:
        Invalid: no label printer has this resolution.
    """
    density = dots.per_mm(dpi)
    image = blank(width_mm, height_mm, density)
    put(image, drawing, 0.0, 0.0, density)
    return image


def blank(width_mm: float, height_mm: float, density: float) -> Image.Image:
    """White paper of this size; `density` is dots in a millimetre."""
    return Image.new("1", (max(1, round(width_mm * density)), max(1, round(height_mm * density))), PAPER)


def put(image: Image.Image, drawing: Drawing, left: float, top: float, density: float) -> None:
    """Draw what a cell holds into an image, the cell's corner at these dots; what lies beyond the image is lost."""
    canvas = _Canvas(image, ImageDraw.Draw(image), left, top, density)
    for item in drawing.items:
        canvas.draw(item)


class _Canvas(NamedTuple):
    """An image with the dots at which a cell begins, and how many dots a millimetre has."""

    image: Image.Image
    pen: ImageDraw.ImageDraw
    left: float
    top: float
    density: float

    def draw(self, item: Item) -> None:
        if isinstance(item, Text):
            self._text(item)
        elif isinstance(item, Code):
            self._code(item)
        elif isinstance(item, Bars):
            self._bars(item)
        elif isinstance(item, Picture):
            self._picture(item)
        else:
            self._rule(item)

    def _text(self, text: Text) -> None:
        # Letter by letter, because the text engine rounds each advance and lines would outgrow their place.
        pixels = round(text.size / 72 * 25.4 * self.density, 2)
        x, baseline = self.left + text.x * self.density, round(self.top + text.y * self.density)
        for letter in text.text:
            whole, phase = divmod(round(x * _PHASES), _PHASES)
            glyph = _glyph(text.font, pixels, letter, phase)
            if glyph:
                self.image.paste(INK, (whole + glyph.x, baseline + glyph.y), glyph.mask)
            x += pdf_fonts.width(letter, text.font, pixels)

    def _code(self, code: Code) -> None:
        module, lost = _whole(code.module * self.density)
        left = round(self.left + code.x * self.density + lost * code.symbol.size / 2)
        top = round(self.top + code.y * self.density + lost * code.symbol.size / 2)
        for column, row, length in code.symbol.runs:
            self._box(left + column * module, top + row * module, length * module, module)

    def _bars(self, bars: Bars) -> None:
        module, lost = _whole(bars.module * self.density)
        modules = max((first + length for first, length in bars.runs), default=0)
        left = round(self.left + bars.x * self.density + lost * modules / 2)
        top, height = round(self.top + bars.y * self.density), max(1, round(bars.height * self.density))
        for first, length in bars.runs:
            self._box(left + first * module, top, length * module, height)

    def _rule(self, rule: Rule) -> None:
        width = max(1, round(rule.width * self.density))
        for x1, y1, x2, y2 in _dashes(rule) if rule.dashed else [rule[:4]]:
            ends = (
                self.left + x1 * self.density, self.top + y1 * self.density,
                self.left + x2 * self.density, self.top + y2 * self.density,
            )  # fmt: skip
            self._line(*ends, width)

    def _line(self, x1: float, y1: float, x2: float, y2: float, width: int) -> None:
        """A straight line; across and down it is a box whose thickness is exactly `width`."""
        if abs(y1 - y2) < _ALMOST:
            self._box(round(min(x1, x2)), round(y1 - width / 2), max(1, round(abs(x2 - x1))), width)
        elif abs(x1 - x2) < _ALMOST:
            self._box(round(x1 - width / 2), round(min(y1, y2)), width, max(1, round(abs(y2 - y1))))
        else:
            self.pen.line((x1, y1, x2, y2), fill=INK, width=width)

    def _picture(self, picture: Picture) -> None:
        size = max(1, round(picture.width * self.density)), max(1, round(picture.height * self.density))
        dithered = _dithered(picture.png, *size)
        place = round(self.left + picture.x * self.density), round(self.top + picture.y * self.density)
        self.image.paste(dithered, place)

    def _box(self, x: int, y: int, width: int, height: int) -> None:
        self.pen.rectangle((x, y, x + width - 1, y + height - 1), fill=INK)


def _whole(module: float) -> tuple[int, float]:
    """A module's width in whole dots, at least one, and how much of it was lost."""
    whole = max(1, math.floor(module + _ALMOST))
    return whole, module - whole


def _dashes(rule: Rule) -> list[tuple[float, float, float, float]]:
    length = math.hypot(rule.x2 - rule.x1, rule.y2 - rule.y1)
    if not length:
        return []
    across, down = (rule.x2 - rule.x1) / length, (rule.y2 - rule.y1) / length
    starts = [2 * number * DASH_MM for number in range(math.ceil(length / (2 * DASH_MM)))]
    spans = [(start, min(start + DASH_MM, length)) for start in starts]
    return [(rule.x1 + a * across, rule.y1 + a * down, rule.x1 + b * across, rule.y1 + b * down) for a, b in spans]


class _Glyph(NamedTuple):
    """The dots of a letter, and where they lie from its place on the baseline."""

    x: int
    y: int
    mask: Image.Image


@lru_cache(maxsize=8192)
def _glyph(font: str, pixels: float, letter: str, phase: int) -> _Glyph | None:
    """A letter whose place is a quarter dot exact; None when it leaves nothing, as a space."""
    mask, (x, y) = _font(font, pixels).getmask2(letter, mode="L", anchor="ls", start=(phase / _PHASES, 0))
    if not all(mask.size):
        return None
    grey = Image.new("L", mask.size)
    grey.im.paste(mask, (0, 0, *mask.size))
    return _Glyph(x, y, grey.point(_BLACK, "1"))


_BLACK = [255 if level >= LEAST_TEXT_LEVEL else 0 for level in range(256)]


@lru_cache(maxsize=64)
def _font(name: str, pixels: float) -> ImageFont.FreeTypeFont:
    path = resource("fonts", f"{name}.ttf")
    return ImageFont.truetype(str(path), pixels, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=8)
def _dithered(png: bytes, width: int, height: int) -> Image.Image:
    """A picture on white paper, as large as the box allows in its own proportions, in dots."""
    with Image.open(BytesIO(png)) as picture:
        seen = picture.convert("RGBA")
    paper = Image.new("RGBA", seen.size, "white")
    paper.alpha_composite(seen)
    factor = min(width / seen.width, height / seen.height)
    size = max(1, round(seen.width * factor)), max(1, round(seen.height * factor))
    return paper.convert("L").resize(size, Image.Resampling.LANCZOS).convert("1")
