"""Keys under which texts are sorted and compared, worked out once and stored."""

from __future__ import annotations

import re
import unicodedata

_DIGITS = re.compile(r"\d+")
_SERIAL_NOISE = re.compile(r"[^0-9A-Z]")
LENGTH = 240


def natural(text: str) -> str:
    """A key that puts SW-2 before SW-10 and ignores case and accents."""
    folded = text if text.isascii() else unicodedata.normalize("NFKD", text)
    key = _DIGITS.sub(lambda run: f"{len(run[0]):02}{run[0]}", folded.casefold())
    return key[:LENGTH]


def normal_serial(text: str) -> str:
    """A serial without case, spaces and dashes, so that the same plate typed twice is found."""
    return _SERIAL_NOISE.sub("", text.upper())[:120]


def normal_name(text: str) -> str:
    """A name without case, accents, punctuation and doubled spaces, for matching."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(
        " " if not character.isalnum() else character for character in folded if not unicodedata.combining(character)
    )
    return " ".join(kept.split())


LOOK_ALIKE = {"O": "0", "I": "1", "L": "1", "S": "5", "B": "8"}
"""Letters that are read as digits on a worn nameplate, and the other way round."""
SHORTEST_NEAR = 5
"""Shorter serials look alike by chance."""
_FOLDED = str.maketrans(LOOK_ALIKE)


def near_serial(key: str) -> str:
    """A `normal_serial` in which signs that look alike are one: two serials with the same are perhaps one."""
    return key.translate(_FOLDED)
