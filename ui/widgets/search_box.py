"""The search box of a title row: magnifier, Ctrl+F hint, and a signal shortly after the last key."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from spbe_assets.i18n import _
from ui.icons import set_icon

WAIT_MS = 40
AROUND_PX = 56
"""Magnifier and margins beside placeholder and hint."""


class SearchBox(QLineEdit):
    """Says `searched` with the text 40 ms after the last key; Esc clears it."""

    searched = Signal(str)

    def __init__(self, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        magnifier = QAction(self)
        set_icon(magnifier, "search", "muted")
        self.addAction(magnifier, QLineEdit.ActionPosition.LeadingPosition)
        self._hint = QLabel(_("Ctrl F"), self)
        self._hint.setProperty("key", "true")
        self._hint.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT_MS)

        self.textChanged.connect(self._on_text)
        self._timer.timeout.connect(self._tell)

    def show_hint(self, placeholder: str) -> None:
        """Say something else while the box is empty: another list is searched now."""
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self._place_hint()

    def tell_now(self) -> None:
        """Say `searched` without waiting."""
        self._timer.stop()
        self._tell()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_hint()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._place_hint()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._place_hint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            self.tell_now()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.tell_now()
            super().keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    def _on_text(self) -> None:
        self._place_hint()
        self._timer.start()

    def _tell(self) -> None:
        self.searched.emit(self.text())

    def _place_hint(self) -> None:
        words = self.fontMetrics().horizontalAdvance(self.placeholderText()) + self._hint.sizeHint().width()
        self._hint.setVisible(not self.text() and not self.hasFocus() and self.width() >= words + AROUND_PX)
        self._hint.resize(self._hint.sizeHint())
        room = QSize(self.width() - 8 - self._hint.width(), (self.height() - self._hint.height()) // 2)
        self._hint.move(room.width(), room.height())
