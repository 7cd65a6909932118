"""Which rows a merge wrote, and in which of the fields that other rows depend on."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from spbe_assets.domain.changeset import DELETED
from spbe_assets.domain.ids import Id
from spbe_assets.storage.columns import shape

MERGED_INTO = "merged_into"


class Touched:
    """Rows by table; `wrote` tells those in which a reference, a pointer or the deletion may have changed."""

    def __init__(self) -> None:
        self.rows: dict[str, set[Id]] = {}
        self._watched: dict[tuple[str, str], set[Id]] = {}

    def note(self, table: str, rows: Iterable[Id], fields: Iterable[str]) -> None:
        """Remember rows that were written in these fields."""
        some = list(rows)
        self.rows.setdefault(table, set()).update(some)
        for name in watched(table).intersection(fields):
            self._watched.setdefault((table, name), set()).update(some)

    def wrote(self, table: str, field: str) -> set[Id]:
        """The rows of a table in which this field may have changed."""
        return self._watched.get((table, field), set())


@cache
def watched(table: str) -> frozenset[str]:
    """The fields of a table by which its rows act on others, or are hidden themselves."""
    of = shape(table)
    return frozenset({DELETED, MERGED_INTO, *of.pointers, *(reference.column for reference in of.references)})
