"""The link list: what a link row shows, and how the list asks for rows."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from PySide6.QtCore import QObject

from spbe_assets.domain.filters import Group, LinkFilter, LinkOrder, LinkSort
from spbe_assets.domain.ids import Id
from spbe_assets.domain.records import LinkRow
from spbe_assets.domain.vocabulary import LinkStatus, title
from spbe_assets.i18n import N_, _
from spbe_assets.services import grouping, link_listing
from ui import format as formats
from ui.context import AppContext
from ui.models.ends import Ends
from ui.models.grouped import GroupRow, Headers
from ui.models.paged_table import Column, First, PagedTable
from ui.widgets.table import Cell

NOTHING = "—"
TONES = {LinkStatus.ACTIVE: "good", LinkStatus.DOWN: "bad"}


@dataclass(frozen=True, slots=True)
class LinkQuery:
    """Which links in which order, put together by what, and which groups are open (None: all)."""

    wanted: LinkFilter = field(default_factory=LinkFilter)
    order: LinkOrder = field(default_factory=LinkOrder)
    group: Group | None = None
    opened: frozenset[Any] | None = frozenset()


class LinkSource:
    """The link list as its listing service gives it."""

    def __init__(self) -> None:
        self._headers = Headers()

    def first(self, session: Any, query: LinkQuery, limit: int) -> First[Any]:
        """The first rows and how many there are in all."""
        if query.group is not None:
            return self._grouped(session, query, query.group, limit)
        rows = link_listing.rows_first(session, query.wanted, query.order, limit)
        return First(rows, len(rows) if len(rows) < limit else link_listing.count(session, query.wanted))

    def _grouped(self, session: Any, query: LinkQuery, by: Group, limit: int) -> First[Any]:
        groups = grouping.link_groups(session, query.wanted, by)

        def members(value: Any) -> array[int]:
            return grouping.link_members(session, query.wanted, query.order, by, value)

        numbers = self._headers.lines(by, groups, query.opened, members)
        found = self.rows(session, numbers[:limit])
        rows = [found[number] for number in numbers[:limit] if number in found]
        return First(rows, len(numbers), numbers=numbers, records=sum(group.count for group in groups))

    def numbers(self, session: Any, query: LinkQuery) -> array[int]:
        """The row numbers of the whole result in its order."""
        return link_listing.numbers(session, query.wanted, query.order)

    def rows(self, session: Any, numbers: Sequence[int]) -> Mapping[int, Any]:
        """Rows by their number."""
        found: dict[int, LinkRow | GroupRow] = {**link_listing.rows(session, [n for n in numbers if n > 0])}
        headers = ((number, self._headers.row(number)) for number in numbers if number < 0)
        return found | {number: row for number, row in headers if row is not None}

    def among(self, session: Any, query: LinkQuery, ids: frozenset[Id]) -> Sequence[LinkRow]:
        """Those of the given links that the query lets through."""
        numbers = link_listing.still_matching(session, query.wanted, ids).values()
        return list(link_listing.rows(session, list(numbers)).values())

    def moved(self, query: LinkQuery, before: LinkRow, after: LinkRow) -> bool:
        """Any change may move a link: the list is short, so its order is asked again."""
        return before != after


@dataclass(frozen=True, slots=True)
class LinkColumn:
    """As `AssetColumn`, for links."""

    key: str
    title: str
    cell: Callable[[LinkRow], Cell]
    sort: LinkSort | None
    parts: tuple[str, ...]
    right: bool = False
    end: Callable[[LinkRow], date | None] | None = None


def _name(row: LinkRow) -> Cell:
    text = row.name or row.provider or _("Unnamed")
    return Cell(text, second="" if row.provider == text else row.provider, icon="cable", style="strong")


def _ends(row: LinkRow) -> Cell:
    return Cell(f"{row.end_a or NOTHING} → {row.end_z or NOTHING}", style="muted")


def _kind(row: LinkRow) -> Cell:
    return Cell(title(row.kind) or NOTHING, second=title(row.role))


def _status(row: LinkRow) -> Cell:
    return Cell(title(row.status), tone=TONES.get(row.status, "muted"))


def _cost(row: LinkRow) -> Cell:
    return Cell(NOTHING if row.monthly_rupiah is None else formats.rupiah(row.monthly_rupiah), right=True)


def _until(row: LinkRow) -> Cell:
    return Cell(NOTHING if row.ends_on is None else formats.day(row.ends_on))


COLUMNS = (
    LinkColumn("tag", N_("Tag"), lambda row: Cell(row.tag or NOTHING, style="code"), LinkSort.TAG, ("tag",)),
    LinkColumn("name", N_("Link"), _name, LinkSort.NAME, ("name", "provider")),
    LinkColumn("agency", N_("Agency"), lambda row: Cell(row.agency or NOTHING), LinkSort.AGENCY, ("agency",)),
    LinkColumn(
        "ends", N_("From – to"), _ends, None,
        ("a_agency", "a_site", "a_port", "a_text", "z_agency", "z_site", "z_port", "z_text"),
    ),
    LinkColumn("kind", N_("Kind"), _kind, LinkSort.KIND, ("kind", "role")),
    LinkColumn(
        "rate", N_("Mbps"), lambda row: Cell(row.mbps_down or NOTHING, right=True), LinkSort.RATE,
        ("mbps_down",), right=True,
    ),
    LinkColumn("status", N_("Status"), _status, LinkSort.STATUS, ("status",)),
    LinkColumn(
        "provider", N_("Provider"), lambda row: Cell(row.provider or NOTHING), LinkSort.PROVIDER, ("provider",)
    ),
    LinkColumn(
        "circuit", N_("Circuit id"), lambda row: Cell(row.circuit_id or NOTHING, style="code"), LinkSort.CIRCUIT,
        ("circuit_id",),
    ),
    LinkColumn("role", N_("Link role"), lambda row: Cell(title(row.role) or NOTHING), LinkSort.ROLE, ("role",)),
    LinkColumn(
        "up", N_("Mbps up"), lambda row: Cell(row.mbps_up or NOTHING, right=True), None, ("mbps_up",), right=True
    ),
    LinkColumn("cost", N_("Monthly cost"), _cost, LinkSort.COST, ("monthly_rupiah",), right=True),
    LinkColumn(
        "contract", N_("Contract number"), lambda row: Cell(row.contract_number or NOTHING), None, ("contract_number",)
    ),
    LinkColumn("until", N_("Contract until"), _until, LinkSort.ENDS, ("ends_on",), end=lambda row: row.ends_on),
    LinkColumn("block", N_("IP block"), lambda row: Cell(row.ip_block or NOTHING, style="code"), None, ("ip_block",)),
)  # fmt: skip
"""Every column there is; the first seven are shown until somebody chooses others."""
SHOWN = tuple(column.key for column in COLUMNS[:7])
SORTS = tuple(column.sort for column in COLUMNS)
"""What each column sorts by, from left to right; None where it can't."""


class LinkTable(PagedTable[LinkQuery, LinkRow]):
    """Links by page."""

    table = "link"
    shows = ("agency", "site", "asset")

    def __init__(self, context: AppContext, parent: QObject | None = None) -> None:
        super().__init__(context, LinkSource(), parent)
        self._ends = Ends.of(context)
        self._columns = tuple(
            Column(column.key, _(column.title), column.right, column.sort is not None) for column in COLUMNS
        )

    def columns(self) -> Sequence[Column]:
        return self._columns

    def cell(self, row: LinkRow, column: int) -> Cell:
        of = COLUMNS[column]
        return of.cell(row) if of.end is None else self._ends.cell(of.end(row))
