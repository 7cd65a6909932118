"""The foot of a step: a remark at the left, the way back and the main action at the right."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from ui.widgets.basics import elided


class Footer(QWidget):
    """Buttons stand in the order they are given; the last is the main one."""

    def __init__(self, *buttons: QPushButton, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.remark = elided("", "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.remark, 1)
        for one in buttons:
            row.addWidget(one)
