"""Sheets of plain tables: a note, bold heads, a filter, and text that is never taken for anything but text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

SCORE, SHARE = "0.0", "0%"
NARROW = 11.0
LONGEST = 32_000
MADE = datetime(2000, 1, 1, tzinfo=UTC)
"""Stands in every workbook as its date of making, so that the same records give the same bytes."""
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Workbook:
    """A workbook being written; it is complete once the `with` block ends."""

    def __init__(self, path: Path) -> None:
        plain = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
        self._book = xlsxwriter.Workbook(str(path), {"constant_memory": True, **plain})
        self._book.set_properties({"created": MADE})
        self._head = self._book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "vcenter"})
        self._formats: dict[str, Any] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._book.close()
        except xlsxwriter.exceptions.FileCreateError as failure:
            raise OSError(str(failure)) from failure

    def sheet(
        self, name: str, note: str, heads: Sequence[str], rows: Iterable[Sequence[Any]], widths: Sequence[float]
    ) -> None:
        """Add a sheet; a cell is text, a number, None, or a number with its format such as `SCORE`."""
        sheet = self._book.add_worksheet(name[:31])
        for column in range(len(heads)):
            sheet.set_column(column, column, widths[column] if column < len(widths) else NARROW)
        first = 0
        if note:
            sheet.write_string(0, 0, _printable(note))
            first = 2
        sheet.write_row(first, 0, heads, self._head)
        sheet.freeze_panes(first + 1, 1)
        last = first
        for last, row in enumerate(rows, first + 1):
            for column, value in enumerate(row):
                self._write(sheet, last, column, value)
        if last > first:
            sheet.autofilter(first, 0, last, len(heads) - 1)

    def _write(self, sheet: Worksheet, row: int, column: int, value: Any) -> None:
        look = None
        if isinstance(value, tuple):
            value, look = value[0], self._format(value[1])
        if isinstance(value, str):
            sheet.write_string(row, column, _printable(value))
        elif value is not None:
            sheet.write_number(row, column, value, look)

    def _format(self, pattern: str) -> Any:
        if pattern not in self._formats:
            self._formats[pattern] = self._book.add_format({"num_format": pattern})
        return self._formats[pattern]


def _printable(text: str) -> str:
    return UNPRINTABLE.sub("", text)[:LONGEST]
