"""Which fields are worth filling for which kind of equipment: "3 of 12 missing" is a checklist, never a refusal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from spbe_assets.domain.vocabulary import AssetClass

SERVER_DETAIL = "server_detail"
DEVICE_DETAIL = "device_detail"

DETAIL_TABLES: dict[AssetClass, str] = {
    AssetClass.SERVER: SERVER_DETAIL,
    **dict.fromkeys(
        (
            AssetClass.NETWORK,
            AssetClass.SECURITY,
            AssetClass.POWER,
            AssetClass.STORAGE,
            AssetClass.RADIO,
            AssetClass.CAMERA,
        ),
        DEVICE_DETAIL,
    ),
}
"""The detail table that a class of equipment calls for."""

_EVERY = (
    "name", "category_id", "brand", "model", "agency_id", "room_id", "kode_barang", "register", "year", "condition",
    "custodian_id",
)  # fmt: skip
_SERIALISED = ("serial",)
_OF_CLASS: dict[AssetClass, tuple[str, ...]] = {
    AssetClass.SERVER: (
        "rack_id", "warranty_end", "use", "cpu", "memory_gb", "storage_tb", "raid", "os", "os_support_end",
        "redundant_power", "behind_ups", "backup_how", "critical",
    ),
    AssetClass.NETWORK: ("role", "ports", "ip", "firmware", "support_end", "behind_ups"),
    AssetClass.SECURITY: ("ip", "firmware", "support_end", "contract_end", "behind_ups"),
    AssetClass.STORAGE: ("capacity_tb", "warranty_end", "behind_ups"),
    AssetClass.POWER: ("capacity_va",),
    AssetClass.RADIO: ("ip",),
    AssetClass.CAMERA: ("ip",),
}  # fmt: skip


def wanted(asset_class: AssetClass | None, *, serialised: bool = True) -> tuple[str, ...]:
    """The keys worth filling, of the asset or of its detail row, in the order of a nameplate."""
    own = _OF_CLASS.get(asset_class, ()) if asset_class is not None else ()
    return (*_EVERY[:4], *(_SERIALISED if serialised else ()), *_EVERY[4:], *own)


def missing(keys: tuple[str, ...], values: Mapping[str, Any], detail: Mapping[str, Any]) -> tuple[str, ...]:
    """Those of the keys that neither the asset nor its detail row has filled. "No" is an answer, blank is not."""
    return tuple(_empty(keys, values, detail))


def _empty(keys: tuple[str, ...], values: Mapping[str, Any], detail: Mapping[str, Any]) -> Iterator[str]:
    for key in keys:
        value = values.get(key) if key in values else detail.get(key)
        if value is None or value == "":
            yield key
