"""The link list: what a link row shows, and how the list asks for rows."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QObject

from spbe_assets.domain.filters import LinkFilter, LinkOrder, LinkSort
from spbe_assets.domain.ids import Id
from spbe_assets.domain.records import LinkRow
from spbe_assets.domain.vocabulary import LinkStatus, title
from spbe_assets.i18n import _
from spbe_assets.services import link_listing
from ui.context import AppContext
from ui.models.paged_table import Column, First, PagedTable
from ui.widgets.table import Cell

NOTHING = "—"
TONES = {LinkStatus.ACTIVE: "good", LinkStatus.DOWN: "bad"}


@dataclass(frozen=True, slots=True)
class LinkQuery:
    """Which links in which order."""

    wanted: LinkFilter = field(default_factory=LinkFilter)
    order: LinkOrder = field(default_factory=LinkOrder)


class LinkSource:
    """The link list as its listing service gives it."""

    def first(self, session: Any, query: LinkQuery, limit: int) -> First[LinkRow]:
        """The first rows and how many there are in all."""
        rows = link_listing.rows_first(session, query.wanted, query.order, limit)
        return First(rows, len(rows) if len(rows) < limit else link_listing.count(session, query.wanted))

    def numbers(self, session: Any, query: LinkQuery) -> array[int]:
        """The row numbers of the whole result in its order."""
        return link_listing.numbers(session, query.wanted, query.order)

    def rows(self, session: Any, numbers: Sequence[int]) -> Mapping[int, LinkRow]:
        """Rows by their number."""
        return link_listing.rows(session, numbers)

    def among(self, session: Any, query: LinkQuery, ids: frozenset[Id]) -> Sequence[LinkRow]:
        """Those of the given links that the query lets through."""
        numbers = link_listing.still_matching(session, query.wanted, ids).values()
        return list(link_listing.rows(session, list(numbers)).values())

    def moved(self, query: LinkQuery, before: LinkRow, after: LinkRow) -> bool:
        """Any change may move a link: the list is short, so its order is asked again."""
        return before != after


SORTS: tuple[LinkSort | None, ...] = (
    LinkSort.TAG, LinkSort.NAME, LinkSort.AGENCY, None, None, LinkSort.RATE, None,
)  # fmt: skip
"""What each column sorts by, from left to right; None where it can't."""


class LinkTable(PagedTable[LinkQuery, LinkRow]):
    """Links by page."""

    table = "link"
    shows = ("agency", "site", "asset")

    def __init__(self, context: AppContext, parent: QObject | None = None) -> None:
        super().__init__(context, LinkSource(), parent)
        self._columns = (
            Column("tag", _("Tag")),
            Column("name", _("Link")),
            Column("agency", _("Agency")),
            Column("ends", _("From – to")),
            Column("kind", _("Kind")),
            Column("rate", _("Mbps"), right=True),
            Column("status", _("Status")),
        )

    def columns(self) -> Sequence[Column]:
        return self._columns

    def cell(self, row: LinkRow, column: int) -> Cell:
        return _CELLS[column](row)


def _name(row: LinkRow) -> Cell:
    text = row.name or row.provider or _("Unnamed")
    return Cell(text, second="" if row.provider == text else row.provider, icon="cable", style="strong")


def _ends(row: LinkRow) -> Cell:
    return Cell(f"{row.end_a or NOTHING} → {row.end_z or NOTHING}", style="muted")


def _kind(row: LinkRow) -> Cell:
    return Cell(title(row.kind) or NOTHING, second=title(row.role))


_CELLS: tuple[Callable[[LinkRow], Cell], ...] = (
    lambda row: Cell(row.tag or NOTHING, style="code"),
    _name,
    lambda row: Cell(row.agency or NOTHING),
    _ends,
    _kind,
    lambda row: Cell(row.mbps_down or NOTHING, right=True),
    lambda row: Cell(title(row.status), tone=TONES.get(row.status, "muted")),
)
