"""What an import left behind: the list that shows it, and whether it still stands."""

from __future__ import annotations

from collections import Counter
from typing import Any

from spbe_assets.domain.filters import AssetFilter, LinkFilter
from spbe_assets.domain.ids import Id
from spbe_assets.sheets.plan_model import ImportPlan

MOST_SHOWN_BY_ID = 1000
LATEST = 50


def listed(plan: ImportPlan, made: frozenset[Id]) -> AssetFilter | LinkFilter:
    """The filter that shows what came in: the records themselves, or those of the agency that most belong to."""
    agencies = Counter(agency for row in plan.rows if (agency := row.values.get("agency_id")) is not None)
    most = frozenset(agency for agency, _count in agencies.most_common(1))
    if plan.target == "link":
        return LinkFilter(agency_ids=most if len(agencies) == 1 else frozenset())
    return AssetFilter(ids=made) if len(made) <= MOST_SHOWN_BY_ID else AssetFilter(agency_ids=most)


def is_undone(session: Any, batch: Id | None) -> bool:
    """Whether an import has been taken back."""
    from spbe_assets.storage.history import actions

    return any(action.id == batch and action.undone for action in actions(session, limit=LATEST))
