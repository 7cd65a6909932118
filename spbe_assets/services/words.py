"""What people type into the search field: every word must be found, in the asset or in what it refers to.

Rooms, agencies, people and categories are looked up in their own small tables, so that the search index holds
the asset's own columns only and renaming a room never touches a million rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from spbe_assets.domain.tags import SCHEME
from spbe_assets.storage import search
from spbe_assets.storage.tables import Agency, Asset, Category, Person, Room

SHORT = 2
"""Words of so few letters name an agency by its whole abbreviation or nothing; anything else would match all."""
MANY = 200


@dataclass(frozen=True)
class Words:
    """A typed text made ready: what each word may be found by. A word that holds nothing to search is left out."""

    own: tuple[Select[Any], ...]
    """For words that nothing but assets' own columns hold: the row numbers of the shown assets that have them all."""
    mixed: tuple[ColumnElement[bool], ...]
    """For the other words: conditions on `Asset`."""

    @property
    def conditions(self) -> list[ColumnElement[bool]]:
        """Conditions on `Asset` that together mean the text."""
        return [*(Asset.n.in_(found) for found in self.own), *self.mixed]

    @property
    def numbers(self) -> Select[Any]:
        """The row numbers that match, dead ones among them only where a word was found outside the index."""
        if len(self.own) == 1 and not self.mixed:
            return self.own[0]
        return select(Asset.n).where(*self.conditions)


def of(session: Session, text: str) -> Words:
    """The words of a typed text."""
    own, mixed = list[str](), list[ColumnElement[bool]]()
    for word in search.words(bare(text)):
        elsewhere = list(_elsewhere(session, word))
        if not elsewhere:
            own.append(word)
            continue
        found = search.text_condition(word)
        mixed.append(or_(*elsewhere, *([] if found is None else [found])))
    return Words(tuple(search.matching_all(own)), tuple(mixed))


def bare(text: str) -> str:
    """The text without surrounding space and without the scheme of a scanned label."""
    typed = text.strip()
    return typed[len(SCHEME) :] if typed[: len(SCHEME)].upper() == SCHEME else typed


def _elsewhere(session: Session, word: str) -> Iterator[ColumnElement[bool]]:
    for column, matching in _small_tables(word):
        ids = session.scalars(matching.limit(MANY)).all()
        if ids:
            yield column.in_(ids if len(ids) < MANY else matching)


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
