"""The row numbers that a typed text finds, as far as a list needs them at once.

Numbers are read run by run and held against each other here: tens of thousands take milliseconds, while the
database would look at every asset or sort every match to answer the same.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, cast, func, select, union_all
from sqlalchemy.orm import Session

from spbe_assets.services.ordering import ALIVE
from spbe_assets.services.words import Part, Words
from spbe_assets.storage.tables import Asset

FIRST_RUN = 12_000
"""So many row numbers are tried first; they tell which word is rare and how far to read."""
WIDER = 25
ROW_BY_ROW = 400
"""Up to so many candidates are asked one by one whether they hold a further word."""
CHUNK = 2_000
"""So many numbers are taken at once: other threads get Python's lock in between."""
MOST_UNKNOWN = 4_000


@dataclass(frozen=True, slots=True)
class Hits:
    """Every match among the row numbers up to `known_to`, in no order; `is_whole` if none can follow."""

    numbers: set[int]
    known_to: int
    is_whole: bool


def highest(session: Session) -> int:
    """The highest row number there is."""
    return session.scalar(select(func.max(Asset.n))) or 0


def first(session: Session, words: Words, most: int, top: int) -> Hits:
    """All matches where there are at most `most`; otherwise more than `most` of them."""
    dead = None if words.only_live else select(Asset.n).where(~Asset.live)
    if dead is not None and session.scalar(dead.limit(1)) is None:
        dead = None
    return _Reading(session, list(words.parts), dead).read(most, top)


def walk(
    session: Session, ordered: Select[Any], found: Hits, scans: Sequence[ColumnElement[bool]], limit: int
) -> list[int] | None:
    """The first matches along an order of all shown assets.

    Args:
        scans: What matches, asked of a row's own columns.

    Returns:
        None where too many of the rows met have to be looked at for that.
    """
    met, unknown = list[int](), 0
    with session.scalars(ordered.execution_options(yield_per=CHUNK)) as numbers:
        for some in numbers.partitions(CHUNK):
            members = found.numbers
            beyond = [] if found.is_whole else [number for number in some if number > found.known_to]
            unknown += len(beyond)
            if beyond and (not scans or unknown > MOST_UNKNOWN):
                return None
            if beyond:
                members = members | _among(session, beyond, *scans)
            met += filter(members.__contains__, some)
            if len(met) >= limit:
                break
    return met[:limit]


@dataclass
class _Reading:
    """The parts of a text, held against each other in runs of row numbers."""

    session: Session
    parts: list[Part]
    dead: Select[Any] | None
    """The numbers to leave out: the few dead rows are read rather than asking every match whether it is shown."""
    sizes: dict[int, int] = field(default_factory=dict)

    def read(self, most: int, top: int) -> Hits:
        numbers, low, width, least = set[int](), 0, FIRST_RUN, FIRST_RUN
        while low <= top:
            high = low + width
            found = self._run(low, high)
            numbers |= found
            if len(numbers) > most:
                return Hits(numbers, high, is_whole=high >= top)
            self.parts.sort(key=lambda part: self.sizes.get(id(part), 0))
            missing = most + 1 - len(numbers)
            enough = int(1.05 * missing * width / max(1, len(found)))
            # Hits that end all at once must not lead to ever smaller runs.
            low, width, least = high + 1, max(least, min(width * WIDER, enough)), least * 2
        return Hits(numbers, top, is_whole=True)

    def _run(self, low: int, high: int) -> set[int]:
        found: set[int] | None = None
        for part in self.parts:
            if found is None:
                found = self._read(part, low, high)
            elif len(found) <= ROW_BY_ROW and part.scan is not None:
                found = _among(self.session, found, part.scan)
            elif found:
                found &= self._read(part, low, high)
        if found and self.dead is not None:
            found -= self._numbers((self.dead,), low, high)
        return found or set()

    def _read(self, part: Part, low: int, high: int) -> set[int]:
        numbers = self._numbers(part.sources, low, high)
        self.sizes[id(part)] = len(numbers)
        return numbers

    def _numbers(self, sources: Sequence[Select[Any]], low: int, high: int) -> set[int]:
        runs = [_between(source, low, high) for source in sources]
        asked: Any = runs[0] if len(runs) == 1 else union_all(*runs)
        # One text of all numbers comes twice as fast as a row for each.
        asked = asked.subquery()
        listed = select(func.aggregate_strings(cast(asked.c[0], Text), ","))
        return set(json.loads(f"[{self.session.scalar(listed) or ''}]"))


def _between(source: Select[Any], low: int, high: int) -> Select[Any]:
    number = source.selected_columns[0]
    return source.where(number >= low, number <= high)


def _among(session: Session, numbers: set[int] | list[int], *conditions: ColumnElement[bool]) -> set[int]:
    return set(session.scalars(select(Asset.n).where(Asset.n.in_(numbers), ALIVE, *conditions)).all())
