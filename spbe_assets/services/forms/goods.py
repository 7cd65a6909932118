"""The goods that forms list, read a part at a time, and identical goods in one line as forms want them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from spbe_assets.domain.ids import Id
from spbe_assets.domain.parsing_codes import MOST_IN_RANGE, joined_registers, registers
from spbe_assets.domain.vocabulary import Condition, Ownership, Status
from spbe_assets.services.forms.form import said, said_long
from spbe_assets.storage.tables import Asset, Category, Rack

RANGE = " s/d "
_GONE = (Status.PLANNED, Status.DISPOSED)
_EXTRAS = ("Ukuran / CC", "Bahan", "Nomor rangka", "Nomor mesin", "Nomor polisi", "Nomor BPKB")
"""Further fields of assets under the names that the import of a KIB B gives them."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a form: an item, or identical goods whose registers follow each other.

    `price_rupiah` is that of the whole line. `is_whole` marks a single record of several units or of a range of
    registers, which an import must not take apart. `further` are the values of `_EXTRAS`.
    """

    kode_barang: str
    name: str
    register: str
    brand: str
    model: str
    further: tuple[str, ...]
    acquired: date | int | None
    serial: str
    origin: str
    price_rupiah: int | None
    condition: Condition | None
    quantity: int
    description: str
    is_whole: bool
    room_id: Id | None = None

    @property
    def year(self) -> int | None:
        """The year of acquisition."""
        return self.acquired.year if isinstance(self.acquired, date) else self.acquired


def of_agency(session: Session, agency_id: Id | None) -> list[Line]:
    """The goods of an agency itself, without those of units below it; for None those of no agency."""
    own = Asset.agency_id == agency_id if agency_id else Asset.agency_id.is_(None)
    return _sorted(_lines(session, own))


def of_rooms(session: Session, room_ids: Iterable[Id]) -> dict[Id, list[Line]]:
    """What stands in some rooms, in racks too; a room without anything has an empty list."""
    rooms: dict[Id, list[Line]] = {room: [] for room in room_ids}
    for some in _parts(list(rooms)):
        racks = select(Rack.id).where(Rack.room_id.in_(some), Rack.live)
        inside = or_(Asset.room_id.in_(some), and_(Asset.room_id.is_(None), Asset.rack_id.in_(racks)))
        for line in _lines(session, inside):
            if line.room_id in rooms:
                rooms[line.room_id].append(line)
    return {room: _sorted(lines) for room, lines in rooms.items()}


def is_equipment(kode_barang: str) -> bool:
    """Whether a code is one of equipment and machines; older codes and none at all count as such."""
    return not kode_barang.startswith("1.") or kode_barang.startswith("1.3.2")


def grouped(lines: Sequence[Line], *, with_serials: bool = True) -> Iterator[Line]:
    """The lines with identical goods of consecutive registers in one, as 000021 s/d 000044.

    Goods with a serial number of their own stay alone where the form shows it.
    """
    run: list[Line] = []
    for line in lines:
        if run and _continues(run[-1], line, with_serials) and len(run) < MOST_IN_RANGE:
            run.append(line)
            continue
        if run:
            yield _joined(run)
        run = [line]
    if run:
        yield _joined(run)


def _lines(session: Session, chosen: ColumnElement[bool]) -> Iterator[Line]:
    columns = (
        Asset.n, Asset.live, Asset.name, Asset.kode_barang, Asset.register, Asset.brand, Asset.model, Asset.extra,
        Asset.year, Asset.acquired_on, Asset.serial, Asset.acquired_by, Asset.price_rupiah, Asset.condition,
        Asset.quantity, Asset.description, Asset.status, Asset.ownership, Asset.tag, Category.title_id,
        Asset.room_id, Rack.room_id.label("rack_room"),
    )  # fmt: skip
    query = (
        select(*columns)
        .outerjoin(Category, Category.id == Asset.category_id)
        .outerjoin(Rack, Rack.id == Asset.rack_id)
        .where(chosen)
    )
    for row in sorted(session.execute(query).all(), key=lambda row: row.n):
        if row.live and row.status not in _GONE and row.ownership in (None, Ownership.OWN):
            yield _line(row)


def _line(row: Any) -> Line:
    register = joined_registers(said(row.register))
    makes = (said(row.brand), said(row.model))
    is_range = len(_spread(register)) > 1
    day = row.acquired_on if row.acquired_on and row.year in (None, row.acquired_on.year) else None
    return Line(
        kode_barang=said(row.kode_barang),
        name=said(row.name) or row.title_id or " ".join(filter(None, makes)) or row.tag,
        register=register.replace("-", RANGE) if is_range else register,
        brand=makes[0], model=makes[1],
        further=tuple(said(str((row.extra or {}).get(key, ""))) for key in _EXTRAS),
        acquired=day or row.year,
        serial=said(row.serial),
        origin=said(row.acquired_by),
        price_rupiah=row.price_rupiah,
        condition=row.condition,
        quantity=row.quantity or 1,
        description=said_long(row.description),
        is_whole=is_range or (row.quantity or 1) > 1,
        room_id=row.room_id or row.rack_room,
    )  # fmt: skip


def _sorted(lines: Iterable[Line]) -> list[Line]:
    """By code and register, those without a code last; equal ones keep the order in which they were recorded."""
    return sorted(lines, key=lambda line: (not line.kode_barang, line.kode_barang, _register_key(line.register)))


def _register_key(register: str) -> tuple[int, str]:
    return (int(register), "") if register.isdecimal() and register.isascii() else (10**12, register)


def _continues(before: Line, line: Line, with_serials: bool) -> bool:
    first, second = before.register, line.register
    if before.is_whole or line.is_whole or (with_serials and (before.serial or line.serial)):
        return False
    if not (first.isdecimal() and second.isdecimal() and first.isascii() and len(first) == len(second)):
        return False
    alone = {"register": "", "serial": "", "room_id": None}
    same = replace(before, **alone) == replace(line, **alone)  # type: ignore[arg-type]
    return same and bool(line.kode_barang) and len(first) <= _LONGEST and int(second) == int(first) + 1


_LONGEST = 9
"""Digits of a register that an import takes for part of a range."""


def _joined(run: list[Line]) -> Line:
    first = run[0]
    if len(run) == 1:
        return first
    price = None if first.price_rupiah is None else first.price_rupiah * len(run)
    register = f"{first.register}{RANGE}{run[-1].register}"
    return replace(first, register=register, price_rupiah=price, quantity=len(run), serial="")


def _spread(register: str) -> list[str]:
    from spbe_assets.domain.errors import Invalid

    try:
        return registers(register)
    except Invalid:
        return [register]


def _parts(ids: list[Id], size: int = 500) -> Iterator[list[Id]]:
    return (ids[first : first + size] for first in range(0, len(ids), size))
