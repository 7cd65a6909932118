"""The test page: what is measured on it, and the correction that follows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageOps

from spbe_assets import i18n
from spbe_assets.domain.errors import Invalid, Refused
from spbe_assets.labels import dots, geometry, test_page
from spbe_assets.labels import stock as stocks
from spbe_assets.labels.drawing import Code, Rule, Text
from spbe_assets.labels.geometry import Fit
from spbe_assets.labels.stock import Stock, StockKind
from tests.labels import thermal_readers

SHEET = stocks.find("avery-l7159")
ROLL = stocks.find("roll-50x30")
STOCKS = list(stocks.catalogue().values())
ROLLS = [stock for stock in STOCKS if stock.kind is not StockKind.SHEET]


@pytest.fixture
def indonesian() -> Iterator[None]:
    i18n.use("id")
    yield
    i18n.use("en")


def first_page(path: Path) -> Image.Image:
    with pypdfium2.PdfDocument(path) as document:
        return document[0].render(scale=300 / 72, grayscale=True).to_pil()


def column_ink(image: Image.Image, left: float, right: float, top: float, bottom: float) -> tuple[float, float]:
    """From where to where something is dark in this part of a page, across, in mm."""
    px = 300 / 25.4
    part = image.crop((round(left * px), round(top * px), round(right * px), round(bottom * px)))
    box = ImageOps.invert(part).point(lambda level: 255 if level > 127 else 0).getbbox()
    assert box is not None
    return left + box[0] / px, left + box[2] / px


@pytest.mark.parametrize("stock", STOCKS, ids=lambda stock: stock.id)
def test_every_stock_has_a_test_page_with_everything_on_it(stock: Stock) -> None:
    first, *others = test_page.pages(stock)
    texts = [item.text for item in first.items if isinstance(item, Text)]
    assert {str(number) for number in range(1, stock.cells + 1)} <= set(texts)
    assert f"{test_page.line_mm(stock):g} mm" in texts
    ticks = [item for item in first.items if isinstance(item, Rule) and item.width == test_page.HAIR_MM]
    assert len(ticks) > (stock.page_width + stock.page_height) * 0.9 - 20
    assert any(isinstance(item, Code) for page in others for item in page.items)
    for page in (first, *others):
        for item in page.items:
            if isinstance(item, Text):
                assert 0 <= item.x <= stock.page_width and 0 <= item.y <= stock.page_height, item
            if isinstance(item, Rule):
                assert min(item.x1, item.x2) >= 0 and max(item.x1, item.x2) <= stock.page_width + 0.01, item


@pytest.mark.parametrize("stock", STOCKS, ids=lambda stock: stock.id)
def test_the_line_fits_on_the_page(stock: Stock) -> None:
    length = test_page.line_mm(stock)
    assert 5 <= length <= 100
    assert length == 100 or length > stock.page_width - 25


def test_the_line_is_really_100_mm_long_and_frames_lie_on_the_cells(tmp_path: Path) -> None:
    test_page.render(tmp_path / "t.pdf", SHEET)
    image = first_page(tmp_path / "t.pdf")
    y = SHEET.top + SHEET.pitch_y + 0.78 * SHEET.cell_height
    start, end = column_ink(image, 45, 165, y - 0.05, y + 0.05)
    assert end - start == pytest.approx(100, abs=0.1)
    cell = geometry.cell(SHEET, 5)
    start, end = column_ink(image, cell.x - 1, cell.x + cell.width + 1, cell.y + 5, cell.y + 6)
    assert (start, end) == pytest.approx((cell.x, cell.x + cell.width), abs=0.15)


def test_sheets_explain_themselves_on_their_second_page(tmp_path: Path, indonesian: None) -> None:
    test_page.render(tmp_path / "t.pdf", SHEET)
    with pypdfium2.PdfDocument(tmp_path / "t.pdf") as document:
        assert len(document) == 2
        text = " ".join(document[1].get_textpage().get_text_range().split())
        codes = zxingcpp.read_barcodes(document[1].render(scale=300 / 72).to_pil())
    assert all(" ".join(step.split()) in text for step in test_page.steps(SHEET))
    assert "100 mm" in text
    assert [code.text for code in codes] == ["SPBE:TEST-00001-L"] * 4  # full, small, and both sides of a flag


@pytest.mark.parametrize("suffix", [".zpl", ".prn"])
@pytest.mark.parametrize("stock", ROLLS, ids=lambda stock: stock.id)
def test_label_printers_get_it_as_labels(tmp_path: Path, stock: Stock, suffix: str) -> None:
    test_page.render(tmp_path / f"t{suffix}", stock)
    read = thermal_readers.zpl if suffix == ".zpl" else thermal_readers.tspl
    jobs = read((tmp_path / f"t{suffix}").read_bytes())
    assert len(jobs) == len(test_page.pages(stock, dot_mm=dots.size_mm(203)))
    assert len({job.image.size for job in jobs}) == 1


def test_a_sheet_is_no_label_for_a_label_printer(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="is a sheet"):
        test_page.render(tmp_path / "t.zpl", SHEET)


def test_what_was_measured_becomes_a_correction() -> None:
    fit = test_page.measured(SHEET, 99.2, 0.8, 0.0)
    assert fit.scale == pytest.approx(100 / 99.2, abs=1e-4)
    # The printer puts x at 0.992 x + b, and the frame of cell 1 came out 0.8 mm to the right.
    b = SHEET.left + 0.8 - 0.992 * SHEET.left
    assert fit.offset_x == pytest.approx(-b / 0.992, abs=0.01)


def test_an_exact_printer_needs_no_correction() -> None:
    assert test_page.measured(SHEET, 100, 0, 0) == Fit()
    assert test_page.measured(SHEET, 100, 1.5, -2) == Fit(-1.5, 2.0)


PRINTERS = st.tuples(st.floats(0.95, 1.05), st.floats(-4, 4), st.floats(-4, 4))


@given(PRINTERS, st.sampled_from([SHEET, ROLL, stocks.find("L7163"), stocks.find("roll-30x20x3")]), st.booleans())
def test_the_correction_makes_any_printer_exact(
    printer: tuple[float, float, float], stock: Stock, corrected: bool
) -> None:
    """A printer puts x at `stretch` x + `shift`; after the correction cells lie where the stock has them."""
    stretch, *shifts = printer
    before = Fit(0.7, -1.2, 1.01) if corrected else Fit()
    line = stretch * test_page.line_mm(stock) * before.scale
    frame = test_page._frame(stock, 1)
    wrong = [
        stretch * (place * before.scale + offset) + shift - place
        for place, offset, shift in zip((frame.x, frame.y), (before.offset_x, before.offset_y), shifts, strict=True)
    ]
    fit = test_page.measured(stock, line, *wrong, before)
    for number in (1, stock.cells):
        cell = geometry.cell(stock, number)
        drawn = fit.moved(cell)
        assert stretch * drawn.x + shifts[0] == pytest.approx(cell.x, abs=0.05)
        assert stretch * drawn.y + shifts[1] == pytest.approx(cell.y, abs=0.05)
        assert stretch * drawn.width == pytest.approx(cell.width, abs=0.05)


@pytest.mark.parametrize("line", [0, -1, 9.92, 992, float("nan"), float("inf")])
def test_a_line_that_cannot_be_right_is_refused(line: float) -> None:
    with pytest.raises(Invalid, match="should be 100 mm long"):
        test_page.measured(SHEET, line, 0, 0)


def test_a_shift_that_cannot_be_right_is_refused() -> None:
    for wrong in (60.0, float("nan")):
        with pytest.raises(Invalid, match="offset"):
            test_page.measured(SHEET, 100, wrong, 0)


def test_the_text_stays_away_where_it_could_not_be_read() -> None:
    tiny = replace(ROLL, page_width=20.0, page_height=10.0, cell_width=20.0, cell_height=10.0)
    pages = test_page.pages(tiny)
    assert not any("Measure" in item.text for page in pages for item in page.items if isinstance(item, Text))
    assert test_page.steps(tiny)[0] == "Measure the thick line: it should be 10 mm long."
