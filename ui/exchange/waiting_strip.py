"""What waits for a person, in three figures; each opens the list behind it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from spbe_assets.i18n import _
from ui.importer.figures import Figure, FigureStrip

CONFLICTS, PAIRS, MISSING = "conflicts", "twice", "missing"


@dataclass(frozen=True, slots=True)
class Counts:
    """How much waits for a person."""

    conflicts: int = 0
    pairs: int = 0
    missing: int = 0


class WaitingStrip(FigureStrip):
    """`chosen` carries which list is to be opened."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts = dict.fromkeys((CONFLICTS, PAIRS, MISSING), 0)
        self.pressed_key = ""
        self.setAccessibleName(_("What waits for a decision"))
        self._draw()

    def show_counts(self, counts: Counts) -> None:
        """Show other figures."""
        self._counts = {CONFLICTS: counts.conflicts, PAIRS: counts.pairs, MISSING: counts.missing}
        self._draw()

    def set_count(self, key: str, count: int) -> None:
        """Show one other figure."""
        if self._counts[key] != count:
            self._counts[key] = count
            self._draw()

    def press(self, key: str) -> None:
        """Show which list is open, "" for none; nobody is told."""
        self.pressed_key = key
        self._draw()

    def _draw(self) -> None:
        counts = self._counts
        figures = [
            Figure(CONFLICTS, _("Conflicts"), counts[CONFLICTS], "bad"),
            Figure(PAIRS, _("Same thing twice"), counts[PAIRS], "warn"),
            Figure(MISSING, _("Photos missing"), counts[MISSING], "warn"),
        ]
        self.show_figures(figures, self.pressed_key)
