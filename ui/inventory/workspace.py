"""One kind of record at work: chips above, list at the left, record or editor at the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from spbe_assets.domain.changes import Changes
from spbe_assets.domain.ids import Id
from spbe_assets.i18n import N_, _
from ui import format as formats
from ui.context import AppContext
from ui.inventory.list_pane import ListPane
from ui.inventory.record_editor import RecordEditor
from ui.inventory.record_frame import RecordFrame
from ui.inventory.ways import Way
from ui.widgets.basics import divider
from ui.widgets.empty_state import EmptyState


class Workspace(QWidget):
    """The flow between list, record and editor. `counted` says what the title row tells.

    Subclasses know the kind of record: how it is found, shown, edited and deleted.
    """

    hint = N_("Find a name or code…")
    """What the search box says while it is empty: by what this list can be searched."""
    counted = Signal(str)
    import_asked = Signal()
    clear_asked = Signal()

    def __init__(
        self,
        context: AppContext,
        listed: ListPane,
        chips: QWidget,
        pane: RecordFrame,
        make_editor: Callable[[AppContext], RecordEditor],
    ) -> None:
        super().__init__()
        self.context, self.list, self.chips = context, listed, chips
        self.shown: Id | None = None
        self._selected = 0
        self._empty: tuple[EmptyState, EmptyState] | None = None
        self.pane, self._make_editor = pane, make_editor
        self._editor: RecordEditor | None = None
        self._row_when_opened: Id | None = None

        self._split = split = QHBoxLayout()
        split.setContentsMargins(0, 0, 0, 0)
        split.setSpacing(0)
        self.left = left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(divider())
        left.addWidget(listed, 1)
        split.addLayout(left, 1)
        split.addWidget(self.pane)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(chips)
        column.addLayout(split, 1)
        self.pane.hide()

        listed.current_changed.connect(self._on_current)
        listed.selection_changed.connect(self._on_selection)
        listed.opened.connect(self.edit)
        listed.model.searched.connect(self._on_searched)
        listed.model.counted.connect(lambda _count: self._tell())
        listed.model.completed.connect(self._tell)
        self.pane.edit_asked.connect(self.edit)
        self.pane.duplicate_asked.connect(self.duplicate)
        self.pane.delete_asked.connect(self._delete_shown)

    @property
    def editor(self) -> RecordEditor:
        """The editor, made when it is needed for the first time."""
        if self._editor is None:
            self._editor = editor = self._make_editor(self.context)
            editor.hide()
            self._split.addWidget(editor)
            editor.saved.connect(self._on_saved)
            editor.closed.connect(self.close_editor)
        return self._editor

    def delete_records(self, ids: list[Id]) -> None:
        """Delete records in one transaction that a toast can take back."""
        raise NotImplementedError

    def numbers_of(self, ids: list[Id]) -> dict[Id, int]:
        """The row numbers of records."""
        raise NotImplementedError

    def count_text(self, count: int) -> str:
        """How many records the list has."""
        raise NotImplementedError

    def search(self, text: str) -> None:
        """Narrow the list by a text."""
        raise NotImplementedError

    def clear(self) -> None:
        """Show everything again."""
        raise NotImplementedError

    def make_empty(self) -> tuple[EmptyState, EmptyState]:
        """What stands in an empty list: in an empty database, and where the filter lets nothing through."""
        raise NotImplementedError

    def is_narrowed(self) -> bool:
        """Whether a text or a chip narrows the list."""
        raise NotImplementedError

    def ways(self) -> Sequence[Way]:
        """What else can be done in this list, for the menu beside “New …”."""
        return ()

    def follow(self, changes: Changes | None) -> None:
        """Show what a transaction changed."""
        self.list.model.follow(changes)
        if self.shown is not None and self.pane.isVisible():
            self._show(self.shown)

    @property
    def is_editing(self) -> bool:
        """Whether the editor is open."""
        return self._editor is not None and self._editor.isVisible()

    def may_leave(self) -> bool:
        """Whether the editor holds nothing unsaved; else it asks in place."""
        return not self.is_editing or self.editor.leave()

    def _on_current(self, row: Any) -> None:
        if self.is_editing:
            if self._row_when_opened is None and row is not None:  # the list was still being read
                self._row_when_opened = row.id
            if row is None or row.id == self._row_when_opened or self.editor.is_changed():
                return
            self.editor.hide()
        if row is None:
            self._put_away()
        elif row.id != self.shown or not self.pane.isVisible():
            self._show(row.id)

    def _show(self, record_id: Id) -> None:
        if self.pane.show_record(record_id):
            self.shown = record_id
            self.pane.setVisible(not self.is_editing)
        else:
            self._put_away()

    def _put_away(self) -> None:
        self.shown = None
        self.pane.hide()

    def _on_selection(self, count: int) -> None:
        self._selected = count
        self._tell()

    def _tell(self) -> None:
        text = self.count_text(self.list.model.record_count)
        if not self.list.model.count_is_exact:
            text = _("more than {count}").format(count=text)
        if self._selected > 1:
            text = _("{count} · {n} selected").format(count=text, n=formats.number(self._selected))
        self.counted.emit(text)

    def _on_searched(self) -> None:
        if self._empty is None:
            self._empty = self.make_empty()
            for state in self._empty:
                state.setParent(self.list)
                state.hide()
        database, filtered = self._empty
        on, off = (filtered, database) if self.is_narrowed() else (database, filtered)
        off.hide()
        self.list.table.set_empty(on)

    def edit(self, *, first: tuple[str, str] | None = None) -> None:
        """Open the editor on the record on show, at a field if one is named."""
        if self.shown is not None and not self.is_editing and self.editor.show_record(self.shown):
            self._open_editor()
            if first is not None:
                self.editor.focus_field(*first)

    def new(self) -> None:
        """Open the editor for a new record."""
        if self.may_leave():
            self.editor.show_new()
            self._open_editor()

    def duplicate(self) -> None:
        """Open the editor with a copy of the record on show."""
        if self.shown is not None and self.may_leave() and self.editor.show_copy(self.shown):
            self._open_editor()

    def _open_editor(self) -> None:
        row = self.list.current_row()
        self._row_when_opened = row.id if row is not None else None
        self.pane.hide()
        self.editor.show()
        self.editor.focus_first()

    def close_editor(self) -> None:
        """Put the editor away and show the record again."""
        self.editor.hide()
        row = self.list.current_row()
        wanted = self.shown or (row.id if row is not None else None)
        if wanted is not None:
            self._show(wanted)
        self.list.table.setFocus()

    def delete(self) -> None:
        """Delete what is selected in the list."""
        rows = (self.list.model.row(at) for at in self.list.selected_positions() if not self._is_header(at))
        ids = [row.id for row in rows if row is not None]
        if ids and not self.is_editing:
            self.delete_records(ids)

    def _is_header(self, position: int) -> bool:
        return self.list.model.group_row(position) is not None

    def _delete_shown(self) -> None:
        if self.shown is not None:
            self.delete_records([self.shown])

    def step(self, by: int) -> None:
        """Go to the next or previous record, in the editor too; one with changes stays."""
        was_editing = self.is_editing
        if self.may_leave():
            self.list.step(by)
            if was_editing:
                self._edit_current()

    def go_to(self, record_id: Id) -> None:
        """Show one record and select it in the list if it is there."""
        number = self.numbers_of([record_id]).get(record_id)
        if number is not None and self.may_leave():
            self.list.select_number(number)
            self._show(record_id)

    def _on_saved(self, record_id: Id, goes_on: bool) -> None:
        was_new = self.editor.is_new
        self.shown = record_id
        self.editor.hide()
        if was_new:
            self.list.select_number(self.numbers_of([record_id]).get(record_id, -1))
        if goes_on and was_new:
            self.editor.show_another()
            self._open_editor()
        elif goes_on:
            self.list.step(1)
            self._edit_current()
        else:
            self.close_editor()

    def _edit_current(self) -> None:
        row = self.list.current_row()
        if row is not None and self.editor.show_record(row.id):
            self.shown = row.id
            self._open_editor()
        else:
            self.close_editor()
