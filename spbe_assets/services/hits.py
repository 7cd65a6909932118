"""The row numbers that a typed text finds, as far as a list needs them at once.

Numbers are read run by run and held against each other here: tens of thousands take milliseconds, while the
database would look at every asset or sort every match to answer the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, union_all
from sqlalchemy.orm import Session

from spbe_assets.services.ordering import ALIVE
from spbe_assets.services.words import Part, Words
from spbe_assets.storage.numbers import among, listed
from spbe_assets.storage.tables import Asset

FIRST_RUN = 12_000
"""So many row numbers are tried first; they tell which word is rare and how far to read."""
LOOK = 20
"""To look at one asset's own columns takes as long as to read so many numbers."""
PLACE = 12
"""To look up where one match stands in an order takes as long as to meet so many rows along its index."""
FEW_LOOKS = 400
"""Up to so many candidates are looked at while nobody knows yet how common a further word is."""
CHUNK = 2_000
"""So many numbers are taken at once: other threads get Python's lock in between."""
WALK = 150_000
"""So many rows are met along an order before another way is taken."""
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


def is_sooner_walked(matches: int, top: int, limit: int) -> bool:
    """Whether the first of some matches are met along an order before all are looked up and sorted."""
    rows = limit * top // max(1, matches)
    return rows <= min(WALK, matches * PLACE)


def walk(
    session: Session, ordered: Select[Any], found: Hits, scans: Sequence[ColumnElement[bool]], limit: int
) -> list[int] | None:
    """The first matches along an order of all shown assets.

    Args:
        scans: What matches, asked of a row's own columns.

    Returns:
        None where fewer than `limit` are met in `WALK` rows, or too many of the rows have to be looked at for that.
    """
    met, unknown, start = list[int](), 0, 0
    size = _expected_rows(found, limit)
    while start < WALK:
        some = listed(session, ordered.limit(size).offset(start))
        members = found.numbers
        beyond = [] if found.is_whole else [number for number in some if number > found.known_to]
        unknown += len(beyond)
        if beyond and (not scans or unknown > MOST_UNKNOWN):
            return None
        if beyond:
            members = members.union(_looked_at(session, beyond, *scans))
        met += filter(members.__contains__, some)
        if len(met) >= limit:
            return met[:limit]
        if len(some) < size:
            return None
        start, size = start + size, min(2 * size, WALK)
    return None


def _expected_rows(found: Hits, limit: int) -> int:
    """About so many rows of an order hold enough matches, if these are spread evenly."""
    return 100 + min(WALK, int(1.2 * limit * found.known_to / max(1, len(found.numbers))))


@dataclass
class _Reading:
    """The parts of a text, held against each other in runs of row numbers."""

    session: Session
    parts: list[Part]
    dead: Select[Any] | None
    """The numbers to leave out: the few dead rows are read rather than asking every match whether it is shown."""
    shares: dict[int, float] = field(default_factory=dict)
    """Part, by its `id()` -> about which share of all rows it finds."""

    def read(self, most: int, top: int) -> Hits:
        only = self.parts[0]
        if len(self.parts) == 1 and only.only_live:
            return self._read_first(only.sources[0], most, top)
        return self._read_runs(most, top)

    def _read_first(self, source: Select[Any], most: int, top: int) -> Hits:
        number, enough = source.selected_columns[0], max(most + 1, FIRST_RUN)
        numbers = listed(self.session, source.order_by(number).limit(enough))
        is_whole = len(numbers) < enough
        return Hits(set(numbers), top if is_whole else numbers[-1], is_whole)

    def _read_runs(self, most: int, top: int) -> Hits:
        numbers, low, width, least = set[int](), 0, FIRST_RUN, FIRST_RUN
        while low <= top:
            high = min(low + width, top)
            found = self._run(low, high)
            numbers |= found
            if len(numbers) > most:
                return Hits(numbers, high, is_whole=high == top)
            self.parts.sort(key=self._share)
            missing = most + 1 - len(numbers)
            enough = int(1.05 * missing * (high - low + 1) / max(1, len(found)))
            # Hits that end all at once must not lead to ever smaller runs.
            low, width, least = high + 1, max(least, enough), least * 4
        return Hits(numbers, top, is_whole=True)

    def _run(self, low: int, high: int) -> set[int]:
        found = set(self._read(self.parts[0], low, high))
        for part in self.parts[1:]:
            if not found:
                break
            if part.scan is not None and len(found) <= self._most_looks(part, high - low):
                found = self._look(part.scan, part, found)
            else:
                found.intersection_update(self._read(part, low, high))
        if found and self.dead is not None:
            found.difference_update(listed(self.session, _between(self.dead, low, high)))
        return found

    def _most_looks(self, part: Part, width: int) -> int:
        return int(self._share(part) * width) // LOOK if id(part) in self.shares else FEW_LOOKS

    def _share(self, part: Part) -> float:
        return self.shares.get(id(part), 1)

    def _look(self, scan: ColumnElement[bool], part: Part, candidates: set[int]) -> set[int]:
        found = _looked_at(self.session, candidates, scan)
        self.shares.setdefault(id(part), (len(found) + 1) / (len(candidates) + 2))
        return found

    def _read(self, part: Part, low: int, high: int) -> list[int]:
        runs = [_between(source, low, high) for source in part.sources]
        asked: Any = runs[0] if len(runs) == 1 else union_all(*runs)
        numbers = listed(self.session, asked)
        self.shares[id(part)] = len(numbers) / (high - low + 1)
        return numbers


def _between(source: Select[Any], low: int, high: int) -> Select[Any]:
    number = source.selected_columns[0]
    return source.where(number >= low, number <= high)


def _looked_at(session: Session, numbers: Iterable[int], *conditions: ColumnElement[bool]) -> set[int]:
    return set(listed(session, select(Asset.n).where(among(Asset.n, sorted(numbers)), ALIVE, *conditions)))
