"""What every mergeable row has, and how columns that do not travel are marked."""

from __future__ import annotations

from typing import Any, TypeAlias

from sqlalchemy import Boolean, Computed, Integer, String, false
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

from spbe_assets.domain.ids import Id
from spbe_assets.storage.types import IdType, Number

DERIVED = {"local": True}
"""`info` of a column that is worked out here from others and never enters the change log."""

Values: TypeAlias = dict[str, Any]


class Base(DeclarativeBase):
    """All tables of the database."""


class Mergeable(Base):
    """A row that travels between installations through the change log.

    `n` is the local row number for lists and the search index and never leaves the database; `id` is the
    identity. `deleted` and `merged_into` are what holds after merge rules, `live` says whether lists show it.
    `born` is the local number of the changeset that created the row (None: only referred to so far, a stub).
    """

    __abstract__ = True

    n: Mapped[int] = mapped_column(Number, primary_key=True, autoincrement=True, info=DERIVED, sort_order=-10)
    id: Mapped[Id] = mapped_column(IdType, unique=True, sort_order=-9)
    deleted: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false(), sort_order=90)
    merged_into: Mapped[Id | None] = mapped_column(IdType, sort_order=91)
    stub: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false(), info=DERIVED, sort_order=92)
    rev: Mapped[int] = mapped_column(Integer, default=1, server_default="1", info=DERIVED, sort_order=93)
    born: Mapped[int | None] = mapped_column(Number, info=DERIVED, sort_order=94)
    live: Mapped[bool] = mapped_column(
        Boolean,
        Computed("NOT deleted AND NOT stub AND merged_into IS NULL", persisted=True),
        info=DERIVED,
        sort_order=95,
    )

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"primary_key": [cls.__dict__.get("id", cls.id)]} if "__tablename__" in cls.__dict__ else {}


def text(length: int = 200, **options: Any) -> Mapped[str]:
    """A short text column that is empty rather than NULL."""
    return mapped_column(String(length), default="", server_default="", **options)
