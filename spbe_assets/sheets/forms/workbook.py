"""Any form as a spreadsheet: its title block, grouped and numbered titles, rows, sums and places for signatures.

Names of those who sign are left to the paper, so that a sheet that goes out, comes in elsewhere and goes out again is
the same sheet.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from spbe_assets.domain.errors import Refused
from spbe_assets.i18n import _
from spbe_assets.services.forms.form import Column, Form, Kind, Row
from spbe_assets.sheets.limits import MOST_CELL_CHARACTERS, MOST_ROWS
from spbe_assets.sheets.list_workbook import new_workbook
from spbe_assets.storage.whole_file import whole_file

A4, F4 = 9, 14
"""Paper sizes as spreadsheets count them; 14 is folio, which offices call F4."""
WIDTH_OF_LINE = 190.0
"""Characters across all columns together."""
NO_NAME = "(" + "." * 40 + ")"
NO_NIP = "NIP."
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LEAST, _MOST = 5.0, 60.0
_ALIGNED = {Kind.CENTRED: "center", Kind.NUMBER: "right", Kind.MONEY: "right", Kind.YEAR: "center"}
_PATTERNS = {Kind.MONEY: "#,##0", Kind.NUMBER: "#,##0", Kind.YEAR: "yyyy"}


def write(path: Path, forms: Iterable[Form], *, paper: int = A4) -> list[int]:
    """Write forms, a sheet each, and return how many rows each has; the file appears only when it is complete.

    Raises:
        Refused: there is no form to write, a sheet would be too long, or the file can't be written.
        Cancelled: the user asked to stop.
    """
    rows: list[int] = []
    with whole_file(path) as part, new_workbook(part) as book:
        looks = _Looks(book)
        names: set[str] = set()
        for form in forms:
            _Sheet(book, _sheet_name(form.name, names), form, looks, paper).write()
            rows.append(len(form.rows))
        if not rows:
            raise Refused(_("There is nothing to put into this form; widen the choice."))
    return rows


class _Looks:
    """The formats of a workbook, made when they are first used."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[Any, ...], Any] = {}

    def of(self, **said: Any) -> Any:
        key = tuple(sorted(said.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format({"font_name": "Arial", "font_size": 9, **said})
        return self._made[key]

    def title(self) -> Any:
        return self.of(bold=True, align="center", font_size=11)

    def column(self, *, bold: bool = False) -> Any:
        return self.of(bold=bold, border=1, align="center", valign="vcenter", text_wrap=True)

    def cell(self, column: Column, *, is_day: bool = False, bold: bool = False) -> Any:
        said: dict[str, Any] = {"border": 1, "valign": "top", "text_wrap": True}
        if column.kind in _ALIGNED:
            said["align"] = _ALIGNED[column.kind]
        if column.kind in _PATTERNS and (column.kind is not Kind.YEAR or is_day):
            said["num_format"] = _PATTERNS[column.kind]
        return self.of(**said, **({"bold": True} if bold else {}))


class _Sheet:
    """One form, written from the top down because rows stream to the disk."""

    def __init__(self, book: Any, name: str, form: Form, looks: _Looks, paper: int) -> None:
        self._form, self._looks, self._last = form, looks, len(form.columns) - 1
        self._row = 0
        self._page = page = book.add_worksheet(name)
        total = sum(column.share for column in form.columns)
        for at, column in enumerate(form.columns):
            width = min(max(WIDTH_OF_LINE * column.share / total, _LEAST), _MOST)
            page.set_column(at, at, width)
        page.set_landscape()
        page.set_paper(paper)
        page.fit_to_pages(1, 0)
        page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        page.set_footer("&L&8" + _plain(form.foot) + "&R&8&P / &N")

    def write(self) -> None:
        form = self._form
        if len(form.rows) + 40 > MOST_ROWS:
            raise Refused(_("There are more records than one sheet can hold; choose a single agency."))
        self._above()
        first = self._row
        self._titles()
        self._page.repeat_rows(first, self._row - 1)
        self._page.freeze_panes(self._row, min(3, self._last))
        for row in form.rows:
            self._cells(row)
        if form.sums:
            self._sums()
        self._signatures()

    def _above(self) -> None:
        if self._form.mark:
            self._page.write_string(0, self._last, self._form.mark, self._looks.of(align="right", italic=True))
            self._row = 1
        for title in self._form.titles:
            self._page.merge_range(self._row, 0, self._row, self._last, "", self._looks.title())
            self._page.write_string(self._row, 0, title, self._looks.title())
            self._row += 1
        self._row += 1
        for label, value in self._form.head:
            self._page.write_string(self._row, 0, label, self._looks.of(bold=True))
            self._page.write_string(self._row, 2, f": {value}"[:MOST_CELL_CHARACTERS], self._looks.of())
            self._row += 1
        self._row += 1

    def _titles(self) -> None:
        look, columns = self._looks.column(bold=True), self._form.columns
        top, has_groups = self._row, any(column.group for column in columns)
        self._page.set_row(top, 26)
        for first, last, title in spans(columns):
            for at in range(first, last + 1):
                self._page.write_string(top, at, title if at == first else "", look)
        if has_groups:
            for at, column in enumerate(columns):
                self._page.write_string(top + 1, at, column.title if column.group else "", look)
            self._row += 1
        self._row += 1
        if self._form.is_numbered:
            for at in range(len(columns)):
                self._page.write_number(self._row, at, at + 1, self._looks.column())
            self._row += 1
        self._merge(top, has_groups)

    def _merge(self, top: int, has_groups: bool) -> None:
        """Only after the rows themselves: rows stream to the disk, and what is written above the last one is lost."""
        columns, look = self._form.columns, self._looks.column(bold=True)
        for first, last, title in spans(columns):
            bottom = top if columns[first].group or not has_groups else top + 1
            if last > first or bottom > top:
                self._page.merge_range(top, first, bottom, last, title, look)

    def _cells(self, row: Row, *, bold: bool = False) -> None:
        for at, (value, column) in enumerate(zip(row, self._form.columns, strict=True)):
            look = self._looks.cell(column, is_day=isinstance(value, date), bold=bold)
            if value is None or value == "":
                self._page.write_blank(self._row, at, None, look)
            elif isinstance(value, date):
                self._page.write_datetime(self._row, at, value, look)
            elif isinstance(value, int):
                self._page.write_number(self._row, at, value, look)
            else:
                self._page.write_string(self._row, at, _plain(value), look)
        self._row += 1

    def _sums(self) -> None:
        form, word = self._form, min(self._form.sums)
        totals: list[Any] = list(form.totals)
        totals[min(2, word - 1)] = form.sum_title
        self._cells(tuple(totals), bold=True)

    def _signatures(self) -> None:
        signers = self._form.signers
        if not signers:
            return
        width = (self._last + 1) // len(signers)
        places = [(width * at + (at > 0), signer) for at, signer in enumerate(signers)]
        lines = max(len(signer.lines) for signer in signers)
        self._row += 2
        for line in range(lines):
            for at, signer in places:
                if line < len(signer.lines):
                    self._page.write_string(self._row + line, at, signer.lines[line], self._looks.of())
        for at, _signer in places:
            self._page.write_string(self._row + lines + 4, at, NO_NAME, self._looks.of())
        for at, _signer in places:
            self._page.write_string(self._row + lines + 5, at, NO_NIP, self._looks.of())


def spans(columns: tuple[Column, ...]) -> list[tuple[int, int, str]]:
    """The upper titles: first and last column and the text of each; columns of one group share theirs."""
    found: list[tuple[int, int, str]] = []
    for at, column in enumerate(columns):
        if column.group and found and found[-1][2] == column.group and columns[at - 1].group == column.group:
            found[-1] = (found[-1][0], at, column.group)
        else:
            found.append((at, at, column.group or column.title))
    return found


def _sheet_name(name: str, taken: set[str]) -> str:
    plain = _NOT_IN_NAMES.sub(" ", name).strip(" '")[:31].strip(" '") or "Form"
    found, number = plain, 1
    while found.casefold() in taken:
        number += 1
        found = f"{plain[: 31 - len(f' {number}')]} {number}"
    taken.add(found.casefold())
    return found


def _plain(text: str) -> str:
    return _UNPRINTABLE.sub("", text)[:MOST_CELL_CHARACTERS]


_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
