"""How old and in which condition the assets of each agency are: what the chart of a report shows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from sqlalchemy import extract, func
from sqlalchemy.orm import Session

from spbe_assets.domain.ids import Id
from spbe_assets.domain.readiness import AgencyResult
from spbe_assets.domain.vocabulary import Condition, Unknown
from spbe_assets.services.measures.basis import in_books
from spbe_assets.storage.tables import Asset

Ages = dict[int, Counter[Condition | None]]
"""Year of acquisition -> how many assets in which condition; None counts those without one."""


def by_agency(session: Session, agencies: Iterable[AgencyResult]) -> dict[Id, Ages]:
    """Agency id -> the ages of its assets and of those of its units; assets without a year are left out."""
    owner = {unit: agency.id for agency in agencies for unit in agency.units}
    source = in_books()
    year = func.coalesce(Asset.year, extract("year", Asset.acquired_on)).label("year_bought")
    query = source.query(source.agency, year, Asset.condition, func.count())
    found: defaultdict[Id, Ages] = defaultdict(dict)
    for unit, bought, condition, number in session.execute(
        query.group_by(source.agency, "year_bought", Asset.condition)
    ):
        if bought is not None and unit in owner:
            known = None if isinstance(condition, Unknown) else condition
            found[owner[unit]].setdefault(bought, Counter())[known] += number
    return found
