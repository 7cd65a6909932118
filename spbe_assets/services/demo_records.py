"""Facilities, software, cloud services, room cards, and statements of completeness, of the sample province."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random

from spbe_assets.domain.ids import Id
from spbe_assets.domain.vocabulary import AssetClass, FacilityKind, Ownership
from spbe_assets.services.demo_catalogue import told
from spbe_assets.services.demo_places import Office
from spbe_assets.storage.tables import (
    CloudService,
    Facility,
    FormIssue,
    InventoryStatement,
    Room,
    ServiceBus,
    Software,
    Values,
)
from spbe_assets.storage.unit_of_work import UnitOfWork

HOSPITAL = "Rumah Sakit Umum Daerah"
STATED = (*(str(kind) for kind in (AssetClass.SERVER, AssetClass.NETWORK, AssetClass.SECURITY)), "link", "facility")


def facilities(uow: UnitOfWork, offices: Sequence[Office], centre: Office, rng: Random) -> None:
    """Make the data, computing and control centres, and say which rooms they consist of."""
    named = told("places")["facilities"]
    rooms: dict[Id, Values] = {}
    for office in offices:
        for name, kind in _centres(office, centre, named, rng):
            made = uow.create(Facility, **_facility(office, name, kind, rng))
            place = office.place("server" if kind is not FacilityKind.CONTROL_CENTRE else "office", rng)
            rooms[place.room_id] = {"facility_id": made}
            if kind is FacilityKind.DATA_CENTRE:
                rooms[place.room_id] |= {"is_data_centre": True, "has_access_control": True}
    uow.update_many(Room, rooms)


def _centres(
    office: Office, centre: Office, named: dict[str, Sequence[str]], rng: Random
) -> Iterator[tuple[str, FacilityKind]]:
    if office is centre:
        yield named["province"][0], FacilityKind.DATA_CENTRE
        yield named["province"][1], FacilityKind.CONTROL_CENTRE
    elif office.name.startswith(HOSPITAL):
        yield str(named["hospital"]), FacilityKind.COMPUTING_CENTRE
    elif office.is_regency and rng.random() < 0.5:
        yield f"{named['regency']} {office.short.removeprefix('Diskominfo ')}", FacilityKind.DATA_CENTRE


def _facility(office: Office, name: str, kind: FacilityKind, rng: Random) -> Values:
    values: Values = {
        "agency_id": office.id, "name": name, "kind": kind, "ownership": Ownership.OWN,
        "owner_name": "Pemerintah Provinsi Riau" if not office.is_regency else office.name,
        "security": rng.choice(told("places")["facilities"]["security"]), "managing_unit": office.short,
    }  # fmt: skip
    if rng.random() < 0.8:
        values |= {"tier": rng.choice((1, 2, 2, 3)), "power_va": rng.choice((20_000, 40_000, 80_000))}
    if rng.random() < 0.85:
        values |= {"has_cooling": True, "has_standby_power": rng.random() < 0.7}
    if rng.random() < 0.8:
        values |= {"intranet_mbps": rng.choice((1_000, 10_000)), "internet_mbps": rng.choice((500, 1_000, 3_000))}
    return values


def software(uow: UnitOfWork, offices: Sequence[Office], rng: Random, today: date) -> None:
    """Make the platform software that agencies wrote down."""
    rows = [row for office in offices if rng.random() < office.quality for row in _software(office, rng, today)]
    uow.create_many(Software, rows)


def _software(office: Office, rng: Random, today: date) -> Iterator[Values]:
    for name, kind, subkind, licence in rng.sample(told("services")["software"]["list"], k=rng.randrange(1, 5)):
        row: Values = {
            "agency_id": office.id, "name": name, "kind": kind, "subkind": subkind, "licence_kind": licence,
            "licence_owner": office.short,
        }  # fmt: skip
        if rng.random() < 0.8:
            row["licensed"] = rng.random() < 0.85
        if licence == "Langganan":
            row["licence_end"] = today + timedelta(days=rng.randrange(-200, 700))
        yield row


def clouds(uow: UnitOfWork, offices: Sequence[Office], centre: Office, rng: Random, today: date) -> None:
    """Make the cloud services of the better agencies, and the systems that link services."""
    services = told("services")["cloud"]["list"]
    rows = []
    for office in offices:
        if office is centre or rng.random() < office.quality - 0.5:
            name, kind, ownership, owner, rupiah = rng.choice(services)
            rows.append({
                "agency_id": office.id, "name": name, "kind": kind, "ownership": Ownership(ownership),
                "owner_name": owner, "yearly_rupiah": rupiah, "operating_unit": office.short,
                "ends_on": today + timedelta(days=rng.randrange(-60, 500)),
            })  # fmt: skip
    uow.create_many(CloudService, rows)
    uow.create_many(
        ServiceBus,
        [
            {"agency_id": centre.id, "name": name, "kind": kind, "ownership": Ownership.OWN, "owner_name": centre.name}
            for name, kind in told("services")["bus"]["list"]
        ],
    )


def statements(uow: UnitOfWork, offices: Sequence[Office], rng: Random, today: date) -> None:
    """Let the better agencies say that their register of some classes is complete."""
    rows = [
        {
            "agency_id": office.id, "subject": subject, "complete_on": today - timedelta(days=rng.randrange(20, 300)),
            "stated_by": rng.choice(office.people)[1], "how": "Rekonsiliasi aset semester",
        }
        for office in offices
        if office.quality > 0.7
        for subject in rng.sample(STATED, k=rng.randrange(1, 4))
    ]  # fmt: skip
    uow.create_many(InventoryStatement, rows)


def room_cards(uow: UnitOfWork, offices: Sequence[Office], rng: Random, today: date) -> None:
    """Let some agencies have issued the inventory cards (KIR) of most of their rooms this semester."""
    half = 1 if today.month <= 6 else 2
    day = min(date(today.year, 6 * half - 5, 4), today)
    rows = [
        {
            "form": "KIR", "agency_id": office.id, "room_id": place.room_id,
            "semester": f"{today.year}-{half}", "issued_by": office.people[0][1],
            "issued_at": datetime(day.year, day.month, day.day, 3, tzinfo=UTC),
        }
        for office in offices
        if rng.random() < office.quality - 0.35
        for places in office.places.values()
        for place in places
        if rng.random() < 0.75
    ]  # fmt: skip
    uow.create_many(FormIssue, rows)
