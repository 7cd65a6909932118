"""Labels on printers of the system: what Qt paints is what the PDF holds, measured as images."""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from pathlib import Path
from time import monotonic

import pytest
import zxingcpp
from PIL import Image
from PySide6.QtCore import QTimer
from PySide6.QtGui import QColor, QImage, QPageRanges, QPainter
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from spbe_assets import pdf_fonts
from spbe_assets.domain.errors import Cancelled, Refused
from spbe_assets.domain.ids import new_id
from spbe_assets.domain.labels import Design, LabelContent, Problem, Symbology
from spbe_assets.labels import geometry, pdf
from spbe_assets.labels.drawing import Code
from spbe_assets.labels.geometry import Fit, Rect
from spbe_assets.labels.layout import draw, for_stock
from spbe_assets.labels.stock import Stock
from tests.labels.samples import NASTY, ORDINARY, contents, seal
from tests.ui.printed_pages import (
    ON_SIDE,
    PLAIN,
    ROLL,
    SHEET,
    TAPE,
    WAIT_MS,
    Stops,
    assert_same,
    codes,
    order,
    pages,
    paint,
    pdf_printer,
    sizes,
)
from ui.context import AppContext
from ui.labels.paint_pages import paint_pages
from ui.labels.painter import Face, LabelPainter

GREY = QImage.Format.Format_Grayscale8


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
    raw = Face(font).run(text).rawFont()
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
    image = QImage(round((place.x + place.width) / dot), round((place.y + place.height) / dot), GREY)
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
        paint_pages(pdf_printer(tmp_path / "qt.pdf", SHEET), order(SHEET), list(contents(30)), Stops())


def test_the_window_goes_on_while_pages_are_painted(qtbot: QtBot, context: AppContext, tmp_path: Path) -> None:
    labels = list(contents(1500))
    printer = pdf_printer(tmp_path / "qt.pdf", SHEET)
    beats = [monotonic()]
    timer = QTimer(interval=5)
    timer.timeout.connect(lambda: beats.append(monotonic()))
    timer.start()
    job = context.run_later(partial(paint_pages, printer, order(SHEET), labels))
    with qtbot.waitSignal(job.succeeded, timeout=WAIT_MS):
        pass
    gaps = sorted(after - before for before, after in pairwise(beats))
    assert gaps[len(gaps) * 9 // 10] < 0.05 and len(pages(tmp_path / "qt.pdf")) == 63
