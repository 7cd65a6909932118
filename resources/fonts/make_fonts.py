"""Makes the shipped font files from the published ones; run once by hand in an environment with fontTools.

    python make_fonts.py Inter-roman.var.ttf JetBrainsMono-Regular.ttf JetBrainsMono-Bold.ttf

ReportLab can use neither variable fonts nor OpenType features: weights become files of their own and the tabular
figures become the only ones. The families get names of their own so that an installed font of another version
never mixes with ours in the window.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

HERE = Path(__file__).resolve().parent
SANS_WEIGHTS = {"Regular": 400, "Medium": 500, "SemiBold": 600, "Bold": 700}
MONO_WEIGHTS = {"Regular": 400, "Bold": 700}
RANGES = (
    (0x20, 0x7E),
    (0xA0, 0x24F),  # Latin
    (0x2B0, 0x2FF),  # modifier letters
    (0x300, 0x30C),  # combining accents
    (0x370, 0x3FF),  # Greek, for units
    (0x1E00, 0x1EFF),  # Latin with two accents
    (0x2000, 0x20BF),  # punctuation, superscripts, currencies
    (0x2100, 0x218F),  # letter-like, fractions
    (0x2190, 0x21FF),  # arrows
    (0x2200, 0x22FF),  # mathematics
    (0x25A0, 0x25FF),  # boxes, among them the stand-in for missing letters
    (0x2600, 0x27BF),  # ticks, warning sign
    (0xFFFD, 0xFFFD),
)
EPOCH_1904 = 3786825600  # 2024-01-01, so that a second run gives the same bytes


def tabular_figures(font: TTFont) -> None:
    """Let the digits and their companions point to their tabular forms."""
    table = font["GSUB"].table
    swap: dict[str, str] = {}
    for record in table.FeatureList.FeatureRecord:
        if record.FeatureTag == "tnum":
            for index in record.Feature.LookupListIndex:
                for part in table.LookupList.Lookup[index].SubTable:
                    swap |= getattr(part, "ExtSubTable", part).mapping
    for encoding in font["cmap"].tables:
        if hasattr(encoding, "cmap"):
            encoding.cmap = {code: swap.get(name, name) for code, name in encoding.cmap.items()}
    glyphs, metrics = font.getBestCmap(), font["hmtx"].metrics
    for digit in "123456789":  # cutting a weight rounds each digit by itself
        name = glyphs[ord(digit)]
        metrics[name] = (metrics[glyphs[ord("0")]][0], metrics[name][1])


def subset(font: TTFont) -> None:
    """Keep Latin, units, arrows and signs; of the features only those that place accents and pairs."""
    options = Options()
    options.layout_features = ["kern", "mark", "mkmk", "ccmp", "locl"]
    options.hinting = False
    options.name_IDs = [0, 5, 13, 14]
    options.notdef_outline = True
    cutter = Subsetter(options)
    cutter.populate(unicodes=[code for first, last in RANGES for code in range(first, last + 1)])
    cutter.subset(font)


def rename(font: TTFont, family: str, style: str, weight: int) -> None:
    """Give the file its family, style and weight in the fields that Windows, Linux and macOS read."""
    plain = style in ("Regular", "Bold")
    names: Any = font["name"]
    for number, text in {
        1: family if plain else f"{family} {style}",
        2: style if plain else "Regular",
        3: f"{family} {style}",
        4: f"{family} {style}",
        6: f"{family.replace(' ', '')}-{style}",
        16: family,
        17: style,
    }.items():
        names.setName(text, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight
    font["OS/2"].fsSelection = 0x80 | (0x20 if style == "Bold" else 0x40)
    font["head"].macStyle = 1 if style == "Bold" else 0
    font["head"].created = font["head"].modified = EPOCH_1904


def write(font: TTFont, family: str, style: str, weight: int) -> None:
    """Cut, name and save one file beside this script."""
    subset(font)
    rename(font, family, style, weight)
    font.recalcTimestamp = False
    font.save(HERE / f"{family.replace(' ', '')}-{style}.ttf")


def main(sans: str, mono_regular: str, mono_bold: str) -> None:
    """Write the six files."""
    for style, weight in SANS_WEIGHTS.items():
        font = instantiateVariableFont(TTFont(sans), {"wght": weight}, overlap=1)
        tabular_figures(font)
        write(font, "SPBE Sans", style, weight)
    for source, (style, weight) in zip((mono_regular, mono_bold), MONO_WEIGHTS.items(), strict=True):
        write(TTFont(source), "SPBE Mono", style, weight)


if __name__ == "__main__":
    main(*sys.argv[1:])
