"""Readiness kept and planned from: criteria of one's own, frozen results, needs, prices and plans."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from spbe_assets.domain.ids import Id
from spbe_assets.storage.tables.base import Mergeable, text
from spbe_assets.storage.types import IdType, Number, UtcDateTime


def _long() -> Mapped[str]:
    return mapped_column(Text, default="", server_default="")


class CriteriaSet(Mergeable):
    """A set of criteria of the province's own, as TOML text; which one holds is the setting `criteria.active`."""

    __tablename__ = "criteria_set"

    name: Mapped[str] = text(120)
    version: Mapped[str] = text(40)
    based_on: Mapped[str] = text(40)
    body: Mapped[str] = _long()
    notes: Mapped[str] = _long()


class Assessment(Mergeable):
    """A frozen readiness result with the criteria version and log heads it rests on; `scores` is JSON, packed."""

    __tablename__ = "assessment"

    name: Mapped[str] = text(120)
    as_of: Mapped[date | None]
    criteria: Mapped[str] = text(40)
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    taken_by: Mapped[str] = text(120)
    scores: Mapped[str] = _long()
    heads: Mapped[str] = _long()


class Need(Mergeable):
    """A planned purchase, repair or disposal; `unit_rupiah` overrides the price list.

    `origin` says whether a gap proposed it or a person added it, `closes` which criteria it serves, `state` what a
    person decided. One that is postponed is for `year`.
    """

    __tablename__ = "need"

    agency_id: Mapped[Id | None] = mapped_column(IdType, ForeignKey("agency.id"), index=True)
    asset_id: Mapped[Id | None] = mapped_column(IdType, ForeignKey("asset.id"), index=True)
    kind: Mapped[str] = text(40)
    good: Mapped[str] = text(80)
    title: Mapped[str] = text()
    kode_barang: Mapped[str] = text(32)
    year: Mapped[int | None]
    state: Mapped[str] = text(40)
    origin: Mapped[str] = text(40)
    priority: Mapped[int | None]
    quantity: Mapped[int] = mapped_column(default=1, server_default="1")
    unit: Mapped[str] = text(40)
    unit_rupiah: Mapped[int | None] = mapped_column(Number)
    closes: Mapped[str] = text(400)
    notes: Mapped[str] = _long()


class Price(Mergeable):
    """Unit price of a good in a year, whole rupiah (the standard price list, SHS)."""

    __tablename__ = "price"

    good: Mapped[str] = text(80, index=True)
    year: Mapped[int | None]
    kode_barang: Mapped[str] = text(32)
    title: Mapped[str] = text()
    unit: Mapped[str] = text(40)
    rupiah: Mapped[int | None] = mapped_column(Number)
    source: Mapped[str] = text()


class Plan(Mergeable):
    """A scenario: what to buy in which year under which budgets. `budgets`, `rules` and `result` are JSON text."""

    __tablename__ = "plan"

    name: Mapped[str] = text(120)
    first_year: Mapped[int | None]
    years: Mapped[int] = mapped_column(default=1, server_default="1")
    budgets: Mapped[str] = _long()
    rules: Mapped[str] = _long()
    result: Mapped[str] = _long()
    state: Mapped[str] = text(40)
    as_of: Mapped[date | None]
    criteria: Mapped[str] = text(40)
    made_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    made_by: Mapped[str] = text(120)
    notes: Mapped[str] = _long()
