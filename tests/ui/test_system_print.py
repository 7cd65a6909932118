"""Labels on printers of the system: what Qt paints is what the PDF holds, measured as images."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path
from time import monotonic
from uuid import uuid4

import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageChops, ImageFilter
from PySide6.QtCore import QTimer
from PySide6.QtGui import QColor, QImage, QPageRanges, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QApplication, QRadioButton, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from spbe_assets import pdf_fonts
from spbe_assets.domain.errors import Cancelled, Refused
from spbe_assets.domain.filters import AssetFilter
from spbe_assets.domain.ids import new_id
from spbe_assets.domain.labels import Design, LabelContent, Listed, Problem, Symbology
from spbe_assets.labels import geometry, pdf
from spbe_assets.labels import stock as stocks
from spbe_assets.labels.drawing import Code
from spbe_assets.labels.geometry import Fit, Rect
from spbe_assets.labels.layout import draw, for_stock
from spbe_assets.labels.printing import Order, Printed
from spbe_assets.labels.stock import Stock, StockKind
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.tables import Asset
from tests.labels.samples import NASTY, ORDINARY, contents, seal
from ui.context import AppContext
from ui.labels.paint_pages import dot_mm, paint_pages, set_up
from ui.labels.painter import LabelPainter, _Face
from ui.labels.system_print import SystemPrint

DPI = 300
PX = DPI / 25.4
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
        print(f"{paper.id}: codes off by {off:.3f} mm at most, {differing(first, second):.4%} of the pixels differ")
        assert off <= within and differing(first, second) < share


def upright(image: Image.Image, size: tuple[float, float], paper: Stock) -> tuple[Image.Image, tuple[float, float]]:
    """A page as people see it: what lies on its side leaves some printers turned."""
    if (size[0] < size[1]) == (paper.page_width < paper.page_height):
        return image, size
    return image.transpose(Image.Transpose.ROTATE_270), size[::-1]


@pytest.mark.parametrize(
    ("paper", "design"),
    [
        (SHEET, Design()),
        (SHEET, Design(symbology=Symbology.CODE128, note="Jangan dilepas")),
        (PLAIN, Design(logo=seal(1.0))),
        (ROLL, Design()),
        (TAPE, Design()),
        (ON_SIDE, Design()),
    ],
    ids=["sheet", "bars", "outlines and logo", "roll", "tape", "sheet on its side"],
)
def test_qt_paints_what_the_pdf_holds(dressed: QApplication, tmp_path: Path, paper: Stock, design: Design) -> None:
    labels = list(contents(paper.cells + 2))
    done = paint(tmp_path / "qt.pdf", order(paper, design=design), labels)
    run = pdf.render(tmp_path / "our.pdf", paper, labels, design=design)
    assert done.run == run and done.contents == tuple(labels)
    assert_same(tmp_path / "qt.pdf", tmp_path / "our.pdf", paper)


@pytest.mark.parametrize("texts", [NASTY, ORDINARY], ids=["nasty", "ordinary"])
def test_any_script_is_painted_as_in_the_pdf(
    dressed: QApplication, tmp_path: Path, texts: tuple[tuple[str, ...], ...]
) -> None:
    labels = list(contents(SHEET.cells, texts))
    done = paint(tmp_path / "qt.pdf", order(SHEET), labels)
    assert done.run == pdf.render(tmp_path / "our.pdf", SHEET, labels)
    assert_same(tmp_path / "qt.pdf", tmp_path / "our.pdf", SHEET)


@pytest.mark.parametrize("paper", [SHEET, ROLL, TAPE, ON_SIDE], ids=lambda paper: paper.id)
def test_the_page_is_as_large_as_the_paper(dressed: QApplication, tmp_path: Path, paper: Stock) -> None:
    paint(tmp_path / "qt.pdf", order(paper), list(contents(1)))
    assert sizes(tmp_path / "qt.pdf")[0] == pytest.approx((paper.page_width, paper.page_height), abs=25.4 / 72 / 2)


def test_start_cell_copies_and_records_without_a_tag(dressed: QApplication, tmp_path: Path) -> None:
    labels = [*contents(3), LabelContent(new_id(), "", name="No tag")]
    done = paint(tmp_path / "qt.pdf", order(SHEET, start_cell=20, copies=4), labels)
    assert (done.run.labels, done.run.pages, done.run.next_cell) == (12, 2, 8)
    assert done.contents == tuple(labels[:3]) and done.is_whole
    assert [warning.problem for warning in done.run.warnings] == [Problem.NO_TAG]
    first, second = pages(tmp_path / "qt.pdf")
    assert (len(zxingcpp.read_barcodes(first)), len(zxingcpp.read_barcodes(second))) == (5, 7)


@pytest.mark.parametrize("fit", [Fit(1.5, -0.8), Fit(scale=0.97), Fit(-2.0, 3.0, 1.02)])
def test_offset_and_scale_are_kept_to(dressed: QApplication, tmp_path: Path, fit: Fit) -> None:
    labels = list(contents(SHEET.cells))
    paint(tmp_path / "plain.pdf", order(SHEET), labels)
    paint(tmp_path / "qt.pdf", order(SHEET, fit=fit), labels)
    files = tmp_path / "plain.pdf", tmp_path / "qt.pdf"
    plain, moved = (codes(pages(file)[0], sizes(file)[0]) for file in files)
    assert len(moved) == SHEET.cells
    for text, (x, y) in plain.items():
        meant = fit.moved(Rect(x, y, 0, 0))
        assert moved[text] == pytest.approx((meant.x, meant.y), abs=0.1)


def test_only_the_chosen_pages_are_printed_and_told(dressed: QApplication, tmp_path: Path) -> None:
    labels = list(contents(SHEET.cells * 3 + 5))
    printer = pdf_printer(tmp_path / "qt.pdf", SHEET)
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setPageRanges(QPageRanges.fromString("2,4"))
    done = paint_pages(printer, order(SHEET), labels)
    assert done.contents == (*labels[24:48], *labels[72:]) and done.run.labels == 29
    assert (done.run.pages, done.run.next_cell) == (2, 6)
    pdf.render(tmp_path / "our.pdf", SHEET, labels)
    assert_same(tmp_path / "qt.pdf", tmp_path / "our.pdf", SHEET, only=slice(1, None, 2))


def test_after_full_pages_the_next_sheet_is_a_fresh_one(dressed: QApplication, tmp_path: Path) -> None:
    printer = pdf_printer(tmp_path / "qt.pdf", SHEET)
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(1, 1)
    assert paint_pages(printer, order(SHEET), list(contents(30))).run.next_cell == 1


def test_pages_that_are_not_there_and_empty_runs_are_refused(dressed: QApplication, tmp_path: Path) -> None:
    printer = pdf_printer(tmp_path / "qt.pdf", SHEET)
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(7, 9)
    with pytest.raises(Refused, match="2"):
        paint_pages(printer, order(SHEET), list(contents(30)))
    with pytest.raises(Refused):
        paint(tmp_path / "none.pdf", order(SHEET), [])


@pytest.mark.qt_log_ignore("QPainter::begin", extend=True)
def test_a_place_that_cannot_be_written_is_refused(dressed: QApplication, tmp_path: Path) -> None:
    with pytest.raises(Refused):
        paint(tmp_path / "missing" / "qt.pdf", order(SHEET), list(contents(1)))


@pytest.mark.parametrize("font", pdf_fonts.FONTS)
def test_the_windows_letters_are_as_wide_as_the_pdfs(dressed: QApplication, font: str) -> None:
    text = "MILIK PEMPROV RIAU 1.3.2.10-W·→□é"
    raw = _Face(font).run(text).rawFont()
    widths = [advance.x() for advance in raw.advancesForGlyphIndexes(raw.glyphIndexesForString(text))]
    assert widths == pytest.approx([pdf_fonts.width(one, font, 1000) for one in text], rel=0.01, abs=1)


@pytest.mark.parametrize(("dpi", "paper"), [(203, ROLL), (300, SHEET), (600, ROLL)])
def test_codes_lie_on_whole_dots(dressed: QApplication, dpi: int, paper: Stock) -> None:
    dot, fit = 25.4 / dpi, Fit(0.37, 0.51, 1.01)
    place = fit.moved(geometry.place(paper, paper.columns).rect)
    cell = geometry.place(paper, 0).rect
    (content,) = contents(1)
    drawing = draw(content, cell.width, cell.height, for_stock(Design(), paper), dot_mm=dot / fit.scale)
    drawing.items = [item for item in drawing.items if isinstance(item, Code)]
    image = QImage(round((place.x + place.width) / dot), round((place.y + place.height) / dot), _GREY)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.scale(1 / dot, 1 / dot)
    LabelPainter(painter, dot).paint(drawing, place, fit.scale)
    painter.end()
    levels = Image.frombytes("L", (image.bytesPerLine(), image.height()), bytes(image.constBits()))
    seen = levels.crop((0, 0, image.width(), image.height())).histogram()
    (code,) = drawing.items
    assert isinstance(code, Code)
    dots = round(code.module * fit.scale / dot)
    assert seen[0] == sum(length for _x, _y, length in code.symbol.runs) * dots**2 and sum(seen[1:255]) == 0


def test_cancel_while_painting(dressed: QApplication, tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        paint_pages(pdf_printer(tmp_path / "qt.pdf", SHEET), order(SHEET), list(contents(30)), _Stops())


class _Stops:
    def step(self, done: int, total: int, text: str = "") -> None:
        if done > 9:
            raise Cancelled


_GREY = QImage.Format.Format_Grayscale8


# What follows prints on a real queue of CUPS, where this computer has one that makes PDFs.


@pytest.fixture
def queue(dressed: QApplication) -> str:
    for name in QPrinterInfo.availablePrinterNames():
        if "CUPS-PDF" in QPrinterInfo.printerInfo(name).makeAndModel():
            return name
    pytest.skip("no CUPS-PDF queue on this computer (package printer-driver-cups-pdf)")


@pytest.fixture
def arrived(qtbot: QtBot) -> Iterator[Callable[[], Path]]:
    """Waits for the next file that the queue makes; all of them are deleted afterwards."""
    folder = Path.home() / "PDF"
    before = set(folder.glob("*.pdf"))

    def arrive() -> Path:
        qtbot.waitUntil(lambda: bool(_whole(set(folder.glob("*.pdf")) - before)), timeout=WAIT_MS)
        found = _whole(set(folder.glob("*.pdf")) - before)[0]
        before.add(found)
        made.append(found)
        return found

    made: list[Path] = []
    yield arrive
    for path in made:
        path.unlink()


def _whole(paths: set[Path]) -> list[Path]:
    return [path for path in paths if b"%%EOF" in path.read_bytes()[-32:]]


def jobs(queue: str) -> int:
    lpstat = shutil.which("lpstat") or pytest.skip("no lpstat on this computer")
    done = subprocess.run([lpstat, "-W", "all", "-o", queue], capture_output=True, text=True, check=False)
    return len(done.stdout.splitlines())


@pytest.mark.parametrize("paper", [SHEET, ROLL, TAPE, ON_SIDE], ids=lambda paper: paper.id)
def test_a_queue_of_the_system_prints_at_exact_scale(
    queue: str, arrived: Callable[[], Path], tmp_path: Path, paper: Stock
) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPrinterName(queue)
    printer.setDocName(uuid4().hex)
    set_up(printer, paper)
    labels = list(contents(min(paper.cells, 24)))
    paint_pages(printer, order(paper), labels)
    file = arrived()
    pdf.render(tmp_path / "our.pdf", paper, labels, dot_mm=dot_mm(printer))
    # The queue goes by PostScript, which draws letters as dots and takes A4 as 595 points wide, 0.1 mm less than it is.
    within = 0.15 if paper is ON_SIDE else 0.1
    assert_same(file, tmp_path / "our.pdf", paper, share=0.01, within=within)
    width, height = sorted(sizes(file)[0])
    assert (width, height) == pytest.approx(sorted((paper.page_width, paper.page_height)), abs=25.4 / 72 / 2)


def test_nothing_is_sent_after_cancel(queue: str) -> None:
    before = jobs(queue)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPrinterName(queue)
    set_up(printer, SHEET)
    with pytest.raises(Cancelled):
        paint_pages(printer, order(SHEET), list(contents(30)), _Stops())
    assert jobs(queue) == before


@pytest.fixture
def window(qtbot: QtBot, dressed: QApplication) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def filled(store: Store, budi: Actor) -> Store:
    with store.write(budi, "create") as uow:
        uow.create_many(Asset, [{"tag": f"A-{number:05d}", "name": f"PC {number}"} for number in range(1, 61)])
    return store


def test_a_run_goes_through_the_dialog_to_the_queue(
    qtbot: QtBot, context: AppContext, filled: Store, window: QWidget, queue: str, arrived: Callable[[], Path]
) -> None:
    printing = SystemPrint(context, window)
    wanted = Order(AssetFilter(), SHEET, copies=2, fit=Fit(1.0))
    printing.print_order(wanted, queue, window)
    qtbot.waitUntil(lambda: printing.dialog is not None)
    dialog = printing.dialog
    assert dialog is not None and dialog.isVisible() and dialog.maxPage() == 5
    for name, value in (("copies", 3), ("from", 2), ("to", 2)):
        spin = dialog.findChild(QSpinBox, name)
        assert isinstance(spin, QSpinBox) and (name != "copies" or not spin.isVisible())
        spin.setValue(value)
    choice = dialog.findChild(QRadioButton, "printRange")
    assert isinstance(choice, QRadioButton)
    choice.setChecked(True)
    with qtbot.waitSignal(printing.printed, timeout=WAIT_MS) as told:
        dialog.accept()
    printed: Printed = told.args[0]
    tags = [f"A-{number:05d}" for number in range(13, 25)]
    assert [content.tag for content in printed.contents] == tags
    assert (printed.run.pages, printed.run.labels, printed.run.next_cell) == (1, 24, 1)
    (page,) = pages(arrived())
    seen = zxingcpp.read_barcodes(page)
    assert sorted(one.text for one in seen) == sorted(f"SPBE:{tag}" for tag in tags * 2)


def test_the_dialog_can_be_left(qtbot: QtBot, context: AppContext, filled: Store, window: QWidget, queue: str) -> None:
    printing = SystemPrint(context, window)
    before = jobs(queue)
    printing.print_order(Order(AssetFilter(), SHEET), queue, window)
    qtbot.waitUntil(lambda: printing.dialog is not None)
    with qtbot.waitSignal(printing.cancelled):
        assert printing.dialog is not None
        printing.dialog.reject()
    assert jobs(queue) == before


def test_the_window_goes_on_while_pages_are_painted(
    qtbot: QtBot, context: AppContext, window: QWidget, tmp_path: Path
) -> None:
    labels = list(contents(1500))
    printer = pdf_printer(tmp_path / "qt.pdf", SHEET)
    beats = [monotonic()]
    timer = QTimer(window, interval=5)
    timer.timeout.connect(lambda: beats.append(monotonic()))
    timer.start()
    job = context.run_later(partial(paint_pages, printer, order(SHEET), labels))
    with qtbot.waitSignal(job.succeeded, timeout=WAIT_MS):
        pass
    gaps = sorted(after - before for before, after in pairwise(beats))
    print(f"beats {gaps[len(gaps) // 2] * 1000:.0f} ms apart, {gaps[-1] * 1000:.0f} ms at most")
    assert gaps[len(gaps) * 9 // 10] < 0.05 and len(pages(tmp_path / "qt.pdf")) == 63


def test_a_printer_that_is_gone_and_an_empty_run_are_told(
    qtbot: QtBot, context: AppContext, filled: Store, window: QWidget
) -> None:
    printing = SystemPrint(context, window)
    with qtbot.waitSignal(printing.failed) as told:
        printing.print_order(Order(AssetFilter(), SHEET), "no such printer", window)
    assert isinstance(told.args[0], Refused) and "no such printer" in str(told.args[0])
    with qtbot.waitSignal(printing.failed) as told:
        printing.print_order(Order(AssetFilter(text="no such thing"), SHEET), "no such printer", window)
    assert isinstance(told.args[0], Refused) and "no label to print" in str(told.args[0])
