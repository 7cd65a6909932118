"""KIR: the inventory card of a room, posted in it, with the twelve official columns of Format II.K.2.

Source: DOMAIN 3.4; Permendagri 47/2021: renewed each semester and whenever the room or its person in charge changes
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from spbe_assets import formats
from spbe_assets.domain.ids import Id
from spbe_assets.domain.parsing_codes import written_make
from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.domain.sort_keys import natural
from spbe_assets.domain.vocabulary import Condition
from spbe_assets.services import areas
from spbe_assets.services.forms.form import Column, Form, Kind, Row, Signer, day_text, numbered, said
from spbe_assets.services.forms.goods import Line, grouped, of_rooms
from spbe_assets.services.forms.units import DOTS, Unit, Units
from spbe_assets.storage.tables import Person, Room, Site

MARK = "Format II.K.2"
TITLE = "KARTU INVENTARIS RUANGAN (KIR)"
TICK = "√"
PART = 200
"""Rooms whose contents are read at once."""
COLUMNS = (
    Column("No", 3.4, Kind.CENTRED),
    Column("Kode Barang", 12.4),
    Column("Nomor Register", 8.6, Kind.CENTRED),
    Column("Nama Barang", 20.0),
    Column("Merk / Tipe", 16.5),
    Column("Tahun Perolehan", 7.2, Kind.YEAR),
    Column("Jumlah", 5.6, Kind.NUMBER),
    Column("Harga Perolehan (Rp)", 11.5, Kind.MONEY),
    Column("B", 4.0, Kind.CENTRED, "Kondisi"),
    Column("RR", 4.0, Kind.CENTRED, "Kondisi"),
    Column("RB", 4.0, Kind.CENTRED, "Kondisi"),
    Column("Keterangan", 15.5),
)
QUANTITY, PRICE = 6, 7


@dataclass(frozen=True, slots=True)
class RoomCard:
    """The card of one room; `contents` is a hash of what it says, whenever and in whatever form it is printed."""

    room_id: Id
    agency_id: Id | None
    form: Form

    @property
    def contents(self) -> str:
        """Changes whenever a line of the card or the person in charge changes."""
        told = (self.form.head, [tuple(map(str, row)) for row in self.form.rows])
        return sha256(repr(told).encode("utf-8", "replace")).hexdigest()


def cards(
    session: Session,
    agency_ids: Iterable[Id] = (),
    room_ids: Iterable[Id] = (),
    progress: Progress = SILENT,
    *,
    day: date | None = None,
) -> Iterator[RoomCard]:
    """The card of every room that is asked for, by agency, site and name.

    Args:
        session: for reading.
        agency_ids: all rooms of these agencies and the units below them that hold something.
        room_ids: these rooms instead, empty ones too.
        progress: told after every room.
        day: on which they are signed, today if none is given.
    """
    named = frozenset(room_ids)
    rooms = _rooms(session, frozenset(agency_ids), named)
    units = Units(session)
    rooms.sort(key=lambda room: (units.of(room.owner).order, natural(room.site or ""), natural(room.name), room.id))
    for first in range(0, len(rooms), PART):
        some = rooms[first : first + PART]
        contents = of_rooms(session, [room.id for room in some])
        for at, room in enumerate(some, first):
            progress.step(at, len(rooms), room.name)
            if contents[room.id] or room.id in named:
                yield _card(room, units.of(room.owner), contents[room.id], day or formats.today())


def forms(cards_: Iterable[RoomCard]) -> Iterator[Form]:
    """The forms of some cards."""
    return (card.form for card in cards_)


@dataclass(frozen=True, slots=True)
class _Room:
    id: Id
    name: str
    site: str
    floor: str
    owner: Id | None
    person: tuple[str, str]


def _rooms(session: Session, agencies: frozenset[Id], rooms: frozenset[Id]) -> list[_Room]:
    query = (
        select(Room, Site.name.label("site"), Site.agency_id.label("of_site"), Person.name, Person.nip)
        .outerjoin(Site, Site.id == Room.site_id)
        .outerjoin(Person, Person.id == Room.person_id)
        .where(Room.live)
    )
    if rooms:
        query = query.where(Room.id.in_(rooms))
    elif agencies:
        wanted = areas.agencies_below(session, agencies)
        query = query.where(or_(Room.agency_id.in_(wanted), Room.agency_id.is_(None) & Site.agency_id.in_(wanted)))
    return [_room(*row) for row in session.execute(query)]


def _room(room: Room, site: str | None, of_site: Id | None, person: str | None, nip: str | None) -> _Room:
    return _Room(
        room.id, said(room.name) or "-", said(site), said(room.floor), room.agency_id or of_site,
        (said(person), said(nip)),
    )  # fmt: skip


def _card(room: _Room, unit: Unit, lines: list[Line], day: date) -> RoomCard:
    form = Form(
        name=room.name,
        titles=tuple(filter(None, (unit.government, TITLE))),
        head=(*unit.title_block(), ("RUANGAN", room.name), ("PENANGGUNG JAWAB RUANGAN", room.person[0])),
        columns=COLUMNS,
        rows=numbered(map(_row, grouped(lines, with_serials=False))),
        sums=(QUANTITY, PRICE),
        signers=_signers(unit, room.person, day),
        mark=MARK,
        foot=" · ".join(filter(None, (room.site, room.floor, f"Dicetak {day_text(day)}"))),
    )
    return RoomCard(room.id, room.owner, form)


def _row(line: Line) -> Row:
    ticks: tuple[Any, ...] = tuple(TICK if line.condition is one else None for one in Condition)
    return (
        line.kode_barang or "-", line.register or "-", line.name, written_make(line.brand, line.model), line.year,
        line.quantity, line.price_rupiah, *ticks, line.description,
    )  # fmt: skip


def _signers(unit: Unit, person: tuple[str, str], day: date) -> tuple[Signer, ...]:
    return (
        Signer(("MENGETAHUI,", "PENGGUNA BARANG / KUASA PENGGUNA BARANG"), *unit.head),
        Signer(("PENGURUS BARANG",), *unit.officer),
        Signer((f"{DOTS}, {day_text(day)}", "PENANGGUNG JAWAB RUANGAN"), *person),
    )
