"""What a column of a spreadsheet may hold: every field of the catalogue, and the mixtures that offices write.

A *part* is the meaning of one column. Most are one field; others are split or put together by the planner
(“Merk / Type”, three tick columns of the condition), or name a record (agency, room) that is looked up.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from spbe_assets.domain import fields as f
from spbe_assets.domain.fields import Field, Kind
from spbe_assets.i18n import N_, _
from spbe_assets.sheets.spbe_columns import SHEETS, Column, columns

NOTHING = ""
"""The part of a column that is left alone."""
EXTRA = "extra:"
"""Prefix of a part that keeps a column under its own name; only assets have further fields."""

DETAIL_TABLES = {"server": "server_detail", "device": "device_detail"}
_NOT_IN_SHEETS = frozenset(("verified_at", "verified_by", "verified_how", "extra", "source_system"))
_SHARED_DETAILS = frozenset(("hostname", "behind_ups", "ip", "management_ip", "mac"))


@dataclass(frozen=True, slots=True)
class Part:
    """The meaning of a column. `reads` names its parser; `field` is set where it is exactly one field."""

    key: str
    title: str
    reads: str
    field: Field | None = None
    group: str = ""

    @property
    def label(self) -> str:
        """The title in the language in use; fields of a group carry its name."""
        return f"{_(self.group)}: {_(self.title)}" if self.group else _(self.title)


_READS = {
    Kind.TEXT: "text", Kind.LONG_TEXT: "long_text", Kind.CODE: "text", Kind.INTEGER: "whole", Kind.YEAR: "year",
    Kind.RUPIAH: "rupiah", Kind.DECIMAL: "decimal", Kind.DATE: "date", Kind.YES_NO: "yes_no", Kind.CHOICE: "choice",
    Kind.REFERENCE: "text", Kind.IP: "ip", Kind.MAC: "mac", Kind.GOODS_CODE: "goods_code",
}  # fmt: skip
_BY_KEY = {
    "register": "registers", "condition": "condition", "nibar": "digits", "memory_gb": "gigabytes",
    "storage_tb": "terabytes", "capacity_tb": "terabytes", "capacity_va": "volt_amperes", "power_va": "volt_amperes",
    "mbps_down": "mbps", "mbps_up": "mbps", "speed_mbps": "whole_mbps", "intranet_mbps": "whole_mbps",
    "internet_mbps": "whole_mbps",
}  # fmt: skip


def _of_field(field: Field, prefix: str = "", group: str = "") -> Part:
    key = prefix + (field.key.removesuffix("_id") if field.kind is Kind.REFERENCE else field.key)
    return Part(key, field.title, _BY_KEY.get(field.key, _READS[field.kind]), field, group)


def _of_fields(fields: Iterable[Field], prefix: str = "", group: str = "", but: Iterable[str] = ()) -> list[Part]:
    left_out = {*_NOT_IN_SHEETS, *but}
    return [_of_field(field, prefix, group) for field in fields if field.key not in left_out]


_RECORD_ID = Part("record_id", N_("Record id"), "text")
_ASSET_MIXTURES = [
    _RECORD_ID,
    Part("brand_model", N_("Brand and model"), "brand_model"),
    Part("acquired", N_("Year or date of acquisition"), "acquired"),
    Part("category_words", N_("Kind of equipment, in words"), "text"),
    Part("category_more", N_("More words on the kind"), "text"),
    Part("site", N_("Site"), "text"),
    Part("condition_good", N_("Condition: good (ticked)"), "tick"),
    Part("condition_light", N_("Condition: lightly damaged (ticked)"), "tick"),
    Part("condition_heavy", N_("Condition: heavily damaged (ticked)"), "tick"),
    Part("custodian_first", N_("Person in charge: first name"), "text"),
    Part("custodian_last", N_("Person in charge: last name"), "text"),
    Part("custodian_contact", N_("Person in charge: contact"), "text"),
    Part("custodian_nip", N_("Person in charge: NIP"), "text"),
    Part("room_now", N_("Room it was handed to"), "text"),
    Part("hostname", N_("Host name"), "text"),
    Part("ip", N_("IP address"), "ip"),
    Part("mac", N_("MAC address"), "mac"),
    Part("behind_ups", N_("Behind a UPS"), "yes_no"),
]
_LINK_MIXTURES = [
    _RECORD_ID,
    Part("mbps", N_("Rate, both ways"), "mbps"),
    Part("kbps", N_("Rate in kbps, both ways"), "kbps"),
    Part("port_kbps", N_("Port speed in kbps"), "kbps"),
    Part("circuit_type", N_("Type of circuit, in words"), "text"),
]

SPBE_TARGETS = {f"spbe-{sheet.id}": sheet for sheet in SHEETS}
_READ_BY_SPBE = frozenset(("tier", "ends_on", "kind", "role"))
"""Fields whose cells the workbook writes in its own way, so that its own reader takes them apart."""


_ALSO = {
    "asset": (
        Column("Lokasi", part="place"),
        Column("Status Kepemilikan", part="ownership"),
        Column("Nama Pemilik", part="owner_name"),
    ),
    "facility": (Column("Pendingin", part="has_cooling"), Column("Daya Cadangan", part="has_standby_power")),
}
"""By table, what offices add to sheets that do not ask for it, and what readiness asks beyond them."""


def _of_spbe(target: str) -> list[Part]:
    """The parts of a sheet of the SPBE workbook, called as it calls them."""
    sheet, found = SPBE_TARGETS[target], []
    official = [column for column in columns(sheet.id) if column.part and not column.part.startswith(EXTRA)]
    known = {column.part for column in official}
    for column in (*official, *(one for one in _ALSO.get(sheet.table, ()) if one.part not in known)):
        prefix, _point, key = column.part.rpartition(".")
        field = f.field(DETAIL_TABLES.get(prefix, sheet.table), key)
        title = f"{column.field}: {column.title}" if column.title else column.field
        if field is None or field.kind is Kind.REFERENCE or (key in _READ_BY_SPBE and sheet.table != "service_bus"):
            found.append(Part(column.part, title, "text"))
        else:
            found.append(Part(column.part, title, _BY_KEY.get(key, _READS[field.kind]), field))
    return found


PARTS: dict[str, dict[str, Part]] = {
    target: {part.key: part for part in parts}
    for target, parts in {
        "asset": [
            *_of_fields(f.ASSET, but=("category_id",)),
            Part("category", N_("Category"), "text"),
            *_ASSET_MIXTURES,
            *_of_fields(f.SERVER, "server.", N_("Server"), but=_SHARED_DETAILS),
            *_of_fields(f.DEVICE, "device.", N_("Device"), but=_SHARED_DETAILS),
        ],
        "link": [*_of_fields(f.LINK, but=("a_asset_id", "z_asset_id")), *_LINK_MIXTURES],
        "region": _of_fields(f.REGION),
        "agency": _of_fields(f.AGENCY),
        "site": _of_fields(f.SITE),
        "room": [*_of_fields(f.ROOM, but=("facility_id",))],
        "rack": [*_of_fields(f.RACK), Part("site", N_("Site"), "text"), Part("agency", N_("Agency"), "text")],
        "person": _of_fields(f.PERSON),
        **{target: _of_spbe(target) for target in SPBE_TARGETS},
    }.items()
}
"""Kind of record -> key -> part."""


def part_label(target: str, key: str) -> str:
    """What people read for the meaning of a column."""
    if key == NOTHING:
        return _("not imported")
    if key.startswith(EXTRA):
        return _("kept as “{name}”").format(name=key.removeprefix(EXTRA))
    return PARTS[target][key].label


@cache
def can_keep_extra(target: str) -> bool:
    """Whether unknown columns of such records can be kept under their own name."""
    return table_of(target) == "asset"


def table_of(target: str) -> str:
    """The table whose rows a kind of record makes."""
    return SPBE_TARGETS[target].table if target in SPBE_TARGETS else target
