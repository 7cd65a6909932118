"""The pages of the readiness report: the province first, then one page for each agency's head."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from reportlab.platypus import Flowable, PageBreak

from spbe_assets.domain.criteria import FRAMEWORK_TITLES, Aspect, Criteria, Framework
from spbe_assets.domain.readiness import AgencyResult, CriterionResult, Readiness, Result, Step
from spbe_assets.formats import date_text, number, points
from spbe_assets.i18n import _, ngettext
from spbe_assets.reports import wording
from spbe_assets.reports.charts import age_columns, score_bar
from spbe_assets.reports.comparison_words import shift_text
from spbe_assets.reports.criteria_pages import criteria_pages
from spbe_assets.reports.layout import figures, row_height, section, table, tall
from spbe_assets.reports.paper import GREY, HEIGHT, NOTE, SECONDARY, SUBTITLE, TITLE, WIDTH, paragraph, shortened
from spbe_assets.services.ages import Ages
from spbe_assets.services.since import Since
from spbe_assets.services.step_costs import StepCosts

FINDINGS, STEPS = 8, 3
BAR = 236.0
REASON_WIDTHS = (30, 18, 7, 7, 30, 8)


def province_pages(assessment: Readiness) -> list[Flowable]:
    """How good, how sure, what holds us back, and every agency in one line."""
    agencies = wording.agencies_text(len(assessment.agencies))
    made = _("State of {date}, from the records of assets and links of {agencies}.")
    subtitle = made.format(date=date_text(assessment.as_of), agencies=agencies)
    story: list[Flowable] = [
        paragraph(assessment.criteria.title, TITLE),
        paragraph(assessment.region or _("Province of {name}").format(name=assessment.province_name), TITLE),
        paragraph(subtitle, SUBTITLE),
        figures(_province_figures(assessment)),
        *_aspects(assessment.province),
        *_findings(assessment),
        *_agencies(assessment),
    ]
    if len(assessment.regions) > 1:
        story += _regions(assessment)
    return story


def agency_page(
    assessment: Readiness, agency: AgencyResult, ages: Ages, costs: StepCosts, since: Since | None
) -> list[Flowable]:
    """One agency: its score, the three most useful steps, why the score is what it is, and the age of its assets."""
    head = [
        paragraph(agency.name, TITLE),
        paragraph(_agency_line(agency), SUBTITLE),
        figures(_agency_figures(assessment, agency, since)),
        *_steps(agency, costs),
    ]
    tail = _ages(ages, assessment.as_of)
    return [*head, *_reasons(agency.result, assessment.criteria, HEIGHT - tall(head) - tall(tail)), *tail]


def all_pages(
    assessment: Readiness, ages: dict[bytes, Ages], costs: StepCosts, since: Since | None
) -> Iterator[list[Flowable]]:
    """The parts of the whole report, each beginning on a new page; one agency alone has no province page."""
    if not assessment.scope:
        yield province_pages(assessment)
    for place, agency in enumerate(assessment.agencies):
        first = [] if assessment.scope and place == 0 else [PageBreak()]
        yield [*first, *agency_page(assessment, agency, ages.get(agency.id, {}), costs, since)]
    if not assessment.scope:
        yield [PageBreak(), *criteria_pages(assessment.criteria, assessment.settings)]


def _province_figures(assessment: Readiness) -> list[tuple[str, str, str]]:
    province = assessment.province
    scored = _("{n} of {agencies} with a score").format(
        n=number(assessment.scored), agencies=wording.agencies_text(len(assessment.agencies))
    )
    return [
        _score_figure(province),
        _coverage_figure(province),
        _weakest_figure(province),
        (wording.score_text(province.score_by_staff), _("weighted by staff"), scored),
    ]


def _agency_figures(assessment: Readiness, agency: AgencyResult, since: Since | None) -> list[tuple[str, str, str]]:
    rank, among = "–", assessment.ranked or assessment.scored
    if agency.rank is not None and among > 1:
        rank = _("{rank} of {n}").format(rank=number(agency.rank), n=number(among))
    whole = assessment.whole or (None if assessment.scope else assessment.province)
    province = _("province {score}").format(score=wording.score_text(whole.score.value)) if whole else ""
    return [
        _score_figure(agency.result),
        (rank, _("rank"), province),
        _coverage_figure(agency.result),
        _since_figure(since, agency) or _weakest_figure(agency.result),
    ]


def _since_figure(since: Since | None, agency: AgencyResult) -> tuple[str, str, str] | None:
    """By how much the score changed since it was frozen last, and what moved it most."""
    shift = since.shifts.get(agency.id) if since else None
    if since is None or shift is None:
        return None
    title = _("since {day}").format(day=date_text(since.day, short=True))
    return points(shift.points), title, shift_text(shift)


def _score_figure(result: Result) -> tuple[str, str, str]:
    return wording.score_text(result.score.value), _("readiness score"), wording.between_text(result.score)


def _coverage_figure(result: Result) -> tuple[str, str, str]:
    rest = number(100 - round(result.score.coverage * 100))
    return wording.coverage_text(result.score), _("of the facts known"), _("{n}% not recorded yet").format(n=rest)


def _weakest_figure(result: Result) -> tuple[str, str, str]:
    if result.weakest is None:
        return wording.UNKNOWN_MARK, _("weakest aspect"), ""
    aspect, score = result.weakest
    return wording.score_text(score.value), _("weakest aspect"), aspect.label


def _aspects(result: Result) -> list[Flowable]:
    rows = [
        [
            aspect.label,
            score_bar(score, BAR),
            wording.score_text(score.value),
            wording.range_text(score),
        ]
        for aspect, score in result.aspects.items()
    ]
    if not rows:
        return []
    grey = ("TEXTCOLOR", (3, 0), (3, -1), GREY)
    note = _("Solid: score from the facts there are. Hatched: may still come with further facts. Right: worst–best.")
    return section(
        _("Five aspects"),
        table(None, rows, (25, 52, 10, 13), right=(2, 3), bold=(2,), extra=(grey,)),
        paragraph(note, NOTE),
    )


def _findings(assessment: Readiness) -> list[Flowable]:
    rows = [
        [
            paragraph(wording.finding_text(step)),
            paragraph(wording.agencies_text(step.agencies)),
            wording.loss_text(step),
            paragraph(step.criterion.title, SECONDARY),
        ]
        for step in assessment.findings[:FINDINGS]
    ]
    if not rows:
        return []
    heads = (_("Finding"), _("Where"), _("Points lost"), _("Criterion"))
    return section(_("What holds us back most"), table(heads, rows, (43, 14, 12, 31), right=(2,)))


def _agencies(assessment: Readiness) -> list[Flowable]:
    heads = (_("Agency"), _("Score"), *(aspect.short_label for aspect in Aspect), _("Facts"), _("First step"))
    rows = [
        [
            paragraph(shortened(agency.short_name)),
            *_scores(agency.result),
            paragraph(wording.step_text(agency.steps[0]) if agency.steps else _first_words(agency)),
        ]
        for agency in assessment.agencies
    ]
    return section(_("Agencies"), _score_table(heads, rows, (26, 8, 8.5, 7, 8, 8.5, 9, 8, 30)))


def _regions(assessment: Readiness) -> list[Flowable]:
    heads = (_("Region"), _("Score"), *(aspect.short_label for aspect in Aspect), _("Facts"), _("Agencies"))
    rows = [
        [paragraph(shortened(wording.region_name(one, assessment))), *_scores(one.result), number(one.agencies)]
        for one in assessment.regions
    ]
    return section(_("Regions"), _score_table(heads, rows, (40, 9, 9, 9, 9, 9, 9.5, 9, 12), right=8))


def _score_table(heads: Sequence[str], rows: list[list[Any]], widths: Sequence[float], right: int = 7) -> Flowable:
    return table(heads, rows, widths, right=range(1, right + 1), bold=(1,))


def _scores(result: Result) -> list[str]:
    aspects = (result.aspects.get(aspect) for aspect in Aspect)
    return [
        wording.score_text(result.score.value),
        *("–" if score is None else wording.score_text(score.value) for score in aspects),
        wording.coverage_text(result.score),
    ]


def _agency_line(agency: AgencyResult) -> str:
    counts = agency.counts
    parts = [
        ngettext("{n} asset", "{n} assets", counts.assets).format(n=number(counts.assets)),
        ngettext("{n} server", "{n} servers", counts.servers).format(n=number(counts.servers)),
        ngettext("{n} link", "{n} links", counts.links).format(n=number(counts.links)),
        _("staff not recorded") if agency.staff is None else _("{n} staff").format(n=number(agency.staff)),
    ]
    return " · ".join([*parts, agency.region] if agency.region else parts)


def _steps(agency: AgencyResult, costs: StepCosts) -> list[Flowable]:
    title, steps = _("Three steps that raise the score most"), agency.steps[:STEPS]
    if not steps:
        return section(title, paragraph(_("Record assets and links first: there is nothing to judge yet."), SECONDARY))
    found = [costs.get((agency.id, step.criterion.id)) if step.sure else None for step in steps]
    rows = [
        [str(place), *_step(step, wording.cost_text(cost))]
        for place, (step, cost) in enumerate(zip(steps, found, strict=True), 1)
    ]
    lines = table(None, rows, (4, 44, 26, 14, 12), right=(3, 4), bold=(0, 4))
    if not any(cost and cost.is_estimate for cost in found):
        return section(title, lines)
    return section(title, lines, paragraph(_("≈: an estimate; the price list has no price for all of it."), NOTE))


def _step(step: Step, cost: str) -> list[Any]:
    criterion = paragraph(step.criterion.title, SECONDARY)
    return [paragraph(wording.step_text(step)), criterion, cost, wording.gain_text(step)]


def _reasons(result: Result, criteria: Criteria, height: float) -> list[Flowable]:
    """The criteria that keep the most back, as many as `height` points of the page hold."""
    parts = sorted((part for part in result.criteria if part.needed), key=lambda part: -_weight_open(part))
    if not parts:
        return []
    title, framework = _("Why the score is what it is"), criteria.frameworks[0]
    room = height - tall(section(title, _reason_table([], framework), _more(len(result.criteria))))
    rows: list[list[Any]] = []
    for row in (_reason(part, framework) for part in parts):
        room -= row_height(row, REASON_WIDTHS)
        if room < 0:
            break
        rows.append(row)
    rest = len(result.criteria) - len(rows)
    return section(title, _reason_table(rows, framework), *([_more(rest)] if rest else []))


def _reason(part: CriterionResult, framework: Framework) -> list[Any]:
    weight = part.criterion.weight
    return [
        paragraph(part.criterion.title),
        paragraph(part.criterion.aspect.label, SECONDARY),
        number(weight, 0 if weight.is_integer() else 1),
        wording.score_text(part.score.value),
        paragraph(wording.shortfall_text(part)),
        paragraph(wording.indicators_text(part.criterion, framework), SECONDARY),
    ]


def _reason_table(rows: list[list[Any]], framework: Framework) -> Flowable:
    heads = (_("Criterion"), _("Aspect"), _("Weight"), _("Score"), _("What it lacks"), FRAMEWORK_TITLES[framework])
    return table(heads, rows, REASON_WIDTHS, right=(2, 3), bold=(3,))


def _more(rest: int) -> Flowable:
    more = ngettext(
        "{n} further criterion that costs less or has no records yet is in the spreadsheet of this report.",
        "{n} further criteria that cost less or have no records yet are in the spreadsheet of this report.",
        rest,
    ).format(n=number(rest))
    return paragraph(more, NOTE)


def _weight_open(part: CriterionResult) -> float:
    """What a criterion keeps back, sure losses before those that are only possible."""
    lost = 100 - part.score.value if part.score.value is not None else 50
    return part.criterion.weight * lost


def _ages(ages: Ages, as_of: date) -> list[Flowable]:
    if not ages:
        return []
    chart = age_columns(ages, as_of.year, WIDTH)
    note = _(
        "Year of acquisition. Light: good · medium: lightly damaged · dark: heavily damaged · hatched: not recorded."
    )
    return section(_("Age and condition"), chart, paragraph(note, NOTE), room=130)


def _first_words(agency: AgencyResult) -> str:
    return _("record assets and links") if not agency.counts.assets else "–"
