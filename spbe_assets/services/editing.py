"""Create, change and delete rows of the plain tables: sites, rooms, racks, facilities, people, links and tests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from spbe_assets.domain import validation
from spbe_assets.domain.ids import Id
from spbe_assets.storage.tables import MERGEABLE
from spbe_assets.storage.unit_of_work import UnitOfWork


def create(uow: UnitOfWork, table: str, values: Mapping[str, Any]) -> Id:
    """Record a row; fields left out stay empty.

    Raises:
        Invalid: a value is impossible.
        NotFound: a reference names a record that is gone.
    """
    return uow.create(MERGEABLE[table], **validation.checked(table, values))


def update(uow: UnitOfWork, table: str, row_id: Id, values: Mapping[str, Any], seen_rev: int | None = None) -> None:
    """Change fields of a row; fields left out stay.

    Raises:
        Invalid: a value is impossible.
        StaleEdit: somebody saved it after `seen_rev` was read.
        NotFound: it was deleted, or a reference is gone.
    """
    uow.update(MERGEABLE[table], row_id, seen_rev=seen_rev, **validation.checked(table, values))


def delete(uow: UnitOfWork, table: str, ids: Iterable[Id]) -> None:
    """Delete rows that nothing refers to.

    Raises:
        Refused: something still does.
    """
    uow.delete_many(MERGEABLE[table], ids)
