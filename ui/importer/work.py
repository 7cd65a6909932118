"""What the pages work on: a file that was read, its tables, and what people decided about it."""

from __future__ import annotations

from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from spbe_assets.domain.ids import Id
from spbe_assets.domain.parsing import text
from spbe_assets.domain.progress import Progress
from spbe_assets.services import references
from spbe_assets.sheets.book import Book
from spbe_assets.sheets.mapping import Mapping, mapped
from spbe_assets.sheets.plan import NO_OPTIONS, plan
from spbe_assets.sheets.plan_model import Counts, Fate, ImportPlan, Options, Place, PlannedRow
from spbe_assets.sheets.presets import AUTO
from spbe_assets.sheets.preview import Preview
from spbe_assets.sheets.read import open_book
from spbe_assets.sheets.recognise import Recognised, Table, recognise
from spbe_assets.storage.store import Store

SAMPLE_ROWS = 200
SAMPLES = 3


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file is to be read: as which kind, which sheet of it alone, and in which row the titles stand."""

    path: Path
    book: Book
    kind: str = AUTO
    sheet: str | None = None
    header_row: int | None = None


@dataclass(frozen=True, slots=True)
class Loaded:
    """A file as it was read and understood; `kind`, `sheet` and `header_row` are what people chose.

    `options` are as for a plan.

    `is_remembered` says that somebody chose the meaning of these columns at an earlier import.
    """

    path: Path
    recognised: Recognised
    kind: str = AUTO
    sheet: str | None = None
    header_row: int | None = None
    options: Options = NO_OPTIONS
    is_remembered: bool = False

    @property
    def book(self) -> Book:
        """The file."""
        return self.recognised.book

    def layouts(self) -> list[int]:
        """The numbers of the tables whose titles differ: tables with the same titles are mapped together."""
        seen: dict[tuple[str, ...], int] = {}
        for number, table in enumerate(self.recognised.tables):
            seen.setdefault(table.header.titles, number)
        return list(seen.values())

    def with_mapping(self, number: int, mapping: Mapping) -> Loaded:
        """The same after the columns of one table, and of all with the same titles, got another meaning."""
        recognised = self.recognised
        titles = recognised.tables[number].header.titles
        for other, table in enumerate(recognised.tables):
            if table.header.titles == titles:
                recognised = recognised.with_mapping(other, mapping)
        return replace(self, recognised=recognised)

    def corrected(self, typed: AnyMapping[Place, str]) -> Loaded:
        """The same after people typed other contents into some cells."""
        return replace(self, options=replace(self.options, overrides={**self.options.overrides, **typed}))

    def without(self, row: tuple[str, int]) -> Loaded:
        """The same after people left a row (sheet, number) out."""
        return replace(self, options=replace(self.options, skip=self.options.skip | {row}))

    def as_in_file(self) -> Loaded:
        """The same without any correction by cell or row."""
        return replace(self, options=replace(self.options, overrides={}, skip=frozenset()))

    def with_match(self, keys: tuple[str, ...]) -> Loaded:
        """The same after people chose how records are found again."""
        recognised = self.recognised
        for number, table in enumerate(recognised.tables):
            recognised = recognised.with_mapping(number, table.mapping.with_match(keys))
        return replace(self, recognised=recognised)


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan as the pages show it; `names` are those of every record it speaks of."""

    plan: ImportPlan
    preview: Preview
    names: dict[Id, str]
    counts: Counts
    by_fate: dict[Fate, list[PlannedRow]]
    doubtful: list[PlannedRow]


def load(path: Path, store: Store, progress: Progress) -> Loaded:
    """Read and recognise a file; columns whose titles were mapped before mean the same again.

    Raises:
        Refused: it can't be read or holds no table.
        Cancelled: the user asked to stop.
    """
    return _as_before(Loaded(path, recognise(open_book(path, progress))), store)


def remember(loaded: Loaded, store: Store) -> None:
    """Keep what the columns were made to mean, for later files with the same titles."""
    for number in loaded.layouts():
        table = loaded.recognised.tables[number]
        key, usual = _profile_key(table), mapped(table.header, table.preset)
        if table.mapping != usual or store.local_setting(key):
            store.set_local_setting(key, table.mapping.as_profile())


def _as_before(loaded: Loaded, store: Store) -> Loaded:
    for number in loaded.layouts():
        table = loaded.recognised.tables[number]
        profile = store.local_setting(_profile_key(table))
        if profile and (mapping := table.mapping.with_profile(profile)) != table.mapping:
            loaded = replace(loaded.with_mapping(number, mapping), is_remembered=True)
    return loaded


def _profile_key(table: Table) -> str:
    titles = "\n".join((table.preset.id, *table.header.titles))
    return f"import.{sha256(titles.encode()).hexdigest()[:32]}"


def read_again(wanted: Reading, options: Options, store: Store) -> Loaded:
    """Read the same file another way; what was corrected by cell or left out by row counts no longer.

    Raises:
        Refused: it can't be read so.
    """
    recognised = recognise(wanted.book, wanted.kind, wanted.sheet, wanted.header_row)
    kept = replace(options, overrides={}, skip=frozenset())
    loaded = Loaded(wanted.path, recognised, wanted.kind, wanted.sheet, wanted.header_row, kept)
    return loaded if wanted.header_row is None else _as_before(loaded, store)


def make_plan(session: Any, loaded: Loaded, progress: Progress) -> Planned:
    """Plan the import and look up the names it shows."""
    made = plan(session, loaded.recognised, loaded.options, progress)
    categories = {row.values["category_id"] for row in made.rows if row.values.get("category_id")}
    categories |= {
        change.before for row in made.rows if (change := row.changes.get("category_id")) and change.before is not None
    }
    preview = Preview(made)
    return Planned(
        made,
        preview,
        {**made.names, **references.names(session, "category", categories)},
        made.counts,
        {fate: preview.rows(frozenset((fate,))) for fate in Fate},
        [row for row in preview.rows(doubtful=True) if row.fate is not Fate.REJECTED],
    )


def samples(table: Table, column: int) -> Sequence[str]:
    """The first different values of a column, as they stand in the file."""
    found: dict[str, None] = {}
    for row in table.rows[:SAMPLE_ROWS]:
        if column < len(row.cells) and (written := text(row.cells[column])):
            found[written] = None
            if len(found) == SAMPLES:
                break
    return list(found)
