"""Labels to PDF: exact millimetres, codes as vectors, one pass, memory that does not grow with the drawing."""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFName, PDFStream
from reportlab.pdfgen.canvas import Canvas

from spbe_assets import __version__, pdf_fonts
from spbe_assets.domain.errors import Refused
from spbe_assets.domain.labels import ContentSize, LabelContent, LabelRun, LabelWarning, Problem
from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.i18n import _
from spbe_assets.labels import geometry
from spbe_assets.labels.geometry import Fit, Rect
from spbe_assets.labels.layout import Code, Drawing, Rule, Text, draw
from spbe_assets.labels.stock import Stock
from spbe_assets.labels.typeset import MM

MOST_WARNINGS = 1000
PROGRESS_EVERY = 100
OUTLINE_MM = 0.1


def render(
    path: Path,
    stock: Stock,
    contents: Iterable[LabelContent],
    *,
    start_cell: int = 1,
    offset_mm: tuple[float, float] = (0.0, 0.0),
    scale: float = 1.0,
    size: ContentSize | None = None,
    total: int = 0,
    progress: Progress = SILENT,
) -> LabelRun:
    """Write labels to a PDF at `path`; the same labels give the same bytes.

    Args:
        path: replaced only when everything is written.
        stock: the paper.
        contents: the labels, taken one by one; those without a tag are left out and reported.
        start_cell: the first cell that is still free on the first sheet.
        offset_mm: the printer's error to make up for, to the right and down.
        scale: the same for its size.
        size: how much to print; the stock's own content when None.
        total: how many labels to expect, for the progress only.
        progress: told every hundred labels.

    Raises:
        Invalid: start cell, offset or scale can't be right.
        Refused: there is nothing to print, or the file can't be written.
    """
    geometry.check_start(stock, start_cell)
    printer = _Printer(stock, Fit(*offset_mm, scale), size or stock.content, start_cell)
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("wb") as file:
            for done, content in enumerate(contents, 1):
                printer.add(content)
                if done % PROGRESS_EVERY == 0:
                    progress.step(done, max(total, done), content.tag)
            run = printer.finish(file)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        raise Refused(
            _(
                "The labels can't be written to {file}: {reason}. Close it in other programs or choose another place."
            ).format(file=path, reason=error.strerror or error)
        ) from error
    finally:
        part.unlink(missing_ok=True)
    return run


class _Printer:
    """Puts labels on pages in reading order and keeps the count."""

    def __init__(self, stock: Stock, fit: Fit, size: ContentSize, start_cell: int) -> None:
        pdf_fonts.register()
        self._stock, self._fit, self._size, self._start = stock, fit, size, start_cell
        self._canvas = _Pages(stock)
        self._page = 0
        self._labels = 0
        self._warnings: list[LabelWarning] = []
        self._warned = 0
        self._narrow = False

    def add(self, content: LabelContent) -> None:
        if not content.tag.strip():
            self._warn([LabelWarning(Problem.NO_TAG, "", content.name or content.record_id.hex()[-8:])])
            return
        place = geometry.place(self._stock, self._labels, self._start)
        if place.page != self._page:
            self._canvas.showPage()
            self._page = place.page
        drawing = draw(content, place.rect.width, place.rect.height, self._size)
        self._canvas.add_label(drawing, self._fit.moved(place.rect), self._fit.scale, self._stock)
        self._warn(drawing.warnings)
        self._labels += 1

    def finish(self, file: Any) -> LabelRun:
        if not self._labels:
            raise Refused(_("There is no label to print: nothing matches, or nothing that matches has a tag."))
        self._canvas.showPage()
        file.write(self._canvas.getpdfdata())
        count, start = self._labels, self._start
        pages = geometry.pages_needed(self._stock, count, start)
        after = geometry.next_cell(self._stock, count, start)
        return LabelRun(pages, count, tuple(self._warnings), self._warned, after)

    def _warn(self, warnings: list[LabelWarning]) -> None:
        for warning in warnings:
            if warning.problem is Problem.SMALL_CODE and self._narrow:
                continue  # the same for every label of the run
            self._narrow |= warning.problem is Problem.SMALL_CODE
            self._warned += 1
            if len(self._warnings) < MOST_WARNINGS:
                self._warnings.append(warning)


class _Pages(Canvas):  # type: ignore[misc]
    """ReportLab's canvas with label drawing; each page is packed as soon as it is full."""

    def __init__(self, stock: Stock) -> None:
        self._height_pt = stock.page_height * MM
        super().__init__(
            "labels.pdf",
            pagesize=(stock.page_width * MM, self._height_pt),
            invariant=1,
            pageCompression=0,
            initialFontName=pdf_fonts.SANS,
        )
        self.setTitle(_("Labels on {stock}").format(stock=stock.title))
        self.setAuthor("SPBE Assets")
        self.setCreator(f"SPBE Assets {__version__}")
        self.setSubject(_("Inventory labels"))
        self.setViewerPreference("PrintScaling", "None")

    def showPage(self) -> None:
        super().showPage()
        page = self._doc.Pages.pages[-1]
        packed = zlib.compress(page.stream.encode("latin-1"), 6)
        page.Contents = PDFStream(PDFDictionary({"Filter": PDFName("FlateDecode")}), packed)
        page.stream = None

    def add_label(self, drawing: Drawing, rect: Rect, scale: float, stock: Stock) -> None:
        """Draw in the cell's own coordinates: mm from its top left, y down."""
        self.saveState()
        self.translate(rect.x * MM, self._height_pt - rect.y * MM)
        self.scale(scale, scale)
        if stock.outline:
            self._outline(stock)
        for item in drawing.items:
            if isinstance(item, Text):
                self.setFont(item.font, item.size)
                self.drawString(item.x * MM, -item.y * MM, item.text)
            elif isinstance(item, Code):
                self._code_runs(item)
            else:
                self._rule(item)
        self.restoreState()

    def _code_runs(self, code: Code) -> None:
        # One path for the whole code: renderers then show no hairlines between its rows.
        module = code.module * MM
        start = f"q {module:.5f} 0 0 {-module:.5f} {code.x * MM:.4f} {-code.y * MM:.4f} cm"
        self.addLiteral(" ".join((start, *[_run(*run) for run in code.symbol.runs], "f Q")))

    def _rule(self, rule: Rule) -> None:
        self.setLineWidth(rule.width * MM)
        self.setDash(*((2, 2) if rule.dashed else ()))
        self.line(rule.x1 * MM, -rule.y1 * MM, rule.x2 * MM, -rule.y2 * MM)

    def _outline(self, stock: Stock) -> None:
        inset = OUTLINE_MM / 2
        self.setStrokeGray(0.6)
        self.setLineWidth(OUTLINE_MM * MM)
        self.setDash()
        width, height = stock.cell_width - OUTLINE_MM, stock.cell_height - OUTLINE_MM
        self.roundRect(inset * MM, -(inset + height) * MM, width * MM, height * MM, stock.corner_radius * MM)
        self.setStrokeGray(0)


@lru_cache(maxsize=16384)
def _run(column: int, row: int, length: int) -> str:
    return f"{column} {row} {length} 1 re"
