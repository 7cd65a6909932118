"""What the readiness screen says: column titles, tones, and the lines of its lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from math import isfinite

from spbe_assets.domain.criteria import FRAMEWORK_TITLES, Aspect, Criterion, Framework
from spbe_assets.domain.readiness import AgencyResult, CriterionResult, Readiness, RegionResult, Result, State
from spbe_assets.domain.scoring import FULL, Score
from spbe_assets.i18n import N_, _, ngettext
from spbe_assets.reports import wording
from ui import format
from ui.readiness.line import Line, Link

GOOD_FROM, FAIR_FROM = 70, 40
YES_NO = "yes/no"
CRITERION = "criterion"
"""An argument of the readiness screen: (CRITERION, id) opens what stands behind a criterion in the whole province."""
ASPECT_HEADS = {
    Aspect.COMPUTING: N_("Computing"),
    Aspect.NETWORK: N_("Network"),
    Aspect.WORK_DEVICES: N_("Devices"),
    Aspect.SECURITY: N_("Security"),
    Aspect.GOVERNANCE: N_("Governance"),
}


def tone(score: float | None) -> str:
    """The colour that goes with a score; the figure always stands beside it."""
    if score is None:
        return "muted"
    return "good" if score >= GOOD_FROM else "warn" if score >= FAIR_FROM else "bad"


def figure(score: float | None) -> str:
    """A score in whole points, or ?."""
    return wording.UNKNOWN_MARK if score is None else format.number(int(score + 0.5))


def score_tip(score: Score) -> str:
    """A score in full: tenths, worst and best case, coverage."""
    return f"{wording.score_text(score.value)} · {range_note(score)}"


def range_note(score: Score) -> str:
    """Beside the big figure: how far it may move, and how much is known."""
    known = _("coverage {share}").format(share=format.percent(score.coverage))
    return f"{wording.between_text(score)} · {known}"


def agency_note(agency: AgencyResult, assessment: Readiness) -> str:
    """Below an agency's name: its place among the others, and what the score rests on."""
    counts = agency.counts
    parts = [
        _("place {n} of {total}").format(n=format.number(agency.rank), total=format.number(assessment.scored))
        if agency.rank
        else "",
        format.counted(ngettext("{n} asset", "{n} assets", counts.assets), counts.assets),
        format.counted(ngettext("{n} link", "{n} links", counts.links), counts.links),
        format.counted(ngettext("{n} staff", "{n} staff", agency.staff), agency.staff) if agency.staff else "",
    ]
    return " · ".join(part for part in parts if part)


def region_note(region: RegionResult) -> str:
    """Below a region's name."""
    return _by_staff(wording.agencies_text(region.agencies), region.result)


def province_note(assessment: Readiness) -> str:
    """Below the province's name."""
    return _by_staff(wording.agencies_text(len(assessment.agencies)), assessment.province)


def criterion_line(part: CriterionResult, frameworks: Sequence[Framework] = tuple(Framework)) -> Line:
    """One criterion of an agency, a region or the province."""
    criterion = part.criterion
    sub = [
        _(ASPECT_HEADS[criterion.aspect]),
        _("weight {n}").format(n=format.decimal(criterion.weight)),
        _reference(criterion, frameworks),
    ]
    links = tuple(_links(part))
    return Line(
        title=criterion.title,
        sub=" · ".join(text for text in sub if text),
        figure=figure(part.score.value),
        tone=tone(part.score.value),
        links=links,
        note="" if links else _nothing_lost(part),
        tip=_tip(part, frameworks),
        key=criterion.id,
    )


def ordered(result: Result) -> list[CriterionResult]:
    """Criteria by what they cost: the dearest first, then the unknown ones, then those without a fault."""
    return sorted(result.criteria, key=_cost)


def measured(part: CriterionResult, settings: Mapping[str, float]) -> str:
    """The measured value against what earns the full score; empty where nothing was measured."""
    if part.reading is None or not isfinite(part.reading) or part.criterion.unit == YES_NO:
        return ""
    target, unit = part.criterion.target.under(settings), part.criterion.unit
    value, wanted = _with_unit(part.reading, unit), _with_unit(target, unit)
    return _("measured {value}, wanted {wanted}").format(value=value, wanted=wanted)


def unknown_reason(result: Result) -> str:
    """What to record first where nothing can be scored yet."""
    missing = [part for part in ordered(result) if part.unknown]
    if missing:
        first = missing[0]
        return first.criterion.say("lacking", first.unknown, format.number(first.unknown))
    return _("nothing is recorded here; import the agency's spreadsheet, or record its intranet link and first devices")


def _with_unit(value: float, unit: str) -> str:
    text = format.decimal(Decimal(str(round(value, 2))))
    return f"{text}%" if unit == "%" else f"{text} {_(unit)}" if unit not in ("", "ratio") else text


def _by_staff(text: str, result: Result) -> str:
    if result.score_by_staff is None:
        return text
    by_staff = _("weighted by staff {score}").format(score=wording.score_text(result.score_by_staff))
    return f"{text} · {by_staff}"


def _cost(part: CriterionResult) -> tuple[int, float, str]:
    weight, value = part.criterion.weight, part.score.value
    if value is None:
        return (1, -weight, part.criterion.id)
    lost = weight * (FULL - value)
    return (0, -lost, part.criterion.id) if lost else (2, -weight, part.criterion.id)


def _reference(criterion: Criterion, frameworks: Sequence[Framework]) -> str:
    """The indicators that it supports, of every evaluation that is shown."""
    return " · ".join(
        f"{FRAMEWORK_TITLES[framework]} {wording.indicators_text(criterion, framework)}"
        for framework in frameworks
        if criterion.references.get(framework)
    )


def _tip(part: CriterionResult, frameworks: Sequence[Framework]) -> str:
    criterion = part.criterion
    said = (criterion.title, score_tip(part.score), _reference(criterion, frameworks), criterion.source)
    return "\n".join(text for text in said if text)


def _links(part: CriterionResult) -> list[Link]:
    say, links = part.criterion.say, []
    if part.lost:
        links.append(Link(State.LOST, say("finding", part.lost, format.number(part.lost))))
    if part.unknown:
        links.append(Link(State.UNKNOWN, say("lacking", part.unknown, format.number(part.unknown))))
    return links


def _nothing_lost(part: CriterionResult) -> str:
    return _("nothing recorded yet") if part.score.value is None else _("nothing to mend")
