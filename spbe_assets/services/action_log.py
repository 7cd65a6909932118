"""The log as people read it: which actions there are, what each did to which record, and bringing a value back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime, time
from itertools import islice
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from spbe_assets.domain import clock, validation
from spbe_assets.domain.changeset import CREATE, DELETED
from spbe_assets.domain.errors import Refused
from spbe_assets.domain.ids import Id, detail_id
from spbe_assets.formats import zone
from spbe_assets.i18n import _
from spbe_assets.services import history, latest, references
from spbe_assets.services.completeness import DEVICE_DETAIL, SERVER_DETAIL
from spbe_assets.storage import history as log
from spbe_assets.storage.history import Action, RowChange
from spbe_assets.storage.tables import MERGEABLE, Changeset, DeviceDetail, ServerDetail
from spbe_assets.storage.unit_of_work import UnitOfWork

PROGRAM = ("setup", "genesis")
"""Verbs of the program itself, which nobody asks about."""
_DETAILS: dict[str, type[ServerDetail | DeviceDetail]] = {SERVER_DETAIL: ServerDetail, DEVICE_DETAIL: DeviceDetail}
_NAMED = frozenset({"region", "agency", "site", "room", "rack", "facility", "person", "category", "link", "asset"})


Records: TypeAlias = frozenset[tuple[str, Id]]


@dataclass(frozen=True, slots=True)
class LogFilter:
    """Which actions; every part narrows. `records` are (table, id) pairs, `text` is looked for in the reason."""

    text: str = ""
    users: frozenset[str] = frozenset()
    installations: frozenset[Id] = frozenset()
    verbs: frozenset[str] = frozenset()
    since: date | None = None
    records: Records | None = None

    @property
    def is_empty(self) -> bool:
        """Whether it lets everything through."""
        return all(getattr(self, part.name) == part.default for part in fields(self))


@dataclass(frozen=True, slots=True)
class LoggedAction:
    """One line of the log. `n` is where older ones go on, `reason` is told for people, `writes` counts its ops.

    `record` is the only record it touched (else empty), `field` the only field with before and after.
    """

    n: int
    id: Id
    at: datetime
    user: str
    installation: str
    verb: str
    reason: str
    writes: int
    is_undone: bool
    record: str = ""
    field: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field before and after as people read it; `key` is empty where no earlier value can be brought back.

    `earlier` is the value that stood before, as `restore` takes it.
    """

    key: str
    verb: str
    title: str
    before: str
    after: str
    earlier: Any


@dataclass(frozen=True, slots=True)
class RecordChanges:
    """What an action did to one record; `name` is empty for records that people don't name.

    `owner` is the record to open: the asset of its details, else the record itself.
    """

    table: str
    row: Id
    owner: tuple[str, Id]
    name: str
    changes: tuple[FieldChange, ...]


def listed(session: Session, wanted: LogFilter, limit: int = 200, before: int | None = None) -> list[LoggedAction]:
    """The newest actions that a filter lets through; `before` is the `n` of the last one known."""
    names = history.installations(session)
    found = log.actions(session, *_conditions(session, wanted), limit=limit, before=before)
    return [_line(session, action, names) for action in found]


def one(session: Session, action: Id) -> LoggedAction | None:
    """An action by its id."""
    found = log.actions(session, Changeset.action == action, limit=1)
    return _line(session, found[0], history.installations(session)) if found else None


def installations(session: Session) -> dict[Id, str]:
    """The installations whose changes are known, by name."""
    return history.installations(session)


def people(session: Session) -> list[str]:
    """Everybody who ever changed something, by name."""
    told = select(Changeset.user).where(Changeset.verb.not_in(PROGRAM)).distinct()
    return sorted((name for name in session.scalars(told) if name), key=str.casefold)


def kinds(session: Session) -> list[str]:
    """The verbs of all actions there are."""
    told = select(Changeset.verb).where(Changeset.verb.not_in(PROGRAM)).distinct()
    return sorted(session.scalars(told))


def record_name(session: Session, record: tuple[str, Id]) -> str:
    """What people call a record, empty for those that they don't name."""
    return _titles(session, [record]).get(record, "")


