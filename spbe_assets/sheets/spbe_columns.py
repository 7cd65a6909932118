"""The ten sheets of the SPBE infrastructure workbook: their official titles in order, and what each column holds.

Titles and option lists come from `reference/spbe_infra_fields.csv`. A title that asks for several things, such as
“Kepemilikan + Nama Pemilik”, stands over one column for each.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from spbe_assets.domain import vocabulary as v
from spbe_assets.paths import resource

RAI_TITLE = "RAI level 1-4"
RAI_LEVELS = tuple(f"Level {level}" for level in (1, 2, 3, 4))


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the official title, its own title where several share that, its part, and what may be chosen.

    A column without a part stays empty: the register holds no such fact.
    """

    field: str
    title: str = ""
    part: str = ""
    options: tuple[str, ...] = ()
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet; `entity` is its name in the reference, `table` that of the records."""

    id: str
    name: str
    entity: str
    table: str
    rai: tuple[str, ...]
    members: Mapping[str, tuple[tuple[str, str], ...]]


OWNERSHIP = ("", "ownership")
OWNER = ("Nama Pemilik", "owner_name")
OWNED = (("Status Kepemilikan", "ownership"), OWNER)
FACILITY = ("Fasilitas Komputasi", "facility")
UNIT = {"Unit Pengelola": (("", "unit"),)}
COMMON = {"Deskripsi": (("", "description"),), "Status Kepemilikan + Nama Pemilik": OWNED, **UNIT}
PLACE = (("", "place"),)
HARDWARE = ("Server", ""), ("Media Penyimpan", ""), ("Perangkat Lunak Platform", "")

SHEETS: tuple[Sheet, ...] = (
    Sheet(
        "facility", "Fasilitas Komputasi", "pusat_data/pusat_komputasi/pusat_kendali (fasilitas komputasi)", "facility",
        ("01",),
        {
            "Nama": (("", "name"),), "Instansi (OPD)": (("", "agency"),),
            "Bandwidth Intranet": (("", "intranet_mbps"),),
            "Bandwidth Internet": (("", "internet_mbps"),), "Lokasi": (("", "places"),), "Kepemilikan": (OWNERSHIP,),
            "Nama Pemilik": (("", "owner_name"),), "Unit Kerja Penanggung Jawab": (("", "managing_unit"),),
            "Klasifikasi Tier": (("", "tier"),), "Sistem/Tipe Pengamanan Fasilitas": (("", "security"),),
            "ID Metadata terkait (JIP)": (("", "links"),),
        },
    ),
    Sheet(
        "link", "Jaringan Intra", "jaringan_intra", "link", ("02", "02.01", "02.01.03"),
        {
            "Nama Jaringan Intra Pemerintah": (("", "name"),),
            "Instansi ujung 1 dan ujung 2": (("Instansi 1", "a_end"), ("Instansi 2", "z_end")),
            "Deskripsi Jaringan": (("", "description"),), "Jenis Jaringan": (("", "kind"),),
            "Kepemilikan + Nama Pemilik": (("Kepemilikan", "ownership"), OWNER),
            "Unit Pengelola/Operasional": (("", "unit"),), "Bandwidth": (("", "rate"),),
            "Tipe Media Jaringan": (("", "medium"),), "Media Lainnya": (("", "medium_other"),),
            "Primary/Backup": (("", "role"),), "ID Metadata Terkait (fasilitas)": (("", "facilities"),),
        },
    ),
    Sheet(
        "service_bus", "SPLP", "splp", "service_bus", (),
        {
            "Nama Sistem Penghubung Layanan": (("", "name"),), "Deskripsi": (("", "description"),),
            "Jenis Sistem Penghubung": (("", "kind"),), "Status Kepemilikan": (OWNERSHIP,),
            "Nama Pemilik": (("", "owner_name"),), "-> Jaringan Intra (dependency)": (("", "link"),),
        },
    ),
    Sheet(
        "server", "Server", "server", "asset", ("03", "03.01", "03.01.01"),
        {
            "Nama Server": (("", "name"),), **COMMON, "Jenis Penggunaan Server": (("", "server.use"),),
            "Status Kepemilikan": (OWNERSHIP,), "Nama Pemilik": (("", "owner_name"),), "Lokasi": PLACE,
            "Perangkat Lunak Digunakan": (("", "software"),), "Kapasitas Memori": (("", "server.memory_gb"),),
            "Kapasitas Penyimpanan": (("", "server.storage_tb"),), "Teknik Penyimpanan": (("", "server.raid"),),
            "Jenis Teknologi Prosesor": (("", "server.cpu"),),
            "-> Proses Bisnis; <- Fasilitas Komputasi (dependency)": (("Proses Bisnis", ""), FACILITY),
        },
    ),
    Sheet(
        "media_penyimpanan", "Media Penyimpanan", "media_penyimpanan", "asset", (),
        {
            "Nama Data Storage": (("", "name"),), **COMMON, "Lokasi": PLACE,
            "Kapasitas Penyimpanan": (("", "device.capacity_tb"),),
            "Metode Akses Data Sharing": (("", "extra:Metode akses data"),),
            "-> Fasilitas Komputasi; <- Server; <- Perangkat Lunak Platform; <- Data": (
                FACILITY, ("Server", ""), ("Perangkat Lunak Platform", ""), ("Data", "")
            ),
        },
    ),
    Sheet(
        "perangkat_jaringan", "Perangkat Jaringan", "perangkat_jaringan", "asset", (),
        {
            "Nama Network/Communication Device": (("", "name"),), **COMMON, "Tipe": (("", "type"),),
            "-> Fasilitas Komputasi; Server; Media Penyimpan; Perangkat Lunak Platform; Instansi": (
                FACILITY, *HARDWARE, ("Instansi", "agency")
            ),
        },
    ),
    Sheet(
        "perangkat_keamanan", "Perangkat Keamanan", "perangkat_keamanan", "asset", (),
        {
            "Nama Perangkat Keamanan": (("", "name"),), **COMMON, "Jenis": (("", "form"),), "Tipe": (("", "type"),),
            "-> Fasilitas Komputasi; Perangkat Keras Jaringan": (FACILITY, ("Perangkat Keras Jaringan", "")),
        },
    ),
    Sheet(
        "periferal", "Periferal", "periferal", "asset", (),
        {
            "Nama Perangkat Periferal": (("", "name"),), **COMMON, "Tipe Periferal": (("", "type"),),
            "Lokasi Penempatan": PLACE,
            "-> Fasilitas Komputasi; Media Penyimpan; Server; Perangkat Lunak Platform": (
                FACILITY, ("Media Penyimpan", ""), ("Server", ""), ("Perangkat Lunak Platform", "")
            ),
        },
    ),
    Sheet(
        "cloud_service", "Komputasi Awan", "komputasi_awan", "cloud_service", (),
        {
            "Nama Government Cloud": (("", "name"),), "Deskripsi": (("", "description"),),
            "Nama Pemilik": (("", "owner_name"),), "Biaya Layanan": (("", "yearly_rupiah"),), "Tipe": (("", "kind"),),
            "Status Kepemilikan": (OWNERSHIP,),
            "Unit Pengembang; Unit Operasional": (("Unit Pengembang", "developing_unit"), ("Unit Operasional", "unit")),
            "Jangka Waktu Layanan": (("", "ends_on"),),
            "-> Jaringan Intra; SPLP; <- Fasilitas; <- Aplikasi; <- Data": (
                ("Jaringan Intra", ""), ("SPLP", ""), ("Fasilitas", ""), ("Aplikasi", ""), ("Data", "")
            ),
        },
    ),
    Sheet(
        "software", "Perangkat Lunak Platform", "perangkat_lunak_platform", "software", (),
        {
            "Nama Perangkat Lunak": (("", "name"),), "Deskripsi": (("", "description"),),
            "Tipe Perangkat Lunak": (("", "kind"),),
            "Jenis Sistem Operasi / Utilitas / Database": (("", "subkind"),),
            "Jenis Lisensi": (("", "licence_kind"),), "Nama Pemilik Lisensi": (("", "licence_owner"),),
            "Validitas Lisensi": (("", "validity"),),
            "-> Komputasi Awan; Fasilitas Komputasi": (("Komputasi Awan", ""), ("Fasilitas Komputasi", "")),
        },
    ),
)  # fmt: skip


@cache
def columns(sheet_id: str) -> tuple[Column, ...]:
    """The columns of a sheet in the official order."""
    sheet = next(one for one in SHEETS if one.id == sheet_id)
    found: list[Column] = []
    for field, required, _options in _fields()[sheet.entity]:
        if field == RAI_TITLE:
            members = tuple((title, f"rai_{title[-1]}") for title in RAI_LEVELS)
        else:
            members = tuple(sheet.members.get(field, (("", ""),)))
        found += [
            Column(field, title, part, _options_of(sheet.entity, field, part), required == "1")
            for title, part in members
        ]
    return tuple(found)


@cache
def official(choices: type[StrEnum]) -> dict[str, str]:
    """What the workbook writes for the stored values of a list; one that it does not know is absent."""
    entity, field = _LISTS[choices]
    written = _listed(entity, field)
    values = [option.value for option in choices]
    if choices is v.Raid:
        values = ["0", "1", "3", "5", "none"]
    return dict(zip(values, written, strict=True))


@cache
def rai_names() -> dict[str, str]:
    """The codes of the reference architecture that are known -> their names."""
    with resource("reference", "rai_codes.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["name_id"] for row in csv.DictReader(file)}


SECURITY_TYPES = "perangkat_keamanan", "Tipe"
SOFTWARE_KINDS = "perangkat_lunak_platform", "Tipe Perangkat Lunak"
TIERS = "pusat_data/pusat_komputasi/pusat_kendali (fasilitas komputasi)", "Klasifikasi Tier"
CLOUD_TYPES = ("IaaS", "PaaS", "SaaS", "BdaaS", "SecaaS")
_OWNERSHIP = "server", "Status Kepemilikan"
_LISTS: dict[type[StrEnum], tuple[str, str]] = {
    v.Ownership: _OWNERSHIP,
    v.ServerUse: ("server", "Jenis Penggunaan Server"),
    v.Raid: ("server", "Teknik Penyimpanan"),
    v.LinkKind: ("jaringan_intra", "Jenis Jaringan"),
    v.Medium: ("jaringan_intra", "Tipe Media Jaringan"),
    v.LinkRole: ("jaringan_intra", "Primary/Backup"),
}
_CLOSED = frozenset((*_LISTS.values(), SECURITY_TYPES, SOFTWARE_KINDS, TIERS, ("perangkat_keamanan", "Jenis")))


def listed(key: tuple[str, str]) -> tuple[str, ...]:
    """The official options of a field, given by entity and title."""
    return _listed(*key)


def _options_of(entity: str, field: str, part: str) -> tuple[str, ...]:
    if part == "ownership":
        return _listed(*_OWNERSHIP)
    if (entity, field) == ("komputasi_awan", "Tipe"):
        return CLOUD_TYPES
    return _listed(entity, field) if (entity, field) in _CLOSED else ()


def _listed(entity: str, field: str) -> tuple[str, ...]:
    written = next(options for name, _required, options in _fields()[entity] if name == field)
    return tuple(one.strip() for one in written.split(";"))


@cache
def _fields() -> dict[str, list[tuple[str, str, str]]]:
    """Entity -> (title, required, options) in the official order."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    with resource("reference", "spbe_infra_fields.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["entity"], []).append((row["field_id"], row["required"], row["options_id"] or ""))
    return found
