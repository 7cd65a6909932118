"""The work behind readiness: assessing and writing the report, for a process of its own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from spbe_assets import formats
from spbe_assets.domain.ids import Id
from spbe_assets.domain.progress import Progress

if TYPE_CHECKING:
    from spbe_assets.domain.readiness import Readiness


def assess(session: Any, _progress: Progress) -> Readiness:
    """The readiness of the whole province today."""
    from spbe_assets.services import criteria_sets, readiness

    return readiness.assess(session, criteria_sets.active(session), formats.today())


def write_report(session: Any, path: Path, agency_id: Id | None, progress: Progress) -> Path:
    """Assess anew and write: the report rests on what the database holds at this moment."""
    from spbe_assets.reports import readiness as report
    from spbe_assets.services import criteria_sets, readiness

    assessment = readiness.assess(session, criteria_sets.active(session), formats.today(), agency_id)
    report.write(session, assessment, path, progress)
    return path
