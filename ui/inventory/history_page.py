"""The changes of one record, the newest first: who, when, and each field before and after."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from PySide6.QtWidgets import QVBoxLayout, QWidget

from spbe_assets.domain.records import HistoryEntry
from spbe_assets.i18n import N_, _
from ui import format as formats
from ui.inventory.facts import Fact, Facts
from ui.widgets.basics import divider, label

VERBS = {
    "create": N_("Created"),
    "edit": N_("Changed"),
    "undo": N_("Undone"),
    "redo": N_("Done again"),
    "import": N_("Imported"),
    "delete": N_("Deleted"),
    "restore": N_("Brought back"),
    "demo": N_("Made as sample data"),
}
NOTHING = "—"


class HistoryPage(QWidget):
    """Shows history entries; says so when there are none."""

    def __init__(self, entries: Sequence[HistoryEntry], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        if not entries:
            column.addWidget(label(_("Nothing recorded yet."), "muted", wrap=True))
        for number, (_action, group) in enumerate(groupby(entries, key=lambda entry: entry.action)):
            if number:
                column.addWidget(divider())
            column.addWidget(_paragraph(list(group)))
        column.addStretch(1)


def _paragraph(entries: Sequence[HistoryEntry]) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    first = entries[0]
    column.addWidget(label(_(VERBS.get(first.verb, N_("Changed"))), "heading"))
    where = " · ".join(part for part in (formats.moment(first.at), first.user, first.installation) if part)
    column.addWidget(label(where, "small", wrap=True))
    column.addSpacing(4)
    column.addWidget(Facts(changes(entries)))
    return made


def changes(entries: Sequence[HistoryEntry]) -> list[Fact]:
    """What one action did to the record, a line for each field: what it was and what it became."""
    return [Fact(entry.field, _became(entry)) for entry in entries if entry.field]


def _became(entry: HistoryEntry) -> str:
    if not entry.before:
        return entry.after or NOTHING
    return _("{before} → {after}").format(before=entry.before, after=entry.after or NOTHING)
