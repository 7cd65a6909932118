"""The register as the SPBE workbook tells it: for each sheet, part -> what its cell says, in an order that stays.

Only what is in use: equipment that is active, spare or in repair, links that run. What is not recorded stays blank.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from typing import Any, ClassVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from spbe_assets.domain import remarks
from spbe_assets.domain import vocabulary as v
from spbe_assets.domain.ids import Id
from spbe_assets.domain.vocabulary import FacilityKind, LinkStatus
from spbe_assets.services.measures.basis import AGENCY_OF_LINK, IN_USE, ROOM_OF_ASSET
from spbe_assets.sheets import spbe_cells as cells
from spbe_assets.sheets.spbe_columns import SECURITY_TYPES, SOFTWARE_KINDS, Sheet, listed, official, rai_names
from spbe_assets.storage.tables import (
    Agency,
    Asset,
    Category,
    CloudService,
    DeviceDetail,
    Facility,
    Link,
    Rack,
    Room,
    ServerDetail,
    ServiceBus,
    Site,
    Software,
)

Values = dict[str, Any]
SECURITY = "perangkat_keamanan"
HARDWARE, SOFTWARE = "Perangkat Keras", "Perangkat Lunak"
EXTRA_SHEET, EXTRA_TYPE, EXTRA_FORM = "Lembar SPBE", "Tipe SPBE", "Jenis SPBE"
"""Further fields of an asset that say what its category can't: sheet, type and whether it is hard- or software."""
EXTRA_RAI, EXTRA_ACCESS = "RAI level 4", "Metode akses data"
RUNNING = (LinkStatus.ACTIVE, LinkStatus.DOWN)
FACILITY_KINDS = {
    FacilityKind.DATA_CENTRE: "Pusat Data",
    FacilityKind.COMPUTING_CENTRE: "Pusat Komputasi",
    FacilityKind.CONTROL_CENTRE: "Pusat Kendali",
}
_SECURITY_OF = {"firewall": "Firewall"}


