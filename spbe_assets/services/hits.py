"""The row numbers that a typed text finds, as far as a list needs them at once.

Numbers are read in whole runs and held against each other here: tens of thousands take milliseconds, while the
database would look at every asset or sort every match to answer the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, func, select, union_all
from sqlalchemy.orm import Session

from spbe_assets.services.words import Part, Words
from spbe_assets.storage.tables import Asset

FIRST_RUN = 40_000
"""Of several words so many numbers are tried first; they tell which word is rare and how far to read."""
WIDER = 8
ROW_BY_ROW = 400
"""Up to so many candidates are asked one by one whether they hold a further word."""


@dataclass(frozen=True, slots=True)
class Hits:
    """Row numbers of shown assets that match; more may follow unless `is_whole`."""

    numbers: set[int]
    is_whole: bool


def highest(session: Session) -> int:
    """The highest row number there is."""
    return session.scalar(select(func.max(Asset.n))) or 0


def first(session: Session, words: Words, most: int, top: int) -> Hits:
    """All hits where there are at most `most`; otherwise more than `most` of them."""
    if len(words.parts) == 1:
        return _of_one(session, words.parts[0], most)
    return _Together(session, list(words.parts)).read(most, top)


def _of_one(session: Session, part: Part, most: int) -> Hits:
    numbers = set[int]()
    for source in part.sources:
        numbers.update(session.scalars(source.limit(most + 1)))
        if len(numbers) > most:
            return Hits(numbers, is_whole=False)
    return Hits(numbers, is_whole=True)


@dataclass
class _Together:
    """Several parts, held against each other in runs of row numbers."""

    session: Session
    parts: list[Part]
    sizes: dict[int, int] = field(default_factory=dict)

    def read(self, most: int, top: int) -> Hits:
        numbers, low, width = set[int](), 0, FIRST_RUN
        while low <= top:
            high = low + width
            found = self._run(low, high)
            numbers |= found
            if len(numbers) > most:
                return Hits(numbers, is_whole=high >= top)
            self.parts.sort(key=lambda part: self.sizes.get(id(part), 0))
            missing = most + 1 - len(numbers)
            width = min(width * WIDER, 1 + int(1.1 * missing * width / len(found)) if found else top)
            low = high + 1
        return Hits(numbers, is_whole=True)

    def _run(self, low: int, high: int) -> set[int]:
        found: set[int] | None = None
        for part in self.parts:
            if found is None:
                found = self._read(part, low, high)
            elif len(found) <= ROW_BY_ROW and part.scan is not None:
                found = set(self.session.scalars(select(Asset.n).where(Asset.n.in_(found), part.scan)))
            elif found:
                found &= self._read(part, low, high)
        return found or set()

    def _read(self, part: Part, low: int, high: int) -> set[int]:
        runs = [_between(source, low, high) for source in part.sources]
        asked: Any = runs[0] if len(runs) == 1 else union_all(*runs)
        numbers = set(self.session.scalars(asked))
        self.sizes[id(part)] = len(numbers)
        return numbers


def _between(source: Select[Any], low: int, high: int) -> Select[Any]:
    number = source.selected_columns[0]
    return source.where(number >= low, number <= high)


def among(session: Session, walked: Select[Any], members: set[int], limit: int, chunk: int) -> list[int]:
    """The first `limit` members in the order of `walked`, fewer where it ends before."""
    found: list[int] = []
    with session.scalars(walked.execution_options(yield_per=chunk)) as numbers:
        for some in numbers.partitions(chunk):
            found += _members(some, members)
            if len(found) >= limit:
                break
    return found[:limit]


def _members(some: Sequence[int], members: set[int]) -> Iterable[int]:
    return filter(members.__contains__, some)
