"""Asset lists: the first rows and the count at once, all row numbers later, rows by page.

A list keeps row numbers (`n`), which are small and stable on this machine, and asks for rows a page at a time.
`link_listing` has the same functions for links.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from spbe_assets.domain.filters import AssetFilter, Order
from spbe_assets.domain.ids import Id
from spbe_assets.domain.records import AssetRow
from spbe_assets.i18n import language
from spbe_assets.services import ordering, words
from spbe_assets.services.ordering import ALIVE
from spbe_assets.services.selection import SOME_IDS, Conditions, chunks, conditions, exact, narrowing
from spbe_assets.storage.tables import Agency, Asset, Category, Room

FIRST_ROWS = 200
CHUNK = 2_000
"""So many numbers are taken at once: other threads get Python's lock in between."""
MOST_EXACT = 50
WINDOW = 5_000
FEW = 10_000
"""Up to so many matches are fetched and sorted; more are met soon enough by walking the index of the order."""


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
    search = _Search(session, wanted, order or Order())
    return (search.hits + search.first(limit))[:limit]


def count(session: Session, wanted: AssetFilter, most: int | None = None) -> int:
    """How many assets the filter means; with `most` counting stops there, so that nobody waits for millions."""
    counted = _everything(session) if wanted.is_empty else _matching(session, wanted, most)
    return counted if most is None else min(counted, most)


def numbers(session: Session, wanted: AssetFilter, order: Order | None = None) -> array[int]:
    """The row numbers of the whole list in its order; for a background thread where the list is long."""
    search = _Search(session, wanted, order or Order())
    found = array("q", search.hits)
    whole = search.others().execution_options(yield_per=CHUNK)
    for some in session.scalars(whole).partitions(CHUNK):
        found.extend(some)
    return found


def rows(session: Session, numbers: Iterable[int]) -> dict[int, AssetRow]:
    """The rows of some numbers; a number that is gone is absent."""
    found: dict[int, AssetRow] = {}
    for part in chunks(list(numbers), SOME_IDS):
        for values in session.execute(_row_columns().where(Asset.n.in_(part))):
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
    matching, found = conditions(session, wanted), dict[Id, int]()
    for part in chunks(list(ids), SOME_IDS):
        chosen = select(Asset.id, Asset.n).where(Asset.id.in_(part), *matching)
        found.update(session.execute(chosen).all())
    return found


class _Search:
    """One filter and order made ready to be asked: exact hits first, then the others."""

    def __init__(self, session: Session, wanted: AssetFilter, order: Order) -> None:
        self.session, self.order = session, order
        self.narrowed = narrowing(session, wanted)
        self.hits = _exact_hits(session, wanted, self.narrowed)
        self.words = words.of(session, wanted.text)
        self._few: bool | None = None

    def first(self, limit: int) -> list[int]:
        """The first row numbers in their order, without the exact hits, by whichever way is short."""
        if self.order.by in ordering.GROUPED and not self.words.parts:
            walked = ordering.walk_groups(self.session, self.order, self.narrowed, limit)
            if walked is not None:
                return walked
        if self._window_first():
            seen = self._in_window(limit)
            if len(seen) == limit:
                return seen
        return list(self.session.scalars(self.others().limit(limit)))

    def others(self) -> Select[Any]:
        """The matching row numbers in their order, without the exact hits."""
        few = self._are_few()
        matching = self.words.conditions if few else self.words.guarded
        live = ALIVE if few or self.order.by in ordering.BY_NUMBER else Asset.live
        chosen = ordering.ordered(select(Asset.n), self.order, by_index=not few)
        return self._without_hits(chosen.where(live, *self.narrowed, *matching))

    def _window_first(self) -> bool:
        # One part is soon counted; of several the count may take long, so the window is tried before.
        several = len(self.words.parts) > 1
        return bool(self.words.scans) and self.order.by in ordering.INDEXED and (several or not self._are_few())

    def _in_window(self, limit: int) -> list[int]:
        """What matches among the first rows of the whole order: common words are met there at once."""
        whole = ordering.ordered(select(Asset.n), self.order).where(Asset.live, *self.narrowed).limit(WINDOW).subquery()
        inside = select(Asset.n).where(Asset.n.in_(select(whole.c.n)), ALIVE, *self.words.scans)
        return list(
            self.session.scalars(self._without_hits(ordering.ordered(inside, self.order, by_index=False)).limit(limit))
        )

    def _are_few(self) -> bool:
        if self._few is None:
            self._few = bool(self.words.parts) and _counted(self.session, self.words.numbers, FEW + 1) <= FEW
        return self._few

    def _without_hits(self, chosen: Select[Any]) -> Select[Any]:
        return chosen.where(Asset.n.not_in(self.hits)) if self.hits else chosen


def _exact_hits(session: Session, wanted: AssetFilter, narrowed: Conditions) -> list[int]:
    if not wanted.text.strip():
        return []
    hits = select(Asset.n).where(exact(wanted.text), ALIVE, *narrowed).order_by(Asset.tag_key, Asset.n)
    return list(session.scalars(hits.limit(MOST_EXACT)))


def _others_named(session: Session, wanted: AssetFilter, found: words.Words) -> int:
    """How many exact hits the words miss, such as a serial number typed without its dashes."""
    hits = _exact_hits(session, wanted, narrowing(session, wanted))
    if not hits:
        return 0
    return len(hits) - _counted(session, select(Asset.n).where(Asset.n.in_(hits), *found.conditions))


def _counted(session: Session, numbers: Select[Any], most: int | None = None) -> int:
    bounded = numbers if most is None else numbers.limit(most)
    return session.scalar(select(func.count()).select_from(bounded.subquery())) or 0


def _matching(session: Session, wanted: AssetFilter, most: int | None) -> int:
    found = words.of(session, wanted.text)
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
    return counted - _counted(session, dead.where(*found.conditions))


def _for_counting(session: Session, wanted: AssetFilter) -> list[Any]:
    indexed_with_live = AssetFilter(
        agency_ids=wanted.agency_ids,
        region_ids=wanted.region_ids,
        year_from=wanted.year_from,
        year_to=wanted.year_to,
    )
    return [Asset.live if wanted == indexed_with_live else ALIVE, *narrowing(session, wanted)]


def _row_columns() -> Select[Any]:
    own, other = (
        (Category.title_en, Category.title_id) if language() == "en" else (Category.title_id, Category.title_en)
    )
    title = func.coalesce(func.nullif(own, ""), other, "")
    return (
        select(
            Asset.n, Asset.id, Asset.tag, Asset.name, title, func.coalesce(Category.icon, ""),
            Asset.brand, Asset.model, Asset.serial, func.coalesce(ordering.AGENCY_LABEL, ""),
            func.coalesce(Room.name, ""), Asset.condition, Asset.status, Asset.year, Asset.verified_at,
        )
        .outerjoin(Category, Category.id == Asset.category_id)
        .outerjoin(Agency, Agency.id == Asset.agency_id)
        .outerjoin(Room, Room.id == Asset.room_id)
    )  # fmt: skip
