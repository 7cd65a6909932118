"""What is left to people: conflicts, the same thing twice, photos that have not come; under one strip of figures."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ui.context import AppContext
from ui.exchange.conflict_page import ConflictPage
from ui.exchange.missing_page import MissingPage
from ui.exchange.pair_page import PairPage
from ui.exchange.waiting_strip import CONFLICTS, MISSING, PAIRS, Counts, WaitingStrip
from ui.widgets.basics import divider


class DecidePage(QWidget):
    """Everything decided is an ordinary change: it can be left and gone on with at any time."""

    receipt_asked = Signal()

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.strip = WaitingStrip()
        self.conflicts, self.pairs, self.missing = ConflictPage(context), PairPage(context), MissingPage(context)
        self._pages: dict[str, ConflictPage | PairPage | MissingPage] = {
            CONFLICTS: self.conflicts,
            PAIRS: self.pairs,
            MISSING: self.missing,
        }
        self._stack = QStackedWidget()
        top = QVBoxLayout()
        top.setContentsMargins(16, 4, 16, 12)
        top.addWidget(self.strip)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(divider())
        column.addWidget(self._stack, 1)
        for key, page in self._pages.items():
            self._stack.addWidget(page)
            page.counted.connect(lambda count, key=key: self.strip.set_count(key, count))
        self.strip.chosen.connect(self.open)
        self.missing.receipt_asked.connect(self.receipt_asked)

    def open(self, key: str) -> None:
        """Show one of the lists."""
        page = self._pages[key]
        self._stack.setCurrentWidget(page)
        self.strip.press(key)
        page.reload()
        page.setFocus()

    def reload(self) -> None:
        """Ask the list on show again."""
        self._pages[self.strip.pressed_key or CONFLICTS].reload()

    def show_counts(self, counts: Counts) -> None:
        """Show how much waits in each list."""
        self.strip.show_counts(counts)
