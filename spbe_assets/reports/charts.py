"""Charts as vectors that read without colour: solid is known, hatched may still come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from reportlab.graphics.shapes import Drawing, Group, Line, Rect, String
from reportlab.lib.colors import Color, HexColor, white

from spbe_assets.domain.scoring import Score
from spbe_assets.domain.vocabulary import Condition
from spbe_assets.formats import number, percent
from spbe_assets.pdf_fonts import SANS
from spbe_assets.reports.paper import ACCENT, GREY, INK, LINE, fit
from spbe_assets.services.ages import Ages

HATCH = 2.6
SHADES: tuple[tuple[Condition, Color], ...] = (
    (Condition.HEAVY_DAMAGE, HexColor("#0B4A4E")),
    (Condition.LIGHT_DAMAGE, HexColor("#7FB0B3")),
    (Condition.GOOD, HexColor("#D3E5E6")),
)
"""From the bottom of a column upwards."""


def score_bar(score: Score, width: float, height: float = 7.0) -> Drawing:
    """A bar from 0 to 100: solid up to the score, hatched from there to the best case."""
    drawing = Drawing(width, height)
    known = width * (score.value if score.value is not None else score.worst) / 100
    if score.best > 0:
        drawing.add(hatched(known, 0, width * score.best / 100 - known, height))
    if score.value is not None:
        drawing.add(Rect(0, 0, known, height, fillColor=ACCENT, strokeColor=None))
    return drawing


def hatched(x: float, y: float, width: float, height: float) -> Group:
    """A rectangle filled with slanting lines."""
    group = Group()
    if width <= 0.3 or height <= 0.3:
        return group
    start = -height
    while start < width:
        # A 45° line that enters at the bottom or the left edge and leaves at the top or the right one.
        left, right = max(start, 0.0), min(start + height, width)
        if right > left:
            line = Line(x + left, y + left - start, x + right, y + right - start, strokeColor=GREY, strokeWidth=0.5)
            group.add(line)
        start += HATCH
    group.add(Rect(x, y, width, height, fillColor=None, strokeColor=GREY, strokeWidth=0.5))
    return group


def age_columns(ages: Ages, last: int, width: float, height: float = 74.0, years: int = 12) -> Drawing:
    """One column a year, heavily damaged at the bottom, assets without a condition hatched on top.

    Everything older than the years shown stands in the first column.
    """
    shown = list(range(last - years + 1, last + 1))
    columns = {year: Counter[Condition | None]() for year in shown}
    for year, conditions in ages.items():
        columns[min(max(year, shown[0]), last)] += conditions
    tallest = max((column.total() for column in columns.values()), default=0)
    drawing = Drawing(width, height + 22)
    step = width / years
    for place, (year, column) in enumerate(columns.items()):
        label = f"≤{year}" if place == 0 else str(year)
        _column(drawing, column, place * step + step * 0.18, step * 0.64, height / tallest if tallest else 0)
        drawing.add(_label(label, place * step + step / 2, 2, GREY))
    return drawing


def share_bars(bars: Sequence[tuple[str, float, float]], width: float, height: float = 9.0) -> Drawing:
    """A bar for each name from 0 to 100 %: solid what is sure, hatched what may be; both as shares of 1."""
    step, named = height + 6, width * 0.38
    drawing = Drawing(width, step * max(len(bars), 1))
    full = width - named - 34
    for place, (name, sure, maybe) in enumerate(bars):
        y = drawing.height - (place + 1) * step + 3
        drawing.add(String(0, y + 1.5, fit(name, named - 8, SANS, 7.5), fontName=SANS, fontSize=7.5, fillColor=INK))
        drawing.add(Rect(named, y, full, height, fillColor=None, strokeColor=LINE, strokeWidth=0.5))
        drawing.add(hatched(named + full * sure, y, full * min(maybe, 1 - sure), height))
        if sure:
            drawing.add(Rect(named, y, full * sure, height, fillColor=ACCENT, strokeColor=None))
        told = String(width, y + 1.5, percent(sure), fontName=SANS, fontSize=7.5, fillColor=INK, textAnchor="end")
        drawing.add(told)
    return drawing


def _column(drawing: Drawing, column: Counter[Condition | None], x: float, width: float, scale: float) -> None:
    y = 12.0
    for condition, shade in SHADES:
        tall = column[condition] * scale
        if tall:
            drawing.add(Rect(x, y, width, tall, fillColor=shade, strokeColor=INK, strokeWidth=0.4))
        y += tall
    unknown = column[None] * scale
    if unknown:
        drawing.add(Rect(x, y, width, unknown, fillColor=white, strokeColor=None))
        drawing.add(hatched(x, y, width, unknown))
    if column.total():
        drawing.add(_label(number(column.total()), x + width / 2, y + unknown + 2.5, INK))


def _label(text: str, x: float, y: float, colour: Color) -> String:
    return String(x, y, text, fontName=SANS, fontSize=6.4, fillColor=colour, textAnchor="middle")
