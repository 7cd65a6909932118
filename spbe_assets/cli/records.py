"""A record as the command line shows it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from spbe_assets.domain.fields import CATALOGUE, Kind

if TYPE_CHECKING:
    from spbe_assets.domain.records import Record


def as_data(record: Record) -> dict[str, Any]:
    """The filled fields for JSON; a reference is its name, with the id beside it."""
    found: dict[str, Any] = {}
    for key, value in record.values.items():
        if value is None or value == "" or value == {}:
            continue
        found[key] = value
        if CATALOGUE[record.table][key].kind is Kind.REFERENCE:
            found[key.removesuffix("_id")] = record.names.get(key, "")
    return found


def as_lines(record: Record) -> Iterator[str]:
    """One line for each filled field, as people read it."""
    from spbe_assets.domain.validation import show

    for key, of in CATALOGUE[record.table].items():
        text = show(of, record.values.get(key), record.names)
        if text:
            first, *others = text.splitlines()
            yield f"{of.label + ':':<26} {first}"
            yield from (f"{'':<26} {line}" for line in others)
