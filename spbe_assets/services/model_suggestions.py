"""Brands and models to offer while somebody types: those of all records so far, and a list that ships."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from heapq import nsmallest
from itertools import islice

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from spbe_assets.domain.ids import Id, derived_id
from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.domain.sort_keys import normal_name
from spbe_assets.paths import resource
from spbe_assets.services.ordering import ALIVE
from spbe_assets.storage.tables import Asset

LIMIT = 12
PART = 20_000
"""Rows that are counted in one statement, so that Cancel is heard."""
LEAST_FORGIVEN = 4
"""Words shorter than this must be typed right."""
LEAST_SHORTENED = 3
MOST_WORDS = 5
MOST_LOOKED_AT = 3_000
"""Among so many words, the commonest first, one that is typed wrong is looked for: about 10 ms."""
_WORD = re.compile(r"[0-9a-z]+")


@dataclass(frozen=True, slots=True)
class Model:
    """One model as it is offered; `details` are those of `device_detail` that are sure, `count` records have it."""

    brand: str
    model: str
    category_id: Id | None = None
    details: Mapping[str, int] = field(default_factory=dict)
    height_u: int | None = None
    count: int = 0

    @property
    def title(self) -> str:
        """Brand and model in one line."""
        return f"{self.brand} {self.model}".strip()


class Suggestions:
    """Models found by any part of brand and model, with a letter wrong or left out; nothing here asks a database.

    `seen_to` is the number of the newest asset that was counted: `with_records` goes on from there.
    """

    def __init__(self, models: Iterable[Model], seen_to: int = 0) -> None:
        self.seen_to = seen_to
        self._models = list(models)
        self._texts = [_squashed(one.title) for one in self._models]
        self._holders: dict[str, set[int]] = {}
        for at, one in enumerate(self._models):
            for word in _words(one.title):
                self._holders.setdefault(word, set()).add(at)
        self._common = sorted(self._holders, key=lambda word: -len(self._holders[word]))

    def __len__(self) -> int:
        return len(self._models)

    def __iter__(self) -> Iterator[Model]:
        return iter(self._models)

    def find(self, text: str, limit: int = LIMIT) -> list[Model]:
        """The models that hold every word of a text, the likeliest first: as typed, then the most recorded."""
        words = _words(text)[:MOST_WORDS]
        if not words:
            return []
        found = set.intersection(*map(self._with_word, words))
        return [self._models[at] for at in nsmallest(limit, found, key=lambda at: self._rank(at, words))]

    def _with_word(self, word: str) -> set[int]:
        holds = {at for at, text in enumerate(self._texts) if word in text}
        if holds or len(word) < LEAST_SHORTENED:
            return holds
        likely = (known for known in self._common if known[0] == word[0] or known[1:2] == word[1:2])
        return set().union(*(self._holders[known] for known in islice(likely, MOST_LOOKED_AT) if _meant(word, known)))

    def _rank(self, at: int, words: list[str]) -> tuple[int, int, int, str]:
        one, text = self._models[at], self._texts[at]
        starts = _words(one.title)
        whole = sum(1 for word in words if word in starts)
        begun = sum(1 for word in words if any(start.startswith(word) for start in starts))
        in_row = "".join(words) in text
        return -(2 * whole + begun + in_row), -one.count, len(text), one.title.casefold()


@cache
def shipped() -> tuple[Model, ...]:
    """The models of `resources/reference/models.csv`."""
    with resource("reference", "models.csv").open(encoding="utf-8", newline="") as file:
        return tuple(_read(row) for row in csv.DictReader(file))


def height_u(brand: str, model: str) -> int:
    """How many rack units a model takes: what the shipped list says, else 1."""
    return _heights().get(_squashed(f"{brand} {model}"), 1)


@cache
def _heights() -> Mapping[str, int]:
    return {_squashed(one.title): one.height_u for one in shipped() if one.height_u}


def seed() -> Suggestions:
    """What is offered before any record was looked at."""
    return Suggestions(shipped())


def with_records(session: Session, known: Suggestions, progress: Progress = SILENT) -> Suggestions:
    """The suggestions with the models of records made since `known`; reads every such record once, off the GUI thread.

    The spelling that most records have is the one that is offered.

    Raises:
        Cancelled: the user asked to stop.
    """
    newest = session.scalar(select(func.max(Asset.n))) or 0
    if newest <= known.seen_to:
        return known
    counted: Counter[tuple[str, str, Id | None]] = Counter()
    for first in range(known.seen_to, newest, PART):
        progress.step(first, newest)
        chosen = select(Asset.brand, Asset.model, Asset.category_id, func.count()).where(
            Asset.n > first, Asset.n <= min(first + PART, newest), Asset.model != "", ALIVE
        )
        for brand, model, category, count in session.execute(
            chosen.group_by(Asset.brand, Asset.model, Asset.category_id)
        ):
            counted[brand, model, category] += count
    return Suggestions(_merged(known, counted), newest)


def _merged(known: Iterable[Model], counted: Mapping[tuple[str, str, Id | None], int]) -> list[Model]:
    merged = {_squashed(one.title): one for one in known}
    for (brand, model, category), count in sorted(counted.items(), key=lambda one: -one[1]):
        key = _squashed(f"{brand} {model}")
        before = merged.get(key)
        if before is None:
            merged[key] = Model(brand.strip(), model.strip(), category, count=count)
        else:
            # A record without a category, or the odd one in a wrong one, does not decide what the model is.
            merged[key] = replace(before, category_id=before.category_id or category, count=before.count + count)
    return list(merged.values())


def _read(row: Mapping[str, str]) -> Model:
    details = {key: int(row[key]) for key in ("ports", "speed_mbps", "capacity_va") if row[key]}
    height = int(row["height_u"]) if row["height_u"] else None
    return Model(row["brand"], row["model"], derived_id("category", row["category"]), details, height)


def _words(text: str) -> list[str]:
    return _WORD.findall(normal_name(text))


@lru_cache(maxsize=100_000)
def _squashed(text: str) -> str:
    return "".join(_words(text))


def _meant(typed: str, known: str) -> bool:
    """Whether a typed word means a known one: one letter wrong, swapped, missing or too much, or letters left out."""
    if len(typed) >= LEAST_FORGIVEN and typed[0] == known[0]:
        lengths = (len(typed) - 1, len(typed), len(typed) + 1)
        if any(_one_slip(typed, known[:length]) for length in lengths if length <= len(known)):
            return True
    if len(typed) > LEAST_FORGIVEN and typed[1:] == known[1 : len(typed)]:
        return True
    return typed[0] == known[0] and not typed.isdecimal() and _left_out(typed, known)


def _one_slip(one: str, other: str) -> bool:
    if abs(len(one) - len(other)) > 1:
        return False
    short, long = sorted((one, other), key=len)
    at = next((at for at, pair in enumerate(zip(short, long, strict=False)) if pair[0] != pair[1]), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    swapped = short[at : at + 2] == long[at : at + 2][::-1]
    return short[at + 1 :] == long[at + 1 :] or (swapped and short[at + 2 :] == long[at + 2 :])


def _left_out(typed: str, known: str) -> bool:
    letters = iter(known)
    return all(letter in letters for letter in typed)
