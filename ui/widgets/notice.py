"""A soft coloured box that says what and where in a sentence, with the action beside it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from spbe_assets.i18n import _
from ui.icons import set_icon
from ui.widgets.basics import button, icon_button, icon_label, label, set_kind

ICONS = {"info": "info", "good": "circle-check", "warn": "triangle-alert", "bad": "circle-alert"}
ROLES = {"info": "accent", "good": "good", "warn": "warn", "bad": "bad"}


class Notice(QFrame):
    """Stays where it is put, inside a screen; for the frame's own bar see `MessageBar`."""

    acted = Signal()

    def __init__(self, tone: str, title: str, text: str = "", action: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self.setProperty("tone", tone)
        self._title, self._text = label(title, "heading", wrap=True), label(text, "muted", wrap=True)
        self._action = button(action, "small")
        self._action.clicked.connect(self.acted)

        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._text)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 10, 12, 10)
        row.setSpacing(10)
        row.addLayout(words, 1)
        row.addWidget(self._action)
        self.set(title, text, action)

    def set(self, title: str, text: str = "", action: str = "") -> None:
        """Say something else."""
        for part, words in ((self._title, title), (self._text, text), (self._action, action)):
            part.setText(words)
            part.setVisible(bool(words))

    def set_tone(self, tone: str) -> None:
        """Change the colour: info, good, warn or bad."""
        set_kind(self, tone, "tone")


class MessageBar(QFrame):
    """The frame's bar under the title: one sentence, an action, and a cross."""

    acted = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("message-bar")
        self.icon = icon_label("info", "accent")
        self.text = label("", "strong", wrap=True, select=True)
        self.action = button("", "small")
        self.cross = icon_button("x", _("Close"))
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 12, 8)
        row.setSpacing(10)
        row.addWidget(self.icon)
        row.addWidget(self.text, 1)
        row.addWidget(self.action)
        row.addWidget(self.cross)
        self.hide()

        self.action.clicked.connect(self.acted)
        self.cross.clicked.connect(self.dismiss)

    def show_message(self, tone: str, text: str, action: str = "") -> None:
        """Say a sentence until somebody closes it or another comes."""
        set_kind(self, tone, "tone")
        set_icon(self.icon, ICONS[tone], ROLES[tone])
        self.text.setText(text)
        self.action.setText(action)
        self.action.setVisible(bool(action))
        self.show()

    def dismiss(self) -> None:
        """Take it away."""
        self.hide()
        self.closed.emit()
