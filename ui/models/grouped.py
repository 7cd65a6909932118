"""The header lines of a grouped list. A header has a negative row number, so that it stands among the records."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any

from spbe_assets.domain.ids import Id
from spbe_assets.i18n import N_, _
from spbe_assets.services.grouping import Counted
from ui import format as formats
from ui.widgets.table import Cell

NO_VALUE = N_("Not recorded")
OPEN_ALL_UP_TO = 200
"""More groups than that are opened one by one."""


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One header: what its members share, how many there are, and whether they follow below it."""

    n: int
    id: Id
    value: Any
    title: str
    count: int
    is_open: bool

    @property
    def cell(self) -> Cell:
        """What the line says across all columns."""
        text = self.title or _(NO_VALUE)
        icon = "chevron-down" if self.is_open else "chevron-right"
        return Cell(text, second=formats.number(self.count), icon=icon, style="strong", spans=True)


class Headers:
    """Gives every group of a list a lasting number below zero. Used from the threads that read the list."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._numbers: dict[tuple[str, Any], int] = {}
        self._rows: dict[int, GroupRow] = {}

    def row(self, number: int) -> GroupRow | None:
        """The header of a number, as it was asked last."""
        return self._rows.get(number)

    def lines(
        self, by: str, groups: Sequence[Counted], opened: frozenset[Any] | None, members: Callable[[Any], array[int]]
    ) -> array[int]:
        """All lines of a list: each group's number, followed by its members where it is open.

        Args:
            by: what the list is grouped by.
            groups: in their order.
            opened: the values of the open groups; None opens all, where they are not too many.
            members: the row numbers of a group.
        """
        lines = array("q")
        for group in groups:
            is_open = len(groups) <= OPEN_ALL_UP_TO if opened is None else group.value in opened
            lines.append(self._header(by, group, is_open).n)
            if is_open:
                lines.extend(members(group.value))
        return lines

    def _header(self, by: str, group: Counted, is_open: bool) -> GroupRow:
        with self._lock:
            number = self._numbers.setdefault((by, group.value), -1 - len(self._numbers))
            row_id = f"group:{number}".encode()
            row = GroupRow(number, row_id, group.value, group.title, group.count, is_open)
            self._rows[number] = row
            return row
