"""Agencies of the sample province with their staff, buildings, rooms, racks and people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from sqlalchemy import select

from spbe_assets.domain.ids import Id, derived_id
from spbe_assets.services import demo_people
from spbe_assets.services.demo_catalogue import Weighted, told
from spbe_assets.storage.tables import Agency, Rack, Region, Room, Site, Values
from spbe_assets.storage.unit_of_work import UnitOfWork

ASSETS_PER_BRANCH = 450
MOST_BRANCHES = 12
BRANCH_OFFICES = 5
USUAL_ASSETS = 12_500
"""The size of register that the staff numbers in `places.toml` were made for."""


@dataclass
class Place:
    """A room as goods are put into it; `unit` is how people call the office."""

    kind: str
    name: str
    unit: str
    floor: str
    secured: bool
    site_id: Id
    room_id: Id = b""
    racks: Sequence[Id] = ()


@dataclass
class Office:
    """An agency of the sample province; `quality` (0..1) says how well it keeps its register."""

    id: Id
    name: str
    short: str
    region_code: str
    region_id: Id
    number: int
    weight: float
    staff: int
    quality: float
    kode_lokasi: str
    sites: list[Id] = field(default_factory=list)
    people: list[tuple[Id, str]] = field(default_factory=list)
    places: dict[str, list[Place]] = field(default_factory=dict)

    @property
    def is_regency(self) -> bool:
        """Whether it is the Diskominfo of a regency or city."""
        return "." in self.region_code

    def place(self, kind: str, rng: Random) -> Place:
        """A room of a kind, an ordinary office where there is none."""
        return rng.choice(self.places.get(kind) or self.places["office"])


def agencies(uow: UnitOfWork) -> None:
    """Make the Diskominfo of every regency and city that is not there yet."""
    regions = uow.session.execute(select(Region.code, Region.id, Region.name).where(Region.live).order_by(Region.code))
    known = set(uow.session.scalars(select(Agency.id)))
    rows: list[Values] = []
    for code, region_id, name in regions:
        if "." in code:
            title = f"Dinas Komunikasi dan Informatika {name}"
            short = f"Diskominfo {name.removeprefix('Kabupaten ').removeprefix('Kota ')}"
            agency = derived_id("agency", code, title)
            rows.append({"id": agency, "name": title, "abbreviation": short, "region_id": region_id})
    uow.create_many(Agency, [row for row in rows if row["id"] not in known])


def offices(uow: UnitOfWork, assets: int, rng: Random) -> list[Office]:
    """Every agency with its share of the register; staff, head and kode lokasi are written to it."""
    found = uow.session.execute(
        select(Agency.id, Agency.name, Agency.abbreviation, Region.code, Region.id)
        .join(Region, Region.id == Agency.region_id)
        .where(Agency.live)
        .order_by(Region.code, Agency.n)
    )
    crowd = min(max(assets / USUAL_ASSETS, 0.5), 8.0)
    made = [_office(number, *row, crowd, rng) for number, row in enumerate(found, start=1)]
    facts = {office.id: _facts(office, rng) for office in made}
    uow.update_many(Agency, facts)
    return made


def _office(number: int, agency: Id, name: str, short: str, code: str, region: Id, crowd: float, rng: Random) -> Office:
    read = told("places")
    weight, staff = read["size"].get(name, (read["weight_default"], read["staff_default"]))
    owner, own = ("12", code.split(".")[1]) if "." in code else ("11", "00")
    return Office(
        id=agency, name=name, short=short or _short(name), region_code=code, region_id=region, number=number,
        weight=weight * rng.uniform(0.8, 1.2), staff=max(12, round(staff * crowd * rng.uniform(0.9, 1.1))),
        quality=min(0.97, max(0.3, rng.gauss(0.62, 0.2))),
        kode_lokasi=f"{owner}.01.14.{own}.{number:02}0101.00001.00000",
    )  # fmt: skip


def _short(name: str) -> str:
    first, *rest = name.split(",")[0].split()
    return " ".join([first, *rest[:3]])


def _facts(office: Office, rng: Random) -> Values:
    read = told("places")
    seat = read["seat"][office.region_code][0]
    street = rng.choice(read["streets"]["regency" if office.is_regency else "province"])
    return {
        "staff_count": office.staff,
        "kode_lokasi": office.kode_lokasi,
        "head": demo_people.name(rng) if rng.random() < office.quality else "",
        "address": f"{street} No. {rng.randrange(1, 480)}, {seat}",
    }


def furnish(uow: UnitOfWork, made: Sequence[Office], assets: int, rng: Random) -> None:
    """Give every agency people, buildings, rooms and racks, in proportion to its register."""
    whole = sum(office.weight for office in made)
    for office in made:
        expected = round(assets * office.weight / whole)
        office.people = demo_people.employ(uow, office.id, min(4 + expected // 40, 40), rng)
        _build(uow, office, expected, rng)


def _build(uow: UnitOfWork, office: Office, expected: int, rng: Random) -> None:
    branches = 0 if office.name.startswith("Biro") else min(expected // ASSETS_PER_BRANCH, MOST_BRANCHES)
    seats = told("places")["seat"]
    codes = [office.region_code, *(rng.choice(sorted(seats)) for _ in range(branches))]
    if office.is_regency:
        codes = [office.region_code] * len(codes)
    office.sites = uow.create_many(
        Site, [_site(office, index, code, rng, _regions(uow)) for index, code in enumerate(codes)]
    )
    rooms = [place for index, site in enumerate(office.sites) for place in _rooms(office, index, site, rng)]
    ids = uow.create_many(Room, [_room(office, place, rng) for place in rooms])
    for place, room in zip(rooms, ids, strict=True):
        place.room_id = room
        office.places.setdefault(place.kind, []).append(place)
        if place.kind == "server":
            place.racks = _racks(uow, place, rng)


def _regions(uow: UnitOfWork) -> Mapping[str, Id]:
    return {code: region for code, region in uow.session.execute(select(Region.code, Region.id))}


def _site(office: Office, index: int, code: str, rng: Random, regions: Mapping[str, Id]) -> Values:
    read = told("places")
    seat, latitude, longitude = read["seat"][code]
    street = rng.choice(read["streets"]["province" if seat == "Pekanbaru" else "regency"])
    names = (f"Kantor {office.short}", f"Gedung B {office.short}")
    values: Values = {
        "agency_id": office.id,
        "region_id": regions[code],
        "name": names[0] if index == 0 else names[1] if index == 1 else f"UPT {office.short} {seat} {index - 1}",
        "address": f"{street} No. {rng.randrange(1, 480)}, {seat}",
    }
    if rng.random() < office.quality:
        values["latitude"] = f"{latitude + rng.uniform(-0.03, 0.03):.5f}"
        values["longitude"] = f"{longitude + rng.uniform(-0.03, 0.03):.5f}"
    return values


def _rooms(office: Office, index: int, site: Id, rng: Random) -> list[Place]:
    read = told("places")
    rooms, floors = read["rooms"], read["rooms"]["floors"]
    units = _units(office) if index == 0 else rng.sample(_units(office), k=min(BRANCH_OFFICES, len(_units(office))))

    def place(kind: str, name: str, unit: str = "") -> Place:
        secured = kind == "server" and rng.random() < office.quality
        return Place(kind, name, unit or name, rng.choice(floors), secured, site)

    made = [place("office", unit, unit) for unit in units]
    if index == 0:
        head = read["heads"][office.name.split()[0]]
        made.insert(0, place("office", f"Ruang {head}", head))
        made.append(place("store", rooms["store"][0]))
    made += [place("meeting", name) for name in rooms["meeting"][: 2 if index == 0 else 1]]
    made += [place("public", name) for name in rooms["public"][: 5 if index == 0 else 2]]
    made += [place("server", rooms["server"][min(index, 1)])]
    return made


def _units(office: Office) -> list[str]:
    of = told("places")["offices"]
    own = of["regency"] if office.is_regency else of.get(office.name) or of.get(office.name.split()[0], of["Dinas"])
    return [*of["common"], *own]


def _room(office: Office, place: Place, rng: Random) -> Values:
    values: Values = {
        "agency_id": office.id, "site_id": place.site_id, "name": place.name, "floor": place.floor,
        "person_id": rng.choice(office.people)[0] if rng.random() < office.quality else None,
        "is_data_centre": _known(rng, office, place.secured) if place.kind == "server" else False,
    }  # fmt: skip
    if place.kind == "server":
        values["has_access_control"] = _known(rng, office, place.secured and rng.random() < 0.8)
        values["has_cctv"] = _known(rng, office, rng.random() < 0.4 + 0.5 * office.quality)
        values["has_ups"] = _known(rng, office, rng.random() < 0.5 + 0.4 * office.quality)
    return values


def _known(rng: Random, office: Office, answer: bool) -> bool | None:
    return answer if rng.random() < 0.55 + 0.45 * office.quality else None


def _racks(uow: UnitOfWork, place: Place, rng: Random) -> list[Id]:
    count = rng.randrange(1, 5)
    rows: list[Values] = [
        {"room_id": place.room_id, "name": f"Rak {number:02}", "height_u": rng.choice((42, 42, 42, 27))}
        for number in range(1, count + 1)
    ]
    return uow.create_many(Rack, rows)


def by_weight(made: Sequence[Office]) -> Weighted[Office]:
    """Agencies, those with a large register met more often."""
    return Weighted((office, office.weight) for office in made)
