"""Numbers as people type and spreadsheets hold them: decimal marks, rupiah, and quantities with units.

Shared by the editors (`validation`) and the spreadsheet readers; nothing here knows a field.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from spbe_assets.domain.errors import Invalid
from spbe_assets.i18n import _, language

LARGEST = 10**15
_SPACES = re.compile(r"(?<=\d)[\s'’\u00a0\u202f](?=\d)")
_NUMBER = re.compile(r"([+-]?)(\d[\d.,]*)")
_SINGLE = re.compile(r"\d{1,3}[.,]\d{3}")
_WITH_UNIT = re.compile(r"([^\d+-]*?)\s*([+-]?[\d][\d.,\s'’\u00a0\u202f]*)(.*)", re.DOTALL)
_CURRENCY = re.compile(r"^(rp\.?|idr)\s*|\s*(rp|idr|rupiah)$", re.IGNORECASE)
_PRICE_END = re.compile(r",\s*[-–—]+$")

_RUPIAH_WORDS = {
    "": 1, "rb": 10**3, "ribu": 10**3, "k": 10**3, "thousand": 10**3, "jt": 10**6, "juta": 10**6, "million": 10**6,
    "m": 10**9, "milyar": 10**9, "miliar": 10**9, "billion": 10**9, "t": 10**12, "triliun": 10**12,
    "trilyun": 10**12, "trillion": 10**12,
}  # fmt: skip
_RATES = {"bps": "0.000001", "kbps": "0.001", "mbps": "1", "gbps": "1000", "tbps": "1000000"}
_UNITS: dict[str, Mapping[str, Decimal]] = {
    "Mbps": {
        spelling: Decimal(factor)
        for unit, factor in _RATES.items()
        for spelling in (unit, unit.replace("bps", "b/s"), unit.replace("bps", "bit/s"), unit.replace("bps", "bit"))
    }
    | {"k": Decimal("0.001"), "m": Decimal(1), "g": Decimal(1000), "mb": Decimal(1), "gb": Decimal(1000)},
    "GB": {"mb": 1 / Decimal(1024), "gb": Decimal(1), "g": Decimal(1), "gib": Decimal(1), "tb": Decimal(1024),
           "tib": Decimal(1024), "t": Decimal(1024)},
    "TB": {"gb": Decimal("0.001"), "g": Decimal("0.001"), "tb": Decimal(1), "t": Decimal(1), "tib": Decimal(1),
           "mb": Decimal("0.000001"), "pb": Decimal(1000)},
    "VA": {"va": Decimal(1), "kva": Decimal(1000), "mva": Decimal(1_000_000)},
    "%": {"%": Decimal(1), "persen": Decimal(1), "percent": Decimal(1)},
    "ms": {"ms": Decimal(1), "s": Decimal(1000), "detik": Decimal(1000)},
    "U": {"u": Decimal(1), "ru": Decimal(1)},
    "years": {"years": Decimal(1), "year": Decimal(1), "tahun": Decimal(1), "th": Decimal(1), "thn": Decimal(1)},
}  # fmt: skip
"""Unit of a field -> how often each spelling holds it. Memory counts by 1024, disks and rates by 1000."""


def number(text: str, mark: str = "") -> Decimal:
    """A number with or without separators.

    Args:
        text: such as `1.234.567,5`, `1,234,567.5`, `1 500`, `2,5`.
        mark: the decimal mark where `1.500` could mean both; without one such a text means thousands.

    Raises:
        Invalid: it is not a number.
    """
    plain = _SPACES.sub("", _PRICE_END.sub("", text.strip()))
    found = _NUMBER.fullmatch(plain)
    if found is None:
        raise _not_a_number(text)
    digits = _with_point(found[2], mark)
    if digits is None:
        raise _not_a_number(text)
    return Decimal(found[1] + digits)


def whole(text: str) -> int:
    """A whole number that is not negative; a single separator before three digits separates thousands.

    Raises:
        Invalid: it is not one.
    """
    return as_whole(number(text), text)


def as_whole(value: Decimal, text: str) -> int:
    """The number as `int` if it is a sensible count.

    Raises:
        Invalid: it has a fraction, is negative or absurdly large.
    """
    if value != value.to_integral_value() or not 0 <= value <= LARGEST:
        raise Invalid(_("“{text}” is not a whole number; type digits only, such as 24.").format(text=text.strip()))
    return int(value)


def rupiah(text: str) -> int:
    """Whole rupiah, rounded: `1.234.567,00`, `Rp 5 jt`, `5 juta`, `1.500.000,-`.

    Raises:
        Invalid: it is not an amount.
    """
    bare = _PRICE_END.sub("", _CURRENCY.sub("", _CURRENCY.sub("", text.strip())))
    found = _WITH_UNIT.fullmatch(bare)
    factor = _RUPIAH_WORDS.get(found[3].strip(" .").casefold()) if found and not found[1] else None
    if found is None or factor is None:
        raise Invalid(_("“{text}” is not an amount; type it such as 1.500.000 or 5 juta.").format(text=text.strip()))
    amount = number(found[2]) * factor
    if not 0 <= amount <= LARGEST:
        raise Invalid(_("“{text}” can't be an amount in rupiah; check the digits.").format(text=text.strip()))
    return int(amount.to_integral_value(ROUND_HALF_UP))


def with_unit(text: str, unit: str, mark: str | None = None) -> Decimal:
    """A quantity in a unit of the field catalogue; a unit in the text is converted: `3 Gbps` is 3000 for `Mbps`.

    Args:
        text: the number with or without a unit before or after it.
        unit: the field's unit; for one that is not known here only a bare number passes.
        mark: the decimal mark; by default that of the language in use.

    Raises:
        Invalid: it is not a number or the unit does not fit.
    """
    found = _WITH_UNIT.fullmatch(text.strip())
    if found is None:
        raise _not_a_number(text)
    written = (found[1] + found[3]).strip(" .").casefold()
    factor = Decimal(1) if not written else _UNITS.get(unit, {}).get(written.replace(" ", ""))
    if factor is None:
        raise Invalid(
            _("“{text}” has a unit that does not fit; type a number in {unit}.").format(text=text.strip(), unit=unit)
            if unit
            else _("“{text}” is not a number; type digits only.").format(text=text.strip())
        )
    return number(found[2], decimal_mark() if mark is None else mark) * factor


def decimal_mark() -> str:
    """The decimal mark of the language in use."""
    return "." if language() == "en" else ","


def grouped(value: int) -> str:
    """A whole number with its thousands set apart, in the language in use."""
    return f"{value:,}" if language() == "en" else f"{value:,}".replace(",", ".")


def plain(value: Decimal) -> str:
    """A decimal without needless zeros, in the language in use; `with_unit` reads it back."""
    digits = format(value, "f")
    short = digits.rstrip("0").rstrip(".") if "." in digits else digits
    return short.replace(".", decimal_mark())


def _with_point(digits: str, mark: str) -> str | None:
    """The digits with a point for the decimal mark, None where separators stand at odd places."""
    last = max(digits.rfind("."), digits.rfind(","))
    if last < 0:
        return digits
    point = digits[last]
    other = "," if point == "." else "."
    once = digits.count(point) == 1
    ambiguous = once and other not in digits and _SINGLE.fullmatch(digits) and not digits.startswith("0")
    if not once or (ambiguous and point != mark):
        return _ungrouped(digits, point) if other not in digits else None
    before, after = digits[:last], digits[last + 1 :]
    joined = _ungrouped(before, other) if other in before else before
    return None if joined is None or not after else f"{joined}.{after}"


def _ungrouped(digits: str, separator: str) -> str | None:
    first, *others = digits.split(separator)
    tidy = 1 <= len(first) <= 3 and all(len(group) == 3 for group in others)
    return first + "".join(others) if tidy else None


def _not_a_number(text: str) -> Invalid:
    return Invalid(_("“{text}” is not a number; type it such as 1500 or 2,5.").format(text=text.strip()))
