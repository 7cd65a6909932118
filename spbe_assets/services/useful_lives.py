"""How many years equipment of each category is expected to serve: the shipped figures, and what a province changed."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from spbe_assets.domain.ids import Id
from spbe_assets.domain.vocabulary import AssetClass
from spbe_assets.i18n import language
from spbe_assets.paths import resource
from spbe_assets.storage.tables import Category
from spbe_assets.storage.unit_of_work import UnitOfWork

LONGEST_YEARS = 50


@dataclass(frozen=True, slots=True)
class UsefulLife:
    """The useful life of a category; `default` is the shipped one, None for a category of one's own."""

    category_id: Id
    title: str
    asset_class: AssetClass | None
    goods_codes: str
    years: int | None
    default: int | None

    @property
    def is_changed(self) -> bool:
        """Whether the province set it for itself."""
        return self.default is not None and self.years != self.default


def listed(session: Session) -> list[UsefulLife]:
    """Every category with its useful life, by title."""
    title = Category.title_en if language() == "en" else Category.title_id
    query = select(
        Category.id, Category.code, title, Category.asset_class, Category.goods_codes, Category.useful_life_years
    ).where(Category.live)
    found = [
        UsefulLife(row_id, name, asset_class, codes, years, shipped().get(code))
        for row_id, code, name, asset_class, codes, years in session.execute(query)
    ]
    return sorted(found, key=lambda life: life.title.casefold())


def set_years(uow: UnitOfWork, category_id: Id, years: int | None) -> None:
    """Change the useful life of a category: ages, readiness and plans follow at once."""
    uow.update(Category, category_id, useful_life_years=years)


@cache
def shipped() -> dict[str, int]:
    """Category code -> the useful life it was shipped with."""
    with resource("reference", "categories.csv").open(encoding="utf-8", newline="") as file:
        return {row["id"]: int(row["useful_life_years"]) for row in csv.DictReader(file)}
