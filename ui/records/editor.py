"""Edits a record of any table of the field catalogue; of several tables, the form shows that of the record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from spbe_assets.domain.fields import CATALOGUE
from spbe_assets.domain.ids import Id
from spbe_assets.i18n import _
from spbe_assets.services import recording
from ui.context import AppContext
from ui.inventory.place_search import search
from ui.inventory.record_editor import RecordEditor
from ui.jobs import Job
from ui.records.kind import RecordKind
from ui.records.pane import read_record


class PlainEditor(RecordEditor):
    """A sheet beside the list; other screens follow through `context.changed`."""

    def __init__(self, kinds: Iterable[RecordKind], context: AppContext, parent: QWidget | None = None) -> None:
        self._kinds = {kind.table: kind for kind in kinds}
        self._table = next(iter(self._kinds))
        self._begun: dict[str, Any] = {}
        targets = {of.refers_to for table in self._kinds for of in CATALOGUE[table].values() if of.refers_to}
        searches = {target: partial(search, target) for target in targets}
        super().__init__(context, searches, tuple(self._kinds), parent)
        for kind in self._kinds.values():
            self.form.add_groups(kind.groups)
        self._show_table(self._table)

    def tables_shown(self) -> tuple[str, ...]:
        return (self._table,)

    def _show_table(self, table: str) -> None:
        self._table = table
        for known in self._kinds:
            self.form.show_table(known, known == table)
            if known != table:
                self.form.load(known, {}, {})

    def show_record(self, record_id: Id) -> bool:
        record = read_record(self._context, record_id, self._kinds)
        if record is None:
            return False
        self.record_id, self.rev, self.is_new = record_id, record.rev, False
        self._head(self._kinds[record.table].title(record), "")
        self._show_table(record.table)
        self.form.load(record.table, record.values, record.names)
        return True

    def begin_with(self, table: str, values: Mapping[str, Any], names: Mapping[str, str]) -> None:
        """An empty form for a new record of one table, with some fields filled in."""
        kind = self._kinds[table]
        self._begin(table, _(kind.texts.new))
        self.form.put(table, values, names)
        self._begun = {"table": table, "values": dict(values), "names": dict(names)}

    def show_new(self) -> None:
        self.begin_with(self._table, {}, {})

    def show_another(self) -> None:
        """The next new record begins as this one did, in the same place."""
        self.begin_with(**self._begun) if self._begun else self.show_new()

    def show_copy(self, record_id: Id) -> bool:
        record = read_record(self._context, record_id, self._kinds)
        if record is None:
            return False
        kind = self._kinds[record.table]
        self._begin(record.table, _("Copy of {name}").format(name=kind.title(record)))
        shared = {key: value for key, value in record.values.items() if key not in kind.single}
        self.form.put(record.table, shared, record.names)
        self._begun = {"table": record.table, "values": shared, "names": dict(record.names)}
        return True

    def _begin(self, table: str, title: str) -> None:
        self.record_id, self.rev, self.is_new = None, None, True
        self._head(title, "")
        self._show_table(table)
        self.form.load(table, self._kinds[table].defaults, {})

    def focus_first(self) -> None:
        self.area.verticalScrollBar().setValue(0)
        self.focus_field(self._table, self._kinds[self._table].groups[0].keys[0])

    def _write(self, edits: Mapping[str, Mapping[str, Any]]) -> Job:
        record_id, rev, table = self.record_id, self.rev, self._table
        kind, values = self._kinds[table], dict(edits[table])
        named = values.get("name") or self.form.value(table, "name") or ""
        done = (_("“{name}” added") if record_id is None else _("“{name}” saved")).format(name=named)

        def change(uow: Any, _progress: object) -> Id:
            if record_id is None:
                return recording.create(uow, table, {**kind.defaults, **values})
            recording.update(uow, table, record_id, values, seen_rev=rev)
            return record_id

        return self._context.write(change, "create" if record_id is None else "edit", done, quiet=True)
