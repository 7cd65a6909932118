"""A small province for tests of services: two agencies, a building with rooms, people, assets of several kinds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from spbe_assets.domain.ids import Id
from spbe_assets.domain.vocabulary import Condition, Status
from spbe_assets.services import agencies, assets, people, places
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.tables import Category, Region
from spbe_assets.storage.unit_of_work import UnitOfWork

BUDI = Actor("Budi")


@dataclass
class World:
    """The store and the ids of what stands in it."""

    store: Store
    ict: Id
    health: Id
    clinic: Id
    regency: Id
    site: Id
    server_room: Id
    office: Id
    rack: Id
    siti: Id
    categories: dict[str, Id]
    switch: Id
    server: Id
    laptops: list[Id]

    def write(self, work: Any) -> Any:
        """The result of one transaction."""
        with self.store.write(BUDI) as uow:
            return work(uow)

    def read(self, work: Any) -> Any:
        """The result of reading."""
        with self.store.read() as session:
            return work(session)


def build(store: Store) -> World:
    """Fill a new store."""
    with store.read() as session:
        categories = {code: row_id for code, row_id in session.execute(select(Category.code, Category.id))}
        ict, health = agencies.find(session, "Diskominfotik"), agencies.find(session, "Dinas Kesehatan")
        regency = session.scalars(select(Region.id).where(Region.code == "14.01")).one()
    with store.write(BUDI, "create") as uow:
        clinic = agencies.create(uow, {"name": "Puskesmas Melati", "parent_id": health, "region_id": regency})
        site = places.create(uow, "site", {"name": "Gedung A", "agency_id": ict})
        server_room = places.create(uow, "room", {"name": "Ruang Server", "site_id": site, "is_data_centre": True})
        office = places.create(uow, "room", {"name": "Ruang 10", "agency_id": clinic})
        rack = places.create(uow, "rack", {"name": "R1", "room_id": server_room, "height_u": 42})
        siti = people.create(uow, {"name": "Siti Rahma", "agency_id": health})
        switch, server, laptops = _equipment(uow, categories, ict, clinic, server_room, office, rack, siti)
    return World(
        store, ict, health, clinic, regency, site, server_room, office, rack, siti, categories, switch, server, laptops
    )


def _equipment(
    uow: UnitOfWork, categories: dict[str, Id], ict: Id, clinic: Id, server_room: Id, office: Id, rack: Id, siti: Id
) -> tuple[Id, Id, list[Id]]:
    switch = assets.create(
        uow,
        {
            "name": "Core switch", "category_id": categories["switch"], "brand": "Cisco", "model": "C9300",
            "serial": "FCW-2140 L0AB", "agency_id": ict, "room_id": server_room, "rack_id": rack,
            "rack_position_u": 40, "year": 2021, "condition": Condition.GOOD,
        },
        {"hostname": "core-01", "ip": "10.14.0.1"},
    )  # fmt: skip
    server = assets.create(
        uow,
        {
            "name": "Server basis data", "category_id": categories["server"], "brand": "Dell", "model": "R740",
            "agency_id": ict, "room_id": server_room, "year": 2018, "condition": Condition.HEAVY_DAMAGE,
            "status": Status.REPAIR, "warranty_end": date(2021, 1, 1), "nibar": "1101" * 11 + "1",
        },
        {"memory_gb": 64, "os": "Debian 12", "management_ip": "10.14.0.9"},
    )  # fmt: skip
    laptops = [
        assets.create(
            uow,
            {
                "name": f"Laptop {number}", "category_id": categories["laptop"], "brand": "Lenovo", "agency_id": clinic,
                "room_id": office, "serial": f"PF{number:04}", "year": 2015 + number, "custodian_id": siti,
            },
        )
        for number in range(1, 11)
    ]  # fmt: skip
    return switch, server, laptops
