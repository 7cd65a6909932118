"""What an assessment of readiness says: the one value that window, PDF, XLSX and JSON all show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from spbe_assets.domain.criteria import Aspect, Criteria, Criterion
from spbe_assets.domain.ids import Id
from spbe_assets.domain.scoring import FULL, Score, mean, tenth, weighted, within


class State(StrEnum):
    """How a record stands to a criterion."""

    GOOD = "good"
    LOST = "lost"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """One criterion of an agency, region or province.

    `lost` counts the records that cost points, `unknown` those that can't be judged, `reading` is the measured value
    in the criterion's unit (agencies only), `agencies` how many agencies it applies to.
    """

    criterion: Criterion
    score: Score
    lost: int
    unknown: int
    needed: int
    reading: float | None = None
    agencies: int = 1


@dataclass(frozen=True, slots=True)
class Result:
    """Scores of an agency, a region or the province; only criteria that apply are listed."""

    score: Score
    score_by_staff: float | None
    aspects: Mapping[Aspect, Score]
    criteria: tuple[CriterionResult, ...]

    def criterion(self, criterion_id: str) -> CriterionResult | None:
        """The result of one criterion, None where it does not apply."""
        return next((result for result in self.criteria if result.criterion.id == criterion_id), None)

    @property
    def weakest(self) -> tuple[Aspect, Score] | None:
        """The known aspect with the lowest score."""
        known = [(score.value, aspect) for aspect, score in self.aspects.items() if score.value is not None]
        return (min(known)[1], self.aspects[min(known)[1]]) if known else None


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do and what it brings in points of the score.

    With `state` LOST the failing records are mended and the gain is sure. With UNKNOWN facts are recorded; the gain
    lies between `low`, which may be negative, and `high`.
    """

    criterion: Criterion
    state: State
    count: int
    low: float
    high: float
    agencies: int = 1

    @property
    def sure(self) -> bool:
        """Whether the gain is known beforehand."""
        return self.state is State.LOST

    @property
    def expected(self) -> float:
        """What steps are ranked by: the sure gain, half of one that may come."""
        return self.high if self.sure else self.high / 2


@dataclass(frozen=True, slots=True)
class Counts:
    """How many records an agency's result rests on."""

    assets: int = 0
    servers: int = 0
    links: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.assets + other.assets, self.servers + other.servers, self.links + other.links)


@dataclass(frozen=True, slots=True)
class AgencyResult:
    """One agency; `rank` is its place among the scored ones, 1 the best; `units` are itself and all units below."""

    id: Id
    name: str
    abbreviation: str
    region_id: Id | None
    region: str
    staff: int | None
    units: frozenset[Id]
    counts: Counts
    result: Result
    steps: tuple[Step, ...]
    rank: int | None = None

    @property
    def short_name(self) -> str:
        """The abbreviation where there is one."""
        return self.abbreviation or self.name


@dataclass(frozen=True, slots=True)
class RegionResult:
    """The agencies of one region taken together."""

    id: Id
    code: str
    name: str
    agencies: int
    result: Result


@dataclass(frozen=True, slots=True)
class NamedRecord:
    """A record that costs points or can't be judged; `ref` is its tag, or table and id where it has none."""

    table: str
    id: Id
    ref: str
    name: str
    agency: str


@dataclass(frozen=True, slots=True)
class LogHead:
    """The end of one installation's change log: the anchor that a printed report gives against rewriting."""

    installation: str
    changes: int
    head: str


@dataclass(frozen=True, slots=True)
class Readiness:
    """A whole assessment; `owner` is whose report it is, `scope` the one agency it was restricted to, if any.

    With `region` it is about the agencies of that region alone, and `province` is what they come to. `whole` is the
    province where only a part of it is told, and `ranked` among how many agencies its ranks are.
    """

    as_of: date
    criteria: Criteria
    province_name: str
    province: Result
    regions: tuple[RegionResult, ...]
    agencies: tuple[AgencyResult, ...]
    findings: tuple[Step, ...]
    counts: Counts
    heads: tuple[LogHead, ...]
    settings: Mapping[str, float]
    owner: str = ""
    scope: str = ""
    region: str = ""
    whole: Result | None = None
    ranked: int = 0

    def agency(self, agency_id: Id) -> AgencyResult | None:
        """The result of one agency."""
        return next((agency for agency in self.agencies if agency.id == agency_id), None)

    @property
    def scored(self) -> int:
        """How many agencies have a score."""
        return sum(agency.result.score.value is not None for agency in self.agencies)


