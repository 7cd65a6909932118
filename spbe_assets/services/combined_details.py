"""What becomes of server and device details when two assets are combined: no value of the other one is lost.

The other record's own details stay as they are, so that it comes back whole when the two are taken apart again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from spbe_assets.domain import validation
from spbe_assets.domain.fields import CATALOGUE, Field
from spbe_assets.domain.ids import Id, detail_id
from spbe_assets.services import rows
from spbe_assets.storage.columns import shape
from spbe_assets.storage.guards import OWNED
from spbe_assets.storage.tables import MERGEABLE, Values
from spbe_assets.storage.unit_of_work import UnitOfWork

DETAILS = frozenset(detail for some in OWNED.values() for detail in some)


def differences(session: Session, table: str, kept_id: Id, other_id: Id) -> Iterator[tuple[Field, Any, Any]]:
    """Fields in which the other record's details say something else: the field, the kept value, the other one."""
    for detail in OWNED.get(table, ()):
        kept, other = _values(session, detail, kept_id), _values(session, detail, other_id)
        for key, of in CATALOGUE[detail].items():
            if other.get(key) not in (None, "", {}, kept.get(key)):
                yield of, kept.get(key), other.get(key)


def combine(uow: UnitOfWork, table: str, kept_id: Id, other_id: Id, values: Mapping[str, Any]) -> None:
    """Write the chosen values of details into those of the kept record.

    Args:
        uow: for writing.
        table: of both records.
        kept_id: the record that stays.
        other_id: the record that is merged into it.
        values: chosen values, those of details as `server_detail.cpu`.
    """
    for detail in OWNED.get(table, ()):
        theirs = _values(uow.session, detail, other_id)
        chosen = {key.partition(".")[2]: value for key, value in values.items() if key.startswith(f"{detail}.")}
        if not chosen and not _values(uow.session, detail, kept_id):
            chosen = {key: value for key, value in theirs.items() if value not in (None, "", {})}
        if chosen:
            _write(uow, detail, kept_id, validation.checked(detail, chosen))


def _values(session: Session, detail: str, owner: Id) -> Mapping[str, Any]:
    """The values of a record's live detail row, empty where it has none."""
    found = rows.records(session, detail, [detail_id(owner, detail)])
    return found[0].values if found else {}


def _write(uow: UnitOfWork, detail: str, owner: Id, values: Values) -> None:
    kind, row = MERGEABLE[detail], detail_id(owner, detail)
    state = uow.session.execute(select(kind.live).where(kind.id == row, ~kind.stub)).first()
    if state is None:
        uow.create(kind, id=row, asset_id=owner, **values)
    elif state.live:
        uow.update(kind, row, **values)
    else:
        blank = {key: shape(detail).default(key) for key in CATALOGUE[detail]}
        uow.update_many(kind, {row: {**blank, **values, "deleted": False, "asset_id": owner}})
