"""All sweeps of the database, with what to do where there is none yet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from spbe_assets.domain.ids import Id
from spbe_assets.domain.progress import Progress
from spbe_assets.i18n import _, ngettext
from spbe_assets.services import sweeps
from spbe_assets.services.sweeps import Counts, SweepRow
from ui.context import AppContext
from ui.format import counted
from ui.sweeps.sweep_table import EXCEPTIONS, NARROW_PX, SweepTable, SweepView
from ui.widgets.basics import button, divider
from ui.widgets.empty_state import EmptyState

MOST_COUNTED = 60
"""So many sweeps are held against the register to tell how far they are; older ones tell it when they are opened."""


class ListPage(QWidget):
    """`opened` carries a sweep, `shown` says that the list was read anew."""

    opened = Signal(object)
    shown = Signal()

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._turn = 0
        self._wanted: Id | None = None
        self.table = SweepTable(self)
        self.view = SweepView(self.table)
        self.new_button = button(_("New sweep"), "", "plus")
        said = _(
            "Go through the rooms of an agency with a hand scanner, or tick what is there. At the end the minutes say "
            "what was found, what is missing and what stands in the wrong room."
        )
        self._empty = EmptyState("scan-line", _("No sweep yet"), said, self.new_button)
        self._empty.hide()

        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(divider())
        column.addWidget(self.view, 1)
        self.setFocusProxy(self.view)
        self.view.opened.connect(self.opened)
        self.view.selectionModel().currentRowChanged.connect(lambda _now, _before: self.shown.emit())

    def ask(self, wanted: Id | None = None) -> None:
        """Read the list anew, and mark a sweep in it or keep the mark."""
        self._turn += 1
        turn, current = self._turn, self.view.current()
        self._wanted = wanted or self._wanted or (current.id if current is not None else None)
        job = self._context.read_later(lambda session, _progress: sweeps.listed(session))
        job.then(self, lambda rows: self._show(turn, rows))

    def told(self) -> str:
        """How many sweeps there are."""
        going_on = sum(row.is_open for row in self.table.rows)
        over = len(self.table.rows) - going_on
        said = [
            counted(ngettext("{n} going on", "{n} going on", going_on), going_on) if going_on else "",
            counted(ngettext("{n} finished", "{n} finished", over), over) if over else "",
        ]
        return " · ".join(text for text in said if text)

    def _show(self, turn: int, rows: Sequence[SweepRow]) -> None:
        if turn != self._turn:
            return
        wanted, self._wanted = self._wanted, None
        self.table.show_rows(rows)
        self.view.set_empty(self._empty)
        if rows:
            self.view.selectRow(max(self.table.row_of(wanted), 0))
        self.shown.emit()
        ids = tuple(row.id for row in rows[:MOST_COUNTED])
        job = self._context.read_later(lambda session, progress: _counts(session, ids, progress), quiet=True)
        job.then(self, self.table.show_counts)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.view.setColumnHidden(EXCEPTIONS, event.size().width() < NARROW_PX)


def _counts(session: Any, ids: Sequence[Id], progress: Progress) -> dict[Id, Counts]:
    found: dict[Id, Counts] = {}
    for number, sweep_id in enumerate(ids):
        progress.step(number, len(ids))
        found[sweep_id] = sweeps.overview(session, sweep_id).total
    return found
