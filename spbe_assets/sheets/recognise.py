"""Finds the tables of a file, what kind each is, and what its columns mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from spbe_assets.domain.errors import Refused
from spbe_assets.domain.sort_keys import normal_name
from spbe_assets.i18n import _
from spbe_assets.sheets.book import Book, Row, Sheet
from spbe_assets.sheets.headers import Header, is_numbered, one_row, two_rows
from spbe_assets.sheets.mapping import Mapping, mapped
from spbe_assets.sheets.presets import AUTO, GENERIC, RECORD_ID, TEMPLATE, Preset, families, of_family
from spbe_assets.sheets.record_ids import record_id
from spbe_assets.sheets.second_tables import known_titles, next_header

HEADER_WITHIN = 40
"""Rows in which the first titles are looked for."""
MOST_TABLES = 50
Found = tuple[int, Header, Preset, float]
"""At which of the rows that hold something, the titles there, the kind of table, and how well it fits."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a sheet: the rows above it, its titles, its rows, and what its columns mean."""

    sheet: str
    head: tuple[Row, ...]
    header: Header
    rows: Sequence[Row]
    preset: Preset
    mapping: Mapping
    score: float


@dataclass(frozen=True, slots=True)
class Recognised:
    """A file with the tables that will be imported together; `notes` say what was left out."""

    book: Book
    tables: tuple[Table, ...]
    notes: tuple[str, ...]

    @property
    def preset(self) -> Preset:
        """The kind of the tables."""
        return self.tables[0].preset

    def with_mapping(self, number: int, mapping: Mapping) -> Recognised:
        """The same file after a person changed what the columns of one table mean."""
        tables = list(self.tables)
        tables[number] = replace(tables[number], mapping=mapping)
        return replace(self, tables=tuple(tables))


class NoTitles(Refused):
    """Nothing looks like a row of titles; a person may know better and name the row."""

    def __init__(self, message: str, book: Book) -> None:
        super().__init__(message)
        self.book = book


def recognise(book: Book, preset: str = AUTO, sheet: str | None = None, header_row: int | None = None) -> Recognised:
    """Find the tables to import: all of the kind that fits best.

    Args:
        book: the file.
        preset: a family of presets or the id of one.
        sheet: the name of a sheet, if only that one is wanted.
        header_row: the row of the titles as people count, if somebody says it: then even unknown titles will do, and
            only the first sheet, or the named one, is looked at.

    Raises:
        Refused: there is no such sheet, row or preset, or it is a kind of list that can't be imported.
        NoTitles: there is no row of known titles.
    """
    allowed = of_family(preset)
    if not allowed:
        names = ", ".join(families())
        raise Refused(_("There is no preset “{name}”; choose one of {names}.").format(name=preset, names=names))
    sheets = _sheets(book, sheet)
    if header_row is not None:
        sheets = [one for one in sheets if one.rows][:1]
    found = [table for one in sheets for table in _tables(one, allowed, header_row)]
    if not found:
        raise _no_titles(book, sheets)
    best = found[0] if header_row is not None else max(found, key=lambda table: table.score)
    if best.preset.instead:
        raise Refused(_(best.preset.instead))
    chosen = _chosen(best, found, sheets, header_row)
    return Recognised(book, chosen, (*book.notes, *_left_out(book, sheets, found, chosen)))


def _chosen(best: Table, found: list[Table], sheets: Sequence[Sheet], header_row: int | None) -> tuple[Table, ...]:
    """The tables of the kind that fits best; of kinds that belong together, each sheet's best one of them."""
    if not best.preset.together:
        return tuple(table for table in found if table.preset.id == best.preset.id)
    family = of_family(best.preset.family)
    if header_row is not None:
        return (best,)
    return tuple(table for one in sheets for table in _tables(one, family, None))


def _sheets(book: Book, name: str | None) -> list[Sheet]:
    if name is None:
        return [sheet for sheet in book.sheets if not sheet.hidden] or list(book.sheets)
    wanted = [sheet for sheet in book.sheets if sheet.name.strip().casefold() == name.strip().casefold()]
    if not wanted:
        names = ", ".join(f"“{sheet.name}”" for sheet in book.sheets[:10])
        raise Refused(_("{file} has no sheet “{name}”; it has {names}.").format(file=book.file, name=name, names=names))
    return wanted


def _tables(sheet: Sheet, allowed: Sequence[Preset], header_row: int | None) -> Iterator[Table]:
    """The tables of a sheet one below the other; the titles of the first stand in `header_row`, if that is given."""
    start, limit = 0, HEADER_WITHIN
    for count in range(MOST_TABLES):
        if header_row is not None and count == 0:
            best: Found | None = _named_header(sheet, header_row, allowed)
        else:
            best = _best_header(sheet, start, limit, allowed)
        if best is None:
            return
        at, header, preset, score = best
        first = _first_row(sheet.rows, at, header)
        end, following = next_header(sheet.rows, first, header)
        head, mapping = tuple(sheet.rows[start:at]), mapped(header, preset)
        yield Table(sheet.name, head, header, sheet.rows[first:end], preset, mapping, score)
        if following is None:
            return
        start, limit = end, sheet.rows[following].number


