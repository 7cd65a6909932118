"""What a label looks like, whatever it has to say."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spbe_assets import pdf_fonts
from spbe_assets.domain.labels import ContentSize, LabelContent, Problem
from spbe_assets.labels import qr, stock
from spbe_assets.labels.layout import Code, Drawing, Rule, Text, draw
from spbe_assets.labels.typeset import LEAST_PT, MM
from tests.labels.samples import ANY, NASTY, ORDINARY, contents

Box = tuple[float, float, float, float]
STOCKS = list(stock.catalogue().values())
HAIR_MM = 0.01


def box(item: Text | Rule | Code) -> Box:
    """Left, top, right and bottom of what an item inks, generously."""
    if isinstance(item, Code):
        side = item.module * item.symbol.size
        return item.x, item.y, item.x + side, item.y + side
    if isinstance(item, Rule):
        half = 0.0 if item.dashed else item.width / 2
        return item.x1, item.y1 - half, item.x2, item.y2 + half
    width = pdf_fonts.width(item.text, item.font, item.size) / MM
    return item.x, item.y - item.size / MM, item.x + width, item.y + item.size * pdf_fonts.DESCENT / MM


def cap_box(item: Text) -> Box:
    left, _top, right, _bottom = box(item)
    height = item.size / MM
    return left, item.y - height * pdf_fonts.CAP_HEIGHT, right, item.y + height * 0.05


def apart(one: Box, other: Box) -> bool:
    return one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def shown(drawing: Drawing) -> list[str]:
    return [item.text for item in drawing.items if isinstance(item, Text)]


def problems(drawing: Drawing) -> set[Problem]:
    return {warning.problem for warning in drawing.warnings}


def server() -> LabelContent:
    return next(contents(1))


@settings(deadline=None)
@given(ANY, st.floats(24, 120), st.floats(10, 80), st.sampled_from(ContentSize))
def test_nothing_leaves_its_cell_touches_the_quiet_zone_or_lies_on_other_text(
    content: LabelContent, width: float, height: float, size: ContentSize
) -> None:
    drawing = draw(content, width, height, size)
    for item in drawing.items:
        left, top, right, bottom = box(item)
        assert left >= -HAIR_MM and top >= -HAIR_MM, item
        assert right <= width + HAIR_MM and bottom <= height + HAIR_MM, item
    texts = [cap_box(item) for item in drawing.items if isinstance(item, Text)]
    for code in (item for item in drawing.items if isinstance(item, Code)):
        quiet = qr.QUIET * code.module - HAIR_MM
        left, top, right, bottom = box(code)
        free = left - quiet, top - quiet, right + quiet, bottom + quiet
        assert min(free[:2]) >= -HAIR_MM and free[2] <= width + HAIR_MM and free[3] <= height + HAIR_MM
        assert all(apart(text, free) for text in texts)
    assert all(apart(one, other) for one, other in combinations(texts, 2))


@settings(deadline=None)
@given(ANY, st.sampled_from(STOCKS))
def test_what_is_not_shown_whole_is_reported(content: LabelContent, paper: stock.Stock) -> None:
    drawing = draw(content, paper.cell_width, paper.cell_height, paper.content)
    if any(text.endswith("…") for text in shown(drawing)) and "…" not in "".join(map(str, content_texts(content))):
        assert Problem.SHORTENED in problems(drawing)
    if any(pdf_fonts.STAND_IN in text for text in shown(drawing)) and pdf_fonts.STAND_IN not in "".join(
        content_texts(content)
    ):
        assert Problem.MISSING_LETTERS in problems(drawing)


def content_texts(content: LabelContent) -> list[str]:
    return [content.tag, content.owner, content.unit, content.location, content.goods, content.name, content.model]


@pytest.mark.parametrize("paper", STOCKS, ids=lambda paper: paper.id)
def test_ordinary_labels_are_shown_whole_on_every_stock(paper: stock.Stock) -> None:
    for content in contents(len(ORDINARY)):
        drawing = draw(content, paper.cell_width, paper.cell_height, paper.content)
        assert not drawing.warnings
        together = " ".join(shown(drawing))
        for word in (content.tag, *content.name.split(), *content.model.split()):
            assert word in together


def test_the_official_label_carries_the_fraction_with_its_rule_between() -> None:
    drawing = draw(server(), 63.5, 33.9, ContentSize.FULL)
    lines = {item.text: item for item in drawing.items if isinstance(item, Text)}
    over, under = lines["11.01.14.00.020101.2021"], lines["1.3.2.10.02.04.001.000014"]
    [rule] = [item for item in drawing.items if isinstance(item, Rule)]
    assert over.y < rule.y1 < under.y - under.size * pdf_fonts.CAP_HEIGHT / MM
    assert shown(drawing)[:2] == [server().tag, "MILIK PEMPROV RIAU"]


def test_a_missing_half_of_the_fraction_shows_as_a_dash_and_a_missing_whole_not_at_all() -> None:
    laptop, point = list(contents(4))[2:]
    assert "–" in shown(draw(laptop, 63.5, 33.9, ContentSize.FULL))
    drawing = draw(point, 63.5, 33.9, ContentSize.FULL)
    assert "–" not in shown(drawing)
    assert not [item for item in drawing.items if isinstance(item, Rule)]


def test_a_cable_flag_says_the_same_on_both_sides_of_its_fold() -> None:
    drawing = draw(server(), 70.0, 12.0, ContentSize.CABLE)
    left = [text for item in drawing.items if isinstance(item, Text) and item.x < 35 for text in [item.text]]
    right = [text for item in drawing.items if isinstance(item, Text) and item.x >= 35 for text in [item.text]]
    assert left == right
    assert [item.x1 for item in drawing.items if isinstance(item, Rule) and item.dashed] == [35.0]


def test_a_code_too_small_to_scan_well_is_reported_with_its_module() -> None:
    drawing = draw(server(), 24.0, 9.0, ContentSize.SMALL)
    [warning] = [warning for warning in drawing.warnings if warning.problem is Problem.SMALL_CODE]
    assert "0.31 mm" in str(warning)


def test_long_texts_stay_legible_and_are_named_whole_in_the_warning() -> None:
    nasty = next(contents(1, NASTY))
    drawing = draw(nasty, 63.5, 33.9, ContentSize.FULL)
    assert min(item.size for item in drawing.items if isinstance(item, Text)) >= LEAST_PT
    assert nasty.model in {warning.text for warning in drawing.warnings}


def test_letters_no_font_has_become_boxes_and_are_listed() -> None:
    _long, arabic, chinese, emoji, _control = contents(5, NASTY)
    for content in (arabic, chinese, emoji):
        drawing = draw(content, 63.5, 33.9, ContentSize.FULL)
        assert Problem.MISSING_LETTERS in problems(drawing)
        assert pdf_fonts.STAND_IN in "".join(shown(drawing))


def test_the_revision_of_a_label_follows_its_text() -> None:
    one, other = server(), server()
    assert one.revision == other.revision
    assert one.revision != next(contents(1, ORDINARY[1:])).revision
