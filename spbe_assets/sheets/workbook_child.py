"""Parses one workbook in a process of its own and prints it as JSON: `python -m spbe_assets.sheets.workbook_child`.

A hostile file can make the parser ask for more memory than there is, which ends the whole process. Here that costs
only this process; the window goes on and says so. Strings are sent once and named by their index, numbers are
floats, so an integer in a row is always the index of a string.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from spbe_assets.sheets.limits import (
    CHILD_MEMORY_BYTES,
    MOST_CELL_CHARACTERS,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    MOST_SHEETS,
)

Json = Any
REFUSED = 3


class Refusal(Exception):
    """Something the parent makes a sentence of: kind, sheet, row, column."""


def main(path: str) -> int:
    """Print the workbook, or on `REFUSED` why not."""
    _bound_memory()
    try:
        answer, code = read(path), 0
    except Refusal as refusal:
        answer, code = list(refusal.args), REFUSED
    except BaseException as error:  # noqa: BLE001 - a panic of the parser is no Exception; the parent says "damaged"
        answer, code = [type(error).__name__], REFUSED
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"))
    return code


def read(path: str) -> Json:
    """The workbook as `{"strings": […], "sheets": [[name, hidden, [[row, cell, …], …]], …]}`."""
    import python_calamine as calamine

    strings: dict[str, int] = {}
    budget = MOST_CELLS
    sheets = []
    with calamine.CalamineWorkbook.from_path(path) as book:
        metadata = [about for about in book.sheets_metadata if about.typ == calamine.SheetTypeEnum.WorkSheet]
        if len(metadata) > MOST_SHEETS:
            raise Refusal("sheets", "", 0, 0)
        for about in metadata:
            rows, budget = _rows(about.name, book.get_sheet_by_name(about.name), strings, budget)
            sheets.append([about.name, about.visible != calamine.SheetVisibleEnum.Visible, rows])
    return {"strings": list(strings), "sheets": sheets}


def _rows(name: str, sheet: Any, strings: dict[str, int], budget: int) -> tuple[list[Json], int]:
    if sheet.start is None:
        return [], budget
    left = sheet.start[1]
    if left + sheet.width > MOST_COLUMNS:
        raise Refusal("columns", name, 0, 0)
    if sheet.start[0] + sheet.height > MOST_ROWS:
        raise Refusal("rows", name, 0, 0)
    fill = _merged_downwards(sheet)
    rows: list[Json] = []
    for number, cells in enumerate(sheet.iter_rows(), 1):
        if number not in fill and cells.count("") == len(cells):
            continue
        # the library gives the empty rows above the first cell, but not the empty columns before it
        row = [None] * left + [_cell(cell, strings, (name, number, at)) for at, cell in enumerate(cells, left)]
        while row and row[-1] is None:
            row.pop()
        if number in fill:
            row = _filled(row, fill[number], rows)
        if row:
            budget -= len(row)
            rows.append([number, *row])
        if budget < 0:
            raise Refusal("cells", name, number, 0)
    return rows, budget


def _cell(cell: Any, strings: dict[str, int], place: tuple[str, int, int]) -> Json:
    if cell == "" or cell is None:
        return None
    if type(cell) is str:
        if len(cell) > MOST_CELL_CHARACTERS:
            raise Refusal("cell", *place)
        return strings.setdefault(cell, len(strings))
    if isinstance(cell, bool):
        return cell
    if isinstance(cell, (int, float)):
        return float(cell) if float(cell) - float(cell) == 0 else None
    return strings.setdefault(_time_text(cell), len(strings))


def _time_text(cell: Any) -> str:
    if isinstance(cell, datetime):
        whole_day = cell.time() == time(0)
        return cell.date().isoformat() if whole_day else cell.isoformat(" ", "seconds")
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    return str(cell) if isinstance(cell, timedelta) else ""


def _merged_downwards(sheet: Any) -> dict[int, list[tuple[int, int]]]:
    """Row -> (column, first row) of cells that a merge across rows of one column stretches over."""
    stretched: dict[int, list[tuple[int, int]]] = {}
    bottom = sheet.start[0] + sheet.height
    for (first, column), (last, last_column) in sheet.merged_cell_ranges or ():
        if column == last_column and first < last < bottom:
            for row in range(first + 1, last + 1):
                stretched.setdefault(row + 1, []).append((column, first + 1))
    return stretched


def _filled(row: list[Json], cells: list[tuple[int, int]], earlier: list[Json]) -> list[Json]:
    """The row with the *texts* of cells merged from above; amounts would be counted twice."""
    above = earlier[-1] if earlier else [0]
    for column, first in cells:
        value = above[column + 1] if first <= above[0] and column + 1 < len(above) else None
        if type(value) is int and row and (column >= len(row) or row[column] is None):
            row += [None] * (column + 1 - len(row))
            row[column] = value
    return row


def _bound_memory() -> None:
    for limit in _limits():
        limit()


def _limits() -> Iterator[Any]:
    if sys.platform != "win32":
        import resource

        yield lambda: resource.setrlimit(resource.RLIMIT_AS, (CHILD_MEMORY_BYTES, CHILD_MEMORY_BYTES))
        yield lambda: resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
