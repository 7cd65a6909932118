"""The field catalogue: every field people see, once. Editors, imports, exports, CLI and history all read it.

`key` is the column name, `title` an English source string for gettext, `kind` says how a value is typed, shown and
checked. Python values: text `str`, whole numbers and rupiah `int`, decimals `Decimal`, yes/no `bool | None`,
dates `date`, times aware UTC `datetime`, choices their enum, references an `Id`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum, auto

from spbe_assets.domain import vocabulary as v
from spbe_assets.i18n import N_, _


class Kind(Enum):
    """How a value is typed, shown and checked."""

    TEXT = auto()
    LONG_TEXT = auto()
    CODE = auto()
    INTEGER = auto()
    YEAR = auto()
    RUPIAH = auto()
    DECIMAL = auto()
    DATE = auto()
    TIME = auto()
    YES_NO = auto()
    CHOICE = auto()
    REFERENCE = auto()
    IP = auto()
    MAC = auto()
    GOODS_CODE = auto()
    EXTRA = auto()


@dataclass(frozen=True, slots=True)
class Field:
    """One field of one table; `choices` for CHOICE, `refers_to` (a table) for REFERENCE, `unit` as shown."""

    table: str
    key: str
    title: str
    kind: Kind = Kind.TEXT
    choices: type[StrEnum] | None = None
    refers_to: str = ""
    unit: str = ""

    @property
    def label(self) -> str:
        """The title in the language in use."""
        return _(self.title)


def _fields(table: str, *rows: tuple[object, ...]) -> tuple[Field, ...]:
    return tuple(_field(table, *row) for row in rows)


def _field(table: str, key: object, title: object, kind: object = Kind.TEXT, detail: object = None) -> Field:
    made = {"table": table, "key": key, "title": title, "kind": kind}
    names = {Kind.CHOICE: "choices", Kind.REFERENCE: "refers_to"}
    if detail is not None:
        made[names.get(kind, "unit")] = detail  # type: ignore[call-overload]
    return Field(**made)  # type: ignore[arg-type]


ASSET = _fields(
    "asset",
    ("tag", N_("Tag"), Kind.CODE),
    ("name", N_("Name")),
    ("category_id", N_("Category"), Kind.REFERENCE, "category"),
    ("brand", N_("Brand")),
    ("model", N_("Model")),
    ("serial", N_("Serial number"), Kind.CODE),
    ("agency_id", N_("Agency"), Kind.REFERENCE, "agency"),
    ("room_id", N_("Room"), Kind.REFERENCE, "room"),
    ("rack_id", N_("Rack"), Kind.REFERENCE, "rack"),
    ("rack_position_u", N_("Rack position"), Kind.INTEGER, "U"),
    ("quantity", N_("Quantity"), Kind.INTEGER),
    ("kode_barang", N_("Kode barang"), Kind.GOODS_CODE),
    ("register", N_("Register number"), Kind.CODE),
    ("nibar", N_("NIBAR"), Kind.CODE),
    ("year", N_("Year of acquisition"), Kind.YEAR),
    ("acquired_on", N_("Acquired on"), Kind.DATE),
    ("price_rupiah", N_("Price"), Kind.RUPIAH, "Rp"),
    ("fund_source", N_("Source of funds")),
    ("acquired_by", N_("Way of acquisition")),
    ("ownership", N_("Ownership"), Kind.CHOICE, v.Ownership),
    ("owner_name", N_("Owner")),
    ("managing_unit", N_("Managing unit")),
    ("description", N_("Description"), Kind.LONG_TEXT),
    ("condition", N_("Condition"), Kind.CHOICE, v.Condition),
    ("status", N_("Status"), Kind.CHOICE, v.Status),
    ("custodian_id", N_("Person in charge"), Kind.REFERENCE, "person"),
    ("warranty_end", N_("Warranty until"), Kind.DATE),
    ("contract_number", N_("Maintenance contract"), Kind.CODE),
    ("contract_end", N_("Maintenance until"), Kind.DATE),
    ("support_end", N_("Supported until"), Kind.DATE),
    ("verified_at", N_("Last seen"), Kind.TIME),
    ("verified_by", N_("Seen by")),
    ("verified_how", N_("Seen how")),
    ("source_system", N_("Source system")),
    ("source_id", N_("Source id"), Kind.CODE),
    ("notes", N_("Notes"), Kind.LONG_TEXT),
    ("extra", N_("Further fields"), Kind.EXTRA),
)
SERVER = _fields(
    "server_detail",
    ("use", N_("Use"), Kind.CHOICE, v.ServerUse),
    ("cpu", N_("Processor")),
    ("sockets", N_("Sockets"), Kind.INTEGER),
    ("cores", N_("Cores"), Kind.INTEGER),
    ("memory_gb", N_("Memory"), Kind.INTEGER, "GB"),
    ("storage_tb", N_("Storage"), Kind.DECIMAL, "TB"),
    ("raid", N_("RAID"), Kind.CHOICE, v.Raid),
    ("os", N_("Operating system")),
    ("os_support_end", N_("OS supported until"), Kind.DATE),
    ("hypervisor", N_("Hypervisor")),
    ("hostname", N_("Host name"), Kind.CODE),
    ("management_ip", N_("Management IP"), Kind.IP),
    ("redundant_power", N_("Redundant power supply"), Kind.YES_NO),
    ("behind_ups", N_("Behind a UPS"), Kind.YES_NO),
    ("backup_how", N_("Backup")),
    ("backup_place", N_("Backup kept at")),
    ("backup_last", N_("Last backup"), Kind.DATE),
    ("critical", N_("Critical"), Kind.YES_NO),
    ("services", N_("Services it carries"), Kind.LONG_TEXT),
)
DEVICE = _fields(
    "device_detail",
    ("role", N_("Role"), Kind.CHOICE, v.DeviceRole),
    ("ports", N_("Ports"), Kind.INTEGER),
    ("speed_mbps", N_("Port speed"), Kind.INTEGER, "Mbps"),
    ("capacity_va", N_("Capacity (power)"), Kind.INTEGER, "VA"),
    ("capacity_tb", N_("Capacity (storage)"), Kind.DECIMAL, "TB"),
    ("firmware", N_("Firmware")),
    ("ip", N_("IP address"), Kind.IP),
    ("mac", N_("MAC address"), Kind.MAC),
    ("hostname", N_("Host name"), Kind.CODE),
    ("behind_ups", N_("Behind a UPS"), Kind.YES_NO),
)
MOVEMENT = _fields(
    "movement",
    ("asset_id", N_("Item"), Kind.REFERENCE, "asset"),
    ("kind", N_("Kind of move"), Kind.CHOICE, v.MoveKind),
    ("document_number", N_("Document number"), Kind.CODE),
    ("on_date", N_("Date"), Kind.DATE),
    ("from_agency_id", N_("From agency"), Kind.REFERENCE, "agency"),
    ("from_person_id", N_("From person"), Kind.REFERENCE, "person"),
    ("from_room_id", N_("From room"), Kind.REFERENCE, "room"),
    ("from_rack_id", N_("From rack"), Kind.REFERENCE, "rack"),
    ("from_rack_position_u", N_("From rack position"), Kind.INTEGER, "U"),
    ("to_agency_id", N_("To agency"), Kind.REFERENCE, "agency"),
    ("to_person_id", N_("To person"), Kind.REFERENCE, "person"),
    ("to_room_id", N_("To room"), Kind.REFERENCE, "room"),
    ("to_name", N_("To somebody else")),
    ("due_on", N_("Due back on"), Kind.DATE),
    ("returned_on", N_("Ended on"), Kind.DATE),
    ("result", N_("Result")),
    ("status_before", N_("Status before"), Kind.CHOICE, v.Status),
    ("condition_before", N_("Condition before"), Kind.CHOICE, v.Condition),
    ("notes", N_("Notes"), Kind.LONG_TEXT),
    ("giver_id", N_("Handed over by"), Kind.REFERENCE, "person"),
    ("receiver_id", N_("Received by"), Kind.REFERENCE, "person"),
    ("witness_id", N_("Acknowledged by"), Kind.REFERENCE, "person"),
    ("return_number", N_("Document number of the return"), Kind.CODE),
    ("condition_after", N_("Condition at the return"), Kind.CHOICE, v.Condition),
    ("return_giver_id", N_("Return: handed over by"), Kind.REFERENCE, "person"),
    ("return_receiver_id", N_("Return: received by"), Kind.REFERENCE, "person"),
    ("return_witness_id", N_("Return: acknowledged by"), Kind.REFERENCE, "person"),
)
LINK = _fields(
    "link",
    ("tag", N_("Tag"), Kind.CODE),
    ("name", N_("Name")),
    ("circuit_id", N_("Circuit id"), Kind.CODE),
    ("provider", N_("Provider")),
    ("service_name", N_("Service")),
    ("kind", N_("Kind of link"), Kind.CHOICE, v.LinkKind),
    ("medium", N_("Medium"), Kind.CHOICE, v.Medium),
    ("medium_other", N_("Other medium")),
    ("role", N_("Link role"), Kind.CHOICE, v.LinkRole),
    ("status", N_("Status"), Kind.CHOICE, v.LinkStatus),
    ("agency_id", N_("Agency"), Kind.REFERENCE, "agency"),
    ("a_agency_id", N_("End A: agency"), Kind.REFERENCE, "agency"),
    ("a_site_id", N_("End A: site"), Kind.REFERENCE, "site"),
    ("a_asset_id", N_("End A: device"), Kind.REFERENCE, "asset"),
    ("a_port", N_("End A: port"), Kind.CODE),
    ("a_text", N_("End A: other")),
    ("z_agency_id", N_("End Z: agency"), Kind.REFERENCE, "agency"),
    ("z_site_id", N_("End Z: site"), Kind.REFERENCE, "site"),
    ("z_asset_id", N_("End Z: device"), Kind.REFERENCE, "asset"),
    ("z_port", N_("End Z: port"), Kind.CODE),
    ("z_text", N_("End Z: other")),
    ("mbps_down", N_("Download"), Kind.DECIMAL, "Mbps"),
    ("mbps_up", N_("Upload"), Kind.DECIMAL, "Mbps"),
    ("ip_block", N_("IP block"), Kind.CODE),
    ("contract_number", N_("Contract number"), Kind.CODE),
    ("starts_on", N_("Contract starts"), Kind.DATE),
    ("ends_on", N_("Contract ends"), Kind.DATE),
    ("monthly_rupiah", N_("Cost per month"), Kind.RUPIAH, "Rp"),
    ("sla_percent", N_("SLA"), Kind.DECIMAL, "%"),
    ("ownership", N_("Ownership"), Kind.CHOICE, v.Ownership),
    ("owner_name", N_("Owner")),
    ("managing_unit", N_("Managing unit")),
    ("description", N_("Description"), Kind.LONG_TEXT),
    ("source_system", N_("Source system")),
    ("source_id", N_("Source id"), Kind.CODE),
)
LINK_TEST = _fields(
    "link_test",
    ("link_id", N_("Link"), Kind.REFERENCE, "link"),
    ("tested_at", N_("Tested"), Kind.TIME),
    ("tested_by", N_("Tested by")),
    ("mbps_down", N_("Download"), Kind.DECIMAL, "Mbps"),
    ("mbps_up", N_("Upload"), Kind.DECIMAL, "Mbps"),
    ("latency_ms", N_("Latency"), Kind.DECIMAL, "ms"),
    ("loss_percent", N_("Loss"), Kind.DECIMAL, "%"),
)
SOFTWARE = _fields(
    "software",
    ("name", N_("Name")),
    ("agency_id", N_("Agency"), Kind.REFERENCE, "agency"),
    ("kind", N_("Kind")),
    ("subkind", N_("Variety")),
    ("licensed", N_("Licensed"), Kind.YES_NO),
    ("licence_kind", N_("Kind of licence")),
    ("licence_owner", N_("Licence holder")),
    ("licence_end", N_("Licence until"), Kind.DATE),
    ("description", N_("Description"), Kind.LONG_TEXT),
)
CLOUD_SERVICE = _fields(
    "cloud_service",
    ("name", N_("Name")),
    ("agency_id", N_("Agency"), Kind.REFERENCE, "agency"),
    ("kind", N_("Kind")),
    ("ownership", N_("Ownership"), Kind.CHOICE, v.Ownership),
    ("owner_name", N_("Owner")),
    ("yearly_rupiah", N_("Cost per year"), Kind.RUPIAH, "Rp"),
    ("ends_on", N_("Contract ends"), Kind.DATE),
    ("developing_unit", N_("Developing unit")),
    ("operating_unit", N_("Operating unit")),
    ("description", N_("Description"), Kind.LONG_TEXT),
)
SERVICE_BUS = _fields(
    "service_bus",
    ("name", N_("Name")),
    ("agency_id", N_("Agency"), Kind.REFERENCE, "agency"),
    ("kind", N_("Kind")),
    ("ownership", N_("Ownership"), Kind.CHOICE, v.Ownership),
    ("owner_name", N_("Owner")),
    ("link_id", N_("Runs over"), Kind.REFERENCE, "link"),
    ("description", N_("Description"), Kind.LONG_TEXT),
)
REGION = _fields(
    "region",
    ("code", N_("Kode wilayah"), Kind.CODE),
    ("name", N_("Name")),
    ("kind", N_("Kind"), Kind.CHOICE, v.RegionKind),
    ("parent_id", N_("Part of"), Kind.REFERENCE, "region"),
)
AGENCY = _fields(
    "agency",
    ("name", N_("Name")),
    ("abbreviation", N_("Abbreviation")),
    ("region_id", N_("Region"), Kind.REFERENCE, "region"),
    ("parent_id", N_("Part of"), Kind.REFERENCE, "agency"),
    ("kode_lokasi", N_("Kode lokasi"), Kind.CODE),
    ("staff_count", N_("Staff"), Kind.INTEGER),
    ("head", N_("Head")),
    ("address", N_("Address"), Kind.LONG_TEXT),
)
SITE = _fields(
    "site",
    ("name", N_("Name")),
    ("agency_id", N_("Agency"), Kind.REFERENCE, "agency"),
    ("region_id", N_("Region"), Kind.REFERENCE, "region"),
    ("address", N_("Address"), Kind.LONG_TEXT),
    ("latitude", N_("Latitude"), Kind.CODE),
    ("longitude", N_("Longitude"), Kind.CODE),
)
FACILITY = _fields(
    "facility",
    ("name", N_("Name")),
    ("agency_id", N_("Agency"), Kind.REFERENCE, "agency"),
    ("kind", N_("Kind"), Kind.CHOICE, v.FacilityKind),
    ("tier", N_("Tier"), Kind.INTEGER),
    ("power_va", N_("Power"), Kind.INTEGER, "VA"),
    ("has_cooling", N_("Cooling"), Kind.YES_NO),
    ("has_standby_power", N_("Standby power"), Kind.YES_NO),
    ("security", N_("Security")),
    ("intranet_mbps", N_("Intranet bandwidth"), Kind.INTEGER, "Mbps"),
    ("internet_mbps", N_("Internet bandwidth"), Kind.INTEGER, "Mbps"),
    ("ownership", N_("Ownership"), Kind.CHOICE, v.Ownership),
    ("owner_name", N_("Owner")),
    ("managing_unit", N_("Managing unit")),
)
ROOM = _fields(
    "room",
    ("name", N_("Name")),
    ("site_id", N_("Site"), Kind.REFERENCE, "site"),
    ("agency_id", N_("Agency"), Kind.REFERENCE, "agency"),
    ("facility_id", N_("Facility"), Kind.REFERENCE, "facility"),
    ("person_id", N_("Person in charge"), Kind.REFERENCE, "person"),
    ("floor", N_("Floor")),
    ("is_data_centre", N_("Data-centre room"), Kind.YES_NO),
    ("has_access_control", N_("Access control"), Kind.YES_NO),
    ("has_cctv", N_("Watched by CCTV"), Kind.YES_NO),
    ("has_ups", N_("UPS"), Kind.YES_NO),
)
RACK = _fields(
    "rack",
    ("name", N_("Name")),
    ("room_id", N_("Room"), Kind.REFERENCE, "room"),
    ("height_u", N_("Height"), Kind.INTEGER, "U"),
    ("has_ups", N_("UPS"), Kind.YES_NO),
)
PERSON = _fields(
    "person",
    ("name", N_("Name")),
    ("nip", N_("NIP"), Kind.CODE),
    ("position", N_("Position")),
    ("agency_id", N_("Agency"), Kind.REFERENCE, "agency"),
    ("contact", N_("Office contact")),
)
CATEGORY = _fields(
    "category",
    ("code", N_("Code"), Kind.CODE),
    ("asset_class", N_("Class"), Kind.CHOICE, v.AssetClass),
    ("title_id", N_("Indonesian title")),
    ("title_en", N_("English title")),
    ("useful_life_years", N_("Useful life"), Kind.INTEGER, N_("years")),
)

CATALOGUE: dict[str, dict[str, Field]] = {
    fields[0].table: {field.key: field for field in fields}
    for fields in (
        ASSET, SERVER, DEVICE, MOVEMENT, LINK, LINK_TEST, SOFTWARE, CLOUD_SERVICE, SERVICE_BUS, REGION, AGENCY, SITE,
        FACILITY, ROOM, RACK, PERSON, CATEGORY,
    )
}  # fmt: skip
"""Table name -> key -> field, in the order of a nameplate."""


def field(table: str, key: str) -> Field | None:
    """The field of a table, or None for columns that people don't see."""
    return CATALOGUE.get(table, {}).get(key)
