"""From what people type in a field to its Python value and back, with a sentence where that can't be.

Records may be incomplete, so an empty text is always fine; only impossible values are refused.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from spbe_assets.domain import addresses, amounts, dates
from spbe_assets.domain.changeset import clean_text
from spbe_assets.domain.errors import Invalid
from spbe_assets.domain.fields import Field, Kind, field
from spbe_assets.domain.limits import BLANKS, FRACTIONS, LARGEST, longest
from spbe_assets.domain.spellings import choice_of, yes_no
from spbe_assets.domain.vocabulary import title
from spbe_assets.formats import zone
from spbe_assets.i18n import _

TEXTS = frozenset({Kind.TEXT, Kind.LONG_TEXT, Kind.CODE, Kind.IP, Kind.MAC, Kind.GOODS_CODE})
"""Kinds whose empty value is an empty text; that of the others is None."""


def parse_text(of: Field, text: str) -> Any:
    """The Python value of a typed text; an empty text gives the field's empty value.

    Raises:
        Invalid: the text can't be a value of this field; `field` names its key.
    """
    try:
        typed = clean(text, lines=of.kind in (Kind.LONG_TEXT, Kind.EXTRA))
        value = _PARSERS[of.kind](of, typed) if typed else empty(of)
        return checked_value(of, value)
    except Invalid as problem:
        raise Invalid(str(problem), of.key) from problem


def show(of: Field, value: Any, names: Mapping[str, str] | None = None) -> str:
    """The text of a value for reading and editing; `parse_text` of it gives the value back (references aside).

    Args:
        of: the field.
        value: its value.
        names: key -> name for references, as `Record.names`.
    """
    if value is None or value == "":
        return ""
    if of.kind is Kind.REFERENCE:
        return (names or {}).get(of.key, "")
    return _SHOWERS.get(of.kind, str)(value)


def empty(of: Field) -> Any:
    """What a field holds when nothing is entered."""
    if of.kind in TEXTS:
        return ""
    return {} if of.kind is Kind.EXTRA else BLANKS.get((of.table, of.key))


def checked(table: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a row with tidy texts; columns outside the field catalogue pass.

    Raises:
        Invalid: a value can't be right; `field` names its key.
    """
    found = {}
    for key, value in values.items():
        of = field(table, key)
        try:
            found[key] = value if of is None else checked_value(of, _tidy(of, value))
        except Invalid as problem:
            raise Invalid(str(problem), key) from problem
    return found


def checked_value(of: Field, value: Any) -> Any:
    """The value itself if it is possible.

    Raises:
        Invalid: it is too long, too large, negative or out of range.
    """
    if value is None:
        return BLANKS.get((of.table, of.key))
    if isinstance(value, str) and not isinstance(value, StrEnum):
        _check_length(of, value)
    elif isinstance(value, int | Decimal) and not isinstance(value, bool):
        _check_range(of, value)
    return value


