"""The short confirmation in the status line, with Undo where something can be undone; it covers no page."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from spbe_assets.i18n import _
from ui.widgets.basics import button, label

STAYS_MS = 8000
MARGIN_PX = 1


class UndoToast(QFrame):
    """Lies over a widget, usually the status line; goes away by itself, but not under the mouse or the focus."""

    undo_wanted = Signal()

    def __init__(self, over: QWidget) -> None:
        super().__init__(over.parentWidget())
        self._over = over
        self.setObjectName("toast")
        self.text = label("")
        self.undo_button = button(_("Undo"))
        self.undo_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 8, 0)
        row.setSpacing(12)
        row.addWidget(self.text)
        row.addWidget(self.undo_button)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self.hide()

        over.installEventFilter(self)
        self.undo_button.clicked.connect(self._undo)
        self._timer.timeout.connect(self._leave)

    def say(self, text: str, *, can_undo: bool = False) -> None:
        """Show a sentence for a few seconds."""
        self.text.setText(text)
        self.undo_button.setVisible(can_undo)
        self._place()
        self.show()
        self.raise_()
        self._timer.start(STAYS_MS)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move) and self.isVisible():
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
        room = self._over.geometry()
        width = min(self.sizeHint().width(), room.width() - 2 * MARGIN_PX)
        left = room.left() + (room.width() - width) // 2
        self.setGeometry(left, room.top() + MARGIN_PX, width, room.height() - 2 * MARGIN_PX)