class Register:
    """Reads the sheets of some agencies with the units below them, or of everybody."""

    def __init__(self, session: Session, units: Collection[Id] | None) -> None:
        self._session, self._units = session, units
        self._agencies = {row_id: name for row_id, name in session.execute(select(Agency.id, Agency.name))}
        self._facilities = {
            row_id: name for row_id, name in session.execute(select(Facility.id, Facility.name).where(Facility.live))
        }
        self._sites = {row_id: (name, owner) for row_id, name, owner in session.execute(
            select(Site.id, Site.name, Site.agency_id)
        )}  # fmt: skip
        self._rooms: dict[Id, tuple[str, Id | None, Id | None]] = {}
        self._places: defaultdict[Id, set[str]] = defaultdict(set)
        self._at_site: defaultdict[Id, set[str]] = defaultdict(set)
        self._sites_of: defaultdict[Id, set[Id]] = defaultdict(set)
        for row_id, name, site, facility in session.execute(
            select(Room.id, Room.name, Room.site_id, Room.facility_id).where(Room.live)
        ):
            self._rooms[row_id] = name, site, facility
            if facility in self._facilities:
                self._places[facility].add(self._place(row_id))
                if site is not None:
                    self._at_site[site].add(self._facilities[facility])
                    self._sites_of[facility].add(site)

    def rows(self, sheet: Sheet) -> list[Values]:
        """The rows of a sheet, by their own texts: the same records give the same sheet whatever their ids are."""
        found = list(self._readers[sheet.table](self, sheet))
        found.sort(key=lambda row: [(key, str(value)) for key, value in sorted(row.items()) if key != "name"])
        found.sort(key=lambda row: (str(row.get("unit", row.get("agency", ""))), row["name"].casefold(), row["name"]))
        return found

    def _covers(self, unit: Id | None) -> bool:
        return self._units is None or unit in self._units

    def _agency(self, row: Id | None) -> str:
        return self._agencies.get(row, "") if row is not None else ""

    def _unit(self, agency: Id | None, managing: str) -> str:
        name = cells.said(self._agency(agency))
        managing = cells.said(managing)
        return name if name.casefold() == managing.casefold() else cells.within(name, managing)

    def _place(self, room: Id | None) -> str:
        name, site, _facility = self._rooms.get(room, ("", None, None)) if room else ("", None, None)
        outer = self._sites[site][0] if site in self._sites else ""
        return cells.joined([cells.within(outer, name)]) if name else ""

    def _facility_of(self, room: Id | None) -> str:
        facility = self._rooms[room][2] if room in self._rooms else None
        return cells.joined([self._facilities[facility]]) if facility in self._facilities else ""

    def _of_facilities(self, sheet: Sheet) -> Iterator[Values]:
        links = self._links_by_site()
        for row in self._session.scalars(select(Facility).where(Facility.live)):
            if self._covers(row.agency_id):
                names = {name for site in self._sites_of[row.id] for name in links[site]}
                yield {
                    **_rai(sheet), "rai_2": FACILITY_KINDS.get(row.kind, "") if row.kind else "",
                    "name": cells.said(row.name), "agency": cells.said(self._agency(row.agency_id)),
                    "intranet_mbps": cells.amount(row.intranet_mbps, cells.MBPS),
                    "internet_mbps": cells.amount(row.internet_mbps, cells.MBPS),
                    "places": cells.joined(self._places[row.id]), **_owned(row),
                    "managing_unit": cells.said(row.managing_unit), "tier": cells.tier(row.tier),
                    "security": cells.said(row.security), "links": cells.joined(names),
                }  # fmt: skip

    def _links_by_site(self) -> defaultdict[Id, set[str]]:
        found: defaultdict[Id, set[str]] = defaultdict(set)
        query = select(Link.name, Link.a_site_id, Link.z_site_id).where(
            Link.live, Link.status.in_(RUNNING), Link.kind == v.LinkKind.INTRANET
        )
        for name, *sites in self._session.execute(query):
            for site in sites:
                if site is not None:
                    found[site].add(name)
        return found

    def _of_links(self, sheet: Sheet) -> Iterator[Values]:
        query = select(Link, AGENCY_OF_LINK).where(Link.live, Link.status.in_(RUNNING))
        for row, unit in self._session.execute(query):
            if self._covers(unit):
                sites = [site for site in (row.a_site_id, row.z_site_id) if site is not None]
                facilities = {name for site in sites for name in self._at_site.get(site, ())}
                yield {
                    **_rai(sheet), "name": _name(row.name, row.provider, row.circuit_id or row.service_name),
                    "a_end": self._end(row.a_agency_id, row.a_text, row.a_site_id),
                    "z_end": self._end(row.z_agency_id, row.z_text, row.z_site_id),
                    "description": cells.said_long(row.description), "kind": _official(v.LinkKind, row.kind),
                    **_owned(row), "unit": self._unit(unit, row.managing_unit),
                    "rate": cells.rate(row.mbps_down, row.mbps_up), "medium": _official(v.Medium, row.medium),
                    "medium_other": cells.said(row.medium_other), "role": _official(v.LinkRole, row.role),
                    "facilities": cells.joined(facilities),
                }  # fmt: skip

    def _end(self, agency: Id | None, text: str, site: Id | None) -> str:
        """Whose end it is: the agency, else what was written, else the agency of the building."""
        owner = self._sites[site][1] if site is not None and site in self._sites else None
        return cells.said(self._agency(agency)) or cells.said(text) or cells.said(self._agency(owner))

    def _of_buses(self, _sheet: Sheet) -> Iterator[Values]:
        names = {row_id: name for row_id, name in self._session.execute(select(Link.id, Link.name).where(Link.live))}
        for row in self._session.scalars(select(ServiceBus).where(ServiceBus.live)):
            if self._covers(row.agency_id):
                yield {
                    "name": cells.said(row.name), "description": cells.said_long(row.description),
                    "kind": cells.said(row.kind), **_owned(row),
                    "link": cells.joined([names.get(row.link_id, "")] if row.link_id else []),
                }  # fmt: skip

    def _of_software(self, _sheet: Sheet) -> Iterator[Values]:
        kinds = listed(SOFTWARE_KINDS)
        for row in self._session.scalars(select(Software).where(Software.live)):
            if self._covers(row.agency_id):
                yield {
                    "name": cells.said(row.name), "description": cells.said_long(row.description),
                    "kind": cells.software_kind(row.kind, kinds), "subkind": cells.said(row.subkind),
                    "licence_kind": cells.said(row.licence_kind), "licence_owner": cells.said(row.licence_owner),
                    "validity": cells.validity(row.licence_end, row.licensed),
                }  # fmt: skip

    def _of_clouds(self, _sheet: Sheet) -> Iterator[Values]:
        for row in self._session.scalars(select(CloudService).where(CloudService.live)):
            if self._covers(row.agency_id):
                yield {
                    "name": cells.said(row.name), "description": cells.said_long(row.description),
                    "owner_name": cells.said(row.owner_name), "yearly_rupiah": row.yearly_rupiah,
                    "kind": cells.said(row.kind), "ownership": _official(v.Ownership, row.ownership),
                    "developing_unit": cells.said(row.developing_unit),
                    "unit": self._unit(row.agency_id, row.operating_unit), "ends_on": cells.until(row.ends_on),
                }  # fmt: skip

    def _of_assets(self, sheet: Sheet) -> Iterator[Values]:
        for row in self._session.execute(_asset_query(sheet)):
            extra = row.extra or {}
            if not self._covers(row.agency_id) or extra.get(EXTRA_SHEET, row.spbe_sheet) != sheet.id:
                continue
            quantity = row.quantity if row.quantity > 1 else None
            yield {
                **_rai(sheet), "rai_4": cells.said(extra.get(EXTRA_RAI)),
                "name": _name(row.name, row.brand, row.model) or row.title_id,
                "description": remarks.write(remarks.Remark(cells.said_long(row.description), None, quantity)),
                "ownership": _official(v.Ownership, row.ownership), "owner_name": cells.said(row.owner_name),
                "unit": self._unit(row.agency_id, row.managing_unit), "place": self._place(row.room),
                "facility": self._facility_of(row.room), "agency": cells.said(self._agency(row.agency_id)),
                **_typed(sheet, row, extra), **_detailed(row),
                f"extra:{EXTRA_ACCESS}": cells.said(extra.get(EXTRA_ACCESS)),
            }  # fmt: skip

    _readers: ClassVar[dict[str, Callable[[Register, Sheet], Iterator[Values]]]] = {
        "facility": _of_facilities, "link": _of_links, "service_bus": _of_buses, "asset": _of_assets,
        "cloud_service": _of_clouds, "software": _of_software,
    }  # fmt: skip


