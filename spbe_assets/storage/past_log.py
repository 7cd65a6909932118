"""Which changesets hold as of the end of a past day."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property

from sqlalchemy import Connection, func, select

from spbe_assets import formats
from spbe_assets.domain import clock
from spbe_assets.domain.changeset import ChangesetId
from spbe_assets.storage import chain
from spbe_assets.storage.tables import Changeset as Row
from spbe_assets.storage.tables import Touch


@dataclass(frozen=True, slots=True)
class Logged:
    """A changeset that is folded in: `at` is when it counts, `edits` how many rows it wrote that others had made."""

    n: int
    id: ChangesetId
    at: datetime
    ops: int
    edits: int


class PastLog:
    """The log of a database, without what is set aside there, at its past days."""

    def __init__(self, connection: Connection) -> None:
        aside = chain.aside(connection)
        counted = connection.execute(select(Touch.changeset, func.count()).group_by(Touch.changeset))
        edits: dict[int, int] = {n: count for n, count in counted}
        query = select(Row.n, Row.id, Row.hlc, Row.received_at, Row.ops).order_by(Row.n)
        self.by_id = {
            name: Logged(n, name, counts_at(hlc, received), ops, edits.get(n, 0))
            for n, name, hlc, received, ops in connection.execute(query)
            if n not in aside
        }

    @cached_property
    def everything(self) -> frozenset[ChangesetId]:
        """All that is folded into the tables now."""
        return frozenset(self.by_id)

    def until(self, day: date) -> frozenset[ChangesetId]:
        """What counts at the end of a day, in the zone in use."""
        end = datetime.combine(day + timedelta(days=1), time.min, formats.zone())
        return frozenset(name for name, one in self.by_id.items() if one.at < end)

    def in_order(self, names: Iterable[ChangesetId]) -> list[Logged]:
        """Changesets in the order they came here."""
        return sorted((self.by_id[name] for name in names), key=lambda one: one.n)


def counts_at(hlc: int, received_at: datetime) -> datetime:
    """When a changeset counts: by its clock, unless that was more than a day ahead of the day it came in.

    Source:
        DESIGN 7: clocks more than a day ahead count as received
    """
    said = clock.moment(hlc)
    return received_at if said - received_at > clock.LARGEST_DRIFT else said


def fingerprint(names: Collection[ChangesetId]) -> str:
    """A short name of a set of changesets: how many, and a hash of them all."""
    whole = hashlib.sha256(b"".join(sorted(names))).hexdigest()
    return f"{len(names)}-{whole[:24]}"
