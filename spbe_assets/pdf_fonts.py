"""The shipped fonts on paper: labels and reports write with the same family as the window.

The families come as TTF with tabular figures built in (`resources/fonts/README.md`). They cover Latin, Greek, signs
and arrows; `cover` replaces what they lack, so that a PDF never shows an accidental glyph or nothing at all.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import NamedTuple

from spbe_assets.paths import resource

FAMILY = "SPBE Sans"
MONO_FAMILY = "SPBE Mono"
SANS = "SPBESans-Regular"
SANS_MEDIUM = "SPBESans-Medium"
SANS_SEMIBOLD = "SPBESans-SemiBold"
SANS_BOLD = "SPBESans-Bold"
MONO = "SPBEMono-Regular"
MONO_BOLD = "SPBEMono-Bold"
FONTS = (SANS, SANS_MEDIUM, SANS_SEMIBOLD, SANS_BOLD, MONO, MONO_BOLD)

STAND_IN = "□"
ASCENT = 0.969
DESCENT = 0.242
CAP_HEIGHT = 0.727
"""Of a line of sans text, as shares of its size; the mono face is a little taller and fits in the same line."""

_INVISIBLE = {"Cf", "Mn", "Me"}  # joiners, direction marks, accents that found no letter
_SPACES = {"Cc", "Zs", "Zl", "Zp"}


class Covered(NamedTuple):
    """A text that the font can show, and the characters that it could not."""

    text: str
    missing: str = ""


def register() -> None:
    """Make the fonts known to ReportLab; cheap and safe to call again."""
    _faces()


def cover(text: str, font: str = SANS) -> Covered:
    """The text on one line with □ for every letter the font lacks.

    Control characters and line ends become spaces, so the result never breaks a line by itself.
    """
    if text.isascii() and text.isprintable():
        return Covered(text)
    known = _faces()[font]
    shown, missing = [], []
    for character in unicodedata.normalize("NFC", text):
        kind = unicodedata.category(character)
        if kind in _SPACES:
            shown.append(" ")
        elif kind == "Cf":
            continue
        elif ord(character) in known:
            shown.append(character)
        elif kind not in _INVISIBLE:
            shown.append(STAND_IN)
            missing.append(character)
    return Covered("".join(shown), "".join(missing))


def width(text: str, font: str, size: float) -> float:
    """The width of a covered text in points."""
    widths, default = _widths(font)
    return sum([widths.get(ord(character), default) for character in text]) * size / 1000


@cache
def _faces() -> dict[str, frozenset[int]]:
    from reportlab.lib.fonts import addMapping
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    faces = {}
    for name in FONTS:
        font = TTFont(name, str(resource("fonts", f"{name}.ttf")))
        pdfmetrics.registerFont(font)
        faces[name] = frozenset(font.face.charToGlyph)
    for regular, bold in ((SANS, SANS_BOLD), (SANS_MEDIUM, SANS_BOLD), (SANS_SEMIBOLD, SANS_BOLD), (MONO, MONO_BOLD)):
        for italic in (0, 1):
            addMapping(regular, 0, italic, regular)
            addMapping(regular, 1, italic, bold)
    return faces


@cache
def _widths(font: str) -> tuple[dict[int, float], float]:
    from reportlab.pdfbase import pdfmetrics

    _faces()
    face = pdfmetrics.getFont(font).face
    return face.charWidths, face.defaultWidth
