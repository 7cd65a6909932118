"""The facts that are counted for indicators, and the records behind each of them.

Shares reuse the measures of readiness, so that a figure here is the figure there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import Any

from sqlalchemy import and_, func, literal, or_, select
from sqlalchemy.orm import Session

from spbe_assets.domain.ids import Id
from spbe_assets.domain.measures import Tally
from spbe_assets.domain.needs import NeedState
from spbe_assets.domain.vocabulary import LinkKind, LinkStatus, Ownership
from spbe_assets.i18n import N_
from spbe_assets.services.measures.basis import AGENCY_OF_LINK, BAD, GOOD, UNKNOWN, Part, in_books, is_live, start_of
from spbe_assets.services.report_subject import Subject
from spbe_assets.storage import check
from spbe_assets.storage.tables import (
    Asset,
    CloudService,
    InventoryStatement,
    Link,
    LinkTest,
    Movement,
    Need,
    ServiceBus,
    Sweep,
)

DAYS_A_YEAR = 365
NO_TAG = literal("")
NATIONAL = ("%JIP%", "%jaringan intra pemerintah%", "%PDN%", "%pusat data nasional%")
LISTED_FINDINGS = 20


@dataclass(frozen=True, slots=True)
class Spec:
    """What a fact is called and how it is counted, as source strings.

    `criterion` names the shipped criterion whose records are counted; with `per_agency` agencies are.
    """

    title: str
    how: str
    criterion: str = ""
    per_agency: bool = False


SPECS: Mapping[str, Spec] = {
    "agencies-servers-dc": Spec(
        N_("Agencies all of whose servers stand in a data centre"),
        N_("Of the agencies with recorded servers. Unknown: none is outside, but the place of one is not recorded."),
        "srv-data-centre",
        per_agency=True,
    ),
    "servers-dc": Spec(
        N_("Servers in a data centre"),
        N_("Servers in use whose room is a data centre or belongs to one. Unknown: no room, or nothing said about it."),
        "srv-data-centre",
    ),
    "dc-tier": Spec(
        N_("Data centres of a sufficient tier"),
        N_("Recorded data centres whose tier is at least the one the province asks for."),
        "dc-tier",
    ),
    "dc-environment": Spec(
        N_("Data centres with cooling and standby power"), N_("Recorded data centres that have both."), "dc-environment"
    ),
    "agencies-intra": Spec(
        N_("Agencies with an active intra link"),
        N_(
            "Agencies with at least one active link of the kind intranet. No: its list of links is stated to be "
            "complete and holds none. Unknown: none is recorded."
        ),
        "net-intra",
        per_agency=True,
    ),
    "links-reserve": Spec(
        N_("Primary links with a reserve"),
        N_("Active primary links whose unit has an active reserve by another provider or over another medium."),
        "net-backup",
    ),
    "links-measured": Spec(
        N_("Links that deliver what was contracted"),
        N_("Active links whose last measurement reached most of the contracted rate. Unknown: not measured."),
        "net-measured",
    ),
    "links-contract": Spec(
        N_("Links under a valid contract"),
        N_("Active links whose contract has not ended, or own ones. Unknown: no end is recorded."),
        "net-contract",
    ),
    "phase-plan": Spec(
        N_("Planning: what is broken or too old is in a plan of needs"),
        N_(
            "Of the items that are heavily damaged or past their useful life, those in a need of this or the next year."
        ),
        "gov-planned",
    ),
    "phase-procure": Spec(
        N_("Procurement: year, price and way of acquisition are recorded"),
        N_("Items in the books with a year or date, a price, and a way of acquisition or source of funds."),
    ),
    "phase-use": Spec(
        N_("Use: room and person in charge are recorded"), N_("Items in the books that have both."), "gov-place"
    ),
    "phase-dispose": Spec(
        N_("Disposal: what is heavily damaged is proposed for disposal"),
        N_("Heavily damaged items that are proposed for disposal or have a need that says so."),
        "dev-disposal",
    ),
    "codes": Spec(
        N_("Items with kode barang and register number"), N_("Items in the books that carry both."), "gov-code"
    ),
    "verified": Spec(
        N_("Items seen within the period"),
        N_("Items in the books that somebody stood before within the days the province sets."),
        "gov-verified",
    ),
    "licences": Spec(
        N_("Software with a valid licence"), N_("Licensed software whose licence has not ended."), "gov-licence"
    ),
    "agencies-register": Spec(
        N_("Agencies with a register"),
        N_("Agencies with at least one recorded item, of all agencies."),
        per_agency=True,
    ),
    "agencies-stated": Spec(
        N_("Agencies that stated a part of their register to be complete"),
        N_("Agencies with a statement for at least one class of equipment, of all agencies."),
        per_agency=True,
    ),
    "needs": Spec(N_("Needs recorded"), N_("Needs that were not dropped.")),
    "moves": Spec(N_("Hand-overs, loans, repairs and proposals recorded"), N_("Items in acts that are recorded.")),
    "sweeps": Spec(N_("Stock-takings"), N_("Stock-takings recorded in the program; they are no audits.")),
    "last-seen": Spec(N_("Last look at an item"), N_("The day on which an item was seen last.")),
    "intra-links": Spec(N_("Active intra links: what an audit looks at"), N_("Active links of the kind intranet.")),
    "splp": Spec(N_("Systems that link services: what an audit looks at"), N_("Recorded systems.")),
    "link-tests": Spec(N_("Measurements of links in the last year"), N_("Recorded measurements of speed.")),
    "log-changes": Spec(
        N_("Changes in the tamper-evident log"),
        N_("Every change carries its author and its time; nothing is ever removed."),
    ),
    "log-findings": Spec(
        N_("Faults found in the log"), N_("The whole chain of hashes was examined while this was written; 0 is intact.")
    ),
    "jip": Spec(
        N_("Links to the government's intra network or national data centre"),
        N_("Active links one of whose ends, names or services says JIP, PDN or the like."),
    ),
    "cloud": Spec(N_("Cloud services in use"), N_("Cloud services recorded whose contract has not ended.")),
    "pdn": Spec(
        N_("Cloud services of the government"),
        N_("Cloud services recorded that are owned by a government agency or are called PDN, and have not ended."),
    ),
}


def by_agency(spec: Spec, tallies: Mapping[Id, Tally], stated: Mapping[Id, bool]) -> dict[Id, tuple[int, int, int]]:
    """Good, bad, unknown of each agency: its records, or with `per_agency` the agency itself."""
    if spec.per_agency:
        judge = _intra if spec.criterion == "net-intra" else _all_good
        found = {agency: judge(tally, stated.get(agency, False)) for agency, tally in tallies.items()}
        return {agency: one for agency, one in found.items() if any(one)}
    return {agency: (tally.good, tally.lost, tally.unknown) for agency, tally in tallies.items() if tally.needed}


def _intra(tally: Tally, is_complete: bool) -> tuple[int, int, int]:
    if tally.good:
        return 1, 0, 0
    return (0, 1, 0) if is_complete and not tally.unknown else (0, 0, 1)


def _all_good(tally: Tally, _is_complete: bool) -> tuple[int, int, int]:
    """An agency without such records is not counted."""
    if not tally.needed:
        return 0, 0, 0
    return (0, 1, 0) if tally.lost else (0, 0, 1) if tally.unknown else (1, 0, 0)


def procured() -> Part:
    """Items with what their procurement left behind."""
    dated = or_(Asset.year.is_not(None), Asset.acquired_on.is_not(None))
    way = or_(Asset.acquired_by != "", Asset.fund_source != "")
    return Part(in_books(), and_(dated, Asset.price_rupiah.is_not(None), way))


def numbers(session: Session, subject: Subject) -> dict[str, int]:
    """The facts that are plain numbers."""
    found = {name: sum(1 for row in rows(session, subject, name)) for name in _LISTS}
    found["moves"] = _counted(session, subject, Asset.agency_id, _moves())
    found["link-tests"] = _counted(session, subject, AGENCY_OF_LINK, _tests(subject))
    swept = select(func.count()).select_from(Sweep).where(is_live(Sweep))
    found["sweeps"] = _counted(session, subject, Sweep.agency_id, swept)
    found["log-changes"] = sum(head.changes for head in subject.heads)
    found["log-findings"] = findings(session)
    return found


def findings(session: Session) -> int:
    """How many faults the log's own chain has; counting stops at twenty."""
    connection = session.connection()
    return sum(len(list(islice(step(connection), LISTED_FINDINGS))) for step in check.FOUNDATIONS)


