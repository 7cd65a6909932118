"""The list model of a plain table: cells from the field catalogue, rows from `services/row_listing`."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QObject

from spbe_assets.domain.fields import CATALOGUE, Kind
from spbe_assets.domain.ids import Id
from spbe_assets.services import row_listing
from spbe_assets.services.row_listing import Line, RowQuery
from ui import format as formats
from ui.context import AppContext
from ui.models import ends
from ui.models.ends import Ends
from ui.models.paged_table import Column, First, PagedTable
from ui.records.kind import ListColumn
from ui.widgets.table import Cell

FIGURES = (Kind.INTEGER, Kind.RUPIAH, Kind.DECIMAL, Kind.YEAR)
CODES = (Kind.CODE, Kind.GOODS_CODE)


class RowSource:
    """Rows of one table as the listing service gives them."""

    def __init__(self, table: str) -> None:
        self._table = table

    def first(self, session: Any, query: RowQuery, limit: int) -> First[Line]:
        """The first rows and how many there are in all."""
        rows = row_listing.rows_first(session, query, limit)
        return First(rows, len(rows) if len(rows) < limit else row_listing.count(session, query))

    def numbers(self, session: Any, query: RowQuery) -> array[int]:
        """The row numbers of the whole result in its order."""
        return row_listing.numbers(session, query)

    def rows(self, session: Any, numbers: Sequence[int]) -> Mapping[int, Line]:
        """Rows by their number."""
        return row_listing.rows(session, self._table, numbers)

    def among(self, session: Any, query: RowQuery, ids: frozenset[Id]) -> Sequence[Line]:
        """Those of the given records that the query lets through."""
        return row_listing.among(session, query, ids)

    def moved(self, query: RowQuery, before: Line, after: Line) -> bool:
        """Any change may move a row: the list is short, so its order is asked again."""
        return before != after


class PlainTable(PagedTable[RowQuery, Line]):
    """Rows of one table by page."""

    def __init__(
        self, context: AppContext, table: str, columns: Sequence[ListColumn], parent: QObject | None = None
    ) -> None:
        super().__init__(context, RowSource(table), parent)
        self.table = table
        self._ends = Ends.of(context)
        self._fields = [CATALOGUE[table][column.key] for column in columns]
        self.shows = tuple({of.refers_to for of in self._fields if of.refers_to})
        self._columns = tuple(Column(of.key, of.label, of.kind in FIGURES) for of in self._fields)

    def columns(self) -> Sequence[Column]:
        return self._columns

    def cell(self, row: Line, column: int) -> Cell:
        of = self._fields[column]
        if of.key in ends.KEYS:
            return self._ends.cell(row.get(of.key))
        text = formats.value(of, row.get(of.key), row.names)
        if text == formats.NOTHING:
            return Cell(text, style="muted", right=of.kind in FIGURES)
        style = "code" if of.kind in CODES else "strong" if of.key == "name" else ""
        return Cell(text, style=style, right=of.kind in FIGURES)
