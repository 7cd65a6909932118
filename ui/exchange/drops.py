"""Packs that are dropped anywhere on the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QWidget


class PackDrops(QObject):
    """Takes packs that are dropped on a widget, unless a part of it does."""

    def __init__(self, target: QWidget, take: Callable[[list[Path]], object]) -> None:
        super().__init__(target)
        self._take = take
        target.setAcceptDrops(True)
        target.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QDropEvent):
            return False
        from ui.exchange import files  # the first paint need not wait for it

        paths = files.packs_in(event.mimeData())
        if not paths:
            return False
        event.acceptProposedAction()
        if not isinstance(event, (QDragEnterEvent, QDragMoveEvent)):
            self._take(paths)
        return True
