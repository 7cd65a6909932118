"""Numbers, money, dates and times as people read them, in the language in use and in local time.

Everything is stored in UTC, whole rupiah and plain numbers; only what is shown passes through here.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from spbe_assets.i18n import N_, _, language, ngettext

if TYPE_CHECKING:
    from babel import Locale

LOCALES = {"id": "id_ID", "en": "en_GB"}
DEFAULT_ZONE = "Asia/Jakarta"
SHORT_RUPIAH = (
    (1_000_000_000_000, N_("Rp {n} tn")),
    (1_000_000_000, N_("Rp {n} bn")),
    (1_000_000, N_("Rp {n} m")),
)

_zone = ZoneInfo(DEFAULT_ZONE)


@cache
def _locale(code: str) -> Locale:
    from babel import Locale

    return Locale.parse(LOCALES[code])


def use_zone(name: str) -> None:
    """Show every later time in this zone, such as Asia/Makassar."""
    global _zone
    _zone = ZoneInfo(name)


def zone() -> ZoneInfo:
    """The zone in which times are shown and in which a day begins."""
    return _zone


def today() -> date:
    """The date it is now where the program is used."""
    return datetime.now(_zone).date()


def date_text(value: date | None, *, short: bool = False) -> str:
    """24 November 2026, or 24 Nov 2026 when `short`; empty for None."""
    from babel.dates import format_date

    if value is None:
        return ""
    return format_date(value, "d MMM y" if short else "d MMMM y", locale=_locale(language()))


def datetime_text(value: datetime | None, *, short: bool = False) -> str:
    """The local date and time of an aware time, such as 24 November 2026, 07.58; empty for None."""
    from babel.dates import format_time

    if value is None:
        return ""
    local = value.astimezone(_zone)
    clock = format_time(local, "HH.mm" if language() == "id" else "HH:mm", locale=_locale(language()))
    return f"{date_text(local.date(), short=short)}, {clock}"


def number(value: int | float | Decimal | None, places: int = 0) -> str:
    """The number with local marks and exactly `places` decimals, half away from zero; empty for None."""
    if value is None:
        return ""
    if isinstance(value, int) and 0 <= value < 1000 and not places:
        return str(value)  # a short command need not load the library for that
    from babel.numbers import format_decimal

    # str() first: a float such as 2.675 is rounded as it reads, not as it is stored
    exact = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    pattern = "#,##0" + ("." + "0" * places if places else "")
    return format_decimal(exact, pattern, locale=_locale(language())).replace("-", "−")


def points(value: int | float | Decimal | None) -> str:
    """By how much a score changed, in tenths with its sign: +1,5 or −2,0; empty for None."""
    return "" if value is None else f"{'+' if value > 0 else ''}{number(value, 1)}"


def percent(share: int | float | Decimal | None, places: int = 0) -> str:
    """A share in 0..1 as 75%; empty for None."""
    return "" if share is None else f"{number(Decimal(str(share)) * 100, places)}%"


def rupiah(value: int | None) -> str:
    """The whole amount, such as Rp 1.250.000; empty for None."""
    return "" if value is None else f"Rp {number(value)}"


def rupiah_short(value: int | None) -> str:
    """The amount in one glance, such as Rp 18,4 M (id) or Rp 18.4 bn (en); empty for None."""
    if value is None:
        return ""
    for size, message in SHORT_RUPIAH:
        if abs(value) >= size:
            amount = Decimal(value) / size
            places = 0 if amount == amount.to_integral_value() or abs(amount) >= 100 else 1
            return _(message).format(n=number(amount, places))
    return rupiah(value)


def day_of(at: datetime) -> date:
    """The local day of an aware time."""
    return at.astimezone(_zone).date()


def days_ago(value: date | datetime | None, now: date | None = None) -> str:
    """How long ago a day was, as people say it: today, yesterday, 12 days ago, 5 months ago, 2 years ago."""
    if value is None:
        return ""
    day = day_of(value) if isinstance(value, datetime) else value
    days = ((now or today()) - day).days
    if days <= 0:
        return _("today") if days == 0 else date_text(day)
    if days == 1:
        return _("yesterday")
    if days < 60:
        return ngettext("{n} day ago", "{n} days ago", days).format(n=number(days))
    if days < 730:
        months = days // 30
        return ngettext("{n} month ago", "{n} months ago", months).format(n=number(months))
    years = days // 365
    return ngettext("{n} year ago", "{n} years ago", years).format(n=number(years))
