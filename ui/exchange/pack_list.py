"""The packs that came and went, the newest first, and what can be done with the chosen one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from spbe_assets.domain.packs import PackKind
from spbe_assets.i18n import _
from spbe_assets.services.packs import PackRow
from ui import format as formats
from ui.exchange import words
from ui.exchange.lines_table import LinesTable
from ui.widgets.basics import button, label
from ui.widgets.empty_state import EmptyState
from ui.widgets.table import Cell

WHEN_PX, KIND_PX, STATE_PX = 150, 150, 120


class PackList(QWidget):
    """Only asks; the screen does it."""

    aside_asked = Signal(object)
    again_asked = Signal(object)
    receipt_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = LinesTable(_("Packs"))
        self.empty = EmptyState("inbox", _("No packs yet"), "")
        self.table.set_empty(self.empty)
        self.aside_button = button(_("Set aside"), "small", "undo-2")
        self.again_button = button(_("Merge again"), "small", "git-merge")
        self.receipt_button = button(_("Save a receipt…"), "small", "file-check")
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(label(_("Packs received and sent"), "heading"))
        head.addStretch(1)
        for one in (self.aside_button, self.again_button, self.receipt_button):
            head.addWidget(one)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        self.setFocusProxy(self.table)
        self._connect()
        self._offer()

    def _connect(self) -> None:
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._offer())
        self.table.lines.modelReset.connect(self._offer)
        self.aside_button.clicked.connect(lambda: self.aside_asked.emit(self.chosen))
        self.again_button.clicked.connect(lambda: self.again_asked.emit(self.chosen))
        self.receipt_button.clicked.connect(lambda: self.receipt_asked.emit(self.chosen))

    @property
    def chosen(self) -> PackRow | None:
        """The chosen pack."""
        pack: PackRow | None = self.table.key()
        return pack

    def show_packs(self, packs: Sequence[PackRow]) -> None:
        """Show these; one that somebody looks at stays chosen, else the newest is."""
        before = self.chosen.id if self.chosen is not None and self.table.hasFocus() else ""
        titles = (_("When"), _("Pack"), _("From or for"), _("What it carries"), _("State"))
        self.table.show_rows(titles, (WHEN_PX, KIND_PX, 0, 0, STATE_PX), [_row(one) for one in packs], packs)
        self.table.choose(next((at for at, one in enumerate(packs) if one.id == before), 0))

    def _offer(self) -> None:
        pack = self.chosen
        merged = pack is not None and pack.way == "in" and pack.kind != PackKind.RECEIPT
        self.aside_button.setVisible(merged and pack is not None and pack.aside_at is None)
        self.again_button.setVisible(merged and pack is not None and pack.aside_at is not None)
        self.receipt_button.setVisible(merged)


def _row(pack: PackRow) -> tuple[Cell, ...]:
    state, tone = words.state(pack)
    return (
        Cell(formats.moment(pack.at), style="muted"),
        Cell(words.kind(pack.kind), icon="download" if pack.way == "in" else "upload"),
        Cell(pack.person or pack.name or _("whoever accepts it"), second=pack.name if pack.person else ""),
        Cell(words.contents(pack.changesets, pack.photos, pack.size_bytes), style="muted"),
        Cell(state, tone=tone),
    )
