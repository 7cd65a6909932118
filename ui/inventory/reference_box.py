"""A type-ahead for agencies, rooms, categories, people and assets: at most 50 lines at a time, never all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QModelIndex, QStringListModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from spbe_assets.domain.errors import Invalid
from spbe_assets.domain.ids import Id
from spbe_assets.domain.records import Choice
from spbe_assets.i18n import _
from ui.context import AppContext

LIMIT = 50
Search = Callable[[Any, str, int], Sequence[Choice]]


class ReferenceBox(QLineEdit):
    """Shows the name of one record and finds another by typing; `chosen` fires when the user picks or clears."""

    chosen = Signal()
    typed = Signal()

    def __init__(self, context: AppContext, search: Search, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._search = context, search
        self._id: Id | None = None
        self._name = ""
        self._choices: list[Choice] = []
        self._turn = 0

        self._model = QStringListModel(self)
        self._completer = QCompleter(self._model, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setWidget(self)
        self._completer.setMaxVisibleItems(10)

        self.textEdited.connect(self._ask)
        self._completer.activated[QModelIndex].connect(self._take)

    def record_id(self) -> Id | None:
        """The chosen record, None for empty. Raises Invalid when the text names nothing."""
        self._settle()
        text = self.text().strip()
        if not text:
            return None
        if text != self._name:
            raise Invalid(
                _("“{text}” is not in the list. Choose a line of the list or clear the field.").format(text=text)
            )
        return self._id

    def show_record(self, record_id: Id | None, name: str) -> None:
        """Put a record that is known already."""
        self._id, self._name = record_id, name if record_id else ""
        self.setText(self._name)
        self.setCursorPosition(0)

    def _ask(self, text: str) -> None:
        self.typed.emit()
        self._turn += 1
        turn, search = self._turn, self._search
        job = self._context.read_later(lambda session, _progress: search(session, text.strip(), LIMIT), quiet=True)
        job.then(self, partial(self._show, turn))

    def _show(self, turn: int, choices: Sequence[Choice]) -> None:
        if turn != self._turn:
            return
        self._choices = list(choices)
        self._model.setStringList([f"{c.text}   {c.hint}".rstrip() for c in self._choices])
        if self._choices and self.hasFocus():
            self._completer.complete()
        else:
            self._completer.popup().hide()

    def _take(self, index: QModelIndex) -> None:
        choice = self._choices[index.row()]
        self.show_record(choice.id, choice.text)
        self.chosen.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """An exact or single match is taken when the user goes on, so that Tab is enough."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason and self.text().strip() != self._name:
            self._settle()
            self.chosen.emit()

    def _settle(self) -> None:
        text = self.text().strip().casefold()
        same = [choice for choice in self._choices if choice.text.casefold() == text]
        if len(same) == 1 and text != self._name.casefold():
            self.show_record(same[0].id, same[0].text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down opens the list even before anything was typed."""
        popup = self._completer.popup()
        if event.key() == Qt.Key.Key_Down and not popup.isVisible():
            self._ask("" if self.text() == self._name else self.text())
            return
        if popup.isVisible() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            event.ignore()
            return
        super().keyPressEvent(event)
