"""The stock catalogue: what ships is right, and what can't be right is refused with a sentence."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spbe_assets import i18n
from spbe_assets.domain.errors import AppError, Invalid, NotFound
from spbe_assets.labels import geometry, stock, stock_checks
from spbe_assets.labels.stock import Stock, StockKind

SHEET: dict[str, Any] = {
    "id": "x", "maker": "X", "number": "1", "kind": "sheet", "page_width": 210.0, "page_height": 297.0,
    "cell_width": 60.0, "cell_height": 30.0, "columns": 3, "rows": 8, "left": 5.0, "top": 10.0,
    "pitch_x": 65.0, "pitch_y": 32.0,
}  # fmt: skip


def test_more_than_forty_five_real_stocks_ship() -> None:
    shipped = stock.shipped()
    assert {"avery-l7159", "avery-l7160", "avery-l7163", "a4-90x32", "roll-50x30"} <= set(shipped)
    assert len(shipped) >= 45
    kinds = [one.kind for one in shipped.values()]
    assert kinds.count(StockKind.SHEET) >= 25 and kinds.count(StockKind.ROLL) >= 15 and kinds.count(StockKind.TAPE) >= 5
    assert all(one.source for one in shipped.values())
    assert len({one.title for one in shipped.values()}) == len(shipped)


def test_published_layouts_are_kept() -> None:
    found = {name: stock.find(name) for name in ("L7159", "L7160", "L7163", "90x32")}
    assert [(s.columns, s.rows, s.cell_width, s.cell_height) for s in found.values()] == [
        (3, 8, 63.5, 33.9), (3, 7, 63.5, 38.1), (2, 7, 99.1, 38.1), (2, 7, 90.0, 32.0),
    ]  # fmt: skip


def test_what_ships_is_symmetrical_on_the_page() -> None:
    for paper in stock.shipped().values():
        last = geometry.cell(paper, paper.cells)
        assert paper.left == pytest.approx(paper.page_width - last.x - last.width, abs=0.1)
        assert paper.top == pytest.approx(paper.page_height - last.y - last.height, abs=0.1)


def test_sheets_keep_clear_of_the_edge_that_office_printers_leave_free() -> None:
    sheets = [one for one in stock.shipped().values() if one.kind is StockKind.SHEET]
    assert all(min(sheet.left, sheet.top) >= 3.9 for sheet in sheets)
    assert stock.find("zweckform-3474").title == "Avery Zweckform 3474 · 3 × 8 · 70 × 37 mm"


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        (
            {"left": 40.0},
            "left",
            "ends at 230 mm, but “width of the sheet” is only 210 mm; look at “margin at the left”",
        ),
        ({"rows": 10}, "rows", "look at “labels down”"),
        ({"pitch_x": 80.0}, "pitch_x", "look at “distance from label to label across”"),
        ({"cell_height": 300.0, "rows": 1}, "cell_height", "look at “height of a label”"),
        ({"pitch_x": 59.0}, "pitch_x", "overlap: “distance from label to label across” is 59 mm"),
        ({"pitch_y": 29.0}, "pitch_y", "overlap: “distance from label to label down” is 29 mm"),
        ({"cell_width": 0.0}, "cell_width", "must lie between 1 and"),
        ({"cell_height": float("nan")}, "cell_height", "“height of a label” is nan mm"),
        ({"left": -1.0}, "left", "“margin at the left” is −1 mm"),
        ({"columns": 0}, "columns", "“labels across” is 0; it must be a whole number from 1"),
        ({"rows": 100_000}, "rows", "“labels down” is 100000"),
        ({"columns": 900, "rows": 900}, "rows", "900 × 900 labels on one sheet"),
        ({"corner_radius": 16.0}, "corner_radius", "more than half"),
        ({"gap": 60.0}, "gap", "“gap between two labels” is 60 mm"),
        ({"kind": "tape"}, "page_height", "“width of the tape” is 297 mm; it must lie between 6 and 62 mm"),
        ({"kind": "tape", "page_height": 32.0, "top": 1.0}, "rows", "“labels down” must be 1"),
        ({"kind": "roll", "page_width": 250.0}, "page_width", "“width of the roll” is 250 mm"),
        ({"continuous": True}, "columns", "“labels across” must be 1"),
        ({"kind": "tapestry"}, "kind", "“tapestry” can't be right for kind"),
        ({"columns": "three"}, "columns", "“three” can't be right for labels across"),
        ({"cell_width": 10**400}, "cell_width", "can't be right for width of a label"),
        ({"left": True}, "left", "“True” can't be right"),
        ({"pich_x": 3.0}, "pich_x", "no “pich_x”"),
        ({"id": "../../etc"}, "id", "can't be a short name"),
        ({"id": "a" * 41}, "id", "can't be a short name"),
        ({"maker": "X\nY"}, "maker", "one line"),
        ({"number": "9" * 500}, "number", "one line of at most"),
        ({"maker": ""}, "maker", "can't be right for maker"),
    ],
)
def test_a_stock_that_cannot_be_right_is_refused_in_plain_words(change: dict[str, Any], field: str, words: str) -> None:
    with pytest.raises(Invalid, match=re.escape(words)) as caught:
        stock.from_values(SHEET | change, "mine.toml")
    assert caught.value.field == field
    assert "_" not in str(caught.value).replace("pich_x", "")


def test_a_missing_part_is_named() -> None:
    with pytest.raises(Invalid, match="page_width"):
        stock.from_values({key: value for key, value in SHEET.items() if key != "page_width"}, "mine.toml")


def test_a_file_may_hold_several_stocks_that_share_values(tmp_path: Path) -> None:
    (tmp_path / "some.toml").write_text(
        'maker = "M"\nkind = "roll"\npage_width = 50\npage_height = 30\ncell_width = 50\ncell_height = 30\n'
        '[[stock]]\nid = "m-1"\nnumber = "1"\n[[stock]]\nid = "m-2"\nnumber = "2"\ncell_width = 40\n',
        encoding="utf-8",
    )
    assert [(one.id, one.maker, one.cell_width) for one in stock.read(tmp_path / "some.toml")] == [
        ("m-1", "M", 50.0), ("m-2", "M", 40.0),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xff\xfe maker = ", r"bad\.toml is not a label stock"),
        (b"maker = ", r"bad\.toml is not a label stock"),
        (b"stock = 3\n", "there is no “stock”"),
        (b"x" * (stock.MOST_BYTES + 1), "too large"),
        (b"a = " + b"[" * 20_000, r"bad\.toml"),
    ],
)
def test_a_file_that_is_not_a_stock_is_refused(tmp_path: Path, content: bytes, words: str) -> None:
    (tmp_path / "bad.toml").write_bytes(content)
    with pytest.raises(AppError, match=words):
        stock.read(tmp_path / "bad.toml")


def test_the_length_of_continuous_paper_is_chosen() -> None:
    tape, roll = stock.find("TZe-24").cut_to(70.0), stock.find("DK-22205").cut_to(90.0)
    assert (tape.page_width, tape.cell_width, tape.page_height, tape.length) == (70.0, 68.0, 24.0, 70.0)
    assert (roll.page_height, roll.cell_height, roll.page_width, roll.length) == (90.0, 84.0, 62.0, 90.0)
    assert tape.id == "brother-tze-24"
    die_cut = stock.find("roll-50x30")
    assert die_cut.length is None and die_cut.cut_to(70.0) is die_cut
    for length in (2.0, 5000.0, float("nan")):
        with pytest.raises(Invalid, match="length along the tape"):
            tape.cut_to(length)


def test_titles_say_what_people_look_for() -> None:
    assert stock.find("L7160").title == "Avery L7160 · 3 × 7 · 63.5 × 38.1 mm"
    assert stock.find("DK-11209").title == "Brother DK-11209 · 62 × 29 mm"
    assert stock.find("TZe-12").title == "Brother TZe-12 · 12 mm · cut to length"
    assert stock.find("33x15x3").title == "Roll 33x15x3 · 3 × 1 · 33 × 15 mm"


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
    slack = 2 * stock_checks.TOLERANCE_MM
    assert all(c.x >= 0 and c.y >= 0 and c.x + c.width <= 210 + slack and c.y + c.height <= 297 + slack for c in cells)
    for one, other in pairwise(cells):
        assert one.x + one.width <= other.x + slack or one.y + one.height <= other.y + slack


def test_the_size_of_a_label_has_the_decimal_mark_of_the_language(monkeypatch: pytest.MonkeyPatch) -> None:
    assert stock.find("avery-l7160").title.endswith("63.5 × 38.1 mm")
    monkeypatch.setattr(i18n, "_language", "id")
    assert stock.find("avery-l7160").title.endswith("63,5 × 38,1 mm")
