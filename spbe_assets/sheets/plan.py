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
from spbe_assets.sheets.parts import NOTHING, table_of
from spbe_assets.sheets.place_rows import PlaceRows
from spbe_assets.sheets.places import ORDER, Directory, Proposal
from spbe_assets.sheets.plan_model import Change, Fate, ImportPlan, Options, PlannedRow, Problem
from spbe_assets.sheets.recognise import Recognised, Table
from spbe_assets.sheets.spbe_known import Known
from spbe_assets.sheets.spbe_rows import SpbeRows
from spbe_assets.storage.columns import shape
from spbe_assets.storage.heads import chunks
from spbe_assets.storage.tables import Changeset

MATCHED = ("asset", "link")
TABLES = ("facility", "asset", "link", "service_bus", "software", "cloud_service")
"""Tables of one file in the order they are planned: what others refer to comes first."""
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
        self._directory = Directory(session)
        self._together = recognised.preset.together
        self._known = Known(session, self._directory) if self._together else None
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
        rows = [row for some in _by_table(contexts) for row in self._planned(some)]
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

    def _planned(self, contexts: Sequence[Context]) -> list[PlannedRow]:
        """The rows of the tables whose records lie in one table of the database."""
        table = table_of(contexts[0].table.preset.target)
        self._progress.step(1, _STEPS, _("Reading the rows"))
        sheets = [SpbeRows(context, self._categories, self._known) for context in contexts] if self._known else []
        found = [list(sheet.drafts()) for sheet in sheets] or [list(self._drafts(context)) for context in contexts]
        drafts = [draft for some in found for draft in some]
        self._progress.step(2, _STEPS, _("Comparing with the records"))
        self._match(table, contexts, drafts)
        for sheet, some in zip(sheets, found, strict=False):
            sheet.settle(some)
        self._progress.step(3, _STEPS, _("Comparing with the records"))
        return self._rows(table, drafts)

    def _drafts(self, context: Context) -> Iterable[Draft]:
        target = context.table.preset.target
        if target == "asset":
            return AssetRows(context, self._categories).drafts()
        return LinkRows(context).drafts() if target == "link" else PlaceRows(context).drafts()

    def _match(self, table: str, contexts: Sequence[Context], drafts: Sequence[Draft]) -> None:
        if table in MATCHED or self._together:
            fields = {key for draft in drafts for key in (*draft.values, *draft.derived)}
            keys = contexts[0].table.mapping.match
            Matcher(self._session, table, keys, fields, self._comparison.is_same).match(drafts)
            return
        known = {draft.target["id"]: draft for draft in drafts if draft.target is not None}
        columns = shape(table).table
        for some in chunks(list(known)):
            for row in self._session.execute(select(columns).where(columns.c.id.in_(some))).mappings():
                known[row["id"]].target = dict(row)

    def _rows(self, table: str, drafts: Sequence[Draft]) -> list[PlannedRow]:
        rows = [self._row(table, draft) for draft in drafts]
        wanted = [(row.detail_table, row.target) for row in rows if row.detail and row.target is not None]
        if wanted:
            stored = stored_details(self._session, wanted)
            for row in rows:
                self._compare_detail(row, stored)
        return rows

    def _row(self, table: str, draft: Draft) -> PlannedRow:
        values, stored = draft.values, draft.target
        title = values.get("name") or draft.derived.get("name") or values.get("tag") or values.get("serial") or ""
        row = PlannedRow(draft.sheet, draft.row, Fate.NEW, title, values, matched_by=draft.matched_by, table=table)
        if draft.broken or draft.rejected:
            row.fate = Fate.REJECTED
            if draft.rejected:
                self._problems.append(Problem(draft.sheet, draft.row, "", draft.rejected))
            return row
        if table == "asset":
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
            if "extra" in draft.derived:
                row.values["extra"] = {**draft.derived["extra"], **values.get("extra", {})}
            if table in MATCHED and not self._together:
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
        waiting += self._known.listed_rooms if self._known else ()
        while waiting:
            row = waiting.pop()
            if row in proposals and row not in used:
                used.add(row)
                waiting += _references(proposals[row].values)
        kept = [one for one in proposals.values() if one.id in used]
        return sorted(kept, key=lambda one: ORDER.index(one.table))


def _by_table(contexts: Sequence[Context]) -> list[list[Context]]:
    """The tables of a file by the table of their records; most files have one kind only."""
    groups: dict[str, list[Context]] = {}
    for context in contexts:
        groups.setdefault(table_of(context.table.preset.target), []).append(context)
    return [groups[table] for table in sorted(groups, key=lambda one: TABLES.index(one) if one in TABLES else -1)]


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
