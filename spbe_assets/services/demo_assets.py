"""The register of the sample province: one room is visited after the other, and what was bought for it is written down.

Pieces come one at a time, so a million take no more memory than ten.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import NamedTuple

from spbe_assets.domain.ids import Id
from spbe_assets.domain.vocabulary import Condition, Ownership, Status
from spbe_assets.services.demo_catalogue import AGES, Catalogue, Kind, Serials, Weighted, told
from spbe_assets.services.demo_places import Office, Place, by_weight
from spbe_assets.storage.tables import Values

HEAVY = (0, 0, 0.01, 0.02, 0.04, 0.07, 0.11, 0.15, 0.19, 0.24, 0.29, 0.34, 0.38, 0.42)
LIGHT = (0.005, 0.01, 0.03, 0.05, 0.08, 0.10, 0.12, 0.14, 0.15, 0.16, 0.16, 0.16, 0.16, 0.16)
"""Share of heavily and lightly damaged pieces by their age in years."""
IN_RACKS = frozenset({"server", "switch", "router", "firewall", "storage", "patch-panel", "kvm", "mail-security"})
SUPPORTED = frozenset({"server", "switch", "router", "firewall", "access-point", "storage"})
WORKING_HOURS = 8
TYPED_TWICE = 0.0004


class Piece(NamedTuple):
    """One row of the register and what its details, links and labels need to know."""

    values: Values
    kind: Kind
    office: Office
    place: Place
    year: int
    labelled_at: datetime | None


@dataclass(frozen=True)
class Visit:
    """A technician in a room: who, when, and whether he stuck labels on what he found."""

    office: Office
    place: Place
    custodian: Id | None
    seen_at: datetime | None
    seen_by: str
    seen_how: str
    labelled: bool


@dataclass(frozen=True)
class Purchase:
    """Equal pieces bought at once: what they share, and how their names and serials begin."""

    kind: Kind
    year: int
    shared: Values
    code: str
    named: str
    serial_head: str
    serial_tail: str
    serials: bool
    nibar: bool
    made_by: Serials


class Register:
    """Draws the pieces of the register; the same seed and day draw the same ones."""

    def __init__(self, catalogue: Catalogue, offices: list[Office], rng: Random, today: date) -> None:
        self._catalogue = catalogue
        self._rng = rng
        self._today = today
        self._offices = by_weight(offices)
        self._rooms = Weighted(told("places")["share"].items())
        self._said = told("services")["said"]
        self._applications = told("services")["applications"]
        self._last_serial = ""
        self._registers: dict[tuple[int, str], int] = {}
        self._numbers: dict[tuple[Id, str], int] = {}

    def pieces(self, count: int) -> Iterator[Piece]:
        """`count` pieces."""
        left = count
        while left:
            visit = self._visit()
            for _ in range(self._rng.randrange(1, 5)):
                kind = self._catalogue.in_rooms[visit.place.kind].pick(self._rng)
                pieces = min(left, self._rng.randrange(1, kind.most_at_once + 1))
                purchase = self._purchase(visit, kind, pieces)
                for _ in range(pieces):
                    yield self._piece(visit, purchase)
                left -= pieces
                if not left:
                    return

    def _visit(self) -> Visit:
        rng, office = self._rng, self._offices.pick(self._rng)
        place = office.place(self._rooms.pick(rng), rng)
        seen = rng.random() < 0.2 + 0.75 * office.quality
        days = min(int(rng.expovariate(1 / 210)), 1500)
        return Visit(
            office, place,
            custodian=rng.choice(office.people)[0] if rng.random() < office.quality else None,
            seen_at=self._at(self._today - timedelta(days=days + 1)) if seen else None,
            seen_by=rng.choice(office.people)[1],
            seen_how=rng.choice(self._said["hows"]),
            labelled=rng.random() < 0.1 + 0.6 * office.quality,
        )  # fmt: skip

    def _at(self, day: date) -> datetime:
        minute = self._rng.randrange(WORKING_HOURS * 60)
        return datetime(day.year, day.month, day.day, 1 + minute // 60, minute % 60, tzinfo=UTC)

    def _purchase(self, visit: Visit, kind: Kind, pieces: int) -> Purchase:
        rng, office = self._rng, visit.office
        year = self._today.year - AGES.pick(rng)
        model = rng.choice(kind.on_sale(year))
        bought = min(date(year, rng.randrange(3, 13), rng.randrange(1, 29)), self._today)
        price = rng.randrange(model.price_from, model.price_to) // 5 * 5_000
        shared: Values = {
            "category_id": kind.category_id, "brand": model.brand, "model": model.name, "agency_id": office.id,
            "price_rupiah": price if rng.random() < 0.9 + 0.1 * office.quality else None,
            "year": year if rng.random() < 0.93 + 0.07 * office.quality else None,
            "description": model.description if rng.random() < office.quality else "",
            "fund_source": rng.choice(self._said["funds"]), "acquired_by": rng.choice(self._said["ways"]),
            "ownership": _ownership(rng, office),
        }  # fmt: skip
        if shared["year"] and rng.random() < 0.55:
            shared["acquired_on"] = bought
        shared |= self._ends(office, kind, bought)
        head, tail = model.serials.batch(year, rng.randrange(1, 53))
        code = kind.goods_code(rng) if rng.random() < 0.75 + 0.25 * office.quality else ""
        return Purchase(
            kind, year, shared, code, kind.named(rng, pieces), head, tail,
            serials=rng.random() < 0.35 + 0.62 * office.quality,
            nibar=bool(code) and rng.random() < 0.6 * office.quality,
            made_by=model.serials,
        )  # fmt: skip

    def _ends(self, office: Office, kind: Kind, bought: date) -> Values:
        """Until when the piece is under warranty, maintained and supported."""
        rng, ends = self._rng, Values()
        if rng.random() < 0.3 + 0.5 * office.quality:
            ends["warranty_end"] = _years_later(bought, 3 if kind.code in SUPPORTED else rng.choice((1, 1, 2, 3)))
        if kind.code in SUPPORTED and rng.random() < 0.25 + 0.6 * office.quality:
            ends["support_end"] = _years_later(bought, kind.life_years)
        if kind.code in ("server", "storage", "firewall") and rng.random() < 0.35 * office.quality:
            ends["contract_number"] = f"027/{rng.randrange(10, 900):03}/PML/{self._today.year}"
            ends["contract_end"] = date(self._today.year + rng.choice((0, 0, 1)), 12, 31)
        return ends

    def _piece(self, visit: Visit, purchase: Purchase) -> Piece:
        rng, office, kind = self._rng, visit.office, purchase.kind
        values = purchase.shared.copy()
        values["name"] = self._name(visit, purchase)
        if kind.most_in_a_row > 1:
            values["quantity"] = quantity = rng.randrange(1, kind.most_in_a_row + 1)
            if values["price_rupiah"]:
                values["price_rupiah"] *= quantity
        if purchase.serials and rng.random() < 0.97:
            running = purchase.made_by.running()
            if running:
                values["serial"] = purchase.serial_head + running + purchase.serial_tail
            if rng.random() < TYPED_TWICE and self._last_serial:
                values["serial"] = self._last_serial
            self._last_serial = values.get("serial", "")
        self._codes(values, office, purchase)
        self._state(values, office, purchase)
        self._whereabouts(values, visit, kind)
        return Piece(values, kind, office, visit.place, purchase.year, self._labelled(values, visit))

    def _name(self, visit: Visit, purchase: Purchase) -> str:
        key = visit.place.room_id if "{unit}" in purchase.named else visit.office.id, purchase.kind.code
        self._numbers[key] = number = self._numbers.get(key, 0) + 1
        named = purchase.named.format(
            unit=visit.place.unit,
            no=f"{number:02}",
            app=self._applications[(number + visit.office.number) % len(self._applications)],
            floor=visit.place.floor.replace(" ", "").replace(".", "").upper(),
        )
        return named.replace("Kepala Kepala", "Kepala")

    def _codes(self, values: Values, office: Office, purchase: Purchase) -> None:
        """Kode barang and the running register of agency and code; NIBAR where the agency already has it."""
        code = purchase.code
        if not code:
            return
        key = office.number, code
        self._registers[key] = number = self._registers.get(key, 0) + 1
        values["kode_barang"] = code
        values["register"] = f"{number:06}"
        if purchase.nibar:
            region = office.region_code.replace(".", "").ljust(4, "0")
            owner = office.kode_lokasi[:2]
            unit = f"{office.number:02}010100103000"
            values["nibar"] = f"{owner}01{region}{unit}{purchase.year}{code.replace('.', '')}{number:07}"

    def _state(self, values: Values, office: Office, purchase: Purchase) -> None:
        rng, age = self._rng, min(self._today.year - purchase.year, len(HEAVY) - 1)
        drawn = rng.random()
        if drawn < HEAVY[age]:
            condition = Condition.HEAVY_DAMAGE
            values["status"] = _after_damage(rng, office)
        elif drawn < HEAVY[age] + LIGHT[age]:
            condition = Condition.LIGHT_DAMAGE
            if rng.random() < 0.15:
                values["status"] = Status.REPAIR
        else:
            condition = Condition.GOOD
            if drawn > 0.97:
                values["status"] = Status.SPARE
        if rng.random() < 0.72 + 0.28 * office.quality:
            values["condition"] = condition
        if rng.random() < (0.02 if condition is Condition.GOOD else 0.45):
            values["notes"] = rng.choice(self._faults(purchase.kind.code, condition))

    def _faults(self, kind: str, condition: Condition) -> Sequence[str]:
        faults: dict[str, Sequence[str]] = self._said[str(condition)]
        return faults.get(kind, faults["any"])

    def _whereabouts(self, values: Values, visit: Visit, kind: Kind) -> None:
        rng, place = self._rng, visit.place
        if rng.random() < 0.55 + 0.43 * visit.office.quality:
            values["room_id"] = place.room_id
            if place.racks and kind.code in IN_RACKS and rng.random() < 0.85:
                values["rack_id"] = rng.choice(place.racks)
                values["rack_position_u"] = rng.randrange(1, 41)
        if visit.custodian is not None:
            values["custodian_id"] = visit.custodian
        if visit.seen_at is not None and visit.seen_at.year >= (values["year"] or 0):
            values["verified_at"] = visit.seen_at
            values["verified_by"] = visit.seen_by
            values["verified_how"] = visit.seen_how

    def _labelled(self, values: Values, visit: Visit) -> datetime | None:
        if not visit.labelled:
            return None
        seen: datetime | None = values.get("verified_at")
        return seen or self._at(self._today - timedelta(days=400))


def _ownership(rng: Random, office: Office) -> Ownership | None:
    drawn = rng.random()
    if drawn > 0.6 + 0.4 * office.quality:
        return None
    return Ownership.DOMESTIC if drawn < 0.015 else Ownership.GOVERNMENT if drawn < 0.03 else Ownership.OWN


def _after_damage(rng: Random, office: Office) -> Status:
    drawn = rng.random()
    if drawn < 0.55 * office.quality:
        return Status.DISPOSAL_PROPOSED
    if drawn > 0.92:
        return Status.LOST if drawn > 0.99 else Status.DISPOSED
    return Status.REPAIR if drawn > 0.78 else Status.ACTIVE


def _years_later(day: date, years: int) -> date:
    return day.replace(year=day.year + years, day=min(day.day, 28))
