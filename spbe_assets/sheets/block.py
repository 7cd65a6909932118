"""A block of cells, copied from a spreadsheet or typed: a small sheet without a file, planned like any other."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from spbe_assets.domain import addresses, tags
from spbe_assets.domain.errors import Invalid, Refused
from spbe_assets.domain.sort_keys import normal_name
from spbe_assets.i18n import _
from spbe_assets.services.model_suggestions import shipped
from spbe_assets.sheets import columns
from spbe_assets.sheets.book import Book, Row, Sheet
from spbe_assets.sheets.categories import Categories
from spbe_assets.sheets.columns import Style
from spbe_assets.sheets.headers import Header
from spbe_assets.sheets.mapping import Mapping as ColumnMapping
from spbe_assets.sheets.parts import NOTHING, PARTS, part_label
from spbe_assets.sheets.plan import plan
from spbe_assets.sheets.plan_model import Fate, ImportPlan, Options
from spbe_assets.sheets.presets import GENERIC, presets
from spbe_assets.sheets.recognise import Recognised, Table, recognise
from spbe_assets.sheets.rows import RowSorter
from spbe_assets.sheets.words import brands
from spbe_assets.storage.tables import Agency, Room

ASSET = "asset"
MOST_ROWS = 5_000
MOST_COLUMNS = 100
LEAST_KNOWN_TITLES = 2
"""So many titles must be known before the first row is taken for a row of titles."""
SAMPLE = 200
MOST_OF_THEM = 0.8
FOUND_BY = ("nibar", "goods", "serial", "tag")
"""How a row finds the record it speaks of; never by name: twenty switches of a room may be called the same."""
_GOODS = re.compile(r"\d{1,2}(\.\d{1,3}){4,}\.?")
_REGISTER = re.compile(r"0\d{2,5}")
_YEAR = re.compile(r"(19[89]|20[0-4])\d")
_DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}")
_MONEY = re.compile(r"(Rp\.?\s*)?\d{1,3}([.,]\d{3})+([.,]\d{1,2})?|(Rp\.?\s*)\d+|\d{6,12}", re.IGNORECASE)
_SERIAL = re.compile(r"(?=.*\d)[A-Z0-9][A-Z0-9\-/]{5,29}", re.IGNORECASE)
_QUANTITY = re.compile(r"\d{1,3}")
_NIBAR = re.compile(r"\d{20,50}")
Cells = list[list[str]]
Test = Callable[[str], bool]


def read(text: str) -> Cells:
    """The cells of a block as spreadsheet programs copy it: tabs between cells, quotes around those with breaks.

    Raises:
        Refused: it is too large for a block.
    """
    too_large = _("A block has at most {rows} rows and {columns} columns; import larger ones as a file.").format(
        rows=MOST_ROWS, columns=MOST_COLUMNS
    )
    rows: Cells = []
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter="\t"):
            if len(rows) == MOST_ROWS or len(cells) > MOST_COLUMNS:
                raise Refused(too_large)
            if any(cell.strip() for cell in cells):
                rows.append([cell.strip() for cell in cells])
    except csv.Error:
        raise Refused(too_large) from None
    width = max(map(len, rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows]


def understood(session: Session, cells: Cells) -> tuple[tuple[str, ...], Cells]:
    """What the columns of a block mean (parts as in `sheets.parts`), and its rows without titles and totals.

    A row of known titles says it; without one it is guessed by what stands in the columns.
    """
    titled = _titled(cells)
    if titled is None:
        return _guessed(session, cells), cells
    width = len(cells[0])
    kept = [[str(cell or "") for cell in row.cells] for row in RowSorter(titled).records(titled.rows)]
    parts = titled.mapping.parts
    return (*parts, *[NOTHING] * (width - len(parts))), [row + [""] * (width - len(row)) for row in kept]


def plan_block(session: Session, cells: Cells, parts: Sequence[str], defaults: Mapping[str, Any]) -> ImportPlan:
    """Plan the rows of a block; rows that are blank throughout are left out.

    Args:
        session: for reading.
        cells: the rows; a row of the plan has the number of its row here, counted from 1.
        parts: what the columns mean.
        defaults: values of `asset` for new records where the row says nothing, such as what is pinned.

    Raises:
        Refused: no column has a meaning yet.
    """
    options = Options(agency_id=defaults.get("agency_id"), every_row=True)
    made = plan(session, Recognised(Book(_("Block"), ()), (_table(cells, parts),), ()), options)
    for row in made.rows:
        if row.fate is Fate.NEW:
            elsewhere = row.values.get("agency_id", defaults.get("agency_id")) != defaults.get("agency_id")
            row.values = {
                key: value
                for key, value in {**defaults, **row.values}.items()
                if not (key == "room_id" and elsewhere and value == defaults.get("room_id"))
            }
    return made


def _table(cells: Cells, parts: Sequence[str]) -> Table:
    rows = [Row(at, list(row)) for at, row in enumerate(cells, 1) if any(cell.strip() for cell in row)]
    titles = tuple(part_label(ASSET, part) if part else "" for part in parts)
    names = tuple((normal_name(title),) if title else () for title in titles)
    preset = presets()[GENERIC]
    mapping = ColumnMapping(GENERIC, ASSET, titles, tuple(parts), FOUND_BY)
    return Table("", (), Header(0, 0, titles, names, names), rows, preset, mapping, 0.0)


def _titled(cells: Cells) -> Table | None:
    rows = [Row(at, [cell or None for cell in row]) for at, row in enumerate(cells, 1)]
    try:
        tables = recognise(Book("", (Sheet("", rows),))).tables
    except Refused:
        return None
    table = tables[0]
    known = sum(1 for part in table.mapping.parts if part)
    enough = known >= min(LEAST_KNOWN_TITLES, len(cells[0]))
    return table if table.preset.target == ASSET and enough else None


def _guessed(session: Session, cells: Cells) -> tuple[str, ...]:
    parts: list[str] = []
    tests = _tests(session)
    for column in range(len(cells[0]) if cells else 0):
        filled = [row[column] for row in cells[:SAMPLE] if row[column]]
        fits = (part for part, test in tests if part not in parts and _most(filled, test))
        parts.append(next(fits, NOTHING))
    if "name" not in parts and NOTHING in parts:  # the first words nothing else claims are what people call it
        wordy = (
            at for at, part in enumerate(parts) if not part and any(row[at] and not row[at].isdigit() for row in cells)
        )
        if (at := next(wordy, None)) is not None:
            parts[at] = "name"
    return tuple(parts)


def _most(filled: Sequence[str], test: Test) -> bool:
    return bool(filled) and sum(map(test, filled)) >= MOST_OF_THEM * len(filled)


def _tests(session: Session) -> list[tuple[str, Test]]:
    """What tells a part by its contents alone, the surest first."""
    agencies = {normal_name(text) for row in session.execute(select(Agency.name, Agency.abbreviation)) for text in row}
    rooms = set(map(normal_name, session.scalars(select(Room.name).where(Room.live))))
    categories = Categories(session)
    condition = PARTS[ASSET]["condition"]
    return [
        ("tag", lambda text: tags.parse(text.upper()) is not None),
        ("mac", _reads(addresses.mac)),
        ("ip", _reads(addresses.ip)),
        ("kode_barang", lambda text: _GOODS.fullmatch(text) is not None),
        ("nibar", lambda text: _NIBAR.fullmatch(text) is not None),
        ("condition", lambda text: not columns.parse(condition, "", [text], Style(",", "dmy", 1)).problems),
        ("acquired", lambda text: _DATE.fullmatch(text) is not None),
        ("year", lambda text: _YEAR.fullmatch(text) is not None),
        ("register", lambda text: _REGISTER.fullmatch(text) is not None),
        ("price_rupiah", lambda text: _MONEY.fullmatch(text) is not None),
        ("category", lambda text: categories.named(text) is not None),
        ("brand", lambda text: text.casefold() in brands()),
        ("agency", lambda text: normal_name(text) in agencies),
        ("room", lambda text: normal_name(text) in rooms),
        ("model", lambda text: normal_name(text) in _models()),
        ("serial", lambda text: _SERIAL.fullmatch(text) is not None),
        ("quantity", lambda text: _QUANTITY.fullmatch(text) is not None),
    ]


def _reads(read_address: Callable[[str], object]) -> Test:
    def test(text: str) -> bool:
        try:
            read_address(text)
        except Invalid:
            return False
        return True

    return test


@cache
def _models() -> frozenset[str]:
    return frozenset(normal_name(one.model) for one in shipped())
