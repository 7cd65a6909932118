"""What reports and the window say about a result: findings, steps, gains and scores in words and local figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from spbe_assets.domain.criteria import Amount, Criterion, Framework
from spbe_assets.domain.readiness import CriterionResult, LogHead, Readiness, RegionResult, State, Step
from spbe_assets.domain.scoring import Score
from spbe_assets.formats import number, percent, rupiah_short
from spbe_assets.i18n import _, ngettext
from spbe_assets.services.step_costs import StepCost

UNKNOWN_MARK = "?"
HEADS_SHOWN = 6
YES_NO = "yes/no"


def score_text(value: float | None) -> str:
    """A score in tenths, or ? while it is unknown."""
    return UNKNOWN_MARK if value is None else number(value, 1)


def range_text(score: Score) -> str:
    """The worst and the best case, such as 50,1–67,0."""
    return f"{number(score.worst, 1)}–{number(score.best, 1)}"


def between_text(score: Score) -> str:
    """The worst and the best case in words."""
    return _("between {worst} and {best}").format(worst=number(score.worst, 1), best=number(score.best, 1))


def coverage_text(score: Score) -> str:
    """The share of needed facts that are recorded, in whole percent."""
    return percent(score.coverage)


def finding_text(step: Step) -> str:
    """What holds a score back."""
    return step.criterion.say("finding" if step.sure else "lacking", step.count, number(step.count))


def step_text(step: Step) -> str:
    """What to do about it."""
    if step.sure:
        return step.criterion.say("remedy", step.count, number(step.count))
    return _("Record: {what}").format(what=finding_text(step))


def gain_text(step: Step) -> str:
    """What it brings: a sure +6,1, or up to +5,2 where the facts have to show it."""
    gain = f"+{number(step.high, 1)}"
    return gain if step.sure else _("up to {gain}").format(gain=gain)


def loss_text(step: Step) -> str:
    """What it costs: a sure 3,1, or 0–2,9 where the facts have to show it."""
    return number(step.high, 1) if step.sure else f"0–{number(step.high, 1)}"


def cost_text(cost: StepCost | None) -> str:
    """What it costs: Rp 35 jt, ≈ Rp 35 jt where it is estimated, – where nothing is to be bought."""
    if cost is None or not cost.rupiah:
        return "–"
    return f"≈ {rupiah_short(cost.rupiah)}" if cost.is_estimate else rupiah_short(cost.rupiah)


def shortfall_text(part: CriterionResult) -> str:
    """Which records keep a criterion from its full score; – where none do."""
    if part.score.value is None and not part.needed:
        return _("nothing recorded yet")
    unknown = number(part.unknown)
    if not part.lost:
        return part.criterion.say("lacking", part.unknown, unknown) if part.unknown else "–"
    finding = part.criterion.say("finding", part.lost, number(part.lost))
    return _("{finding}, {n} not recorded").format(finding=finding, n=unknown) if part.unknown else finding


def indicators_text(criterion: Criterion, framework: Framework) -> str:
    """The numbers of the indicators that a criterion supports."""
    numbers = criterion.references.get(framework, ())
    return _("ind. {numbers}").format(numbers=", ".join(map(str, numbers))) if numbers else "–"


def amount_text(amount: Amount, unit: str, settings: Mapping[str, float]) -> str:
    """A floor or target in its unit with the settings that hold: 80%, 20 Mbps; a plain yes where one is enough."""
    value = amount.under(settings)
    if unit == YES_NO:
        return _("yes") if value else _("no")
    shown = number(value, 0 if value == int(value) else 2)
    return f"{shown}%" if unit == "%" else shown if unit == "ratio" else f"{shown} {_(unit)}"


def agencies_text(count: int) -> str:
    """So many agencies."""
    return ngettext("{n} agency", "{n} agencies", count).format(n=number(count))


def counts_text(assessment: Readiness) -> str:
    """What the assessment rests on: assets, links and agencies."""
    assets, links = assessment.counts.assets, assessment.counts.links
    return ", ".join(
        (
            ngettext("{n} asset", "{n} assets", assets).format(n=number(assets)),
            ngettext("{n} link", "{n} links", links).format(n=number(links)),
            agencies_text(len(assessment.agencies)),
        )
    )


def heads_text(assessment: Readiness) -> str:
    """The ends of the change logs: whoever rewrites an earlier record can't reach them again."""
    return heads_line(assessment.heads)


def heads_line(heads: Sequence[LogHead]) -> str:
    """The same of any report."""
    shown = [
        ngettext("{name} {n} change {head}", "{name} {n} changes {head}", head.changes).format(
            name=head.installation, n=number(head.changes), head=head.head
        )
        for head in heads[:HEADS_SHOWN]
    ]
    rest = len(heads) - len(shown)
    if rest > 0:
        shown.append(ngettext("{n} more installation", "{n} more installations", rest).format(n=number(rest)))
    return _("Log heads: {heads}").format(heads=" · ".join(shown))


def scope_text(assessment: Readiness) -> str:
    """The filter the assessment was made with."""
    area = assessment.scope or assessment.region
    return _("only {agency}").format(agency=area) if area else _("no filter")


def state_title(state: State) -> str:
    """What a state of records is called."""
    titles = {State.GOOD: _("Good"), State.LOST: _("Costs points"), State.UNKNOWN: _("Not recorded")}
    return titles[state]


def region_name(region: RegionResult, assessment: Readiness) -> str:
    """What a region is called; the province itself stands for its own agencies there."""
    if region.name == assessment.province_name:
        return _("{name}, provincial agencies").format(name=region.name)
    return region.name
