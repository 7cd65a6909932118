"""How a document is shown before it is saved: its questions at the side, the pages beside, what is done below."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.widgets.basics import label

SIDE_PX = 270


def lay_out(
    dialog: QWidget,
    fields: Iterable[tuple[str, QWidget]],
    hint: str,
    pages: QWidget,
    said: QWidget,
    buttons: Sequence[QWidget],
) -> None:
    """Fill a dialog with titled fields and a hint, the pages, a notice, and buttons."""
    across = QHBoxLayout()
    across.setSpacing(12)
    across.addWidget(_side(fields, hint))
    across.addWidget(pages, 1)
    foot = QHBoxLayout()
    foot.setSpacing(8)
    foot.addStretch(1)
    for one in buttons:
        foot.addWidget(one)
    column = QVBoxLayout(dialog)
    column.setContentsMargins(16, 12, 16, 12)
    column.setSpacing(10)
    column.addLayout(across, 1)
    column.addWidget(said)
    column.addLayout(foot)


def _side(fields: Iterable[tuple[str, QWidget]], hint: str) -> QWidget:
    held = QWidget()
    held.setFixedWidth(SIDE_PX)
    column = QVBoxLayout(held)
    column.setContentsMargins(0, 0, 12, 0)
    column.setSpacing(3)
    for title, field in fields:
        name = label(title, "small")
        name.setBuddy(field)
        field.setAccessibleName(title)
        column.addWidget(name)
        column.addWidget(field)
        column.addSpacing(8)
    column.addWidget(label(hint, "small", wrap=True))
    column.addStretch(1)
    return held
