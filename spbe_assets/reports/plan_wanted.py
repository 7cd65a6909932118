"""The chosen plan as a report of the catalogue."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.orm import Session

from spbe_assets.domain.errors import Refused
from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.domain.reports import Wanted
from spbe_assets.i18n import _
from spbe_assets.reports import plan as report
from spbe_assets.services import scenarios


def write(session: Session, _wanted: Wanted, path: Path, progress: Progress = SILENT) -> int:
    """Write the plan that was chosen; returns how many purchases it has.

    Raises:
        Refused: no plan was chosen yet, or it can't be written there.
        Cancelled: the user asked to stop.
    """
    chosen = scenarios.chosen(session)
    if chosen is None or chosen.plan is None:
        raise Refused(_("No plan was chosen yet; open Plan, work one out and choose it."))
    report.write(chosen.plan, path, progress)
    return len(chosen.plan.purchases)