def of_action(
    session: Session, action: Id, skip: int = 0, limit: int = 100, records: Records | None = None
) -> list[RecordChanges]:
    """What an action did, record by record in the order it was done.

    Args:
        session: for reading.
        action: of the log.
        skip: so many records first.
        limit: so many records at most.
        records: only these and their details.
    """
    rows = list(islice(_rows(session, action, records), skip, skip + limit))
    names = history.names_in(session, [(table, change) for table, _row, changes in rows for change in changes])
    owners = _owners(session, [(table, row) for table, row, _changes in rows])
    titles = _titles(session, owners.values())
    return [
        RecordChanges(table, row, owners[table, row], titles.get(owners[table, row], ""),
                      tuple(_field_changes(table, changes, names)))
        for table, row, changes in rows
    ]  # fmt: skip


def restore(uow: UnitOfWork, table: str, row: Id, key: str, value: Any) -> None:
    """Write an earlier value of a field again, as one more change.

    Raises:
        Refused: the field can't be set by hand.
        NotFound: the record is gone, or what the value refers to is.
        Invalid: the value is no longer allowed.
    """
    if not key or table not in MERGEABLE:
        raise Refused(_("This can't be brought back field by field; undo the whole action instead."))
    uow.update(MERGEABLE[table], row, **validation.checked(table, {key: value}))


def _rows(session: Session, action: Id, records: Records | None) -> Iterator[tuple[str, Id, list[RowChange]]]:
    if records is None:
        return log.of_action(session, action)
    wanted = {row for table, one in records for row in _with_details(table, one)}
    found = log.of_action(session, action, _numbers(session, records))
    return (row for row in found if row[:2] in wanted)


def _conditions(session: Session, wanted: LogFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [Changeset.verb.not_in(PROGRAM)]
    if wanted.users:
        conditions.append(Changeset.user.in_(wanted.users))
    if wanted.installations:
        conditions.append(Changeset.replica.in_(wanted.installations))
    if wanted.verbs:
        conditions.append(Changeset.verb.in_(wanted.verbs))
    if wanted.since is not None:
        conditions.append(Changeset.hlc >= clock.at(datetime.combine(wanted.since, time(), zone())))
    if wanted.records is not None:
        conditions.append(Changeset.n.in_(_numbers(session, wanted.records)))
    conditions += [Changeset.reason.icontains(word, autoescape=True) for word in wanted.text.split()]
    return conditions


def _numbers(session: Session, records: Iterable[tuple[str, Id]]) -> list[int]:
    known = {
        number for table, row in records for each, owned in _with_details(table, row)
        for number in log.numbers_of_row(session, each, owned)
    }  # fmt: skip
    return sorted(known)


def _with_details(table: str, row: Id) -> Iterator[tuple[str, Id]]:
    yield table, row
    if table == "asset":
        yield from ((detail, detail_id(row, detail)) for detail in _DETAILS)


def _line(session: Session, action: Action, names: dict[Id, str]) -> LoggedAction:
    told = latest.describe(session, action)
    where = names.get(action.replica, "") if len(names) > 1 else ""
    return LoggedAction(
        action.n, action.id, action.at, action.user, where, action.verb, told.reason, action.ops, action.undone,
        told.record, told.field, told.before, told.after,
    )  # fmt: skip


def _field_changes(table: str, changes: Iterable[RowChange], names: history.Names) -> Iterator[FieldChange]:
    for change in changes:
        key = "" if change.field in (CREATE, DELETED) else change.field
        for verb, title, before, after in history.said(table, change, names):
            yield FieldChange(key if title else "", verb, title, before, after, change.before if key else None)


def _owners(session: Session, rows: Iterable[tuple[str, Id]]) -> dict[tuple[str, Id], tuple[str, Id]]:
    found = {row: row for row in rows}
    for table, kind in _DETAILS.items():
        ids = [row for of, row in found if of == table]
        owned = select(kind.id, kind.asset_id).where(kind.id.in_(ids))
        found.update({(table, row): ("asset", asset) for row, asset in session.execute(owned) if asset})
    return found


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
