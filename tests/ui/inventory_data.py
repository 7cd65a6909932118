"""A few hundred assets and a dozen links as a province has them, for tests of lists and editors."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random

from pytestqt.qtbot import QtBot
from sqlalchemy import select

from spbe_assets.domain.ids import Id, derived_id, detail_id
from spbe_assets.domain.vocabulary import (
    Condition,
    DeviceRole,
    LinkKind,
    LinkRole,
    LinkStatus,
    Medium,
    Ownership,
    Raid,
    ServerUse,
    Status,
)
from spbe_assets.storage.store import Actor, Store, UnitOfWork
from spbe_assets.storage.tables import Agency, Asset, DeviceDetail, Link, Person, Rack, Room, ServerDetail, Site
from ui.context import AppContext
from ui.screens.inventory import InventoryScreen

PRODUCTS = (
    ("server", "HPE", "ProLiant DL380 Gen10", "1.3.2.10.02.04.001", 214_500_000),
    ("switch", "Cisco", "Catalyst 9200L-24P", "1.3.2.10.02.04.024", 48_750_000),
    ("access-point", "Ubiquiti", "U6-LR", "1.3.2.10.02.04.026", 4_350_000),
    ("firewall", "Fortinet", "FortiGate 100F", "1.3.2.10.02.04.015", 186_000_000),
    ("pc", "Lenovo", "ThinkCentre M70q", "1.3.2.10.01.02.001", 12_400_000),
    ("laptop", "Asus", "ExpertBook B1", "1.3.2.10.01.02.002", 11_250_000),
    ("camera", "Hikvision", "DS-2CD2143G2", "1.3.2.05.01.05.002", 2_100_000),
    ("router", "MikroTik", "CCR2004-16G-2S+", "1.3.2.10.02.04.002", 9_800_000),
    ("printer", "Epson", "L5190", "1.3.2.10.02.03.003", 3_900_000),
    ("ups", "APC", "Smart-UPS SRT 3000", "", 27_300_000),
)
ROOMS = ("R. Server Lt. 2", "Gudang", "Loket 3", "R. Rapat", "Lt. 1 Timur", "Bid. Aptika")
CONDITIONS = (Condition.GOOD,) * 6 + (Condition.LIGHT_DAMAGE, Condition.LIGHT_DAMAGE, Condition.HEAVY_DAMAGE, None)
TODAY = date(2026, 11, 24)
NAMES = {"server": ("Server aplikasi e-Office", "Server basis data SIMPEG", "Server", "Server web portal")}


def agency_ids(store: Store) -> list[Id]:
    """The first agencies of the shipped list."""
    with store.read() as session:
        return list(session.scalars(select(Agency.id).order_by(Agency.n).limit(8)))


def fill(store: Store, count: int = 300, seed: int = 7) -> list[Id]:
    """Put `count` assets, their places and fourteen links into a new database; returns the assets' ids."""
    agencies = agency_ids(store)
    with store.write(Actor("Budi S."), "demo") as uow:
        rooms = _places(uow, agencies)
        person = uow.create(Person, name="Rina Marlina", agency_id=agencies[0], position="Pranata Komputer")
        rack = uow.create(Rack, name="Rak 03", room_id=rooms[agencies[0]][0], height_u=42)
        ids = _assets(uow, count, Random(seed), rooms, person, rack)
        _links(uow, agencies, ids)
    return ids


def _places(uow: UnitOfWork, agencies: list[Id]) -> dict[Id, list[Id]]:
    rooms = {}
    for agency in agencies:
        site = uow.create(Site, name="Gedung utama", agency_id=agency)
        rows = [{"name": name, "site_id": site, "agency_id": agency} for name in ROOMS]
        rooms[agency] = uow.create_many(Room, rows)
    return rooms


