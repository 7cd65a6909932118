"""Everything an agency and its units have, record by record, with the technical facts: the infrastructure book."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from spbe_assets.domain.fields import CATALOGUE
from spbe_assets.domain.ids import Id
from spbe_assets.domain.sort_keys import natural
from spbe_assets.domain.vocabulary import AssetClass, Unknown
from spbe_assets.services import attachments, link_rows
from spbe_assets.services.expiring import category_title
from spbe_assets.services.measures.basis import AGENCY_OF_LINK, HELD, ROOM_OF_ASSET, is_live
from spbe_assets.services.report_subject import Subject
from spbe_assets.services.selection import chunks
from spbe_assets.storage.tables import (
    Asset,
    Category,
    DeviceDetail,
    Facility,
    Link,
    Person,
    Rack,
    Room,
    ServerDetail,
    Site,
)

Facts: TypeAlias = Mapping[str, Any]
"""Field key -> value as the register holds it; references by name."""

DETAILS = {"server": (ServerDetail, "server_detail"), "device": (DeviceDetail, "device_detail")}
AT_ONCE = 500
PHOTOS_EACH = 2


@dataclass(frozen=True, slots=True)
class Book:
    """Assets by class, links, facilities and rooms, each in the order of places and tags."""

    assets: Mapping[AssetClass, Sequence[Facts]]
    links: Sequence[Facts]
    facilities: Sequence[Facts]
    rooms: Sequence[Facts]

    @property
    def count(self) -> int:
        """How many records there are."""
        others = len(self.links) + len(self.facilities) + len(self.rooms)
        return others + sum(map(len, self.assets.values()))


def read(session: Session, subject: Subject) -> Book:
    """The book of the agency that a report is about."""
    return Book(
        _assets(session, subject), _links(session, subject), _facilities(session, subject), _rooms(session, subject)
    )


def photos(session: Session, records: Iterable[Facts], table: str = "asset") -> list[tuple[Facts, str]]:
    """The first photos of records, each with the hash of its content."""
    rows = list(records)
    found: list[tuple[Facts, str]] = []
    for some in chunks(rows, AT_ONCE):
        kept = attachments.of_records(session, table, [row["id"] for row in some])
        for row in some:
            pictures = [one for one in kept.get(row["id"], ()) if one.kind == attachments.PHOTO]
            found += [(row, one.sha256) for one in pictures[:PHOTOS_EACH]]
    return found


def _assets(session: Session, subject: Subject) -> dict[AssetClass, list[Facts]]:
    plain = {key: getattr(Asset, key) for key, field in CATALOGUE["asset"].items() if not field.refers_to}
    named = {
        "id": Asset.id, "unit": Asset.agency_id, "class": Category.asset_class, "category": category_title(),
        "site": Site.name, "room": Room.name, "rack": Rack.name, "custodian": Person.name,
    }  # fmt: skip
    details = {
        f"{prefix}.{key}": getattr(table, key) for prefix, (table, name) in DETAILS.items() for key in CATALOGUE[name]
    }
    columns = {**plain, **named, **details}
    query = (
        select(*columns.values())
        .select_from(Asset)
        .outerjoin(Category, Category.id == Asset.category_id)
        .outerjoin(Rack, Rack.id == Asset.rack_id)
        .outerjoin(Room, Room.id == ROOM_OF_ASSET)
        .outerjoin(Site, Site.id == Room.site_id)
        .outerjoin(Person, Person.id == Asset.custodian_id)
        .outerjoin(ServerDetail, (ServerDetail.asset_id == Asset.id) & is_live(ServerDetail))
        .outerjoin(DeviceDetail, (DeviceDetail.asset_id == Asset.id) & is_live(DeviceDetail))
        .where(is_live(Asset), Asset.status.in_(HELD), *subject.narrow(Asset.agency_id))
    )
    found: dict[AssetClass, list[Facts]] = {}
    for facts in _read(session, query, columns, subject):
        kind = facts["class"]
        known = AssetClass.OTHER if kind is None or isinstance(kind, Unknown) else kind
        found.setdefault(known, []).append(facts)
    return {kind: sorted(found[kind], key=_place_and_tag) for kind in AssetClass if kind in found}


def _links(session: Session, subject: Subject) -> list[Facts]:
    plain = {key: getattr(Link, key) for key, field in CATALOGUE["link"].items() if not field.refers_to}
    columns = {**plain, "id": Link.id, "n": Link.n, "unit": AGENCY_OF_LINK}
    found = list(_read(session, select(*columns.values()).where(is_live(Link)), columns, subject))
    ends = link_rows.rows(session, [facts["n"] for facts in found])
    for facts in found:
        row = ends[facts["n"]]
        facts |= {"end_a": row.end_a, "end_z": row.end_z}
    return sorted(found, key=lambda facts: (natural(facts["unit"]), natural(facts["tag"]), facts["name"]))


def _facilities(session: Session, subject: Subject) -> list[Facts]:
    plain = {key: getattr(Facility, key) for key, field in CATALOGUE["facility"].items() if not field.refers_to}
    columns = {**plain, "id": Facility.id, "unit": Facility.agency_id}
    query = select(*columns.values()).where(is_live(Facility))
    return sorted(_read(session, query, columns, subject), key=lambda facts: natural(facts["name"]))


def _rooms(session: Session, subject: Subject) -> list[Facts]:
    plain = {key: getattr(Room, key) for key, field in CATALOGUE["room"].items() if not field.refers_to}
    person, facility = aliased(Person), aliased(Facility)
    columns = {
        **plain, "id": Room.id, "unit": Room.agency_id, "site": Site.name, "facility": facility.name,
        "person": person.name,
    }  # fmt: skip
    query = (
        select(*columns.values())
        .select_from(Room)
        .outerjoin(Site, Site.id == Room.site_id)
        .outerjoin(facility, facility.id == Room.facility_id)
        .outerjoin(person, person.id == Room.person_id)
        .where(is_live(Room))
    )
    return sorted(
        _read(session, query, columns, subject),
        key=lambda facts: (natural(facts["site"] or ""), natural(facts["name"])),
    )


def _read(session: Session, query: Any, columns: Mapping[str, Any], subject: Subject) -> Iterable[dict[str, Any]]:
    for values in session.execute(query):
        facts: dict[str, Any] = dict(zip(columns, values, strict=True))
        unit: Id | None = facts["unit"]
        if subject.covers(unit):
            facts["unit"] = subject.label(unit)
            yield facts


def _place_and_tag(facts: Facts) -> tuple[Any, ...]:
    return natural(facts["site"] or ""), natural(facts["room"] or ""), natural(facts["tag"]), facts["name"], facts["id"]
