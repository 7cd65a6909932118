"""The place to drop packs on, with the button beside it for those who rather choose."""

from __future__ import annotations

from PySide6.QtCore import QMargins
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from spbe_assets.i18n import _
from ui.widgets.basics import button, icon_label, label
from ui.widgets.drop_area import DropArea

HEIGHT_PX = 116


class DropZone(DropArea):
    """Only asks and shows; the screen takes what is dropped, anywhere on it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(QMargins(1, 1, 1, 1), parent)
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
