"""One door to create, change and delete rows of any plain table, with the rules each table has of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from spbe_assets.domain.ids import Id
from spbe_assets.services import agencies, editing, people, places, regions
from spbe_assets.storage.tables import MERGEABLE
from spbe_assets.storage.unit_of_work import UnitOfWork

_OWN_RULES: Mapping[str, Any] = {"agency": agencies, "region": regions, "person": people}


def create(uow: UnitOfWork, table: str, values: Mapping[str, Any]) -> Id:
    """Record a row; fields left out stay empty.

    Raises:
        Invalid: a value is impossible.
        NotFound: a reference names a record that is gone.
    """
    if table in places.TABLES:
        return places.create(uow, table, values)
    own = _OWN_RULES.get(table)
    made: Id = editing.create(uow, table, values) if own is None else own.create(uow, values)
    return made


def update(uow: UnitOfWork, table: str, row_id: Id, values: Mapping[str, Any], seen_rev: int | None = None) -> None:
    """Change fields of a row; fields left out stay.

    Raises:
        Invalid: a value is impossible.
        Refused: it would become part of itself.
        StaleEdit: somebody saved it after `seen_rev` was read.
        NotFound: it was deleted, or a reference is gone.
    """
    own = _OWN_RULES.get(table)
    if table in places.TABLES:
        places.update(uow, table, row_id, values, seen_rev)
    elif own is not None:
        own.update(uow, row_id, values, seen_rev)
    else:
        editing.update(uow, table, row_id, values, seen_rev)


def delete(uow: UnitOfWork, rows: Mapping[str, Iterable[Id]]) -> None:
    """Delete rows of some tables that nothing else refers to, in one step.

    Raises:
        Refused: something still does.
    """
    for table in reversed(MERGEABLE):  # what refers goes before what it refers to
        if ids := list(rows.get(table, ())):
            editing.delete(uow, table, ids)
