"""Asset lists: the first rows and the count at once, all row numbers later, rows by page.

A list keeps row numbers (`n`), which are small and stable on this machine, and asks for rows a page at a time.
`link_listing` has the same functions for links.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, select, true
from sqlalchemy.orm import Session

from spbe_assets.domain.filters import AssetFilter, Order
from spbe_assets.domain.ids import Id
from spbe_assets.domain.records import AssetRow
from spbe_assets.i18n import language
from spbe_assets.services import hits, label_ledger, ordering, words
from spbe_assets.services.ordering import ALIVE
from spbe_assets.services.selection import SOME_IDS, Conditions, chunks, exact, guarded, named, narrowing
from spbe_assets.storage.numbers import among, listed
from spbe_assets.storage.tables import Agency, Asset, Category, DeviceDetail, Person, Room, ServerDetail

FIRST_ROWS = 200
MOST_EXACT = 50
FEW = 5_000
"""Up to so many matches are known whole, and counted, at the first answer."""
MOST_NAMED = 2_000
"""Up to so many assets that a filter knows one by one are asked for alone."""


@dataclass(frozen=True, slots=True)
class FirstAnswer:
    """What a list shows at once. The count is a lower bound where it is not exact, which it is up to `FEW`."""

    rows: list[AssetRow]
    count: int
    is_exact: bool


def first_answer(
    session: Session, wanted: AssetFilter, order: Order | None = None, limit: int = FIRST_ROWS
) -> FirstAnswer:
    """The first rows of a list and how many it has, from one question; nobody waits for the count of millions."""
    search = _Search(session, wanted, order or Order())
    numbered = search.first(limit)
    found = rows(session, numbered)
    shown = [found[number] for number in numbered if number in found]
    if len(numbered) < limit:
        return FirstAnswer(shown, len(numbered), is_exact=True)
    counted = search.counted()
    return FirstAnswer(shown, max(FEW, len(shown)) if counted is None else counted, is_exact=counted is not None)


def rows_first(
    session: Session, wanted: AssetFilter, order: Order | None = None, limit: int = FIRST_ROWS
) -> list[AssetRow]:
    """The first rows of a list, exact hits of a tag, serial number or NIBAR before all others."""
    numbered = first_numbers(session, wanted, order, limit)
    found = rows(session, numbered)
    return [found[number] for number in numbered if number in found]


def first_numbers(
    session: Session, wanted: AssetFilter, order: Order | None = None, limit: int = FIRST_ROWS
) -> list[int]:
    """The row numbers of the first rows of a list."""
    return _Search(session, wanted, order or Order()).first(limit)


def count(session: Session, wanted: AssetFilter, most: int | None = None) -> int:
    """How many assets the filter means; with `most` counting stops there, so that nobody waits for millions."""
    counted = _everything(session) if wanted.is_empty else _matching(session, wanted, most)
    return counted if most is None else min(counted, most)


def numbers(session: Session, wanted: AssetFilter, order: Order | None = None) -> array[int]:
    """The row numbers of the whole list in its order; for a background thread where the list is long."""
    search = _Search(session, wanted, order or Order())
    found = array("q", search.exact)
    whole = search.others().execution_options(yield_per=hits.CHUNK)
    for some in session.scalars(whole).partitions(hits.CHUNK):
        found.extend(some)
    return found


def rows(session: Session, numbers: Iterable[int]) -> dict[int, AssetRow]:
    """The rows of some numbers; a number that is gone is absent."""
    found: dict[int, AssetRow] = {}
    for part in chunks(list(numbers), SOME_IDS):
        for values in session.execute(_row_columns(language()), {"numbers": part}):
            found[values[0]] = AssetRow(*values)
    return found


def numbers_of(session: Session, ids: Iterable[Id]) -> dict[Id, int]:
    """The row numbers of assets by id, deleted ones too."""
    found: dict[Id, int] = {}
    for part in chunks(list(ids), SOME_IDS):
        found.update(session.execute(select(Asset.id, Asset.n).where(Asset.id.in_(part))).all())
    return found


def still_matching(session: Session, wanted: AssetFilter, ids: Iterable[Id]) -> dict[Id, int]:
    """Those of some assets that the filter means, with their row numbers: what a list patches after a change."""
    asked = label_ledger.narrowed(session, "asset", wanted, list(ids))
    matching, found = guarded(session, replace(wanted, label_outdated=False, label_current=False)), dict[Id, int]()
    for part in chunks(list(asked), SOME_IDS):
        chosen = select(Asset.id, Asset.n).where(Asset.id.in_(part), *matching)
        found.update(session.execute(chosen).all())
    return found


class _Search:
    """One filter and order made ready to be asked: exact hits first, then the others."""

    def __init__(self, session: Session, wanted: AssetFilter, order: Order) -> None:
        self.session, self.wanted, self.order = session, wanted, order
        self.narrowed = narrowing(session, wanted)
        self.exact = _exact_hits(session, wanted, self.narrowed)
        self.words = words.of(session, wanted.text)
        self.top = hits.highest(session)

    @cached_property
    def found(self) -> hits.Hits | None:
        """What the words find, None without words."""
        return hits.first(self.session, self.words, FEW, self.top) if self.words.parts else None

    @cached_property
    def known(self) -> set[int] | None:
        """Every match but the exact hits; None where there are many, or neither words nor a list to find them by."""
        picked = named(self.session, self.wanted)
        if picked is not None and len(picked) <= MOST_NAMED:
            matching = select(Asset.n).where(ALIVE, *self.narrowed, *self.words.guarded)
            return set(self.session.scalars(matching)).difference(self.exact)
        if self.found is None or not self.found.is_whole:
            return None
        numbers = self.found.numbers.difference(self.exact)
        return self._narrow(numbers) if self.narrowed else numbers

    def _narrow(self, numbers: set[int]) -> set[int]:
        return set(listed(self.session, select(Asset.n).where(among(Asset.n, sorted(numbers)), *self.narrowed)))

    def counted(self) -> int | None:
        """How many assets match; None where there are more than `FEW` and counting them takes long."""
        if self.known is not None:
            return len(self.exact) + len(self.known)
        if not self.narrowed:
            return None if self.words.parts else _everything(self.session)
        few = count(self.session, self.wanted, FEW + 1)
        return few if few <= FEW else None

    def first(self, limit: int) -> list[int]:
        """The first row numbers in their order, by whichever way is short."""
        return (self.exact + self._others_first(limit))[:limit]

    def _others_first(self, limit: int) -> list[int]:
        if self.known is not None and not hits.is_sooner_walked(len(self.known), self.top, limit):
            return list(self.session.scalars(self.others().limit(limit)))
        if self.order.by in ordering.GROUPED and self.order.then is None and not self.words.parts:
            walked = ordering.walk_groups(self.session, self.order, self.narrowed, limit)
        else:
            walked = self._walked(limit)
        return list(self.session.scalars(self.others().limit(limit))) if walked is None else walked

    def _walked(self, limit: int) -> list[int] | None:
        """What is met along the index of the order; None where that would take long."""
        if self.found is None or self.order.by not in ordering.INDEXED | ordering.BY_NUMBER:
            return None
        if self.found.is_whole and self.narrowed:
            return None
        whole = self._without_exact(ordering.ordered(select(Asset.n), self.order).where(self._live, *self.narrowed))
        return hits.walk(self.session, whole, self.found, self.words.scans, limit)

    def others(self) -> Select[Any]:
        """The matching row numbers in their order, without the exact hits."""
        return self._many() if self.known is None else self._few(self.known)

    def _few(self, known: set[int]) -> Select[Any]:
        chosen = select(Asset.n).where(among(Asset.n, sorted(known)))
        return ordering.ordered(chosen, self.order, by_index=False)

    def _many(self) -> Select[Any]:
        chosen = ordering.ordered(select(Asset.n), self.order)
        return self._without_exact(chosen.where(self._live, *self.narrowed, *self.words.guarded))

    @property
    def _live(self) -> ColumnElement[bool]:
        return Asset.live == true() if self.order.by in ordering.INDEXED | ordering.GROUPED else ALIVE

    def _without_exact(self, chosen: Select[Any]) -> Select[Any]:
        return chosen.where(Asset.n.not_in(self.exact)) if self.exact else chosen


def _exact_hits(session: Session, wanted: AssetFilter, narrowed: Conditions) -> list[int]:
    if not wanted.text.strip():
        return []
    named = select(Asset.n).where(exact(wanted.text), ALIVE, *narrowed).order_by(Asset.tag_key, Asset.n)
    return list(session.scalars(named.limit(MOST_EXACT)))


def _others_named(session: Session, wanted: AssetFilter, found: words.Words) -> int:
    """How many exact hits the words miss, such as a serial number typed without its dashes."""
    named = _exact_hits(session, wanted, narrowing(session, wanted))
    if not named:
        return 0
    return len(named) - _counted(session, select(Asset.n).where(Asset.n.in_(named), *found.conditions))


def _counted(session: Session, numbers: Select[Any], most: int | None = None) -> int:
    bounded = numbers if most is None else numbers.limit(most)
    return session.scalar(select(func.count()).select_from(bounded.subquery())) or 0


def _matching(session: Session, wanted: AssetFilter, most: int | None) -> int:
    found = words.rarest_first(session, words.of(session, wanted.text))
    if wanted == AssetFilter(text=wanted.text):
        return _count_hits(session, found, most) + _others_named(session, wanted, found)
    counted = _counted(session, select(Asset.n).where(*_for_counting(session, wanted), *found.conditions), most)
    return counted + _others_named(session, wanted, found)


def _everything(session: Session) -> int:
    # Counting a whole index and taking off the few dead rows never looks into the entries.
    counted = select(func.count()).select_from(Asset)
    everything, dead = counted.scalar_subquery(), counted.where(~Asset.live).scalar_subquery()
    return session.scalar(select(everything - dead)) or 0


def _count_hits(session: Session, found: words.Words, most: int | None) -> int:
    if not found.parts:
        return _everything(session)
    counted = _counted(session, found.numbers, most)
    if found.only_live or counted == most:
        return counted
    # Asking every match whether it is shown would read its row; only the dead rows are asked instead.
    dead = select(Asset.n).where(~Asset.live)
    if session.scalar(dead.limit(1)) is None:
        return counted
    return counted - _counted(session, dead.where(*found.guarded))


def _for_counting(session: Session, wanted: AssetFilter) -> list[Any]:
    indexed_with_live = AssetFilter(
        agency_ids=wanted.agency_ids,
        region_ids=wanted.region_ids,
        year_from=wanted.year_from,
        year_to=wanted.year_to,
    )
    return [Asset.live if wanted == indexed_with_live else ALIVE, *narrowing(session, wanted)]


def ids_of(session: Session, numbers: Sequence[int]) -> list[Id]:
    """The ids of row numbers, in their order; a number that is gone is left out."""
    found: dict[int, Id] = {}
    for part in chunks(list(numbers), SOME_IDS):
        found.update(session.execute(select(Asset.n, Asset.id).where(Asset.n.in_(part))).all())
    return [found[number] for number in numbers if number in found]


@cache
def _row_columns(_language: str) -> Select[Any]:
    """The rows of the `numbers`, titles in a language: made once, as making it takes about as long as asking it."""
    return (
        select(
            Asset.n, Asset.id, Asset.tag, Asset.name, ordering.category_label(), func.coalesce(Category.icon, ""),
            Asset.brand, Asset.model, Asset.serial, func.coalesce(ordering.AGENCY_LABEL, ""),
            func.coalesce(Room.name, ""), Asset.condition, Asset.status, Asset.year, Asset.verified_at,
            Asset.price_rupiah, Asset.quantity, func.coalesce(Person.name, ""), Asset.warranty_end, Asset.register,
            Asset.kode_barang, Asset.nibar, func.coalesce(DeviceDetail.hostname, ServerDetail.hostname, ""),
            func.coalesce(DeviceDetail.ip, ServerDetail.management_ip, ""),
        )
        .outerjoin(Category, Category.id == Asset.category_id)
        .outerjoin(Agency, Agency.id == Asset.agency_id)
        .outerjoin(Room, Room.id == Asset.room_id)
        .outerjoin(Person, Person.id == Asset.custodian_id)
        .outerjoin(DeviceDetail, DeviceDetail.asset_id == Asset.id)
        .outerjoin(ServerDetail, ServerDetail.asset_id == Asset.id)
        .where(Asset.n.in_(bindparam("numbers", expanding=True)))
    )  # fmt: skip
