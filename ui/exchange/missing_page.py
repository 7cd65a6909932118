"""Photos that are named but have not come: whose they are, who has them, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from spbe_assets.i18n import _
from spbe_assets.services import attachments
from spbe_assets.services.attachments import MissingPhoto
from ui import format as formats
from ui.context import AppContext
from ui.exchange.lines_table import LinesTable
from ui.history.words import place_of
from ui.widgets.basics import button
from ui.widgets.empty_state import EmptyState
from ui.widgets.notice import Notice
from ui.widgets.table import Cell

TAG_PX, WHEN_PX = 130, 150


class MissingPage(QWidget):
    """Enter opens the record; `receipt_asked` asks for a receipt that names what is missing."""

    counted = Signal(int)
    receipt_asked = Signal()

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.what_to_do = Notice(
            "warn",
            _("Ask those who have them for a return pack with photos."),
            _("Or give them a receipt: it says what arrived here and what is missing, so the next pack brings it."),
            _("Save a receipt…"),
        )
        self.table = LinesTable(_("Photos that have not come"))
        self.table.set_empty(
            EmptyState("circle-check", _("No photo is missing"), _("Every photo that is named here has come."))
        )
        self.open_button = button(_("Open record"), "", "external-link")
        foot = QHBoxLayout()
        foot.addWidget(self.open_button)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(10)
        column.addWidget(self.what_to_do)
        column.addWidget(self.table, 1)
        column.addLayout(foot)
        self.setFocusProxy(self.table)
        self.what_to_do.acted.connect(self.receipt_asked)
        self.table.activated.connect(self.open_record)
        self.open_button.clicked.connect(self.open_record)

    def reload(self) -> None:
        """Ask again what is missing."""
        self._context.read_later(lambda session, _progress: _read(session)).then(self, self._show)

    def _show(self, found: tuple[int, Sequence[MissingPhoto]]) -> None:
        count, photos = found
        titles = (_("Tag"), _("Record"), _("Who has it"), _("When"))
        row = self.table.currentIndex().row()
        self.table.show_rows(titles, (TAG_PX, 0, 0, WHEN_PX), [_row(one) for one in photos], photos)
        self.table.choose(max(row, 0))
        self.what_to_do.setVisible(bool(photos))
        self.open_button.setEnabled(bool(photos))
        self.counted.emit(count)

    def open_record(self) -> None:
        """Show the record whose photo is missing."""
        photo: MissingPhoto | None = self.table.key()
        place = place_of(photo.table, photo.record) if photo is not None else None
        if place is not None:
            self._context.navigate(*place)


def _read(session: Any) -> tuple[int, Sequence[MissingPhoto]]:
    return attachments.missing_count(session), attachments.missing(session)


def _row(photo: MissingPhoto) -> tuple[Cell, ...]:
    return (
        Cell(photo.tag or formats.NOTHING, style="code"),
        Cell(photo.name or _("Unnamed"), tone="bad"),
        Cell(photo.who or formats.NOTHING),
        Cell(formats.moment(photo.when), style="muted"),
    )