def rows(session: Session, subject: Subject, name: str) -> Iterator[tuple[Id | None, str, str, str]]:
    """Unit, tag, name and what it is, of the records behind a number; only those of the subject."""
    for unit, tag, named, what in session.execute(_LISTS[name](subject)):
        if subject.covers(unit):
            yield unit, tag, named, str(what or "")


def is_listed(name: str) -> bool:
    """Whether a number has a list of records behind it."""
    return name in _LISTS


def statements(session: Session, subject: Subject) -> set[Id]:
    """The units that stated a part of their register to be complete."""
    query = select(InventoryStatement.agency_id).where(
        is_live(InventoryStatement), InventoryStatement.complete_on <= subject.as_of
    )
    return {unit for unit in session.scalars(query) if unit is not None}


def _active_links() -> Any:
    return select(AGENCY_OF_LINK, Link.tag, Link.name, Link.provider).where(
        is_live(Link), Link.status == LinkStatus.ACTIVE
    )


def _intra_links(_subject: Subject) -> Any:
    return _active_links().where(Link.kind == LinkKind.INTRANET).order_by(Link.tag, Link.n)


def _national_links(_subject: Subject) -> Any:
    told = (Link.a_text, Link.z_text, Link.name, Link.service_name)
    says = or_(*(column.ilike(pattern) for column in told for pattern in NATIONAL))
    return _active_links().where(says).order_by(Link.tag, Link.n)


