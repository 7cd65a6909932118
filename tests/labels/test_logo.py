"""Logos: anything people choose becomes small, grey and harmless, or is refused in a sentence."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from spbe_assets.domain.errors import Invalid
from spbe_assets.labels import logo


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    packed = io.BytesIO()
    image.save(packed, kind, **options)
    return packed.getvalue()


def opened(png: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(png))
    assert (image.format, image.mode) == ("PNG", "L")
    return image


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_a_png_of_any_kind_becomes_a_small_grey_one(tmp_path: Path, mode: str) -> None:
    image = Image.new(mode, (1600, 800))
    (tmp_path / "logo.png").write_bytes(saved(image, "PNG"))
    png = logo.read(tmp_path / "logo.png")
    assert opened(png).size == (400, 200)
    assert logo.proportion(png) == 2.0


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
def test_a_jpeg_will_do(tmp_path: Path, mode: str) -> None:
    (tmp_path / "logo.jpg").write_bytes(saved(Image.new(mode, (3000, 1500)), "JPEG"))
    assert opened(logo.read(tmp_path / "logo.jpg")).size == (400, 200)


def test_a_small_picture_keeps_its_size_and_what_is_transparent_becomes_paper() -> None:
    grey = opened(logo.prepared(saved(Image.new("RGBA", (30, 20), (0, 0, 0, 0)), "PNG"), "x.png"))
    assert grey.size == (30, 20)
    assert grey.getpixel((5, 5)) == 255


def test_sixteen_bits_of_grey_keep_their_shade() -> None:
    grey = opened(logo.prepared(saved(Image.new("I;16", (30, 20), 0x8000), "PNG"), "x.png"))
    assert grey.getpixel((5, 5)) == pytest.approx(128, abs=2)


def test_a_photo_that_lies_on_its_side_is_put_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    assert opened(logo.prepared(saved(Image.new("RGB", (200, 100)), "JPEG", exif=exif), "x.jpg")).size == (100, 200)


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that claims to be very large."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = (chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(b"\0" * 100)), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


@pytest.mark.parametrize("side", [6_000, 11_000, 60_000])
def test_a_picture_that_would_fill_the_memory_is_refused_before_it_is_unpacked(side: int) -> None:
    with pytest.raises(Invalid, match="too large for a logo"):
        logo.prepared(bomb(side, side), "bomb.png")


def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "logo.png").open("wb") as file:
        file.truncate(logo.MOST_BYTES + 1)
    with pytest.raises(Invalid, match=r"logo\.png is too large"):
        logo.read(tmp_path / "logo.png")


@pytest.mark.parametrize(
    "content", [b"", b"text", b"GIF89a", b"<svg/>", bomb(10, 10), saved(Image.new("L", (50, 50)), "PNG")[:60]]
)
def test_what_is_no_picture_or_damaged_is_refused(content: bytes) -> None:
    with pytest.raises(Invalid, match=r"seal\.png can't be used as a logo"):
        logo.prepared(content, "seal.png")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match=r"The logo seal\.png can't be read: there is no such file"):
        logo.read(tmp_path / "seal.png")
