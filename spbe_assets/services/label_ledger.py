"""The ledger of printed labels: who printed what, when, on which paper and why, and which labels are outdated."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from spbe_assets.domain.filters import AssetFilter, LinkFilter
from spbe_assets.domain.ids import Id
from spbe_assets.domain.labels import OFFICIAL, LabelContent, Part
from spbe_assets.i18n import N_, _
from spbe_assets.services.label_contents import FOLLOWS_FROM, of_records, pages
from spbe_assets.storage import history
from spbe_assets.storage.tables import Changeset, LabelPrint
from spbe_assets.storage.unit_of_work import UnitOfWork

MOST_CHANGESETS = 20
"""After so many new changesets every label is compared again, not only those that were touched."""
BLANK, CLAIMED = "blank", "claimed"
LONG_AGO = datetime.min.replace(tzinfo=UTC)
F = TypeVar("F", AssetFilter, LinkFilter)


class Reason(StrEnum):
    """Why the same label is printed once more; any other text is a reason too."""

    LOST = "lost"
    DAMAGED = "damaged"
    UNREADABLE = "unreadable"
    MOVED = "moved"


_TITLES = {
    Reason.LOST: N_("The label is lost"),
    Reason.DAMAGED: N_("The label is damaged"),
    Reason.UNREADABLE: N_("The code can't be read"),
    Reason.MOVED: N_("The item was moved"),
    BLANK: N_("Blank label"),
    CLAIMED: N_("Blank label put on the item"),
}


@dataclass(frozen=True, slots=True)
class Print:
    """One printed label; `stock` is the id of the paper.

    `is_outdated` tells that the record says something else now. Of prints that don't know what they said it is False.
    """

    at: datetime | None
    by: str
    stock: str
    reason: str
    revision: str
    is_outdated: bool


def reason_text(reason: str) -> str:
    """A reason as people read it."""
    return _(_TITLES[reason]) if reason in _TITLES else reason


def record_prints(
    uow: UnitOfWork,
    printed: Iterable[LabelContent],
    stock: str,
    reason: str = "",
    parts: Collection[Part] = OFFICIAL,
) -> int:
    """Write into the ledger that these labels were printed; blank ones were noted when their tags were reserved.

    Args:
        uow: the action that prints belong to.
        printed: what was on the labels.
        stock: the id of the paper.
        reason: why, if it is a reprint: a `Reason` or any text.
        parts: which parts of the content were printed, as in the `Design`.

    Returns:
        How many prints were written.
    """
    shared = {"printed_at": datetime.now(UTC), "printed_by": uow.user, "stock": stock, "reason": reason}
    rows = (
        {"record_table": content.table, "record_id": content.record_id, "revision": content.revision(parts)} | shared
        for content in printed
        if content.tag and content.record_id
    )
    return len(uow.create_many(LabelPrint, rows))


def prints(session: Session, table: str, record_id: Id) -> list[Print]:
    """Every print of an asset or link, the newest first."""
    content = next(iter(of_records(session, table, [record_id])), None)
    rows = session.execute(_columns(table).where(LabelPrint.record_id == record_id)).all()
    return [_print(row, content) for row in sorted(rows, key=_age, reverse=True)]


def newest(session: Session, table: str, ids: Iterable[Id]) -> dict[Id, Print]:
    """The newest print of each of some records; those without one are absent."""
    rows = _newest(session, table, ids)
    said = {content.record_id: content for content in of_records(session, table, rows)}
    return {record: _print(row, said.get(record)) for record, row in rows.items()}


def revisions(session: Session, ids: Collection[Id]) -> set[tuple[Id, str]]:
    """Everything that was ever printed for some records, as record and revision."""
    asked = select(LabelPrint.record_id, LabelPrint.revision).where(LabelPrint.record_id.in_(ids), LabelPrint.live)
    return {(record, revision) for record, revision in session.execute(asked) if record is not None}


def outdated(session: Session, table: str = "asset") -> frozenset[Id]:
    """The assets, or links, that say something else now than on their newest label.

    The first answer takes some seconds for a hundred thousand labels, so ask off the GUI thread. Later ones compare
    only what was written in between.
    """
    if table == "link":
        return _compared(session, table)[0]
    engine, now = session.get_bind().engine, session.scalar(select(func.max(Changeset.n))) or 0
    before = _ANSWERS.get(engine)
    if before is not None and 0 <= now - before.changeset <= MOST_CHANGESETS:
        answer = _Answer(now, _brought_up(session, before))
    else:
        answer = _Answer(now, _compared(session, table)[0])
    _ANSWERS[engine] = answer
    return answer.ids


def narrowed(session: Session, table: str, wanted: F, ids: Collection[Id]) -> Collection[Id]:
    """Those of some records that fulfil what a filter says of outdated and current labels; asks for these alone."""
    if not (wanted.label_outdated or wanted.label_current):
        return ids
    old, current = _compared(session, table, ids)
    return [
        one for one in ids if (one in old or not wanted.label_outdated) and (one in current or not wanted.label_current)
    ]


@dataclass(frozen=True, slots=True)
class _Answer:
    """Which assets were outdated as of a changeset."""

    changeset: int
    ids: frozenset[Id]


_ANSWERS: WeakKeyDictionary[Engine, _Answer] = WeakKeyDictionary()


def _brought_up(session: Session, before: _Answer) -> frozenset[Id]:
    touched = history.touched_since(session, before.changeset)
    if not touched.keys().isdisjoint(FOLLOWS_FROM):
        return _compared(session, "asset")[0]
    again = set(touched.get("asset", ()))
    for page in pages(touched.get("label_print", ())):
        owners = select(LabelPrint.record_id).where(LabelPrint.id.in_(page), LabelPrint.record_id.is_not(None))
        again.update(session.scalars(owners))
    return (before.ids - again) | _compared(session, "asset", again)[0] if again else before.ids


def _compared(session: Session, table: str, ids: Iterable[Id] | None = None) -> tuple[frozenset[Id], frozenset[Id]]:
    """The labelled records whose newest label is outdated, and the others; of all records or of some."""
    rows = _newest(session, table, ids)
    contents = of_records(session, table, (record for record, row in rows.items() if _tells(row.revision)))
    old = frozenset(one.record_id for one in contents if _differs(one, rows[one.record_id].revision))
    return old, frozenset(rows.keys() - old)


def _newest(session: Session, table: str, ids: Iterable[Id] | None) -> dict[Id, Any]:
    asked = (
        [_columns(table)] if ids is None else [_columns(table).where(LabelPrint.record_id.in_(p)) for p in pages(ids)]
    )
    found: dict[Id, Any] = {}
    for question in asked:
        for row in session.execute(question):
            if row.record_id not in found or _age(row) > _age(found[row.record_id]):
                found[row.record_id] = row
    return found


def _columns(table: str) -> Any:
    return select(
        LabelPrint.n, LabelPrint.record_id, LabelPrint.printed_at, LabelPrint.printed_by, LabelPrint.stock,
        LabelPrint.reason, LabelPrint.revision,
    ).where(LabelPrint.record_table == table, LabelPrint.live, LabelPrint.record_id.is_not(None))  # fmt: skip


def _age(row: Any) -> tuple[datetime, int]:
    return row.printed_at or LONG_AGO, row.n


def _print(row: Any, content: LabelContent | None) -> Print:
    old = content is not None and _differs(content, row.revision)
    return Print(row.printed_at, row.printed_by, row.stock, row.reason, row.revision, old)


def _differs(content: LabelContent, revision: str) -> bool:
    return _tells(revision) and not content.is_current(revision)


def _tells(revision: str) -> bool:
    """Samples and the first programs noted no parts, so that nothing can be said against their labels."""
    return "." in revision
