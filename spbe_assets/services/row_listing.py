"""Lists of any table of the field catalogue: first rows, count, row numbers and rows, as `listing` has for assets.

For the plain tables of some thousands of rows (people, facilities, software, cloud services); assets and links have
indexes and filters of their own.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, aliased

from spbe_assets.domain.fields import CATALOGUE, Kind
from spbe_assets.domain.ids import Id
from spbe_assets.domain.sort_keys import normal_name
from spbe_assets.services import rows as whole_rows
from spbe_assets.services.selection import SOME_IDS, chunks
from spbe_assets.storage.tables import MERGEABLE, Agency

FIRST_ROWS = 200
MOST_USED = 100
SEARCHED = (Kind.TEXT, Kind.LONG_TEXT, Kind.CODE)


@dataclass(frozen=True, slots=True)
class RowQuery:
    """Which rows of a table in which order; `agency_ids` narrows to the rows of these agencies."""

    table: str
    text: str = ""
    by: str = "name"
    descending: bool = False
    agency_ids: frozenset[Id] = frozenset()

    @property
    def is_narrowed(self) -> bool:
        """Whether it leaves anything out."""
        return bool(self.text.strip() or self.agency_ids)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list: its row number, id, field values and what its references are called."""

    n: int
    id: Id
    values: Mapping[str, Any]
    names: Mapping[str, str] = field(default_factory=dict)

    def get(self, key: str) -> Any:
        """A field's value, None when the row has no such field."""
        return self.values.get(key)


def rows_first(session: Session, query: RowQuery, limit: int = FIRST_ROWS) -> list[Line]:
    """The first lines of a list."""
    numbered = list(session.scalars(_ordered(query).limit(limit)))
    found = rows(session, query.table, numbered)
    return [found[number] for number in numbered if number in found]


def count(session: Session, query: RowQuery) -> int:
    """How many rows the list has."""
    kind = MERGEABLE[query.table]
    return session.scalar(select(func.count()).select_from(kind).where(*_conditions(query))) or 0


def numbers(session: Session, query: RowQuery) -> array[int]:
    """The row numbers of the whole list in its order."""
    return array("q", session.scalars(_ordered(query)))


def rows(session: Session, table: str, numbers: Iterable[int]) -> dict[int, Line]:
    """The lines of some row numbers; a number that is gone is absent."""
    kind, found = MERGEABLE[table], dict[int, Line]()
    for part in chunks(list(numbers), SOME_IDS):
        known = {row_id: n for row_id, n in session.execute(select(kind.id, kind.n).where(kind.n.in_(part)))}
        for record in whole_rows.records(session, table, known):
            found[known[record.id]] = Line(known[record.id], record.id, record.values, record.names)
    return found


def among(session: Session, query: RowQuery, ids: Iterable[Id]) -> list[Line]:
    """Those of some rows that the list holds."""
    kind, found = MERGEABLE[query.table], list[int]()
    for part in chunks(list(ids), SOME_IDS):
        found += session.scalars(select(kind.n).where(kind.id.in_(part), *_conditions(query)))
    return list(rows(session, query.table, found).values())


def numbers_of(session: Session, table: str, ids: Iterable[Id]) -> dict[Id, int]:
    """The row numbers of records by id, deleted ones too."""
    kind, found = MERGEABLE[table], dict[Id, int]()
    for part in chunks(list(ids), SOME_IDS):
        found.update({row_id: n for row_id, n in session.execute(select(kind.id, kind.n).where(kind.id.in_(part)))})
    return found


def used_values(session: Session, table: str, key: str, limit: int = MOST_USED) -> list[str]:
    """The texts that a field of a table holds so far, the most used first; one spelling of each."""
    kind = MERGEABLE[table]
    column = getattr(kind, key)
    counted = select(column).where(kind.live, column != "").group_by(column).order_by(func.count().desc(), column)
    spelled: dict[str, str] = {}
    for text in session.scalars(counted.limit(limit)):
        spelled.setdefault(normal_name(text), text)
    return list(spelled.values())


def table_of(session: Session, row_id: Id, tables: Iterable[str]) -> str | None:
    """Which of some tables holds a live row, None where it is gone."""
    for table in tables:
        kind = MERGEABLE[table]
        if session.scalar(select(kind.live).where(kind.id == row_id)):
            return table
    return None


def _conditions(query: RowQuery) -> list[Any]:
    kind: Any = MERGEABLE[query.table]
    found: list[Any] = [kind.live, *_words(query)]
    if query.agency_ids:
        found.append(kind.agency_id.in_(query.agency_ids))
    return found


def _words(query: RowQuery) -> Iterator[ColumnElement[bool]]:
    kind, fields = MERGEABLE[query.table], CATALOGUE[query.table]
    columns = [getattr(kind, key) for key, of in fields.items() if of.kind in SEARCHED]
    for word in query.text.split():
        parts = [column.icontains(word, autoescape=True) for column in columns]
        if "agency_id" in fields:
            named = or_(*(one.icontains(word, autoescape=True) for one in (Agency.name, Agency.abbreviation)))
            parts.append(kind.agency_id.in_(select(Agency.id).where(named)))  # type: ignore[attr-defined]
        yield or_(*parts)


def _ordered(query: RowQuery) -> Select[Any]:
    kind, of = MERGEABLE[query.table], CATALOGUE[query.table][query.by]
    chosen, key = select(kind.n).where(*_conditions(query)), getattr(kind, query.by)
    if of.kind is Kind.REFERENCE:
        target: Any = aliased(MERGEABLE[of.refers_to])
        chosen, key = chosen.outerjoin(target, target.id == key), func.lower(target.name)
    elif of.kind in SEARCHED:
        key = func.lower(key)
    if query.descending:
        return chosen.order_by(key.desc().nulls_last(), kind.n.desc())
    return chosen.order_by(key.asc().nulls_first(), kind.n)
