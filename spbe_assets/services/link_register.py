"""Every link with what was contracted and what was measured last."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from spbe_assets.domain.ids import Id
from spbe_assets.domain.sort_keys import natural
from spbe_assets.domain.vocabulary import LinkKind, LinkRole, LinkStatus, Medium
from spbe_assets.formats import zone
from spbe_assets.services.measures.basis import AGENCY_OF_LINK, is_live
from spbe_assets.services.report_subject import Subject
from spbe_assets.storage.tables import Link, LinkTest

KEPT, NEARLY = Decimal("0.9"), Decimal("0.7")
"""From which share of the contracted rate on a link keeps its contract, or nearly does."""


class Verdict(StrEnum):
    """How a link stands against its contract."""

    KEPT = "kept"
    NEARLY = "nearly"
    SLOW = "slow"
    UNMEASURED = "unmeasured"
    NO_RATE = "no-rate"


@dataclass(frozen=True, slots=True)
class RegisteredLink:
    """Rates in Mbps; `measured_…` are of the last test, whose local day is `measured_on`."""

    unit: Id | None
    tag: str
    name: str
    circuit: str
    provider: str
    kind: LinkKind | None
    role: LinkRole | None
    medium: Medium | None
    status: LinkStatus
    down: Decimal | None
    up: Decimal | None
    monthly_rupiah: int | None
    ends_on: date | None
    measured_on: date | None = None
    measured_down: Decimal | None = None
    measured_up: Decimal | None = None

    @property
    def share(self) -> Decimal | None:
        """The worse direction, measured by contracted; None where there is nothing to compare."""
        pairs = ((self.measured_down, self.down), (self.measured_up, self.up))
        shares = [measured / agreed for measured, agreed in pairs if measured is not None and agreed]
        return min(shares, default=None)

    @property
    def verdict(self) -> Verdict:
        """The share in a word."""
        if self.share is None:
            return Verdict.UNMEASURED if self.down or self.up else Verdict.NO_RATE
        if self.share >= KEPT:
            return Verdict.KEPT
        return Verdict.NEARLY if self.share >= NEARLY else Verdict.SLOW

    @property
    def is_running(self) -> bool:
        """Whether it carries anything."""
        return self.status is LinkStatus.ACTIVE


def read(session: Session, subject: Subject) -> tuple[RegisteredLink, ...]:
    """The links of the report, those of an agency together, the ended ones left out."""
    tests = _last_tests(session, subject.as_of)
    found = [link for link in _links(session, tests) if subject.covers(link.unit)]
    return tuple(sorted(found, key=lambda link: (natural(subject.label(link.unit)), natural(link.tag), link.name)))


def _links(session: Session, tests: dict[Id, tuple[Any, ...]]) -> Iterator[RegisteredLink]:
    query = select(
        Link.id, AGENCY_OF_LINK, Link.tag, Link.name, Link.circuit_id, Link.provider, Link.kind, Link.role, Link.medium,
        Link.status, Link.mbps_down, Link.mbps_up, Link.monthly_rupiah, Link.ends_on,
    ).where(is_live(Link), Link.status != LinkStatus.ENDED)  # fmt: skip
    for link_id, *values in session.execute(query):
        yield RegisteredLink(*values, *tests.get(link_id, ()))


def _last_tests(session: Session, as_of: date) -> dict[Id, tuple[Any, ...]]:
    """Link -> local day, Mbps down and up of its last test up to the end of the day."""
    end = datetime.combine(as_of + timedelta(days=1), time.min, zone())
    query = select(LinkTest.link_id, LinkTest.tested_at, LinkTest.mbps_down, LinkTest.mbps_up)
    found: dict[Id, tuple[Any, ...]] = {}
    for link_id, at, down, up in session.execute(query.where(is_live(LinkTest))):
        if link_id is not None and at is not None and at < end and (link_id not in found or found[link_id][0] < at):
            found[link_id] = (at, down, up)
    return {link_id: (at.astimezone(zone()).date(), down, up) for link_id, (at, down, up) in found.items()}
