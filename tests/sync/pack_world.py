"""Two installations that accept each other's packs, and packs between them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from spbe_assets.domain.cards import Card
from spbe_assets.domain.packs import Order, PackKind, Written
from spbe_assets.services import peers
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.tables import Asset, Attachment
from spbe_assets.sync import keys, merging, writing

SARI = Actor("Sari")
JPEG = b"\xff\xd8\xff\xe0"


@dataclass
class Side:
    """An installation with its database and card."""

    store: Store
    card: Card

    @property
    def fingerprint(self) -> str:
        return self.card.fingerprint


def side(folder: Path, name: str) -> Side:
    store = Store.create(folder / f"{name}.spbe")
    with store.write(SARI) as uow:
        peers.rename_self(uow, replace(keys.card(store), name=name, person=f"Bu {name}"))
    return Side(store, keys.card(store))


def acquaint(*sides: Side) -> None:
    for one in sides:
        for other in sides:
            if one is not other:
                with one.store.write(SARI, peers.ENROL) as uow:
                    peers.enrol(uow, other.card.text)


def pair(folder: Path) -> tuple[Side, Side]:
    """The admin and the technician."""
    both = side(folder, "admin"), side(folder, "technician")
    acquaint(*both)
    return both


def add_asset(of: Side, name: str, photos: Iterable[bytes] = ()) -> bytes:
    """An asset with photos; returns its id."""
    with of.store.write(SARI) as uow:
        asset = uow.create(Asset, name=name)
        for photo in photos:
            sha256 = uow.put_blob(JPEG + photo, "image/jpeg")
            uow.create(Attachment, record_table="asset", record_id=asset, kind="photo", sha256=sha256)
    return asset


def write(of: Side, path: Path, to: Side | None = None, kind: PackKind = PackKind.RETURN, **order: object) -> Written:
    made = Order(kind, None if to is None else to.fingerprint, **order)  # type: ignore[arg-type]
    return writing.create(of.store, SARI, made, path)


def take(by: Side, path: Path) -> int:
    """Merge a pack; returns how many changesets were new."""
    return merging.merge(by.store, SARI, path).new_changesets
