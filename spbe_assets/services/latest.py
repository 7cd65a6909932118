"""Who changed what last, in a line each: the answer of the first screen before somebody opens the history."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from spbe_assets.domain import reasons
from spbe_assets.domain.ids import Id
from spbe_assets.i18n import N_, _
from spbe_assets.services import history, references
from spbe_assets.services.completeness import DEVICE_DETAIL, SERVER_DETAIL
from spbe_assets.storage import chain
from spbe_assets.storage.history import Action, actions, of_action
from spbe_assets.storage.tables import Changeset, DeviceDetail, ServerDetail

FEW = 30
"""The records of larger actions are not looked at: their reason says enough."""
TURNS = {"undo": N_("undone: {what}"), "redo": N_("done again: {what}")}
OURS = frozenset({"setup", "genesis"})
"""Verbs of the program itself, which nobody asks about."""
NAMED = frozenset(
    {"asset", "link", "software", "cloud_service", "service_bus"}
    | {"agency", "person", "room", "site", "rack", "facility", "region"}
)
_OWNERS: dict[str, type[ServerDetail | DeviceDetail]] = {SERVER_DETAIL: ServerDetail, DEVICE_DETAIL: DeviceDetail}


@dataclass(frozen=True, slots=True)
class Latest:
    """One action: `record` is the only one it touched (else empty), `field` the only field with before and after."""

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
    return [describe(session, one) for one in found[:limit]]


def describe(session: Session, action: Action) -> Latest:
    """One action with the record and the field it changed, where there is only one."""
    plain = Latest(action.id, action.at, action.user, _reason(session, action), action.ops)
    touched = _only_row(session, action) if action.ops <= FEW else None
    if touched is None:
        return plain
    table, row = touched
    record = _name(session, table, row)
    told = list(_told(session, action.id))
    if len(told) == 1 and told[0][1] and told[0][0] != "create":
        _verb, title, before, after = told[0]
        return replace(plain, record=record, field=title, before=before, after=after)
    return replace(plain, record=record)


def _told(session: Session, action: Id) -> Iterator[tuple[str, str, str, str]]:
    """Verb, field, before and after of everything an action wrote."""
    for table, _row, changes in of_action(session, action):
        names = history.names_in(session, [(table, change) for change in changes])
        for change in changes:
            yield from history.said(table, change, names)


def _reason(session: Session, action: Action) -> str:
    """Why; an undo names what it took back."""
    said = reasons.told(action.reason)
    turned = select(Changeset.target).where(Changeset.action == action.id).limit(1)
    target = session.scalar(turned) if action.verb in TURNS else None
    if target is None:
        return said
    before = session.scalar(select(Changeset.reason).where(Changeset.action == target).limit(1)) or ""
    return _(TURNS[action.verb]).format(what=reasons.told(before))


def _only_row(session: Session, action: Action) -> tuple[str, Id] | None:
    """Table and id of the row an action touched, None where there are more or it is of a kind people don't name."""
    numbers = session.execute(select(func.min(Changeset.n), func.count()).where(Changeset.action == action.id)).one()
    if numbers[1] != 1:
        return None
    ops = chain.Reader(session.connection()).by_number(numbers[0]).ops
    rows = {(op.table, op.row) for op in ops}
    known = NAMED | _OWNERS.keys()
    return next(iter(rows)) if len(rows) == 1 and all(table in known for table, _row in rows) else None


def _name(session: Session, table: str, row: Id) -> str:
    detail = _OWNERS.get(table)
    if detail is not None:
        owner = session.scalar(select(detail.asset_id).where(detail.id == row))
        return references.names(session, "asset", {owner}).get(owner, "") if owner else ""
    return references.names(session, table, {row}).get(row, "")
