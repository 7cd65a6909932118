"""Every criterion judges a record as good, lost, unknown or not its business."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from spbe_assets.domain.ids import detail_id, new_id
from spbe_assets.domain.measures import MEASURES
from spbe_assets.domain.readiness import CriterionResult, State
from spbe_assets.domain.vocabulary import (
    Condition,
    DeviceRole,
    FacilityKind,
    LinkKind,
    LinkRole,
    LinkStatus,
    Medium,
    Ownership,
    Raid,
    Status,
)
from spbe_assets.services import measures, readiness
from spbe_assets.storage.genesis import agency_id, category_id
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.tables import (
    Agency,
    Asset,
    Attachment,
    DeviceDetail,
    Facility,
    FormIssue,
    InventoryStatement,
    Link,
    LinkTest,
    Need,
    Rack,
    Room,
    ServerDetail,
    Site,
    Software,
)
from spbe_assets.storage.unit_of_work import UnitOfWork

TODAY = date(2026, 11, 24)
NOON = datetime(2026, 11, 24, 5, tzinfo=UTC)
SOON, PAST = TODAY + timedelta(days=40), TODAY - timedelta(days=40)
AGENCY = agency_id("Dinas Kesehatan")
BUDI = Actor("Budi")
CRITERIA = readiness.load_criteria()
GOOD, LOST, UNKNOWN, NOT = "good", "lost", "unknown", "not its business"
Values = dict[str, Any]


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new database, made once."""
    file = tmp_path_factory.mktemp("empty") / "assets.spbe"
    Store.create(file).close()
    return file


@pytest.fixture
def store(empty: Path, tmp_path: Path) -> Iterator[Store]:
    copied = Store.open(Path(shutil.copy(empty, tmp_path / "assets.spbe")))
    yield copied
    copied.close()


def verdict(store: Store, criterion_id: str) -> str:
    """How the criterion judges the one record there is."""
    part = result(store, criterion_id)
    if part is None:
        return NOT
    assert part.needed == 1 or part.unknown == part.needed
    return LOST if part.lost else UNKNOWN if part.unknown else GOOD


def result(store: Store, criterion_id: str) -> CriterionResult | None:
    with store.read() as session:
        assessment = readiness.assess(session, CRITERIA, TODAY, AGENCY)
        agency = assessment.agency(AGENCY)
        assert agency is not None
        part = agency.result.criterion(criterion_id)
        for state, count in ((State.LOST, part.lost), (State.UNKNOWN, part.unknown)) if part else ():
            named = readiness.lost_records(session, assessment, AGENCY, criterion_id, state)
            assert len(named) == count
    return part


def asset(uow: UnitOfWork, category: str = "server", **values: Any) -> bytes:
    return uow.create(Asset, agency_id=AGENCY, name=category, category_id=category_id(category), **values)


def room(uow: UnitOfWork, **values: Any) -> bytes:
    site = uow.create(Site, agency_id=AGENCY, name="Gedung A")
    return uow.create(Room, site_id=site, agency_id=AGENCY, name="Ruang 1", **values)


SERVERS: Sequence[tuple[str, Values, str]] = [
    ("srv-os-support", {"os_support_end": SOON}, GOOD),
    ("srv-os-support", {"os_support_end": TODAY}, GOOD),
    ("srv-os-support", {"os_support_end": PAST}, LOST),
    ("srv-os-support", {}, UNKNOWN),
    ("srv-raid", {"raid": Raid.RAID5}, GOOD),
    ("srv-raid", {"raid": Raid.RAID0}, LOST),
    ("srv-raid", {"raid": Raid.NONE}, LOST),
    ("srv-raid", {}, UNKNOWN),
    ("srv-power", {"redundant_power": True}, GOOD),
    ("srv-power", {"redundant_power": False}, LOST),
    ("srv-power", {}, UNKNOWN),
    ("sec-backup", {"backup_last": TODAY - timedelta(days=30)}, GOOD),
    ("sec-backup", {"backup_last": TODAY - timedelta(days=31)}, LOST),
    ("sec-backup", {}, UNKNOWN),
    ("sec-ups", {"behind_ups": True}, GOOD),
    ("sec-ups", {"behind_ups": False}, LOST),
    ("sec-ups", {}, UNKNOWN),
    ("sec-recovery", {"backup_place": "Pusat Data Nasional"}, GOOD),
    ("sec-recovery", {"backup_place": "lemari di gedung a"}, LOST),
    ("sec-recovery", {}, UNKNOWN),
]


