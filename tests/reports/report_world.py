"""A small province whose records hold secrets in every field that the public must not see, and hostile names."""

from __future__ import annotations

import io
import re
import zlib
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

import pypdfium2
from PIL import Image

from spbe_assets.domain.ids import Id
from spbe_assets.domain.vocabulary import Condition, DeviceRole, LinkKind, LinkRole, Medium
from spbe_assets.services import attachments, regions
from spbe_assets.storage.genesis import agency_id, category_id
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.tables import (
    Agency,
    Asset,
    CloudService,
    DeviceDetail,
    Facility,
    Link,
    LinkTest,
    Person,
    Room,
    ServerDetail,
    Site,
    Software,
)

TODAY = date(2026, 11, 24)
HEALTH = agency_id("Dinas Kesehatan")
LONG = "Dinas Yang Namanya Sangat Panjang " * 6
HOSTILE = (
    'A <b>& "B"</b> </para> <font size="99">x',
    "=HYPERLINK(1)",
    LONG[:200],
    "W" * 200,
    "\u202eterbalik\u202c مرحبا 🖥️ 👩‍👩‍👧 \x07",
)
SECRETS = {
    "serial": "SECRETSERIAL01",
    "ip": "10.99.98.97",
    "mac": "de:ad:be:ef:00:01",
    "hostname": "secrethost01",
    "room": "Secretroom Seven",
    "site": "Secretsite Nine",
    "person": "Secretperson Budi",
    "name": "Secretname Server",
    "note": "Secretnote forever",
    "circuit": "SECRETCIRCUIT77",
    "block": "10.77.66.0/29",
    "contract": "SECRETCONTRACT/1",
    "os": "Secretos 9.9",
    "model": "Secretmodel X",
    "backup": "Secretbackup shelf",
    "licence": "Secretlicence owner",
}


def fill(store: Store) -> None:
    """Make the records; the database's own installation is named after the secret person as well."""
    with store.write(Actor(SECRETS["person"])) as uow:
        uow.update(Agency, HEALTH, staff_count=40, head=SECRETS["person"])
        site = uow.create(Site, agency_id=HEALTH, name=SECRETS["site"])
        person = uow.create(Person, agency_id=HEALTH, name=SECRETS["person"], nip="1")
        facility = uow.create(Facility, agency_id=HEALTH, name=SECRETS["room"], security=SECRETS["note"])
        room = uow.create(
            Room, agency_id=HEALTH, site_id=site, name=SECRETS["room"], person_id=person, facility_id=facility
        )
        server = uow.create(
            Asset, agency_id=HEALTH, category_id=category_id("server"), tag="T-0001", name=SECRETS["name"],
            serial=SECRETS["serial"], model=SECRETS["model"], room_id=room, custodian_id=person, year=2018,
            condition=Condition.HEAVY_DAMAGE, price_rupiah=123_456_789, warranty_end=date(2026, 12, 1),
            contract_number=SECRETS["contract"], contract_end=date(2026, 10, 1), notes=SECRETS["note"],
            verified_at=datetime(2026, 6, 1, tzinfo=UTC), verified_by=SECRETS["person"],
        )  # fmt: skip
        uow.create(
            ServerDetail, asset_id=server, hostname=SECRETS["hostname"], management_ip=SECRETS["ip"], os=SECRETS["os"],
            os_support_end=date(2025, 1, 1), backup_place=SECRETS["backup"], services=SECRETS["note"], cores=16,
        )  # fmt: skip
        switch = uow.create(
            Asset, agency_id=HEALTH, category_id=category_id("switch"), tag="T-0002", name=SECRETS["name"], year=2025,
            condition=Condition.GOOD, serial=SECRETS["serial"], room_id=room,
        )  # fmt: skip
        uow.create(
            DeviceDetail, asset_id=switch, ip=SECRETS["ip"], mac=SECRETS["mac"], hostname=SECRETS["hostname"],
            role=DeviceRole.ACCESS, ports=24,
        )  # fmt: skip
        for place, name in enumerate(HOSTILE):
            agency = uow.create(Agency, name=name)
            laptop = category_id("laptop")
            uow.create(Asset, agency_id=agency, category_id=laptop, name=name, tag=f"H-{place}", year=2015)
        kampar = uow.create(Agency, name="Diskominfo Kampar", region_id=regions.find(uow.session, "Kabupaten Kampar"))
        uow.create(Asset, agency_id=kampar, category_id=category_id("pc"), name="PC", tag="K-1", year=2025)
        _links(uow, site, switch)
        name, owner = SECRETS["name"], SECRETS["licence"]
        uow.create(Software, agency_id=HEALTH, name=name, licence_owner=owner, licence_end=date(2026, 12, 9))
        uow.create(CloudService, agency_id=HEALTH, name=name, ends_on=date(2026, 11, 30), yearly_rupiah=5_000_000)
        attachments.add_photo(uow, "asset", server, picture(), SECRETS["note"])


def _links(uow: object, site: Id, switch: Id) -> None:
    create = uow.create  # type: ignore[attr-defined]
    rates = ((Decimal(100), Decimal(40)), (Decimal("50.5"), Decimal("49")), (Decimal(20), None), (None, Decimal(5)))
    for place, (down, measured) in enumerate(rates):
        link = create(
            Link, agency_id=HEALTH, tag=f"L-{place}", name=SECRETS["name"], provider="Telkom", kind=LinkKind.INTRANET,
            role=LinkRole.PRIMARY, medium=Medium.FIBRE, circuit_id=SECRETS["circuit"], ip_block=SECRETS["block"],
            contract_number=SECRETS["contract"], a_site_id=site, z_asset_id=switch, z_port=SECRETS["hostname"],
            mbps_down=down, mbps_up=down, monthly_rupiah=1_234_567, ends_on=date(2026, 12, 20),
            description=SECRETS["note"],
        )  # fmt: skip
        if measured is not None:
            for day, rate in ((1, Decimal(1)), (20, measured)):
                at = datetime(2026, 10, day, 3, tzinfo=UTC)
                create(LinkTest, link_id=link, tested_at=at, mbps_down=rate, mbps_up=rate, tested_by=SECRETS["person"])


def picture() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (900, 600), (200, 30, 30)).save(made, "JPEG")
    return made.getvalue()


def pages(path: Path) -> list[str]:
    """The text of each page with spaces made plain."""
    document = pypdfium2.PdfDocument(path)
    return [re.sub(r"\s+", " ", page.get_textpage().get_text_bounded()) for page in document]


def everything_in(path: Path) -> str:
    """All text and all bytes of a file, unpacked, in lower case."""
    raw = path.read_bytes()
    found = [raw.decode("latin-1")]
    if path.suffix in (".xlsx", ".zip"):
        with ZipFile(path) as book:
            found += [book.read(name).decode("latin-1") for name in book.namelist()]
    if path.suffix == ".pdf":
        found += pages(path)
        found += [_unpacked(part) for part in re.findall(rb"stream\r?\n(.*?)endstream", raw, re.DOTALL)]
    return "\n".join(found).casefold()


def _unpacked(stream: bytes) -> str:
    try:
        return zlib.decompress(stream).decode("latin-1")
    except zlib.error:
        return ""
