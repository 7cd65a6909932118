"""Code 128 for hand scanners that read lines only: a text as the fewest bars, in subsets B and C.

Source: ISO/IEC 15417.
"""

from __future__ import annotations

from typing import NamedTuple

from spbe_assets.domain.errors import Invalid
from spbe_assets.i18n import _

QUIET = 10
"""Light modules that must stay free at the left and right."""
READABLE_MM = 0.19
"""The narrowest bar that ordinary hand scanners and office printers handle well (7.5 mil)."""

B, C = 0, 1
_START = {B: 104, C: 105}
_SWITCH = {B: 100, C: 99}
_MODULUS = 103
# Bar, space, bar, space, bar, space of each symbol value; the last one is the stop with its closing bar.
_PATTERNS = (
    "212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 "
    "113222 123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 "
    "212123 212321 232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 "
    "113123 113321 133121 313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 "
    "314111 221411 431111 111224 111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 "
    "241211 221114 413111 241112 134111 111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 "
    "214121 412121 111143 111341 131141 114113 114311 411113 411311 113141 114131 311141 411131 211412 211214 "
    "211232 2331112 "
)
_WIDTHS = _PATTERNS.split()
_STOP = 106


class Symbol(NamedTuple):
    """The bars of a text: each run is the first module of a dark stretch and how many it has."""

    size: int
    runs: tuple[tuple[int, int], ...]

    @property
    def size_with_quiet(self) -> int:
        """Modules across, the quiet zone on both sides included."""
        return self.size + 2 * QUIET


def holds(text: str) -> bool:
    """Whether every letter of a text can be encoded: printable ASCII."""
    return bool(text) and text.isascii() and text.isprintable()


def symbol(text: str) -> Symbol:
    """The bars of a text, check symbol and stop included.

    Raises:
        Invalid: it is empty or has letters outside printable ASCII.
    """
    if not holds(text):
        raise Invalid(_("“{text}” can't be printed as Code 128: it needs plain letters and digits.").format(text=text))
    values = _values(text)
    check = (values[0] + sum(place * value for place, value in enumerate(values))) % _MODULUS
    position, runs = 0, list[tuple[int, int]]()
    for value in (*values, check, _STOP):
        for number, width in enumerate(map(int, _WIDTHS[value])):
            if number % 2 == 0:
                runs.append((position, width))
            position += width
    return Symbol(position, tuple(runs))


def _values(text: str) -> tuple[int, ...]:
    """The symbol values of the shortest encoding, start code first."""
    rest: list[dict[int, tuple[int, ...]]] = [{B: (), C: ()}] * (len(text) + 1)
    for at in range(len(text) - 1, -1, -1):
        in_b = (ord(text[at]) - 32, *rest[at + 1][B])
        if not text[at : at + 2].isdigit() or at + 2 > len(text):
            rest[at] = {B: in_b, C: (_SWITCH[B], *in_b)}
            continue
        in_c = (int(text[at : at + 2]), *rest[at + 2][C])
        rest[at] = {
            B: min(in_b, (_SWITCH[C], *in_c), key=len),
            C: min(in_c, (_SWITCH[B], *in_b), key=len),
        }
    return min(((_START[subset], *values) for subset, values in rest[0].items()), key=len)
