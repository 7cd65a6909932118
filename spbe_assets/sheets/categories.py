"""Which kind of equipment a row speaks of: by its kode barang, else by words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from spbe_assets.domain.ids import Id
from spbe_assets.domain.sort_keys import normal_name
from spbe_assets.domain.vocabulary import AssetClass
from spbe_assets.i18n import language
from spbe_assets.sheets import words
from spbe_assets.storage.tables import Category


@dataclass(frozen=True, slots=True)
class Kind:
    """A category as far as imports need it."""

    id: Id
    code: str
    asset_class: AssetClass | None
    title: str


class Categories:
    """The categories of the database, read once."""

    def __init__(self, session: Session) -> None:
        self._by_code: dict[str, Kind] = {}
        self._by_id: dict[Id, Kind] = {}
        self._by_title: dict[str, Kind] = {}
        self._prefixes: dict[str, Kind] = {}
        self._remembered: dict[tuple[str | None, ...], Kind | None] = {}
        c = Category
        query = select(c.id, c.code, c.asset_class, c.title_id, c.title_en, c.goods_codes).where(c.live).order_by(c.n)
        for row in session.execute(query):
            title = row.title_en if language() == "en" else row.title_id
            kind = Kind(row.id, row.code, row.asset_class, title or row.title_id or row.code)
            self._by_code.setdefault(row.code, kind)
            self._by_id[row.id] = kind
            for name in (row.code, row.title_id, row.title_en):
                self._by_title.setdefault(normal_name(name), kind)
            self._add_prefixes(row.goods_codes, kind)

    def named(self, written: str) -> Kind | None:
        """The category of a code or title, in either language."""
        return self._by_title.get(normal_name(written))

    def of_id(self, row: Id | None) -> Kind | None:
        """A category by its id."""
        return self._by_id.get(row) if row is not None else None

    def guessed(self, goods_code: str | None, *texts: str | None) -> Kind | None:
        """The category of a kode barang (its longest known beginning), else of the words of some texts, in turn."""
        key = (goods_code, *texts)
        if key not in self._remembered:
            self._remembered[key] = self._of_goods(goods_code or "") or self._of_words([one for one in texts if one])
        return self._remembered[key]

    def _of_goods(self, code: str) -> Kind | None:
        while code:
            if code in self._prefixes:
                return self._prefixes[code]
            code = code.rpartition(".")[0]
        return None

    def _of_words(self, texts: Iterable[str]) -> Kind | None:
        return self._by_code.get(words.meaning("categories", *texts))

    def _add_prefixes(self, codes: str, kind: Kind) -> None:
        for code in codes.split(";"):
            if code.strip(" ."):
                self._prefixes.setdefault(code.strip(" ."), kind)
