"""Labels in dots: whole modules, rules that are never lost, and the look of the PDF."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from spbe_assets import pdf_fonts
from spbe_assets.domain.errors import Invalid
from spbe_assets.domain.labels import ContentSize, Design, LabelContent, Symbology
from spbe_assets.labels import dots, pdf, raster
from spbe_assets.labels import stock as stocks
from spbe_assets.labels.drawing import Bars, Code, Drawing, Picture, Rule, Text
from spbe_assets.labels.layout import draw
from spbe_assets.pdf_fonts import MONO_BOLD, SANS
from spbe_assets.services import qr
from tests.labels.samples import ANY, NASTY, ORDINARY, contents

CELLS = ((50.0, 30.0), (100.0, 50.0), (75.0, 25.0), (38.1, 21.2), (25.0, 15.0), (12.0, 40.0))


def ink(image: Image.Image) -> tuple[int, int, int, int] | None:
    return ImageChops.logical_xor(image, Image.new("1", image.size, 255)).getbbox()


def read(image: Image.Image) -> set[str]:
    return {found.text for found in zxingcpp.read_barcodes(image.convert("L"))}


@pytest.mark.parametrize("dpi", dots.RESOLUTIONS)
@pytest.mark.parametrize("cell", CELLS, ids=str)
@pytest.mark.parametrize("size", ContentSize)
@pytest.mark.parametrize("texts", [ORDINARY, NASTY], ids=["ordinary", "nasty"])
def test_every_code_is_read(
    dpi: int, cell: tuple[float, float], size: ContentSize, texts: tuple[tuple[str, ...], ...]
) -> None:
    for content in contents(len(texts), texts):
        drawing = draw(content, *cell, Design(size), dot_mm=dots.size_mm(dpi))
        image = raster.render(drawing, *cell, dpi)
        assert image.mode == "1"
        assert image.size == tuple(round(side * dots.per_mm(dpi)) for side in cell)
        assert read(_enlarged(image)) == {qr.payload(content.tag)}


def _enlarged(image: Image.Image) -> Image.Image:
    """As a camera sees it: several pixels for each dot, and white around the label."""
    seen = Image.new("1", (image.width + 40, image.height + 40), 255)
    seen.paste(image, (20, 20))
    times = max(1, 1000 // seen.width)
    return seen.resize((seen.width * times, seen.height * times), Image.Resampling.NEAREST)


@pytest.mark.parametrize("dpi", dots.RESOLUTIONS)
def test_modules_are_exact_squares_in_the_middle_of_their_place(dpi: int) -> None:
    symbol = qr.symbol(qr.payload("K3QF-00001-3"), 20.0)
    for module in (0.21, 0.4, 0.517):
        image = raster.render(Drawing([Code(3.0, 4.0, module, symbol)]), 30, 30, dpi)
        whole = int(module * dots.per_mm(dpi) + 0.03)
        box = ink(image)
        assert box is not None
        assert (box[2] - box[0], box[3] - box[1]) == (whole * symbol.size,) * 2
        middle = (box[0] + box[2]) / 2 / dots.per_mm(dpi)
        assert middle == pytest.approx(3.0 + module * symbol.size / 2, abs=1.1 / dots.per_mm(dpi))
        small = image.crop(box).resize((symbol.size, symbol.size), Image.Resampling.NEAREST)
        again = small.resize((box[2] - box[0], box[3] - box[1]), Image.Resampling.NEAREST)
        assert ImageChops.logical_xor(again, image.crop(box)).getbbox() is None
        dark = {(run[0] + step, run[1]) for run in symbol.runs for step in range(run[2])}
        assert {at for at in _points(symbol.size) if not small.getpixel(at)} == dark


def _points(size: int) -> list[tuple[int, int]]:
    return [(x, y) for y in range(size) for x in range(size)]


def test_modules_are_never_rounded_away() -> None:
    image = raster.render(Drawing([Code(1.0, 1.0, 0.01, qr.symbol("SPBE:A", 10.0))]), 10, 10, 203)
    box = ink(image)
    assert box is not None and box[2] - box[0] == box[3] - box[1] >= 21


def test_bars_are_whole_dots_and_as_high_as_the_drawing_says() -> None:
    runs = ((0, 2), (3, 1), (6, 1), (11, 4))
    image = raster.render(Drawing([Bars(2.0, 3.0, 0.3, 8.0, runs)]), 40, 15, 203)
    row = [not image.getpixel((x, 40)) for x in range(image.width)]
    first = row.index(True)
    assert "".join("#" if dark else "." for dark in row[first : first + 30]) == "####..##....##........########"
    box = ink(image)
    assert box is not None
    assert (box[1], box[3]) == (24, 24 + 64)
    assert box[0] == round((2.0 * 8) + (0.3 * 8 - 2) * 15 / 2)


@pytest.mark.parametrize("dpi", dots.RESOLUTIONS)
def test_rules_have_at_least_one_dot_and_keep_their_place(dpi: int) -> None:
    density = dots.per_mm(dpi)
    for width in (0.001, 0.2, 0.5):
        thick = max(1, round(width * density))
        across = ink(raster.render(Drawing([Rule(2, 5, 18, 5, width)]), 20, 20, dpi))
        down = ink(raster.render(Drawing([Rule(5, 2, 5, 18, width)]), 20, 20, dpi))
        assert across is not None and down is not None
        assert across[3] - across[1] == down[2] - down[0] == thick
        assert across[2] - across[0] == down[3] - down[1] == round(18 * density) - round(2 * density)
        assert abs((across[1] + across[3]) / 2 - 5 * density) <= 1
    slanted = ink(raster.render(Drawing([Rule(2, 2, 18, 12, 0.2)]), 20, 20, dpi))
    assert slanted is not None
    assert slanted[2] - slanted[0] == pytest.approx(16 * density, abs=6)


def test_a_fold_is_dashed() -> None:
    image = raster.render(Drawing([Rule(5, 0, 5, 20, dashed=True)]), 10, 20, 203)
    column = "".join("#" if not image.getpixel((40, y)) else "." for y in range(image.height))
    assert column.count("#.") in range(13, 16)
    assert 0.4 < column.count("#") / len(column) < 0.6


def test_a_picture_keeps_its_proportions_in_its_box() -> None:
    seal = Image.new("RGBA", (200, 100), (0, 0, 0, 0))
    ImageDraw.Draw(seal).ellipse((0, 0, 199, 99), fill=(0, 0, 0, 255))
    file = BytesIO()
    seal.save(file, "PNG")
    image = raster.render(Drawing([Picture(2.0, 3.0, 10.0, 10.0, file.getvalue())]), 20, 20, 203)
    assert ink(image) == pytest.approx((16, 24, 16 + 80, 24 + 40), abs=1)


def test_a_grey_picture_is_dithered() -> None:
    file = BytesIO()
    Image.new("L", (50, 50), 128).save(file, "PNG")
    image = raster.render(Drawing([Picture(0.0, 0.0, 10.0, 10.0, file.getvalue())]), 10, 10, 203)
    dark = image.histogram()[0]
    assert 0.4 < dark / (80 * 80) < 0.6


def test_text_lies_where_the_drawing_says_and_is_as_wide_as_in_the_pdf() -> None:
    for font, size in ((SANS, 5.0), (SANS, 9.0), (MONO_BOLD, 12.0)):
        image = raster.render(Drawing([Text(2.0, 10.0, "HIMHIMHIMHIMHIM", font, size)]), 60, 15, 300)
        box = ink(image)
        assert box is not None
        density = dots.per_mm(300)
        assert box[3] == pytest.approx(10.0 * density, abs=1)
        assert box[3] - box[1] == pytest.approx(0.727 * size / 72 * 300, abs=1.6)
        width = pdf_fonts.width("HIMHIMHIMHIMHIM", font, size) / 72 * 300
        assert box[2] - 2.0 * density == pytest.approx(width, abs=0.1 * size / 72 * 300)  # M is narrower than its place


@pytest.mark.parametrize("size", ContentSize)
@pytest.mark.parametrize("code", Symbology)
def test_it_looks_like_the_pdf(tmp_path: Path, size: ContentSize, code: Symbology) -> None:
    """The share of ink that has none in the PDF within a dot or two, and the other way round, is tiny."""
    paper = stocks.find("roll-100x50")
    for content in contents(4):
        design = Design(size, code)
        pdf.render(tmp_path / "a.pdf", paper, [content], design=design, dot_mm=dots.size_mm(300))
        with pypdfium2.PdfDocument(tmp_path / "a.pdf") as document:
            page = document[0].render(scale=300 / 72, grayscale=True).to_pil()
        drawing = draw(content, paper.cell_width, paper.cell_height, design, dot_mm=dots.size_mm(300))
        image = Image.new("L", page.size, 255)
        image.paste(raster.render(drawing, paper.cell_width, paper.cell_height, 300).convert("L"))
        for one, other in ((image, page), (page, image)):
            dark = one.point(lambda level: 255 if level < 100 else 0)
            near = _thickened(other.point(lambda level: 255 if level < 160 else 0))
            stray = ImageChops.subtract(dark, near).histogram()[255]
            assert stray / dark.histogram()[255] < 0.005


def _thickened(image: Image.Image) -> Image.Image:
    return image.filter(ImageFilter.MaxFilter(5))


@settings(max_examples=60, deadline=None)
@given(content=ANY, width=st.floats(20, 120), height=st.floats(10, 80), size=st.sampled_from(ContentSize))
def test_whatever_is_on_it_nothing_is_lost_at_the_edges(
    content: LabelContent, width: float, height: float, size: ContentSize
) -> None:
    density = dots.per_mm(203)
    drawing = draw(content, width, height, Design(size), dot_mm=dots.size_mm(203))
    inside = raster.render(drawing, width, height, 203)
    wide = raster.blank(width + 20, height + 20, density)
    raster.put(wide, drawing, 10 * density, 10 * density, density)
    box, seen = ink(wide), ink(inside)
    assert box is not None and seen is not None
    assert box[0] >= 79 and box[1] >= 79
    assert box[2] <= 81 + inside.width and box[3] <= 81 + inside.height


def test_a_resolution_that_no_printer_has_is_refused() -> None:
    with pytest.raises(Invalid, match="203, 300, 600"):
        raster.render(Drawing(), 10, 10, 150)
