"""What the change log needs to know of each mergeable table: its logged fields, defaults, references and codecs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import JSON, Column, Date, Table

from spbe_assets.domain.changeset import Json, clean_text, to_json
from spbe_assets.domain.vocabulary import parse
from spbe_assets.storage.tables import MERGEABLE, Mergeable, Values
from spbe_assets.storage.types import ByValue, IdType, Milli, UtcDateTime

POINTERS = ("merged_into", "parent_id")
"""Fields that point to a row of the same table and may form a cycle when two laptops write them."""


@dataclass(frozen=True)
class Reference:
    """A column of one table that names a row of another."""

    table: str
    column: str
    target: str


@dataclass(frozen=True)
class Shape:
    """One mergeable table as the log sees it."""

    kind: type[Mergeable]
    table: Table
    fields: frozenset[str]
    defaults: Values
    references: tuple[Reference, ...]
    pointers: tuple[str, ...]
    decoders: dict[str, Callable[[Json], Any]]

    def default(self, name: str) -> Any:
        """What a field holds that nobody has written."""
        default = self.defaults.get(name)
        return dict(default) if isinstance(default, dict) else default

    def decode(self, name: str, value: Json) -> Any:
        """A logged value as its Python value."""
        decoder = self.decoders.get(name)
        return value if value is None or decoder is None else decoder(value)

    def clean(self, values: Values) -> Values:
        """The values with NFC text.

        Raises:
            KeyError: a field is not one of this table (a bug).
            Invalid: a text holds a broken character.
        """
        unknown = values.keys() - self.fields
        if unknown:
            raise KeyError(f"{self.table.name} has no field {', '.join(sorted(unknown))}")
        return {
            name: clean_text(value) if type(value) is str and not value.isascii() else value
            for name, value in values.items()
        }

    def is_default(self, name: str, value: Any) -> bool:
        """Whether a value says no more than an unwritten field."""
        return bool(value == self.defaults.get(name))

    def logged(self, values: Values) -> dict[str, Json]:
        """The values of a creation as the log holds them: only what differs from the default."""
        defaults = self.defaults
        return {name: to_json(value) for name, value in values.items() if value != defaults[name]}


def _default_of(column: Column[Any]) -> Any:
    default: Any = column.default
    if default is None:
        return None
    return default.arg(None) if default.is_callable else default.arg


def _decoder(column: Column[Any]) -> Callable[[Json], Any] | None:
    kind = column.type
    if isinstance(kind, ByValue):
        options = kind.kind
        return lambda value: parse(options, value)
    if isinstance(kind, JSON):
        return dict
    simple: dict[type, Callable[[Json], Any]] = {
        IdType: bytes.fromhex, Milli: Decimal, UtcDateTime: datetime.fromisoformat, Date: date.fromisoformat
    }  # fmt: skip
    return simple.get(type(kind))


@cache
def shape(name: str) -> Shape:
    """The shape of a mergeable table by name."""
    kind = MERGEABLE[name]
    table: Table = kind.__table__  # type: ignore[assignment]
    logged = [column for column in table.columns if column.name != "id" and not column.info.get("local")]
    references = tuple(
        Reference(name, column.name, next(iter(column.foreign_keys)).column.table.name)
        for column in logged
        if column.foreign_keys
    )
    return Shape(
        kind=kind,
        table=table,
        fields=frozenset(column.name for column in logged),
        defaults={column.name: _default_of(column) for column in logged},
        references=references,
        pointers=tuple(pointer for pointer in POINTERS if pointer in table.columns),
        decoders={column.name: made for column in logged if (made := _decoder(column))},
    )


def shape_of(kind: type[Mergeable]) -> Shape:
    """The shape of a mapped class."""
    return shape(kind.__tablename__)


@cache
def referring_to(name: str) -> tuple[Reference, ...]:
    """Every reference that names rows of a table, from whichever table."""
    return tuple(ref for table in MERGEABLE for ref in shape(table).references if ref.target == name)
