"""A spreadsheet as plain values: sheets of rows that hold something, with the row numbers people see."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from spbe_assets.domain.parsing import Cell


class Row(NamedTuple):
    """One row that is not empty: its number in the spreadsheet program, and its cells from column A on."""

    number: int
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet; empty rows are left out, dates are ISO text, formulas are only their last shown values."""

    name: str
    rows: list[Row]
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Book:
    """A whole file; `notes` are sentences on how it had to be read."""

    file: str
    sheets: tuple[Sheet, ...]
    notes: tuple[str, ...] = field(default=())


def column_letters(column: int) -> str:
    """The name of a column counted from 0: A, Z, AA."""
    letters = ""
    column += 1
    while column:
        column, left = divmod(column - 1, 26)
        letters = chr(65 + left) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """A cell as spreadsheet programs name it, such as B7; rows count from 1, columns from 0."""
    return f"{column_letters(column)}{row}"