@pytest.mark.parametrize(("criterion", "details", "expected"), SERVERS)
def test_a_server_is_judged_by_its_details(store: Store, criterion: str, details: Values, expected: str) -> None:
    with store.write(BUDI) as uow:
        server = asset(uow, room_id=room(uow))
        uow.create(ServerDetail, id=detail_id(server, "server_detail"), asset_id=server, **details)
    assert verdict(store, criterion) == expected


@pytest.mark.parametrize("criterion", sorted({criterion for criterion, _details, _expected in SERVERS}))
def test_a_server_without_details_is_unknown(store: Store, criterion: str) -> None:
    with store.write(BUDI) as uow:
        asset(uow)
    assert verdict(store, criterion) == UNKNOWN


@pytest.mark.parametrize(
    ("criterion", "category", "values", "expected"),
    [
        ("srv-age", "server", {"year": 2022}, GOOD),
        ("srv-age", "server", {"year": 2021}, LOST),
        ("srv-age", "server", {"acquired_on": date(2022, 1, 1)}, GOOD),
        ("srv-age", "server", {"acquired_on": date(2021, 12, 31)}, LOST),
        ("srv-age", "server", {}, UNKNOWN),
        ("srv-age", "server", {"year": 2021, "status": Status.DISPOSED}, UNKNOWN),
        ("net-age", "microwave", {"year": 2010}, UNKNOWN),
        ("net-age", "router", {"year": 2010}, LOST),
        ("pc-age", "laptop", {"year": 2024}, GOOD),
        ("srv-warranty", "server", {"warranty_end": SOON}, GOOD),
        ("srv-warranty", "server", {"contract_end": SOON}, GOOD),
        ("srv-warranty", "server", {"warranty_end": PAST}, LOST),
        ("srv-warranty", "server", {"warranty_end": PAST, "contract_end": PAST}, LOST),
        ("srv-warranty", "server", {}, UNKNOWN),
        ("net-condition", "switch", {"condition": Condition.GOOD}, GOOD),
        ("net-condition", "switch", {"condition": Condition.LIGHT_DAMAGE}, LOST),
        ("net-condition", "switch", {}, UNKNOWN),
        ("pc-condition", "pc", {"condition": Condition.LIGHT_DAMAGE}, GOOD),
        ("pc-condition", "pc", {"condition": Condition.HEAVY_DAMAGE}, LOST),
        ("pc-condition", "pc", {}, UNKNOWN),
        ("dev-disposal", "pc", {"condition": Condition.HEAVY_DAMAGE}, LOST),
        ("dev-disposal", "pc", {"condition": Condition.HEAVY_DAMAGE, "status": Status.DISPOSAL_PROPOSED}, GOOD),
        ("dev-disposal", "pc", {"condition": Condition.GOOD}, NOT),
        ("dev-disposal", "pc", {}, UNKNOWN),
        ("sec-firmware", "firewall", {"support_end": SOON}, GOOD),
        ("sec-firmware", "switch", {"support_end": PAST}, LOST),
        ("sec-firmware", "switch", {}, UNKNOWN),
        ("gov-code", "pc", {"kode_barang": "1.3.2.10.01.02.001", "register": "000001"}, GOOD),
        ("gov-code", "pc", {"kode_barang": "1.3.2.10.01.02.001"}, LOST),
        ("gov-serial", "pc", {"serial": "X"}, GOOD),
        ("gov-serial", "pc", {}, LOST),
        ("gov-serial", "cable", {}, NOT),
        ("gov-place", "pc", {}, LOST),
        ("gov-condition", "pc", {"condition": Condition.GOOD}, GOOD),
        ("gov-condition", "pc", {}, LOST),
        ("gov-verified", "pc", {"verified_at": NOON - timedelta(days=300)}, GOOD),
        ("gov-verified", "pc", {"verified_at": NOON - timedelta(days=400)}, LOST),
        ("gov-verified", "pc", {}, LOST),
        ("gov-label", "pc", {}, LOST),
        ("gov-photo", "server", {}, LOST),
        ("gov-photo", "pc", {}, UNKNOWN),
        ("gov-room-card", "pc", {}, UNKNOWN),
        ("gov-ownership", "server", {"ownership": Ownership.OWN}, GOOD),
        ("gov-ownership", "server", {}, LOST),
        ("gov-planned", "pc", {"condition": Condition.GOOD, "year": 2026}, NOT),
        ("gov-planned", "pc", {"condition": Condition.HEAVY_DAMAGE, "year": 2026}, LOST),
        ("gov-planned", "pc", {"year": 2010}, LOST),
        ("gov-planned", "pc", {"year": 2026}, UNKNOWN),
    ],
)  # fmt: skip
def test_an_asset_is_judged_by_its_own_facts(
    store: Store, criterion: str, category: str, values: Values, expected: str
) -> None:
    with store.write(BUDI) as uow:
        asset(uow, category, **values)
    part = result(store, criterion)
    if expected == UNKNOWN and part is not None and not part.needed:
        assert part.score.value is None
    else:
        assert verdict(store, criterion) == expected


