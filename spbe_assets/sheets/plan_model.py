"""What an import will do, as plain values: rows with their fate, problems with their place, proposals, counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, NamedTuple

from spbe_assets.domain.ids import Id
from spbe_assets.i18n import N_, _
from spbe_assets.sheets.parts import table_of
from spbe_assets.sheets.places import Proposal
from spbe_assets.sheets.recognise import Recognised
from spbe_assets.sheets.rows import Skipped


class Fate(Enum):
    """What becomes of a row."""

    NEW = N_("new")
    CHANGED = N_("changed")
    SAME = N_("same")
    REJECTED = N_("rejected")

    @property
    def label(self) -> str:
        """The fate in the language in use."""
        return _(self.value)


class Place(NamedTuple):
    """A cell: sheet, row as people count, column from 0."""

    sheet: str
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong or doubtful at a place. `column` is its letter, empty for the whole row; errors reject the row."""

    sheet: str
    row: int
    column: str
    reason: str
    is_error: bool = True


class Change(NamedTuple):
    """One field before and after."""

    before: Any
    after: Any


@dataclass(slots=True)
class PlannedRow:
    """A record that a row makes or changes; a row with a range of registers has several.

    `table` is the table of the record.

    `values` and `detail` hold what the row says; `changes` (table.field -> before and after) only what differs from
    the record `target`. `duplicate` says why a person should look, empty for no reason.
    """

    sheet: str
    row: int
    fate: Fate
    title: str
    values: dict[str, Any]
    detail_table: str = ""
    detail: dict[str, Any] = field(default_factory=dict)
    target: Id | None = None
    changes: dict[str, Change] = field(default_factory=dict)
    matched_by: str = ""
    duplicate: str = ""
    table: str = "asset"


@dataclass(frozen=True, slots=True)
class Options:
    """What people decide about an import.

    `overrides` are corrected cells, `skip` rows that stay out; `agency_id` wins over the title block of the sheet.
    With `every_row` each row is a record, because somebody typed it as one: nothing is taken for a title or total.
    """

    agency_id: Id | None = None
    overrides: Mapping[Place, str] = field(default_factory=dict)
    skip: frozenset[tuple[str, int]] = frozenset()
    every_row: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """The figures of a plan or receipt; `new` counts records, a range of four registers counts four."""

    rows: int
    new: int
    changed: int
    same: int
    duplicates: int
    rejected: int


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """Everything an import will do, before anything is written."""

    recognised: Recognised
    options: Options
    rows: list[PlannedRow]
    problems: list[Problem]
    proposals: list[Proposal]
    skipped: list[Skipped]
    notes: list[str]
    names: Mapping[Id, str]
    read_rows: int
    version: int

    @property
    def file(self) -> str:
        """The name of the file."""
        return self.recognised.book.file

    @property
    def target(self) -> str:
        """The table whose rows the file lists; of several the one with equipment."""
        tables = {table_of(table.preset.target) for table in self.recognised.tables}
        return "asset" if "asset" in tables else table_of(self.recognised.preset.target)

    @property
    def unknown(self) -> list[tuple[str, str, str]]:
        """(sheet, title, part) of every column no preset knows; an empty part means that it is not imported."""
        return [
            (table.sheet, table.mapping.titles[column], table.mapping.parts[column])
            for table in self.recognised.tables
            for column in sorted(table.mapping.unknown)
        ]

    @property
    def counts(self) -> Counts:
        """How many rows were read and what becomes of the records."""
        fates = Counter(row.fate for row in self.rows)
        return Counts(
            rows=self.read_rows,
            new=fates[Fate.NEW],
            changed=fates[Fate.CHANGED],
            same=fates[Fate.SAME],
            duplicates=sum(1 for row in self.rows if row.duplicate),
            rejected=len({(row.sheet, row.row) for row in self.rows if row.fate is Fate.REJECTED}),
        )
