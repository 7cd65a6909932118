"""The promises of the scoring algebra, for any tallies."""

from __future__ import annotations

from dataclasses import replace
from math import inf

from hypothesis import given
from hypothesis import strategies as st

from spbe_assets.domain.measures import (
    NOTHING,
    UNKNOWN,
    Applies,
    Measure,
    Reading,
    Tally,
    amount_per_100_staff,
    count_per_staff,
    exists,
    reading,
    share,
)
from spbe_assets.domain.scoring import UNKNOWN_SCORE, Score, criterion_score, hundredth, mean, points, tenth, weighted

COUNT = st.integers(0, 60)
TALLIES = st.builds(Tally, COUNT, COUNT, COUNT, COUNT, amount=st.integers(0, 10_000).map(float)).filter(
    lambda tally: tally.needed > 0
)
READERS = st.sampled_from([share, exists, count_per_staff, amount_per_100_staff])
STAFF = st.none() | st.integers(1, 500)
WEIGHTS = st.integers(1, 20).map(float)


@st.composite
def agencies(draw: st.DrawFn) -> list[tuple[float, Measure, Tally, int | None, float, float]]:
    """Criteria of one agency: weight, measure, tally, staff, floor, target."""
    staff = draw(STAFF)
    parts = []
    for _number in range(draw(st.integers(1, 6))):
        read = draw(READERS)
        low = 0 if read is exists else draw(st.integers(0, 80))
        target = 1 if read is exists else low + draw(st.integers(1, 100 - low))
        parts.append((draw(WEIGHTS), Measure(read), draw(TALLIES), staff, float(low), float(target)))
    return parts


def score_of(parts: list[tuple[float, Measure, Tally, int | None, float, float]]) -> Score:
    return weighted(
        (weight, criterion_score(measure.read(tally, staff), low, target))
        for weight, measure, tally, staff, low, target in parts
    )


@given(agencies())
def test_a_score_lies_between_its_worst_and_best_case(parts) -> None:
    score = score_of(parts)
    assert 0 <= score.worst <= score.best <= 100
    assert score.value is None or score.worst <= score.value <= score.best
    assert 0 <= score.coverage <= 1


@given(agencies(), st.data())
def test_adding_a_good_record_never_lowers_a_score(parts, data) -> None:
    place = data.draw(st.integers(0, len(parts) - 1))
    weight, measure, tally, staff, low, target = parts[place]
    if measure.read is exists:
        target = 1.0 if low < 1 else target
    low = 0.0
    parts[place] = (weight, measure, tally, staff, low, min(target, 100.0))
    before = score_of(parts)
    better = replace(tally, good=tally.good + 1, amount=tally.amount + 50)
    parts[place] = (weight, measure, better, staff, low, min(target, 100.0))
    after = score_of(parts)
    known_before = criterion_score(measure.read(tally, staff), low, min(target, 100.0)).value
    if known_before is None and measure.read is not share:
        return  # a first good record makes a criterion known that may well be below the mean of the others
    assert before.value is None or (after.value is not None and after.value >= before.value)


@given(agencies(), st.data())
def test_filling_in_an_unknown_fact_keeps_the_score_within_worst_and_best(parts, data) -> None:
    before = score_of(parts)
    place = data.draw(st.integers(0, len(parts) - 1))
    weight, measure, tally, staff, low, target = parts[place]
    kinds = [kind for kind in ("unknown", "missing") if getattr(tally, kind)]
    if not kinds:
        return
    kind = data.draw(st.sampled_from(kinds))
    outcome = "good" if kind == "missing" else data.draw(st.sampled_from(["good", "bad"]))
    filled = replace(tally, **{kind: getattr(tally, kind) - 1, outcome: getattr(tally, outcome) + 1})
    if outcome == "good":
        filled = replace(filled, amount=filled.amount + data.draw(st.integers(0, 500)))
    if measure.read is amount_per_100_staff and (outcome == "bad" or kind == "missing"):
        return  # a link either has a rate or not; there is nothing bad or missing about it
    parts[place] = (weight, measure, filled, staff, low, target)
    after = score_of(parts)
    assert after.value is None or before.worst <= after.value <= before.best
    assert before.worst <= after.worst
    assert after.best <= before.best