def _asset_query(sheet: Sheet) -> Any:
    """The assets that may belong on a sheet: those of its categories, and those that say so themselves."""
    mine = select(Category.id).where(Category.spbe_sheet == sheet.id)
    return (
        select(
            Asset.name, Asset.brand, Asset.model, Asset.description, Asset.quantity, Asset.ownership, Asset.owner_name,
            Asset.managing_unit, Asset.agency_id, Asset.extra, ROOM_OF_ASSET.label("room"), Category.title_id,
            Category.code, Category.spbe_sheet, ServerDetail.use, ServerDetail.memory_gb, ServerDetail.storage_tb,
            ServerDetail.raid, ServerDetail.cpu, ServerDetail.os, ServerDetail.hypervisor, DeviceDetail.capacity_tb,
        )
        .select_from(Asset)
        .outerjoin(Category, Category.id == Asset.category_id)
        .outerjoin(Rack, Rack.id == Asset.rack_id)
        .outerjoin(ServerDetail, (ServerDetail.asset_id == Asset.id) & ServerDetail.live)
        .outerjoin(DeviceDetail, (DeviceDetail.asset_id == Asset.id) & DeviceDetail.live)
        .where(Asset.live.is_(True), Asset.status.in_(IN_USE))
        .where(Asset.category_id.in_(mine) | Asset.extra[EXTRA_SHEET].as_string().is_not(None))
    )  # fmt: skip


def _typed(sheet: Sheet, row: Any, extra: Values) -> Values:
    """What kind of device it is, as the sheet asks for it."""
    said = cells.said(extra.get(EXTRA_TYPE))
    if sheet.id != SECURITY:
        return {"type": said or cells.said(row.title_id)}
    kind = cells.chosen(listed(SECURITY_TYPES), said) or _SECURITY_OF.get(row.code or "", "")
    return {"type": kind, "form": SOFTWARE if extra.get(EXTRA_FORM) == SOFTWARE else HARDWARE}


def _detailed(row: Any) -> Values:
    return {
        "server.use": _official(v.ServerUse, row.use), "server.memory_gb": cells.amount(row.memory_gb, "GB"),
        "server.storage_tb": cells.amount(row.storage_tb, "TB"), "server.raid": _official(v.Raid, row.raid),
        "server.cpu": cells.said(row.cpu), "software": cells.software(row.os or "", row.hypervisor or ""),
        "device.capacity_tb": cells.amount(row.capacity_tb, "TB"),
    }  # fmt: skip


def _owned(row: Any) -> Values:
    return {"ownership": _official(v.Ownership, row.ownership), "owner_name": cells.said(row.owner_name)}


def _official(choices: Any, value: Any) -> str:
    return "" if value is None else official(choices).get(str(value.value), "")


def _rai(sheet: Sheet) -> Values:
    names = rai_names()
    return {f"rai_{level}": f"{code} {names.get(code, '')}".strip() for level, code in enumerate(sheet.rai, 1)}


def _name(name: str, *others: str) -> str:
    return cells.said(name) or " ".join(filter(None, map(cells.said, others)))
