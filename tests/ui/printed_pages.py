"""What tests of printing share: papers, printers that make PDFs, and pages compared as images."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pypdfium2
import zxingcpp
from PIL import Image, ImageChops, ImageFilter
from PySide6.QtPrintSupport import QPrinter

from spbe_assets.domain.errors import Cancelled
from spbe_assets.domain.labels import LabelContent, Listed
from spbe_assets.labels import stock as stocks
from spbe_assets.labels.printing import Order, Printed
from spbe_assets.labels.stock import Stock, StockKind
from ui.labels.paint_pages import paint_pages, set_up

DPI = 300
SHEET, ROLL, TAPE = (stocks.find(name) for name in ("avery-l7159", "roll-50x30", "brother-tze-18"))
PLAIN = stocks.find("a4-90x32")
ON_SIDE = Stock("side", "X", "side", StockKind.SHEET, 297, 210, 90, 60, 3, 3, 10, 10, 92, 62)
SHARE = 0.0005
"""So many pixels may differ by more than one to any side."""
ALL = slice(None)
WAIT_MS = 30_000


def order(paper: Stock, **more: object) -> Order:
    return Order(Listed(()), paper, **more)  # type: ignore[arg-type]


def pdf_printer(path: Path, paper: Stock) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    set_up(printer, paper)
    return printer


def paint(path: Path, wanted: Order, labels: Sequence[LabelContent]) -> Printed:
    return paint_pages(pdf_printer(path, wanted.stock), wanted, labels)


def pages(path: Path) -> list[Image.Image]:
    with pypdfium2.PdfDocument(path) as document:
        return [page.render(scale=DPI / 72, grayscale=True).to_pil() for page in document]


def sizes(path: Path) -> list[tuple[float, float]]:
    with pypdfium2.PdfDocument(path) as document:
        return [(page.get_width() / 72 * 25.4, page.get_height() / 72 * 25.4) for page in document]


def differing(first: Image.Image, second: Image.Image) -> float:
    """The share of pixels that are dark in one picture while nothing is dark around them in the other."""
    box = 0, 0, min(first.width, second.width), min(first.height, second.height)
    count = 0
    for one, other in ((first.crop(box), second.crop(box)), (second.crop(box), first.crop(box))):
        dark, around = one.point(lambda level: 255 * (level < 96)), other.filter(ImageFilter.MinFilter(3))
        alone = ImageChops.multiply(dark, around.point(lambda level: 255 * (level > 159)))
        count += alone.histogram()[255]
    return count / (box[2] * box[3])


def codes(image: Image.Image, size: tuple[float, float]) -> dict[str, tuple[float, float]]:
    """What is read, and where the middle of each code lies in mm of a page of this size."""
    found = {}
    for one in zxingcpp.read_barcodes(image):
        corners = (one.position.top_left, one.position.top_right, one.position.bottom_left, one.position.bottom_right)
        x, y = sum(at.x for at in corners) / 4, sum(at.y for at in corners) / 4
        is_square = one.format == zxingcpp.BarcodeFormat.QRCode  # bars are read along any line
        found[one.text] = x / image.width * size[0], y / image.height * size[1] if is_square else 0.0
    return found


def assert_same(
    painted: Path, wanted: Path, paper: Stock, *, share: float = SHARE, within: float = 0.1, only: slice = ALL
) -> None:
    """Both files hold the same pages at the same places; `only` are those of the second that the first one has."""
    meant_pages = list(zip(pages(wanted), sizes(wanted), strict=True))[only]
    seen_pages = list(zip(pages(painted), sizes(painted), strict=True))
    assert len(seen_pages) == len(meant_pages)
    for (first, size), (second, meant_size) in zip(seen_pages, meant_pages, strict=True):
        first, size = upright(first, size, paper)
        seen, meant = codes(first, size), codes(second, meant_size)
        assert seen.keys() == meant.keys() and seen
        off = max(abs(a - b) for text in meant for a, b in zip(seen[text], meant[text], strict=True))
        assert off <= within and differing(first, second) < share


def upright(image: Image.Image, size: tuple[float, float], paper: Stock) -> tuple[Image.Image, tuple[float, float]]:
    """A page as people see it: what lies on its side leaves some printers turned."""
    if (size[0] < size[1]) == (paper.page_width < paper.page_height):
        return image, size
    return image.transpose(Image.Transpose.ROTATE_270), size[::-1]


class Stops:
    """A progress on which somebody presses Cancel."""

    def step(self, done: int, total: int, text: str = "") -> None:
        if done > 9:
            raise Cancelled
