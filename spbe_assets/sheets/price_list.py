"""A price list (SHS) from a spreadsheet: read and shown as a preview, then written as one action or not at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from sqlalchemy.orm import Session

from spbe_assets.domain import parsing
from spbe_assets.domain.errors import Invalid, Refused
from spbe_assets.domain.needs import Good
from spbe_assets.domain.parsing import Cell
from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.domain.sort_keys import normal_name
from spbe_assets.i18n import _
from spbe_assets.services import goods, prices
from spbe_assets.sheets.book import Book, Sheet
from spbe_assets.sheets.headers import Header, is_numbered, one_row, two_rows
from spbe_assets.sheets.plan_model import Fate
from spbe_assets.sheets.read import open_book
from spbe_assets.storage.unit_of_work import UnitOfWork

HEADER_WITHIN = 40
LONGEST_GOOD = 80
TITLES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "good": frozenset(("good", "id", "barang id", "kode program")),
        "kode_barang": frozenset(
            ("kode barang", "kode", "kode rekening barang", "kode kelompok barang", "kodefikasi", "kode fikasi", "code")
        ),
        "title": frozenset(
            ("uraian", "uraian barang", "nama barang", "nama", "barang", "uraian komponen", "komponen", "jenis barang",
             "jenis nama barang", "nama standar harga", "uraian kelompok barang", "title", "name", "description")
        ),
        "spec": frozenset(("spesifikasi", "spek", "specification", "merk tipe", "keterangan spesifikasi")),
        "unit": frozenset(("satuan", "unit")),
        "price": frozenset(
            ("harga", "harga satuan", "harga rp", "harga satuan rp", "harga rupiah", "standar harga",
             "harga satuan standar", "hspk", "price", "unit price", "rupiah", "nilai")
        ),
        "year": frozenset(("tahun", "tahun anggaran", "year")),
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PricedRow:
    """One row of the file and what becomes of it; `before` is the present price, `reason` why it is rejected."""

    row: int
    fate: Fate
    good: str
    title: str
    kode_barang: str = ""
    unit: str = ""
    year: int = 0
    rupiah: int = 0
    before: int | None = None
    reason: str = ""

    @property
    def shipped(self) -> bool:
        """Whether it prices a good that gaps ask for."""
        return self.good in goods.shipped()


@dataclass(frozen=True, slots=True)
class PricePlan:
    """Everything an import of prices will do, before anything is written."""

    file: str
    rows: tuple[PricedRow, ...]
    notes: tuple[str, ...]

    def count(self, fate: Fate) -> int:
        """How many rows have a fate."""
        return sum(row.fate is fate for row in self.rows)


def plan_prices(session: Session, path: Path, year: int, progress: Progress = SILENT) -> PricePlan:
    """Read a price list; `year` holds for rows that name none.

    Raises:
        Refused: the file can't be read, or no sheet has columns for a name or code and for a price.
        Cancelled: the user asked to stop.
    """
    book = open_book(path, progress)
    rows = [row for sheet, header, columns in _tables(book) for row in _read(sheet, header, columns, year)]
    if not rows:
        raise Refused(_("{file} has no row with a price; check the file.").format(file=book.file))
    rows = _named(rows)
    present = {(line.good, line.year): line.rupiah for line in prices.listed(session)}
    judged = tuple(_against(row, present) for row in rows)
    return PricePlan(book.file, judged, tuple(_notes(judged)))


def apply_prices(uow: UnitOfWork, plan: PricePlan) -> int:
    """Write the new and changed prices; rejected rows stay out.

    Returns:
        How many prices were written.
    """
    written = [row for row in plan.rows if row.fate in (Fate.NEW, Fate.CHANGED)]
    for row in written:
        prices.set_price(
            uow, row.good, row.year, row.rupiah,
            title=row.title, kode_barang=row.kode_barang, unit=row.unit, source=plan.file[:200],
        )  # fmt: skip
    return len(written)


def _tables(book: Book) -> Iterator[tuple[Sheet, Header, dict[str, int]]]:
    found = [(sheet, *table) for sheet in book.sheets if (table := _table(sheet)) is not None]
    if not found:
        sentence = _("{file} has no columns for what is priced and for its price, such as “Uraian” and “Harga”.")
        raise Refused(sentence.format(file=book.file))
    return iter(found)


def _table(sheet: Sheet) -> tuple[Header, dict[str, int]] | None:
    for at in range(min(len(sheet.rows), HEADER_WITHIN)):
        for header in (two_rows(sheet.rows, at), one_row(sheet.rows, at)):
            columns = _columns(header) if header is not None else {}
            if header is not None and "price" in columns and {"title", "kode_barang", "good"} & columns.keys():
                return header, columns
    return None


def _columns(header: Header) -> dict[str, int]:
    found: dict[str, int] = {}
    for part, titles in TITLES.items():
        for column, names in enumerate(header.bare):
            if part not in found and column not in found.values() and titles.intersection(names):
                found[part] = column
    return found


def _read(sheet: Sheet, header: Header, columns: Mapping[str, int], year: int) -> Iterator[PricedRow]:
    for row in sheet.rows:
        if row.number <= header.last or is_numbered(row):
            continue
        cells = {part: row.cells[column] if column < len(row.cells) else None for part, column in columns.items()}
        if not parsing.is_blank(cells["price"]):
            yield _row(row.number, cells, year)


def _row(number: int, cells: Mapping[str, Cell], year: int) -> PricedRow:
    title = parsing.shortened(" ".join(filter(None, (_said(cells, "title"), _said(cells, "spec")))), 200)
    row = PricedRow(number, Fate.NEW, _said(cells, "good"), title, _said(cells, "kode_barang").rstrip(".")[:32])
    try:
        rupiah = parsing.whole_rupiah(parsing.money(cells["price"]))
        its_year = year if parsing.is_blank(cells.get("year")) else parsing.whole(cells["year"])
        if its_year not in prices.YEARS or rupiah > prices.MOST_RUPIAH:
            raise Invalid(_("The year or the price is impossible."))
        if not row.title and not row.kode_barang and not row.good:
            raise Invalid(_("It does not say what is priced."))
    except Invalid as error:
        return replace(row, fate=Fate.REJECTED, reason=str(error))
    return replace(row, unit=_said(cells, "unit")[:40], year=its_year, rupiah=rupiah)


def _said(cells: Mapping[str, Cell], part: str) -> str:
    cell = cells.get(part)
    return "" if parsing.is_blank(cell) else parsing.text(cell)


def _named(rows: Sequence[PricedRow]) -> list[PricedRow]:
    """The rows with the good each one prices: by id, by title, by a kode barang that only one row has; else its own."""
    by_title = {normal_name(text): good for good in goods.shipped().values() for text in _titles(good)}
    codes = Counter((row.kode_barang, row.year) for row in rows)
    named = []
    for row in rows:
        good = goods.shipped().get(row.good) or by_title.get(normal_name(row.title))
        if good is None and not row.good and codes[row.kode_barang, row.year] == 1:
            good = goods.by_kode_barang().get(row.kode_barang)
        own = row.good or " ".join(filter(None, (row.kode_barang, normal_name(row.title))))
        named.append(replace(row, good=good.id if good else own[:LONGEST_GOOD]))
    return named


def _titles(good: Good) -> list[str]:
    return [text for key, text in good.texts.items() if key.startswith("title_")]


def _against(row: PricedRow, present: Mapping[tuple[str, int], int]) -> PricedRow:
    if row.fate is Fate.REJECTED:
        return row
    before = present.get((row.good, row.year))
    if before is None:
        return row
    return replace(row, before=before, fate=Fate.SAME if before == row.rupiah else Fate.CHANGED)


def _notes(rows: Sequence[PricedRow]) -> Iterator[str]:
    """What a person should know: goods without a price, codes that several rows share, goods priced twice."""
    codes = goods.by_kode_barang()
    shared = {row.kode_barang for row in rows if row.kode_barang in codes and not row.shipped}
    for kode in sorted(shared):
        sentence = _("Several rows have the kode barang {kode}; to price “{title}”, put {id} into a column “good”.")
        yield sentence.format(kode=kode, title=codes[kode].title, id=codes[kode].id)
    twice = Counter((row.good, row.year) for row in rows if row.fate is not Fate.REJECTED)
    for good, year in (key for key, count in twice.items() if count > 1):
        yield _("“{good}” stands in the list for {year} more than once; the last price holds.").format(
            good=good, year=year
        )
