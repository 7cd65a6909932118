"""Labels to PDF: exact millimetres, codes as vectors, one pass, memory that does not grow with the drawing."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFName, PDFStream
from reportlab.pdfbase.pdfmetrics import getFont
from reportlab.pdfgen.canvas import Canvas

from spbe_assets import __version__, pdf_fonts
from spbe_assets.domain.labels import Design, LabelContent, LabelRun
from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.i18n import _
from spbe_assets.labels.drawing import Bars, Code, Drawing, Item, Picture, Rule, Text
from spbe_assets.labels.geometry import Fit, Rect
from spbe_assets.labels.layout import draw, for_stock
from spbe_assets.labels.output import Tally
from spbe_assets.labels.stock import Stock
from spbe_assets.labels.typeset import MM
from spbe_assets.storage.whole_file import whole_file

PROGRESS_EVERY = 100
OUTLINE_MM = 0.1


def render(
    path: Path,
    stock: Stock,
    contents: Iterable[LabelContent],
    *,
    design: Design = Design(),  # noqa: B008 - frozen
    fit: Fit = Fit(),  # noqa: B008 - frozen
    dot_mm: float = 0.0,
    start_cell: int = 1,
    total: int = 0,
    progress: Progress = SILENT,
) -> LabelRun:
    """Write labels to a PDF at `path`; the same labels give the same bytes.

    Args:
        path: replaced only when everything is written.
        stock: the paper.
        contents: the labels, taken one by one; those without a tag are left out and reported.
        design: what is printed on each; without a size the stock's own.
        fit: the printer's error to make up for.
        dot_mm: of a thermal printer, to show what it will print; 0 for the file's own sake.
        start_cell: the first cell that is still free on the first sheet.
        total: how many labels to expect, for the progress only.
        progress: told every hundred labels.

    Raises:
        Invalid: the start cell can't be right.
        Refused: there is nothing to print, or the file can't be written.
    """
    printer = _Printer(stock, fit, for_stock(design, stock), start_cell, dot_mm)
    with whole_file(path) as part, part.open("wb") as file:
        for done, content in enumerate(contents, 1):
            printer.add(content)
            if done % PROGRESS_EVERY == 0:
                progress.step(done, max(total, done), content.tag)
        run = printer.tally.finish()
        file.write(printer.packed())
    return run


def render_drawings(path: Path, stock: Stock, drawings: Iterable[Drawing], *, fit: Fit = Fit()) -> None:  # noqa: B008
    """Write drawings, each as large as the page, to a PDF, a page for each.

    Raises:
        Refused: the file can't be written.
    """
    pdf_fonts.register()
    canvas = _Pages(stock)
    corner = fit.moved(Rect(0.0, 0.0, stock.page_width, stock.page_height))
    for drawing in drawings:
        canvas.add_label(drawing, corner, fit.scale)
        canvas.showPage()
    with whole_file(path) as part, part.open("wb") as file:
        file.write(canvas.getpdfdata())


class _Printer:
    """Puts labels on pages in reading order."""

    def __init__(self, stock: Stock, fit: Fit, design: Design, start_cell: int, dot_mm: float) -> None:
        pdf_fonts.register()
        self.tally = Tally(stock, start_cell)
        self._stock, self._fit, self._design, self._dot = stock, fit, design, dot_mm
        self._canvas = _Pages(stock)
        self._page = 0

    def add(self, content: LabelContent) -> None:
        place = self.tally.place(content)
        if place is None:
            return
        if place.page != self._page:
            self._canvas.showPage()
            self._page = place.page
        drawing = draw(content, place.rect.width, place.rect.height, self._design, dot_mm=self._dot)
        outlined = self._stock if self._stock.outline else None
        self._canvas.add_label(drawing, self._fit.moved(place.rect), self._fit.scale, outlined)
        self.tally.warn(drawing.warnings)

    def packed(self) -> bytes:
        """The whole file."""
        self._canvas.showPage()
        return self._canvas.getpdfdata()


class _Pages(Canvas):  # type: ignore[misc]
    """ReportLab's canvas with label drawing; a full page is packed by another thread while the next one is drawn."""

    def __init__(self, stock: Stock) -> None:
        self._height_pt = stock.page_height * MM
        self._packer = ThreadPoolExecutor(1)
        self._packing: list[tuple[Any, Future[bytes]]] = []
        self._forms: dict[Picture, str] = {}
        self._encoded: dict[tuple[str, str], list[tuple[str, str]]] = {}
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
        self._packing.append((page, self._packer.submit(zlib.compress, page.stream.encode("latin-1"), 6)))
        page.stream = None

    def getpdfdata(self) -> bytes:
        for page, packed in self._packing:
            page.Contents = PDFStream(PDFDictionary({"Filter": PDFName("FlateDecode")}), packed.result())
        self._packer.shutdown()
        return bytes(super().getpdfdata())

    def add_label(self, drawing: Drawing, rect: Rect, scale: float, outlined: Stock | None = None) -> None:
        """Draw in the cell's own coordinates: mm from its top left, y down."""
        self.addLiteral(f"q {scale:.6f} 0 0 {scale:.6f} {rect.x * MM:.4f} {self._height_pt - rect.y * MM:.4f} cm")
        if outlined:
            self._outline(outlined)
        for item in drawing.items:
            self._item(item)
        self.addLiteral("Q")

    def _item(self, item: Item) -> None:
        if isinstance(item, Text):
            self._text(item)
        elif isinstance(item, Code):
            self._modules(item.x, item.y, item.module, item.module, [_run(*run) for run in item.symbol.runs])
        elif isinstance(item, Bars):
            self._modules(item.x, item.y, item.module, item.height, [_run(at, 0, count) for at, count in item.runs])
        elif isinstance(item, Rule):
            self._rule(item)
        else:
            self._picture(item)

    def _text(self, text: Text) -> None:
        # Straight to the page: owner, unit and codes stand on many labels, and the library encodes each anew.
        key = text.font, text.text
        if key not in self._encoded:
            self._encoded[key] = self._encode(*key)
        shown = " ".join([f"{name} {text.size:.3f} Tf ({letters}) Tj" for name, letters in self._encoded[key]])
        self.addLiteral(f"BT {text.x * MM:.4f} {-text.y * MM:.4f} Td {shown} ET")

    def _encode(self, font_name: str, text: str) -> list[tuple[str, str]]:
        """A text as the parts of the font that the file gets, and the letters in each."""
        font = getFont(font_name)
        parts = font.splitString(text, self._doc)
        return [(font.getSubsetInternalName(subset, self._doc), self._escape(letters)) for subset, letters in parts]

    def _modules(self, x: float, y: float, width: float, height: float, runs: list[str]) -> None:
        # One path for the whole code: renderers then show no hairlines between its rows.
        start = f"q {width * MM:.5f} 0 0 {-height * MM:.5f} {x * MM:.4f} {-y * MM:.4f} cm"
        self.addLiteral(" ".join((start, *runs, "f Q")))

    def _picture(self, picture: Picture) -> None:
        key = picture._replace(x=0.0, y=0.0)
        if key not in self._forms:
            self._forms[key] = self._form(picture)
        self.saveState()
        self.translate(picture.x * MM, -picture.y * MM)
        self.doForm(self._forms[key])
        self.restoreState()

    def _form(self, picture: Picture) -> str:
        """A picture as a form of the file, because ReportLab hashes all its pixels each time it is drawn."""
        name = f"picture{len(self._forms)}"
        width, height = picture.width * MM, picture.height * MM
        self.beginForm(name, 0, -height, width, 0)
        image = ImageReader(BytesIO(picture.png))
        self.drawImage(image, 0, -height, width, height, preserveAspectRatio=True, anchor="nw")
        self.endForm()
        return name

    def _rule(self, rule: Rule) -> None:
        dash = "[2 2] 0 d" if rule.dashed else "[] 0 d"
        x1, y1, x2, y2 = rule.x1 * MM, -rule.y1 * MM, rule.x2 * MM, -rule.y2 * MM
        self.addLiteral(f"{rule.width * MM:.4f} w {dash} {x1:.4f} {y1:.4f} m {x2:.4f} {y2:.4f} l S")

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
