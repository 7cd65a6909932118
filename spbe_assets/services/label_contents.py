"""What a label says about an asset, a link or nothing yet: the text of each record, a page of records at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from spbe_assets.domain.ids import Id
from spbe_assets.domain.labels import LabelContent
from spbe_assets.domain.vocabulary import RegionKind
from spbe_assets.services import areas, link_rows, settings
from spbe_assets.storage.tables import Agency, Asset, Category, Link, Region, Room

PAGE = 500
OWNER_SETTING = "label.owner"
"""The province's own first line, such as "MILIK PEMPROV RIAU"; without it the line follows from the region."""
FOLLOWS_FROM = frozenset({"agency", "region", "category", "room", "setting", "site"})
"""The small tables whose rows labels of many records quote."""

_OWNERS = {
    RegionKind.PROVINCE: ("", "MILIK PEMPROV {name}"),
    RegionKind.REGENCY: ("Kabupaten ", "MILIK PEMKAB {name}"),
    RegionKind.CITY: ("Kota ", "MILIK PEMKOT {name}"),
}
T = TypeVar("T")


def contents(session: Session, numbers: Iterable[int]) -> Iterator[LabelContent]:
    """The labels of assets in the order of their row numbers; numbers that are gone are left out."""
    return mixed(session, (("asset", number) for number in numbers))


def link_contents(session: Session, numbers: Iterable[int]) -> Iterator[LabelContent]:
    """The same for links; a link's two ends stand where an asset has brand and type, its circuit as the serial."""
    return mixed(session, (("link", number) for number in numbers))


def mixed(session: Session, records: Iterable[tuple[str, int]]) -> Iterator[LabelContent]:
    """The labels of assets and links, each named by its table and row number, in this order."""
    units = _Units(session)
    for page in pages(records):
        found: dict[tuple[str, int], LabelContent] = {}
        for table, make in (("asset", _of_assets), ("link", _of_links)):
            if numbers := [number for of, number in page if of == table]:
                found |= {(table, number): content for number, content in make(session, numbers, units)}
        yield from (found[record] for record in page if record in found)


def of_records(session: Session, table: str, ids: Iterable[Id]) -> Iterator[LabelContent]:
    """The labels of assets or links by id, in no particular order; those that are gone are left out."""
    kind = Asset if table == "asset" else Link
    numbers = (session.scalars(select(kind.n).where(kind.id.in_(page))) for page in pages(sorted(ids)))
    return mixed(session, ((table, number) for page in numbers for number in page))


def blank_contents(session: Session, new_tags: Iterable[str]) -> Iterator[LabelContent]:
    """Labels with nothing but a tag and the province's owner line, to be claimed in the field by scanning."""
    owner = _Units(session).province_owner
    for tag in new_tags:
        yield LabelContent(b"", tag, owner)


def province_owner(session: Session) -> str:
    """The first line of a label that belongs to the province as a whole."""
    return _Units(session).province_owner


def owner_line(kind: RegionKind | None, name: str) -> str:
    """The official first line for what belongs to a region: MILIK PEMPROV, PEMKAB or PEMKOT and its name."""
    if kind not in _OWNERS:
        return name.upper()
    prefix, line = _OWNERS[kind]
    return line.format(name=name.removeprefix(prefix).upper())


@dataclass(frozen=True, slots=True)
class _Unit:
    owner: str
    path: str
    kode_lokasi: str