@pytest.mark.parametrize(
    ("criterion", "values", "expected"),
    [
        ("srv-data-centre", {"is_data_centre": True}, GOOD),
        ("srv-data-centre", {"is_data_centre": False}, LOST),
        ("srv-data-centre", {}, UNKNOWN),
        ("sec-room", {"has_cctv": True}, GOOD),
        ("sec-room", {"has_access_control": True, "has_cctv": False}, GOOD),
        ("sec-room", {"has_access_control": False, "has_cctv": False}, LOST),
        ("sec-room", {"has_access_control": False}, UNKNOWN),
        ("sec-ups", {"has_ups": True}, GOOD),
        ("sec-ups", {"has_ups": False}, LOST),
    ],
)
def test_a_server_is_judged_by_its_room(store: Store, criterion: str, values: Values, expected: str) -> None:
    with store.write(BUDI) as uow:
        asset(uow, room_id=room(uow, **values))
    assert verdict(store, criterion) == expected


def test_a_room_is_found_through_the_rack_and_a_data_centre_through_the_facility(store: Store) -> None:
    with store.write(BUDI) as uow:
        [centre] = uow.create_many(Facility, [{"agency_id": AGENCY, "kind": FacilityKind.DATA_CENTRE}])
        rack = uow.create(Rack, room_id=room(uow, facility_id=centre), name="R1", has_ups=True)
        asset(uow, rack_id=rack)
    assert verdict(store, "srv-data-centre") == GOOD
    assert verdict(store, "sec-ups") == GOOD


@pytest.mark.parametrize(
    ("details", "expected"),
    [
        ({"role": DeviceRole.CORE, "behind_ups": True}, GOOD),
        ({"role": DeviceRole.CORE, "behind_ups": False}, LOST),
        ({"role": DeviceRole.CORE}, UNKNOWN),
        ({"role": DeviceRole.EDGE, "behind_ups": False}, NOT),
        ({"behind_ups": False}, UNKNOWN),
    ],
)
def test_only_core_devices_need_a_ups(store: Store, details: Values, expected: str) -> None:
    with store.write(BUDI) as uow:
        switch = asset(uow, "switch")
        uow.create(DeviceDetail, id=detail_id(switch, "device_detail"), asset_id=switch, **details)
    assert verdict(store, "net-ups") == expected


def test_photo_card_and_need_are_found(store: Store) -> None:
    with store.write(BUDI) as uow:
        place = room(uow)
        server = asset(uow, room_id=place, condition=Condition.HEAVY_DAMAGE)
        uow.create_many(Attachment, [{"record_table": "asset", "record_id": server, "kind": "photo"}])
        uow.create(FormIssue, form="KIR", room_id=place, semester="2026-2")
        uow.create_many(Need, [{"asset_id": server, "year": 2027, "kind": "purchase"}])
    assert [verdict(store, criterion) for criterion in ("gov-photo", "gov-room-card", "gov-planned")] == [GOOD] * 3
    with store.write(BUDI) as uow:
        uow.update_many(FormIssue, {uow.session.scalars(select(FormIssue.id)).one(): {"semester": "2026-1"}})
    assert verdict(store, "gov-room-card") == LOST


