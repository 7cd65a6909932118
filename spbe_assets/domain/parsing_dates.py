"""Years and dates as cells hold them: 2013, 26/09/2013, 1/23/23, 26 September 2013, Excel's day numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Literal, NamedTuple

from spbe_assets.domain import dates
from spbe_assets.domain.errors import Invalid
from spbe_assets.domain.parsing import Cell, shortened, text
from spbe_assets.i18n import _

DateOrder = Literal["dmy", "mdy"]

_EXCEL_EPOCH = date(1899, 12, 30)
_EXCEL_DAYS = range(18_264, 73_051)
"""1950 to 2099: five digits below are no dates of equipment."""
_NUMERIC = re.compile(r"(\d{1,2})\s*[./\-]\s*(\d{1,2})\s*[./\-]\s*(\d{4}|\d{2})(?:\s.*)?")
_MONTH_AND_YEAR = re.compile(r"([^\W\d_]{3,10})[\s.\-/]+((?:19|20)\d{2})")
_YEAR = re.compile(r"(?:th|thn|tahun)?\.?\s*((?:19|20)\d{2})", re.IGNORECASE)


class Acquired(NamedTuple):
    """When something was acquired: always a year, a day where the file knows it."""

    year: int
    on: date | None


def acquired(cell: Cell, order: DateOrder = "dmy") -> Acquired:
    """A year, a month of a year, or a day of acquisition.

    Raises:
        Invalid: it is none of them.
    """
    written = text(cell)
    if found := _YEAR.fullmatch(written):
        return Acquired(dates.year(found[1]), None)
    if found := _MONTH_AND_YEAR.fullmatch(written):
        return Acquired(dates.day(f"1 {found[1]} {found[2]}").year, None)
    day = calendar_date(cell, order)
    return Acquired(dates.year(str(day.year)), day)


def calendar_date(cell: Cell, order: DateOrder = "dmy") -> date:
    """A day; ISO dates are read as such, others in the column's order, day numbers as Excel counts them.

    Raises:
        Invalid: it is no day of the calendar.
    """
    written = text(cell)
    if len(written) > 40:
        raise Invalid(_("“{text}” is not a date; write it such as 31/12/2026.").format(text=shortened(written)))
    return _excel_day(written) or dates.day(written, month_first=order == "mdy")


def date_order_of(texts: Iterable[str]) -> DateOrder | None:
    """The order a column of dates shows, None where it shows none or both."""
    shown: set[DateOrder] = set()
    for written in texts:
        parts = _NUMERIC.fullmatch(written.strip())
        if parts is None:
            continue
        first, second = int(parts[1]), int(parts[2])
        if first > 12 >= second:
            shown.add("dmy")
        elif second > 12 >= first:
            shown.add("mdy")
    return shown.pop() if len(shown) == 1 else None


def has_numeric_dates(texts: Iterable[str]) -> bool:
    """Whether any text is a date whose order could be doubted."""
    return any(_NUMERIC.fullmatch(written.strip()) for written in texts)


def _excel_day(written: str) -> date | None:
    whole = written.partition(".")[0]
    if whole.isascii() and whole.isdigit() and len(whole) == 5 and int(whole) in _EXCEL_DAYS:
        return _EXCEL_EPOCH + timedelta(days=int(whole))
    return None
