"""Any row of any table as a `Record`: all fields of the field catalogue, references resolved to names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from spbe_assets.domain.errors import NotFound
from spbe_assets.domain.fields import CATALOGUE, Kind
from spbe_assets.domain.ids import Id
from spbe_assets.domain.records import Record
from spbe_assets.i18n import _
from spbe_assets.services import references
from spbe_assets.storage.tables import MERGEABLE


def record(session: Session, table: str, row_id: Id) -> Record:
    """One live row.

    Raises:
        NotFound: it was deleted or never existed.
    """
    found = records(session, table, [row_id])
    if not found:
        raise NotFound(_("The record was deleted meanwhile; reload the list."))
    return found[0]


def records(session: Session, table: str, ids: Iterable[Id]) -> list[Record]:
    """Those of some rows that are live, in the order of their row numbers; for some hundreds at most."""
    kind, keys = MERGEABLE[table], list(CATALOGUE[table])
    columns = [getattr(kind, key) for key in keys]
    chosen = select(kind.id, kind.rev, *columns).where(kind.id.in_(list(ids)), kind.live).order_by(kind.n)
    found = [(row[0], row[1], dict(zip(keys, row[2:], strict=True))) for row in session.execute(chosen)]
    names = _names(session, table, [values for _id, _rev, values in found])
    return [
        Record(table, row_id, rev, values, _named(table, values, names)) for row_id, rev, values in found
    ]  # fmt: skip


def _names(session: Session, table: str, rows: list[dict[str, Any]]) -> dict[str, dict[Id, str]]:
    wanted: dict[str, set[Id]] = {}
    for key, of in CATALOGUE[table].items():
        if of.kind is Kind.REFERENCE:
            wanted.setdefault(of.refers_to, set()).update(row[key] for row in rows if row[key] is not None)
    return {target: references.names(session, target, ids) for target, ids in wanted.items() if ids}


def _named(table: str, values: Mapping[str, Any], names: Mapping[str, Mapping[Id, str]]) -> dict[str, str]:
    return {
        key: name
        for key, of in CATALOGUE[table].items()
        if of.kind is Kind.REFERENCE and (name := names.get(of.refers_to, {}).get(values[key]))
    }
