"""How the SPBE workbook writes what one cell holds of several facts, and how it is read back.

What is written here comes back as it was; what offices write instead (“3 Gbps”, “Tier III”, “31-12-2026”) is read too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from spbe_assets.domain.errors import Invalid
from spbe_assets.domain.parsing import is_blank, long_text, quantity, shortened, text
from spbe_assets.domain.parsing_dates import calendar_date
from spbe_assets.domain.sort_keys import normal_name
from spbe_assets.i18n import _

BETWEEN = "; "
WITHIN = " › "
"""Between a building and its room, and between an agency and its unit."""
MBPS = "Mbps"
LICENSED, UNLICENSED = "Berlisensi", "Tidak berlisensi"
UNTIL = "s.d. "
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_TIER = re.compile(r"(?:(?:tier|strata|rated)\W*)?(\d|i{1,3}|iv)", re.IGNORECASE)
_UNTIL = re.compile(r"^(?:s\s*\.?\s*/?\s*d\s*\.?|sampai(?: dengan)?|hingga|until)\s*[:.]?\s*", re.IGNORECASE)
_RANGE = re.compile(r"\s(?:s\.?/?d\.?|-|–|sampai)\s", re.IGNORECASE)
_HYPERVISORS = re.compile(r"vmware|esxi|vsphere|hyper.?v|proxmox|\bkvm\b|\bxen|nutanix|virtuozzo|ovirt", re.IGNORECASE)
MOST_NAME = 120


def said(written: str | None) -> str:
    """A text as one clean line, empty where it only says that there is nothing: as the import reads it back."""
    return "" if is_blank(written) else text(written)


def said_long(written: str | None) -> str:
    """The same for a text that may have several lines."""
    return "" if is_blank(written) else long_text(written)


def joined(names: Iterable[str]) -> str:
    """Names in one cell, each once; a semicolon within a name becomes a comma."""
    plain = {said(name).replace(";", ",") for name in names}
    return BETWEEN.join(sorted(plain - {""}))


def split(written: str) -> list[str]:
    """The names of a cell."""
    return [name for name in (one.strip() for one in re.split(r"[;\n]", written)) if not is_blank(name)]


def within(outer: str, inner: str) -> str:
    """A thing and what lies in it: building and room, agency and unit; either may be empty."""
    return WITHIN.join(part for part in (said(outer), said(inner)) if part)


def split_within(written: str) -> tuple[str, str]:
    """What `within` was given; a single name is the inner one."""
    outer, found, inner = written.partition(WITHIN)
    return (outer.strip(), inner.strip()) if found else ("", written.strip())


def amount(value: Decimal | int | None, unit: str) -> str:
    """A number with its unit, such as 64 GB or 2,5 TB."""
    return "" if value is None else f"{plain_number(value)} {unit}"


def plain_number(value: Decimal | int) -> str:
    """A number as Indonesian offices write it, without marks between thousands."""
    return f"{Decimal(value).normalize():f}".replace(".", ",")


def rate(down: Decimal | None, up: Decimal | None) -> str:
    """A rate in Mbps; down and up apart only where they differ."""
    first = down if down is not None else up
    if first is None or up is None or up == first:
        return amount(first, MBPS)
    return f"{plain_number(first)}/{plain_number(up)} {MBPS}"


def read_rate(written: str) -> tuple[Decimal, Decimal]:
    """Rates down and up in Mbps: 100 Mbps, 3 Gbps, 100/20 Mbps.

    Raises:
        Invalid: it is no rate.
    """
    down, found, up = (part.strip() for part in written.partition("/"))
    if found and up[:1].isdigit():
        unit = re.sub(r"^[\d.,\s]+", " ", up) if down[-1:].isdigit() else ""
        return quantity(down + unit, MBPS, ","), quantity(up, MBPS, ",")
    both = quantity(written, MBPS, ",")
    return both, both


def tier(value: int | None) -> str:
    """A tier from 1 to 4; nothing else has an official name."""
    return f"Tier {value}" if value is not None and value in _ROMAN.values() else ""


def read_tier(written: str) -> int:
    """A tier from its number in either writing.

    Raises:
        Invalid: it is none.
    """
    found = _TIER.fullmatch(written.strip(" ."))
    number = (_ROMAN.get(found[1].casefold()) or (int(found[1]) if found[1].isdigit() else 0)) if found else 0
    if number not in _ROMAN.values():
        told = _("“{text}” is no tier; write Tier 1, Tier 2, Tier 3 or Tier 4.")
        raise Invalid(told.format(text=shortened(written)))
    return number


def software(system: str, hypervisor: str) -> str:
    """What runs on a server, the operating system first."""
    return BETWEEN.join(part for part in (said(system), said(hypervisor)) if part)


def read_software(written: str) -> tuple[str, str]:
    """Operating system and hypervisor of a server; only a last name that is known to be one is a hypervisor."""
    rest, _found, last = written.rpartition(BETWEEN.strip())
    if _HYPERVISORS.search(last) or len(written) > MOST_NAME:
        return rest.strip(), last.strip()
    return written, ""


def until(day: date | None) -> str:
    """The end of a term."""
    return f"{UNTIL}{day:%d-%m-%Y}" if day is not None else ""


def read_until(written: str) -> date:
    """The end of a term: a date, or the second one of two.

    Raises:
        Invalid: it names no day.
    """
    last = _RANGE.split(written)[-1] if _RANGE.search(written) else written
    return calendar_date(_UNTIL.sub("", last.strip()), "dmy")


def validity(end: date | None, licensed: bool | None) -> str:
    """Until when a licence holds, else whether there is one."""
    if end is not None:
        return until(end)
    return "" if licensed is None else LICENSED if licensed else UNLICENSED


def read_validity(written: str) -> tuple[date | None, bool | None]:
    """The end of a licence, and whether there is one where only that is said.

    Raises:
        Invalid: it says neither.
    """
    plain = normal_name(written)
    if plain in (normal_name(UNLICENSED), "tidak", "tidak ada", "tanpa lisensi", "kedaluwarsa"):
        return None, False
    if plain in (normal_name(LICENSED), "valid", "perpetual", "permanen", "selamanya", "seumur hidup", "aktif", "ya"):
        return None, True
    return read_until(written), None


def chosen(options: Iterable[str], written: str) -> str:
    """The official option that a text means, whatever its case and punctuation; empty for none."""
    sought = normal_name(written)
    return next((option for option in options if normal_name(option) == sought), "")


def software_kind(written: str, options: tuple[str, ...]) -> str:
    """The official kind of platform software in a freely written one: Database is a Sistem Database."""
    words = (("oper", options[0]), ("utili", options[1]), ("data", options[2]))
    folded = normal_name(written)
    return chosen(options, written) or next((option for word, option in words if word in folded), "")
