"""The record pane of any table of the field catalogue: its filled fields, what belongs to it, its history."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from spbe_assets.domain.errors import NotFound
from spbe_assets.domain.fields import CATALOGUE
from spbe_assets.domain.ids import Id
from spbe_assets.domain.records import Record
from spbe_assets.formats import today
from spbe_assets.i18n import _
from spbe_assets.services import row_listing, rows
from ui import format as formats
from ui.context import AppContext
from ui.inventory.facts import Facts, record_facts
from ui.inventory.history_page import HistoryPage
from ui.inventory.record_frame import RecordFrame
from ui.models.ends import Ends
from ui.photos.tab import PhotosTab
from ui.records.kind import RecordKind
from ui.widgets.basics import divider


def read_record(context: AppContext, record_id: Id, tables: Iterable[str]) -> Record | None:
    """A record of one of some tables, None where it is gone."""

    def question(session: Any) -> Record | None:
        table = row_listing.table_of(session, record_id, tables)
        return None if table is None else rows.record(session, table, record_id)

    try:
        return context.read(question)
    except NotFound:
        return None


class PlainPane(RecordFrame):
    """Shows one record of one of some tables."""

    def __init__(self, context: AppContext, kinds: Iterable[RecordKind], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._kinds = {kind.table: kind for kind in kinds}
        self.record: Record | None = None
        self.photos = PhotosTab(context, self)

    def show_record(self, record_id: Id) -> bool:
        self.record = record = read_record(self._context, record_id, self._kinds)
        if record is None:
            return False
        kind = self._kinds[record.table]
        self.tile.show_icon(kind.icon)
        self.name.setText(kind.title(record))
        self.codes.setText(" · ".join(record.get(key) for key in kind.codes if record.get(key)))
        self.codes.setVisible(bool(self.codes.text()))
        self.pill.set(_kind_text(record), "muted")
        pages: list[tuple[str, Callable[[], QWidget]]] = [
            (_("Summary"), partial(self._summary, record)),
            self.photos.for_record(record.table, record.id),
            (_("History"), partial(self._history, record)),
        ]
        self.show_pages(pages)
        return True

    def _summary(self, record: Record) -> QWidget:
        kind = self._kinds[record.table]
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        skip = frozenset({"name", "kind", *kind.codes})
        facts = record_facts(record, today(), Ends.of(self._context).days, skip=skip)
        beside = kind.beside(self._context, record) if kind.beside else ()
        if facts:
            column.addWidget(Facts(facts))
        if facts and beside:
            column.addWidget(divider())
        for widget in beside:
            column.addWidget(widget)
        return made

    def _history(self, record: Record) -> QWidget:
        return HistoryPage(self._context, (record.table, record.id))


def _kind_text(record: Record) -> str:
    of = CATALOGUE[record.table].get("kind")
    return formats.value(of, record.get("kind"), record.names) if of is not None and record.get("kind") else ""