def result_of(criteria: tuple[CriterionResult, ...]) -> Result:
    """An agency's result from its criteria."""
    score = weighted((result.criterion.weight, result.score) for result in criteria)
    return Result(score, score.value, _aspects(criteria), criteria)


def steps_of(result: Result) -> tuple[Step, ...]:
    """Everything that could raise an agency's score, the most useful first."""
    gain = _Gain(result)
    steps = [
        step
        for part in result.criteria
        for step in (_mending(gain, part), _recording(gain, part))
        if step is not None and step.high > 0
    ]
    return tuple(sorted(steps, key=lambda step: (-step.expected, step.criterion.id, step.state)))


def rolled_up(parts: list[tuple[Result, int | None]], criteria: Criteria) -> Result:
    """The result of a region or province from its agencies' results and staff counts."""
    results = [result for result, _staff in parts]
    return Result(
        mean(result.score for result in results),
        _by_staff(parts),
        {aspect: mean(found) for aspect in Aspect if (found := _of_aspect(results, aspect))},
        tuple(
            _criterion_rolled_up(criterion, parts_of_it)
            for criterion in criteria.criteria
            if (parts_of_it := [part for result in results if (part := result.criterion(criterion.id))])
        ),
    )


def findings_of(agencies: list[AgencyResult]) -> tuple[Step, ...]:
    """What holds the agencies back most, in points of their mean score."""
    scored = [agency for agency in agencies if agency.result.score.value is not None]
    gathered: dict[tuple[str, State], list[Step]] = {}
    for agency in scored:
        for step in agency.steps:
            gathered.setdefault((step.criterion.id, step.state), []).append(step)
    findings = [_finding(steps, len(scored)) for steps in gathered.values()]
    return tuple(sorted(findings, key=lambda step: (-step.expected, step.criterion.id, step.state)))


def _aspects(criteria: tuple[CriterionResult, ...]) -> dict[Aspect, Score]:
    return {
        aspect: weighted((part.criterion.weight, part.score) for part in found)
        for aspect in Aspect
        if (found := [part for part in criteria if part.criterion.aspect is aspect])
    }


class _Gain:
    """What an agency's score would change if one of its criteria had another value."""

    def __init__(self, result: Result) -> None:
        known = [(part.criterion.weight, part.score.value) for part in result.criteria if part.score.value is not None]
        self._weight = sum(weight for weight, _value in known)
        self._sum = sum(weight * value for weight, value in known)
        self._all = sum(part.criterion.weight for part in result.criteria)
        self._worst = sum(part.criterion.weight * part.score.worst for part in result.criteria)
        self._best = sum(part.criterion.weight * part.score.best for part in result.criteria)
        self._now = result.score.value or 0.0

    def of(self, part: CriterionResult, value: float) -> float:
        """The gain in tenths of a point; negative where the value is below the present one."""
        weight, present = part.criterion.weight, part.score.value
        total = self._sum + weight * (value - (present or 0.0))
        worst = self._worst + weight * max(value - part.score.worst, 0.0)
        best = self._best + weight * min(value - part.score.best, 0.0)
        then = tenth(total / (self._weight + (weight if present is None else 0.0)))
        return tenth(within(then, tenth(worst / self._all), tenth(best / self._all)) - self._now)


def _mending(gain: _Gain, part: CriterionResult) -> Step | None:
    if not part.lost or part.score.value is None:
        return None
    points = gain.of(part, FULL)
    return Step(part.criterion, State.LOST, part.lost, points, points)


def _recording(gain: _Gain, part: CriterionResult) -> Step | None:
    if not part.unknown:
        return None
    low, high = gain.of(part, part.score.worst), gain.of(part, part.score.best)
    return Step(part.criterion, State.UNKNOWN, part.unknown, low, high)


def _of_aspect(results: list[Result], aspect: Aspect) -> list[Score]:
    return [result.aspects[aspect] for result in results if aspect in result.aspects]


def _by_staff(parts: list[tuple[Result, int | None]]) -> float | None:
    known = [(staff, result.score) for result, staff in parts if staff and result.score.value is not None]
    return weighted(known).value if known else None


def _criterion_rolled_up(criterion: Criterion, parts: list[CriterionResult]) -> CriterionResult:
    return CriterionResult(
        criterion,
        mean(part.score for part in parts),
        sum(part.lost for part in parts),
        sum(part.unknown for part in parts),
        sum(part.needed for part in parts),
        agencies=len(parts),
    )


def _finding(steps: list[Step], agencies: int) -> Step:
    return Step(
        steps[0].criterion,
        steps[0].state,
        sum(step.count for step in steps),
        tenth(sum(step.low for step in steps) / agencies),
        tenth(sum(step.high for step in steps) / agencies),
        len(steps),
    )