class _Units:
    """What a label says about each agency, worked out once per agency from the two small trees."""

    def __init__(self, session: Session) -> None:
        columns = (Agency.id, Agency.parent_id, Agency.region_id, Agency.name, Agency.abbreviation, Agency.kode_lokasi)
        self._agencies = {row.id: row for row in session.execute(select(*columns))}
        self._parents = {row.id: row.parent_id for row in self._agencies.values()}
        regions = session.execute(select(Region.id, Region.kind, Region.name)).all()
        owners = {region: owner_line(kind, name) for region, kind, name in regions}
        provinces = [region for region, kind, _name in regions if kind is RegionKind.PROVINCE]
        own = str(settings.province(session, OWNER_SETTING, "")).strip()
        if own:
            owners |= dict.fromkeys(provinces, own)
        self.province_owner = own or next((owners[region] for region in provinces), "")
        self._owners = owners
        self._known: dict[Id, _Unit] = {}

    def of(self, agency_id: Id | None) -> _Unit:
        """The label's words for an agency; without one only the owner of the province."""
        if agency_id is None or agency_id not in self._agencies:
            return _Unit(self.province_owner, "", "")
        if agency_id not in self._known:
            self._known[agency_id] = self._work_out(agency_id)
        return self._known[agency_id]

    def _work_out(self, agency_id: Id) -> _Unit:
        ways = [self._agencies[step] for step in areas.above(self._parents, agency_id) if step in self._agencies]
        region = next((way.region_id for way in ways if way.region_id), None)
        owner = self._owners.get(region, self.province_owner) if region else self.province_owner
        names = [way.abbreviation or way.name for way in reversed(ways)]
        return _Unit(owner, " · ".join(filter(None, names)), next((w.kode_lokasi for w in ways if w.kode_lokasi), ""))


def _columns() -> Any:
    chosen = select(
        Asset.n, Asset.id, Asset.tag, Asset.name, Asset.brand, Asset.model, Asset.agency_id, Asset.kode_barang,
        Asset.register, Asset.year, Asset.acquired_on, Asset.serial, Asset.nibar, Category.title_id,
        Room.name.label("room"), Asset.live,
    )  # fmt: skip
    joined = chosen.outerjoin(Category, Category.id == Asset.category_id)
    return joined.outerjoin(Room, Room.id == Asset.room_id)


def _of_assets(session: Session, numbers: list[int], units: _Units) -> Iterator[tuple[int, LabelContent]]:
    # Asked for live rows, the database would walk an index of all of them instead of looking up these.
    for row in session.execute(_columns().where(Asset.n.in_(numbers))):
        if row.live:
            yield row.n, _content(row, units)


def _of_links(session: Session, numbers: list[int], units: _Units) -> Iterator[tuple[int, LabelContent]]:
    chosen = select(Link.n, Link.agency_id).where(Link.n.in_(numbers), Link.live)
    owners: dict[int, Id | None] = {number: agency for number, agency in session.execute(chosen)}
    for row in link_rows.rows(session, owners).values():
        unit = units.of(owners[row.n])
        ends = " → ".join(end for end in (row.end_a, row.end_z) if end)
        yield row.n, LabelContent(
            row.id, row.tag, unit.owner, unit.path, name=row.name or row.provider, model=ends, serial=row.circuit_id,
            table="link",
        )  # fmt: skip


def _content(row: Any, units: _Units) -> LabelContent:
    unit = units.of(row.agency_id)
    return LabelContent(
        record_id=row.id,
        tag=row.tag,
        owner=unit.owner,
        unit=unit.path,
        location=_joined(".", unit.kode_lokasi, _year(row.year, row.acquired_on)),
        goods=_joined(".", row.kode_barang, row.register),
        name=row.name or row.title_id or "",
        model=_model(row.brand, row.model),
        serial=row.serial,
        nibar=row.nibar,
        room=row.room or "",
    )


def _year(year: int | None, acquired_on: date | None) -> str:
    return str(year or (acquired_on.year if acquired_on else "") or "")


def _model(brand: str, model: str) -> str:
    """Brand and type; a type that already begins with its brand doesn't repeat it."""
    return model if brand and model.casefold().startswith(brand.casefold()) else _joined(" ", brand, model)


def _joined(mark: str, *parts: str) -> str:
    return mark.join(part.strip(" .") if mark == "." else part.strip() for part in parts if part and part.strip(" ."))


def pages(items: Iterable[T]) -> Iterator[list[T]]:
    """Items in parts that one question can hold."""
    waiting = iter(items)
    while page := list(islice(waiting, PAGE)):
        yield page
