"""A plan as people look at it, in the window and on the command line: texts instead of values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from spbe_assets.domain.fields import Kind, field
from spbe_assets.domain.parsing import plain_text
from spbe_assets.domain.validation import show
from spbe_assets.i18n import _, ngettext
from spbe_assets.sheets.book import column_letters
from spbe_assets.sheets.match import key_title
from spbe_assets.sheets.plan_model import Fate, ImportPlan, Place, PlannedRow, Problem

_COUNTED: dict[str, Callable[[int], str]] = {
    "region": lambda n: ngettext("{n} region", "{n} regions", n),
    "agency": lambda n: ngettext("{n} agency", "{n} agencies", n),
    "site": lambda n: ngettext("{n} site", "{n} sites", n),
    "person": lambda n: ngettext("{n} person", "{n} people", n),
    "room": lambda n: ngettext("{n} room", "{n} rooms", n),
    "rack": lambda n: ngettext("{n} rack", "{n} racks", n),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One field of a row: its title, what the record holds, what it will hold."""

    title: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RowView:
    """One line of a preview; `problems` are those of its row in the file."""

    row: PlannedRow
    title: str
    fate: Fate
    facts: tuple[Fact, ...]
    problems: tuple[Problem, ...]
    matched_by: str


class Preview:
    """Looks into a plan without copying it: lines are made when they are shown."""

    def __init__(self, plan: ImportPlan) -> None:
        self.plan = plan
        self._problems: defaultdict[tuple[str, int], list[Problem]] = defaultdict(list)
        for problem in plan.problems:
            self._problems[problem.sheet, problem.row].append(problem)
        self._rows = {(table.sheet, row.number): row.cells for table in plan.recognised.tables for row in table.rows}

    def rows(self, only: frozenset[Fate] | None = None, *, doubtful: bool = False) -> list[PlannedRow]:
        """The rows of some fates, or those a person should look at, in the order of the file."""
        return [
            row
            for row in self.plan.rows
            if (only is None or row.fate in only) and (not doubtful or self._is_doubtful(row))
        ]

    def _is_doubtful(self, row: PlannedRow) -> bool:
        return bool(row.duplicate) or (row.sheet, row.row) in self._problems

    def view(self, row: PlannedRow) -> RowView:
        """One row as people read it."""
        facts = self._changes(row) if row.target is not None else self._values(row)
        matched = key_title(row.matched_by) if row.matched_by else ""
        problems = tuple(self._problems.get((row.sheet, row.row), ()))
        return RowView(row, row.title, row.fate, tuple(facts), problems, matched)

    def written(self, place: Place) -> str:
        """What stands in a cell: as corrected, else as in the file."""
        corrected = self.plan.options.overrides.get(place)
        if corrected is not None:
            return corrected
        cells = self._rows.get((place.sheet, place.row), [])
        return plain_text(cells[place.column]) if place.column < len(cells) else ""

    def places(self, row: PlannedRow) -> list[tuple[str, Place]]:
        """(title, place) of every cell of a row that is imported, for correcting it in place."""
        for table in self.plan.recognised.tables:
            if table.sheet == row.sheet and any(one.number == row.row for one in table.rows):
                parts, titles = table.mapping.parts, table.mapping.titles
                return [
                    (titles[column] or column_letters(column), Place(row.sheet, row.row, column))
                    for column, part in enumerate(parts)
                    if part
                ]
        return []

    def proposed(self) -> list[str]:
        """How many records of which kind the import makes beside its rows, in words."""
        counted: defaultdict[str, int] = defaultdict(int)
        for one in self.plan.proposals:
            counted[one.table] += one.is_new
        return [_COUNTED[table](n).format(n=n) for table, n in counted.items() if n]

    def _values(self, row: PlannedRow) -> Iterator[Fact]:
        for key, value in row.values.items():
            yield from self._fact(row.table, key, None, value)
        for key, value in row.detail.items():
            yield from self._fact(row.detail_table, key, None, value)

    def _changes(self, row: PlannedRow) -> Iterator[Fact]:
        for name, change in row.changes.items():
            table, _point, key = name.rpartition(".")
            yield from self._fact(table or row.table, key, change.before, change.after)

    def _fact(self, table: str, key: str, before: Any, after: Any) -> Iterator[Fact]:
        of = field(table, key)
        if of is None:
            return
        if of.kind is Kind.REFERENCE:
            names = self.plan.names
            yield Fact(of.label, names.get(before, ""), names.get(after, ""))
            return
        yield Fact(of.label, show(of, before) if before else "", show(of, after))


def summary(plan: ImportPlan) -> str:
    """The figures of a plan in one line."""
    counts = plan.counts
    told = _("{rows} rows: {new} new, {changed} changed, {same} the same, {duplicates} doubtful, {rejected} rejected")
    return told.format(**asdict(counts))
