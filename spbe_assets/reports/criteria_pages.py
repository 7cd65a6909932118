"""The last pages of the readiness report: what is asked, how much it counts, and where it comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from reportlab.platypus import Flowable

from spbe_assets.domain.criteria import FRAMEWORK_NAMES, FRAMEWORK_TITLES, Aspect, Criteria, Criterion
from spbe_assets.formats import number
from spbe_assets.i18n import _
from spbe_assets.reports import wording
from spbe_assets.reports.layout import section, table
from spbe_assets.reports.paper import NOTE, SECONDARY, SUBTITLE, TITLE, paragraph

WIDTHS = (30, 7, 13, 10, 9, 40)


def criteria_pages(criteria: Criteria, settings: Mapping[str, float]) -> list[Flowable]:
    """Every criterion with weight, floor and target, the indicators it supports, and its source."""
    version = _("Criteria {version}").format(version=criteria.version)
    story: list[Flowable] = [paragraph(_("What is asked"), TITLE), paragraph(version, SUBTITLE)]
    for aspect in Aspect:
        if rows := [_row(one, criteria, settings) for one in criteria.criteria if one.aspect is aspect]:
            heads = (_("Criterion"), _("Weight"), _("Floor – target"), *_frameworks(criteria), _("Source"))
            story += section(aspect.label, table(heads, rows, _widths(criteria), right=(1,)))
    return [*story, *(paragraph(text, NOTE) for text in _notes(criteria))]


def _row(criterion: Criterion, criteria: Criteria, settings: Mapping[str, float]) -> list[Any]:
    weight = criterion.weight
    low = wording.amount_text(criterion.floor, criterion.unit, settings)
    high = wording.amount_text(criterion.target, criterion.unit, settings)
    source = " · ".join(text for text in (criterion.source, criterion.certainty.label) if text)
    return [
        paragraph(criterion.title),
        number(weight, 0 if weight.is_integer() else 1),
        paragraph(f"{low} – {high}"),
        *(paragraph(wording.indicators_text(criterion, one), SECONDARY) for one in criteria.frameworks),
        paragraph(source, SECONDARY),
    ]


def _frameworks(criteria: Criteria) -> list[str]:
    return [FRAMEWORK_TITLES[framework] for framework in criteria.frameworks]


def _widths(criteria: Criteria) -> tuple[int, ...]:
    return (*WIDTHS[:3], *WIDTHS[3 : 3 + len(criteria.frameworks)], WIDTHS[-1])


def _notes(criteria: Criteria) -> Iterator[str]:
    yield _("A value at the floor or below earns nothing, at the target or above everything, in between a share.")
    for framework in criteria.frameworks:
        yield f"{FRAMEWORK_TITLES[framework]}: {_(FRAMEWORK_NAMES[framework])}"
