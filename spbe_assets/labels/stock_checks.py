"""What a label paper must satisfy to be printed; each refusal names the number to look at, in plain words."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from spbe_assets import formats
from spbe_assets.domain.errors import Invalid
from spbe_assets.i18n import N_, _

if TYPE_CHECKING:
    from spbe_assets.labels.stock import Stock

TOLERANCE_MM = 0.01
LARGEST_MM = 2000.0
LENGTHS_MM = (10.0, 1000.0)
"""How long a label may be that is cut from a continuous roll or tape."""
ROLL_WIDTHS_MM = (6.0, 230.0)
TAPE_WIDTHS_MM = (6.0, 62.0)
LARGEST_GAP_MM = 50.0
MOST_CELLS = 1000
LONGEST_ID, LONGEST_TEXT = 40, 80
_ID = re.compile(r"[a-z0-9][a-z0-9-]*")

NAMES = {
    "id": N_("short name"),
    "maker": N_("maker"),
    "number": N_("number"),
    "source": N_("where the sizes are from"),
    "page_width": N_("width of the sheet"),
    "page_height": N_("height of the sheet"),
    "cell_width": N_("width of a label"),
    "cell_height": N_("height of a label"),
    "columns": N_("labels across"),
    "rows": N_("labels down"),
    "left": N_("margin at the left"),
    "top": N_("margin at the top"),
    "pitch_x": N_("distance from label to label across"),
    "pitch_y": N_("distance from label to label down"),
    "label_width": N_("width of the label as sold"),
    "label_height": N_("height of the label as sold"),
    "corner_radius": N_("radius of the corners"),
    "gap": N_("gap between two labels"),
}
"""What people call each number; `name` knows where a roll or a tape has another word for it."""
_OF_KIND = {
    ("roll", "page_width"): N_("width of the roll"),
    ("roll", "page_height"): N_("length along the roll"),
    ("tape", "page_width"): N_("length along the tape"),
    ("tape", "page_height"): N_("width of the tape"),
}


def name(key: str, kind: str = "sheet") -> str:
    """What people call a number of a stock, in the language in use."""
    return _(_OF_KIND.get((kind, key)) or NAMES.get(key, key))


def mm(value: float) -> str:
    """A length as people read it: at most two decimals, with the local mark."""
    if not math.isfinite(value):
        return str(value)
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return formats.number(float(text), len(text.partition(".")[2]))


def check(stock: Stock) -> None:
    """Refuse a paper that can't be right.

    Raises:
        Invalid: labels overlap or leave the page, or a number is out of reach; `field` is the one to look at.
    """
    _check_texts(stock)
    _check_lengths(stock)
    _check_kind(stock)
    _check_direction(stock, "x", "width", "columns", "left")
    _check_direction(stock, "y", "height", "rows", "top")
    _check_corners(stock)


def _check_texts(stock: Stock) -> None:
    if not _ID.fullmatch(stock.id) or len(stock.id) > LONGEST_ID:
        told = _("“{id}” can't be a short name: use at most {most} small letters, digits and hyphens.")
        raise Invalid(told.format(id=stock.id[:LONGEST_ID], most=LONGEST_ID), "id")
    for key in ("maker", "number", "source"):
        text = getattr(stock, key)
        if len(text) > LONGEST_TEXT or not text.isprintable():
            told = _("“{name}” must be one line of at most {most} letters.")
            raise Invalid(told.format(name=name(key), most=LONGEST_TEXT), key)


def _check_lengths(stock: Stock) -> None:
    for key in ("page_width", "page_height", "cell_width", "cell_height"):
        _check_within(stock, key, 1.0, LARGEST_MM)
    for key in ("left", "top", "pitch_x", "pitch_y", "label_width", "label_height", "corner_radius"):
        _check_within(stock, key, 0.0, LARGEST_MM)
    _check_within(stock, "gap", 0.0, LARGEST_GAP_MM)
    for key in ("columns", "rows"):
        if not 1 <= getattr(stock, key) <= MOST_CELLS:
            told = _("“{name}” is {value}; it must be a whole number from 1 to {most}.")
            raise Invalid(told.format(name=name(key), value=getattr(stock, key), most=MOST_CELLS), key)
    if stock.columns * stock.rows > MOST_CELLS:
        told = _("{columns} × {rows} labels on one sheet can't be right; look at “{name}”.")
        raise Invalid(told.format(columns=stock.columns, rows=stock.rows, name=name("rows")), "rows")


def _check_kind(stock: Stock) -> None:
    if stock.kind == "roll":
        _check_within(stock, "page_width", *ROLL_WIDTHS_MM)
    if stock.kind == "tape":
        _check_within(stock, "page_height", *TAPE_WIDTHS_MM)
    if stock.kind != "sheet":
        _check_single(stock, "rows")
    if stock.kind == "tape" or stock.continuous:
        _check_single(stock, "columns")
    if stock.continuous:
        _check_within(stock, "page_width" if stock.kind == "tape" else "page_height", *LENGTHS_MM)


def _check_single(stock: Stock, key: str) -> None:
    if getattr(stock, key) != 1:
        told = _("The labels of this paper come one after another, so “{name}” must be 1.")
        raise Invalid(told.format(name=name(key)), key)


def _check_within(stock: Stock, key: str, least: float, most: float) -> None:
    value = getattr(stock, key)
    if not math.isfinite(value) or not least <= value <= most:
        told = _("“{name}” is {value} mm; it must lie between {least} and {most} mm.")
        words = {"name": name(key, stock.kind), "value": mm(value), "least": mm(least), "most": mm(most)}
        raise Invalid(told.format(**words), key)


def _check_direction(stock: Stock, axis: str, side: str, count_key: str, margin_key: str) -> None:
    page, cell = getattr(stock, f"page_{side}"), getattr(stock, f"cell_{side}")
    count, pitch, margin = getattr(stock, count_key), getattr(stock, f"pitch_{axis}"), getattr(stock, margin_key)
    if count > 1 and pitch < cell - TOLERANCE_MM:
        told = _("The labels overlap: “{name}” is {pitch} mm, but a label measures {cell} mm that way.")
        raise Invalid(told.format(name=name(f"pitch_{axis}"), pitch=mm(pitch), cell=mm(cell)), f"pitch_{axis}")
    all_cells = (count - 1) * pitch + cell
    if margin + all_cells <= page + TOLERANCE_MM:
        return
    key = margin_key
    if cell > page:
        key = f"cell_{side}"
    elif all_cells > page + TOLERANCE_MM:
        key = count_key if count * cell > page else f"pitch_{axis}"
    told = _("The last label ends at {end} mm, but “{page_name}” is only {page} mm; look at “{name}”.")
    words = {"end": mm(margin + all_cells), "page": mm(page), "name": name(key, stock.kind)}
    raise Invalid(told.format(page_name=name(f"page_{side}", stock.kind), **words), key)


def _check_corners(stock: Stock) -> None:
    if stock.corner_radius > min(stock.cell_width, stock.cell_height) / 2 + TOLERANCE_MM:
        told = _("“{name}” is {value} mm, more than half of the label's shorter side.")
        raise Invalid(told.format(name=name("corner_radius"), value=mm(stock.corner_radius)), "corner_radius")
