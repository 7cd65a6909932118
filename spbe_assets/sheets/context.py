"""One table made ready for planning: its record rows, its parsed columns, and whose rows they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from spbe_assets.domain.ids import Id
from spbe_assets.domain.parsing import Cell
from spbe_assets.domain.sort_keys import normal_name
from spbe_assets.i18n import _
from spbe_assets.sheets import columns
from spbe_assets.sheets.book import Row, column_letters
from spbe_assets.sheets.columns import Column, Style
from spbe_assets.sheets.head import Head, factor_in, read_head
from spbe_assets.sheets.parts import EXTRA, NOTHING, PARTS, Part
from spbe_assets.sheets.places import Directory
from spbe_assets.sheets.plan_model import Options, Place, Problem
from spbe_assets.sheets.recognise import Table
from spbe_assets.sheets.rows import DataRow, RowSorter, Skipped

UNITS_BETWEEN = " › "
"""Between the units of a sub unit that lies deeper, in our own forms."""


@dataclass(slots=True)
class Context:
    """What the planners of every kind of record work with."""

    session: Session
    table: Table
    options: Options
    directory: Directory
    head: Head
    rows: list[DataRow]
    columns: dict[str, Column]
    skipped: list[Skipped]
    notes: list[str]
    problems: list[Problem] = field(default_factory=list)
    broken: set[int] = field(default_factory=set)
    default_agency: Id | None = None
    _agencies: dict[str, Id] = field(default_factory=dict)

    def values(self, part: str) -> list[Any]:
        """The values of a part, one a row; all None where no column holds it."""
        column = self.columns.get(part)
        return column.values if column else [None] * len(self.rows)

    def at(self, index: int) -> None:
        """Say which row is being planned: proposals remember where they come from."""
        self.directory.place = (self.table.sheet, self.rows[index].number)

    def agency_of(self, index: int, named: str | None) -> Id | None:
        """The agency of a row: the one it names, else that of its unit row, else that of the whole table."""
        name = named or self.rows[index].unit
        if not name:
            return self.default_agency
        found = self._agencies.get(name)
        if found is None:
            self.at(index)
            found = self._agencies[name] = self.directory.agency(name, self.default_agency)
        return found

    def reject(self, index: int, reason: str, part: str = "") -> None:
        """Reject a row, saying why and where."""
        column = self.table.mapping.column_of(part) if part else None
        self._problem(index, column, reason, is_error=True)
        self.broken.add(index)

    def warn(self, index: int, reason: str, part: str = "") -> None:
        """Say what is doubtful about a row that is imported all the same."""
        column = self.table.mapping.column_of(part) if part else None
        self._problem(index, column, reason, is_error=False)

    def _problem(self, index: int, column: int | None, reason: str, *, is_error: bool) -> None:
        letters = "" if column is None else column_letters(column)
        self.problems.append(Problem(self.table.sheet, self.rows[index].number, letters, reason, is_error))


def prepare(session: Session, table: Table, options: Options, directory: Directory) -> Context:
    """Sort the rows of a table, correct the cells people corrected, and parse every column that means something."""
    head = read_head(table.head)
    sorter = RowSorter(table)
    kept = _corrected(table.sheet, table.rows, options)
    records = (DataRow(*row, "") for row in kept) if _every_row(table, options) else sorter.records(kept)
    rows = [row for row in records if (table.sheet, row.number) not in options.skip]
    context = Context(session, table, options, directory, head, rows, {}, sorter.skipped, [])
    for column, part in enumerate(table.mapping.parts):
        if part != NOTHING:
            _parse(context, column, part)
    context.default_agency = _default_agency(context)
    return context


def _every_row(table: Table, options: Options) -> bool:
    return options.every_row or table.preset.together


def _corrected(sheet: str, rows: Sequence[Row], options: Options) -> Sequence[Row]:
    corrections: dict[int, dict[int, str]] = {}
    for place, written in options.overrides.items():
        if place.sheet == sheet:
            corrections.setdefault(place.row, {})[place.column] = written
    if not corrections:
        return rows
    return [_with_cells(row, corrections[row.number]) if row.number in corrections else row for row in rows]


def _with_cells(row: Row, cells: dict[int, str]) -> Row:
    copied: list[Cell] = list(row.cells)
    for column, written in cells.items():
        copied += [None] * (column + 1 - len(copied))
        copied[column] = written or None
    return Row(row.number, copied)


def _parse(context: Context, column: int, key: str) -> None:
    table = context.table
    part = Part(key, "", "text") if key.startswith(EXTRA) else PARTS[table.preset.target][key]
    cells = [row.cells[column] if column < len(row.cells) else None for row in context.rows]
    heading = table.mapping.titles[column] if column < len(table.mapping.titles) else ""
    factor = max(context.head.factor, factor_in(normal_name(heading)))
    parsed = columns.parse(part, heading, cells, Style(table.preset.decimal_mark, table.preset.date_order, factor))
    context.columns[key] = parsed
    context.notes += parsed.notes
    for index, reason in parsed.problems.items():
        place = Place(table.sheet, context.rows[index].number, column)
        context.problems.append(Problem(place.sheet, place.row, column_letters(column), reason))
        context.broken.add(index)


def _default_agency(context: Context) -> Id | None:
    """The chosen agency, else that of the title block; a difference between the two is said once."""
    chosen, said, directory = context.options.agency_id, context.head.agency, context.directory
    directory.place = (context.table.sheet, context.table.header.first)
    if chosen is None:
        return _owner(context, directory) if said else None
    directory.knows_agency("")
    if said and chosen not in directory.find("agency", said):
        context.notes.append(
            _("Sheet “{sheet}” is headed “{said}”; its records go to {chosen}, as you chose.").format(
                sheet=context.table.sheet, said=said, chosen=directory.name_of(chosen)
            )
        )
    elif context.head.kode_lokasi:
        directory.note("agency", chosen, "kode_lokasi", context.head.kode_lokasi[:64])
    return chosen


def _owner(context: Context, directory: Directory) -> Id:
    """The unit that the title block names; its kode lokasi is noted where it has none yet."""
    head = context.head
    owner = directory.agency_of_region(head.agency, head.regency)
    for name in head.sub_unit.split(UNITS_BETWEEN) if head.sub_unit else ():
        if normal_name(name) != normal_name(directory.name_of(owner)):  # SIMDA repeats the unit as its own sub unit
            owner = directory.unit(name.strip(), owner)
    directory.note("agency", owner, "kode_lokasi", head.kode_lokasi[:64])
    return owner
