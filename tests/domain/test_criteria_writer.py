"""What is written is read back as the same value, whatever the set holds."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spbe_assets.domain.criteria import (
    INDICATORS,
    Amount,
    Aspect,
    Certainty,
    Criteria,
    Criterion,
    Framework,
    RemedyKind,
    SettingSpec,
)
from spbe_assets.domain.criteria_file import parse
from spbe_assets.domain.criteria_writer import row_of, written
from spbe_assets.domain.criterion_rows import TEXTS, checked
from spbe_assets.domain.errors import Invalid
from spbe_assets.domain.measures import MEASURES, Applies, Parameter, exists
from spbe_assets.paths import resource

SHIPPED = parse(resource("criteria", "spbe-2026.toml").read_text(encoding="utf-8"), "shipped")
WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30).map(str.strip).filter(bool)
NUMBERS = st.integers(0, 10**6).map(float) | st.floats(0, 1e6, allow_nan=False)
ABOVE_ZERO = NUMBERS.filter(lambda number: number > 0)


def texts(parts: tuple[str, ...]) -> st.SearchStrategy[dict[str, str]]:
    return st.fixed_dictionaries({f"{part}_{code}": WORDS for part in parts for code in ("id", "en")})


def chosen(kind: Parameter) -> st.SearchStrategy[tuple[str, ...]]:
    known = [str(one) for one in kind.value]
    return st.lists(st.sampled_from(known), min_size=1, max_size=3).map(tuple)


@st.composite
def settings(draw: st.DrawFn) -> dict[str, SettingSpec]:
    keys = draw(st.lists(st.from_regex(r"[a-z_0-9-]{1,12}", fullmatch=True), max_size=3, unique=True))
    return {key: SettingSpec(key, draw(ABOVE_ZERO), draw(st.just("") | WORDS), draw(texts(("title",)))) for key in keys}


@st.composite
def criteria(draw: st.DrawFn) -> Criteria:
    kept = draw(settings())
    ids = draw(st.lists(WORDS, min_size=1, max_size=4, unique=True))
    made = tuple(draw(criterion(one, kept)) for one in ids)
    return Criteria(draw(WORDS), draw(texts(("title",))), kept, made)


@st.composite
def criterion(draw: st.DrawFn, name: str, kept: dict[str, SettingSpec]) -> Criterion:
    measure_name = draw(st.sampled_from(sorted(MEASURES)))
    measure = MEASURES[measure_name]
    amounts = NUMBERS.map(Amount)
    if kept:
        shares = st.builds(Amount, st.just(0.0), st.sampled_from(sorted(kept)), ABOVE_ZERO)
        amounts |= shares
    arguments = {}
    for key, kind in measure.parameters.items():
        if key in measure.required or draw(st.booleans()):
            arguments[key] = draw(amounts if kind is Parameter.NUMBER else chosen(kind))
    floor = draw(st.integers(0, 50))
    target = Amount(1.0) if measure.read is exists else Amount(float(floor + draw(st.integers(1, 50))))
    frameworks = draw(st.sets(st.sampled_from(Framework)))
    references = {one: tuple(draw(st.lists(st.integers(1, INDICATORS[one]), max_size=3))) for one in frameworks}
    return Criterion(
        name,
        draw(st.sampled_from(Aspect)),
        measure_name,
        arguments,
        Amount(0.0) if measure.read is exists else Amount(float(floor)),
        target,
        measure.unit,
        draw(ABOVE_ZERO),
        draw(st.sampled_from(Applies)),
        references,
        draw(st.sampled_from(Certainty)),
        draw(texts(TEXTS)),
        draw(st.just("") | WORDS),
        draw(st.none() | st.sampled_from(RemedyKind)),
        tuple(draw(st.lists(WORDS, max_size=2))),
        draw(st.booleans()),
    )


@given(criteria())
def test_what_is_written_is_read_back_as_the_same_value(made: Criteria) -> None:
    assert parse(written(made), "mine.toml") == made


def test_the_shipped_set_survives_writing() -> None:
    assert parse(written(SHIPPED), "mine.toml") == SHIPPED
    assert parse(written(parse(written(SHIPPED), "a")), "b") == SHIPPED


def test_every_criterion_of_the_shipped_set_names_source_and_remedy() -> None:
    for one in SHIPPED.criteria:
        assert one.source, one.id
        assert one.remedy_kind, one.id
        assert one.unit == one.measure.unit, one.id


@pytest.mark.parametrize(
    ("key", "value", "reason"),
    [
        ("weight", -1, "“weight” must be a number, zero or more."),
        ("weight", 0, "The weight must be above zero"),
        ("target", 0, "The target must be above the floor."),
        ("pemdi_2026", [21], "“pemdi_2026” has no indicator 21; they go from 1 to 20."),
        ("title_en", " ", "“title_en” must be a text."),
        ("classes", ["server", "swich"], "Entry 2 of “classes”, “swich”, must be one of"),
        ("active", "yes", "“active” must be true or false."),
        ("remedy_good", ["tea"], "Entry 1 of “remedy_good”, “tea”"),
    ],
)
def test_values_of_a_form_are_checked_one_by_one(key: str, value: object, reason: str) -> None:
    row = row_of(SHIPPED.criteria[0])
    assert checked(row, SHIPPED.settings, ("server",)) == SHIPPED.criteria[0]
    with pytest.raises(Invalid) as refused:
        checked({**row, key: value}, SHIPPED.settings, ("server",))
    assert str(refused.value).startswith(reason)
    assert refused.value.field == key


def test_criteria_that_are_off_or_support_nothing_chosen_do_not_count() -> None:
    off = replace(SHIPPED.criteria[0], active=False)
    old = replace(SHIPPED.criteria[1], references={Framework.SPBE_59_2020: (24,)})
    few = replace(SHIPPED, criteria=(off, old, *SHIPPED.criteria[2:4]))
    assert few.counted().criteria == few.criteria[1:]
    narrowed = few.counted((Framework.PEMDI_2026,), only_supporting=True)
    assert narrowed.criteria == few.criteria[2:]
    assert (narrowed.version, narrowed.frameworks) == ("2026.1 (Pemdi)", (Framework.PEMDI_2026,))
