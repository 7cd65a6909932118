"""The work behind the plan screen, for a process of its own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from spbe_assets import formats
from spbe_assets.domain.progress import Progress

if TYPE_CHECKING:
    from spbe_assets.domain.plan import CurvePoint, Plan, Terms
    from spbe_assets.services.plan_problem import Survey


def survey(session: Any, year: int, progress: Progress) -> Survey:
    """The needs of the whole province today with the prices of a year."""
    from spbe_assets.services import criteria_sets, plans

    progress.step(0, 1)
    return plans.survey(session, criteria_sets.active(session), formats.today(), year)


def work_out(_session: Any, found: Survey, wanted: Terms, progress: Progress) -> Plan:
    """The best plan under these terms."""
    from spbe_assets.services import plans

    progress.step(0, 1)
    return plans.work_out(found, wanted)


def curve(_session: Any, found: Survey, wanted: Terms, progress: Progress) -> tuple[CurvePoint, ...]:
    """The score that budgets up to twice the one of the terms reach."""
    from spbe_assets.services import plans

    return plans.curve(found, wanted, progress)


def write_report(_session: Any, plan: Plan, path: Path, progress: Progress) -> Path:
    """Write a plan in the form that the name asks for."""
    from spbe_assets.reports import plan as report

    report.write(plan, path, progress)
    return path
