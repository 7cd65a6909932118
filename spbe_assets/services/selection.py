"""From a filter to SQL: the one place that says which assets a filter means. Lists, labels, reports share it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import TypeVar

from sqlalchemy import ColumnElement, and_, not_, or_, select
from sqlalchemy.orm import Session

from spbe_assets.domain.filters import AssetFilter
from spbe_assets.domain.ids import Id
from spbe_assets.domain.sort_keys import natural, normal_serial
from spbe_assets.domain.vocabulary import MoveKind
from spbe_assets.formats import today, zone
from spbe_assets.services import areas, label_ledger, lookalikes, words
from spbe_assets.services.ordering import ALIVE
from spbe_assets.storage.numbers import among
from spbe_assets.storage.tables import Asset, Category, Conflict, DeviceDetail, Movement, ServerDetail

Conditions = list[ColumnElement[bool]]
T = TypeVar("T")

SOME_IDS = 5_000
"""Up to so many hand-picked ids are bound one by one; more go into the statement as row numbers."""


def conditions(session: Session, wanted: AssetFilter) -> Conditions:
    """SQL conditions on `Asset` that together mean the filter, always including that the asset is shown in lists."""
    found = words.rarest_first(session, words.of(session, wanted.text)).conditions
    return _together(session, wanted, found)


def guarded(session: Session, wanted: AssetFilter) -> Conditions:
    """The same for rows that are found otherwise, such as by their ids: the text is asked of them alone."""
    return _together(session, wanted, words.of(session, wanted.text).guarded)


def _together(session: Session, wanted: AssetFilter, found: Conditions) -> Conditions:
    texts = [or_(exact(wanted.text), and_(*found))] if found else []
    return [ALIVE, *narrowing(session, wanted), *texts]


def narrowing(session: Session, wanted: AssetFilter) -> Conditions:
    """The conditions of every part of the filter but its text."""
    return [
        *_where(session, wanted),
        *_what(session, wanted),
        *_when(wanted),
        *_gaps(session, wanted),
        *_labelled(session, wanted),
        *_among(session, named(session, wanted)),
    ]


def named(session: Session, wanted: AssetFilter) -> frozenset[Id] | None:
    """The assets that the filter knows one by one: picked, on loan or with an old label; None without such a part."""
    parts = list(_named(session, wanted))
    return frozenset.intersection(*parts) if parts else None


def _named(session: Session, wanted: AssetFilter) -> Iterator[frozenset[Id]]:
    if wanted.ids is not None:
        yield wanted.ids
    if wanted.on_loan or wanted.overdue:
        loans = select(Movement.asset_id).where(*open_loans(today() if wanted.overdue else None))
        yield frozenset(one for one in session.scalars(loans) if one is not None)
    if wanted.label_outdated:
        yield label_ledger.outdated(session)


def exact(text: str) -> ColumnElement[bool]:
    """The assets whose tag, serial number, NIBAR or register a text names exactly: they come first in a search."""
    sought = words.bare(text)
    found = [and_(Asset.live, Asset.tag_key == natural(sought)[:64]), Asset.nibar == sought]
    serial = normal_serial(sought)
    return or_(*found, Asset.serial_key == serial) if serial else or_(*found)


def start_of(day: date) -> datetime:
    """The moment a day begins where the program is used."""
    return datetime.combine(day, time.min, zone()).astimezone(UTC)


def open_loans(due_before: date | None = None) -> Conditions:
    """SQL conditions on `Movement` that mean loans which are not back yet, with a day only those due before it."""
    due: Conditions = [] if due_before is None else [Movement.due_on < due_before]
    return [Movement.live.is_(True), Movement.kind == MoveKind.LOAN, Movement.returned_on.is_(None), *due]


def _where(session: Session, wanted: AssetFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.agency_ids:
        yield Asset.agency_id.in_(areas.agencies_below(session, wanted.agency_ids))
    if wanted.region_ids:
        yield Asset.agency_id.in_(areas.agencies_in(session, wanted.region_ids))
    if wanted.room_ids:
        yield Asset.room_id.in_(wanted.room_ids)
    if wanted.custodian_ids:
        yield Asset.custodian_id.in_(wanted.custodian_ids)


def _what(session: Session, wanted: AssetFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.categories:
        yield _category(session, Category.code.in_(wanted.categories))
    if wanted.classes:
        yield _category(session, Category.asset_class.in_(wanted.classes))
    if wanted.conditions:
        yield Asset.condition.in_(wanted.conditions)
    if wanted.statuses:
        yield Asset.status.in_(wanted.statuses)


def _category(session: Session, matching: ColumnElement[bool]) -> ColumnElement[bool]:
    return Asset.category_id.in_(session.scalars(select(Category.id).where(matching)).all())


def _when(wanted: AssetFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.year_from is not None:
        yield Asset.year >= wanted.year_from
    if wanted.year_to is not None:
        yield Asset.year <= wanted.year_to
    if wanted.warranty_before is not None:
        yield Asset.warranty_end < wanted.warranty_before
    if wanted.not_verified_since is not None:
        yield or_(Asset.verified_at.is_(None), Asset.verified_at < start_of(wanted.not_verified_since))


def _gaps(session: Session, wanted: AssetFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.no_label:
        yield Asset.labelled_at.is_(None)
    if wanted.no_serial:
        yield Asset.serial == ""
    if wanted.no_condition:
        yield Asset.condition.is_(None)
    if wanted.conflict:
        yield _in_conflict()
    if wanted.duplicate:
        yield lookalikes.shared(session)


def _labelled(session: Session, wanted: AssetFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.label_current:
        yield Asset.labelled_at.is_not(None)
        yield not_(among(Asset.n, _numbers(session, label_ledger.outdated(session))))


def _in_conflict() -> ColumnElement[bool]:
    waiting = select(Conflict.row).where(Conflict.table.in_(("asset", "server_detail", "device_detail")))
    details = (select(kind.asset_id).where(kind.id.in_(waiting)) for kind in (ServerDetail, DeviceDetail))
    return or_(Asset.id.in_(waiting), *(Asset.id.in_(detail) for detail in details))


def _among(session: Session, ids: frozenset[Id] | None) -> Iterator[ColumnElement[bool]]:
    if ids is None:
        return
    if len(ids) <= SOME_IDS:
        yield Asset.id.in_(ids)
        return
    # SQLite takes some 32,000 parameters at most, so that many ids go in as row numbers.
    yield among(Asset.n, _numbers(session, ids))


def _numbers(session: Session, ids: frozenset[Id]) -> list[int]:
    parts = chunks(sorted(ids), SOME_IDS)
    return [number for part in parts for number in session.scalars(select(Asset.n).where(Asset.id.in_(part)))]


def chunks(items: list[T], size: int) -> Iterator[list[T]]:
    """A list in parts of at most `size`."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
