"""Writes lists as XLSX that comes back unchanged: a hidden row of keys, titles people read, one row a record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from spbe_assets.domain.errors import Refused
from spbe_assets.domain.fields import Kind
from spbe_assets.i18n import _
from spbe_assets.sheets.limits import MOST_CELL_CHARACTERS, MOST_ROWS
from spbe_assets.sheets.parts import EXTRA, PARTS
from spbe_assets.sheets.template import add_help
from spbe_assets.storage.whole_file import cannot_write

KEY_ROW, TITLE_ROW, FIRST_ROW = 0, 1, 2
_WIDTHS = {Kind.LONG_TEXT: 40, Kind.INTEGER: 10, Kind.YEAR: 8, Kind.RUPIAH: 16, Kind.DATE: 12, Kind.YES_NO: 8}
_USUAL_WIDTH = 20


def write_workbook(
    path: Path, sheet: str, target: str, keys: Sequence[str], rows: Iterable[Mapping[str, Any]], *, lists: bool = False
) -> int:
    """Write rows of part values.

    Args:
        path: where to.
        sheet: the name of the sheet.
        target: the kind of record.
        keys: the parts to show, each a column.
        rows: part key -> value, one a record.
        lists: offer choices in the cells and explain the columns (for templates that people fill).

    Returns:
        How many records were written.

    Raises:
        Refused: there are more than a sheet can hold, or the file can't be written.
    """
    with new_workbook(path) as book:
        formats = {
            "title": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
            "date": book.add_format({"num_format": "yyyy-mm-dd"}),
        }
        page = book.add_worksheet(sheet[:31])
        page.freeze_panes(FIRST_ROW, 2)
        for column, key in enumerate(keys):
            page.set_column(column, column, _width(target, key), None, {"hidden": key == "record_id"})
        page.set_row(KEY_ROW, None, None, {"hidden": True})
        for column, key in enumerate(keys):
            page.write_string(KEY_ROW, column, key)
        for column, key in enumerate(keys):
            page.write_string(TITLE_ROW, column, _heading(target, key), formats["title"])
        count = _write_rows(page, keys, rows, formats["date"])
        if lists:
            add_help(book, page, target, {key: _heading(target, key) for key in keys}, FIRST_ROW)
        elif count:
            page.autofilter(TITLE_ROW, 0, FIRST_ROW + count - 1, len(keys) - 1)
    return count


@contextmanager
def new_workbook(path: Path) -> Iterator[Any]:
    """A workbook that streams its rows to disk and never makes formulas or links of texts.

    Raises:
        Refused: the file can't be written.
    """
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    options = {
        "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
    }  # fmt: skip
    book = xlsxwriter.Workbook(str(path), options)
    try:
        yield book
        book.close()
    except (FileCreateError, OSError) as error:
        raise cannot_write(path, error) from error


def write_cell(page: Any, row: int, column: int, value: Any, date_format: Any = None) -> None:
    """One cell by the kind of its value; texts stay texts whatever they begin with."""
    if isinstance(value, bool):
        page.write_boolean(row, column, value)
    elif isinstance(value, (int, float, Decimal)):
        page.write_number(row, column, float(value) if isinstance(value, float) else value)
    elif isinstance(value, datetime):
        page.write_string(row, column, value.isoformat())
    elif isinstance(value, date):
        page.write_datetime(row, column, datetime(value.year, value.month, value.day), date_format)  # noqa: DTZ001
    else:
        page.write_string(row, column, str(value)[:MOST_CELL_CHARACTERS])


def _write_rows(page: Any, keys: Sequence[str], rows: Iterable[Mapping[str, Any]], date_format: Any) -> int:
    count = 0
    for count, values in enumerate(rows, 1):
        if FIRST_ROW + count > MOST_ROWS:
            raise Refused(_("There are more records than one sheet can hold; export CSV or narrow the filter."))
        for column, key in enumerate(keys):
            if (value := values.get(key)) is not None:
                write_cell(page, FIRST_ROW + count - 1, column, value, date_format)
    return count


def _heading(target: str, key: str) -> str:
    if key.startswith(EXTRA):
        return key.removeprefix(EXTRA)
    part = PARTS[target][key]
    unit = f" ({_(part.field.unit)})" if part.field and part.field.unit else ""
    return part.label + unit


def _width(target: str, key: str) -> int:
    part = PARTS[target].get(key)
    return _WIDTHS.get(part.field.kind, _USUAL_WIDTH) if part and part.field else _USUAL_WIDTH
