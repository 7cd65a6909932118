"""The keys of fast entry in the equipment list: several at once, many rows, paste, and editing in place."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QShortcut
from PySide6.QtWidgets import QWidget

from spbe_assets.domain.fields import CATALOGUE
from spbe_assets.domain.filters import AssetFilter
from spbe_assets.i18n import N_, _
from ui.context import AppContext
from ui.inventory.chosen import ASSETS, Chosen
from ui.inventory.filtered_workspace import FilteredWorkspace
from ui.inventory.ways import Way

WAYS = (
    (N_("Several at once…"), "boxes", "Ctrl+Shift+N", "ui.entry.several", "several_at_once"),
    (N_("Several like this one…"), "copy", "Ctrl+Shift+D", "ui.entry.several", "several_like"),
    (N_("Many rows…"), "rows-3", "Ctrl+Shift+G", "ui.entry.grid", "many_rows"),
    (N_("Paste rows from a spreadsheet…"), "clipboard-list", "Ctrl+V", "ui.entry.grid", "paste_block"),
)
"""Title, icon, keys, and the function (context, chosen, parent) that opens it."""
INSIDE = Qt.ShortcutContext.WidgetWithChildrenShortcut
NO_KEYS = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier


class EntryKeys(QObject):
    """Listens in one workspace of equipment.

    1, 2 and 3 set the condition, Ctrl+Enter (or Alt and a double click) edits the cell under the cursor in place;
    with several records chosen all of them are meant.
    """

    def __init__(self, context: AppContext, workspace: FilteredWorkspace) -> None:
        super().__init__(workspace)
        self._context, self._workspace = context, workspace
        self._table = workspace.list.table
        self.in_place: Any = None

        for name, _icon, keys, module, function in WAYS:
            where: QWidget = self._table if keys == "Ctrl+V" else workspace
            shortcut = QShortcut(QKeySequence(keys), where, context=INSIDE)
            shortcut.setWhatsThis(_(name))
            shortcut.activated.connect(partial(self.open, module, function))
        self._table.installEventFilter(self)
        self._table.viewport().installEventFilter(self)

    def open(self, module: str, function: str) -> None:
        """Open one of the ways with what is chosen in the list."""
        workspace = self._workspace
        if workspace.may_leave():
            opener = getattr(import_module(module), function)
            if workspace.list.selected_count():
                workspace.with_chosen(lambda chosen: opener(self._context, chosen, workspace))
            else:
                opener(self._context, None, workspace)

    def ways(self) -> list[Way]:
        """The ways as lines of the menu beside "New item"."""
        return [
            Way(_(name), picture, keys, partial(self.open, module, function))
            for name, picture, keys, module, function in WAYS
        ]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._table and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._press(event)
        if event.type() != QEvent.Type.MouseButtonDblClick or not isinstance(event, QMouseEvent):
            return False
        if event.modifiers() != Qt.KeyboardModifier.AltModifier:
            return False
        self.edit_in_place(self._key_at(self._table.indexAt(event.position().toPoint()).column()))
        return True

    def _press(self, event: QKeyEvent) -> bool:
        from ui.entry.in_place import CONDITIONS

        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        key = Qt.Key(event.key())
        if modifiers == NO_KEYS and key in CONDITIONS:
            self.set_condition(CONDITIONS[key])
            return True
        if modifiers == CTRL and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.edit_in_place(self._key_at(self._table.currentIndex().column()))
            return True
        return False

    def set_condition(self, condition: Any) -> None:
        """Give all chosen records a condition."""
        from ui.entry.in_place import set_field

        if self._is_free():
            field = CATALOGUE[ASSETS]["condition"]
            self._workspace.with_chosen(lambda chosen: set_field(self._context, chosen, field, condition))

    def edit_in_place(self, column: str) -> None:
        """Edit the field of a column for all chosen records; for a column that is not safe, the condition."""
        from ui.entry.in_place import SAFE, SEEN, mark_seen

        if not self._is_free():
            return
        if column == SEEN:
            self._workspace.with_chosen(partial(mark_seen, self._context))
            return
        safe = column if column in SAFE else "condition"
        self._workspace.with_chosen(partial(self._edit, safe))

    def _is_free(self) -> bool:
        workspace = self._workspace
        return not workspace.is_editing and self.in_place is None and workspace.list.selected_count() > 0

    def _edit(self, column: str, chosen: Chosen) -> None:
        from ui.entry.in_place import SAFE, InPlaceEditor

        if not isinstance(chosen.wanted, AssetFilter):
            return
        editor = InPlaceEditor(self._context, chosen, CATALOGUE[ASSETS][SAFE[column]], self._workspace.list)
        self.in_place = editor
        editor.left.connect(partial(self._on_left, column))
        index = self._table.model().index(self._table.currentIndex().row(), self._column_of(column))
        cell = self._table.visualRect(index)
        cell.moveTopLeft(self._table.viewport().mapTo(self._workspace.list, cell.topLeft()))
        editor.open_over(cell)

    def _on_left(self, column: str, go_on: int) -> None:
        from ui.entry.in_place import SAFE

        self.in_place.hide()
        self.in_place.deleteLater()
        self.in_place = None
        self._table.setFocus()
        if go_on:
            shown = [
                key for key in self._keys() if key in SAFE and not self._table.isColumnHidden(self._column_of(key))
            ]
            if column in shown and 0 <= shown.index(column) + go_on < len(shown):
                self.edit_in_place(shown[shown.index(column) + go_on])

    def _keys(self) -> list[str]:
        return [column.key for column in self._workspace.list.model.columns()]

    def _key_at(self, column: int) -> str:
        keys = self._keys()
        return keys[column] if 0 <= column < len(keys) else ""

    def _column_of(self, key: str) -> int:
        keys = self._keys()
        return keys.index(key) if key in keys else 0
