"""The equipment list: what an asset row shows, and how the list asks for rows."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from PySide6.QtCore import QObject

from spbe_assets.domain.changes import Changes
from spbe_assets.domain.filters import AssetFilter, Group, Order, Sort
from spbe_assets.domain.ids import Id
from spbe_assets.domain.records import AssetRow
from spbe_assets.domain.vocabulary import title
from spbe_assets.formats import day_of
from spbe_assets.i18n import N_, _
from spbe_assets.services import grouping, listing
from ui import format as formats
from ui import theme
from ui.context import AppContext
from ui.models.ends import Ends
from ui.models.grouped import GroupRow, Headers
from ui.models.paged_table import Column, First, PagedTable
from ui.widgets.table import Cell

NOTHING = "—"


@dataclass(frozen=True, slots=True)
class AssetQuery:
    """Which assets in which order, put together by what, and which groups are open (None: all)."""

    wanted: AssetFilter = field(default_factory=AssetFilter)
    order: Order = field(default_factory=Order)
    group: Group | None = None
    opened: frozenset[Any] | None = frozenset()


class AssetSource:
    """The equipment list as the listing service gives it."""

    def __init__(self) -> None:
        self._headers = Headers()

    def first(self, session: Any, query: AssetQuery, limit: int) -> First[Any]:
        """The first rows and how many there are in all, more than some thousand being counted later."""
        if query.group is not None:
            return self._grouped(session, query, query.group, limit)
        answer = listing.first_answer(session, query.wanted, query.order, limit)
        return First(answer.rows, answer.count, answer.is_exact)

    def _grouped(self, session: Any, query: AssetQuery, by: Group, limit: int) -> First[Any]:
        groups = grouping.asset_groups(session, query.wanted, by)

        def members(value: Any) -> array[int]:
            return grouping.asset_members(session, query.wanted, query.order, by, value)

        numbers = self._headers.lines(by, groups, query.opened, members)
        found = self.rows(session, numbers[:limit])
        rows = [found[number] for number in numbers[:limit] if number in found]
        return First(rows, len(numbers), numbers=numbers, records=sum(group.count for group in groups))

    def numbers(self, session: Any, query: AssetQuery) -> array[int]:
        """The row numbers of the whole result in its order."""
        return listing.numbers(session, query.wanted, query.order)

    def rows(self, session: Any, numbers: Sequence[int]) -> Mapping[int, Any]:
        """Rows by their number."""
        found: dict[int, AssetRow | GroupRow] = {**listing.rows(session, [n for n in numbers if n > 0])}
        headers = ((number, self._headers.row(number)) for number in numbers if number < 0)
        return found | {number: row for number, row in headers if row is not None}

    def among(self, session: Any, query: AssetQuery, ids: frozenset[Id]) -> Sequence[AssetRow]:
        """Those of the given assets that the query lets through."""
        numbers = listing.still_matching(session, query.wanted, ids).values()
        return list(listing.rows(session, list(numbers)).values())

    def moved(self, query: AssetQuery, before: AssetRow, after: AssetRow) -> bool:
        """Whether a change may have given the row another place in the order."""
        values = [SORTED_BY[by] for by, _descending in query.order.keys]
        return any(value is not None and getattr(before, value) != getattr(after, value) for value in values)


SORTED_BY: dict[Sort, str | None] = {
    Sort.TAG: "tag",
    Sort.NAME: "name",
    Sort.AGENCY: "agency",
    Sort.ROOM: "room",
    Sort.CONDITION: "condition",
    Sort.YEAR: "year",
    Sort.VERIFIED: "verified_at",
    Sort.NEWEST: None,
    Sort.CATEGORY: "title",
    Sort.STATUS: "status",
    Sort.BRAND: "brand",
    Sort.MODEL: "model",
    Sort.SERIAL: "serial",
    Sort.PRICE: "price_rupiah",
    Sort.QUANTITY: "quantity",
    Sort.CUSTODIAN: "custodian",
    Sort.WARRANTY: "warranty_end",
    Sort.REGISTER: "register",
    Sort.GOODS: "kode_barang",
    Sort.NIBAR: "nibar",
}


@dataclass(frozen=True, slots=True)
class AssetColumn:
    """One column that can be shown: its title, what a row says in it, what it sorts by, its fields in exports."""

    key: str
    title: str
    cell: Callable[[AssetRow], Cell]
    sort: Sort | None
    parts: tuple[str, ...]
    right: bool = False
    end: Callable[[AssetRow], date | None] | None = None
    """The day something ends, in columns that are coloured by it."""


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
    return Cell(formats.day(day_of(at)) if at else NOTHING, style="muted")


def _warranty(row: AssetRow) -> Cell:
    return Cell(NOTHING if row.warranty_end is None else formats.day(row.warranty_end))


def _price(row: AssetRow) -> Cell:
    return Cell(NOTHING if row.price_rupiah is None else formats.rupiah(row.price_rupiah), right=True)


COLUMNS = (
    AssetColumn("tag", N_("Tag"), lambda row: Cell(row.tag or NOTHING, style="code"), Sort.TAG, ("tag",)),
    AssetColumn("item", N_("Equipment"), _item, Sort.NAME, ("name", "category", "brand", "model")),
    AssetColumn("agency", N_("Agency"), lambda row: Cell(row.agency or NOTHING), Sort.AGENCY, ("agency",)),
    AssetColumn("room", N_("Place"), lambda row: Cell(row.room or NOTHING, style="muted"), Sort.ROOM, ("room",)),
    AssetColumn("condition", N_("Condition"), _condition, Sort.CONDITION, ("condition",)),
    AssetColumn(
        "year", N_("Year"), lambda row: Cell(NOTHING if row.year is None else str(row.year), right=True),
        Sort.YEAR, ("year",), right=True,
    ),
    AssetColumn("verified", N_("Last seen"), _verified, Sort.VERIFIED, ()),
    AssetColumn("category", N_("Kind"), lambda row: Cell(row.title or NOTHING), Sort.CATEGORY, ("category",)),
    AssetColumn("brand", N_("Brand"), lambda row: Cell(row.brand or NOTHING), Sort.BRAND, ("brand",)),
    AssetColumn("model", N_("Model"), lambda row: Cell(row.model or NOTHING), Sort.MODEL, ("model",)),
    AssetColumn(
        "serial", N_("Serial number"), lambda row: Cell(row.serial or NOTHING, style="code"), Sort.SERIAL, ("serial",)
    ),
    AssetColumn("status", N_("Status"), lambda row: Cell(title(row.status)), Sort.STATUS, ("status",)),
    AssetColumn("price", N_("Price"), _price, Sort.PRICE, ("price_rupiah",), right=True),
    AssetColumn(
        "quantity", N_("Quantity"), lambda row: Cell(formats.number(row.quantity), right=True),
        Sort.QUANTITY, ("quantity",), right=True,
    ),
    AssetColumn(
        "custodian", N_("Person in charge"), lambda row: Cell(row.custodian or NOTHING), Sort.CUSTODIAN, ("custodian",)
    ),
    AssetColumn(
        "warranty", N_("Warranty until"), _warranty, Sort.WARRANTY, ("warranty_end",),
        end=lambda row: row.warranty_end,
    ),
    AssetColumn(
        "goods", N_("Kode barang"), lambda row: Cell(row.kode_barang or NOTHING, style="code"),
        Sort.GOODS, ("kode_barang",),
    ),
    AssetColumn(
        "register", N_("Register"), lambda row: Cell(row.register or NOTHING, style="code"),
        Sort.REGISTER, ("register",),
    ),
    AssetColumn("nibar", N_("NIBAR"), lambda row: Cell(row.nibar or NOTHING, style="code"), Sort.NIBAR, ("nibar",)),
    AssetColumn("hostname", N_("Host name"), lambda row: Cell(row.hostname or NOTHING), None, ("hostname",)),
    AssetColumn("ip", N_("IP address"), lambda row: Cell(row.ip or NOTHING, style="code"), None, ("ip",)),
)  # fmt: skip
"""Every column there is; the first seven are shown until somebody chooses others."""
SHOWN = tuple(column.key for column in COLUMNS[:7])
SORTS = tuple(column.sort for column in COLUMNS)
"""What each column sorts by, from left to right; None where it can't."""


class AssetTable(PagedTable[AssetQuery, AssetRow]):
    """Assets by page; columns as people know them from their registers."""

    table = "asset"
    shows = ("category", "agency", "room", "person", "movement")

    def __init__(self, context: AppContext, source: AssetSource | None = None, parent: QObject | None = None) -> None:
        super().__init__(context, source or AssetSource(), parent)
        self._ends = Ends.of(context)
        self._columns = tuple(
            Column(column.key, _(column.title), column.right, column.sort is not None) for column in COLUMNS
        )

    def follow(self, changes: Changes | None) -> None:
        """As any list; host names and addresses stand in rows of their own, which are seldom written alone."""
        details = changes is not None and changes.affects("server_detail", "device_detail")
        super().follow(None if details and changes and not changes.affects(self.table) else changes)

    def columns(self) -> Sequence[Column]:
        return self._columns

    def cell(self, row: AssetRow, column: int) -> Cell:
        of = COLUMNS[column]
        return of.cell(row) if of.end is None else self._ends.cell(of.end(row))
