"""Any form on paper: landscape, a full grid, titles repeated on every page, signatures never alone on a page.

Every form begins on a page of its own and counts its own pages, because each is posted, signed and filed by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from spbe_assets import __version__, pdf_fonts
from spbe_assets.domain.errors import Refused
from spbe_assets.i18n import _
from spbe_assets.pdf_fonts import SANS, SANS_SEMIBOLD
from spbe_assets.reports.forms.wrapping import LEADING, lines_of
from spbe_assets.reports.paper import GREY, INK, fit
from spbe_assets.services.forms.form import Cell, Column, Form, Kind, Row, Signer, amount
from spbe_assets.storage.whole_file import whole_file

F4 = (609.45, 935.43)
"""215 × 330 mm, the long paper of offices."""
PAPERS = {"a4": A4, "f4": F4}
MARGIN, FOOT = 28.0, 30.0
TEXT_PT, HEAD_PT, TITLE_PT, SMALL_PT = 6.8, 8.2, 10.5, 6.2
BESIDE, ABOVE = 2.4, 2.2
SIGNING = 46.0
MOST_LINES = 14
DOTS = "." * 44
_CENTRED = (Kind.CENTRED, Kind.YEAR)
_RIGHT = (Kind.NUMBER, Kind.MONEY)


def write(path: Path, forms: Iterable[Form], *, paper: str = "a4") -> list[int]:
    """Write forms one after the other and return how many rows each has; the file appears only when it is complete.

    Args:
        path: where to.
        forms: taken one by one, so that a whole province never lies in memory.
        paper: `a4` or `f4`.

    Raises:
        Refused: there is no form to write, or the file can't be written.
        Cancelled: the user asked to stop.
    """
    pdf_fonts.register()
    rows: list[int] = []
    size = landscape(PAPERS[paper])
    with whole_file(path) as part:
        canvas = Canvas(str(part), pagesize=size, lang="id")
        canvas.setAuthor(f"SPBE Assets {__version__}")
        for form in forms:
            if not rows:
                canvas.setTitle(pdf_fonts.cover(" · ".join(form.titles)).text)
            _Paper(canvas, form, size).write()
            rows.append(len(form.rows))
        if not rows:
            raise Refused(_("There is nothing to put into this form; widen the choice."))
        canvas.save()
    return rows


class _Wrapped(NamedTuple):
    """A row with its cells broken into lines, and its height in points."""

    cells: tuple[tuple[str, ...], ...]
    height: float


@dataclass(slots=True)
class _Page:
    rows: list[_Wrapped]
    has_sums: bool = False
    has_signatures: bool = False


class _Paper:
    """One form: laid out first, so that its pages are counted before the first is drawn."""

    def __init__(self, canvas: Canvas, form: Form, size: tuple[float, float]) -> None:
        self._canvas, self._form = canvas, form
        self._width, self._height = size[0] - 2 * MARGIN, size[1]
        total = sum(column.share for column in form.columns)
        self._widths = [self._width * column.share / total for column in form.columns]
        self._lefts = [MARGIN + sum(self._widths[:at]) for at in range(len(self._widths))]
        self._titles = self._wrap_titles()
        self._y = 0.0

    def write(self) -> None:
        pages = self._pages()
        for number, page in enumerate(pages, 1):
            self._y = self._height - MARGIN
            if number == 1:
                self._draw_above()
            if page.rows or page.has_sums or number == 1:
                self._draw_titles()
            for row in page.rows:
                self._draw_row(row, SANS)
            if page.has_sums:
                self._draw_row(self._sums(), SANS_SEMIBOLD)
            if page.has_signatures:
                self._draw_signatures()
            self._draw_foot(number, len(pages))
            self._canvas.showPage()

    def _pages(self) -> list[_Page]:
        pages = [_Page([])]
        full = self._height - MARGIN - FOOT - self._titles_height()
        left = full - self._above_height()
        for row in self._wrapped():
            if row.height > left:
                pages.append(_Page([]))
                left = full
            pages[-1].rows.append(row)
            left -= row.height
        end = (self._sums().height if self._form.sums else 0.0) + self._signatures_height()
        if end > left:
            carried = pages[-1].rows[-1:] if len(pages[-1].rows) > 1 else []
            del pages[-1].rows[len(pages[-1].rows) - len(carried) :]
            pages.append(_Page(carried))
        pages[-1].has_sums, pages[-1].has_signatures = bool(self._form.sums), True
        return pages

    def _wrapped(self) -> Iterator[_Wrapped]:
        yield from (self._wrap(row, SANS) for row in self._form.rows)

    def _wrap(self, row: Row, font: str) -> _Wrapped:
        cells = []
        for value, column, width in zip(row, self._form.columns, self._widths, strict=True):
            lines = lines_of(_shown(value, column), width - 2 * BESIDE, font, TEXT_PT, MOST_LINES)
            cells.append(lines)
        tallest = max(map(len, cells), default=1) or 1
        return _Wrapped(tuple(cells), tallest * TEXT_PT * LEADING + 2 * ABOVE)

    def _sums(self) -> _Wrapped:
        totals: list[Cell] = list(self._form.totals)
        totals[min(2, min(self._form.sums) - 1)] = self._form.sum_title
        return self._wrap(tuple(totals), SANS_SEMIBOLD)

    # what stands above the table

    def _above_height(self) -> float:
        mark = 10.0 if self._form.mark else 0.0
        return mark + 14.0 * len(self._form.titles) + 8.0 + self._head_height() + 8.0

    def _head_height(self) -> float:
        return sum(HEAD_PT * LEADING * max(1, len(lines)) + 2.0 for _label, lines in self._head())

    def _head(self) -> list[tuple[str, tuple[str, ...]]]:
        width = self._width - self._label_width()
        return [(label, lines_of(value, width, SANS, HEAD_PT, 3)) for label, value in self._form.head]

    def _label_width(self) -> float:
        labels = (pdf_fonts.width(label, SANS_SEMIBOLD, HEAD_PT) for label, _value in self._form.head)
        return max(labels, default=0.0) + 18.0

    def _draw_above(self) -> None:
        if self._form.mark:
            self._write(MARGIN + self._width, self._y - 7, self._form.mark, SANS, HEAD_PT, "right")
            self._y -= 10
        for title in self._form.titles:
            shown = fit(title, self._width, SANS_SEMIBOLD, TITLE_PT)
            self._write(MARGIN + self._width / 2, self._y - 10, shown, SANS_SEMIBOLD, TITLE_PT, "centre")
            self._y -= 14
        self._y -= 8
        across = self._label_width()
        for label, lines in self._head():
            self._write(MARGIN, self._y - HEAD_PT, label, SANS_SEMIBOLD, HEAD_PT)
            self._write(MARGIN + across - 9, self._y - HEAD_PT, ":", SANS, HEAD_PT)
            for line in lines or ("",):
                self._write(MARGIN + across, self._y - HEAD_PT, line, SANS, HEAD_PT)
                self._y -= HEAD_PT * LEADING
            self._y -= 2
        self._y -= 8

    # titles of the columns

    def _wrap_titles(self) -> tuple[list[tuple[int, int, tuple[str, ...]]], list[tuple[str, ...]]]:
        """The upper titles with the columns they span, and the lower ones (nothing where there is no group)."""
        upper, lower = [], []
        for first, last, title, _grouped in _spans(self._form.columns):
            width = sum(self._widths[first : last + 1]) - 2 * BESIDE
            upper.append((first, last, lines_of(title, width, SANS_SEMIBOLD, TEXT_PT, 4)))
        for column, width in zip(self._form.columns, self._widths, strict=True):
            text = column.title if column.group else ""
            lower.append(lines_of(text, width - 2 * BESIDE, SANS_SEMIBOLD, TEXT_PT, 3))
        return upper, lower

    def _title_heights(self) -> tuple[float, float, float]:
        """Of the upper titles, of the lower ones, and of the row that counts the columns."""
        upper, lower = self._titles
        low = max(map(len, lower), default=0)
        grouped = any(column.group for column in self._form.columns)
        tall = max(len(lines) for first, _last, lines in upper if not grouped or self._form.columns[first].group)
        lone = max((len(lines) for first, _last, lines in upper if not self._form.columns[first].group), default=1)
        lower_height = low * TEXT_PT * LEADING + 2 * ABOVE if grouped else 0.0
        needed = lone * TEXT_PT * LEADING + 2 * ABOVE
        upper_height = max(tall * TEXT_PT * LEADING + 2 * ABOVE, needed - lower_height)
        return upper_height, lower_height, TEXT_PT * LEADING + 2 * ABOVE if self._form.is_numbered else 0.0

    def _titles_height(self) -> float:
        return sum(self._title_heights())

    def _draw_titles(self) -> None:
        upper_height, lower_height, number_height = self._title_heights()
        upper, lower = self._titles
        for first, last, lines in upper:
            grouped = bool(self._form.columns[first].group)
            height = upper_height + (0.0 if grouped else lower_height)
            self._box(first, last, self._y, height)
            self._lines(self._lefts[first], sum(self._widths[first : last + 1]), self._y, height, lines, SANS_SEMIBOLD)
        self._y -= upper_height
        for at, lines in enumerate(lower):
            if self._form.columns[at].group:
                self._box(at, at, self._y, lower_height)
                self._lines(self._lefts[at], self._widths[at], self._y, lower_height, lines, SANS_SEMIBOLD)
        self._y -= lower_height
        if number_height:
            for at in range(len(self._widths)):
                self._box(at, at, self._y, number_height)
                self._lines(self._lefts[at], self._widths[at], self._y, number_height, (str(at + 1),), SANS)
            self._y -= number_height

    def _lines(self, left: float, width: float, top: float, height: float, lines: Sequence[str], font: str) -> None:
        """Lines in the middle of a box."""
        y = top - (height - len(lines) * TEXT_PT * LEADING) / 2 - TEXT_PT
        for line in lines:
            self._write(left + width / 2, y, line, font, TEXT_PT, "centre")
            y -= TEXT_PT * LEADING

    # rows

    def _draw_row(self, row: _Wrapped, font: str) -> None:
        for at, (lines, column) in enumerate(zip(row.cells, self._form.columns, strict=True)):
            self._box(at, at, self._y, row.height)
            side = "centre" if column.kind in _CENTRED else "right" if column.kind in _RIGHT else "left"
            left, right = self._lefts[at] + BESIDE, self._lefts[at] + self._widths[at] - BESIDE
            x = {"left": left, "right": right, "centre": (left + right) / 2}[side]
            for number, line in enumerate(lines):
                y = self._y - ABOVE - TEXT_PT - number * TEXT_PT * LEADING
                self._write(x, y, line, font, TEXT_PT, side)
        self._y -= row.height

    def _box(self, first: int, last: int, top: float, height: float) -> None:
        self._canvas.setStrokeColor(INK)
        self._canvas.setLineWidth(0.4)
        self._canvas.rect(self._lefts[first], top - height, sum(self._widths[first : last + 1]), height)

    # signatures and foot

    def _signatures_height(self) -> float:
        if not self._form.signers:
            return 0.0
        lines = max(len(signer.lines) for signer in self._form.signers)
        return 14.0 + lines * HEAD_PT * LEADING + SIGNING + 2 * HEAD_PT * LEADING

    def _draw_signatures(self) -> None:
        if not self._form.signers:
            return
        share = self._width / len(self._form.signers)
        most = max(len(signer.lines) for signer in self._form.signers)
        for at, signer in enumerate(self._form.signers):
            self._draw_signer(signer, MARGIN + share * (at + 0.5), share - 16.0, most)

    def _draw_signer(self, signer: Signer, x: float, width: float, most: int) -> None:
        y = self._y - 14.0 - HEAD_PT - (most - len(signer.lines)) * HEAD_PT * LEADING
        for line in signer.lines:
            self._write(x, y, fit(line, width, SANS, HEAD_PT), SANS, HEAD_PT, "centre")
            y -= HEAD_PT * LEADING
        y -= SIGNING
        name = signer.name or f"({DOTS})"
        self._write(x, y, fit(name, width, SANS_SEMIBOLD, HEAD_PT), SANS_SEMIBOLD, HEAD_PT, "centre")
        nip = f"NIP. {signer.nip}" if signer.nip else "NIP. " + DOTS[:24]
        self._write(x, y - HEAD_PT * LEADING, fit(nip, width, SANS, HEAD_PT), SANS, HEAD_PT, "centre")

    def _draw_foot(self, number: int, pages: int) -> None:
        self._canvas.setFillColor(GREY)
        self._canvas.setFont(SANS, SMALL_PT)
        self._canvas.drawString(MARGIN, 16, fit(self._form.foot, self._width * 0.8, SANS, SMALL_PT))
        self._canvas.drawRightString(MARGIN + self._width, 16, self._form.page.format(number=number, pages=pages))

    def _write(self, x: float, y: float, text: str, font: str, size: float, side: str = "left") -> None:
        if not text:
            return
        self._canvas.setFillColor(INK)
        self._canvas.setFont(font, size)
        draw = {"left": self._canvas.drawString, "right": self._canvas.drawRightString}
        draw.get(side, self._canvas.drawCentredString)(x, y, text)


def _spans(columns: Sequence[Column]) -> Iterator[tuple[int, int, str, bool]]:
    """The upper titles: first and last column, the text, and whether it stands over a group."""
    at = 0
    for (group, _own), members in groupby(
        enumerate(columns), lambda one: (one[1].group, one[0] if not one[1].group else 0)
    ):
        count = len(list(members))
        yield at, at + count - 1, group or columns[at].title, bool(group)
        at += count


def _shown(value: Cell, column: Column) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    if column.kind is Kind.YEAR:
        return str(value if isinstance(value, int) else value.year)
    return amount(value) if isinstance(value, int) else value.isoformat()