@given(agencies(), st.sampled_from([0.5, 2.0, 3.0, 7.0, 10.0]))
def test_weights_may_be_scaled_freely(parts, factor) -> None:
    scaled = [(weight * factor, *rest) for weight, *rest in parts]
    assert score_of(scaled) == score_of(parts)


@given(st.lists(st.builds(Score, st.none() | st.integers(0, 1000).map(lambda n: n / 10)), max_size=8))
def test_a_region_is_known_as_soon_as_one_agency_is(scores) -> None:
    assert (mean(scores).value is None) == all(score.value is None for score in scores)


def test_unknown_records_lower_coverage_and_not_the_score() -> None:
    assert share(Tally(good=3, bad=1), None) == Reading(75.0, 75.0, 75.0, 1.0)
    assert share(Tally(good=3, bad=1, unknown=4), None) == Reading(75.0, 37.5, 87.5, 0.5)


def test_what_nobody_wrote_down_costs_points_and_may_still_come() -> None:
    assert share(Tally(good=1, missing=1), None) == Reading(50.0, 50.0, 100.0, 0.5)


def test_no_record_is_unknown_until_the_register_is_declared_complete() -> None:
    measure = Measure(share)
    assert reading(measure, Tally(), None, Applies.IF_ANY, complete=False) == UNKNOWN
    assert reading(measure, Tally(), None, Applies.IF_ANY, complete=True) is None
    assert reading(measure, Tally(), None, Applies.ALWAYS, complete=True) == NOTHING
    assert reading(measure, Tally(), None, Applies.RECORDED, complete=False) is None
    assert reading(measure, Tally(registered=2), None, Applies.ALWAYS, complete=False) == NOTHING


def test_computers_per_staff_are_unknown_without_a_staff_count() -> None:
    assert count_per_staff(Tally(good=10), None) == UNKNOWN
    assert count_per_staff(Tally(good=8, bad=2, unknown=10), 20) == Reading(0.8, 0.4, 0.9, 0.5)


def test_a_link_of_unknown_rate_may_bring_any_bandwidth() -> None:
    assert amount_per_100_staff(Tally(good=2, unknown=1, amount=30.0), 100) == Reading(30.0, 30.0, inf, 2 / 3)


def test_points_run_straight_from_floor_to_target() -> None:
    assert [points(value, 50, 100) for value in (0, 50, 75, 100, inf)] == [0, 0, 50, 100, 100]
    assert points(5, 7, 7) == 0
    assert points(7, 7, 7) == 100


def test_halves_are_rounded_up_whatever_floats_did_to_them() -> None:
    assert tenth(0.05) == 0.1
    assert tenth(61.25) == 61.3
    assert tenth(61.24999) == 61.2
    assert hundredth(0.996) == 0.99
    assert hundredth(1.0) == 1.0


def test_the_known_parts_never_promise_more_than_the_best_case() -> None:
    known, bad_either_way = Score(100.0, 1.0, 100.0, 100.0), Score(None, 0.0, 0.0, 40.0)

    assert weighted([(1.0, known), (9.0, bad_either_way)]).value == 46.0


def test_what_is_unknown_counts_as_known_where_it_makes_no_difference() -> None:
    one_computer_in_whatever_condition = Reading(None, low=0.0, high=0.01)

    assert criterion_score(one_computer_in_whatever_condition, 0.5, 1.0) == Score(0.0, 0.0, 0.0, 0.0)


def test_nothing_at_all_is_an_unknown_score() -> None:
    assert weighted([]) == UNKNOWN_SCORE
