"""TSPL as a printer reads it: by the language's rules, and dot by dot what the raster is."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from spbe_assets.domain.errors import Refused
from spbe_assets.domain.labels import LabelContent
from spbe_assets.labels import stock as stocks
from spbe_assets.labels import tspl, zpl
from spbe_assets.labels.geometry import Fit
from spbe_assets.labels.stock import Stock, StockKind
from spbe_assets.services import qr
from tests.labels import thermal_readers
from tests.labels.samples import ANY, NASTY, contents
from tests.labels.test_zpl import ACROSS, PAPERS, ROLL, ROLLS, expected, read
from tests.labels.thermal_readers import Job, same


def printed(folder: Path, stock: Stock, wanted: list[LabelContent], **given: object) -> list[Job]:
    run = tspl.render(folder / "a.prn", stock, wanted, **given)  # type: ignore[arg-type]
    jobs = thermal_readers.tspl((folder / "a.prn").read_bytes())
    assert run.pages == sum(job.copies for job in jobs)
    return jobs


@pytest.mark.parametrize("stock", ROLLS, ids=lambda stock: stock.id)
def test_every_roll_prints_what_the_raster_shows_and_is_read(tmp_path: Path, stock: Stock) -> None:
    wanted = list(contents(2 * stock.cells))
    jobs = printed(tmp_path, stock, wanted)
    for number, job in enumerate(jobs):
        row = wanted[number * stock.cells : (number + 1) * stock.cells]
        upright = job.image.transpose(Image.Transpose.ROTATE_270) if stock.kind is StockKind.TAPE else job.image
        assert same(upright, expected(stock, row, 203))
        assert read(upright) == {qr.payload(content.tag) for content in row}
        assert job.settings["GAP"].startswith("0 mm") == stock.continuous


def test_the_commands_of_one_label_are_these(tmp_path: Path) -> None:
    tspl.render(tmp_path / "a.prn", ROLL, contents(1))
    data = (tmp_path / "a.prn").read_bytes()
    head = b"SIZE 50 mm,30 mm\r\nGAP 3 mm,0 mm\r\nDIRECTION 0\r\nREFERENCE 0,0\r\nCLS\r\nBITMAP "
    assert data.startswith(head)
    assert data.endswith(b"\r\nPRINT 1,1\r\n")


def test_copies_are_sent_once_and_repeated_by_the_printer(tmp_path: Path) -> None:
    first, second = contents(2)
    assert [job.copies for job in printed(tmp_path, ROLL, [first] * 3 + [second])] == [3, 1]
    assert [job.copies for job in printed(tmp_path, ACROSS, [first] * 6 + [second])] == [2, 1]


def test_an_offset_moves_what_is_printed(tmp_path: Path) -> None:
    (plain,), (moved,) = (printed(tmp_path, ROLL, list(contents(1)), fit=fit) for fit in (Fit(), Fit(-1.0, 0.5)))
    shifted = Image.new("1", plain.image.size, 255)
    shifted.paste(plain.image, (-8, 4))
    assert same(moved.image, shifted)


def test_no_text_of_a_record_is_ever_a_command(tmp_path: Path) -> None:
    evil = LabelContent(b"1" * 16, 'K"\r\nPRINT 99', "\r\nCLS\r\n", "SIZE 1 mm,1 mm", name="\r\nSELFTEST\r\n" * 9)
    assert [job.copies for job in printed(tmp_path, ROLL, [evil, *contents(5, NASTY)])] == [1] * 6


def test_a_sheet_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="is a sheet"):
        tspl.render(tmp_path / "a.prn", stocks.find("avery-l7159"), contents(1))


@settings(max_examples=40, deadline=None)
@given(stock=PAPERS, wanted=st.lists(ANY, min_size=1, max_size=4))
def test_both_languages_print_the_same(
    tmp_path_factory: pytest.TempPathFactory, stock: Stock, wanted: list[LabelContent]
) -> None:
    folder = tmp_path_factory.mktemp("both")
    zpl.render(folder / "a.zpl", stock, wanted)
    others = thermal_readers.zpl((folder / "a.zpl").read_bytes())
    for one, other in zip(printed(folder, stock, wanted), others, strict=True):
        assert same(one.image, other.image)
        assert one.copies == other.copies
