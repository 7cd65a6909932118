"""The big line that takes codes: by the scanner without the focus, by hand after a letter has been typed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QWidget

from spbe_assets.i18n import _
from spbe_assets.services import scanning
from ui.widgets.basics import icon_label, label

HEIGHT_PX = 48


class CodeEdit(QLineEdit):
    """A line of text without a frame of its own; `left` says that there is nothing more to type."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Up, Qt.Key.Key_Down):
            if event.key() == Qt.Key.Key_Escape:
                self.clear()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.setCursorPosition(len(self.text()))


class ScanLine(QFrame):
    """`scanned` carries a code that was typed and ended by Enter; `left` gives the keyboard back."""

    scanned = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = CodeEdit()
        self.hint = label(_("Enter"), "")
        self.hint.setProperty("key", "true")
        self.hint.hide()
        self.setObjectName("scan-line")
        self.setFixedHeight(HEIGHT_PX)
        self.setFocusProxy(self.edit)
        self.edit.setObjectName("scan-edit")
        self.edit.setAccessibleName(_("Code"))
        self.edit.setMaxLength(scanning.LONGEST)

        row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 12, 0)
        row.setSpacing(10)
        row.addWidget(icon_label("scan-line", "accent", 22))
        row.addWidget(self.edit, 1)
        row.addWidget(self.hint, 0, Qt.AlignmentFlag.AlignVCenter)
        self.edit.returnPressed.connect(self._take)
        self.edit.left.connect(self.left)
        self.edit.textChanged.connect(lambda text: self.hint.setVisible(bool(text)))
        self.say_ready("")

    def say_ready(self, room: str) -> None:
        """Say where the next scan goes."""
        said = _("Scan in “{room}” now, or type a tag or serial number…") if room else _("Choose a room first")
        self.edit.setPlaceholderText(said.format(room=room))

    def type(self, text: str) -> None:
        """Go on with a text that was begun elsewhere."""
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edit.insert(text)

    def _take(self) -> None:
        text = self.edit.text().strip()
        self.edit.clear()
        if text:
            self.scanned.emit(text)
        self.left.emit()
