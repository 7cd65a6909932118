"""The answers of the first screen: how much there is, in which state, and what somebody should do next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session

from spbe_assets.domain import clock
from spbe_assets.domain.filters import AssetFilter, LinkFilter
from spbe_assets.domain.ids import Id
from spbe_assets.domain.vocabulary import AssetClass, Condition, LinkKind, LinkRole, LinkStatus, Status
from spbe_assets.services import conflict_heads, criteria_sets, listing, thresholds
from spbe_assets.services.ordering import AGENCY_LABEL, ALIVE
from spbe_assets.services.selection import start_of
from spbe_assets.services.thresholds import Warnings
from spbe_assets.storage.tables import Agency, Asset, Category, Changeset, Link

YEARS_SHOWN = 10
NAMES_SHOWN = 3
BACKBONE = frozenset({AssetClass.SERVER, AssetClass.NETWORK, AssetClass.SECURITY, AssetClass.STORAGE})
IN_USE = frozenset({Status.ACTIVE})
INTRANET = (LinkKind.INTRANET, LinkKind.SD_WAN)


@dataclass(frozen=True, slots=True)
class YearBar:
    """Items acquired in a year by condition; `first` marks the bar that also holds all earlier years."""

    year: int
    good: int = 0
    light: int = 0
    heavy: int = 0
    unknown: int = 0
    first: bool = False

    @property
    def total(self) -> int:
        """All items of the bar."""
        return self.good + self.light + self.heavy + self.unknown


@dataclass(frozen=True, slots=True)
class Task:
    """Something somebody should do; `wanted` is the list behind it.

    `kind`: conflicts, overdue, on-loan, no-intranet, warranty, contracts, heavy, unlabelled, unseen, no-serial or
    no-condition.
    """

    kind: str
    count: int
    wanted: AssetFilter | LinkFilter
    names: tuple[str, ...] = ()
    rupiah: int = 0


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything the first screen shows but the readiness. `verified_share` is None without assets."""

    as_of: date
    seen_since: date
    seen_days: int
    assets: int
    new_this_month: int
    backbone: int
    links: int
    intranet_mbps: Decimal
    without_reserve: int
    verified_share: float | None
    not_seen: int
    years: tuple[YearBar, ...]
    tasks: tuple[Task, ...]


def overview(session: Session, today: date) -> Overview:
    """Count the register once; one pass over the assets, whatever their number."""
    limits = thresholds.warnings(session, criteria_sets.with_settings(session), today)
    counted = _asset_counts(session, limits)
    links = _links(session)
    total = sum(row.items for row in counted)
    unseen = sum(row.unseen for row in counted)
    return Overview(
        as_of=today,
        seen_since=limits.seen_since,
        seen_days=limits.seen_days,
        assets=total,
        new_this_month=_new_since(session, today.replace(day=1)),
        backbone=sum(row.items for row in counted if row.asset_class in BACKBONE),
        links=len(links),
        intranet_mbps=sum((one.mbps_down or Decimal(0) for one in links if _is_active_intranet(one)), Decimal(0)),
        without_reserve=_without_reserve(links),
        verified_share=1 - unseen / total if total else None,
        not_seen=unseen,
        years=_years(counted, today.year),
        tasks=tuple(task for task in _tasks(session, counted, links, limits) if task.count),
    )


def waiting(session: Session) -> int:
    """How many records wait for a person's decision."""
    return len({(one.table, one.row) for one in conflict_heads.waiting(session)})


def own_actions(session: Session, replica: Id) -> int:
    """How many actions this installation has recorded."""
    counted = select(func.count(Changeset.action.distinct())).where(
        Changeset.replica == replica, Changeset.verb != "setup"
    )
    return session.scalar(counted) or 0


@dataclass(frozen=True, slots=True)
class _Counted:
    """The assets of one year, condition and class, with what the tasks need to know of them."""

    year: int | None
    condition: Condition | None
    asset_class: AssetClass | None
    items: int
    unseen: int
    unlabelled: int
    no_serial: int
    warranty: int
    rupiah: int
    in_use: int


def _asset_counts(session: Session, limits: Warnings) -> list[_Counted]:
    """One pass over the assets; classes are looked up here, because a join would be asked for every row."""
    soon, seen_after = limits.soon, start_of(limits.seen_since)
    keys = (Asset.year, Asset.condition, Asset.category_id)
    query = select(
        *keys,
        func.count(),
        _counted(or_(Asset.verified_at.is_(None), Asset.verified_at < seen_after)),
        _counted(Asset.labelled_at.is_(None)),
        _counted(Asset.serial == ""),
        _counted(Asset.warranty_end < soon),
        func.sum(Asset.price_rupiah).filter(Asset.warranty_end < soon),
        _counted(Asset.status.in_(IN_USE)),
    )
    classes = dict(session.execute(select(Category.id, Category.asset_class)).all())
    found = session.execute(query.where(ALIVE).group_by(*keys))
    return [
        _Counted(year, condition, classes.get(category) if category else None, *(count or 0 for count in counts))
        for year, condition, category, *counts in found
    ]


