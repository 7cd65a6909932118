"""The sample's other side: a technician's laptop with a home of its own, whose work is merged, and more is waiting."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import mkdtemp

from samples import plates
from sqlalchemy import select
from sqlalchemy.orm import Session

from spbe_assets.domain.cards import parse_card
from spbe_assets.domain.ids import Id, derived_id
from spbe_assets.domain.packs import Order, PackKind, PhotoChoice, Scope
from spbe_assets.domain.vocabulary import Condition
from spbe_assets.services import assets, attachments, peers, sweeps
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.tables import Asset, Room
from spbe_assets.storage.unit_of_work import UnitOfWork
from spbe_assets.sync import keys, merging, writing

HOME = "SPBE_ASSETS_HOME"
BUDI, RINA = Actor("Budi S."), Actor("Rina Marlina")


@dataclass
class TwoLaptops:
    """`sweep` is under way on both; `pack` is a return pack that the admin has not merged yet."""

    admin: Store
    laptop: Store
    pack: Path
    sweep: Id
    room: Id


def work_apart(admin: Store) -> TwoLaptops:
    """Hand out a room, let both sides work, merge once with conflicts and a twin, and bring one more pack."""
    folder = Path(mkdtemp(prefix="spbe-assets-laptop-"))
    laptop = Store.create(folder / "laptop-07.spbe")
    with _at(folder):
        theirs = _present(laptop, RINA, "laptop-07")
    ours = _present(admin, BUDI, "Diskominfotik")
    _enrol(admin, BUDI, theirs)
    with admin.read() as session:
        room, agency, rows = _a_room(session)
    with admin.write(BUDI, "sweep") as uow:
        sweep = sweeps.start(uow, agency, [room], "Opname semester II")
    work = Order(PackKind.WORK, to=parse_card(theirs).fingerprint, scope=Scope(rooms=(room,)), note="Rak 3 dulu, ya.")
    writing.create(admin, BUDI, work, folder / "kerja.spbepack")
    with _at(folder):
        _enrol(laptop, RINA, ours)
        merging.merge(laptop, RINA, folder / "kerja.spbepack")
        _first_day(laptop, rows, sweep, room, agency, folder)
        home = Order(PackKind.RETURN, to=parse_card(ours).fingerprint, photos=PhotoChoice.ALL)
        writing.create(laptop, RINA, home, folder / "rina-1.spbepack")
    _meanwhile(admin, rows, agency, room)
    merging.merge(admin, BUDI, folder / "rina-1.spbepack")
    with _at(folder):
        _second_day(laptop, rows, agency, room)
        writing.create(laptop, RINA, home, folder / "rina-2.spbepack")
    with admin.write(BUDI) as uow:
        assets.update(uow, rows[3], {"serial": "DITULIS-DI-KANTOR"})
    return TwoLaptops(admin, laptop, folder / "rina-2.spbepack", sweep, room)


@contextmanager
def _at(home: Path) -> Iterator[None]:
    before = os.environ[HOME]
    os.environ[HOME] = str(home)
    try:
        yield
    finally:
        os.environ[HOME] = before


def _present(store: Store, actor: Actor, name: str) -> str:
    with store.write(actor, "installation") as uow:
        peers.rename_self(uow, replace(keys.card(store), name=name, person=actor.user))
    return keys.card(store).text


def _enrol(store: Store, actor: Actor, card: str) -> None:
    with store.write(actor, "installation") as uow:
        peers.enrol(uow, card)


def _a_room(session: Session) -> tuple[Id, Id, list[Id]]:
    """A room with some dozen things in it."""
    for room, agency in session.execute(select(Room.id, Room.agency_id).where(Room.live).order_by(Room.n)):
        rows = list(session.scalars(select(Asset.id).where(Asset.room_id == room, Asset.live).order_by(Asset.n)))
        if 8 <= len(rows) <= 30 and agency:
            return room, agency, rows
    raise LookupError("the sample has no room to work in")


def _first_day(laptop: Store, rows: list[Id], sweep: Id, room: Id, agency: Id, folder: Path) -> None:
    with laptop.write(RINA) as uow:
        assets.update(uow, rows[0], {"serial": "RN-2201-77", "condition": Condition.LIGHT_DAMAGE})
        assets.update(uow, rows[1], {"name": "Server aplikasi e-Office", "notes": "Kipas berbunyi"})
        assets.delete(uow, [rows[2]])
        _new(uow, "Switch lantai 1", "FOC2231X0QL", agency, room)
        for path in plates(folder)[:2]:
            attachments.add_photo(uow, "asset", rows[0], path.read_bytes(), "Pelat nama")
    with laptop.write(RINA, "sweep") as uow:
        for row in rows[3:7]:
            sweeps.see_asset(uow, sweep, room, row, way="scan")
        sweeps.see_unknown(uow, sweep, room, "INV/2016/0042")


def _meanwhile(admin: Store, rows: list[Id], agency: Id, room: Id) -> None:
    with admin.write(BUDI) as uow:
        assets.update(uow, rows[0], {"serial": "RN-2201-71", "condition": Condition.GOOD})
        assets.update(uow, rows[1], {"name": "Server e-Office", "brand": "HPE"})
        assets.update(uow, rows[2], {"notes": "Dipinjam Bappeda"})
        _new(uow, "Switch lt. 1", "FOC2231X0QL", agency, room)


def _second_day(laptop: Store, rows: list[Id], agency: Id, room: Id) -> None:
    with laptop.write(RINA) as uow:
        assets.update(uow, rows[3], {"serial": "DITULIS-DI-LAPANGAN"})
        assets.update(uow, rows[4], {"condition": Condition.HEAVY_DAMAGE})
        for number in range(5):
            _new(uow, f"Titik akses {number + 1}", f"AP-77{number}", agency, room)


def _new(uow: UnitOfWork, name: str, serial: str, agency: Id, room: Id) -> None:
    values = {"name": name, "serial": serial, "agency_id": agency, "room_id": room}
    assets.create(uow, {**values, "category_id": derived_id("category", "switch")})
