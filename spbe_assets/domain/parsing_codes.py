"""Codes as cells hold them: kode barang, ranges of register numbers, brand and type in one cell."""

from __future__ import annotations

import re
from collections.abc import Collection
from decimal import Decimal
from typing import NamedTuple

from spbe_assets.domain import addresses
from spbe_assets.domain.errors import Invalid
from spbe_assets.domain.parsing import Cell, shortened, text
from spbe_assets.i18n import _

REGISTER_DIGITS = 6
MOST_IN_RANGE = 1000
_RANGE = re.compile(r"(\d{1,9})\s*(?:s\s*[./]?\s*d\b\.?|sampai(?: dengan)?|to|[-–—~])\s*(\d{1,9})", re.IGNORECASE)
_BREAKS = (" / ", "/", " - ", ", ")
_DASHES = ("-", "–")


def goods_code(cell: Cell) -> str:
    """A kode barang with its dots: trailing dots are dropped, twelve bare digits get theirs.

    Raises:
        Invalid: it is not made of numbers and dots.
    """
    return addresses.goods_code(shortened(text(cell).replace(",", ".")))


def registers(cell: Cell) -> list[str]:
    """The register numbers of a cell: one, or each of a range such as 000021 s/d 000024.

    Raises:
        Invalid: the range runs backwards or is longer than a thousand.

    Source:
        KIB of Permendagri 47/2021 joins identical goods in one line; six digits are today's form
    """
    if isinstance(cell, float):
        return [text(cell).zfill(REGISTER_DIGITS)]
    written = text(cell)
    found = _RANGE.fullmatch(written)
    if found is None:
        return [written]
    first, last = int(found[1]), int(found[2])
    if not first <= last < first + MOST_IN_RANGE:
        raise Invalid(_("“{text}” is not a range of register numbers.").format(text=shortened(written)))
    digits = max(len(found[1]), len(found[2]))
    return [str(number).zfill(digits) for number in range(first, last + 1)]


def joined(numbers: list[str]) -> str:
    """One text for some register numbers that follow each other."""
    return numbers[0] if len(numbers) == 1 else f"{numbers[0]}-{numbers[-1]}"


def joined_registers(written: str) -> str:
    """A stored range of register numbers in the spelling of `joined`; anything else as it is."""
    try:
        return joined(registers(written))
    except Invalid:
        return written


def digits_of(cell: Cell) -> str:
    """A long number that is an identity, such as a NIBAR: digits without spaces and dots."""
    if isinstance(cell, float):
        return format(Decimal(cell), "f")
    written = text(cell)
    compact = re.sub(r"[\s.]", "", written)
    return compact if compact.isdigit() else written


class Make(NamedTuple):
    """Brand and model of a cell that holds both."""

    brand: str
    model: str


def split_brand(cell: Cell, brands: Collection[str] = ()) -> Make:
    """Brand and type written in one cell: HP / LaserJet M404dn, Dell PowerEdge R740.

    Args:
        cell: what was written.
        brands: known brands in lower case, for cells without anything between brand and type.
    """
    written = text(cell)
    for between in _BREAKS:
        brand, found, model = written.partition(between)
        brand, model = brand.strip(), model.strip()
        if found and brand and model and (between != ", " or brand.casefold() in brands):
            return Make("" if brand in _DASHES else brand, "" if model in _DASHES else model)
    written = written.strip(" /-") or written
    first, _space, rest = written.partition(" ")
    if first.casefold() in brands:
        return Make(first, rest.strip())
    if not rest and not any(character.isdigit() for character in first):
        return Make(first, "")
    return Make("", written)


def written_make(brand: str, model: str) -> str:
    """Brand and type in one cell, so that `split_brand` finds the same two again: HP / -, where no type is known."""
    if not brand and not model:
        return ""
    if not model and " " not in brand and split_brand(brand) == (brand, ""):
        return brand
    return f"{brand or '-'} / {model or '-'}"