def _assets(uow: UnitOfWork, count: int, random: Random, rooms: dict[Id, list[Id]], person: Id, rack: Id) -> list[Id]:
    rows, servers, devices = [], [], []
    for number, tag in enumerate(uow.next_tags(count)):
        category, brand, model, code, price = PRODUCTS[random.randrange(len(PRODUCTS))]
        agency = random.choice(list(rooms))
        rows.append(
            {
                "tag": tag,
                "name": random.choice(NAMES.get(category, ("",))),
                "category_id": derived_id("category", category),
                "brand": brand,
                "model": model,
                "serial": "" if random.random() < 0.1 else f"{brand[:2].upper()}{random.randrange(16**8):08X}",
                "agency_id": agency,
                "room_id": random.choice(rooms[agency]),
                "kode_barang": code,
                "register": f"{number + 1:06}",
                "year": random.randrange(2013, 2027),
                "price_rupiah": price,
                "fund_source": "APBD",
                "ownership": Ownership.OWN,
                "condition": random.choice(CONDITIONS),
                "status": Status.ACTIVE,
                "custodian_id": person if random.random() < 0.5 else None,
                "warranty_end": TODAY + timedelta(days=random.randrange(-900, 900)),
                "verified_at": None
                if random.random() < 0.4
                else datetime(2026, 10, 28, 2, tzinfo=UTC) - timedelta(days=random.randrange(700)),
                "verified_by": "Budi S.",
            }
        )
    ids = uow.create_many(Asset, rows)
    for asset_id, row in zip(ids, rows, strict=True):
        if row["category_id"] == derived_id("category", "server"):
            servers.append(
                {
                    "id": detail_id(asset_id, "server_detail"),
                    "asset_id": asset_id,
                    "use": ServerUse.WEB_APPLICATION,
                    "cpu": "Intel Xeon Silver 4210",
                    "sockets": 2,
                    "cores": 20,
                    "memory_gb": 64,
                    "storage_tb": Decimal("3.6"),
                    "raid": Raid.RAID5,
                    "os": "Ubuntu Server 22.04",
                    "hostname": "eoffice-app01",
                    "management_ip": "10.10.2.18",
                }
            )
        elif row["category_id"] == derived_id("category", "switch"):
            devices.append(
                {
                    "id": detail_id(asset_id, "device_detail"),
                    "asset_id": asset_id,
                    "role": DeviceRole.ACCESS,
                    "ports": 24,
                    "speed_mbps": 1000,
                    "ip": "10.10.0.2",
                }
            )
    uow.create_many(ServerDetail, servers)
    uow.create_many(DeviceDetail, devices)
    return ids


def _links(uow: UnitOfWork, agencies: list[Id], assets: list[Id]) -> None:
    rows = []
    for number, tag in enumerate(uow.next_tags(14)):
        agency = agencies[number % len(agencies)]
        backup = number >= len(agencies)
        rows.append(
            {
                "tag": tag,
                "name": "Tautan cadangan" if backup else "Tautan utama intra",
                "circuit_id": f"CID-{4700 + number}",
                "provider": "Telkom Astinet" if backup else "Icon+",
                "kind": LinkKind.INTERNET if backup else LinkKind.INTRANET,
                "medium": Medium.FIBRE,
                "role": LinkRole.BACKUP if backup else LinkRole.PRIMARY,
                "status": LinkStatus.DOWN if number == 3 else LinkStatus.ACTIVE,
                "agency_id": agency,
                "a_agency_id": agencies[0],
                "a_asset_id": assets[0],
                "a_port": f"Gi1/0/{number + 1}",
                "z_agency_id": agency,
                "mbps_down": Decimal(50 * (number % 4 + 1)),
                "mbps_up": Decimal(50 * (number % 4 + 1)),
                "ends_on": TODAY + timedelta(days=40 * number - 60),
                "monthly_rupiah": 7_500_000,
            }
        )
    uow.create_many(Link, rows)


def inventory_shown(qtbot: QtBot, context: AppContext) -> InventoryScreen:
    """The inventory at the size it has in a small window, with the first record beside the list."""
    made = InventoryScreen(context)
    qtbot.addWidget(made)
    made.resize(1170, 740)
    with qtbot.waitExposed(made):
        made.show()
    qtbot.waitUntil(lambda: made.assets.pane.isVisible())
    return made
