"""What the sample province can hold, read from `resources/demo`: goods with makers and models, and how serials look."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate
from math import gcd
from random import Random
from typing import Any, Generic, TypeVar
from zlib import crc32

from sqlalchemy import select
from sqlalchemy.orm import Session

from spbe_assets.domain.ids import Id
from spbe_assets.domain.vocabulary import AssetClass
from spbe_assets.paths import resource
from spbe_assets.storage.tables import Category

T = TypeVar("T")

LEVELS_OF_A_CODE = 7
GOLDEN = 0.6180339887498949
USUAL_CODE = 0.85
_RUN = re.compile(r"\{([9XF])\*(\d+)\}")
_SIGNS = {"9": "0123456789", "F": "0123456789ABCDEF", "X": "0123456789ABCDEFGHJKLMNPQRSTUVWX"}
_AGES = (6, 10, 11, 11, 9, 8, 6, 6, 5, 4, 3, 3, 2, 2)


class Weighted(Generic[T]):
    """Things of which some are met more often than others."""

    def __init__(self, weights: Iterable[tuple[T, float]]) -> None:
        pairs = list(weights)
        self._things = [thing for thing, _weight in pairs]
        self._sums = list(accumulate(weight for _thing, weight in pairs))

    def pick(self, rng: Random) -> T:
        """One of them."""
        return rng.choices(self._things, cum_weights=self._sums)[0]


AGES = Weighted(enumerate(_AGES))
"""How many years ago a piece was bought."""


class Serials:
    """The serial numbers of one model in its maker's style; none comes twice."""

    def __init__(self, style: str, model: str) -> None:
        found = _RUN.search(style)
        self._head, self._tail = (style[: found.start()], style[found.end() :]) if found else (style, "")
        self._signs = _SIGNS[found[1]] if found else ""
        self._length = int(found[2]) if found else 0
        self._space = len(self._signs) ** self._length
        self._stride = _coprime(self._space)
        # Models of one maker share a style; each starts elsewhere, so that they rarely meet.
        self._number = crc32(model.encode()) * self._stride % self._space

    def batch(self, year: int, week: int) -> tuple[str, str]:
        """What stands before and after the running part of the pieces made in a week."""
        parts = {"y": year % 10, "yy": f"{year % 100:02}", "c": year - 1996, "w": f"{week:02}"}
        return self._head.format(**parts), self._tail.format(**parts)

    def running(self) -> str:
        """The running part of the next piece; empty for goods that carry no serial."""
        if not self._length:
            return ""
        self._number = (self._number + self._stride) % self._space
        value, text, base = self._number, "", len(self._signs)
        for _place in range(self._length):
            value, digit = divmod(value, base)
            text = self._signs[digit] + text
        return text


def _coprime(space: int) -> int:
    stride = int(space * GOLDEN) | 1
    while space > 1 and gcd(stride, space) > 1:
        stride += 2
    return max(stride, 1)


@dataclass(frozen=True)
class Model:
    """A model on the market between two years; prices in thousand rupiah."""

    brand: str
    name: str
    serials: Serials
    first_year: int
    last_year: int
    price_from: int
    price_to: int
    description: str

    def distance(self, year: int) -> int:
        """How many years it was off the market in `year`."""
        return max(self.first_year - year, year - self.last_year, 0)


@dataclass(frozen=True)
class Kind:
    """A category as it is bought: names, models, and what its pieces have."""

    code: str
    category_id: Id
    asset_class: AssetClass | None
    goods_codes: Sequence[str]
    names: Sequence[str]
    models: Sequence[Model]
    most_at_once: int
    life_years: int
    most_in_a_row: int
    detail: Mapping[str, Any]
    _by_year: dict[int, list[Model]] = field(default_factory=dict)

    def named(self, rng: Random, pieces: int) -> str:
        """How pieces bought together are named: several need something to be told apart by."""
        fitting = [name for name in self.names if pieces == 1 or "{no}" in name or "{app}" in name]
        return rng.choice(fitting) if fitting else rng.choice(self.names) + " {no}"

    def goods_code(self, rng: Random) -> str:
        """The kode barang a clerk takes: mostly the first of the category's; empty where it has none."""
        if not self.goods_codes:
            return ""
        return self.goods_codes[0] if rng.random() < USUAL_CODE else rng.choice(self.goods_codes)

    def on_sale(self, year: int) -> list[Model]:
        """The models sold in a year, or the ones nearest to it."""
        if year not in self._by_year:
            nearest = min(model.distance(year) for model in self.models)
            self._by_year[year] = [model for model in self.models if model.distance(year) == nearest]
        return self._by_year[year]


@dataclass(frozen=True)
class Catalogue:
    """Every kind by code, and which kinds each sort of room holds."""

    kinds: Mapping[str, Kind]
    in_rooms: Mapping[str, Weighted[Kind]]


def catalogue(session: Session) -> Catalogue:
    """The goods of the sample province, fresh: two catalogues give the same serials in the same order."""
    read = told("models")
    rows = session.execute(select(Category.code, Category.id, Category.asset_class, Category.goods_codes))
    categories = {row.code: row for row in rows}
    kinds = {code: _kind(categories[code], told_of) for code, told_of in read["kind"].items()}
    return Catalogue(
        kinds,
        {room: Weighted((kinds[code], share) for code, share in held.items()) for room, held in read["rooms"].items()},
    )


def _kind(category: Any, told_of: Mapping[str, Any]) -> Kind:
    whole = [code for code in category.goods_codes.split(";") if code.count(".") == LEVELS_OF_A_CODE - 1]
    return Kind(
        code=category.code,
        category_id=category.id,
        asset_class=category.asset_class,
        goods_codes=whole or [code for code in (told_of.get("code"),) if code],
        names=told_of["names"],
        models=[_model(*values) for values in told_of["models"]],
        most_at_once=told_of["run"],
        life_years=told_of["life"],
        most_in_a_row=told_of.get("quantity", 1),
        detail={key: told_of[key] for key in ("ports", "speed", "va") if key in told_of},
    )


def _model(brand: str, name: str, serial: str, first: int, last: int, low: int, high: int, description: str) -> Model:
    return Model(brand, name, Serials(serial, f"{brand} {name}"), first, last, low, high, description)


@cache
def told(name: str) -> dict[str, Any]:
    """A data file of the sample province."""
    with resource("demo", f"{name}.toml").open("rb") as file:
        return tomllib.load(file)
