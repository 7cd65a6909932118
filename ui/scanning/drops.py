"""Pictures and scanner files that are dropped where nothing else has a use for them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QWidget


class Drops(QObject):
    """Takes what is dropped on a widget, unless a part of it does; `take` gets the files, or the picture."""

    def __init__(self, target: QWidget, take: Callable[[list[Any]], object]) -> None:
        super().__init__(target)
        self._take = take
        target.setAcceptDrops(True)
        target.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QDropEvent):
            return False
        from ui.scanning import bringing  # pictures are read by libraries that the first paint need not wait for

        if not bringing.readable(event.mimeData()):
            return False
        event.acceptProposedAction()
        if not isinstance(event, (QDragEnterEvent, QDragMoveEvent)):
            self._take(bringing.sources(event.mimeData()))
        return True
