"""A type-ahead for agencies, rooms, categories, people and assets: at most 50 lines at a time, never all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from spbe_assets.domain.errors import Invalid
from spbe_assets.domain.ids import Id
from spbe_assets.domain.records import Choice
from spbe_assets.i18n import _
from ui.context import AppContext
from ui.icons import set_icon
from ui.jobs import Job
from ui.widgets.table import CELL, ROW_PX, Cell, RowDelegate

LIMIT = 50
LINES = 8
NEW = b""
Search = Callable[[Any, str, int], Sequence[Choice]]
Make = Callable[[str], Job]


class Dropdown(QFrame):
    """The lines under a type-ahead, inside the window; the focus stays in the text."""

    picked = Signal(int)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("card")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list = QListWidget()
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setItemDelegate(RowDelegate(self.list))
        column = QVBoxLayout(self)
        column.setContentsMargins(2, 4, 2, 4)
        column.addWidget(self.list)
        self.list.itemClicked.connect(lambda item: self.picked.emit(self.list.row(item)))

    def show_choices(
        self, choices: Sequence[Choice], anchor: QWidget, *, mark_first: bool = True, width: int = 0
    ) -> None:
        """Show lines below the text, or above it where the window ends.

        Args:
            choices: the lines.
            anchor: the text.
            mark_first: whether Enter takes the first line without further ado.
            width: at least so wide; the lines are never wider than to the right edge of the window.
        """
        self.list.clear()
        for choice in choices:
            item = QListWidgetItem(self.list)
            item.setText(choice.text)
            item.setToolTip(f"{choice.text} {choice.hint}".strip())
            item.setSizeHint(QSize(0, ROW_PX))
            item.setData(CELL, Cell(choice.text, second=choice.hint))
        self.list.setCurrentRow(0 if mark_first else -1)
        window = anchor.window()
        left = anchor.mapTo(window, QPoint(0, 0)).x()
        wide = max(anchor.width(), min(width, window.width() - left - 8))
        self.resize(wide, ROW_PX * min(len(choices), LINES) + 10)
        below = anchor.mapTo(window, QPoint(0, anchor.height() + 2))
        above = anchor.mapTo(window, QPoint(0, -self.height() - 2))
        self.move(below if below.y() + self.height() <= window.height() else above)
        self.show()
        self.raise_()

    def move_by(self, lines: int) -> None:
        """Go up or down in the lines."""
        self.list.setCurrentRow(max(0, min(self.list.currentRow() + lines, self.list.count() - 1)))


class ReferenceBox(QLineEdit):
    """Shows the name of one record and finds another by typing; `chosen` fires when the user picks or clears.

    `entered` fires when Enter was pressed and there is nothing left to pick. Enter and Tab don't wait for the lines:
    what comes later is taken then.
    """

    chosen = Signal()
    typed = Signal()
    entered = Signal()

    def __init__(self, context: AppContext, search: Search, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._search = context, search
        self._id: Id | None = None
        self._name = ""
        self._choices: list[Choice] = []
        self._turn = 0
        self._dropdown: Dropdown | None = None
        self._make: Make | None = None
        self._takes_first = False

        opener = QAction(_("Show the list"), self)
        set_icon(opener, "chevron-down", "muted")
        self.addAction(opener, QLineEdit.ActionPosition.TrailingPosition)
        self.textEdited.connect(self._on_typed)
        opener.triggered.connect(self._open_all)

    def search_with(self, search: Search, make: Make | None = None) -> None:
        """Look elsewhere from now on; `make` records what is typed as something new, its job's result is the id."""
        self._search, self._make = search, make

    @property
    def choices(self) -> list[Choice]:
        """The lines offered now."""
        return self._choices

    def record_id(self) -> Id | None:
        """The chosen record, None for empty. Raises Invalid when the text names nothing."""
        self._settle()
        text = self.text().strip()
        if not text:
            return None
        if text != self._name:
            raise Invalid(_("“{text}” is not in the list. Choose a line or clear the field.").format(text=text))
        return self._id

    def show_record(self, record_id: Id | None, name: str) -> None:
        """Put a record that is known already."""
        self._turn += 1
        self._id, self._name = record_id, name if record_id else ""
        self.setText(self._name)
        self.setCursorPosition(0)

    def untype(self, text: str) -> None:
        """Put a text back as it was before a scanner typed into it; nothing is offered for what it typed."""
        self._turn += 1
        self._close()
        self.setText(text)

    def pick(self, line: int) -> None:
        """Take one of the offered lines."""
        choice = self._choices[line]
        self._close()
        if choice.id == NEW and self._make is not None:
            name = self.text().strip()
            self._make(name).then(self, partial(self._take, name=name))
        else:
            self._take(choice.id, choice.text)

    def _take(self, record_id: Id, name: str) -> None:
        self.show_record(record_id, name)
        self.chosen.emit()

    def _on_typed(self, text: str) -> None:
        self.typed.emit()
        self.ask(text)

    def _open_all(self) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.ask("")

    def ask(self, text: str) -> None:
        """Offer the lines that match a text."""
        self._turn += 1
        self._takes_first = False
        turn, search = self._turn, self._search
        job = self._context.read_later(lambda session, _progress: search(session, text.strip(), LIMIT), quiet=True)
        job.then(self, partial(self._offer, turn))

    def _offer(self, turn: int, choices: Sequence[Choice]) -> None:
        if turn != self._turn:
            return
        self._choices = [*choices, *self._new_line(choices)]
        if self._takes_first:
            self._takes_first = False
            self._take_likeliest()
            return
        if not self._choices or not self.hasFocus():
            self._close()
            return
        if self._dropdown is None:
            self._dropdown = Dropdown(self.window())
            self._dropdown.picked.connect(self.pick)
        self._dropdown.show_choices(self._choices, self)

    def _take_likeliest(self) -> None:
        """Take the first line that is a record; a new one is made only by a line that was seen."""
        self._close()
        likeliest = next((at for at, choice in enumerate(self._choices) if choice.id != NEW), None)
        if likeliest is not None and self.is_unsettled:
            self.pick(likeliest)

    @property
    def is_unsettled(self) -> bool:
        """Whether something is typed that names no record yet."""
        return bool(self.text().strip()) and self.text().strip() != self._name

    def _new_line(self, choices: Sequence[Choice]) -> list[Choice]:
        text = self.text().strip()
        known = any(choice.text.casefold() == text.casefold() for choice in choices)
        if self._make is None or known or not text or text == self._name:
            return []
        return [Choice(NEW, _("+ Add “{name}”").format(name=text))]

    def _close(self) -> None:
        if self._dropdown is not None:
            self._dropdown.hide()

    @property
    def is_open(self) -> bool:
        """Whether lines are on offer."""
        return self._dropdown is not None and self._dropdown.isVisible()

    def _settle(self) -> None:
        """Take the line whose name was typed in full, so that Tab is enough."""
        text = self.text().strip().casefold()
        same = [choice for choice in self._choices if choice.text.casefold() == text]
        if len(same) == 1 and text != self._name.casefold():
            self.show_record(same[0].id, same[0].text)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The name is one thing: typing replaces it whole."""
        super().focusInEvent(event)
        QTimer.singleShot(0, self, self.selectAll)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab takes the line that is marked, or the first of those that are still being looked for."""
        if self.is_unsettled and self._dropdown is not None and self.is_open:
            at = self._dropdown.list.currentRow()
            if self._choices[at].id != NEW:
                self.pick(at)
        elif self.is_unsettled:
            self._takes_first = True
        return super().focusNextPrevChild(forward)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._close()
        if self.text().strip() != self._name:
            self._settle()
            self.chosen.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down opens the lines even before anything was typed; Enter and Tab take the one that is marked."""
        key, dropdown = event.key(), self._dropdown
        if dropdown is None or not self.is_open:
            if key == Qt.Key.Key_Down:
                self.ask("" if self.text() == self._name else self.text())
            elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._takes_first = self.is_unsettled
                self.entered.emit()
            else:
                super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            dropdown.move_by(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.pick(dropdown.list.currentRow())
            self.entered.emit()
        elif key == Qt.Key.Key_Escape:
            self._close()
        else:
            super().keyPressEvent(event)
