"""A criteria file is read whole, or refused with line and reason."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spbe_assets import i18n
from spbe_assets.domain.criteria import Amount, Aspect, Framework
from spbe_assets.domain.criteria_file import parse
from spbe_assets.domain.errors import Invalid
from spbe_assets.domain.measures import MEASURES
from spbe_assets.paths import resource

SHIPPED = resource("criteria", "spbe-2026.toml").read_text(encoding="utf-8")
SMALL = """format = 1
version = "mine"
title_id = "Uji"
title_en = "Trial"

[setting.days_ok]
default = 30
title_id = "Hari"
title_en = "Days"

[[criterion]]
id = "a"
aspect = "governance"
title_id = "Dilihat"
title_en = "Seen"
finding_id = "{n} barang"
finding_en = "{n} item | {n} items"
lacking_id = "{n} barang"
lacking_en = "{n} item | {n} items"
remedy_id = "Lihat {n}"
remedy_en = "See {n}"
measure = "seen_within"
days = "days_ok/2"
floor = 0
target = 100
unit = "%"
weight = 2
applies = "if any"
spbe_59_2020 = [24]
certainty = "K"
"""


def test_the_shipped_criteria_cover_all_five_aspects_and_both_frameworks() -> None:
    shipped = parse(SHIPPED, "shipped")
    assert len(shipped.criteria) == 38
    assert {criterion.aspect for criterion in shipped.criteria} == set(Aspect)
    assert all(set(criterion.references) == set(Framework) for criterion in shipped.criteria)
    assert {criterion.measure_name for criterion in shipped.criteria} <= set(MEASURES)


def test_a_number_may_be_a_share_of_a_setting() -> None:
    criterion = parse(SMALL, "small").criteria[0]
    assert criterion.arguments["days"] == Amount(setting="days_ok", divisor=2.0)
    assert criterion.arguments["days"].under({"days_ok": 30}) == 15


def test_texts_come_in_the_language_in_use_with_the_right_form_of_number() -> None:
    criterion = parse(SMALL, "small").criteria[0]
    assert [criterion.say("finding", n, str(n)) for n in (1, 2)] == ["1 item", "2 items"]
    i18n._language = "id"
    assert criterion.title == "Dilihat"
    assert criterion.say("finding", 2, "2") == "2 barang"


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("weight = 2", "weight = ", 27, "Invalid value"),
        ("weight = 2", "weight = 0", 27, "the weight must be above zero"),
        ("weight = 2", 'weight = "2"', 27, "“weight” must be a number"),
        ("target = 100", "target = 0", 25, "above the floor"),
        ('aspect = "governance"', 'aspect = "money"', 13, "must be one of"),
        ('measure = "seen_within"', 'measure = "seen"', 22, "no measure “seen”"),
        ('days = "days_ok/2"', 'days = "hours"', 23, "no setting “hours”"),
        ('days = "days_ok/2"', 'days = "days_ok/x"', 23, "divided by a number"),
        ('days = "days_ok/2"', "", 11, "“days” is missing"),
        ('unit = "%"', 'unit = "%"\ncolour = 3', 27, "“colour” is not known"),
        ("spbe_59_2020 = [24]", 'spbe_59_2020 = "24"', 29, "list of whole numbers"),
        ("format = 1", "format = 2", 1, "“format” must be 1"),
        ("default = 30", "default = -1", 7, "zero or more"),
        ('title_en = "Seen"', "", 11, "“title_en” must be a text"),
    ],
)
def test_a_broken_file_is_refused_with_line_and_reason(old: str, new: str, line: int, reason: str) -> None:
    assert old in SMALL
    with pytest.raises(Invalid) as refused:
        parse(SMALL.replace(old, new, 1), "mine.toml")
    assert f"mine.toml, line {line}: " in str(refused.value)
    assert reason in str(refused.value)


def test_an_id_is_used_once() -> None:
    twice = SMALL + SMALL[SMALL.index("[[criterion]]") :]
    with pytest.raises(Invalid, match="line 32: the id “a” is used twice"):
        parse(twice, "mine.toml")


@given(st.text(max_size=200) | st.text("[]=\"'#\n abc1", max_size=200))
def test_any_text_is_read_or_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(Invalid, match="line"):
        parse(text, "x.toml")


@given(st.integers(0, len(SMALL) - 1), st.text(max_size=4))
def test_any_damage_is_read_or_refused_with_a_sentence(place: int, put: str) -> None:
    try:
        parse(SMALL[:place] + put + SMALL[place + 3 :], "x.toml")
    except Invalid as refused:
        assert "x.toml, line" in str(refused)
