"""Carries out a planned import in one transaction: all of it or nothing, one undo step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from spbe_assets.domain.errors import Refused
from spbe_assets.domain.ids import Id, detail_id
from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.i18n import _, ngettext
from spbe_assets.sheets.collection import without_collection
from spbe_assets.sheets.plan_model import Counts, Fate, ImportPlan, PlannedRow, Problem
from spbe_assets.storage.history import touched_since
from spbe_assets.storage.tables import MERGEABLE
from spbe_assets.storage.unit_of_work import UnitOfWork

CHUNK = 1000
_TAGGED = ("asset", "link")
_TABLES = (
    "region", "agency", "facility", "site", "person", "room", "rack", "software", "asset", "link", "service_bus",
    "cloud_service",
)  # fmt: skip
"""Every table an import writes, what others refer to first."""
DETAILS = ("server_detail", "device_detail")
_WATCHED = frozenset((*_TABLES, "category", *DETAILS))


@dataclass(frozen=True, slots=True)
class Receipt:
    """What an import did; `batch` is the action that undo takes, None where nothing was written."""

    counts: Counts
    made_places: int
    problems: tuple[Problem, ...]
    notes: tuple[str, ...]
    batch: Id | None


def reason(plan: ImportPlan) -> str:
    """The reason that the log keeps for an import."""
    return f"import {plan.file}"


def dry_run(plan: ImportPlan) -> Receipt:
    """The receipt an import would give, without writing."""
    return Receipt(plan.counts, _made(plan), tuple(plan.problems), tuple(plan.notes), None)


def require_complete(plan: ImportPlan, *, good_rows_only: bool) -> None:
    """Refuse a plan with rejected rows unless only the good ones are wanted.

    Raises:
        Refused: a row is rejected.
    """
    rejected = plan.counts.rejected
    if rejected and not good_rows_only:
        first = next(problem for problem in plan.problems if problem.is_error)
        place = f"{first.column}{first.row}" if first.column else str(first.row)
        raise Refused(
            ngettext(
                "{n} row can't be imported ({place}): {reason} Correct it or import the good rows only.",
                "{n} rows can't be imported (first {place}): {reason} Correct them or import the good rows only.",
                rejected,
            ).format(n=rejected, place=f"{first.sheet} {place}", reason=first.reason)
        )


def apply(uow: UnitOfWork, plan: ImportPlan, progress: Progress = SILENT, *, good_rows_only: bool = False) -> Receipt:
    """Write a plan.

    Args:
        uow: the transaction.
        plan: what to do.
        progress: told after every thousand records.
        good_rows_only: leave rejected rows out instead of refusing.

    Raises:
        Refused: rows are rejected, or records were changed since the plan was made.
        Cancelled: the user asked to stop; nothing was written.
    """
    require_complete(plan, good_rows_only=good_rows_only)
    _require_fresh(uow, plan)
    writer = _Writer(uow, plan, progress)
    with without_collection():
        for table in _TABLES:
            _create_proposed(uow, plan, table)
            writer.create(table)
        for one in plan.proposals:
            if not one.is_new:
                uow.update(MERGEABLE[one.table], one.id, **one.values)
        for table in _TABLES:
            writer.update(table)
    wrote = bool(plan.proposals) or any(row.fate in (Fate.NEW, Fate.CHANGED) for row in plan.rows)
    return Receipt(plan.counts, _made(plan), tuple(plan.problems), tuple(plan.notes), uow.action if wrote else None)


class _Writer:
    def __init__(self, uow: UnitOfWork, plan: ImportPlan, progress: Progress) -> None:
        self._uow, self._plan, self._progress = uow, plan, progress
        self._total = sum(row.fate in (Fate.NEW, Fate.CHANGED) for row in plan.rows)
        self._done = 0

    def create(self, table: str) -> None:
        new = [row for row in self._plan.rows if row.fate is Fate.NEW and row.table == table]
        tags = self._tags(table, new)
        for first in range(0, len(new), CHUNK):
            some = new[first : first + CHUNK]
            made: list[Id] = []
            for level in _levels([_tagged(row, tags) for row in some]):
                made += self._uow.create_many(MERGEABLE[table], level)
            self._create_details(list(zip(made, some, strict=True)))
            self._step(len(some))

    def update(self, table: str) -> None:
        changed = [row for row in self._plan.rows if row.fate is Fate.CHANGED and row.table == table]
        for first in range(0, len(changed), CHUNK):
            some = changed[first : first + CHUNK]
            edits = {row.target: _own(row) for row in some if row.target is not None and _own(row)}
            self._uow.update_many(MERGEABLE[table], edits)
            for detail in DETAILS:
                self._update_details(detail, [row for row in some if row.detail_table == detail])
            self._step(len(some))

    def _tags(self, table: str, new: Sequence[PlannedRow]) -> list[str]:
        if table not in _TAGGED:
            return []
        wanted = sum(not row.values.get("tag") for row in new)
        return list(reversed(self._uow.next_tags(wanted))) if wanted else []

    def _create_details(self, made: Sequence[tuple[Id, PlannedRow]]) -> None:
        for table in DETAILS:
            rows = [
                {**row.detail, "id": detail_id(asset, table), "asset_id": asset}
                for asset, row in made
                if row.detail and row.detail_table == table
            ]
            if rows:
                self._uow.create_many(MERGEABLE[table], rows)

    def _update_details(self, table: str, rows: Sequence[PlannedRow]) -> None:
        """Change the detail rows that differ, and make those that are not there yet."""
        prefix, kind = f"{table}.", MERGEABLE[table]
        changed = {
            detail_id(row.target, table): row
            for row in rows
            if row.target is not None and any(key.startswith(prefix) for key in row.changes)
        }
        known = set(self._uow.session.scalars(select(kind.id).where(kind.id.in_(changed), kind.live)))
        edits = {
            own: {key.removeprefix(prefix): one.after for key, one in row.changes.items() if key.startswith(prefix)}
            for own, row in changed.items()
            if own in known
        }
        self._uow.update_many(kind, edits)
        missing = {own: row for own, row in changed.items() if own not in known}
        self._uow.create_many(kind, [{**row.detail, "id": own, "asset_id": row.target} for own, row in missing.items()])

    def _step(self, count: int) -> None:
        self._done += count
        self._progress.step(self._done, self._total, _("Importing"))


def _tagged(row: PlannedRow, tags: list[str]) -> dict[str, Any]:
    if row.table not in _TAGGED or row.values.get("tag"):
        return row.values
    return {**row.values, "tag": tags.pop()}


def _own(row: PlannedRow) -> dict[str, Any]:
    return {key: change.after for key, change in row.changes.items() if "." not in key}


def _made(plan: ImportPlan) -> int:
    return sum(one.is_new for one in plan.proposals)


def _create_proposed(uow: UnitOfWork, plan: ImportPlan, table: str) -> None:
    """Make the proposed places of a table, parents before what is part of them."""
    rows = [{**one.values, "id": one.id} for one in plan.proposals if one.is_new and one.table == table]
    for level in _levels(rows):
        uow.create_many(MERGEABLE[table], level)


def _levels(rows: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Rows in groups of which each refers only to earlier ones; a cycle of parents is cut."""
    left = rows
    while left:
        waiting = {row["id"] for row in left if "id" in row}
        ready = [row for row in left if row.get("parent_id") not in waiting]
        if not ready:
            ready = [{key: value for key, value in row.items() if key != "parent_id"} for row in left]
        yield ready
        done = {id(row) for row in ready}
        left = [] if len(ready) == len(left) else [row for row in left if id(row) not in done]


def _require_fresh(uow: UnitOfWork, plan: ImportPlan) -> None:
    if _WATCHED & touched_since(uow.session, plan.version).keys():
        raise Refused(_("The records were changed since this import was planned; look at the preview again."))