def _clouds(subject: Subject) -> Any:
    cloud = CloudService
    running = or_(cloud.ends_on.is_(None), cloud.ends_on >= subject.as_of)
    return (
        select(cloud.agency_id, NO_TAG, cloud.name, cloud.kind)
        .where(is_live(cloud), running)
        .order_by(cloud.name, cloud.n)
    )


def _government_clouds(subject: Subject) -> Any:
    named = or_(*(CloudService.name.ilike(pattern) for pattern in NATIONAL[2:]))
    return _clouds(subject).where(or_(CloudService.ownership == Ownership.GOVERNMENT, named))


def _buses(_subject: Subject) -> Any:
    bus = ServiceBus
    return select(bus.agency_id, NO_TAG, bus.name, bus.kind).where(is_live(bus)).order_by(bus.name, bus.n)


def _needs(_subject: Subject) -> Any:
    said = select(Need.agency_id, NO_TAG, Need.title, Need.year)
    return said.where(is_live(Need), Need.state != str(NeedState.DROPPED)).order_by(Need.year, Need.title, Need.n)


_LISTS: Mapping[str, Callable[[Subject], Any]] = {
    "intra-links": _intra_links, "jip": _national_links, "cloud": _clouds, "pdn": _government_clouds, "splp": _buses,
    "needs": _needs,
}  # fmt: skip


def _moves() -> Any:
    return (
        select(func.count()).select_from(Movement).join(Asset, Asset.id == Movement.asset_id).where(is_live(Movement))
    )


def _tests(subject: Subject) -> Any:
    since = start_of(subject.as_of - timedelta(days=DAYS_A_YEAR))
    return (
        select(func.count())
        .select_from(LinkTest)
        .join(Link, Link.id == LinkTest.link_id)
        .where(
            is_live(LinkTest), LinkTest.tested_at >= since, LinkTest.tested_at < start_of(subject.as_of + timedelta(1))
        )
    )


def _counted(session: Session, subject: Subject, unit: Any, query: Any) -> int:
    """The sum over the units of the subject."""
    found = session.execute(query.add_columns(unit.label("unit")).group_by("unit"))
    return sum(count for count, owner in found if subject.covers(owner))


STATES = {GOOD: N_("yes"), UNKNOWN: N_("not known"), BAD: N_("no")}
