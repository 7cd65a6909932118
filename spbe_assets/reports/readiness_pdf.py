"""The readiness report on paper."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from reportlab.platypus import Flowable

from spbe_assets import __version__
from spbe_assets.domain.ids import Id
from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.domain.readiness import Readiness
from spbe_assets.formats import date_text
from spbe_assets.i18n import _
from spbe_assets.pdf_fonts import register
from spbe_assets.reports import wording
from spbe_assets.reports.paper import Furniture, build
from spbe_assets.reports.readiness_pages import all_pages
from spbe_assets.services.ages import Ages
from spbe_assets.services.since import Since
from spbe_assets.services.step_costs import StepCosts

NO_COSTS: StepCosts = {}


def write(
    path: Path,
    assessment: Readiness,
    ages: Mapping[Id, Ages],
    progress: Progress = SILENT,
    costs: StepCosts = NO_COSTS,
    since: Since | None = None,
) -> int:
    """Write the report and return its number of pages; `since` tells what changed since the last frozen assessment.

    Raises:
        StorageError: it can't be written there.
    """
    register()
    story: list[Flowable] = []
    for done, pages in enumerate(all_pages(assessment, dict(ages), costs, since)):
        story += pages
        progress.step(done, len(assessment.agencies) + 1, _("Report"))
    title = f"{assessment.criteria.title} {assessment.region or assessment.province_name}".strip()
    return build(path, title, furniture(assessment), story)


def furniture(assessment: Readiness) -> Furniture:
    """Header and foot of every page: what the report rests on, and the anchors of the log."""
    basis = _("As of {date} · criteria {version} · {counts} · {filter}").format(
        date=date_text(assessment.as_of),
        version=assessment.criteria.version,
        counts=wording.counts_text(assessment),
        filter=wording.scope_text(assessment),
    )
    province = _("GOVERNMENT OF THE PROVINCE OF {name}").format(name=assessment.province_name.upper())
    owner = assessment.owner or province
    area = assessment.scope or assessment.region
    return Furniture(
        head_left=f"{owner} · {area}" if area else owner,
        head_right=_("Readiness of the SPBE infrastructure"),
        foot=(basis, wording.heads_text(assessment)),
        program=f"SPBE Assets {__version__}",
    )
