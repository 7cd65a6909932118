"""The installations that were enrolled, a line each."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from spbe_assets.i18n import N_, _
from spbe_assets.services.peers import PeerRow
from ui import format
from ui.widgets.empty_state import EmptyState
from ui.widgets.row_model import RowModel, chosen
from ui.widgets.table import Cell, TableView

NAME, PERSON, SINCE, HEARD, STATE = range(5)
HEADS = (N_("Name"), N_("Person"), N_("Enrolled"), N_("Last pack"), N_("State"))
WIDTHS_PX = {PERSON: 170, SINCE: 120, HEARD: 120, STATE: 120}


class PeerTable(TableView):
    """Whose packs are accepted, by name; revoked ones at the end."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.peers: RowModel[PeerRow] = RowModel(HEADS, _cell, self)
        self.setObjectName("framed")
        self.setAccessibleName(_("Enrolled installations"))
        self.setModel(self.peers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setMinimumHeight(200)
        self.set_empty(EmptyState("laptop", _("No other installation yet"), _("Enrol one with its card.")))
        head = self.horizontalHeader()
        for column, width in WIDTHS_PX.items():
            head.resizeSection(column, width)
        head.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)

    def chosen(self) -> PeerRow | None:
        """The installation that is selected."""
        return chosen(self, self.peers.rows)

    def show_rows(self, rows: list[PeerRow]) -> None:
        """Show these instead; the selected one stays selected."""
        before = self.chosen()
        self.peers.show_rows(rows)
        self.show_empty_if_needed()
        wanted = [row.fingerprint for row in rows]
        if rows:
            self.selectRow(wanted.index(before.fingerprint) if before and before.fingerprint in wanted else 0)


def _cell(row: PeerRow, column: int) -> Cell:
    if column == NAME:
        return Cell(row.name)
    if column == PERSON:
        return Cell(row.person, style="muted")
    if column == SINCE:
        return Cell(format.recent(row.enrolled_at, datetime.now(UTC)))
    if column == HEARD:
        return Cell(format.recent(row.heard_at, datetime.now(UTC)) if row.heard_at else format.NOTHING)
    return Cell(_("Accepted"), tone="good") if row.is_trusted else Cell(_("Revoked"), tone="bad")
