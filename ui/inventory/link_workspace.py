"""Links at work: list, chips, record and editor of links."""

from __future__ import annotations

from dataclasses import replace

from spbe_assets.domain.filters import LinkFilter, LinkOrder
from spbe_assets.domain.ids import Id
from spbe_assets.i18n import _, ngettext
from spbe_assets.services import link_listing, links
from ui import format as formats
from ui.context import AppContext
from ui.inventory.filter_bar import FilterBar
from ui.inventory.filter_kinds import LINK_KINDS
from ui.inventory.link_editor import LinkEditor
from ui.inventory.link_pane import LinkPane
from ui.inventory.list_pane import ListPane, Widths
from ui.inventory.workspace import Workspace
from ui.models.link_table import SORTS, LinkQuery, LinkTable
from ui.widgets.basics import button
from ui.widgets.empty_state import EmptyState

WIDTHS = Widths(
    {
        "tag": (108, 128),
        "agency": (112, 170),
        "ends": (170, 320),
        "kind": (130, 160),
        "rate": (64, 80),
        "status": (112, 130),
    },
    stretch="name",
    stretch_px=(180, 300),
    give_way=("agency", "kind", "ends"),
)


class LinkWorkspace(Workspace):
    """Finds, shows, edits and deletes links."""

    def __init__(self, context: AppContext) -> None:
        self.table = LinkTable(context)
        self.filter_bar = FilterBar(context, LINK_KINDS, LinkFilter())
        self._query = LinkQuery()
        listed = ListPane(self.table, WIDTHS, _("Links"))
        super().__init__(context, listed, self.filter_bar, LinkPane(context), LinkEditor)
        self.table.setParent(self)

        self.filter_bar.edited.connect(self._on_filter)
        listed.sort_asked.connect(self._on_sort)
        listed.show_sort(1, False)

    @property
    def query(self) -> LinkQuery:
        """What the list shows."""
        return self._query

    def start(self) -> None:
        """Ask for the first rows."""
        self.table.search(self._query)

    def search(self, text: str) -> None:
        self._ask(replace(self._query.wanted, text=text))

    def show_filter(self, wanted: LinkFilter) -> None:
        """Show a filter that came from elsewhere."""
        self.filter_bar.show_filter(wanted)
        self._ask(wanted)

    def _on_filter(self, wanted: LinkFilter) -> None:
        self._ask(replace(wanted, text=self._query.wanted.text))

    def _ask(self, wanted: LinkFilter) -> None:
        self._query = replace(self._query, wanted=wanted)
        self.table.search(self._query)

    def _on_sort(self, column: int, descending: bool) -> None:
        by = SORTS[column]
        if by is None:
            order = self._query.order
            self.list.show_sort(SORTS.index(order.by), order.descending)
            return
        self._query = replace(self._query, order=LinkOrder(by, descending))
        self.table.search(self._query)

    def delete_records(self, ids: list[Id]) -> None:
        done = formats.counted(ngettext("{n} link deleted", "{n} links deleted", len(ids)), len(ids))
        self.context.write(lambda uow, _progress: links.delete(uow, ids), "delete", done)

    def numbers_of(self, ids: list[Id]) -> dict[Id, int]:
        return self.context.read(lambda session: link_listing.numbers_of(session, ids))

    def count_text(self, count: int) -> str:
        return formats.counted(ngettext("{n} link", "{n} links", count), count)

    def is_narrowed(self) -> bool:
        return not self._query.wanted.is_empty

    def make_empty(self) -> tuple[EmptyState, EmptyState]:
        begin = button(_("New link"), "", "plus")
        begin.clicked.connect(self.new)
        text = _("Record the lines your agencies rent or own: provider, both ends, rate and contract.")
        database = EmptyState("cable", _("No links yet"), text, begin)
        clear = button(_("Clear search and filters"), "", "x")
        clear.clicked.connect(lambda: self.clear_asked.emit())
        nothing = _("No link matches the search and all filters.")
        return database, EmptyState("search-x", _("Nothing found"), nothing, clear)

    def clear(self) -> None:
        self.filter_bar.show_filter(LinkFilter())
        self._ask(LinkFilter())
