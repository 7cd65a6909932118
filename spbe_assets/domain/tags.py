"""The grammar of tags: series, number, check character, such as `K3QF-00042-H`.

The check character is ISO/IEC 7064 MOD 37,36 over series and number: it catches every single wrong character and
nearly every swap of neighbours that people make when they type a tag. All characters are of QR's alphanumeric mode.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from spbe_assets.domain.ids import Id

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
SERIES_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SCHEME = "SPBE:"
DIGITS = 5
_TAG = re.compile(r"([0-9A-Z]{1,8})-(\d{5,9})-([0-9A-Z])")


class Tag(NamedTuple):
    """The three parts of a tag."""

    series: str
    number: int
    check: str

    def __str__(self) -> str:
        return f"{self.series}-{self.number:0{DIGITS}}-{self.check}"


def check_character(text: str) -> str:
    """The MOD 37,36 check character of the letters and digits in `text`."""
    product = 36
    for character in text:
        if character in ALPHABET:
            total = (product + ALPHABET.index(character)) % 36 or 36
            product = total * 2 % 37
    return ALPHABET[(37 - product) % 36]


def make(series: str, number: int) -> Tag:
    """The tag of a number in a series; numbers grow beyond five digits."""
    return Tag(series, number, check_character(f"{series}{number:0{DIGITS}}"))


def parse(text: str) -> Tag | None:
    """The tag in a scanned or typed text, with or without its scheme; None if it is not one or was mistyped."""
    found = _TAG.fullmatch(text.strip().upper().removeprefix(SCHEME))
    if found is None:
        return None
    tag = make(found[1], int(found[2]))
    return tag if str(tag) == found[0] else None


def series_of(replica: Id) -> str:
    """The series an installation uses until the admin hands out a shorter one: four characters of its id."""
    number = int.from_bytes(replica[-3:], "big") % len(SERIES_ALPHABET) ** 4
    letters = ""
    for _position in range(4):
        number, digit = divmod(number, len(SERIES_ALPHABET))
        letters = SERIES_ALPHABET[digit] + letters
    return letters
