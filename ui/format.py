"""Numbers, money, dates and field values as people read them, in the language in use.

Made by hand rather than with Babel: lists format thousands of cells and start-up must not load locale data.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from spbe_assets.domain.vocabulary import title
from spbe_assets.formats import SHORT_RUPIAH, day_of, zone
from spbe_assets.i18n import N_, _, language

if TYPE_CHECKING:
    from spbe_assets.domain.fields import Field

NOTHING = "—"
MONTHS = (
    N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June"), N_("July"), N_("August"),
    N_("September"), N_("October"), N_("November"), N_("December"),
)  # fmt: skip
SHORT_MONTHS = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "id": ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"),
}


_MARKS = str.maketrans(",.", ".,")


def _local(text: str) -> str:
    """Swap the English marks for the local ones."""
    return text.translate(_MARKS) if language() == "id" else text


def number(value: int) -> str:
    """12480 -> 12.480."""
    return _local(f"{value:,}")


def decimal(value: Decimal | float, places: int | None = None) -> str:
    """1234.5 -> 1.234,5; without `places` as many as it has."""
    text = f"{value:,.{places}f}" if places is not None else f"{value:,f}"
    if places is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    return _local(text)


def rupiah(value: int) -> str:
    """214500000 -> Rp 214.500.000."""
    return f"Rp {number(value)}"


def short_rupiah(value: int) -> str:
    """3400000000 -> Rp 3,4 M (billions), 35000000 -> Rp 35 jt (millions)."""
    for size, pattern in SHORT_RUPIAH:
        if abs(value) >= size:
            places = 1 if abs(value) < 100 * size and value % size else 0
            return _(pattern).format(n=decimal(Decimal(value) / size, places))
    return rupiah(value)


def percent(share: float) -> str:
    """0.714 -> 71%; never 100% or 0% unless it is."""
    if 0 < share < 0.01:
        return "<1%"
    return f"{min(round(share * 100), 99) if share < 1 else 100}%"


def day(value: date) -> str:
    """28 Okt 2026."""
    return f"{value.day} {SHORT_MONTHS[language()][value.month - 1]} {value.year}"


def long_day(value: date) -> str:
    """28 Oktober 2026."""
    return f"{value.day} {_(MONTHS[value.month - 1])} {value.year}"


def clock(value: datetime) -> str:
    """07.58, local time."""
    mark = "." if language() == "id" else ":"
    return value.astimezone(zone()).strftime(f"%H{mark}%M")


def moment(value: datetime) -> str:
    """28 Okt 2026 07.58, local time."""
    return f"{day(day_of(value))} {clock(value)}"


def recent(value: datetime, now: datetime) -> str:
    """A moment as one says it: today 07.58, yesterday 16.42, else the date."""
    ago = (day_of(now) - day_of(value)).days
    if ago == 0:
        return _("today {time}").format(time=clock(value))
    if ago == 1:
        return _("yesterday {time}").format(time=clock(value))
    return moment(value)


def value(field: Field, stored: Any, names: Mapping[str, str] | None = None) -> str:
    """Any value of the field catalogue as people read it; — for nothing.

    Args:
        field: what the value is.
        stored: the Python value.
        names: key -> name of what a reference points to.
    """
    if stored is None or stored == "" or stored == {}:
        return NOTHING
    if field.refers_to:
        return (names or {}).get(field.key, "") or NOTHING
    return _with_unit(_plain(field, stored), field)


def _plain(field: Field, stored: Any) -> str:
    from spbe_assets.domain.fields import Kind  # the catalogue is not needed for the first paint

    if field.kind is Kind.CHOICE:
        return title(stored)
    if field.kind is Kind.YES_NO:
        return _("Yes") if stored else _("No")
    if field.kind is Kind.EXTRA:
        return " · ".join(f"{name}: {text}" for name, text in stored.items())
    if isinstance(stored, datetime):
        return moment(stored)
    if isinstance(stored, date):
        return day(stored)
    return _number_or_text(field, stored)


def _number_or_text(field: Field, stored: Any) -> str:
    from spbe_assets.domain.fields import Kind

    if field.kind is Kind.RUPIAH:
        return rupiah(stored)
    if isinstance(stored, Decimal):
        return decimal(stored)
    if field.kind is Kind.INTEGER:
        return number(stored)
    return str(stored)


def _with_unit(text: str, field: Field) -> str:
    if not field.unit or field.unit == "Rp":
        return text
    return f"{text} {_(field.unit)}"


def counted(sentence: str, n: int) -> str:
    """A sentence that `ngettext` chose, with its {n} in local form."""
    return sentence.format(n=number(n))
