"""Prints a list as it is seen: A4 landscape, a title, what narrows it, the count, page x of y."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from spbe_assets import formats, pdf_fonts
from spbe_assets.domain.errors import Refused
from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.i18n import _, language, ngettext
from spbe_assets.pdf_fonts import SANS, SANS_SEMIBOLD
from spbe_assets.reports.paper import GREY, INK, LINE, MARGIN, fit
from spbe_assets.storage.whole_file import whole_file

PAGE_WIDTH, PAGE_HEIGHT = landscape(A4)
WIDTH = PAGE_WIDTH - 2 * MARGIN
TITLE_PT, TEXT_PT, SMALL_PT = 15.0, 7.5, 7.0
ROW, PADDING = 14.0, 4.0
FIRST_TOP, NEXT_TOP, FOOT = 92.0, 52.0, 44.0
MOST_ROWS = 20_000
"""More than some five hundred pages is nothing anybody reads; a spreadsheet serves better."""


@dataclass(frozen=True, slots=True)
class Heading:
    """One column: what stands over it, its share of the width, and whether its figures stand at the right."""

    title: str
    share: float
    right: bool = False


@dataclass(frozen=True, slots=True)
class PrintedList:
    """What is printed: the title, what narrows the list in words, its columns, and how many rows there are."""

    title: str
    narrowed: str
    columns: Sequence[Heading]
    count: int


def write(printed: PrintedList, rows: Iterable[Sequence[str]], path: Path, progress: Progress = SILENT) -> int:
    """Write the list and return the number of pages; the file appears only when it is complete.

    Raises:
        Refused: the list is too long to print.
        Refused: the file can't be written.
        Cancelled: the user asked to stop.
    """
    if printed.count > MOST_ROWS:
        sentence = _("A printed list can have at most {n} rows; narrow it, or export a spreadsheet.")
        raise Refused(sentence.format(n=formats.number(MOST_ROWS)))
    pdf_fonts.register()
    with whole_file(path) as part:
        canvas = Canvas(str(part), pagesize=(PAGE_WIDTH, PAGE_HEIGHT), lang=language())
        canvas.setTitle(pdf_fonts.cover(printed.title).text)
        pages = _Pages(canvas, printed)
        for done, row in enumerate(rows):
            if done % 200 == 0:
                progress.step(done, printed.count, _("Writing"))
            pages.write(row)
        pages.end()
        canvas.save()
    return pages.number


class _Pages:
    """Rows of one height, so that the number of pages is known before the first is written."""

    def __init__(self, canvas: Canvas, printed: PrintedList) -> None:
        self.canvas, self.printed, self.number = canvas, printed, 0
        total = sum(column.share for column in printed.columns) or 1
        self.widths = [WIDTH * column.share / total for column in printed.columns]
        self.first, self.next = _rows_on(FIRST_TOP), _rows_on(NEXT_TOP)
        self.total = 1 + max(0, -(-(printed.count - self.first) // self.next))
        self.room = 0
        self.y = 0.0

    def write(self, row: Sequence[str]) -> None:
        if not self.room:
            self._begin()
        self._cells(row, SANS, TEXT_PT)
        self._line(self.y - 4.2, 0.3)
        self.y -= ROW
        self.room -= 1

    def end(self) -> None:
        if not self.number:
            self._begin()

    def _begin(self) -> None:
        if self.number:
            self.canvas.showPage()
        self.number += 1
        is_first = self.number == 1
        self.room = self.first if is_first else self.next
        if is_first:
            self._title()
        self.y = PAGE_HEIGHT - (FIRST_TOP if is_first else NEXT_TOP)
        self.canvas.setFillColor(GREY)
        self._cells([column.title for column in self.printed.columns], SANS_SEMIBOLD, SMALL_PT)
        self._line(self.y - 4.2, 0.8)
        self.canvas.setFillColor(INK)
        self.y -= ROW
        self._foot()

    def _title(self) -> None:
        canvas, top = self.canvas, PAGE_HEIGHT - MARGIN
        canvas.setFillColor(INK)
        canvas.setFont(SANS_SEMIBOLD, TITLE_PT)
        canvas.drawString(MARGIN, top - 12, fit(self.printed.title, WIDTH, SANS_SEMIBOLD, TITLE_PT))
        canvas.setFillColor(GREY)
        canvas.setFont(SANS, TEXT_PT)
        canvas.drawString(MARGIN, top - 27, fit(self.printed.narrowed or _("Everything"), WIDTH, SANS, TEXT_PT))

    def _foot(self) -> None:
        canvas = self.canvas
        canvas.saveState()
        canvas.setFillColor(GREY)
        canvas.setFont(SANS, SMALL_PT)
        made = _("As of {day}").format(day=formats.date_text(formats.today()))
        canvas.drawString(MARGIN, 28, f"{made} · " + _rows_text(self.printed.count))
        page = _("Page {number} of {pages}").format(number=self.number, pages=self.total)
        canvas.drawRightString(PAGE_WIDTH - MARGIN, 28, page)
        canvas.restoreState()

    def _cells(self, row: Sequence[str], font: str, size: float) -> None:
        canvas, x = self.canvas, MARGIN
        canvas.setFont(font, size)
        for text, column, width in zip(row, self.printed.columns, self.widths, strict=True):
            shown = fit(text, width - 2 * PADDING, font, size) if text else ""
            if column.right:
                canvas.drawRightString(x + width - PADDING, self.y, shown)
            elif shown:
                canvas.drawString(x + PADDING, self.y, shown)
            x += width

    def _line(self, y: float, width: float) -> None:
        self.canvas.setStrokeColor(LINE)
        self.canvas.setLineWidth(width)
        self.canvas.line(MARGIN, y, PAGE_WIDTH - MARGIN, y)


def _rows_text(count: int) -> str:
    return ngettext("{n} row", "{n} rows", count).format(n=formats.number(count))


def _rows_on(top: float) -> int:
    return int((PAGE_HEIGHT - top - FOOT) // ROW) - 1
