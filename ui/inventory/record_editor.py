"""The sheet that edits one record: form, sentences, save, save and next; nothing is lost without a question."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from spbe_assets.domain.errors import Invalid, NotFound, StaleEdit
from spbe_assets.domain.ids import Id
from spbe_assets.i18n import _
from ui.context import AppContext
from ui.inventory.field_form import FieldCell, FieldForm
from ui.inventory.reference_box import Search
from ui.jobs import Job
from ui.widgets.basics import button, divider, icon_button, label
from ui.widgets.notice import Notice

WIDTH = 456
SEE = Qt.ShortcutContext.WidgetWithChildrenShortcut


class RecordEditor(QFrame):
    """Base of the asset and the link editor; `saved` carries the id, `closed` asks the screen to put it away.

    A form may be saved half filled; only values that can't be right hold it back, each with its sentence.
    """

    saved = Signal(object, bool)
    closed = Signal()

    def __init__(
        self,
        context: AppContext,
        searches: Mapping[str, Search],
        tables: tuple[str, ...],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("pane")
        self.setFixedWidth(WIDTH)
        self._context, self._tables = context, tables
        self._goes_on = False
        self.is_new = False
        self.record_id: Id | None = None
        self.rev: int | None = None

        self.title = label("", "record", wrap=True)
        self.note = label("", "small", wrap=True)
        self.form = FieldForm(context, searches)
        self.stale = Notice("warn", "")
        self.question = Notice("warn", _("Changes are not saved."), "", _("Discard changes"))
        self.save_button = button(_("Save"), "main", "check")
        self.next_button = button(_("Save and next"))
        self.cancel_button = icon_button("x", _("Close (Esc)"))
        self.cancel_button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.area = QScrollArea(widgetResizable=True)
        self.under_head = QVBoxLayout()

        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addWidget(self.title)
        names.addWidget(self.note)
        head = QHBoxLayout()
        head.setContentsMargins(16, 14, 12, 10)
        head.addLayout(names, 1)
        head.addWidget(self.cancel_button, 0, Qt.AlignmentFlag.AlignTop)
        page = QWidget()
        page.setObjectName("scrolled")
        inside = QVBoxLayout(page)
        inside.setContentsMargins(16, 14, 16, 20)
        inside.addWidget(self.form)
        inside.addStretch(1)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(page)
        said = QVBoxLayout()
        said.setContentsMargins(16, 0, 16, 0)
        for notice in (self.stale, self.question):
            notice.hide()
            said.addWidget(notice)
            said.setSpacing(8)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 12, 16, 12)
        foot.setSpacing(8)
        foot.addWidget(self.save_button)
        foot.addWidget(self.next_button)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(self.under_head)
        column.addLayout(said)
        column.addSpacing(4)
        column.addWidget(divider())
        column.addWidget(self.area, 1)
        column.addWidget(divider())
        column.addLayout(foot)

    def _connect(self) -> None:
        self.save_button.setToolTip(_("Ctrl+S"))
        self.next_button.setToolTip(_("Ctrl+Shift+S"))
        self.save_button.clicked.connect(lambda: self.save())
        self.next_button.clicked.connect(lambda: self.save(goes_on=True))
        self.cancel_button.clicked.connect(self.leave)
        self.question.acted.connect(self.discard)
        self.stale.acted.connect(self.reload)
        self.form.edited.connect(self._on_edited)
        keys = (("Ctrl+S", self.save), ("Ctrl+Shift+S", lambda: self.save(goes_on=True)), ("Esc", self.leave))
        for keys_text, slot in keys:
            QShortcut(QKeySequence(keys_text), self, context=SEE).activated.connect(slot)

    def _head(self, title: str, note: str) -> None:
        """Say what is edited and take old messages away."""
        self.title.setText(title)
        self.note.setText(note)
        self.note.setVisible(bool(note))
        self.stale.hide()
        self.question.hide()

    def _on_edited(self, table: str, key: str) -> None:
        self.question.hide()

    def is_changed(self) -> bool:
        """Whether closing would lose something."""
        return self.form.is_changed()

    def leave(self) -> bool:
        """Close if nothing is lost, else ask in place; a second Esc keeps editing."""
        if not self.is_changed():
            self.closed.emit()
            return True
        self.question.setVisible(not self.question.isVisible())
        return False

    def discard(self) -> None:
        """Close without saving."""
        self.question.hide()
        self.closed.emit()

    def focus_first(self) -> None:
        """Put the cursor into the first field and show the top of the form."""
        self.area.verticalScrollBar().setValue(0)
        first = next(iter(self.form.cells.values()))
        first.entry.setFocus(Qt.FocusReason.TabFocusReason)

    def focus_field(self, table: str, key: str) -> None:
        """Put the cursor into one field."""
        cell = self.form.cells.get((table, key))
        if cell is not None:
            self._go_to(cell)

    def _go_to(self, cell: FieldCell) -> None:
        cell.entry.setFocus(Qt.FocusReason.OtherFocusReason)
        self.area.ensureWidgetVisible(cell, 0, 40)

    def tables_shown(self) -> tuple[str, ...]:
        """The tables whose fields belong to the record as it is now."""
        return self._tables

    def save(self, *, goes_on: bool = False) -> None:
        """Write what was changed; where a value is wrong, go there instead."""
        self._take_focus_text()
        wrong = self.form.first_wrong(self.tables_shown())
        if wrong is not None:
            self._go_to(wrong)
            return
        self._goes_on = goes_on
        self.question.hide()
        self._lock(True)
        job = self._write({table: self.form.edits(table) for table in self.tables_shown()})
        job.then(self, self._on_saved).otherwise(self, self._on_failed)

    def _take_focus_text(self) -> None:
        """Let the field that has the cursor finish, as Tab would."""
        self.save_button.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _write(self, edits: Mapping[str, Mapping[str, Any]]) -> Job:
        """Start the transaction that saves these fields by table; its result is the record's id."""
        raise NotImplementedError

    def show_record(self, record_id: Id) -> bool:
        """Fill the form with a record; False where it has been deleted meanwhile."""
        raise NotImplementedError

    def show_new(self) -> None:
        """An empty form; what most new records are is filled in."""
        raise NotImplementedError

    def show_copy(self, record_id: Id) -> bool:
        """A form with what a like record shares with another; False where that has been deleted meanwhile."""
        raise NotImplementedError

    def show_another(self) -> None:
        """After "save and next" on a new record: a like one again."""
        if self.record_id is None or not self.show_copy(self.record_id):
            self.show_new()

    def reload(self) -> None:
        """Read the record again; what was typed here is put on top of it."""
        if self.record_id is None:
            return
        typed = {table: self.form.typed(table) for table in self.tables_shown()}
        if self.show_record(self.record_id):
            for table, (values, names) in typed.items():
                self.form.put(table, values, names)

    def _lock(self, locked: bool) -> None:
        self.save_button.setDisabled(locked)
        self.next_button.setDisabled(locked)

    def _on_saved(self, record_id: Id) -> None:
        self._lock(False)
        self.record_id = record_id
        self.saved.emit(record_id, self._goes_on)

    def _on_failed(self, error: Exception) -> None:
        self._lock(False)
        if isinstance(error, StaleEdit):
            self.stale.set(_("Somebody else changed this record meanwhile."), str(error), _("Reload"))
            self.stale.show()
        elif isinstance(error, Invalid) and self._say(error):
            return
        elif isinstance(error, NotFound):
            self.stale.set(_("This record was deleted meanwhile."), str(error))
            self.stale.show()
        else:
            self._context.error_raised.emit(error)

    def _say(self, error: Invalid) -> bool:
        for table in self.tables_shown():
            cell = self.form.say(table, error.field, str(error))
            if cell is not None:
                self._go_to(cell)
                return True
        return False
