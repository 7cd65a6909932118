"""Pins: fields whose value stays for the next new item; kept for each operator, so they outlive the session."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from spbe_assets.domain import series, validation
from spbe_assets.domain.errors import Invalid
from spbe_assets.domain.fields import CATALOGUE, Field, Kind
from spbe_assets.services import references, settings
from spbe_assets.storage.store import Store
from spbe_assets.storage.tables import MERGEABLE

SETTING = "entry.pins"
Key = tuple[str, str]
USUAL = frozenset({("asset", "agency_id"), ("asset", "room_id"), ("asset", "year")})
"""What is pinned until somebody pins something else: most people walk through one office at a time."""
UNPINNABLE = frozenset({"tag", "serial", "nibar", "hostname", "management_ip", "ip", "mac"})
"""What no second item has."""
COUNTED = frozenset({"name", "register"})
"""What counts on from one item to the next where it ends in a number."""


@dataclass(frozen=True, slots=True)
class Pins:
    """The pinned fields, the values they hold, and the names of references among these."""

    keys: frozenset[Key] = USUAL
    values: Mapping[Key, Any] = field(default_factory=dict)
    names: Mapping[Key, str] = field(default_factory=dict)

    def toggled(self, key: Key) -> Pins:
        """With one field pinned that was not, or the other way round; some can't be."""
        return self if key[1] in UNPINNABLE else replace(self, keys=self.keys ^ {key})

    def holding(self, values: Mapping[Key, Any], names: Mapping[Key, str]) -> Pins:
        """With the values of an item that was just made; what is not pinned is not kept."""
        kept = {key: value for key, value in values.items() if key in self.keys and value not in (None, "")}
        return replace(self, values=kept, names={key: name for key, name in names.items() if key in kept})

    def of(self, table: str) -> tuple[dict[str, Any], dict[str, str]]:
        """Values and names of one table's fields for the next item; counted ones one further."""
        values = {key: self._next(key, value) for (on, key), value in self.values.items() if on == table}
        return values, {key: name for (on, key), name in self.names.items() if on == table}

    @staticmethod
    def _next(key: str, value: Any) -> Any:
        return series.following(value) if key in COUNTED and isinstance(value, str) else value


def load(store: Store, operator: str) -> Pins:
    """The pins of an operator; what this database or version does not know any more is left out."""
    kept = settings.user(store, operator, SETTING)
    if not isinstance(kept, dict) or not isinstance(kept.get("keys"), list):
        return Pins()
    keys = frozenset(key for text in kept["keys"] if (key := _key(text)) is not None)
    said = kept.get("values")
    read = dict(_values(said if isinstance(said, dict) else {}, keys))
    names = _names(store, read)
    return Pins(keys, {key: value for key, value in read.items() if not _is_gone(key, names)}, names)


def save(store: Store, operator: str, pins: Pins) -> None:
    """Keep the pins of an operator on this machine."""
    values = {".".join(key): _written(CATALOGUE[key[0]][key[1]], value) for key, value in pins.values.items()}
    settings.set_user(store, operator, SETTING, {"keys": sorted(".".join(key) for key in pins.keys), "values": values})


def _key(text: Any) -> Key | None:
    table, _dot, key = text.partition(".") if isinstance(text, str) else ("", "", "")
    return (table, key) if key in CATALOGUE.get(table, {}) else None


def _values(kept: Mapping[str, Any], keys: frozenset[Key]) -> Iterator[tuple[Key, Any]]:
    for text, written in kept.items():
        key = _key(text)
        if key is None or key not in keys or not isinstance(written, str):
            continue
        of = CATALOGUE[key[0]][key[1]]
        with suppress(Invalid, ValueError):
            yield key, bytes.fromhex(written) if of.kind is Kind.REFERENCE else validation.parse_text(of, written)


def _names(store: Store, values: Mapping[Key, Any]) -> dict[Key, str]:
    found = {}
    with store.read() as session:
        for (table, key), value in values.items():
            of = CATALOGUE[table][key]
            if of.kind is Kind.REFERENCE:
                kind = MERGEABLE[of.refers_to]
                if session.scalar(select(kind.live).where(kind.id == value)):
                    found[table, key] = references.name(session, of.refers_to, value)
    return found


def _is_gone(key: Key, names: Mapping[Key, str]) -> bool:
    return CATALOGUE[key[0]][key[1]].kind is Kind.REFERENCE and key not in names


def _written(of: Field, value: Any) -> str:
    """A text that reads the same in every language of the program."""
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return f"{value:.4f}"  # four digits are no thousands, whatever the decimal mark
    return str(value.value) if isinstance(value, StrEnum) else validation.show(of, value)
