"""Which fields the editors show, under which headings, in the order of a nameplate."""

from __future__ import annotations

from spbe_assets.i18n import N_
from ui.inventory.field_form import Group

WHAT = (
    Group(
        N_("What it is"),
        "asset",
        ("category_id", "brand", "model", "serial", "name", "tag"),
        frozenset({"brand", "model"}),
    ),
    Group(
        N_("Where it is"),
        "asset",
        ("agency_id", "room_id", "rack_id", "rack_position_u", "custodian_id"),
        frozenset({"rack_id"}),
    ),
    Group(N_("State"), "asset", ("condition", "status", "quantity")),
)
TECHNICAL = (
    Group(
        N_("Server"),
        "server_detail",
        (
            "use", "critical", "cpu", "sockets", "cores", "memory_gb", "storage_tb", "raid", "redundant_power",
            "os", "os_support_end", "hypervisor", "hostname", "management_ip", "behind_ups",
        ),
        frozenset({"hypervisor"}),
    ),
    Group(N_("Backup and services"), "server_detail", ("backup_how", "backup_place", "backup_last", "services")),
    Group(
        N_("Device"),
        "device_detail",
        ("role", "ports", "speed_mbps", "hostname", "ip", "mac", "firmware", "behind_ups", "capacity_va",
         "capacity_tb"),
        frozenset({"firmware"}),
    ),
)  # fmt: skip
REGISTER = (
    Group(
        N_("Goods register"),
        "asset",
        (
            "kode_barang", "register", "nibar", "year", "acquired_on", "price_rupiah", "fund_source", "acquired_by",
        ),
        frozenset({"fund_source", "acquired_by"}),
    ),
    Group(N_("Ownership"), "asset", ("ownership", "owner_name", "managing_unit")),
    Group(
        N_("Warranty and maintenance"), "asset", ("warranty_end", "support_end", "contract_number", "contract_end")
    ),
    Group(N_("Notes"), "asset", ("description", "notes")),
)  # fmt: skip
LINK = (
    Group(
        N_("What it is"),
        "link",
        ("name", "provider", "service_name", "circuit_id", "tag", "kind", "role", "status"),
        frozenset({"provider", "service_name"}),
    ),
    Group(N_("Agency it serves"), "link", ("agency_id",)),
    Group(
        N_("End A"),
        "link",
        ("a_agency_id", "a_site_id", "a_asset_id", "a_port", "a_text"),
        frozenset({"a_text"}),
    ),
    Group(
        N_("End Z"),
        "link",
        ("z_agency_id", "z_site_id", "z_asset_id", "z_port", "z_text"),
        frozenset({"z_text"}),
    ),
    Group(
        N_("Line"),
        "link",
        ("mbps_down", "mbps_up", "medium", "medium_other", "ip_block", "sla_percent"),
        frozenset({"medium_other"}),
    ),
    Group(N_("Contract"), "link", ("contract_number", "monthly_rupiah", "starts_on", "ends_on")),
    Group(N_("Ownership"), "link", ("ownership", "owner_name", "managing_unit", "description")),
)
