"""The readiness reports as the catalogue offers them: province, region, or one agency, for the office or the public."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sqlalchemy.orm import Session

from spbe_assets import formats
from spbe_assets.domain.errors import NotFound
from spbe_assets.domain.ids import Id
from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.domain.readiness import AgencyResult, Counts, Readiness, findings_of
from spbe_assets.domain.reports import Wanted
from spbe_assets.i18n import _
from spbe_assets.reports import readiness as report
from spbe_assets.reports import wording
from spbe_assets.reports.document import shown_heads
from spbe_assets.services import criteria_sets, readiness, step_costs


def write(session: Session, wanted: Wanted, path: Path, progress: Progress = SILENT) -> int:
    """Assess anew and write; returns how many agencies it tells of.

    Raises:
        NotFound: there is no such agency or region.
        Refused: it can't be written there.
    """
    as_of = wanted.as_of or formats.today()
    basis = readiness.read_basis(session, criteria_sets.active(session), as_of)
    assessment = readiness.judged(basis)
    if wanted.agency_id is not None and assessment.agency(wanted.agency_id) is None:  # a unit below another agency
        basis = readiness.read_basis(session, basis.criteria, as_of, wanted.agency_id)
        assessment = readiness.judged(basis)
    shown = told(assessment, wanted)
    costs = step_costs.read(session, basis, shown)
    report.write(session, shown, path, progress, wanted.redaction, costs)
    return len(shown.agencies)


def told(assessment: Readiness, wanted: Wanted) -> Readiness:
    """The part of an assessment that a wanted report shows, as its readers may see it.

    Raises:
        NotFound: no agency of the assessment lies in that region.
    """
    found = assessment
    if wanted.region_id is not None:
        found = of_region(assessment, wanted.region_id)
    elif wanted.agency_id is not None and not assessment.scope:
        found = of_agency(assessment, wanted.agency_id)
    return replace(found, heads=shown_heads(found.heads, wanted.redaction))


def of_agency(assessment: Readiness, agency_id: Id) -> Readiness:
    """The assessment as one of an agency alone; its rank stays that in the province."""
    inside = [agency for agency in assessment.agencies if agency.id == agency_id]
    found = _part(assessment, inside)
    return replace(found, province=inside[0].result, regions=(), scope=inside[0].name)


def of_region(assessment: Readiness, region_id: Id) -> Readiness:
    """The assessment as one of a region alone; ranks stay those in the province.

    Raises:
        NotFound: no agency of the assessment lies in that region.
    """
    region = next((one for one in assessment.regions if one.id == region_id), None)
    if region is None:
        raise NotFound(_("No agency lies in this region; choose another one."))
    inside = [agency for agency in assessment.agencies if agency.region_id == region_id]
    found = _part(assessment, inside)
    name = wording.region_name(region, assessment)
    return replace(found, province=region.result, regions=(region,), region=name)


def _part(assessment: Readiness, inside: list[AgencyResult]) -> Readiness:
    return replace(
        assessment,
        agencies=tuple(inside),
        findings=findings_of(inside),
        counts=sum((agency.counts for agency in inside), Counts()),
        whole=assessment.province,
        ranked=assessment.scored,
    )
