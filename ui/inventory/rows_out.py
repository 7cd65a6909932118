"""Rows of a list as texts, a page at a time, as people see them: for the clipboard and the printed list."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from typing import Any

from spbe_assets.domain.progress import Progress
from spbe_assets.i18n import _
from ui.inventory.chosen import Chosen
from ui.inventory.list_kind import kind_of
from ui.models.asset_table import NOTHING
from ui.widgets.table import Cell

PAGE = 1_000


def titles(chosen: Chosen) -> list[str]:
    """What stands over the columns on show."""
    known = kind_of(chosen.table).titles()
    return [known[key] for key in chosen.columns]


def numbers_of(session: Any, chosen: Chosen) -> array[int]:
    """The row numbers of the chosen records in the order of the list."""
    return kind_of(chosen.table).numbers(session, chosen.filter, chosen.order)


def rows(session: Any, chosen: Chosen, numbers: array[int], progress: Progress) -> Iterator[list[str]]:
    """Records by their row numbers, each as the texts of the columns on show."""
    kind = kind_of(chosen.table)
    columns = [kind.column(key) for key in chosen.columns]
    for first in range(0, len(numbers), PAGE):
        progress.step(first, len(numbers), _("Reading"))
        page = numbers[first : first + PAGE]
        found = kind.rows(session, page)
        for number in page:
            if number in found:
                yield [_text(column.cell(found[number])) for column in columns]


def _text(cell: Cell) -> str:
    parts = (part for part in (cell.text, cell.second) if part and part != NOTHING)
    return " ".join(parts)
