"""Writes the SPBE infrastructure workbook: ten sheets with the official columns and lists, ready to be taken over.

It also comes back: the importer's kind `spbe` reads what this writes, and the workbooks offices keep in its manner.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from spbe_assets.domain.errors import Refused
from spbe_assets.domain.ids import Id
from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.domain.reports import Wanted
from spbe_assets.i18n import _
from spbe_assets.services.areas import agencies_below, agencies_in
from spbe_assets.sheets.limits import MOST_CELL_CHARACTERS, MOST_ROWS
from spbe_assets.sheets.list_workbook import new_workbook
from spbe_assets.sheets.spbe_columns import SHEETS, Column, Sheet, columns
from spbe_assets.sheets.spbe_records import Register, Values
from spbe_assets.storage.whole_file import whole_file

TITLE_ROW, MEMBER_ROW, FIRST_ROW = 0, 1, 2
LEAST_LISTED = 500
"""So many rows offer the official lists, even where there are fewer records: people add some."""
_WIDTHS = {
    "rai_1": 24, "rai_2": 34,
    "name": 34, "description": 36, "unit": 36, "place": 36, "places": 36, "facility": 30, "facilities": 30, "links": 36,
    "a_end": 30, "z_end": 30, "agency": 36, "software": 28, "server.use": 26, "ownership": 28, "owner_name": 28,
    "type": 24,
}  # fmt: skip
_USUAL_WIDTH = 17


def write(session: Session, agencies: Collection[Id] | None, path: Path, progress: Progress = SILENT) -> dict[str, int]:
    """Write the workbook of some agencies with the units below them; None means the whole province.

    Returns:
        How many rows each sheet has, by its name.

    Raises:
        Refused: a sheet would be too long, or the file can't be written.
        Cancelled: the user asked to stop; no file is left behind.
    """
    register = Register(session, None if agencies is None else agencies_below(session, agencies))
    counts: dict[str, int] = {}
    with whole_file(path) as part, new_workbook(part) as book:
        looks = _looks(book)
        for done, sheet in enumerate(SHEETS):
            progress.step(done, len(SHEETS), _("Writing"))
            rows = register.rows(sheet)
            if FIRST_ROW + len(rows) > MOST_ROWS:
                raise Refused(_("There are more records than one sheet can hold; choose a single agency."))
            _write_sheet(book.add_worksheet(sheet.name), sheet, rows, looks)
            counts[sheet.name] = len(rows)
    return counts


def write_wanted(session: Session, wanted: Wanted, path: Path, progress: Progress = SILENT) -> int:
    """The same for the catalogue of reports; returns how many rows all sheets have together."""
    agencies: Collection[Id] | None = None
    if wanted.agency_id is not None:
        agencies = [wanted.agency_id]
    elif wanted.region_id is not None:
        agencies = agencies_in(session, [wanted.region_id])
    return sum(write(session, agencies, path, progress).values())


def _looks(book: Any) -> dict[str, Any]:
    title = {"bold": True, "text_wrap": True, "valign": "vcenter", "align": "center", "bg_color": "#DCE6F1"}
    sides = {"left": 1, "right": 1}
    return {
        "title": book.add_format({**title, **sides, "top": 1}),
        "group": book.add_format({**title, "border": 1}),
        "under": book.add_format({**title, **sides, "bottom": 1}),
        "member": book.add_format({**title, "bold": False, "border": 1, "bg_color": "#EEF3F9"}),
        "text": book.add_format({"valign": "top"}),
        "number": book.add_format({"num_format": "#,##0", "valign": "top"}),
    }


def _write_sheet(page: Any, sheet: Sheet, rows: Iterable[Values], looks: dict[str, Any]) -> None:
    wanted = columns(sheet.id)
    for at, column in enumerate(wanted):
        page.set_column(at, at, _WIDTHS.get(column.part, _USUAL_WIDTH))
    _write_titles(page, wanted, looks)
    row = FIRST_ROW - 1
    for row, values in enumerate(rows, FIRST_ROW):
        _write_row(page, row, wanted, values, looks)
    _finish(page, wanted, max(row, FIRST_ROW + LEAST_LISTED))


def _write_titles(page: Any, wanted: tuple[Column, ...], looks: dict[str, Any]) -> None:
    """The official titles over what each of them asks for; rows stream to the disk, so only cells of one row merge."""
    page.set_row(TITLE_ROW, 48)
    page.set_row(MEMBER_ROW, 30)
    for first, last in _groups(wanted):
        if last > first:
            page.merge_range(TITLE_ROW, first, TITLE_ROW, last, wanted[first].field, looks["group"])
        else:
            page.write_string(TITLE_ROW, first, wanted[first].field, looks["group" if wanted[first].title else "title"])
    for at, column in enumerate(wanted):
        if column.title:
            page.write_string(MEMBER_ROW, at, column.title, looks["member"])
        else:
            page.write_blank(MEMBER_ROW, at, None, looks["under"])


def _write_row(page: Any, row: int, wanted: Iterable[Column], values: Values, looks: dict[str, Any]) -> None:
    for at, column in enumerate(wanted):
        value = values.get(column.part) if column.part else None
        if isinstance(value, int):
            page.write_number(row, at, value, looks["number"])
        elif value:
            page.write_string(row, at, value[:MOST_CELL_CHARACTERS], looks["text"])


def _finish(page: Any, wanted: tuple[Column, ...], last_row: int) -> None:
    for at, column in enumerate(wanted):
        if column.options:
            told = {"error_title": "SPBE", "error_message": "Pilih dari daftar.", "error_type": "warning"}
            rule = {"validate": "list", "source": list(column.options), **told}
            page.data_validation(FIRST_ROW, at, last_row, at, rule)
    page.freeze_panes(FIRST_ROW, 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(TITLE_ROW, MEMBER_ROW)
    page.set_footer("&L&8&A&R&8&P / &N")


def _groups(wanted: tuple[Column, ...]) -> list[tuple[int, int]]:
    """The first and last column of every official title."""
    found: list[tuple[int, int]] = []
    for at, column in enumerate(wanted):
        if found and column.title and wanted[at - 1].title and wanted[at - 1].field == column.field:
            found[-1] = (found[-1][0], at)
        else:
            found.append((at, at))
    return found
