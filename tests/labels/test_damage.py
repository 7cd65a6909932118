"""Labels in use: blots, blur, glare and slanting cameras, on the smallest label of the catalogue and with two readers.

Sixty tags each time, 500 with `python3 main.py test --long`; `pytest -s` shows the figures.
"""

from __future__ import annotations

import math
import os
import random
import shutil
import subprocess
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest
import zxingcpp
from PIL import Image, ImageDraw, ImageFilter

from spbe_assets.domain import tags
from spbe_assets.domain.labels import Design, LabelContent
from spbe_assets.labels import stock
from spbe_assets.labels.drawing import Code
from spbe_assets.labels.layout import draw, for_stock
from spbe_assets.services import qr

IS_LONG = bool(os.environ.get("SPBE_ASSETS_LONG"))
NUMBERS = range(1, 501) if IS_LONG else range(1, 501, 8)
CHANCE = 0.0 if IS_LONG else 0.05
"""What a share of so few may lie below the share of many."""
PX_PER_MM = 600 / 25.4
"""What a phone sees from about ten centimetres."""
ZBAR = "{http://zbar.sourceforge.net/2008/barcode}"
FINDER = 8
"""Modules of a finder with its light border."""
Square = tuple[int, int, int]
"""Left, top and side in modules."""
ALIGNMENT: Square = (16, 16, 5)
Picture = Image.Image
Damage = Callable[[Picture, Code, random.Random], Picture]


def smallest() -> Code:
    """The code of the catalogue whose modules are the narrowest."""
    papers = stock.catalogue().values()
    drawn = (draw(LabelContent(b"", tag(1)), p.cell_width, p.cell_height, for_stock(Design(), p)) for p in papers)
    return min((item for drawing in drawn for item in drawing.items if isinstance(item, Code)), key=lambda c: c.module)


def tag(number: int) -> str:
    return str(tags.make("K3QF", number))


@cache
def code_of(number: int) -> Code:
    small = smallest()
    side = small.module * small.symbol.size_with_quiet
    return small._replace(symbol=qr.symbol(qr.payload(tag(number)), side))


def printed(code: Code) -> Picture:
    """The code on white paper as a camera sees it."""
    fine, symbol = 20, code.symbol
    around = qr.QUIET + 2
    image = Image.new("L", 2 * [(symbol.size + 2 * around) * fine], 255)
    painter = ImageDraw.Draw(image)
    for column, row, length in symbol.runs:
        left, top = (around + column) * fine, (around + row) * fine
        painter.rectangle((left, top, left + length * fine - 1, top + fine - 1), fill=0)
    side = round(image.width / fine * module_px(code))
    return image.resize((side, side), Image.Resampling.BOX)


def module_px(code: Code) -> float:
    return code.module * PX_PER_MM


def blot(share: float, shade: int, *spared: Square) -> Damage:
    """A round blot over a share of the symbol, somewhere outside the finders and what else is spared."""

    def damage(image: Picture, code: Code, chance: random.Random) -> Picture:
        size, px = code.symbol.size, module_px(code)
        radius = math.sqrt(share * size * size / math.pi)
        x, y = next(where for where in places(size, radius, chance) if is_free(where, radius, *finders(size), *spared))
        edge = image.width / 2 - size * px / 2
        box = [edge + (at + by) * px for by in (-radius, radius) for at in (x, y)]
        ImageDraw.Draw(image).ellipse(box, fill=shade)
        return image

    return damage


def places(size: int, radius: float, chance: random.Random) -> Iterator[tuple[float, float]]:
    while True:
        yield chance.uniform(radius, size - radius), chance.uniform(radius, size - radius)


def finders(size: int) -> list[Square]:
    return [(0, 0, FINDER), (size - FINDER, 0, FINDER), (0, size - FINDER, FINDER)]


def is_free(where: tuple[float, float], radius: float, *spared: Square) -> bool:
    """Whether a circle touches none of some squares."""
    for left, top, side in spared:
        nearest = min(max(where[0], left), left + side), min(max(where[1], top), top + side)
        if math.dist(where, nearest) < radius:
            return False
    return True


def blur(image: Picture, code: Code, _chance: random.Random) -> Picture:
    return image.filter(ImageFilter.GaussianBlur(0.4 * module_px(code)))


def faint(image: Picture, _code: Code, _chance: random.Random) -> Picture:
    return image.point(lambda level: round(102 + 0.2 * level))


def rotation(degrees: float) -> Damage:
    def damage(image: Picture, _code: Code, chance: random.Random) -> Picture:
        turned = degrees * chance.choice((-1, 1))
        return image.rotate(turned, Image.Resampling.BICUBIC, expand=True, fillcolor=255)

    return damage


