"""Columns worked out from others when a row is written: sort keys, compare keys and the searchable text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from spbe_assets.domain.sort_keys import natural, normal_serial

Row = Mapping[str, Any]

FIND_FIELDS = ("tag", "name", "brand", "model", "serial", "register", "nibar", "kode_barang")
"""The asset's own columns that free text searches; host name and addresses are added from its detail."""


def find_text(row: Row) -> str:
    """The text that the search index holds for an asset, one field a line."""
    return "\n".join(text for name in FIND_FIELDS if (text := row[name]))


SOURCES: dict[str, tuple[str, ...]] = {
    "asset": FIND_FIELDS,
    "link": ("name",),
    "room": ("name",),
}
"""Table -> the fields its derived columns are worked out from."""

_DERIVE: dict[str, Callable[[Row], dict[str, Any]]] = {
    "asset": lambda row: {
        "tag_key": natural(row["tag"])[:64],
        "name_key": natural(row["name"]),
        "serial_key": normal_serial(row["serial"]),
        "find_text": find_text(row),
    },
    "link": lambda row: {"name_key": natural(row["name"])},
    "room": lambda row: {"name_key": natural(row["name"])},
}


def derive(table: str, row: Row) -> dict[str, Any]:
    """The derived columns of a row that holds at least the table's `SOURCES`."""
    work = _DERIVE.get(table)
    return work(row) if work else {}