PRIMARY = {"kind": LinkKind.INTERNET, "role": LinkRole.PRIMARY, "provider": "Telkom", "medium": Medium.FIBRE}
RESERVE = {"kind": LinkKind.INTERNET, "role": LinkRole.BACKUP, "provider": "Iconnet", "medium": Medium.FIBRE}
PAID = {**PRIMARY, "monthly_rupiah": 5_000_000}


def links(store: Store, *rows: Values, site: bool = False) -> None:
    with store.write(BUDI) as uow:
        there = {"a_site_id": uow.create(Site, agency_id=AGENCY, name="Gedung A")} if site else {}
        uow.create_many(Link, [{"agency_id": AGENCY, "name": str(n), **there, **row} for n, row in enumerate(rows)])


@pytest.mark.parametrize(
    ("criterion", "rows", "expected"),
    [
        ("net-intra", [{"kind": LinkKind.INTRANET}], (0, 0, 100)),
        ("net-intra", [{"kind": LinkKind.INTERNET}], (1, 0, 0)),
        ("net-intra", [{"kind": LinkKind.INTRANET, "status": LinkStatus.ENDED}], (1, 0, 0)),
        ("net-intra", [{}], (0, 1, None)),
        ("net-backup", [PRIMARY], (1, 0, 0)),
        ("net-backup", [PRIMARY, RESERVE], (0, 0, 100)),
        ("net-backup", [PRIMARY, {**RESERVE, "provider": "TELKOM"}], (1, 0, 0)),
        ("net-backup", [PRIMARY, {**RESERVE, "provider": "Telkom", "medium": Medium.VSAT}], (0, 0, 100)),
        ("net-backup", [PRIMARY, {**RESERVE, "provider": "", "medium": None}], (0, 1, None)),
        ("net-backup", [PRIMARY, {**RESERVE, "role": None}], (0, 2, None)),
        ("net-backup", [PRIMARY, {**RESERVE, "status": LinkStatus.DOWN}], (1, 0, 0)),
        ("net-contract", [{"ends_on": TODAY}], (0, 0, 100)),
        ("net-contract", [{"ends_on": PAST}], (1, 0, 0)),
        ("net-contract", [{"ownership": Ownership.OWN}], (0, 0, 100)),
        ("net-contract", [{}], (0, 1, None)),
        ("net-double", [PAID], (0, 0, 100)),
        ("net-double", [PAID, PAID], (1, 0, 0)),
        ("net-double", [PAID, {**PAID, "role": LinkRole.BACKUP}], (0, 0, 100)),
        ("net-double", [PAID, {**PAID, "role": None}], (0, 1, 100)),
        ("net-double", [PAID, {**PAID, "monthly_rupiah": 0}], (0, 0, 100)),
        ("gov-ownership", [{"ownership": Ownership.OWN}, {}], (1, 0, 28.6)),
    ],
)  # fmt: skip
def test_links_are_judged(store: Store, criterion: str, rows: list[Values], expected: tuple[int, int, float]) -> None:
    links(store, *rows, site=True)
    part = result(store, criterion)
    assert part is not None
    assert (part.lost, part.unknown, part.score.value) == expected


@pytest.mark.parametrize(
    ("staff", "rows", "score", "best"),
    [
        (100, [{"mbps_down": Decimal(20)}], 100, 100),
        (200, [{"mbps_down": Decimal(10)}, {"mbps_down": Decimal("15")}], 50, 50),
        (200, [{"mbps_down": Decimal(10)}, {}], 0, 100),
        (100, [{}], None, 100),
        (None, [{"mbps_down": Decimal(20)}], None, 100),
        (100, [{"mbps_down": Decimal(20), "status": LinkStatus.ENDED}], 0, 0),
    ],
)
def test_bandwidth_is_held_against_the_staff(
    store: Store, staff: int | None, rows: list[Values], score: float | None, best: float
) -> None:
    links(store, *rows)
    with store.write(BUDI) as uow:
        uow.update(Agency, AGENCY, staff_count=staff)
    part = result(store, "net-bandwidth")
    assert part is not None
    assert (part.score.value, part.score.best) == (score, best)


