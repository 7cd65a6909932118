"""What a conflict is called and how its values read, also in tables that have no place in the field catalogue."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from spbe_assets import formats
from spbe_assets.domain import fields
from spbe_assets.domain.changeset import DELETED
from spbe_assets.domain.fields import Kind
from spbe_assets.domain.ids import Id
from spbe_assets.domain.vocabulary import title as vocabulary_title
from spbe_assets.i18n import N_, _
from spbe_assets.services import change_words, record_refs
from spbe_assets.services.change_words import Known
from spbe_assets.storage.columns import shape

TITLES = {
    DELETED: N_("Deletion"),
    "merged_into": N_("Same record as"),
    "name": N_("Name"),
    "caption": N_("Caption"),
    "notes": N_("Notes"),
    "value": N_("Value"),
    "body": N_("Contents"),
    "person": N_("Person"),
    "number": N_("Document number"),
    "condition": N_("Condition"),
    "settled": N_("Settled"),
    "quantity": N_("Quantity"),
    "asset_id": N_("Item"),
    "agency_id": N_("Agency"),
    "room_id": N_("Room"),
    "record_id": N_("Belongs to"),
    "started_at": N_("Begun"),
    "finished_at": N_("Finished"),
    "finished_by": N_("Finished by"),
    "done_at": N_("Finished"),
    "done_by": N_("Finished by"),
    "closed_at": N_("Closed"),
    "returned_at": N_("Returned"),
    "complete_on": N_("Complete as of"),
    "stated_by": N_("Stated by"),
}
"""Columns that people rarely see, where nobody else names them."""
PLAIN_IDS = {"asset_id": "asset", "room_id": "room", "expected_room_id": "room", "agency_id": "agency"}
"""Columns that name a row without being a foreign key -> its table."""


def title(table: str, key: str) -> str:
    """What people call a field."""
    of = fields.field(table, key)
    return of.label if of is not None else _(TITLES[key]) if key in TITLES else key


def target(table: str, key: str) -> str:
    """The table whose rows a field names, empty for other fields."""
    of = fields.field(table, key)
    if of is not None:
        return of.refers_to if of.kind is Kind.REFERENCE else ""
    if key == "merged_into":
        return table
    known = (reference.target for reference in shape(table).references if reference.column == key)
    return next(known, PLAIN_IDS.get(key, ""))


def known(session: Session, values: Iterable[tuple[str, str, Any]]) -> Known:
    """The names of what fields refer to.

    Args:
        session: for reading.
        values: table, field and value of each.
    """
    wanted: dict[str, set[Id]] = {}
    for table, key, value in values:
        if isinstance(value, bytes) and (of := target(table, key)):
            wanted.setdefault(of, set()).add(value)
    return Known({table: called(session, table, ids) for table, ids in wanted.items()})


def called(session: Session, table: str, ids: Iterable[Id]) -> dict[Id, str]:
    """What people call records: tag and name, whichever there are."""
    return {
        row: " · ".join(part for part in (one.tag, one.name) if part) or one.ref
        for row, one in record_refs.described(session, table, ids).items()
    }


def text(table: str, key: str, value: Any, names: Known) -> str:
    """A value as people read it; empty for nothing."""
    if value is None or value in ("", {}):
        return ""
    of = fields.field(table, key)
    if of is not None:
        return change_words.text(of, value, names)
    if isinstance(value, bytes):
        return names.names.get(target(table, key), {}).get(value, "") or _("without a name")
    return _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return formats.datetime_text(value, short=True)
    if isinstance(value, date):
        return formats.date_text(value, short=True)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return vocabulary_title(value) if isinstance(value, StrEnum) else str(value)
