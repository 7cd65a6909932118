"""Scores and how they add up: criterion to aspect to agency to region and province. Pure arithmetic.

Every level is rounded to tenths of a point before the next one is built on it, so that each printed total follows from
the printed parts. Rounding never turns an order round, so all that is promised here holds after it as well:
`worst <= value <= best`, a better record never lowers a score, and a fact filled in keeps it within worst and best.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import floor, inf

from spbe_assets.domain.measures import Reading

FULL = 100.0


@dataclass(frozen=True, slots=True)
class Score:
    """0..100 points in tenths, or None while unknown; coverage is the share of needed facts that are recorded."""

    value: float | None = None
    coverage: float = 0.0
    worst: float = 0.0
    best: float = FULL


UNKNOWN_SCORE = Score()


def tenth(points: float) -> float:
    """Points rounded to tenths, halves up; the tiny nudge makes a half a half whatever floats did to it."""
    return floor(points * 10 + 0.5 + 1e-9) / 10


def hundredth(coverage: float) -> float:
    """A share rounded to whole percent; only what is complete says 100 %."""
    return 1.0 if coverage >= 1 - 1e-9 else min(floor(coverage * 100 + 0.5 + 1e-9) / 100, 0.99)


def points(value: float, low: float, high: float) -> float:
    """0 at `low` and below, 100 at `high` and above, straight in between."""
    if value == inf or high <= low:
        return FULL if value >= high else 0.0
    return tenth(FULL * min(1.0, max(0.0, (value - low) / (high - low))))


def criterion_score(reading: Reading, low: float, high: float) -> Score:
    """The score of one reading; `low` is the criterion's floor and `high` its target.

    What is not known counts as known where it makes no difference, such as too few computers in whatever condition.
    """
    worst, best = points(reading.low, low, high), points(reading.high, low, high)
    unsure = best if worst == best else None
    value = unsure if reading.value is None else points(reading.value, low, high)
    return Score(value, hundredth(reading.coverage), worst, best)


def weighted(parts: Iterable[tuple[float, Score]]) -> Score:
    """The weighted mean of the known scores, within worst and best case; those and coverage count the unknown too."""
    all_parts = list(parts)
    total = sum(weight for weight, _score in all_parts)
    if not total:
        return UNKNOWN_SCORE
    known = [(weight, score.value) for weight, score in all_parts if score.value is not None]
    known_weight = sum(weight for weight, _value in known)
    worst = tenth(sum(weight * score.worst for weight, score in all_parts) / total)
    best = tenth(sum(weight * score.best for weight, score in all_parts) / total)
    mean_of_known = tenth(sum(weight * value for weight, value in known) / known_weight) if known_weight else None
    return Score(
        None if mean_of_known is None else within(mean_of_known, worst, best),
        hundredth(sum(weight * score.coverage for weight, score in all_parts) / total),
        worst,
        best,
    )


def within(value: float, worst: float, best: float) -> float:
    """The value, unless what is unknown is sure to make it worse, or better, than the known parts say."""
    return min(max(value, worst), best)


def mean(scores: Iterable[Score]) -> Score:
    """The score of a region or province: every agency weighs the same."""
    return weighted((1.0, score) for score in scores)
