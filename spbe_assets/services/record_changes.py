"""What actions did to records, field by field, and bringing one earlier value back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby, islice
from typing import Any, TypeAlias

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from spbe_assets.domain import validation
from spbe_assets.domain.changeset import CREATE
from spbe_assets.domain.errors import Refused
from spbe_assets.domain.fields import CATALOGUE, field
from spbe_assets.domain.ids import Id
from spbe_assets.i18n import _
from spbe_assets.services import combined, history, latest, references
from spbe_assets.services.change_words import Known, Said, known, said
from spbe_assets.storage import history as log
from spbe_assets.storage.history import RowChange
from spbe_assets.storage.tables import MERGEABLE
from spbe_assets.storage.unit_of_work import UnitOfWork

Records: TypeAlias = frozenset[tuple[str, Id]]
_NAMED = frozenset({"region", "agency", "site", "room", "rack", "facility", "person", "category", "link", "asset"})
_Present: TypeAlias = dict[Id, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a row before and after as people read it, or a happening that is a sentence (its `after` names it).

    `earlier` is the value that stood before, as `restore` takes it; `can_restore` where it differs from what stands
    there now, in a record that is still there. `origin` names the record it happened to, where that was combined into
    the one whose history this is; the title tells it too.
    """

    table: str
    row: Id
    key: str
    verb: str
    title: str
    before: str
    after: str
    is_sentence: bool
    earlier: Any
    can_restore: bool
    origin: str = ""


@dataclass(frozen=True, slots=True)
class RecordChanges:
    """What an action did to one record; `name` is empty for records that people don't name.

    `owner` is the record to open: the asset of its details, the record of a photo, else the record itself.
    """

    table: str
    row: Id
    owner: tuple[str, Id]
    name: str
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class ActionChanges:
    """What one action did to one record and what belongs to it; `reason` is told for people."""

    action: Id
    at: datetime
    user: str
    installation: str
    verb: str
    reason: str
    changes: tuple[FieldChange, ...]


def of_action(
    session: Session, action: Id, skip: int = 0, limit: int = 100, records: Records | None = None
) -> list[RecordChanges]:
    """What an action did, record by record in the order it was done.

    Args:
        session: for reading.
        action: of the log.
        skip: so many records first.
        limit: so many records at most.
        records: only these and what belongs to them.
    """
    rows = list(islice(_rows(session, action, records), skip, skip + limit))
    every = [change for _table, _row, changes in rows for change in changes]
    words, present = known(session, every), _present(session, every)
    owners = {(table, row): latest.owner(session, table, row) for table, row, _changes in rows}
    titles = _titles(session, owners.values())
    return [
        RecordChanges(table, row, owners[table, row], titles.get(owners[table, row], ""),
                      tuple(_field_changes(changes, words, present)))
        for table, row, changes in rows
    ]  # fmt: skip


def of_record(session: Session, record: tuple[str, Id], limit: int | None = None) -> list[ActionChanges]:
    """What was done to a record and what belongs to it, the newest action first.

    Args:
        session: for reading.
        record: its table and id.
        limit: so many changes at least, then no further action is begun.
    """
    changes = history.changes(session, *record, limit)
    words, present, names = known(session, changes), _present(session, changes), history.installations(session)
    of_others = combined.origins(session, *record)
    found = []
    for action, group in groupby(changes, key=lambda change: change.action):
        first, *others = group
        part = sorted((first, *others), key=lambda change: change.table != record[0])
        reason = latest.told_reason(session, first.verb, action, first.reason)
        where = names.get(first.replica, "") if len(names) > 1 else ""
        told = tuple(_marked(one, of_others.get(one.row, "")) for one in _field_changes(part, words, present))
        found.append(ActionChanges(action, first.at, first.user, where, first.verb, reason, told))
    return found


def restore(uow: UnitOfWork, table: str, row: Id, key: str, value: Any) -> None:
    """Write an earlier value of a field again, as one more change.

    Raises:
        Refused: the field can't be set by hand.
        NotFound: the record is gone, or what the value refers to is.
        Invalid: the value is no longer allowed.
    """
    if table not in MERGEABLE or field(table, key) is None:
        raise Refused(_("This can't be brought back field by field; undo the whole action instead."))
    uow.update(MERGEABLE[table], row, **validation.checked(table, {key: value}))


def record_name(session: Session, record: tuple[str, Id]) -> str:
    """What people call a record, empty for those that they don't name."""
    return _titles(session, [record]).get(record, "")


def _rows(session: Session, action: Id, records: Records | None) -> Iterator[tuple[str, Id, list[RowChange]]]:
    if records is None:
        return log.of_action(session, action)
    wanted = {row for table, one in records for row in history.rows_of(session, table, one)}
    numbers = {number for table, row in wanted for number in log.numbers_of_row(session, table, row)}
    return (row for row in log.of_action(session, action, numbers) if row[:2] in wanted)


def _field_changes(changes: Iterable[RowChange], words: Known, present: _Present) -> Iterator[FieldChange]:
    for change in changes:
        for one in said(change, words):
            yield _field_change(change, one, present)


def _marked(change: FieldChange, origin: str) -> FieldChange:
    return replace(change, title=combined.marked(change.title, origin), origin=origin) if origin else change


def _field_change(change: RowChange, one: Said, present: _Present) -> FieldChange:
    is_field = change.field != CREATE and field(change.table, change.field) is not None
    now = present.get(change.row, {})
    can = is_field and change.field in now and now[change.field] != change.before
    return FieldChange(
        change.table, change.row, change.field if is_field else "", one.verb, one.title, one.before, one.after,
        one.is_sentence, change.before if is_field else None, can,
    )  # fmt: skip


def _present(session: Session, changes: Iterable[RowChange]) -> _Present:
    """What stands in the fields of changed records that are still there."""
    rows: dict[str, set[Id]] = {}
    for change in changes:
        if change.table in CATALOGUE and change.field != CREATE:
            rows.setdefault(change.table, set()).add(change.row)
    found: _Present = {}
    for table, ids in rows.items():
        kind: Any = MERGEABLE[table]
        columns = [getattr(kind, key) for key in CATALOGUE[table]]
        for row, *values in session.execute(select(kind.id, *columns).where(kind.id.in_(ids), _there(kind))):
            found[row] = dict(zip(CATALOGUE[table], values, strict=True))
    return found


def _there(kind: Any) -> Any:
    """That a record stands; said so that no index of living ones is read for it."""
    return and_(~kind.deleted, kind.merged_into.is_(None))


def _titles(session: Session, rows: Iterable[tuple[str, Id]]) -> dict[tuple[str, Id], str]:
    by_table: dict[str, set[Id]] = {}
    for table, row in rows:
        by_table.setdefault(table, set()).add(row)
    return {(table, row): name for table, ids in by_table.items() for row, name in _named(session, table, ids)}


def _named(session: Session, table: str, ids: set[Id]) -> Iterable[tuple[Id, str]]:
    if table in _NAMED:
        return references.names(session, table, ids).items()
    kind: Any = MERGEABLE.get(table)
    if not hasattr(kind, "name"):
        return ()
    return ((row, name or "") for row, name in session.execute(select(kind.id, kind.name).where(kind.id.in_(ids))))
