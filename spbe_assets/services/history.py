"""What happened to a record, as people read it: field titles, names instead of ids, before and after."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from spbe_assets.domain.changeset import CREATE
from spbe_assets.domain.ids import Id, detail_id
from spbe_assets.domain.records import HistoryEntry
from spbe_assets.services import combined, peers
from spbe_assets.services.change_words import Said, known, said
from spbe_assets.services.completeness import DEVICE_DETAIL, SERVER_DETAIL
from spbe_assets.storage import history
from spbe_assets.storage.genesis import REPLICA as GENESIS
from spbe_assets.storage.history import RowChange
from spbe_assets.storage.tables import Attachment, Replica


def of_record(session: Session, table: str, row_id: Id, limit: int | None = None) -> list[HistoryEntry]:
    """Every change of a record, newest first; a creation comes as one entry for each field that was filled.

    Args:
        session: for reading.
        table: of the record.
        row_id: of the record.
        limit: so many entries at least, then no further action is begun.
    """
    kept, names = changes(session, table, row_id, limit), installations(session)
    told, of_others = known(session, kept), combined.origins(session, table, row_id)
    return [
        _entry(change, names.get(change.replica, ""), one, of_others.get(change.row, ""))
        for change in kept
        for one in said(change, told)
    ]


def of_asset(session: Session, asset_id: Id, limit: int | None = None) -> list[HistoryEntry]:
    """Every change of an asset and of its server or device details, newest first."""
    return of_record(session, "asset", asset_id, limit)


def changes(session: Session, table: str, row_id: Id, limit: int | None = None) -> list[RowChange]:
    """The writes of a record and of all that belongs to it, newest first; `limit` as in `of_record`."""
    # One action may write a record and its details in several changesets; its entries stay together.
    found = [change for each, row in rows_of(session, table, row_id) for change in history.of_row(session, each, row)]
    return list(_whole_actions(sorted(found, key=lambda change: change.at, reverse=True), limit))


def rows_of(session: Session, table: str, row_id: Id) -> list[tuple[str, Id]]:
    """A record and what belongs to it, as (table, id).

    That is an asset's server or device details, photos and documents, and all of that of records combined into it.
    """
    return [
        pair for record in (row_id, *combined.into(session, table, row_id)) for pair in _rows(session, table, record)
    ]


def _rows(session: Session, table: str, row_id: Id) -> list[tuple[str, Id]]:
    attached = select(Attachment.id).where(Attachment.record_id == row_id, Attachment.record_table == table)
    return [*own_rows(table, row_id), *(("attachment", row) for row in session.scalars(attached))]


def own_rows(table: str, row_id: Id) -> list[tuple[str, Id]]:
    """A record and, of an asset, the server or device details that it has or could have; as (table, id)."""
    details = (SERVER_DETAIL, DEVICE_DETAIL) if table == "asset" else ()
    return [(table, row_id), *((detail, detail_id(row_id, detail)) for detail in details)]


def _whole_actions(changes: list[RowChange], limit: int | None) -> Iterator[RowChange]:
    count = 0
    for _action, group in groupby(changes, key=lambda change: change.action):
        if limit is not None and count >= limit:
            return
        for change in group:
            count += len(change.after) if change.field == CREATE else 1
            yield change


def _entry(change: RowChange, installation: str, said: Said, origin: str) -> HistoryEntry:
    return HistoryEntry(
        at=change.at,
        user=change.user,
        installation=installation,
        action=change.action,
        verb=said.verb,
        reason=change.reason,
        field=combined.marked(said.title, origin),
        before=said.before,
        after=said.after,
    )


def installations(session: Session) -> dict[Id, str]:
    """The names of the installations whose changes are known."""
    known = session.execute(select(Replica.id, Replica.name).where(Replica.id != GENESIS))
    called = peers.names(session)
    return {replica: called.get(replica) or name or replica.hex()[-6:].upper() for replica, name in known}
