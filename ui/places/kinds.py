"""Regions, agencies, sites, rooms, racks, people and facilities as lists, panes and editors show them."""

from __future__ import annotations

from spbe_assets.domain.vocabulary import FacilityKind
from spbe_assets.i18n import N_, ngettext
from ui.forms.room_card import beside_room
from ui.inventory.field_form import Group
from ui.places.beside import (
    counts_of,
    counts_of_facility,
    counts_of_rack,
)
from ui.records.kind import ListColumn, RecordKind, Texts

WHAT = N_("What it is")
REGION = RecordKind(
    "region",
    "map-pin",
    (Group(WHAT, "region", ("name", "code", "kind", "parent_id")),),
    Texts(
        new=N_("New region"),
        empty=N_("No regions yet"),
        empty_hint=N_("Record the province, then its regencies and cities."),
        counted=lambda n: ngettext("{n} region", "{n} regions", n),
        deleted=lambda n: ngettext("{n} region deleted", "{n} regions deleted", n),
    ),
    codes=("code",),
    single=frozenset({"code"}),
    beside=counts_of,
)
AGENCY = RecordKind(
    "agency",
    "building-2",
    (
        Group(WHAT, "agency", ("name", "abbreviation", "kode_lokasi"), frozenset({"abbreviation"}),
              frozenset({"kode_lokasi"})),
        Group(N_("Where it belongs"), "agency", ("parent_id", "region_id")),
        Group(N_("Staff and address"), "agency", ("head", "staff_count", "address"), frozenset({"head"})),
    ),
    Texts(
        new=N_("New agency"),
        empty=N_("No agencies yet"),
        empty_hint=N_("Record the first agency, then the units that are part of it."),
        counted=lambda n: ngettext("{n} agency", "{n} agencies", n),
        deleted=lambda n: ngettext("{n} agency deleted", "{n} agencies deleted", n),
    ),
    codes=("abbreviation", "kode_lokasi"),
    single=frozenset({"abbreviation", "kode_lokasi"}),
    beside=counts_of,
)  # fmt: skip
SITE = RecordKind(
    "site",
    "house",
    (
        Group(WHAT, "site", ("name", "agency_id", "region_id")),
        Group(N_("Where it is"), "site", ("address", "latitude", "longitude")),
    ),
    Texts(
        new=N_("New site"),
        empty=N_("No places yet"),
        empty_hint=N_("Record the first building, then its rooms and racks."),
        counted=lambda n: ngettext("{n} site", "{n} sites", n),
        deleted=lambda n: ngettext("{n} site deleted", "{n} sites deleted", n),
    ),
    single=frozenset({"latitude", "longitude"}),
    beside=counts_of,
)
ROOM = RecordKind(
    "room",
    "columns-3",
    (
        Group(WHAT, "room", ("name", "floor", "is_data_centre")),
        Group(N_("Where it is"), "room", ("site_id", "agency_id", "facility_id")),
        Group(N_("Who answers for it"), "room", ("person_id",)),
        Group(N_("Protection"), "room", ("has_access_control", "has_cctv", "has_ups")),
    ),
    Texts(
        new=N_("New room"),
        empty=N_("No rooms yet"),
        empty_hint=N_("Record the first room."),
        counted=lambda n: ngettext("{n} room", "{n} rooms", n),
        deleted=lambda n: ngettext("{n} room deleted", "{n} rooms deleted", n),
    ),
    beside=beside_room,
)
RACK = RecordKind(
    "rack",
    "rows-3",
    (Group(WHAT, "rack", ("name", "height_u", "has_ups")), Group(N_("Where it is"), "rack", ("room_id",))),
    Texts(
        new=N_("New rack"),
        empty=N_("No racks yet"),
        empty_hint=N_("Record the first rack."),
        counted=lambda n: ngettext("{n} rack", "{n} racks", n),
        deleted=lambda n: ngettext("{n} rack deleted", "{n} racks deleted", n),
    ),
    defaults={"height_u": 42},
    beside=counts_of_rack,
)
PERSON = RecordKind(
    "person",
    "user",
    (
        Group(WHAT, "person", ("name", "nip", "position", "agency_id", "contact")),
    ),
    Texts(
        new=N_("New person"),
        empty=N_("Nobody yet"),
        empty_hint=N_("Record those who keep equipment, answer for rooms or sign forms."),
        counted=lambda n: ngettext("{n} person", "{n} people", n),
        deleted=lambda n: ngettext("{n} person deleted", "{n} people deleted", n),
        find=N_("Find a name, position, NIP, agency…"),
    ),
    codes=("nip",),
    single=frozenset({"nip"}),
    beside=counts_of,
)  # fmt: skip
FACILITY = RecordKind(
    "facility",
    "database",
    (
        Group(WHAT, "facility", ("name", "kind", "tier", "agency_id")),
        Group(N_("Power and protection"), "facility", ("power_va", "has_standby_power", "has_cooling", "security"),
              frozenset({"security"})),
        Group(N_("Bandwidth"), "facility", ("intranet_mbps", "internet_mbps")),
        Group(N_("Ownership"), "facility", ("ownership", "owner_name", "managing_unit")),
    ),
    Texts(
        new=N_("New facility"),
        empty=N_("No facilities yet"),
        empty_hint=N_("Record data centres, computing centres and control centres, then the rooms they consist of."),
        counted=lambda n: ngettext("{n} facility", "{n} facilities", n),
        deleted=lambda n: ngettext("{n} facility deleted", "{n} facilities deleted", n),
        find=N_("Find a facility, agency, owner…"),
    ),
    defaults={"kind": FacilityKind.DATA_CENTRE},
    beside=counts_of_facility,
)  # fmt: skip
KINDS = {kind.table: kind for kind in (REGION, AGENCY, SITE, ROOM, RACK, PERSON, FACILITY)}
PERSON_COLUMNS = (
    ListColumn("name", 190, 320),
    ListColumn("position", 130, 240),
    ListColumn("agency_id", 140, 340),
    ListColumn("nip", 150, 165),
)
FACILITY_COLUMNS = (
    ListColumn("name", 190, 320),
    ListColumn("kind", 130, 150),
    ListColumn("agency_id", 140, 340),
    ListColumn("tier", 60, 70),
    ListColumn("power_va", 90, 110),
)
