"""Cells of spreadsheets made into values: texts, numbers, money and quantities, with the marks of their column.

A cell is text, a number or a truth value, as `Cell` says. Every parser takes a cell that is not blank and returns a
value or raises `Invalid` with a sentence that says what was written and what is wanted.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeAlias

from spbe_assets.domain import addresses, amounts, spellings
from spbe_assets.domain.errors import Invalid
from spbe_assets.i18n import _

Cell: TypeAlias = str | float | bool | None

BLANKS = frozenset(
    ("", "-", "--", "---", "–", "—", "_", ".", "n/a", "n.a", "n.a.", "na", "nan", "null", "none", "nil", "nihil",
     "tidak ada", "tdk ada", "tidak diketahui", "unknown", "?", "#n/a", "#ref!", "#value!", "#name?", "#div/0!",
     "#num!", "#null!")
)  # fmt: skip
"""What people write for nothing, in lower case."""

MOST_DIGITS = 15
MOST_QUOTED = 60
_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]"
)
_SPACES = re.compile(r"[\t \u00a0\u2000-\u200a\u202f\u3000]+")
_MONEY_WORDS = re.compile(r"^(?:rp|idr)\b\.?\s*|,\s*[-–—]+$|\s*\b(?:rupiah|idr)$", re.IGNORECASE)
_FACTORS = {"ribu": 10**3, "rb": 10**3, "juta": 10**6, "jt": 10**6, "miliar": 10**9, "milyar": 10**9}
_FACTOR = re.compile(rf"(.*\d)\s*({'|'.join(_FACTORS)})\.?", re.IGNORECASE)
_COUNT = re.compile(r"(\d[\d.,]*)\s*[^\W\d_]{0,10}\.?")
_DIGITS = re.compile(r"\d*")


def is_blank(cell: Cell) -> bool:
    """Whether a cell says nothing: empty, a dash, n/a and the like."""
    return cell is None or (type(cell) is str and cell.strip().casefold() in BLANKS)


def text(cell: Cell) -> str:
    """A cell as one clean line: no control characters, single spaces, whole numbers without a fraction."""
    if type(cell) is str:
        return _SPACES.sub(" ", _clean(cell).replace("\r", " ").replace("\n", " ")).strip()
    return plain_text(cell)


def long_text(cell: Cell) -> str:
    """A cell as text that may have several lines."""
    if type(cell) is not str:
        return plain_text(cell)
    lines = _clean(cell).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(_SPACES.sub(" ", line).strip() for line in lines).strip()


def plain_text(cell: Cell) -> str:
    """A number or truth value as people would type it; 2013.0 is 2013."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "ya" if cell else "tidak"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 10**MOST_DIGITS else format(Decimal(repr(cell)), "f")
    return str(cell)


def shortened(written: str, most: int = MOST_QUOTED) -> str:
    """A text short enough to be quoted in a sentence."""
    return written if len(written) <= most else written[: most - 1] + "…"


def number(cell: Cell, decimal_mark: str = ",") -> Decimal:
    """A number; 1.500 is a thousand and a half where the decimal mark is a comma, else one and a half.

    Raises:
        Invalid: it is none.
    """
    if isinstance(cell, float):
        return Decimal(repr(cell))
    return amounts.number(_bounded(text(cell)), decimal_mark)


def money(cell: Cell, decimal_mark: str = ",") -> Decimal:
    """An amount with or without Rp, `,-`, ribu or juta; exact, so that the caller can say what was rounded.

    Raises:
        Invalid: it is no amount, negative or absurdly large.
    """
    factor = 1
    if type(cell) is str:
        cell = _MONEY_WORDS.sub("", _MONEY_WORDS.sub("", text(cell))).strip()
        if found := _FACTOR.fullmatch(cell):
            cell, factor = found[1], _FACTORS[found[2].casefold()]
    amount = number(cell, decimal_mark) * factor
    if not 0 <= amount < 10**MOST_DIGITS:
        raise Invalid(_("“{text}” can't be a price; check the amount.").format(text=shortened(plain_text(cell))))
    return amount


def whole_rupiah(amount: Decimal) -> int:
    """The amount in whole rupiah, half a rupiah upwards."""
    return int(amount.quantize(Decimal(1), ROUND_HALF_UP))


def shared(total: int, parts: int) -> list[int]:
    """A total split into whole parts whose sum is the total again; the first ones take the remainder."""
    share, left = divmod(total, parts)
    return [share + 1] * left + [share] * (parts - left)


def whole(cell: Cell, unit: str = "", decimal_mark: str = ",") -> int:
    """A count, with or without a unit: 48, 48 port, 42U, 3 Gbps where the unit is Mbps.

    Raises:
        Invalid: it is no whole number, negative or absurdly large.
    """
    written = text(cell)
    counted = _COUNT.fullmatch(written)
    if isinstance(cell, float):
        amount = number(cell)
    elif counted and not unit:
        amount = amounts.number(_bounded(counted[1]))
    else:
        amount = quantity(cell, unit, decimal_mark)
    return amounts.as_whole(amount, shortened(written))


def quantity(cell: Cell, unit: str, decimal_mark: str = ",") -> Decimal:
    """A number with or without its unit, in the unit of its field: 64 Gb, 1 Tb, 3 Gbps.

    Raises:
        Invalid: it is no number with such a unit, or negative.
    """
    amount = number(cell) if isinstance(cell, float) else amounts.with_unit(_bounded(text(cell)), unit, decimal_mark)
    if amount < 0 or amount >= 10**MOST_DIGITS:
        raise Invalid(_("“{text}” can't be right; check the number.").format(text=shortened(plain_text(cell))))
    return amount


def yes_no(cell: Cell) -> bool:
    """Yes or no, in Indonesian or English, or ticked.

    Raises:
        Invalid: it is neither.
    """
    return cell if isinstance(cell, bool) else spellings.yes_no(shortened(text(cell)))


def ip_address(cell: Cell) -> str:
    """An IPv4 or IPv6 address; a prefix length such as /24 is left off.

    Raises:
        Invalid: it is none.
    """
    return addresses.ip(shortened(text(cell)).partition("/")[0])


def decimal_mark_of(texts: Iterable[str]) -> str | None:
    """The decimal mark a column of numbers shows, None where it shows none or both."""
    marks = {_mark_of(_MONEY_WORDS.sub("", written.strip())) for written in texts} - {None}
    return marks.pop() if len(marks) == 1 else None


def _mark_of(written: str) -> str | None:
    """What one number gives away: 1.234,5 and 1.234.567 and 12,5 a comma, 1.234 nothing."""
    points, commas = written.count("."), written.count(",")
    if points and commas:
        return "," if written.rindex(",") > written.rindex(".") else "."
    if points + commas > 1:
        return "," if points else "."
    if points + commas == 0:
        return None
    mark = "." if points else ","
    before, _found, after = written.partition(mark)
    run = _DIGITS.match(after)
    is_group = run is not None and len(run[0]) == 3 and 1 <= len(before.lstrip("+-")) <= 3
    return None if is_group or not (run and run[0]) else mark


def _bounded(written: str) -> str:
    if len(written) > 2 * MOST_DIGITS:
        raise Invalid(_("“{text}” is not a number.").format(text=shortened(written)))
    return written


def _clean(written: str) -> str:
    if written.isascii() and written.isprintable():
        return written
    return unicodedata.normalize("NFC", _CONTROL.sub("", written))
