"""What services give to screens, reports and the command line: frozen values, detached from the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from spbe_assets.domain.ids import Id
from spbe_assets.domain.vocabulary import AssetClass, Condition, LinkKind, LinkRole, LinkStatus, Status


@dataclass(frozen=True, slots=True)
class AssetRow:
    """One line of an asset list. `title` is the category's title, `agency` the abbreviation or name."""

    n: int
    id: Id
    tag: str
    name: str
    title: str
    icon: str
    brand: str
    model: str
    serial: str
    agency: str
    room: str
    condition: Condition | None
    status: Status
    year: int | None
    verified_at: datetime | None
    price_rupiah: int | None = None
    quantity: int = 1
    custodian: str = ""
    warranty_end: date | None = None
    register: str = ""
    kode_barang: str = ""
    nibar: str = ""
    hostname: str = ""
    ip: str = ""


@dataclass(frozen=True, slots=True)
class LinkRow:
    """One line of a link list; the ends as people name them, rates in Mbps."""

    n: int
    id: Id
    tag: str
    name: str
    provider: str
    kind: LinkKind | None
    role: LinkRole | None
    status: LinkStatus
    agency: str
    end_a: str
    end_z: str
    mbps_down: str
    mbps_up: str = ""
    circuit_id: str = ""
    monthly_rupiah: int | None = None
    contract_number: str = ""
    ends_on: date | None = None
    ip_block: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """Any row with all fields of the field catalogue; `names` resolves its references for people."""

    table: str
    id: Id
    rev: int
    values: Mapping[str, Any]
    names: Mapping[str, str] = field(default_factory=dict)

    def get(self, key: str) -> Any:
        """A field's value, None when the row has no such field."""
        return self.values.get(key)


@dataclass(frozen=True, slots=True)
class AssetDetail:
    """An asset with everything its record pane shows; `detail` is its server or device row, if any.

    `detail_table` names the table its category calls for ("" where it calls for none); `missing` lists keys of
    fields worth filling that are still empty, `wanted` how many there are; `conflicts` keys that wait for a person.
    """

    asset: Record
    detail: Record | None
    detail_table: str
    category_code: str
    title: str
    icon: str
    asset_class: AssetClass | None
    agency_path: str
    place_path: str
    missing: tuple[str, ...] = ()
    wanted: int = 0
    conflicts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of a type-ahead: what to store and what to show."""

    id: Id
    text: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One change of one field as people read it. `verb` is create, edit, undo, redo, import, delete or restore."""

    at: datetime
    user: str
    installation: str
    action: Id
    verb: str
    reason: str
    field: str
    before: str
    after: str
