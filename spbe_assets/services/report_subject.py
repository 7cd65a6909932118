"""What a report is about: one agency, a region or the whole province, on which day, and the anchors of its log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from spbe_assets.domain.errors import NotFound
from spbe_assets.domain.ids import Id
from spbe_assets.domain.readiness import LogHead
from spbe_assets.i18n import _
from spbe_assets.services import areas, facts, settings
from spbe_assets.services.facts import AgencyFacts
from spbe_assets.storage import history
from spbe_assets.storage.tables import Agency, Region

MOST_BOUND = 500
"""Up to so many units are named to the database; the records of more are sorted out as they come."""


@dataclass(frozen=True, slots=True)
class Subject:
    """`name` is that of the agency or region, empty for the province; `agencies` those at the top of the tree in it.

    `labels` names every unit briefly, `owners` says which of `agencies` a unit belongs to.
    """

    as_of: date
    owner: str
    province: str
    name: str
    agencies: tuple[AgencyFacts, ...]
    heads: tuple[LogHead, ...]
    labels: Mapping[Id, str]
    owners: Mapping[Id, AgencyFacts]

    def covers(self, unit: Id | None) -> bool:
        """Whether a record of that unit belongs in; what has no unit is the province's."""
        return not self.name or unit in self.owners

    def narrow(self, column: InstrumentedAttribute[Id | None] | ColumnElement[Any]) -> list[ColumnElement[bool]]:
        """What a query can leave out already; `covers` has the last word."""
        return [column.in_(self.owners)] if self.name and len(self.owners) <= MOST_BOUND else []

    def label(self, unit: Id | None) -> str:
        """What a unit is called in a narrow column."""
        return self.labels.get(unit, "") if unit else ""


def read(session: Session, as_of: date, agency_id: Id | None = None, region_id: Id | None = None) -> Subject:
    """What a report about these, or the province, rests on.

    Raises:
        NotFound: there is no such agency or region.
    """
    found = facts.agencies(session, as_of, agency_id)
    regions, name = facts.regions(session), found[0].name if agency_id is not None else ""
    if region_id is not None:
        if region_id not in regions:
            raise NotFound(_("The region was deleted or never existed; choose another one."))
        name = regions[region_id].name
        inside = regions_below(session, region_id)
        found = [agency for agency in found if agency.region_id in inside]
    labels = {unit: short or long for unit, short, long in session.execute(_units())}
    return Subject(
        as_of=as_of,
        owner=str(settings.province(session, settings.PROVINCE_NAME, "")),
        province=next((region.name for region in regions.values() if region.is_province), ""),
        name=name,
        agencies=tuple(found),
        heads=tuple(LogHead(*head) for head in history.heads(session)),
        labels=labels,
        owners={unit: agency for agency in found for unit in agency.units},
    )


def regions_below(session: Session, region_id: Id) -> frozenset[Id]:
    """The region and every one below it; of the province itself only that, for its own agencies."""
    rows = list(session.execute(select(Region.id, Region.parent_id).where(Region.live)))
    parents = {row_id: parent for row_id, parent in rows}
    if parents.get(region_id) is None:
        return frozenset({region_id})
    return areas.below(parents, [region_id])


def _units() -> Any:
    return select(Agency.id, Agency.abbreviation, Agency.name)
