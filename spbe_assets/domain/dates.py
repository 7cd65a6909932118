"""Days and years as people type and spreadsheets hold them, with Indonesian and English month names."""

from __future__ import annotations

import re
from datetime import date

from spbe_assets import formats
from spbe_assets.domain.errors import Invalid
from spbe_assets.i18n import _

FIRST_YEAR = 1950
_EARLIEST, _LATEST = 1900, 2199
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
_NUMERIC = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4}|\d{2})(?: .*)?")
_NAMED = re.compile(r"(\d{1,2})[\s.-]*([A-Za-z]{3,})[\s.,-]*(\d{4}|\d{2})")
_NAMED_FIRST = re.compile(r"([A-Za-z]{3,})[\s.-]*(\d{1,2})[\s.,-]+(\d{4})")
_YEAR = re.compile(r"(?:th|thn|tahun|year)?\.?\s*(\d{4})(?:[.,]0+)?", re.IGNORECASE)
_MONTHS = (
    ("jan",), ("feb", "peb"), ("mar",), ("apr",), ("mei", "may"), ("jun",), ("jul",), ("agu", "ags", "agt", "aug"),
    ("sep",), ("okt", "oct"), ("nov", "nop"), ("des", "dec"),
)  # fmt: skip
_MONTH_OF = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names}


def day(text: str, *, month_first: bool = False) -> date:
    """A day: `12/11/2026`, `2026-11-12`, `12 Nov 2026`, `12 November 2026`; two-digit years are of 1970 to 2069.

    Args:
        text: what was typed.
        month_first: whether numbers stand as month, day, year.

    Raises:
        Invalid: it is not a day of the calendar.
    """
    parts = _parts(text.strip(), month_first)
    if parts is None:
        raise Invalid(_("“{text}” is not a date; type it such as 31/12/2026.").format(text=text.strip()))
    year, month, number = parts
    try:
        found = date(year, month, number)
    except ValueError:
        found = None
    if found is None or not _EARLIEST <= year <= _LATEST:
        raise Invalid(
            _("There is no day “{text}” in the calendar; check day, month and year.").format(text=text.strip())
        )
    return found


def year(text: str, today: date | None = None) -> int:
    """A year of acquisition, from 1950 to next year; of a full date its year.

    Raises:
        Invalid: it is none.
    """
    found = _YEAR.fullmatch(text.strip())
    number = int(found[1]) if found else day(text).year
    if not is_year(number, today):
        last = _next_year(today)
        raise Invalid(
            _("{year} can't be right; type a year from {first} to {last}.").format(
                year=number, first=FIRST_YEAR, last=last
            )
        )
    return number


def is_year(number: int, today: date | None = None) -> bool:
    """Whether a year of acquisition is possible."""
    return FIRST_YEAR <= number <= _next_year(today)


def month(name: str) -> int | None:
    """The number of a month by its Indonesian or English name or abbreviation."""
    return _MONTH_OF.get(name[:3].casefold())


def _next_year(today: date | None) -> int:
    return (today or formats.today()).year + 1


def _parts(text: str, month_first: bool) -> tuple[int, int, int] | None:
    if found := _ISO.fullmatch(text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _NUMERIC.fullmatch(text):
        first, second = int(found[1]), int(found[2])
        return (_full(found[3]), first, second) if month_first else (_full(found[3]), second, first)
    if (found := _NAMED.fullmatch(text)) and (named := month(found[2])):
        return _full(found[3]), named, int(found[1])
    if (found := _NAMED_FIRST.fullmatch(text)) and (named := month(found[1])):
        return _full(found[3]), named, int(found[2])
    return None


def _full(digits: str) -> int:
    number = int(digits)
    if len(digits) == 4:
        return number
    return 2000 + number if number < 70 else 1900 + number
