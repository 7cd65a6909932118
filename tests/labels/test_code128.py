"""Code 128: the fewest symbols, and what two readers make of the bars."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from spbe_assets.domain.errors import Invalid
from spbe_assets.labels import code128

OVERHEAD = 11 + 11 + 13
"""Start, check symbol and stop, in modules."""
PRINTABLE = "".join(map(chr, range(32, 127)))


def image(text: str, module_px: int = 2, height_px: int = 40) -> Image.Image:
    symbol = code128.symbol(text)
    made = Image.new("L", (symbol.size_with_quiet * module_px, height_px + 20), 255)
    painter = ImageDraw.Draw(made)
    for first, count in symbol.runs:
        left = (code128.QUIET + first) * module_px
        painter.rectangle((left, 10, left + count * module_px - 1, 10 + height_px), fill=0)
    return made


def read(picture: Image.Image) -> list[str]:
    wanted = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.Code128)
    return [code.text for code in zxingcpp.read_barcodes(picture, formats=wanted)]


@pytest.mark.parametrize(
    ("text", "symbols"),
    [
        ("K3QF-00042-H", 12),
        ("1234", 2),
        ("12345", 4),
        ("AB1234", 5),
        ("AB123456", 6),
        ("1234AB", 5),
        ("A12B", 4),
        ("A1234567890B", 9),
        ("7", 1),
    ],
)
def test_digits_are_packed_in_pairs_where_that_is_shorter(text: str, symbols: int) -> None:
    assert code128.symbol(text).size == OVERHEAD + 11 * symbols


@settings(deadline=None)
@given(st.text(alphabet=PRINTABLE, min_size=1, max_size=40) | st.text(alphabet="0123456789A", min_size=1, max_size=30))
def test_what_is_encoded_is_read_back(text: str) -> None:
    assert read(image(text)) == [text]


@settings(deadline=None)
@given(st.text(alphabet="0123456789AB-", min_size=1, max_size=14))
def test_no_other_choice_of_subsets_is_shorter(text: str) -> None:
    assert code128.symbol(text).size == OVERHEAD + 11 * min(lengths(text, 0, "B"), lengths(text, 0, "C"))


def lengths(text: str, at: int, subset: str) -> int:
    """The fewest symbols for the rest of a text when a subset is in force, by trying all."""
    if at == len(text):
        return 0
    pair = len(text[at : at + 2]) == 2 and text[at : at + 2].isdigit()
    in_b = 1 + lengths(text, at + 1, "B") + (subset != "B")
    return min(in_b, 1 + lengths(text, at + 2, "C") + (subset != "C")) if pair else in_b


@pytest.mark.skipif(shutil.which("zbarimg") is None, reason="zbarimg (Debian: zbar-tools) is not installed")
def test_another_reader_agrees(tmp_path: Path) -> None:
    texts = ["K3QF-00042-H", "R7-04042-H", "1234567890", "AB1234567", "rak_7/b", PRINTABLE[1:60]]
    for number, text in enumerate(texts):
        image(text).save(tmp_path / f"{number}.png")
    names = [str(tmp_path / f"{number}.png") for number in range(len(texts))]
    call = ["zbarimg", "-q", "--nodbus", "--raw", "-Sdisable", "-Scode128.enable", *names]
    told = subprocess.run(call, capture_output=True, text=True, check=False).stdout
    assert told.splitlines() == texts


@pytest.mark.parametrize("text", ["", "RAK-Ä", "a\tb", "服务器"])
def test_letters_that_it_lacks_are_refused(text: str) -> None:
    assert not code128.holds(text)
    with pytest.raises(Invalid, match="plain letters and digits"):
        code128.symbol(text)
