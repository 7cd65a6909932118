"""The sheet of paper every report is printed on: styles, safe text, header, foot and page x of y."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph

from spbe_assets import pdf_fonts
from spbe_assets.i18n import _, language
from spbe_assets.pdf_fonts import SANS, SANS_SEMIBOLD
from spbe_assets.storage.whole_file import whole_file

PAGE_WIDTH, PAGE_HEIGHT = A4
MARGIN = 42.0
TOP, BOTTOM = 66.0, 60.0
WIDTH = PAGE_WIDTH - 2 * MARGIN
HEIGHT = PAGE_HEIGHT - TOP - BOTTOM
LONGEST = 2000

ACCENT, INK, GREY = HexColor("#0B6B70"), HexColor("#1B2430"), HexColor("#5D6B7A")
LINE = HexColor("#C9CED4")

TEXT = ParagraphStyle("text", fontName=SANS, fontSize=8.25, leading=10.5, textColor=INK)
SECONDARY = ParagraphStyle("secondary", TEXT, textColor=GREY)
STRONG = ParagraphStyle("strong", TEXT, fontName=SANS_SEMIBOLD)
SMALL = ParagraphStyle("small", TEXT, fontSize=7, leading=9, textColor=GREY)
NOTE = ParagraphStyle("note", SMALL, spaceBefore=4)
HEAD = ParagraphStyle("head", SMALL, fontName=SANS_SEMIBOLD)
HEAD_RIGHT = ParagraphStyle("head right", HEAD, alignment=TA_RIGHT)
SECTION = ParagraphStyle("section", STRONG, fontSize=9.75, leading=13, spaceBefore=13, spaceAfter=5)
TITLE = ParagraphStyle("title", STRONG, fontSize=18, leading=22)
SUBTITLE = ParagraphStyle("subtitle", SECONDARY, spaceBefore=3, spaceAfter=14)
FIGURE = ParagraphStyle("figure", STRONG, fontSize=18, leading=23)


@dataclass(frozen=True, slots=True)
class Furniture:
    """What every page says above and below its contents."""

    head_left: str
    head_right: str
    foot: tuple[str, ...]
    program: str
    page: str = ""
    """How pages are numbered, where not in the language in use: "Page {number} of {pages}"."""


def paragraph(text: str, style: ParagraphStyle = TEXT) -> Paragraph:
    """A paragraph of untrusted text: nothing in it is markup, and what the font lacks is shown as □."""
    return Paragraph(safe(text, style.fontName), style)


def safe(text: str, font: str = SANS) -> str:
    """Text with markup taken as written and unprintable letters replaced, at a length a page can hold."""
    short = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
    return escape(pdf_fonts.cover(short, font).text)


def shortened(text: str, longest: int = 70) -> str:
    """Text for a narrow cell, cut with … where it is longer than a few lines."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def fit(text: str, width: float, font: str = SANS, size: float = 8.25) -> str:
    """One line of text, cut with … where it is wider than `width` points."""
    covered = pdf_fonts.cover(text[:LONGEST], font).text
    if pdf_fonts.width(covered, font, size) <= width:
        return covered
    while covered and pdf_fonts.width(covered + "…", font, size) > width:
        covered = covered[: -max(1, len(covered) // 20)]
    return covered.rstrip() + "…"


def build(path: Path, title: str, furniture: Furniture, story: list[Flowable]) -> int:
    """Write a report and return its number of pages; the file appears only when it is complete.

    Raises:
        StorageError: it can't be written there.
    """
    pdf_fonts.register()
    with whole_file(path) as part:
        document = BaseDocTemplate(
            str(part),
            pagesize=A4,
            title=pdf_fonts.cover(title).text,
            author=furniture.program,
            lang=language(),
            pageTemplates=[PageTemplate("page", [_frame()])],
        )
        document.build(story, canvasmaker=_numbered(furniture))
    return int(document.page)


def _frame() -> Frame:
    return Frame(MARGIN, BOTTOM, WIDTH, HEIGHT, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)


def _numbered(furniture: Furniture) -> Callable[..., Canvas]:
    """A canvas that keeps every page back until it knows how many there are."""

    class NumberedCanvas(Canvas):  # type: ignore[misc]
        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            self._kept: list[dict[str, Any]] = []

        def showPage(self) -> None:
            self._kept.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            for number, page in enumerate(self._kept, 1):
                self.__dict__.update(page)
                _draw(self, furniture, number, len(self._kept))
                super().showPage()
            super().save()

    return NumberedCanvas


def _draw(canvas: Canvas, furniture: Furniture, number: int, pages: int) -> None:
    right = PAGE_WIDTH - MARGIN
    _line(canvas, PAGE_HEIGHT - 57, LINE)
    _write(canvas, MARGIN, PAGE_HEIGHT - 47, fit(furniture.head_left, WIDTH * 0.62, SANS, 7.5), 7.5)
    canvas.drawRightString(right, PAGE_HEIGHT - 47, fit(furniture.head_right, WIDTH * 0.36, SANS, 7.5))
    _line(canvas, 46, LINE)
    for row, text in enumerate(furniture.foot):
        _write(canvas, MARGIN, 36.5 - 9 * row, fit(text, WIDTH * 0.82, SANS, 6.4), 6.4)
    canvas.drawRightString(right, 36.5, furniture.program)
    counted = furniture.page or _("Page {number} of {pages}")
    page = counted.format(number=number, pages=pages)
    canvas.drawRightString(right, 27.5, page)


def _write(canvas: Canvas, x: float, y: float, text: str, size: float) -> None:
    canvas.setFont(SANS, size)
    canvas.setFillColor(GREY)
    canvas.drawString(x, y, text)


def _line(canvas: Canvas, y: float, colour: Color) -> None:
    canvas.setStrokeColor(colour)
    canvas.setLineWidth(0.6)
    canvas.line(MARGIN, y, PAGE_WIDTH - MARGIN, y)
