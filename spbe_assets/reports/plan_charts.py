"""Charts of a plan that read without colour: solid is today, hatched is what the plan adds."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.graphics.shapes import Drawing, Rect, String

from spbe_assets import formats
from spbe_assets.pdf_fonts import SANS
from spbe_assets.reports.charts import hatched
from spbe_assets.reports.paper import ACCENT, GREY, INK, LINE, fit

BAR, STEP, SIZE = 10.0, 17.0, 7.5
FULL = 100.0


def gain_bars(bars: Sequence[tuple[str, float, float]], width: float) -> Drawing:
    """A bar from 0 to 100 for each (name, before, after)."""
    drawing = Drawing(width, STEP * max(len(bars), 1) + 4)
    named, told = width * 0.3, 86.0
    full = width - named - told
    for place, (name, before, after) in enumerate(bars):
        y = drawing.height - (place + 1) * STEP
        _name(drawing, name, y, named)
        drawing.add(Rect(named, y, full, BAR, fillColor=None, strokeColor=LINE, strokeWidth=0.5))
        drawing.add(hatched(named + full * before / FULL, y, full * max(after - before, 0) / FULL, BAR))
        if before:
            drawing.add(Rect(named, y, full * before / FULL, BAR, fillColor=ACCENT, strokeColor=None))
        _value(drawing, f"{formats.number(before, 1)} → {formats.number(after, 1)}", y, width)
    return drawing


def money_bars(bars: Sequence[tuple[str, int]], width: float) -> Drawing:
    """A bar for each (name, rupiah), the longest across the room."""
    drawing = Drawing(width, STEP * max(len(bars), 1) + 4)
    named, told = width * 0.3, 86.0
    longest = max((amount for _name_of, amount in bars), default=1) or 1
    for place, (name, amount) in enumerate(bars):
        y = drawing.height - (place + 1) * STEP
        _name(drawing, name, y, named)
        long = (width - named - told) * amount / longest
        drawing.add(Rect(named, y, long, BAR, fillColor=GREY, strokeColor=None))
        _value(drawing, formats.rupiah_short(amount), y, width)
    return drawing


def _name(drawing: Drawing, name: str, y: float, room: float) -> None:
    shown = fit(name, room - 8, SANS, SIZE)
    drawing.add(String(0, y + 2, shown, fontName=SANS, fontSize=SIZE, fillColor=INK))


def _value(drawing: Drawing, text: str, y: float, x: float) -> None:
    drawing.add(String(x, y + 2, text, fontName=SANS, fontSize=SIZE, fillColor=INK, textAnchor="end"))
