"""What is being typed, held against the contract at once: “62 of 100 Mbps · Too slow”, in words and colour."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from spbe_assets.i18n import _
from ui.links.measured import Rate
from ui.widgets.basics import label, set_kind


class Verdict(QWidget):
    """A line for each direction that was measured; gone while there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines = [label("", "strong"), label("", "strong")]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for line in self.lines:
            column.addWidget(line)
        self.hide()

    def show_rates(self, rates: Sequence[Rate]) -> None:
        """Say how these stand."""
        for place, line in enumerate(self.lines):
            rate = rates[place] if place < len(rates) else None
            line.setVisible(rate is not None)
            if rate is not None:
                told = {"name": rate.name, "rate": rate.text(), "word": rate.word()}
                line.setText(_("{name}: {rate} · {word}").format(**told))
                set_kind(line, rate.tone)
        self.setVisible(bool(rates))
