"""The stock catalogue: what ships is right, and what can't be right is refused with a sentence."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spbe_assets.domain.errors import Invalid, NotFound
from spbe_assets.labels import geometry, stock
from spbe_assets.labels.stock import Stock, StockKind

SHEET: dict[str, Any] = {
    "id": "x", "maker": "X", "number": "1", "kind": "sheet", "page_width": 210.0, "page_height": 297.0,
    "cell_width": 60.0, "cell_height": 30.0, "columns": 3, "rows": 8, "left": 5.0, "top": 10.0,
    "pitch_x": 65.0, "pitch_y": 32.0,
}  # fmt: skip


def test_the_promised_stocks_ship() -> None:
    assert {"avery-l7159", "avery-l7160", "avery-l7163", "a4-90x32", "roll-50x30"} <= set(stock.catalogue())


def test_published_layouts_are_kept() -> None:
    found = {name: stock.find(name) for name in ("L7159", "L7160", "L7163", "90x32")}
    assert [(s.columns, s.rows, s.cell_width, s.cell_height) for s in found.values()] == [
        (3, 8, 63.5, 33.9), (3, 7, 63.5, 38.1), (2, 7, 99.1, 38.1), (2, 7, 90.0, 32.0),
    ]  # fmt: skip


def test_die_cut_sheets_are_symmetrical_on_the_page() -> None:
    for sheet in stock.catalogue().values():
        last = geometry.cell(sheet, sheet.cells)
        assert sheet.left == pytest.approx(sheet.page_width - last.x - last.width, abs=0.1)
        assert sheet.top == pytest.approx(sheet.page_height - last.y - last.height, abs=0.1)


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"left": 40.0}, "page_width", "outside the page"),
        ({"rows": 10}, "page_height", "outside the page"),
        ({"pitch_x": 59.0}, "pitch_x", "overlap"),
        ({"pitch_y": 29.0}, "pitch_y", "overlap"),
        ({"cell_width": 0.0}, "cell_width", "between"),
        ({"cell_height": float("nan")}, "cell_height", "between"),
        ({"left": -1.0}, "left", "between"),
        ({"columns": 0}, "columns", "can't be right"),
        ({"rows": 100_000}, "columns", "can't be right"),
        ({"kind": "tapestry"}, "kind", "can't be right for kind"),
        ({"columns": "three"}, "columns", "can't be right for columns"),
        ({"pich_x": 3.0}, "pich_x", "no “pich_x”"),
    ],
)
def test_a_stock_that_cannot_be_right_is_refused_by_name(change: dict[str, Any], field: str, words: str) -> None:
    with pytest.raises(Invalid, match=words) as caught:
        stock.from_values(SHEET | change, "mine.toml")
    assert caught.value.field == field


def test_a_missing_part_is_named() -> None:
    with pytest.raises(Invalid, match="page_width"):
        stock.from_values({key: value for key, value in SHEET.items() if key != "page_width"}, "mine.toml")


def test_a_file_that_is_not_toml_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_bytes(b"\xff\xfe maker = ")
    with pytest.raises(Invalid, match=r"bad\.toml is not a label stock"):
        stock.catalogue(tmp_path)


def test_a_stock_of_ones_own_joins_the_catalogue(tmp_path: Path) -> None:
    lines = [f"{key} = {value!r}".replace("'", '"') for key, value in SHEET.items()]
    (tmp_path / "mine.toml").write_text("\n".join(lines), encoding="utf-8")
    assert stock.find("x", tmp_path).cells == 24


def test_an_unknown_stock_names_the_nearest() -> None:
    with pytest.raises(NotFound, match="avery-l7159"):
        stock.find("avery-l7195")


@given(
    st.floats(1, 300), st.floats(1, 300), st.integers(1, 12), st.integers(1, 20), st.floats(0, 50), st.floats(0, 50),
    st.floats(0, 120), st.floats(0, 120),
)  # fmt: skip
def test_whatever_is_accepted_lies_on_the_page_without_overlap(
    width: float, height: float, columns: int, rows: int, left: float, top: float, pitch_x: float, pitch_y: float
) -> None:
    try:
        made = Stock(
            "r", "R", "1", StockKind.SHEET, 210, 297, width, height, columns, rows, left, top, pitch_x, pitch_y
        )
    except Invalid:
        return
    cells = [geometry.cell(made, number) for number in range(1, made.cells + 1)]
    slack = 2 * stock.TOLERANCE_MM
    assert all(c.x >= 0 and c.y >= 0 and c.x + c.width <= 210 + slack and c.y + c.height <= 297 + slack for c in cells)
    for one, other in pairwise(cells):
        assert one.x + one.width <= other.x + slack or one.y + one.height <= other.y + slack
