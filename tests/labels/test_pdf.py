"""The printed page, measured and read as a scanner would: rasterised at 300 dpi."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageDraw, ImageOps

from spbe_assets.domain.errors import Cancelled, Invalid, Refused
from spbe_assets.domain.labels import ContentSize, Design, LabelContent, Problem, Symbology
from spbe_assets.labels import geometry, stock
from spbe_assets.labels.drawing import Code, Picture
from spbe_assets.labels.geometry import Fit, Rect
from spbe_assets.labels.layout import draw
from spbe_assets.labels.output import MOST_WARNINGS
from spbe_assets.labels.pdf import render
from spbe_assets.services import qr
from tests.labels.samples import NASTY, ORDINARY, contents, seal

DPI = 300
PX = DPI / 25.4
STOCKS = [stock.find(name) for name in ("avery-l7159", "avery-l7163", "a4-90x32", "roll-50x30", "brother-tze-18")]
L7159 = stock.find("avery-l7159")


def pages(path: Path) -> Iterator[Image.Image]:
    with pypdfium2.PdfDocument(path) as document:
        for page in document:
            yield page.render(scale=DPI / 72, grayscale=True).to_pil()


def read(image: Image.Image) -> set[str]:
    return {
        found.text
        for found in zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    }


def ink(image: Image.Image, area: Rect) -> Rect | None:
    """The box of what is dark in an area of the page, in mm."""
    x, y = round(area.x * PX), round(area.y * PX)
    pixels = x, y, round((area.x + area.width) * PX), round((area.y + area.height) * PX)
    found = ImageOps.invert(image.crop(pixels)).point(lambda level: 255 if level > 127 else 0).getbbox()
    if found is None:
        return None
    left, top, right, bottom = found
    return Rect((x + left) / PX, (y + top) / PX, (right - left) / PX, (bottom - top) / PX)


def whole_sheets(paper: stock.Stock) -> int:
    return paper.cells if paper.cells > 1 else 4


@pytest.mark.parametrize("paper", STOCKS, ids=lambda paper: paper.id)
def test_every_code_on_every_stock_is_read(tmp_path: Path, paper: stock.Stock) -> None:
    wanted = list(contents(whole_sheets(paper)))
    run = render(tmp_path / "labels.pdf", paper, wanted)
    found = set().union(*map(read, pages(tmp_path / "labels.pdf")))
    assert found == {qr.payload(content.tag) for content in wanted}
    assert (run.labels, run.warnings) == (len(wanted), ())


@pytest.mark.parametrize("paper", STOCKS, ids=lambda paper: paper.id)
def test_codes_lie_where_the_stock_says_within_a_fifth_of_a_millimetre(tmp_path: Path, paper: stock.Stock) -> None:
    wanted = list(contents(whole_sheets(paper)))
    render(tmp_path / "labels.pdf", paper, wanted)
    images = list(pages(tmp_path / "labels.pdf"))
    assert list(images[0].size) == pytest.approx([paper.page_width * PX, paper.page_height * PX], abs=1)
    for index, content in enumerate(wanted):
        place = geometry.place(paper, index)
        drawing = draw(content, place.rect.width, place.rect.height, Design(paper.content))
        code = next(item for item in drawing.items if isinstance(item, Code))
        x, y, side = place.rect.x + code.x, place.rect.y + code.y, code.module * code.symbol.size
        seen = ink(images[place.page], Rect(x - 1, y - 1, side + 2, side + 2))
        assert seen is not None
        assert seen == pytest.approx((x, y, side, side), abs=0.2)


@pytest.mark.parametrize("paper", STOCKS, ids=lambda paper: paper.id)
@pytest.mark.parametrize("texts", [NASTY, ORDINARY], ids=["nasty", "ordinary"])
def test_nothing_is_printed_between_the_cells(
    tmp_path: Path, paper: stock.Stock, texts: tuple[tuple[str, ...], ...]
) -> None:
    render(tmp_path / "labels.pdf", paper, contents(whole_sheets(paper), texts))
    for image in pages(tmp_path / "labels.pdf"):
        cover = ImageDraw.Draw(image)
        for number in range(1, paper.cells + 1):
            cell = geometry.cell(paper, number)
            cover.rectangle([cell.x * PX - 1, cell.y * PX - 1, (cell.x + cell.width) * PX + 1,
                             (cell.y + cell.height) * PX + 1], fill=255)  # fmt: skip
        assert ink(image, Rect(0, 0, paper.page_width, paper.page_height)) is None


def test_nasty_labels_are_read_all_the_same(tmp_path: Path) -> None:
    wanted = list(contents(24, NASTY))
    run = render(tmp_path / "labels.pdf", L7159, wanted)
    assert read(next(pages(tmp_path / "labels.pdf"))) == {qr.payload(content.tag) for content in wanted}
    assert {warning.problem for warning in run.warnings} == {Problem.SHORTENED, Problem.MISSING_LETTERS}


def test_a_started_sheet_is_used_from_its_first_free_cell(tmp_path: Path) -> None:
    run = render(tmp_path / "labels.pdf", L7159, contents(20), start_cell=6)
    first, second = pages(tmp_path / "labels.pdf")
    for number in range(1, 6):
        assert ink(first, geometry.cell(L7159, number)) is None
    assert [len(read(first)), len(read(second))] == [19, 1]
    assert (run.pages, run.labels, run.next_cell) == (2, 20, 2)


def test_offset_and_scale_move_what_is_printed(tmp_path: Path) -> None:
    paper = stock.find("L7163")
    moved = tmp_path / "moved.pdf"
    render(tmp_path / "plain.pdf", paper, contents(14))
    render(moved, paper, contents(14), fit=Fit(1.5, -0.8, 1.01))
    area = Rect(0, 0, paper.page_width, paper.page_height)
    plain, shifted = (ink(next(pages(path)), area) for path in (tmp_path / "plain.pdf", moved))
    assert plain is not None
    assert shifted is not None
    assert shifted.x == pytest.approx(plain.x * 1.01 + 1.5, abs=0.15)
    assert shifted.y == pytest.approx(plain.y * 1.01 - 0.8, abs=0.15)
    assert shifted.width == pytest.approx(plain.width * 1.01, abs=0.2)


@pytest.mark.parametrize("size", ContentSize)
def test_all_three_contents_are_read_from_one_stock(tmp_path: Path, size: ContentSize) -> None:
    wanted = list(contents(14))
    render(tmp_path / "labels.pdf", stock.find("L7163"), wanted, design=Design(size))
    assert read(next(pages(tmp_path / "labels.pdf"))) == {qr.payload(content.tag) for content in wanted}


def test_the_same_labels_give_the_same_bytes(tmp_path: Path) -> None:
    wanted = list(contents(30))
    for name in ("one.pdf", "two.pdf"):
        render(tmp_path / name, L7159, wanted)
    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()


def test_the_tag_can_be_searched_and_copied_from_the_file(tmp_path: Path) -> None:
    render(tmp_path / "labels.pdf", L7159, contents(3))
    with pypdfium2.PdfDocument(tmp_path / "labels.pdf") as document:
        text = document[0].get_textpage().get_text_range()
    assert next(contents(1)).tag in text
    assert "MILIK PEMPROV RIAU" in text


def test_what_has_no_tag_is_left_out_and_named(tmp_path: Path) -> None:
    untagged = LabelContent(b"1" * 16, " ", name="Router lama")
    run = render(tmp_path / "labels.pdf", L7159, [untagged, *contents(2)])
    assert run.labels == 2
    assert str(run.warnings[0]).startswith("Router lama: has no tag yet")


def test_warnings_are_counted_but_kept_within_bounds(tmp_path: Path) -> None:
    untagged = (LabelContent(b"1" * 16, "") for _ in range(MOST_WARNINGS + 5))
    run = render(tmp_path / "labels.pdf", L7159, [*untagged, *contents(1)])
    assert (len(run.warnings), run.warned) == (MOST_WARNINGS, MOST_WARNINGS + 5)


def test_nothing_to_print_is_refused_and_leaves_the_old_file_alone(tmp_path: Path) -> None:
    (tmp_path / "labels.pdf").write_bytes(b"old")
    with pytest.raises(Refused, match="no label to print"):
        render(tmp_path / "labels.pdf", L7159, [])
    assert [path.name for path in tmp_path.iterdir()] == ["labels.pdf"]
    assert (tmp_path / "labels.pdf").read_bytes() == b"old"


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"missing.labels\.pdf can't be written: there is no such file"):
        render(tmp_path / "missing" / "labels.pdf", L7159, contents(1))


def test_a_start_cell_off_the_sheet_writes_nothing(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="cells 1 to 24"):
        render(tmp_path / "labels.pdf", L7159, contents(1), start_cell=25)
    assert not list(tmp_path.iterdir())


def test_cancel_leaves_no_file_behind(tmp_path: Path) -> None:
    class Impatient:
        def step(self, done: int, total: int, text: str = "") -> None:
            raise Cancelled

    with pytest.raises(Cancelled):
        render(tmp_path / "labels.pdf", L7159, contents(500), progress=Impatient())
    assert not list(tmp_path.iterdir())


def test_bars_and_logo_are_read_and_seen_on_the_page(tmp_path: Path) -> None:
    wanted = list(contents(14))
    design = Design(ContentSize.FULL, Symbology.CODE128, logo=seal(1.0))
    render(tmp_path / "labels.pdf", stock.find("L7163"), wanted, design=design)
    page = next(pages(tmp_path / "labels.pdf"))
    found = zxingcpp.read_barcodes(page, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.Code128))
    assert {code.text for code in found} == {content.tag for content in wanted}
    rect = geometry.cell(stock.find("L7163"), 1)
    drawing = draw(wanted[0], rect.width, rect.height, design)
    [logo] = [item for item in drawing.items if isinstance(item, Picture)]
    seen = ink(page, Rect(rect.x + logo.x, rect.y + logo.y, logo.width, logo.height))
    assert seen is not None
    assert seen.width == pytest.approx(logo.width * 0.92, abs=0.3)


def test_a_logo_is_kept_once_however_many_labels_show_it(tmp_path: Path) -> None:
    sizes = []
    for logo in (b"", seal(1.0)):
        render(tmp_path / "labels.pdf", L7159, contents(240), design=Design(logo=logo))
        sizes.append((tmp_path / "labels.pdf").stat().st_size)
    assert sizes[1] - sizes[0] < 20_000
