"""Where a table ends because another one begins below it; titles repeated on every page are no new table."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from spbe_assets.domain.parsing import Cell
from spbe_assets.domain.sort_keys import normal_name
from spbe_assets.sheets.book import Row
from spbe_assets.sheets.head import read_head
from spbe_assets.sheets.headers import Header
from spbe_assets.sheets.presets import presets

LEAST_TITLES = 3
LEAST_SHARE = 0.6


@cache
def known_titles() -> frozenset[str]:
    """Every title that some preset knows."""
    return frozenset(title for preset in presets().values() for title in (*preset.columns, *preset.ignore))


def next_header(rows: Sequence[Row], first: int, header: Header) -> tuple[int, int | None]:
    """Where the table whose rows start at `first` ends, and at which row the titles of the next one stand."""
    titles = _Titles()
    for at in range(first, len(rows)):
        if titles.is_header(rows[at].cells):
            start = _start_of_head(rows, first, at)
            if not titles.repeats(rows[at].cells, header) or _names_an_owner(rows[start:at]):
                return start, at
    return len(rows), None


def _start_of_head(rows: Sequence[Row], first: int, at: int) -> int:
    """The first of the rows with one or two cells right above some titles: they belong to the next table."""
    start = at
    while start > first and sum(cell is not None for cell in rows[start - 1].cells) <= 2:
        start -= 1
    return start


def _names_an_owner(rows: Sequence[Row]) -> bool:
    """Whether repeated titles stand under a title block of their own: another agency's or another room's list."""
    head = read_head(rows)
    return bool(head.agency or head.room or head.kode_lokasi)


class _Titles:
    """Knows titles by their text, and remembers what it looked at: most texts of a table come again and again."""

    def __init__(self) -> None:
        self._known: dict[Cell, bool] = {}

    def is_title(self, cell: Cell) -> bool:
        found = self._known.get(cell)
        if found is None:
            found = isinstance(cell, str) and len(cell) < 60 and normal_name(cell) in known_titles()
            if len(self._known) > 100_000:
                self._known.clear()
            self._known[cell] = found
        return found

    def is_header(self, cells: Sequence[Cell]) -> bool:
        filled = [cell for cell in cells[:4] if cell is not None]
        if len(filled) < 2 or not (self.is_title(filled[0]) and self.is_title(filled[1])):
            return False
        filled = [cell for cell in cells if cell is not None]
        hits = sum(map(self.is_title, filled))
        return hits >= LEAST_TITLES and hits >= LEAST_SHARE * len(filled)

    def repeats(self, cells: Sequence[Cell], header: Header) -> bool:
        """Whether a row has the titles of a table once more, each over its own column."""
        own = zip(cells, header.names, strict=False)
        hits = sum(isinstance(cell, str) and normal_name(cell) in names for cell, names in own)
        return hits >= LEAST_SHARE * sum(isinstance(cell, str) for cell in cells)
