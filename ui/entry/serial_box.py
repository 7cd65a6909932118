"""One box that takes serial numbers one after another, or a whole column of them from the clipboard."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

from spbe_assets.i18n import _
from ui import theme


class SerialBox(QLineEdit):
    """`given` carries what was typed before Enter, scanned, or pasted (one a line)."""

    given = Signal(list)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFont(theme.mono_font())
        self.setPlaceholderText(_("Scan or type a serial number, then Enter"))
        self.setAccessibleName(_("Serial number"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & ~_KEYPAD:
            self.take()
        elif event.matches(QKeySequence.StandardKey.Paste) and len(lines := _lines()) > 1:
            self.given.emit(lines)
        else:
            super().keyPressEvent(event)

    def take(self) -> None:
        """Hand over what is typed and begin again."""
        text = self.text().strip()
        self.clear()
        if text:
            self.given.emit([text])


_KEYPAD = Qt.KeyboardModifier.KeypadModifier


def _lines() -> list[str]:
    """The lines of the clipboard; of a block only its first column."""
    lines = QGuiApplication.clipboard().text().splitlines()
    return [text for line in lines if (text := line.split("\t")[0].strip())]
