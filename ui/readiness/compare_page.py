"""The comparison in the window: which two points, the heat of differences, and one agency beside it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from spbe_assets.domain.comparison import AgencyChange, Comparison, Record, Turn
from spbe_assets.domain.filters import AssetFilter, LinkFilter
from spbe_assets.domain.ids import Id
from spbe_assets.i18n import _
from spbe_assets.reports import wording
from spbe_assets.reports.comparison_words import TITLES, basis_notes, points_text, title
from ui import format
from ui.context import AppContext
from ui.navigation import INVENTORY
from ui.readiness.compare_pane import ComparePane
from ui.readiness.difference_table import DifferenceHeat
from ui.widgets.basics import button, elided, label

FORMS = (".pdf", ".xlsx", ".json")


class ComparePage(QWidget):
    """`left` says that somebody goes back; `export_asked` carries the ending of the file that is wanted."""

    left = Signal()
    export_asked = Signal(str)

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.comparison: Comparison | None = None
        self.back_button = button(_("Readiness"), "flat", "arrow-left")
        self.title, self.note = elided("", "heading"), label("", "muted", wrap=True)
        self.export_button = button(_("Save…"), icon="file-down")
        self.table, self.pane = DifferenceHeat(), ComparePane()

        top = QHBoxLayout()
        top.setContentsMargins(8, 0, 16, 0)
        top.setSpacing(8)
        top.addWidget(self.back_button)
        top.addWidget(self.title, 1)
        top.addWidget(self.export_button)
        self.note.setContentsMargins(16, 0, 16, 0)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(top)
        column.addWidget(self.note)
        column.addWidget(self.table, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(left, 1)
        row.addWidget(self.pane)

        self.back_button.clicked.connect(self.left)
        self.export_button.clicked.connect(self._offer_forms)
        self.table.chosen.connect(self._show_change)
        self.table.entered.connect(lambda _change: self.pane.enter())
        self.pane.left.connect(self.table.setFocus)
        self.pane.record_opened.connect(self._open_record)

    def show_comparison(self, comparison: Comparison, agency_id: Id | None = None) -> None:
        """Show another comparison, and an agency of it."""
        self.comparison = comparison
        self.title.set_whole(title(comparison))
        before, after = (wording.score_text(side.score.value) for side in (comparison.before, comparison.after))
        province = _("Province {before} → {after} ({points})")
        counts = [f"{_(TITLES[turn])} {format.number(comparison.count(turn))}" for turn in Turn]
        told = province.format(before=before, after=after, points=points_text(comparison.points))
        self.note.setText(" · ".join([told, *counts, *basis_notes(comparison)]))
        self.table.show_comparison(comparison)
        if agency_id is not None:
            self.table.choose(agency_id)
        self.table.setFocus()

    def forms_menu(self) -> QMenu:
        """The forms in which the comparison can be saved."""
        menu = QMenu(self)
        menu.addAction(_("PDF report…"), lambda: self.export_asked.emit(".pdf"))
        menu.addAction(_("Spreadsheet (XLSX)…"), lambda: self.export_asked.emit(".xlsx"))
        menu.addAction(_("Data (JSON)…"), lambda: self.export_asked.emit(".json"))
        return menu

    def _show_change(self, change: AgencyChange) -> None:
        if self.comparison is not None:
            self.pane.show_change(change, self.comparison)

    def _open_record(self, record: Record) -> None:
        ids = frozenset({record.id})
        self._context.navigate(INVENTORY, LinkFilter(ids=ids) if record.table == "link" else AssetFilter(ids=ids))

    def _offer_forms(self) -> None:
        self.forms_menu().popup(self.export_button.mapToGlobal(self.export_button.rect().bottomLeft()))


def file_name(comparison: Comparison, form: str, folder: Path) -> Path:
    """What a saved comparison is called unless somebody says otherwise."""
    days = (comparison.before.as_of.isoformat(), comparison.after.as_of.isoformat())
    return folder / ("-".join((_("comparison"), *days)) + form)
