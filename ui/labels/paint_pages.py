"""A printing run on a printer of the system: exact scale, the paper as it is, nothing on paper after Cancel."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from PySide6.QtCore import QMarginsF, QSizeF
from PySide6.QtGui import QPageLayout, QPageRanges, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintEngine, QPrinter, QPrinterInfo

from spbe_assets.domain.errors import Refused
from spbe_assets.domain.labels import LabelContent, LabelRun
from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.i18n import _
from spbe_assets.labels.drawing import Drawing
from spbe_assets.labels.geometry import Fit, Rect
from spbe_assets.labels.layout import draw, for_stock
from spbe_assets.labels.output import Tally
from spbe_assets.labels.printing import Order, Printed
from spbe_assets.labels.stock import Stock, StockKind
from ui.labels.painter import LabelPainter

MM_PER_INCH = 25.4
SNAPPED_DPI = range(150, 601)
"""Resolutions at which the width of a module depends on where it lies; finer printers draw them evenly anyway."""
ROUNDING_PT = 0.25
EXACT = QPageSize.SizeMatchPolicy.ExactMatch
_CUPS_OPTIONS = QPrintEngine.PrintEnginePropertyKey(0xFE00)  # Qt's own PPK_CupsOptions: names and values in turn
_CHANGES_PAGES = frozenset(
    ("copies", "fit-to-page", "fitplot", "natural-scaling", "number-up", "number-up-layout", "page-border",
     "page-ranges", "page-set", "print-scaling", "scaling")
)  # fmt: skip


def set_up(printer: QPrinter, stock: Stock) -> None:
    """Let a printer take this paper, one side, once, and neither fit nor shift what is drawn."""
    options = _cups_options(printer)
    printer.setPageLayout(page_layout(stock, whole_points=options is not None))
    printer.setDuplex(QPrinter.DuplexMode.DuplexNone)
    printer.setCopyCount(1)
    if options is not None:
        for ranges in (value for name, value in options if name == "page-ranges"):
            printer.setPrintRange(QPrinter.PrintRange.PageRange)
            printer.setPageRanges(QPageRanges.fromString(ranges))
        kept = [part for name, value in options if name not in _CHANGES_PAGES for part in (name, value)]
        printer.printEngine().setProperty(_CUPS_OPTIONS, [*kept, "print-scaling", "none"])


def page_layout(stock: Stock, *, whole_points: bool = False) -> QPageLayout:
    """The whole page without margins. Known sizes on their side are turned, and tapes, whose labels lie along them.

    Args:
        stock: the paper.
        whole_points: round a size of its own to points, because Qt and CUPS do so one after the other; where they
            disagree, CUPS moves the page by half the difference.
    """
    portrait, landscape = QPageLayout.Orientation.Portrait, QPageLayout.Orientation.Landscape
    size, turned = (_page_size(*sides) for sides in (_sides(stock), _sides(stock)[::-1]))
    is_on_side = stock.page_width > stock.page_height and turned.id() != QPageSize.PageSizeId.Custom
    is_turned = is_on_side or stock.kind is StockKind.TAPE
    size = turned if is_turned else size
    if whole_points and size.id() == QPageSize.PageSizeId.Custom:
        points = size.sizePoints()
        # CUPS turns them into hundredths of a mm and cuts them off, so that 142 points would become 141.
        size = QPageSize(QSizeF(points) + QSizeF(ROUNDING_PT, ROUNDING_PT), QPageSize.Unit.Point, "", EXACT)
    layout = QPageLayout(size, landscape if is_turned else portrait, QMarginsF())
    layout.setMode(QPageLayout.Mode.FullPageMode)
    return layout


def dot_mm(printer: QPrinter) -> float:
    """The dot to which codes are snapped; 0 for a printer that is finer than that.

    A printer that could use several resolutions is taken to use the finest of them that snapping is meant for.
    """
    known = QPrinterInfo(printer).supportedResolutions()
    own = printer.resolution()
    dpi = own if own in SNAPPED_DPI else max(set(known) & set(SNAPPED_DPI), default=0)
    return MM_PER_INCH / dpi if dpi else 0.0


def paint_pages(
    printer: QPrinter, order: Order, contents: Sequence[LabelContent], progress: Progress = SILENT
) -> Printed:
    """Print a run, or the pages of it that the printer is set to; on any thread that has the printer to itself.

    Args:
        printer: as `set_up` leaves it.
        order: what to print; its copies and its fit are kept to.
        contents: each record's label once.
        progress: told label by label; Cancel leaves nothing behind.

    Raises:
        Invalid: the paper has no such start cell.
        Refused: there is nothing to print, or the printer doesn't begin.
    """
    with _painting(printer) as painter:
        pages = _Pages(printer, painter, order)
        for done, content in enumerate(contents):
            progress.step(done * order.copies, len(contents) * order.copies, content.tag)
            pages.add(content)
        return pages.finish()


def paint_drawings(printer: QPrinter, stock: Stock, drawings: Sequence[Drawing], fit: Fit) -> None:
    """Print drawings that are as large as the page, a page for each.

    Raises:
        Refused: the printer doesn't begin.
    """
    whole = fit.moved(Rect(0.0, 0.0, stock.page_width, stock.page_height))
    with _painting(printer) as painter:
        pen = LabelPainter(painter, dot_mm(printer))
        for number, drawing in enumerate(drawings):
            if number:
                printer.newPage()
            pen.paint(drawing, whole, fit.scale)


@contextmanager
def _painting(printer: QPrinter) -> Iterator[QPainter]:
    """A painter whose unit is a mm; whatever goes wrong, nothing is printed then."""
    painter = QPainter()
    if not painter.begin(printer):
        raise Refused(_refused(printer))
    try:
        painter.scale(printer.logicalDpiX() / MM_PER_INCH, printer.logicalDpiY() / MM_PER_INCH)
        yield painter
    except BaseException:
        _abort(printer)
        raise
    finally:
        painter.end()


class _Pages:
    """Paints labels in reading order and keeps the count of those that lie on wanted pages."""

    def __init__(self, printer: QPrinter, painter: QPainter, order: Order) -> None:
        self._printer, self._order = printer, order
        self._tally = Tally(order.stock, order.start_cell)
        self._design = for_stock(order.design, order.stock)
        self._dot = dot_mm(printer)
        self._pen = LabelPainter(painter, self._dot)
        self._page = -1
        self._pages = self._labels = 0
        self._printed: list[LabelContent] = []

    def add(self, content: LabelContent) -> None:
        order, before = self._order, self._labels
        for _copy in range(order.copies if content.tag.strip() else 1):
            place = self._tally.place(content)
            if place is None or not _is_wanted(self._printer, place.page + 1):
                continue
            self._turn_to(place.page)
            dot = self._dot / order.fit.scale
            drawing = draw(content, place.rect.width, place.rect.height, self._design, dot_mm=dot)
            self._pen.paint(drawing, order.fit.moved(place.rect), order.fit.scale, order.stock)
            self._tally.warn(drawing.warnings)
            self._labels += 1
        if self._labels > before:
            self._printed.append(content)

    def finish(self) -> Printed:
        run = self._tally.finish()
        if not self._labels:
            told = _("None of the pages that were chosen is there; the labels fill {n}.")
            raise Refused(told.format(n=run.pages))
        is_end = self._page + 1 == run.pages
        run = replace(run, pages=self._pages, labels=self._labels, next_cell=run.next_cell if is_end else 1)
        return Printed(run, tuple(self._printed), len(self._printed))

    def _turn_to(self, page: int) -> None:
        if page == self._page:
            return
        if self._page >= 0 and not self._printer.newPage():
            raise Refused(_refused(self._printer))
        self._page = page
        self._pages += 1


def count(order: Order, contents: Sequence[LabelContent]) -> LabelRun:
    """How many labels and pages the whole run has.

    Raises:
        Invalid: the paper has no such start cell.
        Refused: there is nothing to print.
    """
    tally = Tally(order.stock, order.start_cell)
    for content in contents:
        for _copy in range(order.copies if content.tag.strip() else 1):
            tally.place(content)
    return tally.finish()


def _is_wanted(printer: QPrinter, page: int) -> bool:
    if printer.printRange() != QPrinter.PrintRange.PageRange:
        return True
    ranges = printer.pageRanges()
    return ranges.isEmpty() or ranges.contains(page)


def _sides(stock: Stock) -> tuple[float, float]:
    return stock.page_width, stock.page_height


def _page_size(width: float, height: float) -> QPageSize:
    return QPageSize(QSizeF(width, height), QPageSize.Unit.Millimeter, "", EXACT)


def _cups_options(printer: QPrinter) -> list[tuple[str, str]] | None:
    """What CUPS is told beside the pages; None where another system prints."""
    given = printer.printEngine().property(_CUPS_OPTIONS)
    return None if given is None else list(zip(given[::2], given[1::2], strict=True))


def _abort(printer: QPrinter) -> None:
    # With CUPS Qt can't abort: it would print what is there. A job for no copies is turned down as a whole.
    if not printer.abort() and _cups_options(printer) is not None:
        printer.printEngine().setProperty(_CUPS_OPTIONS, ["copies", "0"])


def _refused(printer: QPrinter) -> str:
    told = _("The printer {name} doesn't take the labels. See that it is switched on and known to the system.")
    return told.format(name=printer.printerName())