def slant(image: Picture, _code: Code, chance: random.Random) -> Picture:
    """Seen 15° from the side, or from above, from three label widths away."""
    middle, per_px = image.width / 2, math.tan(math.radians(15)) * chance.choice((-1, 1)) / (3 * image.width)
    k, wide = 1 + middle * per_px, 1 / math.cos(math.radians(15))
    # From a point of the picture to the point of the label that is seen there, both measured from the middle.
    coefficients = (
        (wide - middle * per_px) / k, 0.0, (middle * k - middle * wide) / k,
        -middle * per_px / k, 1 / k, (middle * k - middle) / k,
        -per_px / k, 0.0,
    )  # fmt: skip
    shape = Image.Transform.PERSPECTIVE
    sideways = chance.choice((False, True))
    image = image.transpose(Image.Transpose.ROTATE_90) if sideways else image
    seen = image.transform(image.size, shape, coefficients, Image.Resampling.BICUBIC, fillcolor=255)
    return seen.transpose(Image.Transpose.ROTATE_270) if sideways else seen


def all_mild(image: Picture, code: Code, chance: random.Random) -> Picture:
    for damage in (slant, rotation(5), blur, faint):
        image = damage(image, code, chance)
    return image


DAMAGES: dict[str, tuple[Damage, float, float]] = {
    "dark blot over 8 %": (blot(0.08, 0), 0.99, 0.6),
    "light blot over 8 %": (blot(0.08, 255), 0.99, 0.85),
    "dark blot over 8 %, alignment pattern left": (blot(0.08, 0, ALIGNMENT), 0.99, 0.99),
    "light blot over 8 %, alignment pattern left": (blot(0.08, 255, ALIGNMENT), 0.99, 0.99),
    "dark blot over 12 %": (blot(0.12, 0), 0.95, 0.4),
    "light blot over 12 %": (blot(0.12, 255), 0.95, 0.7),
    "blur of 0.4 modules": (blur, 1.0, 1.0),
    "contrast of 20 %": (faint, 1.0, 1.0),
    "turned by 5°": (rotation(5), 1.0, 1.0),
    "turned by 30°": (rotation(30), 1.0, 1.0),
    "seen from 15°": (slant, 1.0, 1.0),
    "all mild ones together": (all_mild, 0.99, 0.99),
}
"""What happens to a label, and which share zxing-cpp and zbar must read at least.

zbar can't do without the alignment pattern: it fails on most blots that lie on it, and on hardly any other.
"""


def damaged(name: str) -> list[Picture]:
    damage = DAMAGES[name][0]
    codes = [(code_of(number), random.Random(f"{name} {number}")) for number in NUMBERS]
    return [damage(printed(code), code, chance) for code, chance in codes]


def zxing(images: list[Picture], _folder: Path) -> list[set[str]]:
    return [{found.text for found in zxingcpp.read_barcodes(image)} for image in images]


def zbar(images: list[Picture], folder: Path) -> list[set[str]]:
    names = [str(folder / f"{number}.pgm") for number in range(len(images))]
    for name, image in zip(names, images, strict=True):
        image.save(name)
    call = ["zbarimg", "-q", "--nodbus", "--xml", "-Sdisable", "-Sqrcode.enable", *names]
    answer = subprocess.run(call, capture_output=True, check=False).stdout
    told = ElementTree.fromstring(answer)  # noqa: S314 - zbarimg wrote it
    read: dict[str, set[str]] = {name: set() for name in names}
    for source in told.iter(f"{ZBAR}source"):
        read[source.attrib["href"]] = {data.text or "" for data in source.iter(f"{ZBAR}data")}
    return list(read.values())


def check(name: str, reader: Callable[[list[Picture], Path], list[set[str]]], least: float, folder: Path) -> None:
    read = reader(damaged(name), folder)
    good = sum(qr.payload(tag(number)) in found for number, found in zip(NUMBERS, read, strict=True))
    print(f"{name}: {reader.__name__} {good} of {len(NUMBERS)}")
    assert good >= (least - CHANCE if least < 1 else least) * len(NUMBERS)


@pytest.mark.parametrize("name", DAMAGES)
def test_zxing_reads_what_is_left(name: str, tmp_path: Path) -> None:
    check(name, zxing, DAMAGES[name][1], tmp_path)


@pytest.mark.skipif(shutil.which("zbarimg") is None, reason="zbarimg (Debian: zbar-tools) is not installed")
@pytest.mark.parametrize("name", DAMAGES)
def test_zbar_reads_what_is_left(name: str, tmp_path: Path) -> None:
    check(name, zbar, DAMAGES[name][2], tmp_path)
