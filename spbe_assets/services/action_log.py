"""The log as people read it: which actions there are, what each did in a line, and what they can be narrowed by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from sqlalchemy import select
from sqlalchemy.orm import Session

from spbe_assets.domain.ids import Id
from spbe_assets.services import history, latest, log_filter
from spbe_assets.services.latest import OURS, Latest
from spbe_assets.services.log_filter import SUBJECTS, LogFilter
from spbe_assets.storage import contents
from spbe_assets.storage import history as log
from spbe_assets.storage.history import Action
from spbe_assets.storage.tables import Changeset

__all__ = [
    "ImportedFile",
    "LogFilter",
    "LoggedAction",
    "Touched",
    "counted",
    "imports",
    "installations",
    "kinds",
    "listed",
    "one",
    "people",
]

Touched: TypeAlias = tuple[tuple[str, int], ...]
"""How many records of each kind (a key of `SUBJECTS`) an action touched."""
OWNED = ("asset", "link")
"""Kinds whose further tables hold parts of the same records: the details of an asset, the measurements of a link."""


@dataclass(frozen=True, slots=True)
class LoggedAction:
    """One line of the log. `n` is where older ones go on, `reason` is told for people, `writes` counts its ops.

    `touched` is None while the records of a large action have not been counted. `record` is the only record it
    touched (else empty), `field` the only field with before and after.
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
    touched: Touched | None = None
    record: str = ""
    field: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """An import by the name of its file."""

    action: Id
    file: str
    at: datetime


def listed(session: Session, wanted: LogFilter, limit: int = 200, before: int | None = None) -> list[LoggedAction]:
    """The newest actions that a filter lets through; `before` is the `n` of the last one known."""
    conditions, admits = log_filter.conditions(session, wanted), log_filter.admits(session, wanted)
    return _lines(session, log.actions(session, *conditions, limit=limit, before=before, admits=admits))


def one(session: Session, action: Id) -> LoggedAction | None:
    """An action by its id."""
    return next(iter(_lines(session, log.actions(session, Changeset.action == action, limit=1))), None)


def counted(session: Session, actions: Iterable[Id]) -> dict[Id, Touched]:
    """How many records actions touched; a million writes take about two seconds once, then no time."""
    return {action: _touched(rows) for action, rows in contents.of_actions(session, actions, even_large=True).items()}


def installations(session: Session) -> dict[Id, str]:
    """The installations whose changes are known, by name."""
    return history.installations(session)


def people(session: Session) -> list[str]:
    """Everybody who ever changed something, by name."""
    told = select(Changeset.user).where(Changeset.verb.not_in(OURS)).distinct()
    return sorted((name for name in session.scalars(told) if name), key=str.casefold)


def kinds(session: Session) -> list[str]:
    """The verbs of all actions there are."""
    told = select(Changeset.verb).where(Changeset.verb.not_in(OURS)).distinct()
    return sorted(session.scalars(told))


def imports(session: Session, limit: int = 100) -> list[ImportedFile]:
    """The newest imports."""
    found = log.actions(session, Changeset.verb == "import", limit=limit)
    return [ImportedFile(action.id, action.reason.partition(" ")[2], action.at) for action in found]


def _lines(session: Session, actions: list[Action]) -> list[LoggedAction]:
    names = history.installations(session)
    sizes = contents.of_actions(session, [action.id for action in actions], even_large=False)
    told = latest.described(session, actions)
    return [_line(action, about, names, sizes.get(action.id)) for action, about in zip(actions, told, strict=True)]


def _line(action: Action, told: Latest, names: Mapping[Id, str], rows: Mapping[str, int] | None) -> LoggedAction:
    where = names.get(action.replica, "") if len(names) > 1 else ""
    return LoggedAction(
        action.n, action.id, action.at, action.user, where, action.verb, told.reason, action.ops, action.undone,
        None if rows is None else _touched(rows), told.record, told.field, told.before, told.after,
    )  # fmt: skip


def _touched(rows: Mapping[str, int]) -> Touched:
    found: list[tuple[str, int]] = []
    for subject, (first, *others) in SUBJECTS.items():
        further = sum(rows.get(table, 0) for table in others)
        main = rows.get(first, 0)
        count = max(main, further) if subject in OWNED else main + further
        if count and not (subject == "move" and found and found[0][0] == "asset"):  # those assets were moved
            found.append((subject, count))
    return tuple(found)
