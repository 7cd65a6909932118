"""Helps people fill in the template: choices offered in the cells, and a sheet that explains every column."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import Any

from spbe_assets.domain.fields import Kind
from spbe_assets.domain.vocabulary import title
from spbe_assets.i18n import N_, _, language
from spbe_assets.paths import resource
from spbe_assets.sheets.parts import PARTS, Part

LISTED_ROWS = 5_000
"""So far down the choices are offered."""
MOST_LISTED = 255
"""Characters that a list of choices within a cell's rule may have."""
_TEXT = N_("Text.")
_EXPLAINED = {
    Kind.DATE: N_("A date, such as 31/12/2026."),
    Kind.YEAR: N_("A year, such as 2026."),
    Kind.RUPIAH: N_("Whole rupiah, without points."),
    Kind.INTEGER: N_("A whole number."),
    Kind.DECIMAL: N_("A number."),
    Kind.YES_NO: N_("Yes or no; leave it empty where nobody knows."),
    Kind.CHOICE: N_("One of the choices."),
    Kind.GOODS_CODE: N_("A code such as 1.3.2.10.02.04.001."),
    Kind.IP: N_("An address such as 10.14.2.1."),
    Kind.MAC: N_("An address such as 00:1b:44:11:3a:b7."),
    Kind.REFERENCE: N_("A name; one that nobody knows yet is added by the import."),
}
_OF_KEY = {
    "tag": N_("Leave it empty for something new; it gets the next tag."),
    "category": N_("A category from the list beside."),
    "register": N_("A number, or a range such as 000021 s/d 000024."),
    "site": N_("A name; one that nobody knows yet is added by the import."),
}
_OF_READER = {"yes_no": Kind.YES_NO, "ip": Kind.IP, "mac": Kind.MAC}


def add_help(book: Any, page: Any, target: str, headings: Mapping[str, str], first_row: int) -> None:
    """Add choices to a sheet that people will fill, and a sheet behind it that explains the columns.

    Args:
        book: the workbook.
        page: the sheet to fill.
        target: the kind of record.
        headings: part key -> the title over its column, in the order of the columns.
        first_row: the first row to fill, counted from 0.
    """
    name = _("How to fill in")[:31]
    categories = _category_titles() if "category" in headings else []
    _write_guide(book, name, target, headings, categories)
    for column, key in enumerate(headings):
        source: Any = f"='{name}'!$E$2:$E${len(categories) + 1}" if key == "category" else _listed(PARTS[target][key])
        if source:
            rule = {"validate": "list", "source": source, "error_type": "warning"}
            page.data_validation(first_row, column, first_row + LISTED_ROWS, column, rule)


def choices(part: Part) -> list[str]:
    """What may be written in a column of choices, in the language in use."""
    if part.reads == "yes_no":
        return [_("Yes"), _("No")]
    if part.key == "condition":
        return [option.value for option in part.field.choices or ()] if part.field else []
    return [title(option) for option in part.field.choices] if part.field and part.field.choices else []


def _listed(part: Part) -> list[str]:
    """The choices if a cell's rule can hold them: a comma would split one in two."""
    found = choices(part)
    fits = len(",".join(found)) <= MOST_LISTED and not any("," in choice for choice in found)
    return found if fits else []


def _write_guide(book: Any, name: str, target: str, headings: Mapping[str, str], categories: Sequence[str]) -> None:
    bold, wrapped = book.add_format({"bold": True, "bottom": 1}), book.add_format({"text_wrap": True, "valign": "top"})
    guide = book.add_worksheet(name)
    for column, width in enumerate((34, 50, 60, 3, 34)):
        guide.set_column(column, column, width)
    guide.freeze_panes(1, 0)
    titles = (_("Column to fill"), _("What belongs there"), _("Choices to take"), "", _("Categories to take"))
    for column, written in enumerate(titles if categories else titles[:3]):
        guide.write_string(0, column, written, bold)
    parts = [(heading, PARTS[target][key]) for key, heading in headings.items() if key != "record_id"]
    for row, (known, category) in enumerate(zip_longest(parts, categories), 1):
        if known is not None:
            heading, part = known
            for column, written in enumerate((heading, _explained(part), " · ".join(choices(part)))):
                guide.write_string(row, column, written, wrapped)
        if category is not None:
            guide.write_string(row, 4, category)


def _explained(part: Part) -> str:
    if part.key in _OF_KEY:
        return _(_OF_KEY[part.key])
    kind = _OF_READER.get(part.reads) or (part.field.kind if part.field else Kind.TEXT)
    return _(_EXPLAINED.get(kind, _TEXT))


def _category_titles() -> list[str]:
    """The titles of the shipped categories."""
    with resource("reference", "categories.csv").open(encoding="utf-8", newline="") as file:
        key = "title_en" if language() == "en" else "title_id"
        return sorted((row[key] for row in csv.DictReader(file)), key=str.casefold)