def _counted(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count().filter(condition)


def _new_since(session: Session, day: date) -> int:
    first = select(func.min(Changeset.n)).where(Changeset.hlc >= clock.at(start_of(day))).scalar_subquery()
    return session.scalar(select(func.count()).select_from(Asset).where(ALIVE, Asset.born >= first)) or 0


def _years(counted: Iterable[_Counted], this_year: int) -> tuple[YearBar, ...]:
    first = this_year - YEARS_SHOWN + 1
    bars: dict[int, Counter[Condition | None]] = {year: Counter() for year in range(first, this_year + 1)}
    older = False
    for row in counted:
        if row.year is None or row.year > this_year:
            continue
        older = older or row.year < first
        bars[max(row.year, first)][row.condition] += row.items
    return tuple(
        YearBar(
            year=year,
            good=bar[Condition.GOOD],
            light=bar[Condition.LIGHT_DAMAGE],
            heavy=bar[Condition.HEAVY_DAMAGE],
            unknown=bar[None],
            first=older and year == first,
        )
        for year, bar in bars.items()
    )


def _links(session: Session) -> list[Any]:
    columns = (
        Link.agency_id,
        Link.a_agency_id,
        Link.z_agency_id,
        Link.kind,
        Link.role,
        Link.status,
        Link.mbps_down,
        Link.ends_on,
    )
    return list(session.execute(select(*columns).where(Link.live)))


def _is_active_intranet(link: Any) -> bool:
    return link.status is LinkStatus.ACTIVE and link.kind in INTRANET


def _without_reserve(links: list[Any]) -> int:
    """Agencies whose active links are all primary ones."""
    active = [link for link in links if link.status is LinkStatus.ACTIVE and link.agency_id is not None]
    covered = {link.agency_id for link in active if link.role is LinkRole.BACKUP}
    return len({link.agency_id for link in active} - covered)


def _tasks(session: Session, counted: list[_Counted], links: list[Any], limits: Warnings) -> Iterable[Task]:
    yield Task("conflicts", waiting(session), AssetFilter(conflict=True))
    yield from _loans(session)
    yield _no_intranet(session, links)
    servers = [row for row in counted if row.asset_class is AssetClass.SERVER]
    warranty = AssetFilter(classes=frozenset({AssetClass.SERVER}), warranty_before=limits.soon)
    yield Task("warranty", sum(row.warranty for row in servers), warranty, rupiah=sum(row.rupiah for row in servers))
    contracts = LinkFilter(statuses=frozenset({LinkStatus.ACTIVE}), ends_before=limits.soon)
    yield Task("contracts", sum(1 for link in links if _ends_soon(link, limits.soon)), contracts)
    broken = AssetFilter(conditions=frozenset({Condition.HEAVY_DAMAGE}), statuses=IN_USE)
    in_use = sum(row.in_use for row in counted if row.condition is Condition.HEAVY_DAMAGE)
    yield Task("heavy", in_use, broken)
    yield Task("unlabelled", sum(row.unlabelled for row in counted), AssetFilter(no_label=True))
    unseen = AssetFilter(not_verified_since=limits.seen_since)
    yield Task("unseen", sum(row.unseen for row in counted), unseen)
    backbone = AssetFilter(classes=BACKBONE, no_serial=True)
    yield Task("no-serial", sum(row.no_serial for row in counted if row.asset_class in BACKBONE), backbone)
    unstated = sum(row.items for row in counted if row.condition is None)
    yield Task("no-condition", unstated, AssetFilter(no_condition=True))


def _loans(session: Session) -> Iterable[Task]:
    for kind, wanted in (("overdue", AssetFilter(overdue=True)), ("on-loan", AssetFilter(on_loan=True))):
        yield Task(kind, listing.count(session, wanted), wanted)


def _ends_soon(link: Any, soon: date) -> bool:
    return link.status is LinkStatus.ACTIVE and link.ends_on is not None and link.ends_on < soon


def _no_intranet(session: Session, links: list[Any]) -> Task:
    """Agencies with equipment on record but no active intranet link."""
    linked = {
        agency
        for link in links
        if _is_active_intranet(link)
        for agency in (link.agency_id, link.a_agency_id, link.z_agency_id)
    }
    holding = exists().where(Asset.agency_id == Agency.id, Asset.live)
    found = session.execute(
        select(Agency.id, AGENCY_LABEL).where(Agency.live, Agency.parent_id.is_(None), holding).order_by(AGENCY_LABEL)
    )
    missing = {agency: name for agency, name in found if agency not in linked}
    wanted = LinkFilter(agency_ids=frozenset(missing))
    return Task("no-intranet", len(missing), wanted, names=tuple(missing.values())[:NAMES_SHOWN])
