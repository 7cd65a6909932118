"""Links at work: list, chips, record and editor of links."""

from __future__ import annotations

from spbe_assets.domain.filters import LinkFilter
from spbe_assets.domain.ids import Id
from spbe_assets.i18n import N_, _, ngettext
from spbe_assets.services import link_listing, links
from ui import format as formats
from ui.context import AppContext
from ui.inventory.chosen import LINKS
from ui.inventory.filter_bar import FilterBar
from ui.inventory.filter_kinds import LINK_KINDS
from ui.inventory.filtered_workspace import FilteredWorkspace
from ui.inventory.link_editor import LinkEditor
from ui.inventory.link_pane import LinkPane
from ui.inventory.list_kind import kind_of
from ui.inventory.list_pane import ListPane, Widths
from ui.models.link_table import LinkTable
from ui.widgets.basics import button
from ui.widgets.empty_state import EmptyState

WIDTHS = Widths(
    {
        "tag": (108, 128),
        "agency": (112, 240),
        "ends": (170, 360),
        "kind": (130, 160),
        "rate": (84, 92),
        "status": (112, 130),
    },
    stretch="name",
    stretch_px=(180, 440),
    give_way=("agency", "kind", "ends", "tag"),
)


class LinkWorkspace(FilteredWorkspace):
    """Finds, shows, edits and deletes links."""

    hint = N_("Find tag, provider, circuit, agency…")

    def __init__(self, context: AppContext) -> None:
        self.table = LinkTable(context)
        listed = ListPane(self.table, WIDTHS, _("Links"))
        chips = FilterBar(context, LINK_KINDS, LinkFilter())
        super().__init__(context, kind_of(LINKS), listed, chips, LinkPane(context), LinkEditor)
        self.table.setParent(self)

    def delete_records(self, ids: list[Id]) -> None:
        self.context.write(lambda uow, _progress: links.delete(uow, ids), "delete", self.deleted_text(len(ids)))

    def deleted_text(self, count: int) -> str:
        return formats.counted(ngettext("{n} link deleted", "{n} links deleted", count), count)

    def numbers_of(self, ids: list[Id]) -> dict[Id, int]:
        return self.context.read(lambda session: link_listing.numbers_of(session, ids))

    def count_text(self, count: int) -> str:
        return formats.counted(ngettext("{n} link", "{n} links", count), count)

    def make_empty(self) -> tuple[EmptyState, EmptyState]:
        begin = button(_("New link"), "", "plus")
        begin.clicked.connect(self.new)
        text = _("Record the lines your agencies rent or own: provider, both ends, rate and contract.")
        database = EmptyState("cable", _("No links yet"), text, begin)
        clear = button(_("Clear search and filters"), "", "x")
        clear.clicked.connect(lambda: self.clear_asked.emit())
        nothing = _("No link matches the search and all filters.")
        return database, EmptyState("search-x", _("Nothing found"), nothing, clear)
