"""A page of a pane: what it is about, a line, and the list below."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.widgets.basics import divider


def headed(head: QVBoxLayout, listing: QWidget) -> QWidget:
    """The page; the list takes the room that the head leaves."""
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addLayout(head)
    column.addWidget(divider())
    column.addWidget(listing, 1)
    return page


def behind_head(back: QWidget, *parts: QWidget) -> QVBoxLayout:
    """The head of the page with the records behind a line: the way back first."""
    head = QVBoxLayout()
    head.setContentsMargins(16, 8, 16, 12)
    head.setSpacing(4)
    head.addWidget(back, 0, Qt.AlignmentFlag.AlignLeft)
    for part in parts:
        head.addWidget(part)
    return head