def _best_header(sheet: Sheet, start: int, limit: int, allowed: Sequence[Preset]) -> Found | None:
    rows = sheet.rows
    best: Found | None = None
    for at in range(start, len(rows)):
        if rows[at].number > limit:
            break
        found = _header_at(sheet, start, at, allowed)
        if found is not None and found[3] > (best[3] if best else 0):
            best = found
    return best


def _header_at(sheet: Sheet, start: int, at: int, allowed: Sequence[Preset]) -> Found | None:
    """The titles at one row with the kind that fits them best, None where they are not known."""
    best: Found | None = None
    rows, called = sheet.rows, normal_name(sheet.name)
    above = " ".join(normal_name(cell) for row in rows[start:at] for cell in row.cells if isinstance(cell, str))
    for header in (two_rows(rows, at), one_row(rows, at)):
        if header is None or not known_titles().intersection(chain(*header.names, *header.bare)):
            continue
        for preset in allowed:
            score = _score(header, preset, above, called)
            if score > (best[3] if best else 0):
                best = at, header, preset, score
    return best


def _named_header(sheet: Sheet, header_row: int, allowed: Sequence[Preset]) -> Found:
    """The titles in a row that a person named; where no kind knows them, they are those of any list."""
    at = next((at for at, row in enumerate(sheet.rows) if row.number == header_row), None)
    header = None if at is None else one_row(sheet.rows, at)
    if at is None or header is None:
        raise Refused(
            _("Row {row} of sheet “{sheet}” holds no titles; name the row in which the columns have theirs.").format(
                row=header_row, sheet=sheet.name
            )
        )
    other = next((preset for preset in allowed if preset.id == GENERIC), allowed[-1])
    return _header_at(sheet, 0, at, allowed) or (at, header, other, 0.0)


def _score(header: Header, preset: Preset, above: str, called: str) -> float:
    """How well a preset fits some titles in a sheet that is called so; 0 where it does not."""
    titles = {name for names in (*header.names, *header.bare) for name in names}
    if not preset.must_have <= titles or preset.must_not & titles:
        return 0
    mapping = mapped(header, preset)
    parts = {part for part in mapping.parts if part}
    if not all(parts.intersection(group) for group in preset.needs):
        return 0
    known = {preset.part_of(*names, *bare) for names, bare in zip(header.names, header.bare, strict=True)} - {None}
    marks = len(preset.marks & known) + len(preset.marks & titles)
    ignored = len(preset.ignore & titles)
    score = len(parts) + len(known) + 2 * marks + 0.5 * ignored - len(mapping.unknown)
    score += 5 * any(mark in above for mark in preset.head_marks)
    score += 5 * (called in preset.sheet_names)
    if preset.family == TEMPLATE:
        score += 1000
    if preset.id != GENERIC:
        return score
    return max(score, 0.1) if len(parts) > 1 or len(mapping.titles) <= 2 else 0


def _first_row(rows: Sequence[Row], at: int, header: Header) -> int:
    first = at
    while first < len(rows) and rows[first].number <= header.last:
        first += 1
    if first < len(rows) and (is_numbered(rows[first]) or _is_titles_of_template(rows[at], rows[first])):
        first += 1
    return first


def _is_titles_of_template(keys: Row, below: Row) -> bool:
    """Whether the row under the keys of our own template repeats them for people; in a CSV it is a record already."""
    first = below.cells[0]
    return keys.cells[0] == RECORD_ID and isinstance(first, str) and record_id(first) is None


def _no_titles(book: Book, sheets: Sequence[Sheet]) -> NoTitles:
    names = ", ".join(f"“{sheet.name}”" for sheet in sheets[:5])
    return NoTitles(
        _(
            "No row of column titles was found in the first {n} rows of {file} (sheet {sheet}); put titles such as "
            "“Kode Barang” and “Nama Barang” over the columns, or use the template."
        ).format(n=HEADER_WITHIN, file=book.file, sheet=names),
        book,
    )


def _left_out(book: Book, sheets: Sequence[Sheet], found: Sequence[Table], chosen: Sequence[Table]) -> Iterator[str]:
    taken = {table.sheet for table in chosen}
    for sheet in book.sheets:
        if sheet.name in taken or not sheet.rows or (sheet not in sheets and len(sheets) == 1 and not sheet.hidden):
            continue
        yield _("Sheet “{sheet}” was left out: it holds no such table.").format(sheet=sheet.name)
    for table in found if not chosen[0].preset.together else ():
        if table not in chosen and table.sheet in taken:
            yield _("The table from row {row} of sheet “{sheet}” was left out: it is of another kind.").format(
                row=table.header.first, sheet=table.sheet
            )
