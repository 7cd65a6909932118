"""A form as plain values: its head, its columns with their groups, its rows, its sums and who signs.

Both writers (`reports.forms.paper` and `sheets.forms.workbook`) take the same `Form`, so that a figure on paper is the
figure in the sheet.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any, TypeAlias

from spbe_assets import formats
from spbe_assets.domain.parsing import is_blank, long_text, text
from spbe_assets.i18n import speaking

Cell: TypeAlias = str | int | date | None
Row: TypeAlias = tuple[Cell, ...]


class Kind(Enum):
    """What a column holds, which decides how it is aligned and written."""

    TEXT = "text"
    CENTRED = "centred"
    NUMBER = "number"
    MONEY = "money"
    YEAR = "year"
    """A year, or a whole day of which only the year is shown."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what stands over it, its share of the width, and the title it shares with its neighbours."""

    title: str
    share: float
    kind: Kind = Kind.TEXT
    group: str = ""


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs: the lines above the space for the signature; an empty name is dotted."""

    lines: tuple[str, ...]
    name: str = ""
    nip: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """One form of one unit or room.

    `name` is what its sheet is called, `mark` stands in the corner ("Format II.K.2"). `sums` are the columns that are
    added up under the rows, beside the word `sum_title`; `is_numbered` counts the columns under their titles.
    """

    name: str
    titles: tuple[str, ...]
    head: tuple[tuple[str, str], ...]
    columns: tuple[Column, ...]
    rows: Sequence[Row]
    sums: tuple[int, ...] = ()
    sum_title: str = "JUMLAH"
    signers: tuple[Signer, ...] = ()
    mark: str = ""
    foot: str = ""
    is_numbered: bool = True
    page: str = "Halaman {number} dari {pages}"

    @property
    def totals(self) -> Row:
        """The row under the table: a sum in each column of `sums`, nothing in the others; what is unknown adds 0."""
        return tuple(
            sum(value for row in self.rows if isinstance(value := row[at], int)) if at in self.sums else None
            for at in range(len(self.columns))
        )


def said(written: str | None) -> str:
    """A text as one clean line, empty where it only says that there is nothing: as the import reads it back."""
    return "" if is_blank(written) else text(written)


def said_long(written: str | None) -> str:
    """The same for a text that may have several lines."""
    return "" if is_blank(written) else long_text(written)


def day_text(day: date) -> str:
    """A day as forms write it: 24 November 2026."""
    with speaking("id"):
        return formats.date_text(day)


def amount(value: int) -> str:
    """A whole number as forms write it: 1.250.000."""
    return f"{value:,}".replace(",", ".")


def numbered(rows: Iterable[Sequence[Any]]) -> list[Row]:
    """Rows with their number before them."""
    return [(number, *row) for number, row in enumerate(rows, 1)]
