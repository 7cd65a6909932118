"""Plans an import: every row new, changed, same or rejected, with all reasons, before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from spbe_assets.domain.errors import Refused
from spbe_assets.domain.ids import Id, detail_id
from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.i18n import _
from spbe_assets.sheets.asset_rows import AssetRows
from spbe_assets.sheets.categories import Categories
from spbe_assets.sheets.collection import without_collection
from spbe_assets.sheets.compare import Comparison, alike, detail_of, stored_details
from spbe_assets.sheets.context import Context, prepare
from spbe_assets.sheets.link_rows import LinkRows
from spbe_assets.sheets.match import Draft, Matcher, Values
from spbe_assets.sheets.parts import NOTHING
from spbe_assets.sheets.place_rows import PlaceRows
from spbe_assets.sheets.places import ORDER, Directory, Proposal
from spbe_assets.sheets.plan_model import Change, Fate, ImportPlan, Options, PlannedRow, Problem
from spbe_assets.sheets.recognise import Recognised, Table
from spbe_assets.storage.columns import shape
from spbe_assets.storage.heads import chunks
from spbe_assets.storage.tables import Changeset

MATCHED = ("asset", "link")
NO_OPTIONS = Options()
_STEPS = 4


def plan(
    session: Session, recognised: Recognised, options: Options = NO_OPTIONS, progress: Progress = SILENT
) -> ImportPlan:
    """Plan the tables of a file against what the database holds.

    Raises:
        Refused: no column of a table says what its rows are.
        Cancelled: the user asked to stop.
    """
    with without_collection():
        return _Planner(session, recognised, options, progress).plan()


class _Planner:
    def __init__(self, session: Session, recognised: Recognised, options: Options, progress: Progress) -> None:
        self._session, self._recognised, self._options, self._progress = session, recognised, options, progress
        self._target = recognised.preset.target
        self._directory = Directory(session)
        self._categories = Categories(session)
        self._comparison = Comparison(self._directory)
        self._problems: list[Problem] = []

    def plan(self) -> ImportPlan:
        version = self._session.scalar(select(func.max(Changeset.n))) or 0
        contexts = []
        for table in self._recognised.tables:
            _require_meaning(table)
            self._progress.step(0, _STEPS, _("Reading the columns"))
            contexts.append(prepare(self._session, table, self._options, self._directory))
        self._progress.step(1, _STEPS, _("Reading the rows"))
        drafts = [draft for context in contexts for draft in self._drafts(context)]
        self._progress.step(2, _STEPS, _("Comparing with the records"))
        self._match(contexts, drafts)
        self._progress.step(3, _STEPS, _("Comparing with the records"))
        rows = self._rows(drafts)
        for context in contexts:
            self._problems += context.problems
        return ImportPlan(
            recognised=self._recognised,
            options=self._options,
            rows=rows,
            problems=sorted(self._problems, key=lambda one: (one.sheet, one.row, one.column)),
            proposals=self._used_proposals(rows),
            skipped=[one for context in contexts for one in context.skipped],
            notes=list(dict.fromkeys([*self._recognised.notes, *(note for one in contexts for note in one.notes)])),
            names=self._directory.names,
            read_rows=sum(len(context.rows) for context in contexts),
            version=version,
        )

    def _drafts(self, context: Context) -> Iterable[Draft]:
        if self._target == "asset":
            return AssetRows(context, self._categories).drafts()
        return LinkRows(context).drafts() if self._target == "link" else PlaceRows(context).drafts()

    def _match(self, contexts: Sequence[Context], drafts: Sequence[Draft]) -> None:
        if self._target in MATCHED:
            fields = {key for draft in drafts for key in (*draft.values, *draft.derived)}
            keys = contexts[0].table.mapping.match
            Matcher(self._session, self._target, keys, fields, self._comparison.is_same).match(drafts)
            return
        known = {draft.target["id"]: draft for draft in drafts if draft.target is not None}
        columns = shape(self._target).table
        for some in chunks(list(known)):
            for row in self._session.execute(select(columns).where(columns.c.id.in_(some))).mappings():
                known[row["id"]].target = dict(row)

    def _rows(self, drafts: Sequence[Draft]) -> list[PlannedRow]:
        rows = [self._row(draft) for draft in drafts]
        wanted = [(row.detail_table, row.target) for row in rows if row.detail and row.target is not None]
        if wanted:
            stored = stored_details(self._session, wanted)
            for row in rows:
                self._compare_detail(row, stored)
        return rows

    def _row(self, draft: Draft) -> PlannedRow:
        values, stored = draft.values, draft.target
        title = values.get("name") or draft.derived.get("name") or values.get("tag") or values.get("serial") or ""
        row = PlannedRow(draft.sheet, draft.row, Fate.NEW, title, values, matched_by=draft.matched_by)
        if draft.broken or draft.rejected:
            row.fate = Fate.REJECTED
            if draft.rejected:
                self._problems.append(Problem(draft.sheet, draft.row, "", draft.rejected))
            return row
        if self._target == "asset":
            self._detail(row, draft, stored)
        if draft.duplicate:
            row.duplicate = draft.duplicate
            self._problems.append(Problem(draft.sheet, draft.row, "", draft.duplicate, is_error=False))
        if stored is not None:
            row.target = stored["id"]
            row.changes = self._comparison.changes(draft, stored)
            row.fate = Fate.CHANGED if row.changes else Fate.SAME
        else:
            row.values = {**{key: value for key, value in draft.derived.items() if value}, **values}
            if self._target in MATCHED:
                row.values.pop("id", None)
        return row

    def _detail(self, row: PlannedRow, draft: Draft, stored: Values | None) -> None:
        category = (
            (stored or {}).get("category_id") or draft.values.get("category_id") or draft.derived.get("category_id")
        )
        kind = self._categories.of_id(category)
        row.detail_table, row.detail, left = detail_of(draft, kind.asset_class if kind else None)
        if left:
            draft.values["extra"] = {**left, **draft.values.get("extra", {})}

    def _compare_detail(self, row: PlannedRow, stored: dict[Id, Values]) -> None:
        if not row.detail or row.target is None:
            return
        present = stored.get(detail_id(row.target, row.detail_table), {})
        for key, value in row.detail.items():
            before = present.get(key)
            if before != value and not alike(key, before, value):
                row.changes[f"{row.detail_table}.{key}"] = Change(before, value)
                row.fate = Fate.CHANGED

    def _used_proposals(self, rows: Sequence[PlannedRow]) -> list[Proposal]:
        """The proposals that a row which will be written needs, parents before what refers to them."""
        proposals = self._directory.proposals
        used = {row for row, one in proposals.items() if not one.is_new}
        waiting = [value for row in rows for value in _references(_written(row))]
        while waiting:
            row = waiting.pop()
            if row in proposals and row not in used:
                used.add(row)
                waiting += _references(proposals[row].values)
        kept = [one for one in proposals.values() if one.id in used]
        return sorted(kept, key=lambda one: ORDER.index(one.table))


def _written(row: PlannedRow) -> Values:
    if row.fate is Fate.NEW:
        return row.values
    return {key: change.after for key, change in row.changes.items()} if row.fate is Fate.CHANGED else {}


def _references(values: Values) -> list[Id]:
    return [value for key, value in values.items() if key.endswith("_id") and isinstance(value, bytes)]


def _require_meaning(table: Table) -> None:
    if not any(part != NOTHING for part in table.mapping.parts):
        raise Refused(
            _("No column of sheet “{sheet}” has a meaning yet; choose at least the one with the names.").format(
                sheet=table.sheet
            )
        )
