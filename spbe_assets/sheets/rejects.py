"""Writes the rejected rows of an import as a workbook that can be corrected and imported again."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

from spbe_assets.domain.parsing import Cell
from spbe_assets.i18n import _
from spbe_assets.sheets.list_workbook import new_workbook, write_cell
from spbe_assets.sheets.mapping import REASON
from spbe_assets.sheets.plan_model import Fate, ImportPlan
from spbe_assets.sheets.recognise import Table
from spbe_assets.sheets.rows import RowKind


def write_rejects(plan: ImportPlan, path: Path) -> int:
    """Write the rejected rows with the reason behind each, under the title block and titles of their table.

    Returns:
        How many rows were written.

    Raises:
        Refused: the file can't be written.
    """
    reasons: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
    for problem in plan.problems:
        if problem.is_error:
            place = f"{problem.column}: " if problem.column else ""
            reasons[problem.sheet, problem.row].append(place + problem.reason)
    rejected = {(row.sheet, row.row) for row in plan.rows if row.fate is Fate.REJECTED}
    names: set[str] = set()
    with new_workbook(path) as book:
        bold, red = book.add_format({"bold": True, "bottom": 1}), book.add_format({"font_color": "#B3372F"})
        for table in plan.recognised.tables:
            chosen = [row for row in table.rows if (table.sheet, row.number) in rejected]
            if chosen:
                page = book.add_worksheet(_free_name(table.sheet, names))
                _write_table(page, plan, table, chosen, reasons, (bold, red))
        if not rejected:
            book.add_worksheet()
    return len(rejected)


def _write_table(page: Any, plan: ImportPlan, table: Table, rows: Any, reasons: Any, formats: Any) -> None:
    bold, red = formats
    at, width, units = 0, len(table.header.titles), _units(plan, table)
    for head in table.head:
        _write_row(page, at, head.cells)
        at += 1
    for column, title in enumerate((*table.header.titles, _(REASON))):
        page.write_string(at, column, title, bold)
    unit = ""
    for row in rows:
        if units.get(row.number, "") != unit:
            unit = units[row.number]
            at += 1
            page.write_string(at, 0, unit)
        at += 1
        _write_row(page, at, _corrected(plan, table, row.number, row.cells))
        page.write_string(at, width, " ".join(reasons[table.sheet, row.number]), red)


def _units(plan: ImportPlan, table: Table) -> dict[int, str]:
    """Row -> the unit row it stands under, where there is one."""
    skipped = [one for one in plan.skipped if one.sheet == table.sheet and one.kind is RowKind.UNIT]
    unit_rows = sorted((one.row, one.text) for one in skipped)
    found, unit, left = {}, "", list(unit_rows)
    for row in table.rows:
        while left and left[0][0] <= row.number:
            unit = left.pop(0)[1]
        if unit:
            found[row.number] = unit
    return found


def _corrected(plan: ImportPlan, table: Table, number: int, cells: list[Cell]) -> list[Cell]:
    all_fixes = plan.options.overrides.items()
    fixes = {place.column: text for place, text in all_fixes if (place.sheet, place.row) == (table.sheet, number)}
    width = max(len(cells), max(fixes, default=-1) + 1)
    return [fixes.get(column, cells[column] if column < len(cells) else None) for column in range(width)]


def _write_row(page: Any, at: int, cells: list[Cell]) -> None:
    for column, cell in enumerate(cells):
        if cell is not None:
            write_cell(page, at, column, cell)


def _free_name(name: str, taken: set[str]) -> str:
    wanted, number = name[:28] or "1", 2
    while wanted.casefold() in taken:
        wanted, number = f"{name[:25]} {number}", number + 1
    taken.add(wanted.casefold())
    return wanted
