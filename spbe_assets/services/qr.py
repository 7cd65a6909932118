"""QR codes as vectors: what a tag is encoded as, at which strength, and the dark runs of its modules.

Source: DESIGN 6. Level H at version 2 is read with 12 % of the symbol blotted out; a fixed mask reads as well as the
best of eight and encodes eight times faster. Of the eight, mask 2 leaves most codes whole under dark and light blots.
"""

from __future__ import annotations

import re
from functools import cache
from math import floor
from typing import Any, NamedTuple

from spbe_assets.domain.errors import Invalid
from spbe_assets.domain.tags import SCHEME
from spbe_assets.i18n import _

QUIET = 4
"""Light modules that must stay free on every side."""
READABLE_MM = 0.35
"""The narrowest module that office printers and phone cameras handle well."""
LEAST_MM = 0.25
"""The narrowest that is worth printing where there is no room for more; two dots at 203 dpi."""

MASK = 2
ROUNDING = 1e-6
PADDING = b"\xec\x11"
QUICK_VERSIONS = 2
NEUTRAL = 0xEC  # any word but zero, which the library can't divide
_ALPHANUMERIC = re.compile(r"[0-9A-Z $%*+\-./:]+")
_PREFERRED = ((2, "H"), (2, "Q"), (2, "M"), (2, "L"), (3, "M"), (4, "M"), (6, "M"), (10, "M"))
_COMPACT = ((1, "Q"), (1, "M"), *_PREFERRED)


class Symbol(NamedTuple):
    """A code of `size` × `size` modules; each run is column, row and length of a dark stretch in a row."""

    size: int
    version: int
    level: str
    runs: tuple[tuple[int, int, int], ...]

    @property
    def size_with_quiet(self) -> int:
        """Modules across, the quiet zone on both sides included."""
        return self.size + 2 * QUIET


def payload(tag: str) -> str:
    """What the code of a tag says: our scheme and the tag, upper case where that loses nothing."""
    upper = f"{SCHEME}{tag.strip().upper()}"
    return upper if _ALPHANUMERIC.fullmatch(upper) else f"{SCHEME}{tag.strip()}"


def module(side_mm: float, modules: int, dot_mm: float = 0.0) -> float:
    """The width of one of so many modules across `side_mm`: whole dots, at least one, where a printer has such."""
    return max(floor(side_mm / modules / dot_mm + ROUNDING), 1) * dot_mm if dot_mm else side_mm / modules


