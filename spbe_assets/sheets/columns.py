"""Parses whole columns: date order and decimal mark are found per column, every distinct text is parsed once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from spbe_assets.domain import addresses, parsing, parsing_codes, parsing_dates, validation
from spbe_assets.domain.errors import Invalid
from spbe_assets.domain.limits import FRACTIONS
from spbe_assets.domain.parsing import Cell
from spbe_assets.domain.parsing_dates import DateOrder
from spbe_assets.domain.vocabulary import Condition, title
from spbe_assets.i18n import _, ngettext
from spbe_assets.sheets import words
from spbe_assets.sheets.parts import Part
from spbe_assets.storage.types import plain

NUMERIC = frozenset(("rupiah", "decimal", "gigabytes", "terabytes", "volt_amperes", "mbps", "whole_mbps", "kbps"))
DATED = frozenset(("date", "acquired", "year"))
_KBPS = Decimal("0.001")
_MISSING = object()


@dataclass(frozen=True, slots=True)
class Style:
    """How the numbers and dates of one column are written."""

    decimal_mark: str = ","
    date_order: DateOrder = "dmy"
    factor: int = 1


@dataclass(slots=True)
class Column:
    """The values of a column (None for blank), the reasons of cells that can't be read, and notes on the whole."""

    part: Part
    values: list[Any]
    problems: dict[int, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def parse(part: Part, heading: str, cells: Sequence[Cell], preset: Style) -> Column:
    """Parse a column.

    Args:
        part: what it means.
        heading: its title, for notes.
        cells: one a record.
        preset: the marks to take where the column shows none, and the factor of amounts.
    """
    column = Column(part, [])
    style = _style(part, heading, cells, preset, column.notes)
    known: dict[Cell, Any] = {}
    append, reader = column.values.append, _READERS[part.reads]
    for at, cell in enumerate(cells):
        if cell is None or cell is True or cell is False:
            value = None if cell is None else _parsed(part, reader, cell, style)
        else:
            value = known.get(cell, _MISSING)
            if value is _MISSING:
                value = known[cell] = _parsed(part, reader, cell, style)
        if type(value) is Invalid:
            column.problems[at] = str(value)
            value = None
        append(value)
    if part.reads == "rupiah":
        _round(column, heading)
    return column


def _parsed(part: Part, reader: Callable[[Cell, Part, Style], Any], cell: Cell, style: Style) -> Any:
    if parsing.is_blank(cell) and part.reads not in _OWN_BLANKS:
        return None
    try:
        value = reader(cell, part, style)
        if type(value) is Decimal and part.reads != "rupiah":
            value = plain(value.quantize(FRACTIONS))
        if part.field is not None and part.reads not in _UNCHECKED:
            return validation.checked_value(part.field, value)
    except Invalid as problem:
        return problem
    return value


def _style(part: Part, heading: str, cells: Sequence[Cell], preset: Style, notes: list[str]) -> Style:
    if part.reads in NUMERIC:
        return _number_style(heading, {cell for cell in cells if isinstance(cell, str)}, preset, notes)
    if part.reads in DATED:
        return _date_style(heading, {cell for cell in cells if isinstance(cell, str)}, preset, notes)
    return preset


def _number_style(heading: str, texts: set[str], preset: Style, notes: list[str]) -> Style:
    doubtful = [one for one in texts if "." in one or "," in one]
    mark = parsing.decimal_mark_of(doubtful)
    if mark is None and doubtful:
        mark = preset.decimal_mark
        notes.append(
            _("Column “{title}” does not show its decimal mark; “{mark}” was taken.").format(title=heading, mark=mark)
        )
    return Style(mark or preset.decimal_mark, preset.date_order, preset.factor)


def _date_style(heading: str, texts: set[str], preset: Style, notes: list[str]) -> Style:
    order = parsing_dates.date_order_of(texts)
    if order is None and parsing_dates.has_numeric_dates(texts):
        order = preset.date_order
        shown = _("day/month/year") if order == "dmy" else _("month/day/year")
        notes.append(
            _("Column “{title}” does not show the order of its dates; {order} was taken.").format(
                title=heading, order=shown
            )
        )
    return Style(preset.decimal_mark, order or preset.date_order, preset.factor)


def _round(column: Column, heading: str) -> None:
    """Exact amounts to whole rupiah, saying how many had a fraction."""
    rounded = 0
    for at, amount in enumerate(column.values):
        if amount is not None:
            column.values[at] = whole = parsing.whole_rupiah(amount)
            rounded += whole != amount
    if rounded:
        column.notes.append(
            ngettext(
                "Column “{title}”: {n} amount was rounded to whole rupiah.",
                "Column “{title}”: {n} amounts were rounded to whole rupiah.",
                rounded,
            ).format(title=heading, n=rounded)
        )


def _choice(cell: Cell, part: Part, _style: Style) -> Any:
    options = part.field.choices if part.field else None
    if options is None:
        raise KeyError(f"{part.key} has no choices")
    written = parsing.text(cell)
    found = words.choice(options, written)
    if found is None and parsing.is_blank(cell):
        return None
    if found is None:
        known = ", ".join(title(option) for option in options)
        raise Invalid(
            _("“{text}” is not a choice for {field}: {known}.").format(
                text=parsing.shortened(written), field=part.label, known=known
            )
        )
    return found


def _condition(cell: Cell, _part: Part, _style: Style) -> Any:
    written = parsing.text(cell).rstrip(".")
    found = words.choice(Condition, written)
    if found is None:
        raise Invalid(_("“{text}” is no condition; write B, RR or RB.").format(text=parsing.shortened(written)))
    return found


def _tick(cell: Cell, _part: Part, _style: Style) -> Any:
    """Any mark ticks a column; a zero or no does not."""
    return None if cell is False or parsing.text(cell).casefold() in ("0", "tidak", "no") else parsing.text(cell)


def _kbps(cell: Cell, _part: Part, style: Style) -> Decimal:
    bare = isinstance(cell, float) or not any(letter.isalpha() for letter in parsing.text(cell))
    amount = parsing.number(cell, style.decimal_mark) if bare else parsing.quantity(cell, "Mbps", style.decimal_mark)
    return amount * _KBPS if bare else amount


def _unit_of(part: Part) -> str:
    return part.field.unit if part.field else ""


def _unit(unit: str) -> Callable[[Cell, Part, Style], Any]:
    return lambda cell, _part, style: parsing.quantity(cell, unit, style.decimal_mark)


_READERS: dict[str, Callable[[Cell, Part, Style], Any]] = {
    "text": lambda cell, _part, _style: parsing.text(cell),
    "long_text": lambda cell, _part, _style: parsing.long_text(cell),
    "digits": lambda cell, _part, _style: parsing_codes.digits_of(cell),
    "whole": lambda cell, part, _style: parsing.whole(cell, _unit_of(part)),
    "rupiah": lambda cell, _part, style: parsing.money(cell, style.decimal_mark) * style.factor,
    "decimal": lambda cell, part, style: parsing.quantity(
        cell, part.field.unit if part.field else "", style.decimal_mark
    ),
    "gigabytes": lambda cell, _part, style: parsing.whole(cell, "GB", style.decimal_mark),
    "terabytes": _unit("TB"),
    "volt_amperes": lambda cell, _part, style: parsing.whole(cell, "VA", style.decimal_mark),
    "mbps": _unit("Mbps"),
    "whole_mbps": lambda cell, _part, style: parsing.whole(cell, "Mbps", style.decimal_mark),
    "kbps": _kbps,
    "year": lambda cell, _part, style: parsing_dates.acquired(cell, style.date_order).year,
    "acquired": lambda cell, _part, style: parsing_dates.acquired(cell, style.date_order),
    "date": lambda cell, _part, style: parsing_dates.calendar_date(cell, style.date_order),
    "yes_no": lambda cell, _part, _style: parsing.yes_no(cell),
    "choice": _choice,
    "condition": _condition,
    "tick": _tick,
    "ip": lambda cell, _part, _style: parsing.ip_address(cell),
    "mac": lambda cell, _part, _style: addresses.mac(parsing.text(cell)),
    "goods_code": lambda cell, _part, _style: parsing_codes.goods_code(cell),
    "registers": lambda cell, _part, _style: parsing_codes.registers(cell),
    "brand_model": lambda cell, _part, _style: parsing_codes.split_brand(cell, words.brands()),
}
_OWN_BLANKS = frozenset(("choice",))
_UNCHECKED = frozenset(("rupiah", "registers"))


def most_common(values: Sequence[Any]) -> Any:
    """The value that stands most often in a column, None for an empty one."""
    counted = Counter(value for value in values if value is not None)
    return counted.most_common(1)[0][0] if counted else None
