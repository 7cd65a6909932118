"""What a draft would change in the record it was paired with.

A blank never clears, a derived value never overwrites.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from spbe_assets.domain.ids import Id, detail_id
from spbe_assets.domain.parsing import long_text
from spbe_assets.domain.parsing_codes import digits_of, joined_registers
from spbe_assets.domain.vocabulary import AssetClass
from spbe_assets.services.completeness import DETAIL_TABLES, DEVICE_DETAIL, SERVER_DETAIL
from spbe_assets.sheets.match import Draft, Values
from spbe_assets.sheets.parts import PARTS
from spbe_assets.sheets.places import Directory
from spbe_assets.sheets.plan_model import Change
from spbe_assets.sheets.spbe_cells import software_kind
from spbe_assets.sheets.spbe_columns import SOFTWARE_KINDS, listed
from spbe_assets.storage.columns import shape
from spbe_assets.storage.heads import chunks

_SERVER_KEYS = {"ip": "management_ip", "hostname": "hostname", "behind_ups": "behind_ups"}
_DEVICE_KEYS = {"ip": "ip", "mac": "mac", "hostname": "hostname", "behind_ups": "behind_ups", "server.os": "firmware"}


def _software_kind(written: str) -> str:
    return software_kind(written, listed(SOFTWARE_KINDS))


_SPELLED = {
    "nibar": digits_of, "register": joined_registers, "mac": str.casefold,
    "kind": _software_kind,
}  # fmt: skip
_NOTHING: tuple[Any, ...] = (None, "")


class Comparison:
    """Compares values of one table."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    def changes(self, draft: Draft, stored: Values) -> dict[str, Change]:
        """The fields that would change."""
        found = {}
        for key, value in draft.values.items():
            if key in ("id", "extra") or key not in stored or stored[key] == value:
                continue
            if not self._alike(key, stored[key], value):
                found[key] = Change(stored[key], value)
        for key, value in draft.derived.items() if draft.matched_by != "record_id" else ():
            if value and key in stored and stored[key] in _NOTHING:
                found[key] = Change(stored[key], value)
        extra = draft.values.get("extra")
        if extra and (joined := {**(stored.get("extra") or {}), **extra}) != stored.get("extra"):
            found["extra"] = Change(stored.get("extra"), joined)
        return found

    def is_same(self, draft: Draft, stored: Values) -> bool:
        """Whether nothing would change."""
        return not self.changes(draft, stored)

    def _alike(self, key: str, before: Any, after: Any) -> bool:
        """Whether two values differ only in what a spreadsheet can't keep: spelling, or records of the same name."""
        if key.endswith("_id") and isinstance(after, bytes):
            return self._directory.is_called(before, after)
        return alike(key, before, after)


def alike(key: str, before: Any, after: Any) -> bool:
    """Whether two texts differ only in their spacing or the spelling of a code."""
    if not isinstance(before, str) or not isinstance(after, str):
        return False
    return long_text(before) == long_text(after) or (key in _SPELLED and _SPELLED[key](before) == after)


def detail_of(draft: Draft, asset_class: AssetClass | None) -> tuple[str, Values, dict[str, str]]:
    """The detail table of a class, its values, and what has no place there (to be kept as further fields)."""
    raw = draft.detail
    if not raw:
        return "", {}, {}
    table = DETAIL_TABLES.get(asset_class, DEVICE_DETAIL) if asset_class is not None else DEVICE_DETAIL
    shared, prefix = (_SERVER_KEYS, "server.") if table == SERVER_DETAIL else (_DEVICE_KEYS, "device.")
    values: Values = {}
    left: dict[str, str] = {}
    for key, value in raw.items():
        name = shared.get(key) or (key.removeprefix(prefix) if key.startswith(prefix) else "")
        if name:
            values.setdefault(name, value)
        else:
            left[PARTS["asset"][key].title] = str(value)
    return table, values, left


def stored_details(session: Session, wanted: Iterable[tuple[str, Id]]) -> dict[Id, Values]:
    """The detail rows of assets by the id of the detail row."""
    by_table: defaultdict[str, list[Id]] = defaultdict(list)
    for table, asset in wanted:
        by_table[table].append(detail_id(asset, table))
    found: dict[Id, Values] = {}
    for table, ids in by_table.items():
        columns = shape(table).table
        for some in chunks(ids):
            query = select(columns).where(columns.c.id.in_(some), columns.c.live)
            found.update((row["id"], dict(row)) for row in session.execute(query).mappings())
    return found
