"""Where labels lie: pure arithmetic, so properties rather than examples."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spbe_assets.domain.errors import Invalid
from spbe_assets.labels import geometry, stock
from spbe_assets.labels.geometry import Fit, Rect

L7159 = stock.find("avery-l7159")
STOCKS = st.sampled_from(list(stock.catalogue().values()))


def test_the_first_and_last_cell_of_a_sheet_lie_where_the_maker_says() -> None:
    assert geometry.cell(L7159, 1) == pytest.approx(Rect(7.21, 12.9, 63.5, 33.9))
    assert geometry.cell(L7159, 24) == pytest.approx(Rect(139.29, 250.2, 63.5, 33.9))


def test_labels_run_along_the_rows() -> None:
    first, second, fourth = (geometry.place(L7159, index).rect for index in (0, 1, 3))
    assert (second.y, fourth.x) == (first.y, first.x)


@given(STOCKS, st.integers(1, 500), st.data())
def test_consecutive_labels_fill_consecutive_cells(sheet: stock.Stock, count: int, data: st.DataObject) -> None:
    start = data.draw(st.integers(1, sheet.cells))
    places = [geometry.place(sheet, index, start) for index in range(count)]
    running = [place.page * sheet.cells + place.cell for place in places]
    assert running == list(range(start, start + count))
    assert geometry.pages_needed(sheet, count, start) == places[-1].page + 1
    assert geometry.next_cell(sheet, count, start) == places[-1].cell % sheet.cells + 1


@given(STOCKS, st.integers(1, 40), st.floats(-20, 20), st.floats(-20, 20), st.floats(0.9, 1.1))
def test_a_printer_that_shifts_and_stretches_is_made_up_for(
    sheet: stock.Stock, index: int, dx: float, dy: float, scale: float
) -> None:
    rect = geometry.place(sheet, index).rect
    moved = Fit(dx, dy, scale).moved(rect)
    assert ((moved.x - dx) / scale, (moved.y - dy) / scale) == pytest.approx((rect.x, rect.y), abs=1e-9)
    assert (moved.width / scale, moved.height / scale) == pytest.approx((rect.width, rect.height))


def test_no_labels_need_no_pages() -> None:
    assert geometry.pages_needed(L7159, 0, 5) == 0


@pytest.mark.parametrize("start", [0, -3, 25])
def test_a_start_cell_off_the_sheet_is_refused(start: int) -> None:
    with pytest.raises(Invalid, match=f"cells 1 to 24; {start} is not one"):
        geometry.check_start(L7159, start)


@pytest.mark.parametrize("wrong", [{"offset_x": 21.0}, {"offset_y": float("nan")}, {"scale": 0.5}, {"scale": 2.0}])
def test_a_correction_that_must_be_a_mistake_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(Invalid, match="must lie between"):
        Fit(**wrong)
