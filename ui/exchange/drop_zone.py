"""The place to drop packs on, with the button beside it for those who rather choose."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from spbe_assets.i18n import _
from ui import theme
from ui.widgets.basics import button, icon_label, label

HEIGHT_PX = 116


class DropZone(QWidget):
    """Only asks and shows; the screen takes what is dropped, anywhere on it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_over = False
        self.setMinimumHeight(HEIGHT_PX)
        self.open_button = button(_("Open a pack…"), "main", "package-open")
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        words.addWidget(label(_("Drop packs here"), "record"))
        words.addWidget(label(_("Nothing is changed before you have seen what a pack brings."), "muted", wrap=True))
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 12, 24, 12)
        row.setSpacing(18)
        row.addWidget(icon_label("inbox", "accent", 34))
        row.addLayout(words, 1)
        row.addWidget(self.open_button)
        theme.notifier().changed.connect(self.update)

    def mark(self, is_over: bool) -> None:
        """Show that what is dragged over the screen can be dropped."""
        self._is_over = is_over
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("accent" if self._is_over else "field_line"), 2, Qt.PenStyle.DashLine))
        painter.setBrush(theme.colour("soft_accent" if self._is_over else "surface"))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 8, 8)
