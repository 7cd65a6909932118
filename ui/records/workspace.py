"""`PlainWorkspace`: a paged list with record pane and editor for ANY table of the field catalogue.

Use it for a new kind of record: describe the table as a `RecordKind` (groups of fields, icon, words), name the
columns, and put the workspace into a screen. It brings search, sort, keys, history, undo toast and empty states:

    PlainWorkspace(context, SOFTWARE, (ListColumn("name"), ListColumn("agency_id"), ListColumn("licence_end")))
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from spbe_assets.domain.ids import Id
from spbe_assets.i18n import _
from spbe_assets.services import recording, row_listing
from spbe_assets.services.row_listing import RowQuery
from ui import format as formats
from ui.context import AppContext
from ui.inventory.list_pane import ListPane, Widths
from ui.inventory.ways import Way, menu_of
from ui.inventory.workspace import Workspace
from ui.places.combine_dialog import CombineDialog
from ui.records.editor import PlainEditor
from ui.records.kind import ListColumn, RecordKind
from ui.records.pane import PlainPane
from ui.records.table import PlainTable
from ui.widgets.basics import button
from ui.widgets.empty_state import EmptyState


class PlainWorkspace(Workspace):
    """Finds, shows, edits and deletes the rows of one table. The first column takes the room that is left."""

    def __init__(self, context: AppContext, kind: RecordKind, columns: Sequence[ListColumn], title: str) -> None:
        self.kind, self.hint = kind, kind.texts.find
        self.table = PlainTable(context, kind.table, columns)
        self._keys = [column.key for column in columns]
        self._query = RowQuery(kind.table, by=columns[0].key)
        listed = ListPane(self.table, _widths(columns), title)
        above = QWidget()
        above.hide()
        super().__init__(context, listed, above, PlainPane(context, [kind]), partial(PlainEditor, [kind]))
        self.table.setParent(self)

        merge = QShortcut(QKeySequence("Ctrl+Shift+M"), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        merge.setWhatsThis(_("Merge with another record"))
        merge.activated.connect(self.combine)
        listed.menu_asked.connect(self._open_menu)
        listed.sort_asked.connect(self._on_sort)
        listed.show_sort(0, False)

    def search(self, text: str) -> None:
        self._ask(replace(self._query, text=text))

    def show_agencies(self, agency_ids: frozenset[Id]) -> None:
        """Show only the rows of some agencies."""
        self._ask(replace(self._query, text="", agency_ids=agency_ids))

    def _ask(self, query: RowQuery) -> None:
        self._query = query
        self.table.search(query)

    def _on_sort(self, column: int, descending: bool) -> None:
        self._ask(replace(self._query, by=self._keys[column], descending=descending))

    def clear(self) -> None:
        self._ask(replace(self._query, text="", agency_ids=frozenset()))

    def is_narrowed(self) -> bool:
        return self._query.is_narrowed

    def delete_records(self, ids: list[Id]) -> None:
        table = self.kind.table
        done = formats.counted(self.kind.texts.deleted(len(ids)), len(ids))
        self.context.write(lambda uow, _progress: recording.delete(uow, {table: ids}), "delete", done)

    def ways(self) -> Sequence[Way]:
        return [Way(_("Merge with another record…"), "link", "Ctrl+Shift+M", self.combine, self._can_combine)]

    def _open_menu(self, where: QPoint) -> None:
        on_show = self.shown is not None and not self.is_editing
        ways = (
            Way(_("Edit"), "pencil", "F2", self.edit, on_show),
            Way(_("Duplicate"), "copy", "Ctrl+D", self.duplicate, on_show),
            *self.ways(),
            Way(_("Delete"), "trash-2", "Del", self.delete, on_show),
        )
        menu_of(ways, self).popup(where)

    @property
    def _can_combine(self) -> bool:
        return self.shown is not None and not self.is_editing and isinstance(self.pane, PlainPane)

    def combine(self) -> None:
        """Ask which other record means the same as the one on show, and make one of both."""
        record = self.pane.record if isinstance(self.pane, PlainPane) else None
        if not self._can_combine or record is None:
            return
        dialog = CombineDialog(self.context, record.table, record.id, self.kind.title(record), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(dialog.merge)
        dialog.open()

    def numbers_of(self, ids: list[Id]) -> dict[Id, int]:
        table = self.kind.table
        return self.context.read(lambda session: row_listing.numbers_of(session, table, ids))

    def count_text(self, count: int) -> str:
        return self.kind.counted(count)

    def make_empty(self) -> tuple[EmptyState, EmptyState]:
        texts = self.kind.texts
        begin = button(_(texts.new), "", "plus")
        begin.clicked.connect(self.new)
        return EmptyState(self.kind.icon, _(texts.empty), _(texts.empty_hint), begin), nothing_found(self)


def nothing_found(workspace: Workspace) -> EmptyState:
    """What stands where a search lets nothing through."""
    clear = button(_("Clear search and filters"), "", "x")
    clear.clicked.connect(lambda: workspace.clear_asked.emit())
    return EmptyState("search-x", _("Nothing found"), _("No record matches the search."), clear)


def _widths(columns: Sequence[ListColumn]) -> Widths:
    rest = {column.key: (column.least_px, column.wide_px) for column in columns[1:]}
    first = columns[0]
    return Widths(rest, first.key, (first.least_px, first.wide_px), tuple(reversed(rest)))
