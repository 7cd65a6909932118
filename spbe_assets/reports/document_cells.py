"""Cells of a document's tables: text in at most two lines, figures at the right, verdicts with a shape each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from spbe_assets import pdf_fonts
from spbe_assets.pdf_fonts import SANS, SANS_SEMIBOLD
from spbe_assets.reports.document import RIGHT, Column, Mark, Row, Tone, text
from spbe_assets.reports.paper import GREY, LONGEST, MARGIN, fit
from spbe_assets.reports.sheet import Sheet

TEXT_PT, HEAD_PT = 7.5, 7.0
PADDING, ABOVE, BELOW = 4.0, 3.0, 4.0
LEADING = 9.4
MOST_LINES = 2
SHAPE = 5.0
COLOURS = {
    Tone.GOOD: HexColor("#1B7A4B"),
    Tone.WARN: HexColor("#9A6200"),
    Tone.BAD: HexColor("#B3261E"),
    Tone.PLAIN: GREY,
}


@dataclass(frozen=True, slots=True)
class CellRow:
    """One row, its cells broken into lines."""

    cells: tuple[tuple[str, ...], ...]
    marks: tuple[Tone | None, ...]

    @property
    def height(self) -> float:
        """In points."""
        return ABOVE + BELOW + LEADING * max((len(lines) for lines in self.cells), default=1)

    def draw(self, sheet: Sheet, widths: Sequence[float], columns: Sequence[Column]) -> None:
        """Draw it at `y` and go below it."""
        top, x = sheet.y - ABOVE, MARGIN
        for lines, tone, width, column in zip(self.cells, self.marks, widths, columns, strict=True):
            for place, line in enumerate(lines):
                sheet.y = top - TEXT_PT - place * LEADING
                if tone is not None:
                    draw_mark(sheet, x + PADDING, line, tone)
                elif column.look in RIGHT:
                    sheet.write_right(x + width - PADDING, line, _size(line, width - 2 * PADDING))
                else:
                    sheet.write(x + PADDING, line, TEXT_PT)
            x += width
        sheet.y = top + ABOVE - self.height
        sheet.line(sheet.y)


def row_of(row: Row, columns: Sequence[Column], widths: Sequence[float]) -> CellRow:
    """A row of values as lines of text."""
    cells: list[tuple[str, ...]] = []
    marks: list[Tone | None] = []
    for value, column, width in zip(row, columns, widths, strict=True):
        room = width - 2 * PADDING
        tone = value.tone if isinstance(value, Mark) else None
        font = SANS_SEMIBOLD if tone is Tone.BAD else SANS
        room -= SHAPE + 3 if tone is not None else 0
        said = text(value, column.look)
        if column.look in RIGHT:
            cells.append((said,) if said else ())
        else:
            most = MOST_LINES if tone is None else 1
            cells.append(tuple(lines_of(said, room, font, TEXT_PT, most)))
        marks.append(tone)
    return CellRow(tuple(cells), tuple(marks))


def draw_mark(sheet: Sheet, x: float, word: str, tone: Tone) -> None:
    """A verdict: ring, half, full square by tone, and its word; bad ones are bold."""
    colour = COLOURS[tone]
    _shape(sheet.canvas, x, sheet.y + 0.4, tone)
    sheet.write(x + SHAPE + 3, word, TEXT_PT, SANS_SEMIBOLD if tone is Tone.BAD else SANS, colour)


def widths_of(columns: Sequence[Column], width: float) -> list[float]:
    """The widths of columns in points."""
    total = sum(column.share for column in columns) or 1
    return [width * column.share / total for column in columns]


def lines_of(words: str, width: float, font: str, size: float, most: int) -> list[str]:
    """Text in at most so many lines no wider than `width`; the last one is cut with … where it does not fit."""
    if not words:
        return []
    rest = pdf_fonts.cover(words[:LONGEST], font).text.strip()
    lines: list[str] = []
    while rest and len(lines) < most - 1 and pdf_fonts.width(rest, font, size) > width:
        cut = _fitting(rest, width, font, size)
        lines.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*lines, fit(rest, width, font, size)] if rest else lines


def _size(figure: str, room: float) -> float:
    """The size in which a figure fits: a figure without its last digits would be a wrong one."""
    return TEXT_PT * min(1.0, room / max(pdf_fonts.width(figure, SANS, TEXT_PT), 0.1))


def _fitting(words: str, width: float, font: str, size: float) -> int:
    """How many letters fit, up to the end of a word where there is one."""
    used = 0.0
    for place, letter in enumerate(words):
        used += pdf_fonts.width(letter, font, size)
        if used > width:
            space = words.rfind(" ", 0, place + 1)
            return space if space > place // 3 else max(place, 1)
    return len(words)


def _shape(canvas: Canvas, x: float, y: float, tone: Tone) -> None:
    canvas.setLineWidth(0.8)
    canvas.setStrokeColor(COLOURS[tone])
    canvas.setFillColor(COLOURS[tone])
    half = SHAPE / 2
    if tone is Tone.GOOD:
        canvas.circle(x + half, y + half, half - 0.4, stroke=1, fill=0)
    elif tone is Tone.BAD:
        canvas.rect(x, y, SHAPE, SHAPE, stroke=0, fill=1)
    elif tone is Tone.WARN:
        path = canvas.beginPath()
        path.moveTo(x, y)
        path.lineTo(x + SHAPE, y)
        path.lineTo(x + half, y + SHAPE)
        path.close()
        canvas.drawPath(path, stroke=0, fill=1)
    else:
        canvas.line(x + 0.5, y + half, x + SHAPE - 0.5, y + half)
