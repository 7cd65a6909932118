"""One label as plain values in mm from its top left corner, so that paper, screen and thermal printer show the same."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from spbe_assets.domain.labels import LabelWarning
from spbe_assets.services import qr

RULE_MM = 0.2


class Text(NamedTuple):
    """One line of text; `x`, `y` is the left end of its baseline in mm from the cell's top left, `size` in points."""

    x: float
    y: float
    text: str
    font: str
    size: float


class Rule(NamedTuple):
    """A straight line of `width` mm; a dashed one marks a fold."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float = RULE_MM
    dashed: bool = False


class Code(NamedTuple):
    """A QR code; `x`, `y` is the top left of its first module, `module` the width of one in mm."""

    x: float
    y: float
    module: float
    symbol: qr.Symbol


class Bars(NamedTuple):
    """A Code 128; `x`, `y` is the top left of its first bar, `module` the narrowest bar in mm.

    `runs` are the dark stretches: first module and how many.
    """

    x: float
    y: float
    module: float
    height: float
    runs: tuple[tuple[int, int], ...]


class Picture(NamedTuple):
    """A PNG in a box; it keeps its proportions and stands at the box's top left."""

    x: float
    y: float
    width: float
    height: float
    png: bytes


Item: TypeAlias = Text | Rule | Code | Bars | Picture


@dataclass(slots=True)
class Drawing:
    """Everything on one label and what to know about it."""

    items: list[Item] = field(default_factory=list)
    warnings: list[LabelWarning] = field(default_factory=list)


def least_module(drawing: Drawing) -> float:
    """The width of the narrowest square or bar of a label's codes in mm; 0 where it has none."""
    return min((item.module for item in drawing.items if isinstance(item, Code | Bars)), default=0.0)
