"""What readiness is worked out from, read for all agencies at once: who they are and how their records stand.

Counting happens in the database, one grouped query for each set of records; units below an agency count as its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import inf

from sqlalchemy import func, literal, select
from sqlalchemy.orm import Session

from spbe_assets.domain.criteria import Criteria
from spbe_assets.domain.errors import Invalid, NotFound
from spbe_assets.domain.ids import Id
from spbe_assets.domain.measures import Tally
from spbe_assets.domain.readiness import Counts
from spbe_assets.domain.vocabulary import AssetClass, RegionKind
from spbe_assets.i18n import _
from spbe_assets.services import settings as province_settings
from spbe_assets.services.areas import below
from spbe_assets.services.measures import parts_of
from spbe_assets.services.measures.basis import Join, Kind, Part, Query, Source, in_books
from spbe_assets.services.measures.network import LINKS
from spbe_assets.storage.tables import Agency, InventoryStatement, Region
from spbe_assets.storage.types import IdType

MILLI = 1000
NOBODY = bytes(16)
SETTING_PREFIX = "readiness."
BOOKS = in_books()
SERVERS = Source(Kind.IN_USE, (str(AssetClass.SERVER),))
"""With all links, the records that a result is said to rest on."""


@dataclass(frozen=True, slots=True)
class AgencyFacts:
    """An agency that is assessed, with `units`: itself and everything below it.

    `staff` is the agency's own count, or that of its units where it has none; `statements` are the subjects whose
    register it declared complete.
    """

    id: Id
    name: str
    abbreviation: str
    region_id: Id | None
    staff: int | None
    units: frozenset[Id]
    statements: frozenset[str]


@dataclass(slots=True)
class Standing:
    """What an agency has, and how it stands to each criterion."""

    counts: Counts = field(default_factory=Counts)
    tallies: dict[str, Tally] = field(default_factory=dict)

    def count(self, source: Source, registered: int) -> None:
        """Add the records of one unit."""
        kinds = {BOOKS: Counts(assets=registered), SERVERS: Counts(servers=registered), LINKS: Counts(links=registered)}
        self.counts += kinds.get(source, Counts())

    def add(self, criterion_id: str, tally: Tally) -> None:
        """Add how the records of one unit stand to a criterion."""
        self.tallies[criterion_id] = self.tallies.get(criterion_id, Tally()) + tally


@dataclass(frozen=True, slots=True)
class RegionFacts:
    """A region by the names people use."""

    id: Id
    code: str
    name: str
    is_province: bool


def agencies(session: Session, as_of: date, only: Id | None = None) -> list[AgencyFacts]:
    """The agencies to assess, by name: those that stand below no other, or just one with its units.

    Raises:
        NotFound: there is no agency `only`.
    """
    rows = {row.id: row for row in session.execute(_agency_query())}
    parents = {row_id: row.parent_id for row_id, row in rows.items() if row.parent_id in rows}
    if only is not None and only not in rows:
        raise NotFound(_("The agency was deleted or never existed; choose another one."))
    tops = [only] if only is not None else [row_id for row_id in rows if row_id not in parents]
    statements = _statements(session, as_of)
    found = []
    for top in tops:
        units, row = below(parents, [top]), rows[top]
        staff = row.staff_count or sum(rows[unit].staff_count or 0 for unit in units) or None
        stated = frozenset(statements[top])
        found.append(AgencyFacts(top, row.name, row.abbreviation, row.region_id, staff, units, stated))
    return sorted(found, key=lambda agency: (agency.name.casefold(), agency.id))


def regions(session: Session) -> dict[Id, RegionFacts]:
    """Every region by id, in the order of codes."""
    query = select(Region.id, Region.code, Region.name, Region.kind).where(Region.live).order_by(Region.code)
    return {
        row.id: RegionFacts(row.id, row.code, row.name, row.kind is RegionKind.PROVINCE)
        for row in session.execute(query)
    }


def settings(session: Session, criteria: Criteria) -> dict[str, float]:
    """The numbers the province set for itself, or the criteria's defaults.

    Raises:
        Invalid: a setting holds something that is not a number above zero.
    """
    chosen = province_settings.province_all(session, SETTING_PREFIX)
    numbers = {key.removeprefix(SETTING_PREFIX): _number(key, value) for key, value in chosen.items()}
    return {key: numbers.get(key, setting.default) for key, setting in criteria.settings.items()}


def number_of(session: Session, name: str, default: float) -> float:
    """One number the province set for itself, or the default.

    Raises:
        Invalid: the setting holds something that is not a number above zero.
    """
    key = SETTING_PREFIX + name
    chosen = province_settings.province(session, key)
    return default if chosen is None else _number(key, chosen)


def standings(
    session: Session, criteria: Criteria, as_of: date, numbers: Mapping[str, float], found: Sequence[AgencyFacts]
) -> dict[Id, Standing]:
    """How many records each agency has and how they stand to each criterion, by agency id."""
    standing = {agency.id: Standing() for agency in found}
    owner = {unit: standing[agency.id] for agency in found for unit in agency.units}
    for source, parts in _by_source(criteria, as_of, numbers).items():
        for unit, (registered, tallies) in _counted(session, source, [part for _criterion, part in parts]).items():
            if unit in owner:
                owner[unit].count(source, registered)
                for (criterion_id, _part), tally in zip(parts, tallies, strict=True):
                    owner[unit].add(criterion_id, tally)
    return standing


def _by_source(criteria: Criteria, as_of: date, numbers: Mapping[str, float]) -> dict[Source, list[tuple[str, Part]]]:
    """The parts of all criteria, those over the same records together."""
    grouped: defaultdict[Source, list[tuple[str, Part]]] = defaultdict(list, {BOOKS: [], SERVERS: [], LINKS: []})
    for criterion in criteria.criteria:
        for part in parts_of(criterion, as_of, numbers):
            grouped[part.source.alone].append((criterion.id, part))
    return grouped


def _counted(session: Session, source: Source, parts: list[Part]) -> dict[Id, tuple[int, list[Tally]]]:
    """Unit -> how many records it has, and how they stand to each part."""
    joins = frozenset[Join]().union(*(part.source.joins for part in parts))
    columns = [column for part in parts for column in part.counts()]
    # Grouped by an expression, not by the column: else SQLite walks all assets along the index on agency.
    unit = func.coalesce(source.agency, literal(NOBODY, IdType())).label("unit")
    query = source.with_joins(joins).query(unit, func.count(), *columns).group_by("unit")
    return {row[0]: (row[1], _tallies(row[1], row[2:])) for row in session.execute(query)}


def _tallies(registered: int, numbers: Sequence[int | None]) -> list[Tally]:
    read = []
    for start in range(0, len(numbers), 5):
        good, missing, unknown, members, amount = (number or 0 for number in numbers[start : start + 5])
        bad = members - good - missing - unknown
        read.append(Tally(good, bad, missing, unknown, registered, amount / MILLI))
    return read


def _agency_query() -> Query:
    return select(
        Agency.id, Agency.parent_id, Agency.name, Agency.abbreviation, Agency.region_id, Agency.staff_count
    ).where(Agency.live)


def _statements(session: Session, as_of: date) -> defaultdict[Id | None, set[str]]:
    stated: defaultdict[Id | None, set[str]] = defaultdict(set)
    query = select(InventoryStatement.agency_id, InventoryStatement.subject).where(
        InventoryStatement.live, InventoryStatement.complete_on <= as_of
    )
    for agency, subject in session.execute(query):
        stated[agency].add(subject)
    return stated


def _number(key: str, value: object) -> float:
    try:
        number = float(str(value).replace(",", "."))
    except ValueError:
        number = 0.0
    if not 0 < number < inf:
        raise Invalid(_("The setting “{key}” must be a number above zero, not “{value}”.").format(key=key, value=value))
    return number
