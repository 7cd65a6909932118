"""Equipment at work: list, chips, record and editor of assets."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontMetrics

from spbe_assets.domain.filters import AssetFilter, Order
from spbe_assets.domain.ids import Id
from spbe_assets.domain.vocabulary import Condition, title
from spbe_assets.i18n import _, ngettext
from spbe_assets.services import assets, listing
from ui import format as formats
from ui import theme
from ui.context import AppContext
from ui.inventory.asset_editor import AssetEditor
from ui.inventory.asset_pane import AssetPane
from ui.inventory.filter_bar import FilterBar
from ui.inventory.list_pane import ListPane, Widths
from ui.inventory.workspace import Workspace
from ui.models.asset_table import SORTS, AssetQuery, AssetTable
from ui.widgets.basics import button
from ui.widgets.empty_state import EmptyState

DOT_AND_MARGINS = 38


def _widths() -> Widths:
    metrics = QFontMetrics(theme.font())
    condition = max(metrics.horizontalAdvance(title(value)) for value in Condition) + DOT_AND_MARGINS
    return Widths(
        {
            "tag": (108, 128),
            "agency": (112, 180),
            "room": (108, 180),
            "condition": (condition, condition + 16),
            "year": (60, 72),
            "verified": (108, 124),
        },
        stretch="item",
        stretch_px=(190, 320),
        give_way=("verified", "room", "year", "agency"),
    )


class AssetWorkspace(Workspace):
    """Finds, shows, edits and deletes assets; `link_asked` wants to see a link."""

    link_asked = Signal(object)

    def __init__(self, context: AppContext) -> None:
        self.table = AssetTable(context)
        self.filter_bar = FilterBar(context)
        self.asset_pane = AssetPane(context)
        self._query = AssetQuery()
        listed = ListPane(self.table, _widths(), _("Equipment"))
        super().__init__(context, listed, self.filter_bar, self.asset_pane, AssetEditor)
        self.table.setParent(self)

        self.filter_bar.edited.connect(self._on_filter)
        self.asset_pane.link_asked.connect(self.link_asked)
        self.asset_pane.fill_asked.connect(self._fill)
        listed.sort_asked.connect(self._on_sort)
        listed.show_sort(0, False)

    @property
    def query(self) -> AssetQuery:
        """What the list shows."""
        return self._query

    def start(self) -> None:
        """Ask for the first rows."""
        self.table.search(self._query)

    def search(self, text: str) -> None:
        self._ask(replace(self._query.wanted, text=text))

    def show_filter(self, wanted: AssetFilter) -> None:
        """Show a filter that came from elsewhere."""
        self.filter_bar.show_filter(wanted)
        self._ask(wanted)

    def _on_filter(self, wanted: AssetFilter) -> None:
        self._ask(replace(wanted, text=self._query.wanted.text))

    def _ask(self, wanted: AssetFilter) -> None:
        self._query = replace(self._query, wanted=wanted)
        self.table.search(self._query)

    def _on_sort(self, column: int, descending: bool) -> None:
        self._query = replace(self._query, order=Order(SORTS[column], descending))
        self.table.search(self._query)

    def _fill(self, key: str) -> None:
        tables = self.editor.tables_shown
        self.edit()
        for table in reversed(tables()):
            self.editor.focus_field(table, key)

    def delete_records(self, ids: list[Id]) -> None:
        done = formats.counted(ngettext("{n} item deleted", "{n} items deleted", len(ids)), len(ids))
        self.context.write(lambda uow, _progress: assets.delete(uow, ids), "delete", done)

    def numbers_of(self, ids: list[Id]) -> dict[Id, int]:
        return self.context.read(lambda session: listing.numbers_of(session, ids))

    def count_text(self, count: int) -> str:
        return formats.counted(ngettext("{n} item", "{n} items", count), count)

    def is_narrowed(self) -> bool:
        return not self._query.wanted.is_empty

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

    def clear(self) -> None:
        self.show_filter(AssetFilter())
