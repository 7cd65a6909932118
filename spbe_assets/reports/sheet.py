"""A report drawn page by page from top to bottom: long ones stay small in memory and need only one pass.

What is known only at the end, such as the number of pages, is drawn as a form that is filled in then.
"""

from __future__ import annotations

from pathlib import Path

from reportlab.lib.colors import Color
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from spbe_assets import pdf_fonts
from spbe_assets.i18n import _, language
from spbe_assets.pdf_fonts import SANS
from spbe_assets.reports.paper import GREY, INK, LINE, MARGIN, Furniture, fit

HEAD_ROOM, FOOT_ROOM = 70.0, 60.0
HEAD_PT, FOOT_PT = 7.5, 6.4
PAGE = "page-"


class Sheet:
    """The page being drawn; `y` is where the next thing goes, measured from the bottom, in points."""

    def __init__(self, path: Path, title: str, furniture: Furniture, *, is_wide: bool) -> None:
        pdf_fonts.register()
        self.page_width, self.page_height = landscape(A4) if is_wide else A4
        self.width = self.page_width - 2 * MARGIN
        # invariant: the same report of the same records has the same bytes, and its hash can prove it
        self.canvas = Canvas(
            str(path), pagesize=(self.page_width, self.page_height), lang=language(), pageCompression=1, invariant=1
        )
        self.canvas.setTitle(pdf_fonts.cover(title).text)
        self.canvas.setAuthor(furniture.program)
        self._furniture = furniture
        self._late: dict[str, tuple[str, float]] = {}
        self.number = 0
        self.y = 0.0
        self.begin_page()

    @property
    def room(self) -> float:
        """What is left of the page, in points."""
        return self.y - FOOT_ROOM

    def begin_page(self) -> None:
        """Go on at the top of a new page."""
        if self.number:
            self.canvas.showPage()
        self.number += 1
        self.y = self.page_height - HEAD_ROOM
        self._draw_furniture()

    def need(self, height: float) -> bool:
        """Go to a new page where less than that is left; whether it did."""
        if self.room >= height or self.y >= self.page_height - HEAD_ROOM:
            return False
        self.begin_page()
        return True

    def write(self, x: float, text: str, size: float, font: str = SANS, colour: Color = INK) -> None:
        """A line of text at `y`."""
        self.canvas.setFont(font, size)
        self.canvas.setFillColor(colour)
        self.canvas.drawString(x, self.y, text)

    def write_right(self, x: float, text: str, size: float, font: str = SANS, colour: Color = INK) -> None:
        """A line of text that ends at `x`."""
        self.canvas.setFont(font, size)
        self.canvas.setFillColor(colour)
        self.canvas.drawRightString(x, self.y, text)

    def line(self, y: float, width: float = 0.4, colour: Color = LINE) -> None:
        """A hairline across the page."""
        self.canvas.setStrokeColor(colour)
        self.canvas.setLineWidth(width)
        self.canvas.line(MARGIN, y, MARGIN + self.width, y)

    def write_later(self, key: str, x: float, y: float, size: float = HEAD_PT) -> None:
        """Leave a place for a text that `fill` gives; it will end at `x`."""
        self._late.setdefault(key, ("", size))
        canvas = self.canvas
        canvas.saveState()
        canvas.translate(x, y)
        canvas.doForm(key)
        canvas.restoreState()

    def fill(self, key: str, text: str) -> None:
        """Say what stands in a place that was left."""
        self._late[key] = (text, self._late.get(key, ("", HEAD_PT))[1])

    def end(self) -> int:
        """Finish the file; returns the number of pages."""
        for number in range(1, self.number + 1):
            self.fill(f"{PAGE}{number}", _("Page {number} of {pages}").format(number=number, pages=self.number))
        self.canvas.showPage()
        for key, (text, size) in self._late.items():
            self.canvas.beginForm(key, -self.page_width, -size, self.page_width, 2 * size)
            self.canvas.setFont(SANS, size)
            self.canvas.setFillColor(GREY if key.startswith(PAGE) else INK)
            self.canvas.drawRightString(0, 0, text)
            self.canvas.endForm()
        self.canvas.save()
        return self.number

    def _draw_furniture(self) -> None:
        said, canvas, right = self._furniture, self.canvas, MARGIN + self.width
        top = self.page_height - 47
        canvas.setFillColor(GREY)
        canvas.setFont(SANS, HEAD_PT)
        canvas.drawString(MARGIN, top, fit(said.head_left, self.width * 0.62, SANS, HEAD_PT))
        canvas.drawRightString(right, top, fit(said.head_right, self.width * 0.36, SANS, HEAD_PT))
        self.line(self.page_height - 57, 0.6)
        self.line(46, 0.6)
        canvas.setFont(SANS, FOOT_PT)
        for row, text in enumerate(said.foot):
            canvas.drawString(MARGIN, 36.5 - 9 * row, fit(text, self.width * 0.8, SANS, FOOT_PT))
        canvas.drawRightString(right, 36.5, said.program)
        self.write_later(f"{PAGE}{self.number}", right, 27.5, FOOT_PT)
