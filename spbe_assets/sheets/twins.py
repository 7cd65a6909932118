"""Serial numbers and MAC addresses of a block that stand twice: in another row, or in the register already."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm import Session

from spbe_assets.domain import addresses
from spbe_assets.domain.errors import Invalid
from spbe_assets.domain.ids import Id
from spbe_assets.domain.sort_keys import normal_serial
from spbe_assets.i18n import _
from spbe_assets.services import entry
from spbe_assets.services.entry import Known
from spbe_assets.services.selection import SOME_IDS, chunks
from spbe_assets.sheets.parts import part_label
from spbe_assets.storage.tables import Asset, DeviceDetail

Twins = Mapping[tuple[int, int], str]
"""(row, column), both from 0 -> a sentence that names the other row or record."""
NO_TWINS: Twins = MappingProxyType({})


def found(session: Session, cells: Sequence[Sequence[str]], parts: Sequence[str]) -> Twins:
    """The cells whose serial number or MAC address another row has, or a record of the register."""
    told: dict[tuple[int, int], str] = {}
    for part, (key_of, carriers) in _UNIQUE.items():
        if part not in parts:
            continue
        column = parts.index(part)
        keys = {row: key for row, texts in enumerate(cells) if (key := key_of(texts[column]))}
        known = carriers(session, set(keys.values()))
        rows: dict[str, list[int]] = {}
        for row, key in keys.items():
            rows.setdefault(key, []).append(row)
        for row, key in keys.items():
            sentences = [_in_block(part, row, rows[key]), _in_register(part, known.get(key))]
            if sentence := " ".join(filter(None, sentences)):
                told[row, column] = sentence
    return told


def _in_block(part: str, row: int, same: Sequence[int]) -> str:
    other = next((one for one in same if one != row), None)
    if other is None:
        return ""
    return _("Row {row} has the same {field}.").format(row=other + 1, field=_label(part))


def _in_register(part: str, known: Known | None) -> str:
    if known is None:
        return ""
    record = " ".join(filter(None, (known.tag, known.name)))
    return _("{record} in the register has this {field} already.").format(record=record, field=_label(part))


def _label(part: str) -> str:
    label = part_label("asset", part)
    return label if label[:2].isupper() else label[:1].lower() + label[1:]


def _mac(text: str) -> str:
    with suppress(Invalid):
        return addresses.mac(text)
    return ""


def _mac_carriers(session: Session, keys: Iterable[str]) -> dict[str, Known]:
    carried: dict[Id, str] = {}
    for some in chunks(sorted(keys), SOME_IDS):
        chosen = select(DeviceDetail.asset_id, DeviceDetail.mac).where(DeviceDetail.mac.in_(some))
        carried.update((asset, mac) for asset, mac in session.execute(chosen) if asset is not None)
    known: dict[str, Known] = {}
    for ids in chunks(list(carried), SOME_IDS):
        columns = select(Asset.id, Asset.tag, Asset.name, Asset.brand, Asset.model, Asset.live)
        for row_id, tag, name, brand, model, live in session.execute(columns.where(Asset.id.in_(ids))):
            if live:
                known.setdefault(carried[row_id], Known(row_id, tag, name or f"{brand} {model}".strip()))
    return known


_UNIQUE: Mapping[str, tuple[Callable[[str], str], Callable[[Session, Iterable[str]], dict[str, Known]]]] = {
    "serial": (normal_serial, entry.carriers),
    "mac": (_mac, _mac_carriers),
}
