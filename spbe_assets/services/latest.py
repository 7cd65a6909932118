"""Who changed what last, in a line each: the answer of the first screen before somebody opens the history."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from spbe_assets.domain import reasons
from spbe_assets.domain.ids import Id
from spbe_assets.i18n import N_, _
from spbe_assets.services import references
from spbe_assets.services.change_words import Said, known, said
from spbe_assets.services.completeness import DEVICE_DETAIL, SERVER_DETAIL
from spbe_assets.storage import chain
from spbe_assets.storage.history import Action, actions, of_action
from spbe_assets.storage.tables import MERGEABLE, Changeset

FEW = 30
"""The records of larger actions are not looked at: their reason says enough."""
TURNS = {"undo": N_("undone: {what}"), "redo": N_("done again: {what}")}
OURS = frozenset({"setup", "genesis"})
"""Verbs of the program itself, which nobody asks about."""
NAMED = frozenset(
    {"asset", "link", "software", "cloud_service", "service_bus"}
    | {"agency", "person", "room", "site", "rack", "facility", "region"}
)
PARTS = {
    SERVER_DETAIL: ("asset", "asset_id"),
    DEVICE_DETAIL: ("asset", "asset_id"),
    "movement": ("asset", "asset_id"),
    "sighting": ("asset", "asset_id"),
    "link_test": ("link", "link_id"),
}
"""Table whose rows are parts of a record -> the table of that record, and the column that names it."""
ATTACHED = ("attachment", "label_print")
"""Tables whose rows say themselves which record of which table they belong to."""


@dataclass(frozen=True, slots=True)
class Latest:
    """One action: `record` is the only one it touched (else empty), `field` the only field with before and after.

    `reason` is told for people; where all that was done is such as one photo added, it says that.
    """

    action: Id
    at: datetime
    user: str
    reason: str
    changes: int
    record: str = ""
    field: str = ""
    before: str = ""
    after: str = ""


def listed(session: Session, limit: int) -> list[Latest]:
    """The newest actions of all installations that this database knows, the newest first."""
    found = [one for one in actions(session, limit=limit + len(OURS)) if one.verb not in OURS]
    return described(session, found[:limit])


def described(session: Session, actions: Iterable[Action]) -> list[Latest]:
    """Actions, each with the record and the field it changed, where there is only one."""
    reader = chain.Reader(session.connection())
    return [_described(session, action, reader) for action in actions]


def _described(session: Session, action: Action, reader: chain.Reader) -> Latest:
    why = told_reason(session, action.verb, action.id, action.reason)
    plain = Latest(action.id, action.at, action.user, why, action.ops)
    touched = _only_record(session, action.id, reader) if action.ops <= FEW else None
    if touched is None:
        return plain
    named = replace(plain, record=_name(session, *touched))
    told = _told(session, action.id, reader)
    if len(told) != 1 or not told[0].title:
        return named
    only = told[0]
    if only.is_sentence:
        return named if only.verb in TURNS else replace(named, reason=only.sentence)
    if only.verb == "create":
        return named
    return replace(named, field=only.title, before=only.before, after=only.after)


def told_reason(session: Session, verb: str, action: Id, reason: str) -> str:
    """Why an action was done, for people; an undo names what it took back."""
    turned = select(Changeset.target).where(Changeset.action == action).limit(1)
    target = session.scalar(turned) if verb in TURNS else None
    if target is None:
        return reasons.told(reason)
    before = session.scalar(select(Changeset.reason).where(Changeset.action == target).limit(1)) or ""
    return _(TURNS[verb]).format(what=reasons.told(before))


def _told(session: Session, action: Id, reader: chain.Reader) -> list[Said]:
    """Everything an action wrote."""
    changes = [change for _table, _row, part in of_action(session, action, reader=reader) for change in part]
    names = known(session, changes)
    return [one for change in changes for one in said(change, names)]


def _only_record(session: Session, action: Id, reader: chain.Reader) -> tuple[str, Id] | None:
    """Table and id of the record an action touched, None where there are more or it is of a kind people don't name."""
    numbers = reader.of_action(action)
    if len(numbers) != 1:
        return None
    rows = {owner(session, op.table, op.row) for op in reader.by_number(numbers[0]).ops}
    return next(iter(rows)) if len(rows) == 1 and all(table in NAMED for table, _row in rows) else None


def owner(session: Session, table: str, row: Id) -> tuple[str, Id]:
    """The record that a row belongs to: the asset of its details or moves, that of a photo or label; else the row."""
    kind: Any = MERGEABLE.get(table)
    if table in PARTS:
        of, key = PARTS[table]
        found = session.scalar(select(getattr(kind, key)).where(kind.id == row))
        return (of, found) if found else (table, row)
    if table in ATTACHED:
        attached = session.execute(select(kind.record_table, kind.record_id).where(kind.id == row)).first()
        return (attached[0], attached[1]) if attached and attached[1] else (table, row)
    return table, row


def _name(session: Session, table: str, row: Id) -> str:
    return references.names(session, table, {row}).get(row, "")
