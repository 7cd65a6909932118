"""The pile as a list; Delete takes a scan off it again."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel
from PySide6.QtWidgets import QHeaderView, QWidget

from spbe_assets.i18n import _
from spbe_assets.services.scanning import Scan
from ui.scanning import pile
from ui.scanning.pile import Pile
from ui.widgets.empty_state import EmptyState
from ui.widgets.table import TableView

_Select = QItemSelectionModel.SelectionFlag
ONLY = _Select.ClearAndSelect | _Select.Rows
WIDTHS = {pile.CODE: 176, pile.PLACE: 190, pile.ANSWER: 150}


class PileView(TableView):
    """Shows a pile and says how to begin where it is empty."""

    def __init__(self, shown: Pile, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pile = shown
        self.setModel(shown)
        self.setAccessibleName(_("Scanned"))
        said = _("Scan one thing after another, drop pictures here, or paste one with Ctrl+V.")
        self.set_empty(EmptyState("scan", _("Nothing scanned yet"), said))
        head = self.horizontalHeader()
        for column, width in WIDTHS.items():
            head.resizeSection(column, width)
        head.setSectionResizeMode(pile.RECORD, QHeaderView.ResizeMode.Stretch)

    def current(self) -> Scan | None:
        """The scan that is marked."""
        return self._pile.scan(self.currentIndex().row())

    def make_room(self, wanted: bool) -> None:
        """Leave out where things are, while something else stands beside the list."""
        self.setColumnHidden(pile.PLACE, wanted)

    def mark(self, code: str) -> None:
        """Mark a code and bring it into view."""
        # Not selectRow: that would add to the selection while a modifier key is held down.
        row = self._pile.index(self._pile.row_of(code), 0)
        self.selectionModel().setCurrentIndex(row, ONLY)
        self.scrollTo(row)

    def remove_selected(self) -> None:
        """Take the selected scans off the pile."""
        rows = self.selectionModel().selectedRows()
        self._pile.remove([scan.code for row in rows if (scan := self._pile.scan(row.row())) is not None])
