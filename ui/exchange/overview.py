"""Where packs come in and go out, what waits for a person, and every pack there was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from spbe_assets.i18n import _, ngettext
from spbe_assets.services import attachments, conflicts, duplicates, packs, peers
from spbe_assets.services.packs import PackRow
from spbe_assets.services.peers import PeerRow
from ui import format as formats
from ui.context import AppContext
from ui.exchange.drop_zone import DropZone
from ui.exchange.pack_list import PackList
from ui.exchange.waiting_strip import Counts, WaitingStrip
from ui.field.action_card import ActionCard
from ui.widgets.notice import Notice

INSTALLATIONS = "Installations"
"""The section of the settings, by its source string."""


@dataclass(frozen=True, slots=True)
class Overview:
    """All that the page shows."""

    peers: Sequence[PeerRow]
    packs: Sequence[PackRow]
    unsent: int

    @property
    def has_peers(self) -> bool:
        """Whether packs of anybody are accepted."""
        return any(one.revoked_at is None for one in self.peers)


class OverviewPage(QWidget):
    """`decide_asked` carries which list of decisions is to be opened."""

    decide_asked = Signal(str)

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.drop = DropZone()
        self.hand_out = ActionCard("arrow-right", _("Hand out work…"))
        self.hand_over = ActionCard("send", _("Hand over my work…"))
        self.first = Notice(
            "info",
            _("First let the installations know each other."),
            _("Each computer has a card; enrol those whose packs you want to accept."),
            _("Open the installations"),
        )
        self.put_off = Notice("info", "", "", _("Open"))
        self.strip = WaitingStrip()
        self.packs = PackList()
        self.hand_out.say(_("A pack for somebody who works in the field"))
        self._lay_out()
        self.setFocusProxy(self.drop.open_button)
        self.strip.chosen.connect(self.decide_asked)
        self.first.acted.connect(lambda: context.navigate("settings", INSTALLATIONS))

    def _lay_out(self) -> None:
        across = QHBoxLayout()
        across.setSpacing(12)
        across.addWidget(self.drop, 5)
        across.addWidget(self.hand_out, 3)
        across.addWidget(self.hand_over, 3)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 4, 16, 12)
        column.setSpacing(12)
        for one in (self.first, self.put_off):
            column.addWidget(one)
            one.hide()
        column.addLayout(across)
        column.addWidget(self.strip)
        column.addWidget(self.packs, 1)

    def reload(self) -> None:
        """Ask everything again."""
        self._context.read_later(lambda session, _progress: _read(session)).then(self, self._show)
        self._context.read_later(lambda session, _progress: count(session)).then(self, self.strip.show_counts)

    def _show(self, found: Overview) -> None:
        self.first.setVisible(not found.has_peers)
        self.packs.empty.text.setText(_first_step(found))
        self.packs.show_packs(found.packs)
        told = ngettext("{n} change nobody else has yet", "{n} changes nobody else has yet", found.unsent)
        unsent = formats.counted(told, found.unsent) if found.unsent else _("A pack with what was recorded here")
        self.hand_over.say(unsent)


def _read(session: Any) -> Overview:
    return Overview(peers.listed(session), packs.listed(session), packs.unsent(session))


def count(session: Any) -> Counts:
    """How much waits for a person."""
    return Counts(conflicts.count(session), duplicates.count(session), attachments.missing_count(session))


def _first_step(found: Overview) -> str:
    if not found.has_peers:
        return _("Enrol the other installation in Settings → Installations, then hand out work or open its pack.")
    return _("Hand out work to somebody, or drop the pack that somebody brought back.")
