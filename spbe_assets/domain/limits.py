"""How long texts and how large numbers may be: the widths of the columns, held to them by a test."""

from __future__ import annotations

from decimal import Decimal

from spbe_assets.domain import vocabulary as v
from spbe_assets.domain.fields import Field, Kind

USUAL = 200
LONG = 10_000
FRACTIONS = Decimal("0.001")
"""Decimals keep three places."""

LARGEST = {
    Kind.INTEGER: 2_000_000_000,
    Kind.YEAR: 9999,
    Kind.RUPIAH: 10**15,
    Kind.DECIMAL: 10**9,
}

BLANKS = {
    ("asset", "quantity"): 1,
    ("asset", "status"): v.Status.ACTIVE,
    ("link", "status"): v.LinkStatus.ACTIVE,
}
"""Fields that are never empty and what they hold instead."""

_KEYS = {
    "tag": 32, "brand": 120, "model": 120, "serial": 120, "kode_barang": 32, "register": 32, "nibar": 64,
    "fund_source": 80, "acquired_by": 80, "contract_number": 80, "verified_by": 120, "verified_how": 40,
    "source_system": 40, "source_id": 80, "cpu": 120, "os": 120, "hypervisor": 120, "hostname": 255,
    "management_ip": 45, "ip": 45, "mac": 17, "firmware": 120, "circuit_id": 80, "provider": 120,
    "service_name": 120, "medium_other": 80, "a_port": 40, "z_port": 40, "ip_block": 120, "tested_by": 120,
    "code": 32, "abbreviation": 40, "kode_lokasi": 64, "latitude": 16, "longitude": 16, "floor": 40, "nip": 32,
    "document_number": 80, "return_number": 80, "subkind": 80, "licence_kind": 80,
}  # fmt: skip
_EXCEPTIONS = {
    ("region", "code"): 16, ("software", "kind"): 80, ("cloud_service", "kind"): 80, ("service_bus", "kind"): 80,
}  # fmt: skip


def longest(of: Field) -> int:
    """The most characters a text field holds."""
    if of.kind in (Kind.LONG_TEXT, Kind.EXTRA):
        return LONG
    return _EXCEPTIONS.get((of.table, of.key)) or _KEYS.get(of.key, USUAL)
