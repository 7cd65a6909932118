"""The equipment list: what an asset row shows, and how the list asks for rows."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QObject

from spbe_assets.domain.filters import AssetFilter, Order, Sort
from spbe_assets.domain.ids import Id
from spbe_assets.domain.records import AssetRow
from spbe_assets.domain.vocabulary import title
from spbe_assets.formats import zone
from spbe_assets.i18n import _
from spbe_assets.services import listing
from ui import format as formats
from ui import theme
from ui.context import AppContext
from ui.models.paged_table import Column, First, PagedTable
from ui.widgets.table import Cell

NOTHING = "—"


@dataclass(frozen=True, slots=True)
class AssetQuery:
    """Which assets in which order."""

    wanted: AssetFilter = field(default_factory=AssetFilter)
    order: Order = field(default_factory=Order)


class AssetSource:
    """The equipment list as the listing service gives it."""

    def first(self, session: Any, query: AssetQuery, limit: int) -> First[AssetRow]:
        """The first rows and how many there are in all, more than some thousand being counted later."""
        answer = listing.first_answer(session, query.wanted, query.order, limit)
        return First(answer.rows, answer.count, answer.is_exact)

    def numbers(self, session: Any, query: AssetQuery) -> array[int]:
        """The row numbers of the whole result in its order."""
        return listing.numbers(session, query.wanted, query.order)

    def rows(self, session: Any, numbers: Sequence[int]) -> Mapping[int, AssetRow]:
        """Rows by their number."""
        return listing.rows(session, numbers)

    def among(self, session: Any, query: AssetQuery, ids: frozenset[Id]) -> Sequence[AssetRow]:
        """Those of the given assets that the query lets through."""
        numbers = listing.still_matching(session, query.wanted, ids).values()
        return list(listing.rows(session, list(numbers)).values())

    def moved(self, query: AssetQuery, before: AssetRow, after: AssetRow) -> bool:
        """Whether a change may have given the row another place in the order."""
        value = SORTED_BY[query.order.by]
        return value is not None and getattr(before, value) != getattr(after, value)


SORTED_BY: dict[Sort, str | None] = {
    Sort.TAG: "tag",
    Sort.NAME: "name",
    Sort.AGENCY: "agency",
    Sort.ROOM: "room",
    Sort.CONDITION: "condition",
    Sort.YEAR: "year",
    Sort.VERIFIED: "verified_at",
    Sort.NEWEST: None,
}
SORTS = (Sort.TAG, Sort.NAME, Sort.AGENCY, Sort.ROOM, Sort.CONDITION, Sort.YEAR, Sort.VERIFIED)
"""What each column sorts by, from left to right."""


class AssetTable(PagedTable[AssetQuery, AssetRow]):
    """Assets by page; columns as people know them from their registers."""

    table = "asset"
    shows = ("category", "agency", "room")

    def __init__(self, context: AppContext, source: AssetSource | None = None, parent: QObject | None = None) -> None:
        super().__init__(context, source or AssetSource(), parent)
        self._columns = (
            Column("tag", _("Tag")),
            Column("item", _("Equipment")),
            Column("agency", _("Agency")),
            Column("room", _("Place")),
            Column("condition", _("Condition")),
            Column("year", _("Year"), right=True),
            Column("verified", _("Last seen")),
        )

    def columns(self) -> Sequence[Column]:
        return self._columns

    def cell(self, row: AssetRow, column: int) -> Cell:
        return _CELLS[column](row)


def _item(row: AssetRow) -> Cell:
    product = f"{row.brand} {row.model}".strip()
    text = row.name or row.title or product or _("Unnamed")
    return Cell(text, second="" if product == text else product, icon=row.icon or "box", style="strong")


def _condition(row: AssetRow) -> Cell:
    if row.condition is None:
        return Cell(NOTHING, style="muted")
    return Cell(title(row.condition), tone=theme.tone(row.condition))


def _verified(row: AssetRow) -> Cell:
    at = row.verified_at
    return Cell(formats.day(at.astimezone(zone()).date()) if at else NOTHING, style="muted")


_CELLS: tuple[Callable[[AssetRow], Cell], ...] = (
    lambda row: Cell(row.tag or NOTHING, style="code"),
    _item,
    lambda row: Cell(row.agency or NOTHING),
    lambda row: Cell(row.room or NOTHING, style="muted"),
    _condition,
    lambda row: Cell(NOTHING if row.year is None else str(row.year), right=True),
    _verified,
)
