"""Days on which something ends: licence, support, warranty, contract. Coloured the same way wherever they stand."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QObject

from spbe_assets.domain.changes import Changes
from spbe_assets.domain.errors import Invalid
from spbe_assets.formats import today
from ui import format as formats
from ui.context import AppContext
from ui.widgets.table import Cell

USUAL_DAYS = 90
KEYS = frozenset({"warranty_end", "contract_end", "support_end", "os_support_end", "licence_end", "ends_on"})
"""The fields of the catalogue that hold such days."""


def tone(end: date | None, now: date, soon_days: int = USUAL_DAYS) -> str:
    """Red ("bad") once it is over, amber ("warn") within the days before, else empty."""
    if end is None or (end - now).days > soon_days:
        return ""
    return "bad" if end < now else "warn"


class Ends(QObject):
    """How early this province wants to be warned, for every list and record pane of a window."""

    def __init__(self, context: AppContext) -> None:
        super().__init__(context)
        self._context = context
        self._days: int | None = None
        context.changed.connect(self._on_changed)
        context.reloaded.connect(self._forget)

    @staticmethod
    def of(context: AppContext) -> Ends:
        """Those of a window."""
        return context.findChild(Ends) or Ends(context)

    @property
    def days(self) -> int:
        """So many days before it ends something is coloured."""
        if self._days is None:
            from spbe_assets.services import thresholds

            try:
                self._days = self._context.read(thresholds.warning_days)
            except Invalid:
                self._days = USUAL_DAYS
        return self._days

    def _on_changed(self, changes: Changes) -> None:
        if changes.affects("setting"):
            self._forget()

    def _forget(self) -> None:
        self._days = None

    def cell(self, end: date | None) -> Cell:
        """The day as a list shows it."""
        if end is None:
            return Cell(formats.NOTHING, style="muted")
        return Cell(formats.day(end), style=tone(end, today(), self.days))
