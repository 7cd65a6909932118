"""People in their duty only: custodians, persons in charge of rooms, signers of forms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from spbe_assets.domain.errors import Invalid
from spbe_assets.domain.ids import Id
from spbe_assets.domain.records import Record
from spbe_assets.domain.sort_keys import normal_name
from spbe_assets.i18n import _
from spbe_assets.services import editing, rows
from spbe_assets.storage.tables import Person
from spbe_assets.storage.unit_of_work import UnitOfWork

NIP_DIGITS = 18
TABLE = "person"


def detail(session: Session, person_id: Id) -> Record:
    """A person with all fields.

    Raises:
        NotFound: it was deleted.
    """
    return rows.record(session, TABLE, person_id)


def create(uow: UnitOfWork, values: Mapping[str, Any]) -> Id:
    """Record a person.

    Raises:
        Invalid: a value is impossible.
    """
    return editing.create(uow, TABLE, _tidy(values))


def update(uow: UnitOfWork, person_id: Id, values: Mapping[str, Any], seen_rev: int | None = None) -> None:
    """Change a person.

    Raises:
        Invalid: a value is impossible.
        StaleEdit: somebody saved it after `seen_rev` was read.
    """
    editing.update(uow, TABLE, person_id, _tidy(values), seen_rev)


def delete(uow: UnitOfWork, ids: Iterable[Id]) -> None:
    """Delete people that nothing refers to.

    Raises:
        Refused: something still does.
    """
    editing.delete(uow, TABLE, ids)


def named(session: Session, name: str, agency_id: Id | None = None) -> list[Id]:
    """The people called so, whatever case and spacing, of one agency if it is given."""
    chosen = select(Person.id, Person.name).where(Person.live)
    if agency_id is not None:
        chosen = chosen.where(Person.agency_id == agency_id)
    sought = normal_name(name)
    return [person_id for person_id, called in session.execute(chosen) if normal_name(called) == sought]


def _tidy(values: Mapping[str, Any]) -> dict[str, Any]:
    found = dict(values)
    if found.get("nip"):
        digits = "".join(found["nip"].split())
        if not (digits.isascii() and digits.isdigit() and len(digits) == NIP_DIGITS):
            raise Invalid(_("A NIP has 18 digits; “{text}” does not.").format(text=found["nip"]), "nip")
        found["nip"] = digits
    return found
