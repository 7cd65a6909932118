"""What a screen shows when it has nothing: why, and what to do next."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.widgets.basics import icon_label, label

WIDTH_PX = 480
LEAST_PX = 240


class EmptyState(QWidget):
    """An icon, a title, a sentence and the buttons that help, in the middle of the room there is."""

    def __init__(self, icon: str, title: str, text: str, *buttons: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.text = label(title, "record"), label(text, "muted", wrap=True)
        self.title.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.text.setMinimumWidth(LEAST_PX)
        self.text.setMaximumWidth(WIDTH_PX)

        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addStretch(2)
        column.addWidget(icon_label(icon, "muted", 40), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(4)
        column.addWidget(self.title)
        column.addLayout(self._centred())
        column.addSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch()
        for one in buttons:
            row.addWidget(one)
        row.addStretch()
        column.addLayout(row)
        column.addStretch(3)

    def _centred(self) -> QHBoxLayout:
        """The text between two springs; an aligned label is not asked for its height at its width."""
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.text, WIDTH_PX)
        row.addStretch(1)
        return row