@pytest.mark.parametrize(
    ("tests", "expected"),
    [
        ([(10, 80)], GOOD),
        ([(10, 79)], LOST),
        ([(100, 100), (10, 50)], LOST),
        ([(100, 50), (10, 100)], GOOD),
        ([(200, 100)], UNKNOWN),
        ([], UNKNOWN),
    ],
)
def test_the_newest_measurement_of_six_months_counts(store: Store, tests: list[tuple[int, int]], expected: str) -> None:
    link = new_id()
    links(store, {"id": link, "mbps_down": Decimal(100)})
    with store.write(BUDI) as uow:
        rows = [
            {"link_id": link, "tested_at": NOON - timedelta(days=days), "mbps_down": Decimal(rate)}
            for days, rate in tests
        ]
        uow.create_many(LinkTest, rows)
    assert verdict(store, "net-measured") == expected


@pytest.mark.parametrize(
    ("firewall", "same_site", "stated", "expected"),
    [
        ({"support_end": SOON}, True, False, GOOD),
        ({"support_end": PAST}, True, False, LOST),
        ({}, True, False, UNKNOWN),
        ({"support_end": SOON}, False, False, LOST),
        ({"support_end": SOON}, None, False, UNKNOWN),
        (None, None, False, UNKNOWN),
        (None, None, True, LOST),
    ],
)
def test_internet_needs_a_supported_firewall_at_its_site(
    store: Store, firewall: Values | None, same_site: bool | None, stated: bool, expected: str
) -> None:
    with store.write(BUDI) as uow:
        here, there = (uow.create(Site, agency_id=AGENCY, name=name) for name in "AB")
        uow.create_many(Link, [{**PRIMARY, "agency_id": AGENCY, "a_site_id": here}])
        if firewall is not None:
            rooms = {True: here, False: there}
            place = uow.create(Room, site_id=rooms[same_site], name="R") if same_site is not None else None
            asset(uow, "firewall", room_id=place, **firewall)
        if stated:
            uow.create(InventoryStatement, agency_id=AGENCY, subject="security", complete_on=PAST)
    assert verdict(store, "sec-firewall") == expected


@pytest.mark.parametrize(
    ("criterion", "values", "expected"),
    [
        ("dc-tier", {"tier": 2}, GOOD),
        ("dc-tier", {"tier": 1}, LOST),
        ("dc-tier", {}, UNKNOWN),
        ("dc-environment", {"has_cooling": True, "has_standby_power": True}, GOOD),
        ("dc-environment", {"has_cooling": False}, LOST),
        ("dc-environment", {"has_cooling": True}, UNKNOWN),
        ("dc-tier", {"kind": FacilityKind.CONTROL_CENTRE, "tier": 1}, NOT),
    ],
)
def test_data_centres_are_judged(store: Store, criterion: str, values: Values, expected: str) -> None:
    with store.write(BUDI) as uow:
        uow.create_many(Facility, [{"agency_id": AGENCY, "kind": FacilityKind.DATA_CENTRE, **values}])
    assert verdict(store, criterion) == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"licensed": True, "licence_end": SOON}, GOOD),
        ({"licensed": True, "licence_end": PAST}, LOST),
        ({"licensed": True}, UNKNOWN),
        ({"licensed": False}, NOT),
        ({}, UNKNOWN),
    ],
)
def test_licences_are_judged(store: Store, values: Values, expected: str) -> None:
    with store.write(BUDI) as uow:
        uow.create(Software, agency_id=AGENCY, name="Basis data", **values)
    assert verdict(store, "gov-licence") == expected


def test_every_named_measure_has_its_conditions() -> None:
    assert set(measures.PARTS) == set(MEASURES)
