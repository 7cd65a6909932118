"""Under the pile: what can be done with all that was found."""

from __future__ import annotations

from collections import Counter

from PySide6.QtWidgets import QHBoxLayout, QWidget

from spbe_assets.i18n import _
from ui import format
from ui.scanning.pile import ANSWERS, Pile
from ui.widgets.basics import button


class Foot(QWidget):
    """The buttons are for the dialog to listen to; `show_pile` says what they would work on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.clear_button = button(_("Start anew"))
        self.list_button = button(_("Show in the list"), "", "list-filter")
        self.edit_button = button(_("Edit together"), "", "sliders-horizontal")
        self.print_button = button(_("Print labels"), "main", "printer")
        self.print_button.setToolTip("Ctrl+P")

        row = QHBoxLayout(self)
        row.setContentsMargins(20, 10, 20, 12)
        row.setSpacing(8)
        row.addWidget(self.clear_button)
        row.addStretch(1)
        for one in (self.list_button, self.edit_button, self.print_button):
            row.addWidget(one)

    def show_pile(self, pile: Pile) -> None:
        """Enable what has something to work on."""
        equipment, links = pile.hits("asset"), pile.hits("link")
        self.clear_button.setEnabled(pile.rowCount() > 0)
        self.list_button.setEnabled(bool(equipment or links))
        self.edit_button.setEnabled(bool(equipment))
        self.print_button.setEnabled(bool(pile.tags()))


def summary(pile: Pile) -> str:
    """How many codes have which answer, such as "12 found · 1 unknown"; empty for an empty pile."""
    counts = Counter(scan.outcome for scan in pile.scans)
    return " · ".join(
        _("{n} {answer}").format(n=format.number(counts[outcome]), answer=_(word))
        for outcome, (word, _tone) in ANSWERS.items()
        if counts[outcome]
    )
