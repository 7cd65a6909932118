"""Whom a pack is for, and a line to them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from spbe_assets.i18n import _
from spbe_assets.services.peers import PeerRow
from ui.exchange import words
from ui.inventory.field_inputs import CalmCombo
from ui.widgets.basics import label
from ui.widgets.notice import Notice

MOST_LETTERS = 300


class ReceiverBox(QWidget):
    """The installations that are enrolled; `changed` tells that another one was chosen."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._peers: list[PeerRow] = []
        self.combo = CalmCombo()
        self.combo.setAccessibleName(_("For whom"))
        self.note = QLineEdit()
        self.note.setMaxLength(MOST_LETTERS)
        self.note.setPlaceholderText(_("For instance what to look at first"))
        self.nobody = Notice(
            "warn", _("Nobody is enrolled yet."), _("Enrol the other installation in Settings → Installations first.")
        )
        self.nobody.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for text, one in ((_("For whom"), self.combo), (_("A line to them (optional)"), self.note)):
            title = label(text, "small")
            title.setBuddy(one)
            column.addWidget(title)
            column.addWidget(one)
            column.addSpacing(6)
        column.addWidget(self.nobody)
        self.setFocusProxy(self.combo)
        self.combo.currentIndexChanged.connect(lambda _at: self.changed.emit())

    def show_peers(self, peers: Sequence[PeerRow], usual: str) -> None:
        """Offer these; the one with the usual fingerprint is chosen, or the only one."""
        self._peers = list(peers)
        self.combo.blockSignals(True)
        self.combo.clear()
        self.combo.addItems([words.sender(one.person, one.name) for one in self._peers])
        at = next((number for number, one in enumerate(self._peers) if one.fingerprint == usual), None)
        self.combo.setCurrentIndex(at if at is not None else 0 if len(self._peers) == 1 else -1)
        self.combo.blockSignals(False)
        self.combo.setPlaceholderText(_("Choose…"))
        self.nobody.setVisible(not self._peers)
        self.changed.emit()

    @property
    def chosen(self) -> PeerRow | None:
        """The chosen installation."""
        at = self.combo.currentIndex()
        return self._peers[at] if 0 <= at < len(self._peers) else None

    def choose(self, fingerprint: str) -> None:
        """Choose an installation."""
        for at, one in enumerate(self._peers):
            if one.fingerprint == fingerprint:
                self.combo.setCurrentIndex(at)
