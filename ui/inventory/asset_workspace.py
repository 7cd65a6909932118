"""Equipment at work: list, chips, record and editor of assets."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontMetrics

from spbe_assets.domain.ids import Id
from spbe_assets.domain.vocabulary import Condition, title
from spbe_assets.i18n import N_, _, ngettext
from spbe_assets.services import assets, listing
from ui import format as formats
from ui import theme
from ui.context import AppContext
from ui.entry.keys import EntryKeys
from ui.inventory.asset_editor import AssetEditor
from ui.inventory.asset_pane import AssetPane
from ui.inventory.chosen import ASSETS
from ui.inventory.filter_bar import FilterBar
from ui.inventory.filtered_workspace import FilteredWorkspace
from ui.inventory.list_kind import kind_of
from ui.inventory.list_pane import ListPane, Widths
from ui.inventory.ways import Way
from ui.models.asset_table import AssetTable
from ui.widgets.basics import button
from ui.widgets.empty_state import EmptyState

DOT_AND_MARGINS = 38


def _widths() -> Widths:
    metrics = QFontMetrics(theme.font())
    condition = max(metrics.horizontalAdvance(title(value)) for value in Condition) + DOT_AND_MARGINS
    return Widths(
        {
            "tag": (108, 128),
            "agency": (112, 240),
            "room": (108, 220),
            "condition": (condition, condition + 16),
            "year": (74, 84),
            "verified": (108, 124),
        },
        stretch="item",
        stretch_px=(190, 320),
        give_way=("verified", "room", "year", "agency"),
    )


class AssetWorkspace(FilteredWorkspace):
    """Finds, shows, edits and deletes assets; `link_asked` wants to see a link."""

    hint = N_("Find tag, serial, name, room…")
    link_asked = Signal(object)

    def __init__(self, context: AppContext) -> None:
        self.table = AssetTable(context)
        self.asset_pane = AssetPane(context)
        listed = ListPane(self.table, _widths(), _("Equipment"))
        super().__init__(context, kind_of(ASSETS), listed, FilterBar(context), self.asset_pane, AssetEditor)
        self.table.setParent(self)

        self.asset_pane.link_asked.connect(self.link_asked)
        self.asset_pane.fill_asked.connect(self._fill)
        self.entry_keys = EntryKeys(context, self)

    def _fill(self, key: str) -> None:
        tables = self.editor.tables_shown
        self.edit()
        for table in reversed(tables()):
            self.editor.focus_field(table, key)

    def delete_records(self, ids: list[Id]) -> None:
        self.context.write(lambda uow, _progress: assets.delete(uow, ids), "delete", self.deleted_text(len(ids)))

    def deleted_text(self, count: int) -> str:
        return formats.counted(ngettext("{n} item deleted", "{n} items deleted", count), count)

    def numbers_of(self, ids: list[Id]) -> dict[Id, int]:
        return self.context.read(lambda session: listing.numbers_of(session, ids))

    def count_text(self, count: int) -> str:
        return formats.counted(ngettext("{n} item", "{n} items", count), count)

    def ways(self) -> Sequence[Way]:
        return self.entry_keys.ways()

    def make_empty(self) -> tuple[EmptyState, EmptyState]:
        bring, begin = button(_("Import a spreadsheet"), "", "file-up"), button(_("New item"), "", "plus")
        bring.clicked.connect(lambda: self.import_asked.emit())
        begin.clicked.connect(self.new)
        database = EmptyState(
            "package-open",
            _("No equipment yet"),
            _("Import the spreadsheet your agency keeps today, or record the first item."),
            bring,
            begin,
        )
        clear = button(_("Clear search and filters"), "", "x")
        clear.clicked.connect(lambda: self.clear_asked.emit())
        nothing = _("No equipment matches the search and all filters.")
        return database, EmptyState("search-x", _("Nothing found"), nothing, clear)
