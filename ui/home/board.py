"""The cards below the figures: three columns where there is room, else two, and a scroll bar if need be."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget

WIDE_PX = 1040
STRETCHES = (6, 7, 6)
Place = tuple[int, int, int, int]
WIDE: tuple[Place, ...] = ((0, 0, 2, 1), (0, 1, 1, 1), (1, 1, 1, 1), (0, 2, 1, 1), (1, 2, 1, 1))
NARROW: tuple[Place, ...] = ((0, 0, 2, 1), (0, 1, 1, 1), (2, 0, 1, 1), (1, 1, 1, 1), (2, 1, 1, 1))


class Board(QScrollArea):
    """Takes five cards: tasks, readiness, years, budget, changes."""

    def __init__(self, cards: Sequence[QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cards = list(cards)
        self._places: tuple[Place, ...] = ()
        self._inside = QWidget()
        self._inside.setObjectName("scrolled")
        self._grid = QGridLayout(self._inside)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(12)
        self.setWidget(self._inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._arrange(WIDE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange(WIDE if event.size().width() >= WIDE_PX else NARROW)
        super().resizeEvent(event)

    def _arrange(self, places: tuple[Place, ...]) -> None:
        if places is self._places:
            return
        self._places = places
        for card, place in zip(self._cards, places, strict=True):
            self._grid.removeWidget(card)
            self._grid.addWidget(card, *place)
        for column, stretch in enumerate(STRETCHES if places is WIDE else (1, 1, 0)):
            self._grid.setColumnStretch(column, stretch)
        self._grid.setRowStretch(1, 1)
