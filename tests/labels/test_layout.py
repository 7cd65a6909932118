"""What a label looks like, whatever it has to say."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spbe_assets import pdf_fonts
from spbe_assets.domain.labels import ContentSize, Design, LabelContent, Part, Problem, Symbology
from spbe_assets.labels import code128, stock
from spbe_assets.labels.drawing import Bars, Code, Drawing, Item, Picture, Rule, Text
from spbe_assets.labels.layout import READABLE_SIDE_MM, draw, for_stock
from spbe_assets.labels.typeset import LEAST_PT, MM
from spbe_assets.services import qr
from tests.labels.samples import ANY, NASTY, ORDINARY, contents, designs, is_tiny, seal

Box = tuple[float, float, float, float]
STOCKS = list(stock.catalogue().values())
HAIR_MM = 0.01
DOTS_MM = (0.125, 25.4 / 300, 25.4 / 600)
SEAL = seal(1.4)


def box(item: Item) -> Box:
    """Left, top, right and bottom of what an item inks, generously."""
    if isinstance(item, Code):
        side = item.module * item.symbol.size
        return item.x, item.y, item.x + side, item.y + side
    if isinstance(item, Bars):
        return item.x, item.y, item.x + item.module * sum(item.runs[-1]), item.y + item.height
    if isinstance(item, Picture):
        return item.x, item.y, item.x + item.width, item.y + item.height
    if isinstance(item, Rule):
        across, down = (item.width / 2, 0.0) if item.x1 == item.x2 else (0.0, item.width / 2)
        return item.x1 - across, item.y1 - down, item.x2 + across, item.y2 + down
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


def free_zone(code: Code | Bars) -> Box:
    """The code with the quiet zone that its standard asks for, short of a hair."""
    left, top, right, bottom = box(code)
    across = (qr.QUIET if isinstance(code, Code) else code128.QUIET) * code.module - HAIR_MM
    down = across if isinstance(code, Code) else -HAIR_MM
    return left - across, top - down, right + across, bottom + down


def check_places(drawing: Drawing, width: float, height: float) -> None:
    """Nothing outside the cell, nothing in a quiet zone, nothing on other things."""
    for item in drawing.items:
        left, top, right, bottom = box(item)
        assert left >= -HAIR_MM and top >= -HAIR_MM, item
        assert right <= width + HAIR_MM and bottom <= height + HAIR_MM, item
    others = [cap_box(item) if isinstance(item, Text) else box(item)
              for item in drawing.items if not isinstance(item, Code | Bars)]  # fmt: skip
    codes = [free_zone(item) for item in drawing.items if isinstance(item, Code | Bars)]
    for free in codes:
        assert min(free[:2]) >= -HAIR_MM and free[2] <= width + HAIR_MM and free[3] <= height + HAIR_MM
    assert all(apart(one, other) for one, other in combinations([*others, *codes], 2))


@settings(deadline=None, max_examples=200)
@given(ANY, st.floats(24, 120), st.floats(10, 80), designs(), st.sampled_from((0.0, *DOTS_MM)))
def test_nothing_leaves_its_cell_touches_the_quiet_zone_or_lies_on_other_things(
    content: LabelContent, width: float, height: float, design: Design, dot: float
) -> None:
    check_places(draw(content, width, height, design, dot_mm=dot), width, height)


@settings(deadline=None)
@given(ANY, st.sampled_from(STOCKS), designs())
def test_nothing_leaves_the_cells_of_the_shipped_stocks(
    content: LabelContent, paper: stock.Stock, design: Design
) -> None:
    width, height = paper.cell_width, paper.cell_height
    check_places(draw(content, width, height, for_stock(replace(design, size=None), paper)), width, height)


@settings(deadline=None)
@given(ANY, st.sampled_from(STOCKS))
def test_what_is_not_shown_whole_is_reported(content: LabelContent, paper: stock.Stock) -> None:
    drawing = draw(content, paper.cell_width, paper.cell_height, Design(paper.content))
    if any(text.endswith("…") for text in shown(drawing)) and "…" not in "".join(map(str, content_texts(content))):
        assert Problem.SHORTENED in problems(drawing)
    if any(pdf_fonts.STAND_IN in text for text in shown(drawing)) and pdf_fonts.STAND_IN not in "".join(
        content_texts(content)
    ):
        assert Problem.MISSING_LETTERS in problems(drawing)


def content_texts(content: LabelContent) -> list[str]:
    return [content.tag, content.owner, content.unit, content.location, content.goods, content.name, content.model]


@pytest.mark.parametrize("paper", [paper for paper in STOCKS if not is_tiny(paper)], ids=lambda paper: paper.id)
def test_ordinary_labels_are_shown_whole_on_all_but_tiny_stocks(paper: stock.Stock) -> None:
    for content in contents(len(ORDINARY)):
        drawing = draw(content, paper.cell_width, paper.cell_height, Design(paper.content))
        assert not drawing.warnings
        together = " ".join(shown(drawing))
        for word in (content.tag, *content.name.split(), *content.model.split()):
            assert word in together


def test_the_official_label_carries_the_fraction_with_its_rule_between() -> None:
    drawing = draw(server(), 63.5, 33.9, Design(ContentSize.FULL))
    lines = {item.text: item for item in drawing.items if isinstance(item, Text)}
    over, under = lines["11.01.14.00.020101.2021"], lines["1.3.2.10.02.04.001.000014"]
    [rule] = [item for item in drawing.items if isinstance(item, Rule)]
    assert over.y < rule.y1 < under.y - under.size * pdf_fonts.CAP_HEIGHT / MM
    assert shown(drawing)[:2] == [server().tag, "MILIK PEMPROV RIAU"]


def test_a_missing_half_of_the_fraction_shows_as_a_dash_and_a_missing_whole_not_at_all() -> None:
    laptop, point = list(contents(4))[2:]
    assert "–" in shown(draw(laptop, 63.5, 33.9, Design(ContentSize.FULL)))
    drawing = draw(point, 63.5, 33.9, Design(ContentSize.FULL))
    assert "–" not in shown(drawing)
    assert not [item for item in drawing.items if isinstance(item, Rule)]


def test_a_cable_flag_says_the_same_on_both_sides_of_its_fold() -> None:
    drawing = draw(server(), 70.0, 12.0, Design(ContentSize.CABLE))
    left = [text for item in drawing.items if isinstance(item, Text) and item.x < 35 for text in [item.text]]
    right = [text for item in drawing.items if isinstance(item, Text) and item.x >= 35 for text in [item.text]]
    assert left == right
    assert [item.x1 for item in drawing.items if isinstance(item, Rule) and item.dashed] == [35.0]


def test_a_code_too_small_to_scan_well_is_reported_with_its_module() -> None:
    drawing = draw(server(), 24.0, 9.5, Design(ContentSize.SMALL))
    [warning] = [warning for warning in drawing.warnings if warning.problem is Problem.SMALL_CODE]
    assert "0.29 mm" in str(warning)


def test_long_texts_stay_legible_and_are_named_whole_in_the_warning() -> None:
    nasty = next(contents(1, NASTY))
    drawing = draw(nasty, 63.5, 33.9, Design(ContentSize.FULL))
    assert min(item.size for item in drawing.items if isinstance(item, Text)) >= LEAST_PT
    assert nasty.model in {warning.text for warning in drawing.warnings}


def test_letters_no_font_has_become_boxes_and_are_listed() -> None:
    _long, arabic, chinese, emoji, _control = contents(5, NASTY)
    for content in (arabic, chinese, emoji):
        drawing = draw(content, 63.5, 33.9, Design(ContentSize.FULL))
        assert Problem.MISSING_LETTERS in problems(drawing)
        assert pdf_fonts.STAND_IN in "".join(shown(drawing))


def test_the_revision_of_a_label_follows_its_text() -> None:
    one, other = server(), server()
    assert one.revision() == other.revision()
    assert one.revision() != next(contents(1, ORDINARY[1:])).revision()


def test_only_the_chosen_parts_are_printed() -> None:
    whole = replace(server(), serial="5CD1", nibar="0042", room="R. Server")
    chosen = (Part.OWNER, Part.NAME, Part.SERIAL, Part.NIBAR, Part.ROOM)
    said = shown(draw(whole, 99.1, 38.1, Design(ContentSize.FULL, parts=chosen, note="Call 112")))
    assert said[1:] == [whole.owner, whole.name, "S/N 5CD1", "NIBAR 0042", "R. Server", "Call 112"]
    assert shown(draw(whole, 99.1, 38.1, Design(ContentSize.FULL, parts=()))) == [whole.tag]


def test_one_half_of_the_fraction_stands_alone_without_rule_or_dash() -> None:
    drawing = draw(server(), 63.5, 33.9, Design(ContentSize.FULL, parts=(Part.GOODS,)))
    assert shown(drawing) == [server().tag, server().goods]
    assert not [item for item in drawing.items if isinstance(item, Rule)]


def test_the_logo_stands_beside_the_owner_in_its_proportions() -> None:
    drawing = draw(server(), 63.5, 33.9, Design(ContentSize.FULL, logo=SEAL))
    [picture] = [item for item in drawing.items if isinstance(item, Picture)]
    [owner] = [item for item in drawing.items if isinstance(item, Text) and item.text.startswith("MILIK")]
    [name] = [item for item in drawing.items if isinstance(item, Text) and item.text == server().name]
    assert picture.width / picture.height == pytest.approx(1.4)
    assert owner.x > picture.x + picture.width
    assert picture.y == pytest.approx(owner.y - owner.size * pdf_fonts.CAP_HEIGHT / MM)
    assert name.x == picture.x


def test_the_logo_gives_way_before_a_word_is_cut() -> None:
    content = replace(server(), name="Perangkat pengelola jaringan " * 4)
    with_logo, without = (draw(content, 40.0, 24.0, Design(ContentSize.FULL, logo=logo)) for logo in (SEAL, b""))
    assert Problem.SHORTENED in problems(with_logo)
    assert with_logo.items == without.items


def test_a_link_names_its_two_ends_on_lines_of_their_own() -> None:
    link = LabelContent(b"", "L4-00017-C", model="R.Server U18 p24 → UPT Dumai ge0/1", table="link")
    assert shown(draw(link, 70.0, 12.0, Design(ContentSize.CABLE))) == 2 * [
        "L4-00017-C", "A: R.Server U18 p24", "Z: UPT Dumai ge0/1"
    ]  # fmt: skip


@pytest.mark.parametrize("size", ContentSize)
def test_bars_take_the_place_of_the_code_and_keep_the_readable_tag(size: ContentSize) -> None:
    drawing = draw(server(), 99.1, 38.1, Design(size, Symbology.CODE128))
    bars = [item for item in drawing.items if isinstance(item, Bars)]
    assert len(bars) == (2 if size is ContentSize.CABLE else 1)
    assert min(item.module for item in bars) >= code128.READABLE_MM
    assert not [item for item in drawing.items if isinstance(item, Code)]
    assert shown(drawing).count(server().tag) == len(bars)
    assert not drawing.warnings


def test_bars_too_narrow_to_read_become_a_qr_code_and_that_is_said() -> None:
    drawing = draw(server(), 33.0, 20.0, Design(ContentSize.SMALL, Symbology.CODE128))
    assert [item for item in drawing.items if isinstance(item, Code)]
    assert problems(drawing) == {Problem.NARROW_BARS}
    assert "only 0.18 mm wide, too narrow for hand scanners, so QR codes are printed" in str(drawing.warnings[0])


def test_a_tag_that_bars_cannot_hold_becomes_a_qr_code_and_that_is_said() -> None:
    drawing = draw(replace(server(), tag="RAK-Ä"), 99.1, 38.1, Design(ContentSize.FULL, Symbology.CODE128))
    assert [item for item in drawing.items if isinstance(item, Code)]
    assert Problem.NO_BARS in problems(drawing)


@settings(deadline=None)
@given(st.floats(24, 120), st.floats(10, 80), designs(), st.sampled_from(DOTS_MM))
def test_modules_are_whole_dots_on_a_printer_with_dots(width: float, height: float, design: Design, dot: float) -> None:
    fine, snapped = (draw(server(), width, height, design, dot_mm=dots) for dots in (0.0, dot))
    widest = max(item.module for item in fine.items if isinstance(item, Code | Bars))
    for item in (item for item in snapped.items if isinstance(item, Code | Bars)):
        assert item.module / dot == pytest.approx(round(item.module / dot))
        assert round(item.module / dot) >= 1
        if isinstance(item, Bars):
            assert item.module <= widest + HAIR_MM


def test_a_snapped_code_stays_in_the_middle_of_its_place() -> None:
    fine, snapped = (draw(server(), 50.0, 30.0, Design(ContentSize.SMALL), dot_mm=dot) for dot in (0.0, 0.125))
    [one], [other] = ([box(item) for item in drawing.items if isinstance(item, Code)] for drawing in (fine, snapped))
    assert other[2] - other[0] == pytest.approx(25 * 0.75)
    assert one[0] + one[2] == pytest.approx(other[0] + other[2])
    assert one[1] + one[3] == pytest.approx(other[1] + other[3])


def test_a_small_cell_gives_its_code_readable_modules_before_words() -> None:
    drawing = draw(server(), 22.0, READABLE_SIDE_MM, Design(ContentSize.SMALL))
    [code] = [item for item in drawing.items if isinstance(item, Code)]
    assert code.module == pytest.approx(qr.READABLE_MM)
    assert (code.symbol.version, code.symbol.level) == (2, "H")
