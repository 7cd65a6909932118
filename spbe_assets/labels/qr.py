"""QR codes as vectors: what a tag is encoded as, at which strength, and the dark runs of its modules.

Source: DESIGN 6. Level H at version 2 is read with 12 % of the symbol blotted out; a fixed mask reads as well as the
best of eight and encodes eight times faster.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from spbe_assets.domain.tags import SCHEME

QUIET = 4
"""Light modules that must stay free on every side."""
READABLE_MM = 0.35
"""The narrowest module that office printers and phone cameras handle well."""

MASK = 3
_ALPHANUMERIC = re.compile(r"[0-9A-Z $%*+\-./:]+")
_PREFERRED = ((2, "H"), (2, "Q"), (2, "M"), (2, "L"), (3, "M"), (4, "M"), (6, "M"), (10, "M"))
_COMPACT = ((1, "M"), *_PREFERRED)


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


def symbol(text: str, side_mm: float) -> Symbol:
    """The code of a payload for a square of `side_mm`, quiet zone included.

    The strongest level that keeps version 2; version 1 only where the modules of version 2 would be too narrow to
    read. Longer payloads (foreign tags) take the smallest version that holds them.
    """
    narrow = side_mm / (25 + 2 * QUIET) < READABLE_MM
    data = _data(text)
    bits = _bits(data)
    version, level = next(choice for choice in (_COMPACT if narrow else _PREFERRED) if bits <= _room(choice))
    return Symbol(17 + 4 * version, version, level, _runs(_matrix(data, version, level)))


def _data(text: str) -> Any:
    from qrcode.util import MODE_8BIT_BYTE, MODE_ALPHA_NUM, QRData

    mode = MODE_ALPHA_NUM if _ALPHANUMERIC.fullmatch(text) else MODE_8BIT_BYTE
    return QRData(text.encode(), mode=mode, check_data=False)


def _bits(data: Any) -> int:
    from qrcode.util import MODE_ALPHA_NUM

    length = len(data)
    alphanumeric = 4 + 9 + length // 2 * 11 + length % 2 * 6
    # Versions up to 9 count bytes with 8 bits and version 10 with 16; the larger is assumed, it costs one byte.
    return alphanumeric if data.mode == MODE_ALPHA_NUM else 4 + 16 + 8 * length


def _room(choice: tuple[int, str]) -> int:
    from qrcode.util import BIT_LIMIT_TABLE

    version, level = choice
    return int(BIT_LIMIT_TABLE[_level(level)][version])


def _level(level: str) -> int:
    from qrcode import constants

    return int(getattr(constants, f"ERROR_CORRECT_{level}"))


def _matrix(data: Any, version: int, level: str) -> list[list[bool]]:
    from qrcode.main import QRCode

    code: Any = QRCode(version, _level(level), border=0, mask_pattern=MASK)
    code.add_data(data)
    code.make(fit=False)
    modules: list[list[bool]] = code.modules
    return modules


def _runs(matrix: list[list[bool]]) -> tuple[tuple[int, int, int], ...]:
    found = []
    for row, modules in enumerate(matrix):
        start = -1
        for column, dark in enumerate(modules):
            if dark and start < 0:
                start = column
            elif not dark and start >= 0:
                found.append((start, row, column - start))
                start = -1
        if start >= 0:
            found.append((start, row, len(modules) - start))
    return tuple(found)
