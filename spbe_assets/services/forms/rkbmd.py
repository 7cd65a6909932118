"""RKBMD: the plan of needs of each agency, for procurement and for maintenance, from the chosen plan.

Source: DOMAIN 3.4; layout of Permendagri 19/2016 as its fields are named there
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy.orm import Session

from spbe_assets import formats
from spbe_assets.domain.ids import Id
from spbe_assets.i18n import speaking
from spbe_assets.services import areas, rkbmd
from spbe_assets.services.forms.form import Column, Form, Kind, Row, numbered
from spbe_assets.services.forms.units import Unit, Units
from spbe_assets.services.rkbmd import MaintenanceRow, ProcurementRow

PROCUREMENT = "RENCANA KEBUTUHAN BARANG MILIK DAERAH (RENCANA PENGADAAN)"
MAINTENANCE = "RENCANA KEBUTUHAN BARANG MILIK DAERAH (RENCANA PEMELIHARAAN)"
_PROGRAMME = "Program / Kegiatan / Sub Kegiatan / Output"
_PROPOSED, _MOST = "Usulan BMD", "Kebutuhan Maksimum"
_USABLE, _REAL = "BMD yang Dapat Dioptimalkan", "Kebutuhan Riil BMD"
PROCUREMENT_COLUMNS = (
    Column("No", 3.2, Kind.CENTRED),
    Column(_PROGRAMME, 15.0),
    Column("Kode Barang", 11.4, group=_PROPOSED),
    Column("Nama Barang", 13.4, group=_PROPOSED),
    Column("Jumlah", 5.2, Kind.NUMBER, _PROPOSED),
    Column("Satuan", 5.4, Kind.CENTRED, _PROPOSED),
    Column("Jumlah", 5.2, Kind.NUMBER, _MOST),
    Column("Satuan", 5.4, Kind.CENTRED, _MOST),
    Column("Kode Barang", 11.4, group=_USABLE),
    Column("Nama Barang", 10.4, group=_USABLE),
    Column("Jumlah", 5.2, Kind.NUMBER, _USABLE),
    Column("Satuan", 5.4, Kind.CENTRED, _USABLE),
    Column("Jumlah", 5.2, Kind.NUMBER, _REAL),
    Column("Satuan", 5.4, Kind.CENTRED, _REAL),
    Column("Cara Pemenuhan", 8.0),
    Column("Keterangan", 11.0),
)
_GOODS, _WORK = "Barang Milik Daerah", "Usulan Kebutuhan Pemeliharaan"
MAINTENANCE_COLUMNS = (
    Column("No", 3.2, Kind.CENTRED),
    Column("Kuasa Pengguna / " + _PROGRAMME, 17.0),
    Column("Kode Barang", 12.0, group=_GOODS),
    Column("Nama Barang", 15.0, group=_GOODS),
    Column("Jumlah", 5.4, Kind.NUMBER, _GOODS),
    Column("Satuan", 6.0, Kind.CENTRED, _GOODS),
    Column("Status", 8.0, group=_GOODS),
    Column("B", 4.6, Kind.NUMBER, _GOODS),
    Column("RR", 4.6, Kind.NUMBER, _GOODS),
    Column("RB", 4.6, Kind.NUMBER, _GOODS),
    Column("Nama Pemeliharaan", 15.0, group=_WORK),
    Column("Jumlah", 5.4, Kind.NUMBER, _WORK),
    Column("Satuan", 6.0, Kind.CENTRED, _WORK),
    Column("Keterangan", 13.0),
)


def procurement(session: Session, agency_ids: Iterable[Id] = (), *, day: date | None = None) -> Iterator[Form]:
    """RKBMD pengadaan of each agency and year, as the chosen plan wants it.

    Raises:
        Refused: no plan is chosen.
    """
    plan = rkbmd.chosen_plan(session)
    with speaking("id"):
        rows = rkbmd.procurement(session, plan, _below(session, agency_ids))
    return _forms(session, rows, PROCUREMENT, PROCUREMENT_COLUMNS, _procured, day)


def maintenance(session: Session, agency_ids: Iterable[Id] = (), *, day: date | None = None) -> Iterator[Form]:
    """RKBMD pemeliharaan of each agency and year; as `procurement`."""
    plan = rkbmd.chosen_plan(session)
    with speaking("id"):
        rows = rkbmd.maintenance(session, plan, _below(session, agency_ids))
    return _forms(session, rows, MAINTENANCE, MAINTENANCE_COLUMNS, _maintained, day)


def _below(session: Session, agency_ids: Iterable[Id]) -> frozenset[Id] | None:
    wanted = frozenset(agency_ids)
    return areas.agencies_below(session, wanted) if wanted else None


def _forms(
    session: Session, rows: Iterable[Any], title: str, columns: tuple[Column, ...], cells: Any, day: date | None
) -> Iterator[Form]:
    units = Units(session)
    kind = "P" if columns is PROCUREMENT_COLUMNS else "H"
    ordered = sorted(rows, key=lambda row: (units.of(row.agency_id).order, row.year))
    for number, ((agency, year), some) in enumerate(groupby(ordered, lambda row: (row.agency_id, row.year)), 1):
        unit = units.of(agency)
        yield Form(
            name=f"{kind}{number:02} {year} {unit.name}",
            titles=tuple(filter(None, (unit.government, title, f"TAHUN {year}"))),
            head=_head(unit),
            columns=columns,
            rows=numbered(map(cells, some)),
            signers=unit.signers(day or formats.today()),
        )


def _head(unit: Unit) -> tuple[tuple[str, str], ...]:
    labels = {"UNIT": "PENGGUNA BARANG", "SUB UNIT": "KUASA PENGGUNA BARANG"}
    return tuple((labels.get(label, label), value) for label, value in unit.title_block())


def _procured(row: ProcurementRow) -> Row:
    tree = (row.programme, row.activity, row.sub_activity, row.output)
    usable: tuple[Any, ...] = (row.usable_kode, row.usable_title, row.usable, row.unit) if row.usable else ("",) * 4
    return (
        _written(*tree), row.kode_barang, row.title, row.quantity, row.unit, row.most, row.unit, *usable,
        row.real, row.unit, row.way, row.notes,
    )  # fmt: skip


def _maintained(row: MaintenanceRow) -> Row:
    return (
        _written(row.programme, row.activity, row.output), row.kode_barang, row.title, row.count, row.unit, row.status,
        row.good, row.light, row.heavy, row.work, row.quantity, row.work_unit, row.notes,
    )  # fmt: skip


def _written(*parts: str) -> str:
    return "\n".join(filter(None, parts))
