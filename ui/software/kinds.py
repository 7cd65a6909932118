"""Software, cloud services and service buses (SPLP) as lists, panes and editors show them."""

from __future__ import annotations

from spbe_assets.i18n import N_, ngettext
from ui.inventory.field_form import Group
from ui.records.kind import ListColumn, RecordKind, Texts

WHAT = N_("What it is")
OWNERSHIP = N_("Ownership")
SOFTWARE = RecordKind(
    "software",
    "package-open",
    (
        Group(WHAT, "software", ("name", "kind", "subkind", "agency_id", "description")),
        Group(N_("Licence"), "software", ("licensed", "licence_kind", "licence_owner", "licence_end")),
    ),
    Texts(
        new=N_("New software"),
        empty=N_("No software yet"),
        empty_hint=N_("Record operating systems, databases and utilities with the licences they run under."),
        counted=lambda n: ngettext("{n} software record", "{n} software records", n),
        deleted=lambda n: ngettext("{n} software record deleted", "{n} software records deleted", n),
        find=N_("Find software, kind, licence, agency…"),
    ),
    single=frozenset({"licence_end"}),
)
CLOUD_SERVICE = RecordKind(
    "cloud_service",
    "boxes",
    (
        Group(WHAT, "cloud_service", ("name", "kind", "agency_id", "description")),
        Group(N_("Contract"), "cloud_service", ("yearly_rupiah", "ends_on")),
        Group(OWNERSHIP, "cloud_service", ("ownership", "owner_name", "developing_unit", "operating_unit")),
    ),
    Texts(
        new=N_("New cloud service"),
        empty=N_("No cloud services yet"),
        empty_hint=N_("Record what runs at the National Data Centre or at a provider, what it costs and until when."),
        counted=lambda n: ngettext("{n} cloud service", "{n} cloud services", n),
        deleted=lambda n: ngettext("{n} cloud service deleted", "{n} cloud services deleted", n),
        find=N_("Find a service, provider, agency…"),
    ),
    single=frozenset({"ends_on"}),
)
SERVICE_BUS = RecordKind(
    "service_bus",
    "waypoints",
    (
        Group(WHAT, "service_bus", ("name", "kind", "agency_id", "link_id", "description")),
        Group(OWNERSHIP, "service_bus", ("ownership", "owner_name")),
    ),
    Texts(
        new=N_("New service bus"),
        empty=N_("No service buses yet"),
        empty_hint=N_("Record the systems through which services exchange data (SPLP)."),
        counted=lambda n: ngettext("{n} service bus", "{n} service buses", n),
        deleted=lambda n: ngettext("{n} service bus deleted", "{n} service buses deleted", n),
        find=N_("Find a service bus, kind, agency…"),
    ),
)
SOFTWARE_COLUMNS = (
    ListColumn("name", 190, 320),
    ListColumn("kind", 120, 150),
    ListColumn("agency_id", 140, 340),
    ListColumn("licence_kind", 100, 130),
    ListColumn("licence_end", 112, 124),
)
CLOUD_COLUMNS = (
    ListColumn("name", 190, 320),
    ListColumn("kind", 80, 110),
    ListColumn("agency_id", 140, 340),
    ListColumn("yearly_rupiah", 144, 150),
    ListColumn("ends_on", 112, 124),
)
BUS_COLUMNS = (
    ListColumn("name", 190, 320),
    ListColumn("kind", 110, 140),
    ListColumn("agency_id", 140, 340),
    ListColumn("link_id", 130, 180),
)
KINDS = {kind.table: kind for kind in (SOFTWARE, CLOUD_SERVICE, SERVICE_BUS)}