def symbol(text: str, side_mm: float, dot_mm: float = 0.0) -> Symbol:
    """The code of a payload for a square of `side_mm`, quiet zone included, on a printer with dots of `dot_mm` or any.

    The strongest level that keeps version 2; version 1 only where that makes modules wide enough to read, or where
    those of version 2 could hardly be printed. Longer payloads (foreign tags) take the smallest version that holds
    them.

    Raises:
        Invalid: nothing that can be read from a label holds it.
    """
    data = _data(text)
    version, level = _choice(data, _COMPACT if _helps(side_mm, dot_mm) else _PREFERRED)
    size = 17 + 4 * version
    words = _words(data, version, _room((version, level)) // 8)
    modules = _quick(words, version, level) if version <= QUICK_VERSIONS else _modules(words, version, level)
    return Symbol(size, version, level, _runs(modules, size))


def _helps(side_mm: float, dot_mm: float) -> bool:
    """Whether version 1 would be read better than version 2, although it bears hardly any damage."""
    first, second = (module(side_mm, size + 2 * QUIET, dot_mm) for size in (21, 25))
    return second < READABLE_MM <= first or second < LEAST_MM < first


def _choice(data: Any, choices: tuple[tuple[int, str], ...]) -> tuple[int, str]:
    bits = _bits(data)
    for choice in choices:
        if bits <= _room(choice):
            return choice
    raise Invalid(_("A tag of {n} letters is too long for a label. Give it a shorter one.").format(n=len(data)), "tag")


def _data(text: str) -> Any:
    from qrcode.util import MODE_8BIT_BYTE, MODE_ALPHA_NUM, QRData

    mode = MODE_ALPHA_NUM if _ALPHANUMERIC.fullmatch(text) else MODE_8BIT_BYTE
    return QRData(text.encode("utf-8", "replace"), mode=mode, check_data=False)


def _bits(data: Any) -> int:
    from qrcode.util import MODE_ALPHA_NUM

    length = len(data)
    alphanumeric = 4 + 9 + length // 2 * 11 + length % 2 * 6
    # Versions up to 9 count bytes with 8 bits and version 10 with 16; the larger is assumed, it costs one byte.
    return alphanumeric if data.mode == MODE_ALPHA_NUM else 4 + 16 + 8 * length


@cache
def _room(choice: tuple[int, str]) -> int:
    from qrcode.util import BIT_LIMIT_TABLE

    version, level = choice
    return int(BIT_LIMIT_TABLE[_level(level)][version])


def _level(level: str) -> int:
    from qrcode import constants

    return int(getattr(constants, f"ERROR_CORRECT_{level}"))


def _words(data: Any, version: int, count: int) -> bytes:
    """The payload as `count` codewords: mode, length, text, terminator, padding; the library is ten times slower."""
    from qrcode.util import length_in_bits

    said, bits = _message(data)
    head = length_in_bits(data.mode, version)
    whole, size = (data.mode << head | len(data)) << bits | said, 4 + head + bits
    filled = -(-min(size + 4, 8 * count) // 8)
    words = (whole << 8 * filled - size).to_bytes(filled, "big")
    return bytes(words + (PADDING * count)[: count - filled])


def _message(data: Any) -> tuple[int, int]:
    """The text alone as a number, and how many bits it has."""
    from qrcode.util import ALPHA_NUM, MODE_ALPHA_NUM

    if data.mode != MODE_ALPHA_NUM:
        return int.from_bytes(data.data, "big"), 8 * len(data)
    values = [ALPHA_NUM.index(letter) for letter in data.data]
    said = 0
    for first, second in zip(values[::2], values[1::2], strict=False):
        said = said << 11 | 45 * first + second
    pairs = 11 * (len(values) // 2)
    return (said << 6 | values[-1], pairs + 6) if len(values) % 2 else (said, pairs)


def _modules(words: bytes, version: int, level: str) -> int:
    """All modules of a code as the bits of one number, the top left one first."""
    from qrcode.base import rs_blocks
    from qrcode.main import QRCode
    from qrcode.util import BitBuffer, create_bytes

    buffer = BitBuffer()
    for word in words:
        buffer.put(word, 8)
    code: Any = QRCode(version, _level(level), border=0, mask_pattern=MASK)
    code.data_cache = create_bytes(buffer, rs_blocks(version, _level(level)))
    code.make(fit=False)
    return int("".join("1" if dark else "0" for row in code.modules for dark in row), 2)


def _quick(words: bytes, version: int, level: str) -> int:
    """The same as `_modules`, many times faster.

    Error correction and mask are linear: a bit of the message always turns over the same modules, so these are worked
    out once for each bit.
    """
    modules, turned = _turned(version, level)
    for position, word in zip(turned, words, strict=True):
        modules ^= position[word ^ NEUTRAL]
    return modules


@cache
def _turned(version: int, level: str) -> tuple[int, list[list[int]]]:
    """The modules of a neutral message, and for each of its words what every difference from it turns over."""
    neutral = bytes([NEUTRAL]) * (_room((version, level)) // 8)
    modules = _modules(neutral, version, level)
    turned = []
    for position in range(len(neutral)):
        by_difference = [0]
        for bit in range(8):
            words = bytearray(neutral)
            words[position] ^= 1 << bit
            flips = _modules(bytes(words), version, level) ^ modules
            by_difference += [known ^ flips for known in by_difference]
        turned.append(by_difference)
    return modules, turned


def _runs(modules: int, size: int) -> tuple[tuple[int, int, int], ...]:
    """Eight modules at a time, because these are soon known; a stretch is cut where eight of them end."""
    count = -(-size * size // 8)
    eights = (modules << 8 * count - size * size).to_bytes(count, "big")
    return tuple([run for at, eight in enumerate(eights) for run in _dark_of(size, at, eight)])


@cache
def _dark_of(size: int, at: int, eight: int) -> tuple[tuple[int, int, int], ...]:
    """The dark runs among modules `8 * at` to `8 * at + 7`, counted along the rows."""
    dark = [divmod(8 * at + bit, size) for bit in range(8) if eight >> 7 - bit & 1]
    runs: list[tuple[int, int, int]] = []
    for row, column in dark:
        if runs and runs[-1][1] == row and runs[-1][0] + runs[-1][2] == column:
            runs[-1] = (runs[-1][0], row, runs[-1][2] + 1)
        else:
            runs.append((column, row, 1))
    return tuple(runs)
