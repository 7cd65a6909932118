"""What ends soon or has ended: warranties, maintenance, maker's support, operating systems, links, licences, clouds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import literal, null, select
from sqlalchemy.orm import Session

from spbe_assets.domain import vocabulary
from spbe_assets.domain.ids import Id
from spbe_assets.domain.vocabulary import LinkStatus
from spbe_assets.i18n import N_, _, language
from spbe_assets.services.measures.basis import AGENCY_OF_LINK, IN_USE, is_live
from spbe_assets.services.report_subject import Subject
from spbe_assets.storage.tables import Asset, Category, CloudService, Link, ServerDetail, Software

LONG_PAST_DAYS = 365
"""A warranty that ended longer ago is only counted: nobody will renew it."""
NONE = literal("")
RUNNING = (LinkStatus.ACTIVE, LinkStatus.DOWN)


class Ending(StrEnum):
    """What ends."""

    LINK = "link"
    OS_SUPPORT = "os-support"
    SUPPORT = "support"
    CONTRACT = "contract"
    LICENCE = "licence"
    CLOUD = "cloud"
    WARRANTY = "warranty"

    @property
    def label(self) -> str:
        """What people call it."""
        return _(TITLES[self])


TITLES = {
    Ending.LINK: N_("Link contract"),
    Ending.OS_SUPPORT: N_("Operating system"),
    Ending.SUPPORT: N_("Maker's support"),
    Ending.CONTRACT: N_("Maintenance contract"),
    Ending.LICENCE: N_("Licence"),
    Ending.CLOUD: N_("Cloud service"),
    Ending.WARRANTY: N_("Warranty"),
}


@dataclass(frozen=True, slots=True)
class Expiry:
    """One end; `days` counts from the day of the report and is negative once it is past.

    `kind` is the category or kind of link in words, `detail` the operating system or who holds a licence, `rupiah`
    what a link costs a month or a cloud service a year.
    """

    ending: Ending
    ends_on: date
    days: int
    unit: Id | None
    tag: str
    name: str
    kind: str
    number: str
    provider: str
    detail: str
    rupiah: int | None


@dataclass(frozen=True, slots=True)
class Expiries:
    """All of them, the longest overdue first; `long_past` warranties are only counted."""

    rows: tuple[Expiry, ...]
    within_days: int
    long_past: int

    @property
    def overdue(self) -> int:
        """How many have ended already."""
        return sum(row.days < 0 for row in self.rows)


def read(session: Session, subject: Subject, within_days: int) -> Expiries:
    """What ends within so many days of the day of the report, or has ended."""
    last, first = subject.as_of + timedelta(days=within_days), subject.as_of - timedelta(days=LONG_PAST_DAYS)
    found = [row for row in _all(session, subject, last) if subject.covers(row.unit)]
    kept = [row for row in found if row.ending is not Ending.WARRANTY or row.ends_on >= first]
    kept.sort(key=lambda row: (row.ends_on, list(Ending).index(row.ending), row.tag, row.name))
    return Expiries(tuple(kept), within_days, len(found) - len(kept))


def category_title() -> Any:
    """The column of a category's title in the language in use."""
    return Category.title_en if language() == "en" else Category.title_id


def _all(session: Session, subject: Subject, last: date) -> Iterator[Expiry]:
    today = subject.as_of.toordinal()
    for ending, query in _queries(subject, last):
        for ends_on, unit, tag, name, kind, *rest in session.execute(query):
            said = kind if type(kind) is str else vocabulary.title(kind)
            yield Expiry(ending, ends_on, ends_on.toordinal() - today, unit, tag, name, said, *rest)


def _queries(subject: Subject, last: date) -> Iterator[tuple[Ending, Any]]:
    """Each asks for: end, unit, tag, name, kind, contract number, provider, detail, rupiah."""
    yield Ending.WARRANTY, _of_assets(subject, Asset.warranty_end, last)
    yield Ending.CONTRACT, _of_assets(subject, Asset.contract_end, last, Asset.contract_number)
    yield Ending.SUPPORT, _of_assets(subject, Asset.support_end, last)
    yield Ending.OS_SUPPORT, _of_servers(subject, last)
    yield Ending.LINK, _of_links(last)
    yield Ending.LICENCE, _of_software(last)
    yield Ending.CLOUD, _of_clouds(last)


def _of_assets(subject: Subject, ends: Any, last: date, number: Any = NONE) -> Any:
    chosen = select(ends, Asset.agency_id, Asset.tag, Asset.name, category_title(), number, NONE, NONE, null())
    return (
        chosen.outerjoin(Category, Category.id == Asset.category_id)
        .where(is_live(Asset), Asset.status.in_(IN_USE), ends <= last)
        .where(*subject.narrow(Asset.agency_id))
    )


def _of_servers(subject: Subject, last: date) -> Any:
    ends = ServerDetail.os_support_end
    chosen = select(ends, Asset.agency_id, Asset.tag, Asset.name, category_title(), NONE, NONE, ServerDetail.os, null())
    return (
        chosen.select_from(ServerDetail)
        .join(Asset, Asset.id == ServerDetail.asset_id)
        .outerjoin(Category, Category.id == Asset.category_id)
        .where(is_live(Asset), Asset.status.in_(IN_USE), is_live(ServerDetail), ends <= last)
        .where(*subject.narrow(Asset.agency_id))
    )


def _of_links(last: date) -> Any:
    return select(
        Link.ends_on, AGENCY_OF_LINK, Link.tag, Link.name, Link.kind, Link.contract_number, Link.provider, NONE,
        Link.monthly_rupiah,
    ).where(is_live(Link), Link.status.in_(RUNNING), Link.ends_on <= last)  # fmt: skip


def _of_software(last: date) -> Any:
    ends = Software.licence_end
    chosen = select(ends, Software.agency_id, NONE, Software.name, NONE, NONE, NONE, Software.licence_owner, null())
    return chosen.where(is_live(Software), ends <= last)


def _of_clouds(last: date) -> Any:
    cloud = CloudService
    chosen = select(
        cloud.ends_on, cloud.agency_id, NONE, cloud.name, NONE, NONE, NONE, cloud.owner_name, cloud.yearly_rupiah
    )
    return chosen.where(is_live(cloud), cloud.ends_on <= last)
