"""What stands in the middle while a file is read, compared or imported for more than a moment."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.jobs import Job
from ui.widgets.card import Card
from ui.widgets.progress import ProgressPanel

WIDTH = 520


class BusyPage(QWidget):
    """Follows one job after the other."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._card: Card | None = None
        self._column = QVBoxLayout(self)

    def follow(self, job: Job, title: str) -> None:
        """Show the bar of another job."""
        if self._card is not None:
            self._column.removeWidget(self._card)
            self._card.deleteLater()
        self._card = Card()
        self._card.setFixedWidth(WIDTH)
        self._card.body.setContentsMargins(20, 18, 20, 16)
        self._card.body.addWidget(ProgressPanel(job, title))
        self._column.addWidget(self._card, 0, Qt.AlignmentFlag.AlignCenter)
