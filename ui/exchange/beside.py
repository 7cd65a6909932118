"""What the pages of open questions share: the list at the left, the chosen one at the right, and their keys."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

LIST, EMPTY = range(2)
"""What a page shows: its questions, or that there are none."""


def lay_out(page: QStackedWidget, listing: QWidget, pane: QWidget, empty: QWidget) -> None:
    """Fill a page with both of its faces."""
    split = QWidget()
    row = QHBoxLayout(split)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(0)
    row.addWidget(listing)
    row.addWidget(pane, 1)
    page.addWidget(split)
    page.addWidget(empty)
    page.setFocusProxy(listing)


def listen(page: QWidget, keys: Iterable[tuple[str, Callable[[], object], str]]) -> None:
    """Let keys act anywhere on a page; the last part of each is what the list of keys says, empty for nothing."""
    for key, act, told in keys:
        shortcut = QShortcut(QKeySequence(key), page, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.setWhatsThis(told)
        shortcut.activated.connect(lambda act=act: act())
