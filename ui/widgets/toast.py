"""The short confirmation at the bottom of the window, with Undo where something can be undone."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from spbe_assets.i18n import _
from ui.widgets.basics import button, label

STAYS_MS = 8000
MARGIN_PX = 16


class UndoToast(QFrame):
    """Floats over its parent; goes away by itself, but not while the mouse or the focus is on it."""

    undo_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self.setObjectName("toast")
        self.text = label("")
        self.undo_button = button(_("Undo"))
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 8, 6)
        row.setSpacing(12)
        row.addWidget(self.text)
        row.addWidget(self.undo_button)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self.hide()

        parent.installEventFilter(self)
        self.undo_button.clicked.connect(self._undo)
        self._timer.timeout.connect(self._leave)

    def say(self, text: str, *, can_undo: bool = False) -> None:
        """Show a sentence for a few seconds."""
        self.text.setText(text)
        self.undo_button.setVisible(can_undo)
        self.adjustSize()
        self._place()
        self.show()
        self.raise_()
        self._timer.start(STAYS_MS)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _undo(self) -> None:
        self.hide()
        self.undo_wanted.emit()

    def _leave(self) -> None:
        if self.underMouse() or self.undo_button.hasFocus():
            self._timer.start(STAYS_MS)
        else:
            self.hide()

    def _place(self) -> None:
        room = self._over.rect()
        self.move((room.width() - self.width()) // 2, room.height() - self.height() - MARGIN_PX)