def clean(text: str, *, lines: bool = False) -> str:
    """The text in NFC without surrounding space; line breaks become spaces unless lines are kept.

    Raises:
        Invalid: it holds control characters or broken ones.
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    joined = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    tidy = clean_text(joined if lines else joined.replace("\n", " ")).strip()
    if any(unicodedata.category(character) == "Cc" and character != "\n" for character in tidy):
        raise Invalid(_("The text holds a control character that can't be seen; type it again."))
    return tidy


def _tidy(of: Field, value: Any) -> Any:
    if isinstance(value, str) and not isinstance(value, StrEnum):
        return clean(value, lines=of.kind is Kind.LONG_TEXT)
    return value


def _check_length(of: Field, value: str) -> None:
    limit = longest(of)
    if len(value) > limit:
        raise Invalid(
            _("{field} may have at most {limit} characters; this has {n}.").format(
                field=of.label, limit=limit, n=len(value)
            )
        )


def _check_range(of: Field, value: int | Decimal) -> None:
    if of.kind is Kind.YEAR and not dates.is_year(int(value)):
        dates.year(f"{value:04}")
    lowest = 1 if (of.table, of.key) == ("asset", "quantity") else 0
    highest = 100 if of.unit == "%" else LARGEST[of.kind]
    if not lowest <= value <= highest:
        raise Invalid(
            _("{field} must lie between {lowest} and {highest}.").format(
                field=of.label, lowest=lowest, highest=amounts.grouped(highest)
            )
        )


def _text(_of: Field, text: str) -> str:
    return text


def _integer(of: Field, text: str) -> int:
    if not of.unit:
        return amounts.whole(text)
    # In a count, one separator before three digits sets thousands apart whatever the language.
    return amounts.as_whole(amounts.with_unit(text, of.unit, mark=""), text)


def _decimal(of: Field, text: str) -> Decimal:
    value = amounts.with_unit(text, of.unit)
    rounded = value.quantize(FRACTIONS).normalize()
    return rounded.quantize(Decimal(1)) if rounded == rounded.to_integral_value() else rounded


def _moment(_of: Field, text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        day, _space, clock = text.partition(" ")
        found = _at(dates.day(day if clock and ":" in clock else text), clock if ":" in clock else "00:00", text)
    return (found if found.tzinfo else found.replace(tzinfo=zone())).astimezone(UTC)


def _at(day: date, clock: str, text: str) -> datetime:
    try:
        return datetime.fromisoformat(f"{day.isoformat()} {clock.strip():0>5}")
    except ValueError as error:
        raise Invalid(_("“{text}” is not a time; type it such as 31/12/2026 14:30.").format(text=text)) from error


def _reference(of: Field, text: str) -> bytes:
    try:
        found = bytes.fromhex(text)
    except ValueError:
        found = b""
    if len(found) != 16:
        raise Invalid(_("“{text}” is not in the list; choose an entry for {field}.").format(text=text, field=of.label))
    return found


def _choice(of: Field, text: str) -> StrEnum:
    if of.choices is None:
        raise KeyError(f"{of.table}.{of.key} has no choices")
    found = choice_of(of.choices, text)
    if found is None:
        known = ", ".join(title(option) for option in of.choices)
        raise Invalid(
            _("“{text}” is not a choice for {field}: {known}.").format(text=text, field=of.label, known=known)
        )
    return found


def _extra(_of: Field, text: str) -> dict[str, str]:
    found = {}
    for line in text.splitlines():
        name, colon, value = line.partition(":")
        if not line.strip():
            continue
        if not colon or not name.strip():
            raise Invalid(_("“{text}” is not a further field; write each as name: value.").format(text=line.strip()))
        found[name.strip()] = value.strip()
    return found


_PARSERS: dict[Kind, Callable[[Field, str], Any]] = {
    Kind.TEXT: _text,
    Kind.LONG_TEXT: _text,
    Kind.CODE: _text,
    Kind.INTEGER: _integer,
    Kind.YEAR: lambda _of, text: dates.year(text),
    Kind.RUPIAH: lambda _of, text: amounts.rupiah(text),
    Kind.DECIMAL: _decimal,
    Kind.DATE: lambda _of, text: dates.day(text),
    Kind.TIME: _moment,
    Kind.YES_NO: lambda _of, text: yes_no(text),
    Kind.CHOICE: _choice,
    Kind.REFERENCE: _reference,
    Kind.IP: lambda _of, text: addresses.ip(text),
    Kind.MAC: lambda _of, text: addresses.mac(text),
    Kind.GOODS_CODE: lambda _of, text: addresses.goods_code(text),
    Kind.EXTRA: _extra,
}

_SHOWERS: dict[Kind, Callable[[Any], str]] = {
    Kind.RUPIAH: amounts.grouped,
    Kind.DECIMAL: amounts.plain,
    Kind.DATE: lambda value: value.strftime("%d/%m/%Y"),
    Kind.TIME: lambda value: value.astimezone(zone()).strftime("%d/%m/%Y %H:%M"),
    Kind.YES_NO: lambda value: _("Yes") if value else _("No"),
    Kind.CHOICE: title,
    Kind.EXTRA: lambda value: "\n".join(f"{name}: {part}" for name, part in value.items()),
}
