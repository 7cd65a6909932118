"""The page "Moves" of an asset: every act it took part in, the newest first, with its minutes and its end."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from spbe_assets.domain.changes import Changes
from spbe_assets.domain.filters import AssetFilter
from spbe_assets.domain.ids import Id
from spbe_assets.domain.vocabulary import MoveKind, title
from spbe_assets.formats import date_text, today
from spbe_assets.i18n import _
from spbe_assets.services import moves
from spbe_assets.services.moves import MoveRow, Paper
from ui.context import AppContext
from ui.inventory.chosen import ASSETS, Chosen
from ui.moves import actions, kinds
from ui.moves.dialog import open_minutes
from ui.widgets.basics import button, divider, label, pill

ENDS = {MoveKind.LOAN: kinds.TAKE_BACK, MoveKind.REPAIR: kinds.REPAIRED, MoveKind.DISPOSAL: kinds.WITHDRAW}
MOST_SHOWN = 50


class MovesPage(QWidget):
    """Reads when it is made and whenever an act is written."""

    def __init__(self, context: AppContext, asset_id: Id, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._asset = context, asset_id
        self.rows: Sequence[MoveRow] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(10)
        context.changed.connect(self._on_changed)
        self.read()

    def read(self) -> None:
        """Show the acts as they are now."""
        asset_id = self._asset
        self.rows = self._context.read(lambda session: moves.of_asset(session, asset_id, MOST_SHOWN))
        while (item := self._column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        if not self.rows:
            self._column.addWidget(label(_("Never handed over, lent or repaired so far."), "muted", wrap=True))
        for number, row in enumerate(self.rows):
            if number:
                self._column.addWidget(divider())
            self._column.addWidget(self._act(row))

    def _on_changed(self, changes: Changes) -> None:
        if changes.affects("movement"):
            self.read()

    def _act(self, row: MoveRow) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        head = QHBoxLayout()
        head.addWidget(label(title(row.kind), "heading"))
        head.addWidget(pill(*_state(row)))
        head.addStretch(1)
        column.addLayout(head)
        when = " · ".join(part for part in (date_text(row.on_date), row.document_number) if part)
        column.addWidget(label(when, "small", wrap=True))
        column.addWidget(label(_("{giver} → {receiver}").format(giver=row.giver or "—", receiver=row.receiver or "—"),
                               wrap=True))  # fmt: skip
        for text in _remarks(row):
            column.addWidget(label(text, "small", wrap=True))
        column.addLayout(self._buttons(row))
        return made

    def _buttons(self, row: MoveRow) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setContentsMargins(0, 4, 0, 0)
        line.setSpacing(8)
        for paper, text in zip(row.papers, (_("Minutes…"), _("Minutes of the return…")), strict=False):
            made = button(text, "small", "file-text")
            made.clicked.connect(partial(self._show_minutes, paper))
            line.addWidget(made)
        kind = ENDS.get(row.kind) if row.is_open and isinstance(row.kind, MoveKind) else None
        if kind is not None:
            end = button(_("{act}…").format(act=_(kind.title)), "small", kind.icon)
            end.clicked.connect(partial(self._end, kind))
            line.addWidget(end)
        line.addStretch(1)
        return line

    def _show_minutes(self, paper: Paper) -> None:
        open_minutes(self._context, (paper,), self)

    def _end(self, kind: kinds.ActKind) -> None:
        chosen = Chosen(ASSETS, AssetFilter(), (self._asset,), 1)
        actions.open_act(self._context, kind, chosen, self)


def _state(row: MoveRow) -> tuple[str, str]:
    if row.is_overdue(today()):
        return _("Overdue"), "bad"
    if row.is_open:
        return _("Under way"), "warn"
    return (_("Done"), "good") if row.returned_on else ("", "muted")


def _remarks(row: MoveRow) -> list[str]:
    found = []
    if row.due_on is not None:
        found.append(_("Due back on {day}").format(day=date_text(row.due_on)))
    if row.returned_on is not None:
        ended = _("Ended on {day}").format(day=date_text(row.returned_on))
        found.append(" · ".join(part for part in (ended, row.return_number) if part))
    return [*found, *(text for text in (row.result, row.notes) if text)]
