"""What people type into the search field: every word must be found, in the asset or in what it refers to.

Rooms, agencies, people and categories are looked up in their own small tables, so that the search index holds
the asset's own columns only and renaming a room never touches a million rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select, true, union
from sqlalchemy.orm import InstrumentedAttribute, Session

from spbe_assets.domain.tags import SCHEME
from spbe_assets.storage import search
from spbe_assets.storage.tables import Agency, Asset, Category, Person, Room

SHORT = 2
"""Words of so few letters name an agency by its whole abbreviation or nothing; anything else would match all."""
MANY = 200
COMMON = 40_000
"""A part with so many matches is not counted further."""


@dataclass(frozen=True)
class Part:
    """A word, or several that only assets' own columns hold.

    All of `sources` together give the row numbers it finds; several give those of dead assets too.
    """

    sources: tuple[Select[Any], ...]
    condition: ColumnElement[bool]
    scan: ColumnElement[bool] | None
    """The same asked of a row's own text, without the search index; None where that would not be the same."""
    only_live: bool

    @property
    def numbers(self) -> Select[Any]:
        """The row numbers that match, each once; dead ones among them unless `only_live`."""
        return self.sources[0] if len(self.sources) == 1 else select(union(*self.sources).subquery())

    @property
    def leading(self) -> ColumnElement[bool]:
        """The condition where the part's own numbers are the rows to look at."""
        return Asset.n.in_(self.numbers)

    @property
    def guarded(self) -> ColumnElement[bool]:
        """The condition, said so that no index is read for it: it is asked of rows that were found otherwise."""
        return case((self.condition, True), else_=False)


@dataclass(frozen=True)
class Words:
    """A typed text made ready. A word that holds nothing to search is left out."""

    parts: tuple[Part, ...]

    @property
    def conditions(self) -> list[ColumnElement[bool]]:
        """Conditions on `Asset` that together mean the text; the first part leads, the others look at its rows."""
        return [part.guarded if place else part.leading for place, part in enumerate(self.parts)]

    @property
    def guarded(self) -> list[ColumnElement[bool]]:
        """The same for rows that are found otherwise, such as along the order of a list."""
        return [part.guarded for part in self.parts]

    @property
    def scans(self) -> list[ColumnElement[bool]]:
        """The same asked of the rows' own text, empty where that can't be."""
        scans = [part.scan for part in self.parts if part.scan is not None]
        return scans if len(scans) == len(self.parts) else []

    @property
    def numbers(self) -> Select[Any]:
        """The row numbers that match; dead ones among them unless `only_live`."""
        return self.parts[0].numbers if len(self.parts) == 1 else select(Asset.n).where(*self.conditions)

    @property
    def only_live(self) -> bool:
        """Whether nothing dead can be among the numbers."""
        return any(part.only_live for part in self.parts)


def of(session: Session, text: str) -> Words:
    """The words of a typed text."""
    own, parts = list[str](), list[Part]()
    for word in search.words(bare(text)):
        elsewhere = list(_elsewhere(session, word))
        if elsewhere:
            parts.append(_mixed(word, elsewhere))
        else:
            own.append(word)
    return Words((*parts, *_own(own)))


def _own(words: list[str]) -> Iterator[Part]:
    """The words that only assets' own columns hold: one part for each index."""
    for is_long in (True, False):
        some = [word for word in words if (len(word) >= search.SHORTEST_RUN) is is_long]
        scans = [scan for word in some if (scan := search.scan(word)) is not None]
        for found in search.matching_all(some):
            yield Part((found,), Asset.n.in_(found), and_(*scans) if len(scans) == len(some) else None, only_live=True)


def rarest_first(session: Session, found: Words) -> Words:
    """The same words, the rarest part leading."""
    if len(found.parts) < 2:
        return found
    sizes = {id(part): _size(session, part) for part in found.parts}
    # Where all are common, the index of words is read faster than rows of several tables.
    return Words(tuple(sorted(found.parts, key=lambda part: (sizes[id(part)], not part.only_live))))


def _mixed(word: str, elsewhere: list[ColumnElement[bool]]) -> Part:
    found = search.matching(word)
    own = [] if found is None else [found]
    condition = or_(*elsewhere, *(Asset.n.in_(numbers) for numbers in own))
    own_scan = search.scan(word)
    scan = None if own_scan is None else or_(*elsewhere, own_scan)
    sources = (*own, *(select(Asset.n).where(named) for named in elsewhere))
    return Part(sources, condition, scan, only_live=False)


def _size(session: Session, part: Part) -> int:
    return session.scalar(select(func.count()).select_from(part.numbers.limit(COMMON).subquery())) or 0


def bare(text: str) -> str:
    """The text without surrounding space and without the scheme of a scanned label."""
    typed = text.strip()
    return typed[len(SCHEME) :] if typed[: len(SCHEME)].upper() == SCHEME else typed


def _elsewhere(session: Session, word: str) -> Iterator[ColumnElement[bool]]:
    for column, matching in _small_tables(word):
        ids = session.scalars(matching.limit(MANY)).all()
        if ids:
            found = column.in_(ids if len(ids) < MANY else matching)
            # The index of agencies holds whether an asset is shown before its number: without it no run can be read.
            yield and_(found, Asset.live == true()) if column is Asset.agency_id else found


def _small_tables(word: str) -> Iterator[tuple[InstrumentedAttribute[Any], Select[Any]]]:
    if len(word) <= SHORT:
        named = func.lower(Agency.abbreviation) == word.lower()
        yield Asset.agency_id, select(Agency.id).where(Agency.live, named)
        return
    agency = or_(_has(Agency.name, word), _has(Agency.abbreviation, word))
    category = or_(_has(Category.title_id, word), _has(Category.title_en, word))
    yield Asset.agency_id, select(Agency.id).where(Agency.live, agency)
    yield Asset.category_id, select(Category.id).where(Category.live, category)
    yield Asset.room_id, select(Room.id).where(Room.live, _has(Room.name, word))
    yield Asset.custodian_id, select(Person.id).where(Person.live, _has(Person.name, word))


def _has(column: InstrumentedAttribute[str], word: str) -> ColumnElement[bool]:
    return column.icontains(word, autoescape=True)
