"""Link lists, with the same functions as `listing` has for assets."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Select, func, not_, or_, select
from sqlalchemy.orm import Session, aliased

from spbe_assets.domain.filters import LinkFilter, LinkOrder, LinkSort
from spbe_assets.domain.ids import Id
from spbe_assets.domain.records import LinkRow
from spbe_assets.services import areas, label_ledger
from spbe_assets.services.link_rows import label_of, rows
from spbe_assets.services.selection import SOME_IDS, chunks
from spbe_assets.storage.tables import Agency, LabelPrint, Link

__all__ = [
    "conditions",
    "count",
    "ids_of",
    "label_of",
    "numbers",
    "numbers_of",
    "ordered",
    "rows",
    "rows_first",
    "still_matching",
]

FIRST_ROWS = 200
CHUNK = 2_000

_OWNER = aliased(Agency)

_SEARCHED = (
    Link.name, Link.tag, Link.circuit_id, Link.provider, Link.service_name, Link.contract_number, Link.ip_block,
    Link.a_text, Link.z_text,
)  # fmt: skip
_AGENCIES = (Link.agency_id, Link.a_agency_id, Link.z_agency_id)


def conditions(session: Session, wanted: LinkFilter) -> list[Any]:
    """SQL conditions on `Link` that together mean the filter."""
    return [Link.live, *_parts(session, wanted), *_words(session, wanted.text)]


def rows_first(
    session: Session, wanted: LinkFilter, order: LinkOrder | None = None, limit: int = FIRST_ROWS
) -> list[LinkRow]:
    """The first rows of a list."""
    numbered = list(session.scalars(ordered(session, wanted, order).limit(limit)))
    found = rows(session, numbered)
    return [found[number] for number in numbered if number in found]


def count(session: Session, wanted: LinkFilter) -> int:
    """How many links the filter means."""
    counted = select(func.count()).select_from(Link).where(*conditions(session, wanted))
    return session.scalar(counted) or 0


def numbers(session: Session, wanted: LinkFilter, order: LinkOrder | None = None) -> array[int]:
    """The row numbers of the whole list in its order."""
    found = array("q")
    whole = ordered(session, wanted, order).execution_options(yield_per=CHUNK)
    for some in session.scalars(whole).partitions(CHUNK):
        found.extend(some)
    return found


def numbers_of(session: Session, ids: Iterable[Id]) -> dict[Id, int]:
    """The row numbers of links by id, deleted ones too."""
    found: dict[Id, int] = {}
    for part in chunks(list(ids), SOME_IDS):
        found.update(session.execute(select(Link.id, Link.n).where(Link.id.in_(part))).all())
    return found


def still_matching(session: Session, wanted: LinkFilter, ids: Iterable[Id]) -> dict[Id, int]:
    """Those of some links that the filter means, with their row numbers."""
    asked = label_ledger.narrowed(session, "link", wanted, list(ids))
    matching, found = conditions(session, replace(wanted, label_outdated=False, label_current=False)), dict[Id, int]()
    for part in chunks(list(asked), SOME_IDS):
        found.update(session.execute(select(Link.id, Link.n).where(Link.id.in_(part), *matching)).all())
    return found


def _parts(session: Session, wanted: LinkFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.agency_ids:
        yield _touching(areas.agencies_below(session, wanted.agency_ids))
    if wanted.region_ids:
        yield _touching(areas.agencies_in(session, wanted.region_ids))
    for column, chosen in ((Link.kind, wanted.kinds), (Link.role, wanted.roles), (Link.status, wanted.statuses)):
        if chosen:
            yield column.in_(chosen)
    if wanted.ends_before is not None:
        yield Link.ends_on < wanted.ends_before
    if wanted.no_rate:
        yield Link.mbps_down.is_(None)
    yield from _labelled(session, wanted)
    if wanted.ids is not None:
        yield _among(wanted.ids)


def _labelled(session: Session, wanted: LinkFilter) -> Iterator[ColumnElement[bool]]:
    printed = select(LabelPrint.record_id).where(LabelPrint.record_table == "link", LabelPrint.live)
    if wanted.no_label:
        yield Link.id.not_in(printed)
    if wanted.label_outdated:
        yield _among(label_ledger.outdated(session, "link"))
    if wanted.label_current:
        yield Link.id.in_(printed)
        yield not_(_among(label_ledger.outdated(session, "link")))


def _among(ids: frozenset[Id]) -> ColumnElement[bool]:
    return or_(*(Link.id.in_(part) for part in chunks(sorted(ids), SOME_IDS)), Link.id.in_([]))


def _touching(agencies: Iterable[Id]) -> ColumnElement[bool]:
    chosen = list(agencies)
    return or_(*(column.in_(chosen) for column in _AGENCIES))


def _words(session: Session, text: str) -> Iterator[ColumnElement[bool]]:
    for word in text.split():
        named = or_(*(column.icontains(word, autoescape=True) for column in (Agency.name, Agency.abbreviation)))
        agencies = session.scalars(select(Agency.id).where(Agency.live, named)).all()
        elsewhere = [_touching(agencies)] if agencies else []
        yield or_(*(column.icontains(word, autoescape=True) for column in _SEARCHED), *elsewhere)


def ordered(session: Session, wanted: LinkFilter, order: LinkOrder | None) -> Select[Any]:
    """The row numbers of the links a filter means, in their order."""
    numbers = select(Link.n).outerjoin(_OWNER, _OWNER.id == Link.agency_id).where(*conditions(session, wanted))
    keys: list[Any] = []
    descending = False
    for by, descending in (order or LinkOrder()).keys:
        if by is LinkSort.NEWEST:
            keys.append(Link.n if descending else Link.n.desc())
        else:
            keys.append(_directed(_KEYS[by], descending))
    return numbers.order_by(*keys, *(_directed(key, descending) for key in (Link.name_key, Link.n)))


def _directed(key: Any, descending: bool) -> Any:
    return key.desc().nulls_last() if descending else key.asc().nulls_first()


def ids_of(session: Session, numbers: Sequence[int]) -> list[Id]:
    """The ids of row numbers, in their order; a number that is gone is left out."""
    found: dict[int, Id] = {}
    for part in chunks(list(numbers), SOME_IDS):
        found.update(session.execute(select(Link.n, Link.id).where(Link.n.in_(part))).all())
    return [found[number] for number in numbers if number in found]


_KEYS: dict[LinkSort, Any] = {
    LinkSort.NAME: Link.name_key,
    LinkSort.TAG: Link.tag,
    LinkSort.AGENCY: func.lower(label_of(_OWNER)),
    LinkSort.PROVIDER: func.lower(Link.provider),
    LinkSort.RATE: Link.mbps_down,
    LinkSort.ENDS: Link.ends_on,
    LinkSort.KIND: Link.kind,
    LinkSort.ROLE: Link.role,
    LinkSort.STATUS: Link.status,
    LinkSort.COST: Link.monthly_rupiah,
    LinkSort.CIRCUIT: func.lower(Link.circuit_id),
}
