"""The admin's register and a technician's laptop with a home of its own, which have worked apart since a work pack."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from PIL import Image

from spbe_assets.domain.cards import Card
from spbe_assets.domain.ids import Id, derived_id
from spbe_assets.domain.packs import Order, PackKind, PhotoChoice
from spbe_assets.domain.vocabulary import Condition
from spbe_assets.services import attachments, peers
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.tables import Agency, Asset, Room
from spbe_assets.storage.unit_of_work import UnitOfWork
from spbe_assets.sync import keys, merging, writing

BUDI, RINA = Actor("Budi S."), Actor("Rina Marlina")
HOME = "SPBE_ASSETS_HOME"


def photo(colour: str) -> bytes:
    """A small picture."""
    made = io.BytesIO()
    Image.new("RGB", (320, 240), colour).save(made, "JPEG")
    return made.getvalue()


@dataclass
class World:
    """`admin` is what the window under test works on; `laptop` lives in a home of its own."""

    admin: Store
    laptop: Store
    laptop_home: Path
    folder: Path
    actor: Actor
    cards: dict[str, Card] = field(default_factory=dict)
    ids: dict[str, Id] = field(default_factory=dict)

    @contextmanager
    def at_laptop(self) -> Iterator[Store]:
        """As if one sat at the technician's machine."""
        before = os.environ[HOME]
        os.environ[HOME] = str(self.laptop_home)
        try:
            yield self.laptop
        finally:
            os.environ[HOME] = before

    def there(self, change: Callable[[UnitOfWork], object]) -> None:
        """The technician writes something."""
        with self.at_laptop() as store, store.write(self.actor) as uow:
            change(uow)

    def here(self, change: Callable[[UnitOfWork], object]) -> None:
        """The admin writes something."""
        with self.admin.write(BUDI) as uow:
            change(uow)

    def brought(self, name: str = "rina.spbepack", photos: PhotoChoice = PhotoChoice.ALL) -> Path:
        """The technician's return pack."""
        path = self.folder / name
        with self.at_laptop() as store:
            order = Order(PackKind.RETURN, to=self.cards["admin"].fingerprint, photos=photos)
            writing.create(store, self.actor, order, path)
        return path

    def handed_out(self, name: str = "work.spbepack") -> Path:
        """A work pack of the admin for the technician."""
        path = self.folder / name
        writing.create(self.admin, BUDI, Order(PackKind.WORK, to=self.cards["laptop"].fingerprint), path)
        return path

    def update(self, which: str, **values: object) -> Callable[[UnitOfWork], object]:
        """A change of one of the assets."""
        return lambda uow: uow.update(Asset, self.ids[which], **values)

    def close(self) -> None:
        self.laptop.close()


def made(admin: Store, folder: Path) -> World:
    """Both know each other and hold the same three assets in the same room."""
    card = _present(admin, BUDI, "Kantor", "Budi S.")
    ids: dict[str, Id] = {}
    with admin.write(BUDI) as uow:
        ids.update(_assets(uow))
    return joined(admin, folder, card, ids, RINA, "laptop-07")


def joined(admin: Store, folder: Path, card: Card, ids: dict[str, Id], actor: Actor, name: str) -> World:
    """A laptop of one more technician, which knows the admin and has merged a work pack."""
    home = folder / f"{name}-home"
    home.mkdir()
    world = World(admin, Store.create(folder / f"{name}.spbe"), home, folder, actor, {"admin": card}, ids)
    with world.at_laptop() as store:
        world.cards["laptop"] = _present(store, actor, name, actor.user)
        _enrol(store, actor, card)
    _enrol(admin, BUDI, world.cards["laptop"])
    pack = world.handed_out(f"{name}-work.spbepack")
    with world.at_laptop() as store:
        merging.merge(store, actor, pack)
    return world


def _present(store: Store, actor: Actor, name: str, person: str) -> Card:
    with store.write(actor, "installation") as uow:
        peers.rename_self(uow, replace(keys.card(store), name=name, person=person))
    return keys.card(store)


def _enrol(store: Store, actor: Actor, card: Card) -> None:
    with store.write(actor, "installation") as uow:
        peers.enrol(uow, card.text)


def _assets(uow: UnitOfWork) -> dict[str, Id]:
    agency = uow.create(Agency, name="Dinas Kominfo", abbreviation="Diskominfotik")
    room = uow.create(Room, name="R. Server Lt. 2", agency_id=agency)
    other = uow.create(Room, name="Gudang", agency_id=agency)
    common = {"agency_id": agency, "room_id": room, "condition": Condition.GOOD}
    ids = {"agency": agency, "room": room, "other_room": other}
    for which, tag, name, category, serial in (
        ("server", "R7-04042-H", "Server aplikasi e-Office", "server", "HP8F3A21C07D"),
        ("switch", "A3-00117-M", "Switch lantai 1", "switch", "FOC2231X0QL"),
        ("router", "R7-04230-C", "Router UPT Dumai", "router", "HC5084JZ8T1"),
    ):
        category_id = derived_id("category", category)
        ids[which] = uow.create(Asset, tag=tag, name=name, category_id=category_id, serial=serial, **common)
    return ids


def add_photo(uow: UnitOfWork, asset: Id, colour: str) -> Id:
    """A photo of an asset."""
    return attachments.add_photo(uow, "asset", asset, photo(colour))
