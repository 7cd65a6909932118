"""The changes of one record, the newest first: who, when, and each field before and after."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from spbe_assets.domain.ids import Id
from spbe_assets.domain.records import HistoryEntry
from spbe_assets.i18n import _
from ui import format as formats
from ui.context import AppContext
from ui.history.words import VERBS
from ui.inventory.facts import Fact, Facts
from ui.navigation import HISTORY
from ui.widgets.basics import button, divider, label

NOTHING = "—"
LONGEST_WORD = 24


class HistoryPage(QWidget):
    """Reads off the GUI thread, because the log of an old record may take a moment to unpack."""

    def __init__(
        self,
        context: AppContext,
        record: tuple[str, Id],
        read: Callable[[Any], Sequence[HistoryEntry]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.log_button = button(_("Open in the log, restore values"), "flat", "history")
        self._waiting = label(_("Reading…"), "muted")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(10)
        self._column.addWidget(self.log_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addWidget(self._waiting)
        self.log_button.clicked.connect(lambda: context.navigate(HISTORY, record))
        context.read_later(lambda session, _progress: read(session)).then(self, self._show)

    def _show(self, entries: Sequence[HistoryEntry]) -> None:
        self._waiting.setText("" if entries else _("Nothing recorded yet."))
        self._waiting.setVisible(not entries)
        for number, (_action, group) in enumerate(groupby(entries, key=lambda entry: entry.action)):
            if number:
                self._column.addWidget(divider())
            self._column.addWidget(_paragraph(list(group)))


def _paragraph(entries: Sequence[HistoryEntry]) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    first = entries[0]
    column.addWidget(label(_(VERBS.get(first.verb, VERBS["edit"])), "heading"))
    where = " · ".join(part for part in (formats.moment(first.at), first.user, first.installation) if part)
    column.addWidget(label(where, "small", wrap=True))
    column.addSpacing(4)
    column.addWidget(Facts(changes(entries)))
    return made


def changes(entries: Sequence[HistoryEntry]) -> list[Fact]:
    """What one action did to the record, a line for each field: what it was and what it became."""
    return [Fact(entry.field, _became(entry)) for entry in entries if entry.field]


def _became(entry: HistoryEntry) -> str:
    before, after = _shortened(entry.before), _shortened(entry.after) or NOTHING
    return _("{before} → {after}").format(before=before, after=after) if before else after


def _shortened(text: str) -> str:
    """Codes that can't be wrapped, such as a NIBAR, by their two ends; the log tells them whole."""
    return " ".join(f"{word[:8]}…{word[-12:]}" if len(word) > LONGEST_WORD else word for word in text.split(" "))
