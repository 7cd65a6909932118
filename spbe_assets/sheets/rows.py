"""Tells rows that hold a record from titles, units, sub-totals, signatures and repeated titles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from spbe_assets.domain.parsing import Cell, is_blank, text
from spbe_assets.domain.sort_keys import normal_name
from spbe_assets.i18n import N_, _
from spbe_assets.sheets import words
from spbe_assets.sheets.book import Row
from spbe_assets.sheets.headers import is_numbered
from spbe_assets.sheets.recognise import Table

_IDENTITY = frozenset(
    ("kode_barang", "register", "serial", "tag", "nibar", "source_id", "brand_model", "model", "price_rupiah",
     "circuit_id", "hostname", "record_id")
)  # fmt: skip
_NAMES = frozenset(("name", "tag", "serial", "hostname", "circuit_id", "source_id"))
_NUMBERING = re.compile(r"^(?:[IVXLC]+|[A-Z]|\d{1,3})[.)]\s+")
_PLACE_AND_DATE = re.compile(r"[^\d,]{3,30},\s*(?:\d{1,2}|\.{2,}|…+)\s*[^\W\d_]*\.?\s*(?:19|20)\d{2}")
FEW_COLUMNS = 2


class RowKind(Enum):
    """Why a row is no record."""

    UNIT = N_("names a unit")
    TITLE = N_("title")
    TOTAL = N_("total")
    SIGNATURE = N_("signature")
    TITLES = N_("column titles")


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that is no record, listed so that nothing is left out in silence."""

    sheet: str
    row: int
    kind: RowKind
    text: str

    @property
    def why(self) -> str:
        """The kind in the language in use."""
        return _(self.kind.value)


@dataclass(frozen=True, slots=True)
class DataRow:
    """A row that holds a record, and the unit row it stands under (empty for none)."""

    number: int
    cells: list[Cell]
    unit: str


class RowSorter:
    """Goes through the rows of one table, in order."""

    def __init__(self, table: Table) -> None:
        parts = table.mapping.parts
        self._sheet = table.sheet
        self._mapped = [column for column, part in enumerate(parts) if part]
        self._identity = [column for column, part in enumerate(parts) if part in _IDENTITY]
        self._names = {column for column, part in enumerate(parts) if part in _NAMES}
        self._places = table.preset.target not in ("asset", "link")
        self._titles = {normal_name(title) for title in table.header.titles if title}
        self._kinds: dict[Cell, RowKind | None] = {}
        self._signed = False
        self._unit = ""
        self.skipped: list[Skipped] = []

    def records(self, rows: Sequence[Row]) -> Iterator[DataRow]:
        """The rows that hold records; the others are in `skipped` afterwards."""
        for row in rows:
            kind = self._kind(row)
            if kind is None:
                yield DataRow(row.number, row.cells, self._unit)
            elif kind is not RowKind.TITLES or not is_numbered(row):
                if kind is RowKind.UNIT:
                    self._unit = unit_name(next(text(cell) for cell in row.cells if isinstance(cell, str)))
                written = " ".join(text(cell) for cell in row.cells if cell is not None)
                if written:
                    self.skipped.append(Skipped(self._sheet, row.number, kind, written[:120]))

    def _kind(self, row: Row) -> RowKind | None:
        filled = [column for column, cell in enumerate(row.cells) if cell is not None and cell != ""]
        first = next((cell for column in filled if isinstance(cell := row.cells[column], str)), None)
        if first is None:
            return None if len(filled) >= LEAST_NUMBERS and not is_numbered(row) else RowKind.TITLES
        said = self._said(first)
        if said is None and len(filled) > 2 and not self._signed:
            return None
        return self._doubtful(row, filled, first, said)

    def _doubtful(self, row: Row, filled: list[int], first: str, said: RowKind | None) -> RowKind | None:
        if said is RowKind.TITLES and not self._repeats_titles(row):
            said = RowKind.TOTAL if _is_total(first) else None  # a KIR has a column “Jumlah” and a row of that name
        facts = sum(1 for column in self._identity if column in filled and row.cells[column] is not first)
        if said is RowKind.TOTAL:
            # a total has an amount and nothing else that could tell an item from another
            return None if facts > 1 else RowKind.TOTAL
        if said is RowKind.SIGNATURE and not facts:
            self._signed = True
        if self._signed:
            if facts and len(filled) > 2:
                self._signed = False
                return None
            return RowKind.SIGNATURE
        if said is RowKind.TITLES:
            return RowKind.TITLES
        return self._lonely(row, filled, first, said) if len(filled) <= 2 and not self._places else None

    def _lonely(self, row: Row, filled: list[int], first: str, said: RowKind | None) -> RowKind | None:
        """A row with one or two filled cells: a unit, a title or a very short record."""
        if len(filled) == 2 and not all(isinstance(row.cells[column], str) for column in filled):
            return None
        if said is RowKind.UNIT or (":" in first and self._said(unit_name(first)) is RowKind.UNIT):
            return RowKind.UNIT
        if len(filled) == 2 or len(self._mapped) <= FEW_COLUMNS:
            return None
        written = text(first)
        is_title = written.isupper() or written.endswith(":") or bool(_NUMBERING.match(written))
        return None if filled[0] in self._names and not is_title else RowKind.TITLE

    def _said(self, cell: str) -> RowKind | None:
        """What the first text of a row gives away, remembered by text."""
        if cell not in self._kinds:
            if len(self._kinds) > 200_000:
                self._kinds.clear()
            self._kinds[cell] = self._read(cell)
        return self._kinds[cell]

    def _read(self, cell: str) -> RowKind | None:
        written = normal_name(_NUMBERING.sub("", cell.strip()))[:80]
        if is_blank(cell) or not written:
            return None
        if written in self._titles:
            return RowKind.TITLES
        for kind, begins in ((RowKind.TOTAL, "totals"), (RowKind.SIGNATURE, "signatures"), (RowKind.UNIT, "units")):
            if any(written == word or written.startswith(f"{word} ") for word in words.row_words(begins)):
                return kind
        return RowKind.SIGNATURE if _PLACE_AND_DATE.fullmatch(cell.strip()) else None

    def _repeats_titles(self, row: Row) -> bool:
        texts = [normal_name(cell) for cell in row.cells if isinstance(cell, str)]
        return bool(texts) and sum(one in self._titles for one in texts) >= 0.6 * len(texts) and len(texts) > 1


LEAST_NUMBERS = 2


def _is_total(written: str) -> bool:
    return normal_name(written) in words.row_words("totals")


def unit_name(written: str) -> str:
    """The unit of a unit row: `I. SKPD : Dinas X` is Dinas X."""
    bare = _NUMBERING.sub("", written.strip())
    return bare.partition(":")[2].strip() or bare.strip(" :")
