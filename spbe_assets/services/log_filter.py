"""Which actions of the log are wanted: by person, computer, what was done and to what, import, period, and text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from functools import partial

from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.orm import Session

from spbe_assets.domain import clock, reasons
from spbe_assets.domain.ids import Id
from spbe_assets.formats import zone
from spbe_assets.services import history, references
from spbe_assets.services.latest import OURS
from spbe_assets.services.record_changes import Records
from spbe_assets.storage import contents
from spbe_assets.storage import history as log
from spbe_assets.storage.tables import Changeset

SUBJECTS = {
    "asset": ("asset", "server_detail", "device_detail"),
    "link": ("link", "link_test"),
    "software": ("software", "cloud_service", "service_bus"),
    "agency": ("agency", "region"),
    "place": ("site", "room", "rack", "facility"),
    "person": ("person",),
    "move": ("movement",),
    "attachment": ("attachment",),
    "label": ("label_print", "tag_series"),
    "form": ("form_issue", "inventory_statement", "assessment", "need", "price", "plan"),
    "setting": ("setting", "view", "category", "installation"),
}
"""Kind of record as people sort them -> its tables, the one that is counted first."""

FOUND = 20
"""So many records of a table that fit the text are looked for."""
_BY_NAME = ("asset", "link", "agency", "person", "room", "site", "software", "cloud_service", "service_bus")


@dataclass(frozen=True, slots=True)
class LogFilter:
    """Which actions; every part narrows.

    `records` are (table, id) pairs, `imports` action ids, `subjects` keys of `SUBJECTS`; `since` and `until` are days
    that belong to the period. `text` is looked for in reasons, people, and the names of records.
    """

    text: str = ""
    users: frozenset[str] = frozenset()
    installations: frozenset[Id] = frozenset()
    verbs: frozenset[str] = frozenset()
    subjects: frozenset[str] = frozenset()
    imports: frozenset[Id] = frozenset()
    since: date | None = None
    until: date | None = None
    records: Records | None = None

    @property
    def is_empty(self) -> bool:
        """Whether it lets everything through."""
        return all(getattr(self, part.name) == part.default for part in fields(self))


def conditions(session: Session, wanted: LogFilter) -> list[ColumnElement[bool]]:
    """A filter as conditions on `Changeset` rows, all but what `admits` says."""
    return [*_plain(wanted), *_by_content(session, wanted)]


def admits(session: Session, wanted: LogFilter) -> Callable[[int, bytes, int], bool] | None:
    """What no condition can say: assets are so many that their changesets are found by looking into them."""
    if "asset" not in wanted.subjects:
        return None
    return partial(contents.wrote_any, session, tables=_tables(wanted))


def _plain(wanted: LogFilter) -> Iterator[ColumnElement[bool]]:
    yield Changeset.verb.not_in(OURS)
    if wanted.users:
        yield Changeset.user.in_(wanted.users)
    if wanted.installations:
        yield Changeset.replica.in_(wanted.installations)
    if wanted.verbs:
        yield Changeset.verb.in_(wanted.verbs)
    if wanted.imports:
        yield or_(Changeset.action.in_(wanted.imports), Changeset.target.in_(wanted.imports))
    if wanted.since is not None:
        yield Changeset.hlc >= _begin(wanted.since)
    if wanted.until is not None:
        yield Changeset.hlc < _begin(wanted.until + timedelta(1))


def _by_content(session: Session, wanted: LogFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.subjects and "asset" not in wanted.subjects:
        yield or_(*map(log.wrote_to, _tables(wanted)))
    if wanted.records is not None:
        yield Changeset.n.in_(_numbers(session, wanted.records))
    if words := wanted.text.split():
        yield or_(and_(*map(_says, words)), Changeset.n.in_(_of_found(session, wanted.text)))


def _says(word: str) -> ColumnElement[bool]:
    """A word in the reason as it is kept or as it reads, or in the person's name."""
    folded = word.casefold()
    verbs = [verb for verb in reasons.REASONS if folded in reasons.told(verb).casefold()]
    kept = Changeset.reason.icontains(word, autoescape=True)
    return or_(kept, Changeset.verb.in_(verbs), Changeset.user.icontains(word, autoescape=True))


def _of_found(session: Session, text: str) -> list[int]:
    numbers: set[int] = set()
    for table in _BY_NAME:
        found = [choice.id for choice in references.choices(session, table, text, FOUND)]
        rows: dict[str, list[Id]] = {}
        for each, row in (own for one in found for own in history.own_rows(table, one)):
            rows.setdefault(each, []).append(row)
        for each, ids in rows.items():
            numbers |= log.numbers_of_rows(session, each, ids)
    return sorted(numbers)


def _numbers(session: Session, records: Iterable[tuple[str, Id]]) -> list[int]:
    owned = (row for table, one in records for row in history.rows_of(session, table, one))
    return sorted({number for table, row in owned for number in log.numbers_of_row(session, table, row)})


def _tables(wanted: LogFilter) -> list[str]:
    return [table for subject in sorted(wanted.subjects) for table in SUBJECTS[subject]]


def _begin(day: date) -> int:
    return clock.at(datetime.combine(day, time(), zone()))
