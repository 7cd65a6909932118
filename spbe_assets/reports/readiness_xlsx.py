"""The readiness report as a workbook: summary, agencies, criteria, and the records that cost points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from spbe_assets.domain.criteria import FRAMEWORK_TITLES, Aspect
from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.domain.readiness import AgencyResult, Readiness, Result
from spbe_assets.formats import date_text, number
from spbe_assets.i18n import _
from spbe_assets.reports import wording
from spbe_assets.reports.workbook import SCORE, SHARE, Workbook
from spbe_assets.services.readiness import all_lost_records
from spbe_assets.services.step_costs import StepCosts
from spbe_assets.storage.whole_file import whole_file

NO_COSTS: StepCosts = {}
NAMED, NAMED_ALONE = 200, 10_000
"""So many records are named for each criterion of an agency, and where the report is about one agency only."""

Row = Sequence[Any]


def write(
    session: Session,
    assessment: Readiness,
    path: Path,
    progress: Progress = SILENT,
    costs: StepCosts = NO_COSTS,
    *,
    names_records: bool = True,
) -> None:
    """Write the assessment as a workbook; without `names_records` nobody sees which records cost points.

    Raises:
        StorageError: it can't be written there.
    """
    with whole_file(path) as part, Workbook(part) as book:
        book.sheet(_("Summary"), _note(assessment), _summary_heads(), _summary(assessment), [46, 10, 10])
        book.sheet(_("Agencies"), "", _agency_heads(), map(_agency, assessment.agencies), [46, 16, 30])
        book.sheet(_("Steps"), "", _step_heads(), _steps(assessment, costs), [46, 60, 48])
        book.sheet(_("Criteria"), "", _criterion_heads(assessment), _criteria(assessment), [40, 22, 48])
        if not names_records:
            return
        note = _("At most {n} records are named for each criterion of an agency; the sheet “{sheet}” counts them all.")
        book.sheet(
            _("Records"),
            note.format(n=number(_limit(assessment)), sheet=_("Criteria")),
            [_("Agency"), _("Criterion"), _("Record"), _("Name"), _("Unit")],
            _records(session, assessment, progress),
            [40, 48, 24, 40, 40],
        )


def _note(assessment: Readiness) -> str:
    said = _("{title} · as of {date} · criteria {version} · {counts} · {filter} · {heads}")
    return said.format(
        title=assessment.criteria.title,
        date=date_text(assessment.as_of),
        version=assessment.criteria.version,
        counts=wording.counts_text(assessment),
        filter=wording.scope_text(assessment),
        heads=wording.heads_text(assessment),
    )


def _summary_heads() -> list[str]:
    aspects = (aspect.label for aspect in Aspect)
    score = [_("Score"), _("By staff"), _("Worst"), _("Best"), _("Facts known")]
    return [_("Area"), _("Agencies"), *score, *aspects]


def _summary(assessment: Readiness) -> Iterator[Row]:
    everybody = len(assessment.agencies)
    yield [assessment.region or assessment.province_name, everybody, *_scores(assessment.province, by_staff=True)]
    for region in assessment.regions if not assessment.region else ():
        yield [wording.region_name(region, assessment), region.agencies, *_scores(region.result, by_staff=True)]


def _agency_heads() -> list[str]:
    who = [_("Agency"), _("Abbreviation"), _("Region"), _("Staff"), _("Assets"), _("Servers"), _("Links"), _("Rank")]
    scores = [_("Score"), _("Worst"), _("Best"), _("Facts known"), *(aspect.label for aspect in Aspect)]
    return [*who, *scores, _("First step"), _("Gain")]


def _agency(agency: AgencyResult) -> Row:
    counts, first = agency.counts, agency.steps[0] if agency.steps else None
    return [
        agency.name,
        agency.abbreviation,
        agency.region,
        agency.staff,
        counts.assets,
        counts.servers,
        counts.links,
        agency.rank,
        *_scores(agency.result, by_staff=False),
        wording.step_text(first) if first else "",
        wording.gain_text(first) if first else "",
    ]


def _step_heads() -> list[str]:
    return [_("Agency"), _("Step"), _("Criterion"), _("Cost (Rp)"), _("Price"), _("Gain")]


def _steps(assessment: Readiness, costs: StepCosts) -> Iterator[Row]:
    for agency in assessment.agencies:
        for step in agency.steps:
            cost = costs.get((agency.id, step.criterion.id)) if step.sure else None
            source = "" if cost is None else _("estimate") if cost.is_estimate else _("price list")
            yield [
                agency.name,
                wording.step_text(step),
                step.criterion.title,
                (cost.rupiah, "#,##0") if cost else None,
                source,
                wording.gain_text(step),
            ]


def _scores(result: Result, *, by_staff: bool) -> list[Any]:
    score = result.score
    aspects = (result.aspects.get(aspect) for aspect in Aspect)
    return [
        (score.value, SCORE),
        *([(result.score_by_staff, SCORE)] if by_staff else []),
        (score.worst, SCORE),
        (score.best, SCORE),
        (score.coverage, SHARE),
        *((aspect.value if aspect else None, SCORE) for aspect in aspects),
    ]


def _criterion_heads(assessment: Readiness) -> list[str]:
    scores = [_("Score"), _("Worst"), _("Best"), _("Facts known"), _("Weight")]
    counts = [_("Records"), _("Cost points"), _("Not recorded"), _("Measured"), _("Unit")]
    frameworks = [FRAMEWORK_TITLES[framework] for framework in assessment.criteria.frameworks]
    return [
        _("Agency"),
        _("Aspect"),
        _("Criterion"),
        *scores,
        *counts,
        _("What it lacks"),
        *frameworks,
        _("Source"),
        _("Basis"),
    ]


def _criteria(assessment: Readiness) -> Iterator[Row]:
    for agency in assessment.agencies:
        for part in agency.result.criteria:
            score, criterion = part.score, part.criterion
            yield [
                agency.name,
                criterion.aspect.label,
                criterion.title,
                (score.value, SCORE),
                (score.worst, SCORE),
                (score.best, SCORE),
                (score.coverage, SHARE),
                criterion.weight,
                part.needed,
                part.lost,
                part.unknown,
                None if part.reading is None else (round(part.reading, 2), "0.00"),
                criterion.unit,
                wording.shortfall_text(part),
                *(wording.indicators_text(criterion, framework) for framework in assessment.criteria.frameworks),
                criterion.source,
                criterion.certainty.label,
            ]


def _limit(assessment: Readiness) -> int:
    return NAMED_ALONE if assessment.scope else NAMED


def _records(session: Session, assessment: Readiness, progress: Progress) -> Iterator[Row]:
    names = {agency.id: agency.name for agency in assessment.agencies}
    criteria = assessment.criteria.criteria
    for done, criterion in enumerate(criteria):
        progress.step(done, len(criteria), criterion.title)
        for agency, records in all_lost_records(session, assessment, criterion, _limit(assessment)).items():
            for record in records:
                yield names[agency], criterion.title, record.ref, record.name, record.agency
