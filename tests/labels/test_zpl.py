"""ZPL as a printer reads it: strictly by the language's rules, and dot by dot what the raster is."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from spbe_assets.domain.errors import Cancelled, Invalid, Refused
from spbe_assets.domain.labels import ContentSize, Design, LabelContent, Symbology
from spbe_assets.labels import dots, geometry, raster, zpl
from spbe_assets.labels import stock as stocks
from spbe_assets.labels.geometry import Fit
from spbe_assets.labels.layout import draw
from spbe_assets.labels.stock import Stock, StockKind
from spbe_assets.services import qr
from tests.labels import thermal_readers
from tests.labels.samples import ANY, NASTY, contents
from tests.labels.thermal_readers import Job, same

ROLLS = [stock for stock in stocks.catalogue().values() if stock.kind is not StockKind.SHEET]
ROLL = stocks.find("roll-50x30")
ACROSS = stocks.find("roll-30x20x3")


def printed(folder: Path, stock: Stock, wanted: list[LabelContent], **given: object) -> list[Job]:
    run = zpl.render(folder / "a.zpl", stock, wanted, **given)  # type: ignore[arg-type]
    jobs = thermal_readers.zpl((folder / "a.zpl").read_bytes())
    assert run.pages == sum(job.copies for job in jobs)
    return jobs


def expected(stock: Stock, row: list[LabelContent], dpi: int, start: int = 1) -> Image.Image:
    """A row of labels by the raster alone."""
    density = dots.per_mm(dpi)
    image = raster.blank(stock.page_width, stock.page_height, density)
    for index, content in enumerate(row):
        cell = geometry.place(stock, index, start).rect
        drawing = draw(content, cell.width, cell.height, Design(stock.content), dot_mm=1 / density)
        raster.put(image, drawing, cell.x * density, cell.y * density, density)
    return image


def read(image: Image.Image) -> set[str]:
    """The codes on it; enlarged, because a camera sees several pixels for each dot."""
    seen = Image.new("1", (image.width + 40, image.height + 40), 255)
    seen.paste(image, (20, 20))
    times = max(1, 1000 // seen.width)
    seen = seen.resize((seen.width * times, seen.height * times), Image.Resampling.NEAREST)
    return {found.text for found in zxingcpp.read_barcodes(seen.convert("L"))}


@pytest.mark.parametrize("dpi", dots.RESOLUTIONS)
@pytest.mark.parametrize("stock", ROLLS, ids=lambda stock: stock.id)
def test_every_roll_prints_what_the_raster_shows_and_is_read(tmp_path: Path, stock: Stock, dpi: int) -> None:
    wanted = list(contents(2 * stock.cells))
    jobs = printed(tmp_path, stock, wanted, dpi=dpi)
    assert len(jobs) == 2
    for number, job in enumerate(jobs):
        row = wanted[number * stock.cells : (number + 1) * stock.cells]
        upright = job.image.transpose(Image.Transpose.ROTATE_270) if stock.kind is StockKind.TAPE else job.image
        assert same(upright, expected(stock, row, dpi))
        assert read(upright) == {qr.payload(content.tag) for content in row}
        assert job.settings["MN"] == ("N" if stock.continuous else "Y")


@pytest.mark.parametrize("size", ContentSize)
@pytest.mark.parametrize("code", Symbology)
def test_every_design_is_read(tmp_path: Path, size: ContentSize, code: Symbology) -> None:
    wanted = list(contents(3))
    for content, job in zip(
        wanted, printed(tmp_path, stocks.find("roll-100x50"), wanted, design=Design(size, code)), strict=True
    ):
        (found,) = read(job.image)
        assert found.removeprefix("SPBE:") == content.tag


def test_no_text_of_a_record_is_ever_a_command(tmp_path: Path) -> None:
    evil = [
        LabelContent(b"1" * 16, "^XZ~JR-1", "^XA^JUF^XZ", "~DGR:A", "^FDx^FS", "\x10\x1b^", "^PQ99", "~HS"),
        LabelContent(b"2" * 16, "K3QF-00001-3", "\r\nPRINT 9\r\n", name="^XA" * 90, model="✓ ไทย"),
        *contents(5, NASTY),
    ]
    jobs = printed(tmp_path, ROLL, evil)
    assert [job.copies for job in jobs] == [1] * len(evil)


def test_copies_are_sent_once_and_repeated_by_the_printer(tmp_path: Path) -> None:
    first, second = contents(2)
    jobs = printed(tmp_path, ROLL, [first] * 3 + [second] + [first] * 2)
    assert [job.copies for job in jobs] == [3, 1, 2]
    assert same(jobs[0].image, jobs[2].image)


def test_copies_across_the_roll_fill_rows(tmp_path: Path) -> None:
    first, second = contents(2)
    jobs = printed(tmp_path, ACROSS, [first] * 7 + [second])
    assert [job.copies for job in jobs] == [2, 1]
    assert same(jobs[0].image, expected(ACROSS, [first] * 3, 203))
    assert same(jobs[1].image, expected(ACROSS, [first, second], 203))


def test_a_row_that_was_begun_is_used_from_its_first_free_label(tmp_path: Path) -> None:
    wanted = list(contents(3))
    run = zpl.render(tmp_path / "a.zpl", ACROSS, wanted, start_cell=3)
    first, second = thermal_readers.zpl((tmp_path / "a.zpl").read_bytes())
    assert same(first.image, expected(ACROSS, wanted[:1], 203, start=3))
    assert same(second.image, expected(ACROSS, wanted[1:], 203))
    assert (run.labels, run.pages, run.next_cell) == (3, 2, 3)
    with pytest.raises(Invalid, match="cells 1 to 3"):
        zpl.render(tmp_path / "b.zpl", ACROSS, wanted, start_cell=4)


def test_an_offset_moves_what_is_printed_and_nothing_else(tmp_path: Path) -> None:
    wanted = list(contents(1))
    (plain,), (moved,) = (printed(tmp_path, ROLL, wanted, fit=fit) for fit in (Fit(), Fit(1.0, -0.5)))
    shifted = Image.new("1", plain.image.size, 255)
    shifted.paste(plain.image, (8, -4))
    assert same(moved.image, shifted)


def test_a_scale_keeps_modules_whole_and_codes_readable(tmp_path: Path) -> None:
    wanted = list(contents(1))
    for scale in (0.96, 0.99, 1.013, 1.05):
        (job,) = printed(tmp_path, ROLL, wanted, fit=Fit(scale=scale))
        assert read(job.image) == {qr.payload(wanted[0].tag)}


def test_what_would_be_printed_beyond_the_label_is_lost_and_breaks_nothing(tmp_path: Path) -> None:
    for fit in (Fit(20, 20), Fit(-20, -20)):
        (job,) = printed(tmp_path, ROLL, list(contents(1)), fit=fit)
        assert job.image.size == (400, 240)


def test_a_sheet_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="is a sheet"):
        zpl.render(tmp_path / "a.zpl", stocks.find("avery-l7159"), contents(1))
    assert not list(tmp_path.iterdir())


def test_nothing_to_print_is_refused_and_leaves_the_old_file_alone(tmp_path: Path) -> None:
    (tmp_path / "a.zpl").write_bytes(b"old")
    with pytest.raises(Refused, match="no label to print"):
        zpl.render(tmp_path / "a.zpl", ROLL, [LabelContent(b"1" * 16, " ", name="x")])
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.zpl", b"old")]


def test_what_has_no_tag_is_left_out_and_named(tmp_path: Path) -> None:
    run = zpl.render(tmp_path / "a.zpl", ROLL, [LabelContent(b"1" * 16, "", name="Router lama"), *contents(2)])
    assert (run.labels, str(run.warnings[0])[:11]) == (2, "Router lama")


def test_cancel_leaves_no_file_behind(tmp_path: Path) -> None:
    class Impatient:
        def step(self, done: int, total: int, text: str = "") -> None:
            raise Cancelled

    with pytest.raises(Cancelled):
        zpl.render(tmp_path / "a.zpl", ROLL, contents(500), progress=Impatient())
    assert not list(tmp_path.iterdir())


def test_the_same_labels_give_the_same_bytes(tmp_path: Path) -> None:
    wanted = list(contents(20))
    for name in ("one.zpl", "two.zpl"):
        zpl.render(tmp_path / name, ROLL, wanted)
    assert (tmp_path / "one.zpl").read_bytes() == (tmp_path / "two.zpl").read_bytes()


def test_a_thousand_labels_take_a_moment(tmp_path: Path) -> None:
    begun = time.monotonic()
    run = zpl.render(tmp_path / "a.zpl", ROLL, contents(1000))
    assert run.labels == 1000
    assert time.monotonic() - begun < 20  # about one second where nothing else runs


def _paper(width: float, height: float, columns: int, gap: float) -> Stock:
    """A roll with labels of this size side by side; without a gap it is a continuous one."""
    across = columns if gap else 1
    return replace(
        ROLL, page_width=round(across * width + 4, 1), page_height=height, cell_width=width, cell_height=height,
        columns=across, left=1.0, pitch_x=width, gap=gap, continuous=not gap,
    )  # fmt: skip


def _mm(least: float, most: float) -> st.SearchStrategy[float]:
    return st.floats(least, most).map(lambda mm: round(mm, 1))


PAPERS = st.builds(_paper, _mm(12, 60), _mm(10, 60), st.integers(1, 3), st.one_of(st.just(0.0), _mm(1, 5)))


@settings(max_examples=60, deadline=None)
@given(stock=PAPERS, wanted=st.lists(ANY, min_size=1, max_size=5), dpi=st.sampled_from(dots.RESOLUTIONS))
def test_whatever_is_printed_follows_the_rules_and_the_raster(
    tmp_path_factory: pytest.TempPathFactory, stock: Stock, wanted: list[LabelContent], dpi: int
) -> None:
    jobs = printed(tmp_path_factory.mktemp("zpl"), stock, wanted, dpi=dpi)
    rows = [wanted[start : start + stock.cells] for start in range(0, len(wanted), stock.cells)]
    pages = [job.image for job in jobs for _copy in range(job.copies)]
    for image, row in zip(pages, rows, strict=True):
        assert same(image, expected(stock, row, dpi))


def _rows() -> Iterator[bytes]:
    yield from (b"\0" * 60, b"\xff" * 60, b"\x00" * 59 + b"\x01", b"\xf0" * 60, b"\0" * 30 + b"\xff" * 30)
    yield from (b"\x0f" + b"\0" * 59, b"\xaa" * 60, b"\xf0" + b"\xff" * 59, b"\0" * 60, b"\0" * 60)


@given(st.lists(st.one_of(st.binary(min_size=60, max_size=60), st.sampled_from(list(_rows()))), min_size=1, max_size=9))
def test_packing_loses_nothing(rows: list[bytes]) -> None:
    assert b"".join(thermal_readers._rows("".join(zpl._packed(b"".join(rows), 60)), 60)) == b"".join(rows)


def test_long_rows_are_packed_within_what_counts_can_say() -> None:
    row = b"\x11" * 1000 + b"\x22" * 300
    packed = "".join(zpl._packed(row, len(row)))
    assert thermal_readers._rows(packed, len(row)) == [row]
    assert len(packed) < 30
