"""A safe field edited in the list itself: for the record under the cursor, or all that are chosen; one write each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from spbe_assets.domain.errors import Invalid, NotFound
from spbe_assets.domain.fields import CATALOGUE, Field
from spbe_assets.domain.filters import AssetFilter
from spbe_assets.domain.vocabulary import Condition, title
from spbe_assets.i18n import _, ngettext
from spbe_assets.services import assets, bulk_edit
from spbe_assets.services.bulk_edit import BulkEdit, FieldEdit, How
from ui import format as formats
from ui.context import AppContext
from ui.inventory.asset_fields import SEARCHES
from ui.inventory.chosen import Chosen
from ui.inventory.field_inputs import ChoiceInput, FieldInput, ReferenceInput
from ui.inventory.make_input import make_input
from ui.inventory.place_search import add_room, rooms
from ui.widgets.basics import label

SAFE = {
    "item": "name",
    "condition": "condition",
    "status": "status",
    "room": "room_id",
    "year": "year",
}
"""Column of the list -> field that may be edited there."""
SEEN = "verified"
"""The column that is not typed into: it says that somebody stands before the equipment now."""
CONDITIONS = {
    Qt.Key.Key_1: Condition.GOOD,
    Qt.Key.Key_2: Condition.LIGHT_DAMAGE,
    Qt.Key.Key_3: Condition.HEAVY_DAMAGE,
}
LEAST_PX = 240


class InPlaceEditor(QFrame):
    """A field over its cell: Enter saves, Tab saves and asks for the next field, Esc leaves; `left` fires at the end.

    `left` carries the number of fields to go on by: 0 to stay, 1 for Tab, -1 for Shift+Tab.
    """

    left = Signal(int)

    def __init__(self, context: AppContext, chosen: Chosen, field: Field, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self.setObjectName("card")
        self._context, self._chosen = context, chosen
        self.field = field
        self.entry: FieldInput = make_input(field, context, SEARCHES.get(field.refers_to))
        self.problem = label("", "bad", wrap=True)
        self.problem.hide()
        items = formats.counted(ngettext("{n} item", "{n} items", chosen.count), chosen.count)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 6, 8, 8)
        column.setSpacing(4)
        column.addWidget(label(f"{field.label} · {items}", "small"))
        column.addWidget(self.entry)
        column.addWidget(self.problem)
        self._fill()

        self.entry.entered.connect(lambda: self.save())
        if isinstance(self.entry, ChoiceInput):
            self.entry.edited.connect(lambda: self.save())
        QShortcut(QKeySequence("Esc"), self, lambda: self.left.emit(0)).setContext(
            Qt.ShortcutContext.WidgetWithChildrenShortcut
        )
        focus = self.entry.focusProxy()
        if focus is not None:
            focus.installEventFilter(self)

    def _fill(self) -> None:
        """Show what one record holds, of several nothing, because they may differ; offer the rooms of the first."""
        if not self._chosen.ids:
            return
        try:
            found = self._context.read(lambda session: assets.detail(session, self._chosen.ids[0])).asset
        except NotFound:
            return
        if self.field.key == "room_id" and isinstance(self.entry, ReferenceInput):
            agency, context = found.get("agency_id"), self._context
            self.entry.box.search_with(partial(rooms, agency), partial(add_room, context, agency) if agency else None)
        if len(self._chosen.ids) == 1:
            self.entry.show_value(found.get(self.field.key), found.names.get(self.field.key, ""))

    def open_over(self, cell: QRect) -> None:
        """Show it over a cell, inside the list."""
        room = self._over.rect()
        self.resize(max(cell.width(), LEAST_PX), self.sizeHint().height())
        self.move(
            max(0, min(cell.left(), room.right() - self.width())),
            max(0, min(cell.top() - 4, room.bottom() - self.height())),
        )
        self.show()
        self.raise_()
        self.entry.setFocus(Qt.FocusReason.TabFocusReason)

    def save(self, go_on: int = 0) -> None:
        """Write the value for all that are chosen, unless it can't be right."""
        try:
            value = self.entry.value()
        except Invalid as error:
            self.problem.setText(str(error))
            self.problem.show()
            self.adjustSize()
            return
        set_field(self._context, self._chosen, self.field, value)
        self.left.emit(go_on)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Tab:
                self.save(1)
                return True
            if event.key() == Qt.Key.Key_Backtab:
                self.save(-1)
                return True
        return False


def set_field(context: AppContext, chosen: Chosen, field: Field, value: Any) -> None:
    """Give one field of all chosen assets a value: one write, one undo step."""
    how = How.CLEAR if value in (None, "") else How.SET
    shown = title(value) if field.choices is not None else ""
    told = f"{field.label}: {shown}" if shown else field.label
    _write(context, chosen, [FieldEdit(field.key, how, value)], told)


def mark_seen(context: AppContext, chosen: Chosen) -> None:
    """Record that the chosen assets were seen just now by the operator."""
    edits = [
        FieldEdit("verified_at", How.SET, datetime.now(UTC)),
        FieldEdit("verified_by", How.SET, context.actor.user),
        FieldEdit("verified_how", How.SET, _("in the list")),
    ]
    _write(context, chosen, edits, CATALOGUE["asset"]["verified_at"].label)


def _write(context: AppContext, chosen: Chosen, edits: Sequence[FieldEdit], told: str) -> None:
    wanted, edit = chosen.filter, BulkEdit(tuple(edits))
    if not isinstance(wanted, AssetFilter):
        return
    items = formats.counted(ngettext("{n} item", "{n} items", chosen.count), chosen.count)
    done = _("{what} · {items}").format(what=told, items=items)
    context.write(lambda uow, progress: bulk_edit.apply(uow, wanted, edit, progress), "bulk", done)
