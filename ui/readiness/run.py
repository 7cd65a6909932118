"""The work behind readiness: assessing, freezing, comparing and writing reports, for a process of its own."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spbe_assets import formats
from spbe_assets.domain.ids import Id
from spbe_assets.domain.progress import Progress

if TYPE_CHECKING:
    from spbe_assets.domain.comparison import Comparison
    from spbe_assets.domain.readiness import Readiness, State
    from spbe_assets.services.assessments import Packed
    from spbe_assets.services.comparing import Point
    from ui.readiness.behind import Behind


def assess(session: Any, progress: Progress) -> Readiness:
    """The readiness of the whole province today."""
    return assess_on(session, None, progress)


def assess_on(session: Any, day: date | None, progress: Progress) -> Readiness:
    """The readiness of the whole province at the end of a past day, or today for None."""
    from spbe_assets.services import criteria_sets, readiness
    from spbe_assets.storage import as_of

    shown = day or formats.today()
    with as_of.state_of(as_of.file_of(session), shown, progress) as then:
        return readiness.assess(then, criteria_sets.active(then), shown)


def write_report(session: Any, path: Path, agency_id: Id | None, day: date | None, progress: Progress) -> Path:
    """Assess anew and write: the report rests on what the database holds at this moment, or held on a past day."""
    from spbe_assets.reports import readiness as report
    from spbe_assets.services import criteria_sets, readiness
    from spbe_assets.storage import as_of

    shown = day or formats.today()
    with as_of.state_of(as_of.file_of(session), shown, progress) as then:
        assessment = readiness.assess(then, criteria_sets.active(then), shown, agency_id)
        report.write(then, assessment, path, progress)
    return path


def records_then(
    session: Any, assessment: Readiness, agency_id: Id, criterion_id: str, state: State, progress: Progress
) -> Behind:
    """The records behind a criterion on the past day that an assessment is of."""
    from spbe_assets.storage import as_of
    from ui.readiness import behind

    with as_of.state_of(as_of.file_of(session), assessment.as_of, progress) as then:
        return behind.records(then, assessment, agency_id, criterion_id, state)


def pack(session: Any, day: date | None, progress: Progress) -> Packed:
    """What freezing the readiness of a day will write."""
    from spbe_assets.services import assessments, criteria_sets
    from spbe_assets.storage import as_of

    shown = day or formats.today()
    with as_of.state_of(as_of.file_of(session), shown, progress) as then:
        return assessments.packed(assessments.take(then, criteria_sets.active(then), shown, progress))


def compare(session: Any, first: Point, second: Point, progress: Progress) -> Comparison:
    """Two points held against each other."""
    from spbe_assets.services import comparing
    from spbe_assets.storage import as_of

    return comparing.between(as_of.file_of(session), first, second, progress=progress)


def write_comparison(session: Any, comparison: Comparison, path: Path, progress: Progress) -> Path:
    """Write a comparison as PDF, XLSX or JSON."""
    from spbe_assets.reports import comparison as report

    report.write(session, comparison, path, progress)
    return path
