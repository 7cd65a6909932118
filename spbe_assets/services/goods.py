"""The goods that close gaps, as shipped."""

from __future__ import annotations

from functools import cache

from spbe_assets.domain.needs import Good, parse_goods
from spbe_assets.paths import resource


@cache
def shipped() -> dict[str, Good]:
    """Every good by its id, in the order of the file."""
    return parse_goods(resource("goods.toml").read_text(encoding="utf-8"))


@cache
def by_kode_barang() -> dict[str, Good]:
    """The goods that have a kode barang, by it."""
    return {good.kode_barang: good for good in shipped().values() if good.kode_barang}
