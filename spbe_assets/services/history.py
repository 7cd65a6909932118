"""What happened to a record, as people read it: field titles, names instead of ids, before and after."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from spbe_assets.domain.changeset import CREATE, DELETED
from spbe_assets.domain.fields import CATALOGUE, Field, Kind, field
from spbe_assets.domain.ids import Id, detail_id
from spbe_assets.domain.records import HistoryEntry
from spbe_assets.domain.validation import show
from spbe_assets.services import references
from spbe_assets.services.completeness import DEVICE_DETAIL, SERVER_DETAIL
from spbe_assets.storage import history
from spbe_assets.storage.genesis import REPLICA as GENESIS
from spbe_assets.storage.history import RowChange
from spbe_assets.storage.tables import Replica

Names = dict[str, dict[Id, str]]


def of_record(session: Session, table: str, row_id: Id, limit: int | None = None) -> list[HistoryEntry]:
    """Every change of a record, newest first; a creation comes as one entry for each field that was filled.

    Args:
        session: for reading.
        table: of the record.
        row_id: of the record.
        limit: so many entries at least, then no further action is begun.
    """
    return _entries(session, [(table, change) for change in history.of_row(session, table, row_id)], limit)


def of_asset(session: Session, asset_id: Id, limit: int | None = None) -> list[HistoryEntry]:
    """Every change of an asset and of its server or device details, newest first."""
    rows = [("asset", asset_id), *((table, detail_id(asset_id, table)) for table in (SERVER_DETAIL, DEVICE_DETAIL))]
    changes = [(table, change) for table, row_id in rows for change in history.of_row(session, table, row_id)]
    return _entries(session, sorted(changes, key=lambda one: one[1].at, reverse=True), limit)


def _entries(session: Session, changes: list[tuple[str, RowChange]], limit: int | None) -> list[HistoryEntry]:
    # One action may write an asset and its details in several changesets; its entries stay together.
    kept = list(_whole_actions(changes, limit))
    names, known = names_in(session, kept), installations(session)
    found = []
    for table, change in kept:
        installation = known.get(change.replica, "")
        found += [_entry(change, installation, *said) for said in said(table, change, names)]
    return found


def _whole_actions(changes: list[tuple[str, RowChange]], limit: int | None) -> Iterator[tuple[str, RowChange]]:
    count = 0
    for _action, group in groupby(changes, key=lambda one: one[1].action):
        if limit is not None and count >= limit:
            return
        for table, change in group:
            count += len(change.after) if change.field == CREATE else 1
            yield table, change


def said(table: str, change: RowChange, names: Names) -> Iterator[tuple[str, str, str, str]]:
    """Verb, field, before and after of what one change says; a change of no visible field says only its verb."""
    verb = _verb(change)
    if change.field == CREATE:
        filled = [(of, change.after[key]) for key, of in CATALOGUE.get(table, {}).items() if key in change.after]
        yield from ((verb, of.label, "", _text(of, value, names)) for of, value in filled)
        if not filled:
            yield verb, "", "", ""
        return
    of = field(table, change.field)
    if of is None:
        yield verb, "", "", ""
    else:
        yield verb, of.label, _text(of, change.before, names), _text(of, change.after, names)


def _entry(change: RowChange, installation: str, verb: str, title: str, before: str, after: str) -> HistoryEntry:
    return HistoryEntry(
        at=change.at,
        user=change.user,
        installation=installation,
        action=change.action,
        verb=verb,
        reason=change.reason,
        field=title,
        before=before,
        after=after,
    )


def _verb(change: RowChange) -> str:
    if change.verb in ("undo", "redo"):
        return change.verb
    if change.field == DELETED:
        return "delete" if change.after else "restore"
    if change.field == CREATE and change.verb == "edit":
        return "create"
    return change.verb


def _text(of: Field, value: Any, names: Names) -> str:
    if of.kind is Kind.REFERENCE:
        return "" if value is None else names.get(of.refers_to, {}).get(value, "")
    text = show(of, value)
    return f"{text} {of.unit}" if text and of.unit and of.kind is not Kind.RUPIAH else text


def names_in(session: Session, changes: Iterable[tuple[str, RowChange]]) -> Names:
    """What people call the records that changes refer to, by table."""
    wanted: dict[str, set[Id]] = {}
    for table, change in changes:
        values = (
            change.after.items()
            if change.field == CREATE
            else ((change.field, change.before), (change.field, change.after))
        )
        for key, value in values:
            of = field(table, key)
            if of is not None and of.kind is Kind.REFERENCE and value is not None:
                wanted.setdefault(of.refers_to, set()).add(value)
    return {table: references.names(session, table, ids) for table, ids in wanted.items()}


def installations(session: Session) -> dict[Id, str]:
    """The names of the installations whose changes are known."""
    known = session.execute(select(Replica.id, Replica.name).where(Replica.id != GENESIS))
    return {replica: name or replica.hex()[-6:].upper() for replica, name in known}
