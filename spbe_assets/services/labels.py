"""From records to labels: what each label says, which records a list of tags means, and the ledger of prints."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from spbe_assets.domain import tags
from spbe_assets.domain.filters import AssetFilter
from spbe_assets.domain.ids import Id
from spbe_assets.domain.labels import LabelContent
from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.domain.sort_keys import natural
from spbe_assets.domain.vocabulary import RegionKind
from spbe_assets.services import areas, link_listing, selection, settings
from spbe_assets.storage.tables import Agency, Asset, Category, LabelPrint, Link, Region
from spbe_assets.storage.unit_of_work import UnitOfWork

PAGE = 500
TAGGED_AT_ONCE = 1000
OWNER_SETTING = "label.owner"
"""The province's own first line, such as "MILIK PEMPROV RIAU"; without it the line follows from the region."""

_OWNERS = {
    RegionKind.PROVINCE: ("", "MILIK PEMPROV {name}"),
    RegionKind.REGENCY: ("Kabupaten ", "MILIK PEMKAB {name}"),
    RegionKind.CITY: ("Kota ", "MILIK PEMKOT {name}"),
}


def contents(session: Session, numbers: Iterable[int]) -> Iterator[LabelContent]:
    """The labels of assets in the order of their row numbers; numbers that are gone are left out."""
    units = _Units(session)
    waiting = iter(numbers)
    while page := list(islice(waiting, PAGE)):
        rows = {row.n: row for row in session.execute(_columns().where(Asset.n.in_(page), Asset.live))}
        yield from (_content(rows[number], units) for number in page if number in rows)


def tagged(session: Session, wanted: AssetFilter, most: int | None = None) -> array[int]:
    """The row numbers of the assets a filter means that have a tag, in the order of tags; the first `most` of them."""
    chosen = select(Asset.n).where(*selection.conditions(session, wanted), Asset.tag_key > "")
    return array("q", session.scalars(chosen.order_by(Asset.tag_key, Asset.n).limit(most)))


def count(session: Session, wanted: AssetFilter, *, has_tag: bool) -> int:
    """How many assets a filter means that have a tag, or that have none."""
    tag = Asset.tag_key > "" if has_tag else Asset.tag_key == ""
    chosen = select(func.count()).select_from(Asset).where(*selection.conditions(session, wanted), tag)
    return session.scalar(chosen) or 0


def give_tags(uow: UnitOfWork, wanted: AssetFilter, progress: Progress = SILENT) -> int:
    """Give the assets a filter means that have no tag the next ones of the installation's series.

    Returns:
        How many got one.
    """
    chosen = select(Asset.id).where(*selection.conditions(uow.session, wanted), Asset.tag_key == "")
    ids = list(uow.session.scalars(chosen.order_by(Asset.n)))
    for start in range(0, len(ids), TAGGED_AT_ONCE):
        progress.step(start, len(ids))
        some = ids[start : start + TAGGED_AT_ONCE]
        fresh = uow.next_tags(len(some))
        uow.update_many(Asset, {row_id: {"tag": tag} for row_id, tag in zip(some, fresh, strict=True)})
    return len(ids)


def link_contents(session: Session, numbers: Iterable[int]) -> Iterator[LabelContent]:
    """The labels of links in the order of their row numbers; numbers that are gone are left out."""
    units = _Units(session)
    waiting = iter(numbers)
    while page := list(islice(waiting, PAGE)):
        rows = link_listing.rows(session, page)
        owners = dict(session.execute(select(Link.n, Link.agency_id).where(Link.n.in_(page))).all())
        for row in (rows[number] for number in page if number in rows):
            unit = units.of(owners[row.n])
            ends = " → ".join(end for end in (row.end_a, row.end_z) if end)
            yield LabelContent(
                row.id, row.tag, unit.owner, unit.path, name=row.name or row.provider, model=ends, table="link"
            )


def blank_contents(session: Session, new_tags: Iterable[str]) -> Iterator[LabelContent]:
    """Labels with nothing but a tag and the province's owner line, to be claimed in the field by scanning."""
    owner = _Units(session).province_owner
    for tag in new_tags:
        yield LabelContent(b"", tag, owner)


def numbers_by_tags(session: Session, wanted: Iterable[str]) -> tuple[array[int], list[str]]:
    """The row numbers of the assets with these tags, in that order, and the tags that nobody carries.

    Lower case, spaces around and the scheme of a scanned code don't matter; blank lines are skipped.
    """
    found, unknown = array("q"), []
    lines = (line.strip() for line in wanted)
    filled = (line for line in lines if line)
    while page := [(line, _normal(line)) for line in islice(filled, PAGE)]:
        keys = [natural(tag)[:64] for _, tag in page]
        chosen = select(Asset.tag, Asset.n).where(Asset.live, Asset.tag_key.in_(keys))
        carriers: dict[str, list[int]] = {}
        for tag, number in session.execute(chosen.order_by(Asset.n)):
            carriers.setdefault(tag.upper(), []).append(number)
        for line, tag in page:
            found.extend(carriers.get(tag, ()))
            unknown += [] if tag in carriers else [line]
    return found, unknown


def record_prints(uow: UnitOfWork, printed: Iterable[LabelContent], stock: str, reason: str = "") -> int:
    """Write into the ledger that these labels were printed; blank ones have no record yet and are not written.

    Args:
        uow: the action that prints belong to.
        printed: what was on the labels.
        stock: the id of the paper.
        reason: why, if it is a reprint.

    Returns:
        How many prints were written.
    """
    shared = {"printed_at": datetime.now(UTC), "printed_by": uow.user, "stock": stock, "reason": reason}
    rows = (_ledger_row(content) | shared for content in printed if content.tag and content.record_id)
    return len(uow.create_many(LabelPrint, rows))


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


def province_owner(session: Session) -> str:
    """The first line of a label that belongs to the province as a whole."""
    return _Units(session).province_owner


def owner_line(kind: RegionKind | None, name: str) -> str:
    """The official first line for what belongs to a region: MILIK PEMPROV, PEMKAB or PEMKOT and its name."""
    if kind not in _OWNERS:
        return name.upper()
    prefix, line = _OWNERS[kind]
    return line.format(name=name.removeprefix(prefix).upper())


def _columns() -> Any:
    return select(
        Asset.n, Asset.id, Asset.tag, Asset.name, Asset.brand, Asset.model, Asset.agency_id, Asset.kode_barang,
        Asset.register, Asset.year, Asset.acquired_on, Category.title_id,
    ).outerjoin(Category, Category.id == Asset.category_id)  # fmt: skip


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
    )


def _year(year: int | None, acquired_on: date | None) -> str:
    return str(year or (acquired_on.year if acquired_on else "") or "")


def _model(brand: str, model: str) -> str:
    """Brand and type; a type that already begins with its brand doesn't repeat it."""
    return model if brand and model.casefold().startswith(brand.casefold()) else _joined(" ", brand, model)


def _joined(mark: str, *parts: str) -> str:
    return mark.join(part.strip(" .") if mark == "." else part.strip() for part in parts if part and part.strip(" ."))


def _normal(line: str) -> str:
    known = tags.parse(line)
    return str(known) if known else line.upper().removeprefix(tags.SCHEME)


def _ledger_row(content: LabelContent) -> dict[str, Any]:
    return {"record_table": content.table, "record_id": content.record_id, "revision": content.revision}
