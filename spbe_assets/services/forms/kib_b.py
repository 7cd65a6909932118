"""KIB B: the inventory card of equipment and machines of each unit, with the sixteen official columns.

What the form has no column for is written before the remark (`domain.remarks`): the condition, and the quantity of
rows that stay one record. What it cannot carry at all: tag, NIBAR, room, person in charge, status, source of funds,
technical details, warranty, contract, notes and the former names of further fields.

Source: DOMAIN 3.4; Permendagri 47/2021
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from spbe_assets import formats
from spbe_assets.domain import remarks
from spbe_assets.domain.ids import Id
from spbe_assets.domain.parsing_codes import written_make
from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.services import areas
from spbe_assets.services.forms.form import Column, Form, Kind, Row, numbered
from spbe_assets.services.forms.goods import Line, grouped, is_equipment, of_agency
from spbe_assets.services.forms.units import Unit, Units
from spbe_assets.storage.tables import Asset

TITLES = ("KARTU INVENTARIS BARANG (KIB) B", "PERALATAN DAN MESIN")
NOTHING, NO_UNIT = "-", "Tanpa unit"
NUMBER = "Nomor"
COLUMNS = (
    Column("No", 3.0, Kind.CENTRED),
    Column("Kode Barang", 11.6),
    Column("Jenis Barang / Nama Barang", 13.6),
    Column("Nomor Register", 7.0, Kind.CENTRED),
    Column("Merk / Type", 12.4),
    Column("Ukuran / CC", 5.4),
    Column("Bahan", 5.2),
    Column("Tahun Pembelian", 7.0, Kind.YEAR),
    Column("Pabrik", 9.6, group=NUMBER),
    Column("Rangka", 5.2, group=NUMBER),
    Column("Mesin", 5.0, group=NUMBER),
    Column("Polisi", 5.0, group=NUMBER),
    Column("BPKB", 4.8, group=NUMBER),
    Column("Asal usul", 7.2),
    Column("Harga (Rp)", 10.0, Kind.MONEY),
    Column("Keterangan", 12.6),
)
PRICE = 14


def forms(
    session: Session, agency_ids: Iterable[Id] = (), progress: Progress = SILENT, *, day: date | None = None
) -> Iterator[Form]:
    """The card of every unit that owns equipment, one after the other.

    Args:
        session: for reading.
        agency_ids: these and the units below them, else all; a single unit gets its card even where it is empty.
        progress: told after every unit.
        day: on which they are signed, today if none is given.
    """
    own = frozenset(agency_ids)
    wanted: Iterable[Id | None] = areas.agencies_below(session, own) if own else {*_owners(session)}
    units, number = Units(session).sorted(wanted), 1
    for done, unit in enumerate(units):
        progress.step(done, len(units), unit.name)
        form = _form(session, unit, number, day or formats.today())
        if form.rows or own == {unit.id}:
            number += 1
            yield form


def count(form: Form) -> int:
    """How many pieces of equipment a card lists, each register of a range counted."""
    return sum(_pieces(row) for row in form.rows)


def _owners(session: Session) -> Iterator[Id | None]:
    return iter(session.scalars(select(Asset.agency_id).where(Asset.live).distinct()).all())


def _form(session: Session, unit: Unit, number: int, day: date) -> Form:
    lines = [line for line in of_agency(session, unit.id) if is_equipment(line.kode_barang)]
    return Form(
        name=f"{number:02} {unit.name or NO_UNIT}",
        titles=tuple(filter(None, (unit.government, *TITLES))),
        head=unit.title_block(),
        columns=COLUMNS,
        rows=numbered(map(_row, grouped(lines))),
        sums=(PRICE,),
        signers=unit.signers(day),
    )


def _row(line: Line) -> Row:
    size, material, *numbers = line.further
    quantity = line.quantity if line.is_whole else None
    return (
        line.kode_barang or NOTHING, line.name, line.register or NOTHING, written_make(line.brand, line.model), size,
        material, line.acquired, line.serial, *numbers, line.origin, line.price_rupiah,
        remarks.write(remarks.Remark(line.description, line.condition, quantity)),
    )  # fmt: skip


def _pieces(row: Row) -> int:
    from spbe_assets.domain.parsing_codes import registers

    remark = remarks.read(str(row[15] or ""))
    return remark.quantity or len(registers(str(row[3])))
