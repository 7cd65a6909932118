"""A big action of the field screen: an icon on a coloured tile, a title, and a line below that follows the work."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui import theme
from ui.icons import set_icon
from ui.widgets.basics import label
from ui.widgets.card import Card

TILE_PX, ICON_PX, HEIGHT_PX = 52, 26, 88


class Tile(QLabel):
    """The icon of an action; that of the main one on the accent colour."""

    def __init__(self, icon: str, main: bool) -> None:
        super().__init__()
        self._ground = "accent" if main else "soft_accent"
        self.setFixedSize(TILE_PX, TILE_PX)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        set_icon(self, icon, "on_accent" if main else "accent", ICON_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(self._ground if self.isEnabled() else "track"))
        painter.drawRoundedRect(self.rect(), 12, 12)
        painter.end()
        super().paintEvent(event)


class ActionCard(Card):
    """Says `clicked`; one of them is the `main` one."""

    def __init__(
        self, icon: str, title: str, keys: str = "", *, main: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent=parent)
        self.set_clickable(title)
        self.setMinimumHeight(HEIGHT_PX)
        self.said = label("", "small", wrap=True)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        words.addWidget(label(title, "record", wrap=True))
        words.addWidget(self.said)
        words.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(Tile(icon, main))
        row.addLayout(words, 1)
        if keys:
            row.addWidget(label(keys, "muted"), 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(row, 1)

    def say(self, text: str) -> None:
        """Show another line below the title."""
        self.said.setText(text)
        self.setAccessibleDescription(text)
