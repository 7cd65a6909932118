"""Every paper of the catalogue: a full page, rasterised at 300 dpi, measured and read by two scanners."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

import pypdfium2
import pytest
import zxingcpp
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageOps

from spbe_assets.domain.labels import ContentSize, Design, LabelContent, LabelRun, Problem, Symbology
from spbe_assets.labels import geometry, layout, stock
from spbe_assets.labels.drawing import Code
from spbe_assets.labels.geometry import Rect
from spbe_assets.labels.pdf import render
from spbe_assets.labels.stock import Stock, StockKind
from spbe_assets.services import qr
from tests.labels.samples import ANY, contents

DPI, FINE_DPI = 300, 600
TOLERANCE_MM = 0.2
AROUND_PX = 8
QR_ONLY = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
ZBAR_XML = "{http://zbar.sourceforge.net/2008/barcode}"
ZBAR = shutil.which("zbarimg")


class Page(NamedTuple):
    """A full page of one paper: what it should carry, what the run said, its PDF and that at 300 dpi."""

    paper: Stock
    wanted: list[LabelContent]
    run: LabelRun
    pdf: Path
    image: Image.Image

    @property
    def payloads(self) -> list[str]:
        return [qr.payload(content.tag) for content in self.wanted]


@pytest.fixture(scope="module", params=stock.shipped().values(), ids=lambda paper: paper.id)
def page(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Page:
    paper: Stock = request.param
    pdf = tmp_path_factory.mktemp(paper.id) / "page.pdf"
    wanted = list(contents(paper.cells))
    run = render(pdf, paper, wanted)
    return Page(paper, wanted, run, pdf, raster(pdf, DPI))


def raster(pdf: Path, dpi: int) -> Image.Image:
    with pypdfium2.PdfDocument(pdf) as document:
        assert len(document) == 1
        return document[0].render(scale=dpi / 72, grayscale=True).to_pil()


def cells(image: Image.Image, paper: Stock, dpi: int) -> Iterator[Image.Image]:
    """What lies in each cell, with a little white around it."""
    px = dpi / 25.4
    for number in range(1, paper.cells + 1):
        x, y, width, height = geometry.cell(paper, number)
        box = round(x * px), round(y * px), round((x + width) * px), round((y + height) * px)
        yield ImageOps.expand(image.crop(box), AROUND_PX, 255)


def zxing(image: Image.Image) -> set[str]:
    return {found.text for found in zxingcpp.read_barcodes(image, formats=QR_ONLY)}


def zbar(images: Iterator[Image.Image], folder: Path) -> list[set[str]]:
    """What zbar reads in each image; all of them in one call, because the program is slow to start."""
    assert ZBAR
    files = []
    for number, image in enumerate(images):
        files.append(folder / f"{number:03}.pgm")
        image.save(files[-1])
    call = [ZBAR, "--xml", "--nodbus", "-q", "-Sdisable", "-Sqrcode.enable", *map(str, files)]
    told = ElementTree.fromstring(subprocess.run(call, capture_output=True, check=False).stdout)  # noqa: S314
    read: dict[str, set[str]] = {str(file): set() for file in files}
    for source in told.iter(f"{ZBAR_XML}source"):
        read[source.attrib["href"]] |= {data.text or "" for data in source.iter(f"{ZBAR_XML}data")}
    return list(read.values())


def ink(image: Image.Image, area: Rect) -> Rect | None:
    """The box of what is dark in an area of the page, in mm."""
    px = DPI / 25.4
    x, y = round(max(area.x, 0) * px), round(max(area.y, 0) * px)
    part = image.crop((x, y, round((area.x + area.width) * px), round((area.y + area.height) * px)))
    found = ImageOps.invert(part).point(lambda level: 255 if level > 127 else 0).getbbox()
    if found is None:
        return None
    left, top, right, bottom = found
    return Rect((x + left) / px, (y + top) / px, (right - left) / px, (bottom - top) / px)


def test_zxing_reads_every_code_in_its_cell(page: Page) -> None:
    read = [zxing(cell) for cell in cells(page.image, page.paper, DPI)]
    assert_read(page, read, lambda dpi: [zxing(cell) for cell in cells(raster(page.pdf, dpi), page.paper, dpi)])


@pytest.mark.skipif(ZBAR is None, reason="the program zbarimg (Debian package zbar-tools) is not installed")
def test_zbar_reads_every_code_in_its_cell(page: Page, tmp_path: Path) -> None:
    read = zbar(cells(page.image, page.paper, DPI), tmp_path)
    assert_read(page, read, lambda dpi: zbar(cells(raster(page.pdf, dpi), page.paper, dpi), tmp_path))


def assert_read(page: Page, read: list[set[str]], again: Callable[[int], list[set[str]]]) -> None:
    """Each cell holds its own code and no other; only a paper that warns of small codes may need 600 dpi."""
    wanted = [{payload} for payload in page.payloads]
    if read != wanted and any(warning.problem is Problem.SMALL_CODE for warning in page.run.warnings):
        read = again(FINE_DPI)
    assert read == wanted


def test_small_codes_are_told(page: Page) -> None:
    modules = [code.module for content in page.wanted for code in codes(page.paper, content)]
    told = any(warning.problem is Problem.SMALL_CODE for warning in page.run.warnings)
    assert told == (min(modules) < qr.READABLE_MM)


def codes(paper: Stock, content: LabelContent) -> list[Code]:
    drawing = layout.draw(content, paper.cell_width, paper.cell_height, layout.for_stock(Design(), paper))
    return [item for item in drawing.items if isinstance(item, Code)]


def test_cells_lie_where_the_paper_says_within_a_fifth_of_a_millimetre(page: Page) -> None:
    px = DPI / 25.4
    assert list(page.image.size) == pytest.approx([page.paper.page_width * px, page.paper.page_height * px], abs=1)
    for number, content in enumerate(page.wanted, 1):
        cell = geometry.cell(page.paper, number)
        for code in codes(page.paper, content):
            x, y, side = cell.x + code.x, cell.y + code.y, code.module * code.symbol.size
            seen = ink(page.image, Rect(x - 0.4, y - 0.4, side + 0.8, side + 0.8))
            assert seen == pytest.approx((x, y, side, side), abs=TOLERANCE_MM)


def test_nothing_lies_outside_the_cells(page: Page) -> None:
    assert outside(page.image, page.paper) is None


def outside(image: Image.Image, paper: Stock) -> Rect | None:
    """What is printed beside the cells."""
    px = DPI / 25.4
    rest = image.copy()
    cover = ImageDraw.Draw(rest)
    for number in range(1, paper.cells + 1):
        x, y, width, height = geometry.cell(paper, number)
        cover.rectangle((x * px - 1, y * px - 1, (x + width) * px + 1, (y + height) * px + 1), fill=255)
    return ink(rest, Rect(0, 0, paper.page_width, paper.page_height))


def test_paper_that_is_cut_by_hand_has_its_outline_on_the_cut(page: Page) -> None:
    if not page.paper.outline:
        return
    for number in (1, page.paper.cells):
        cell = geometry.cell(page.paper, number)
        wide = Rect(cell.x - 1, cell.y - 1, cell.width + 2, cell.height + 2)
        grey = page.image.point(lambda level: 0 if level < 250 else 255)
        assert ink(grey, wide) == pytest.approx(cell, abs=TOLERANCE_MM)


@st.composite
def papers(draw: st.DrawFn) -> Stock:
    """Any sheet with cells that a code fits in."""
    columns, rows = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    width, height = draw(st.floats(16, 60)), draw(st.floats(9, 60))
    gap_x, gap_y = draw(st.floats(0, 8)), draw(st.floats(0, 8))
    left, top = draw(st.floats(0, 6)), draw(st.floats(0, 6))
    return Stock(
        "any", "Any", "1", StockKind.SHEET, left + columns * (width + gap_x) + 2, top + rows * (height + gap_y) + 2,
        width, height, columns, rows, left, top, width + gap_x, height + gap_y,
    )  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(paper=papers(), content=ANY, size=st.sampled_from(ContentSize), symbology=st.sampled_from(Symbology))
def test_whatever_is_printed_on_whatever_paper_stays_in_its_cell(
    tmp_path: Path, paper: Stock, content: LabelContent, size: ContentSize, symbology: Symbology
) -> None:
    pdf = tmp_path / "any.pdf"
    render(pdf, paper, [content] * paper.cells, design=Design(size, symbology))
    assert outside(raster(pdf, DPI), paper) is None
