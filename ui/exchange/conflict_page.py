"""What two people changed apart, record by record; each decision is an ordinary change that undo takes back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMessageBox, QStackedWidget, QWidget

from spbe_assets.domain.errors import NotFound
from spbe_assets.domain.ids import Id
from spbe_assets.i18n import _, ngettext
from spbe_assets.services import conflicts
from spbe_assets.services.attachments import AttachmentRow
from spbe_assets.services.conflict_model import Choice, Conflict, Value, Version, Waiting
from spbe_assets.storage.unit_of_work import UnitOfWork
from ui import format as formats
from ui.context import AppContext
from ui.exchange import alike, beside, side_photos, versions
from ui.exchange.alike import Alike
from ui.exchange.beside import EMPTY, LIST
from ui.exchange.conflict_pane import ConflictPane
from ui.exchange.other_value import OtherValueDialog, fillable
from ui.exchange.versions import INCOMING
from ui.exchange.waiting_list import WaitingLine, WaitingList
from ui.photos.pictures import Pictures
from ui.photos.viewer import PhotoViewer
from ui.widgets.empty_state import EmptyState

DIGITS = 9


@dataclass(frozen=True, slots=True)
class Opened:
    """All that the pane shows of a record."""

    waiting: Waiting
    conflicts: tuple[Conflict, ...]
    photos: Mapping[str, Sequence[AttachmentRow]]


class ConflictPage(QStackedWidget):
    """The list at the left, the sides of the chosen record at the right."""

    counted = Signal(int)

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._turn = 0
        self._waiting: dict[tuple[str, Id], Waiting] = {}
        self.opened: Opened | None = None
        self.others: Alike | None = None
        self.list = WaitingList(_("Records that wait for a decision"))
        self._pictures = Pictures(context, self)
        self.pane = ConflictPane(self._pictures)
        self.empty = EmptyState(
            "circle-check", _("No conflicts"), _("Where two people change the same field apart, you decide here.")
        )
        beside.lay_out(self, self.list, self.pane, self.empty)
        self._connect()

    def _connect(self) -> None:
        self.list.chosen.connect(self._open)
        self.pane.side_taken.connect(self.take_side)
        self.pane.value_taken.connect(self.take_value)
        self.pane.other_asked.connect(self.ask_other)
        self.pane.person_asked.connect(self.ask_person)
        self.pane.photo_opened.connect(self._show_photo)
        words = {"1": _("Take what is here"), "2": _("Take what the pack brings")}
        digits = [str(number) for number in range(1, DIGITS + 1)]
        sides = [(digit, partial(self.take_digit, digit), words.get(digit, "")) for digit in digits]
        beside.listen(self, [("N", self.list.step, _("Next conflict")), *sides])

    def reload(self) -> None:
        """Ask again what waits."""
        job = self._context.read_later(lambda session, _progress: conflicts.listed(session))
        job.then(self, self._show)

    def _show(self, found: Sequence[Waiting]) -> None:
        self.setCurrentIndex(LIST if found else EMPTY)
        self._waiting = {(one.table, one.row): one for one in found}
        self.list.show_lines([_line(one) for one in found])
        self.counted.emit(sum(len(one.fields) for one in found))

    def _open(self, key: tuple[str, Id] | None) -> None:
        self._turn += 1
        self.others = None
        waiting = self._waiting.get(key) if key is not None else None
        if waiting is None:
            self.opened = None
            self.pane.clear()
            return
        job = self._context.read_later(lambda session, _progress: _read(session, waiting), quiet=True)
        job.then(self, partial(self._show_record, self._turn)).otherwise(self, self._on_failure)

    def _show_record(self, turn: int, opened: Opened) -> None:
        if turn != self._turn:
            return
        self.opened = opened
        self.pane.show_record(opened.waiting, opened.conflicts, opened.photos)
        job = self._context.read_later(
            lambda session, _progress: alike.of(session, opened.waiting, opened.conflicts), quiet=True
        )
        job.then(self, partial(self._offer_person, turn))

    def _offer_person(self, turn: int, others: Alike | None) -> None:
        if turn == self._turn:
            self.others = others
            self.pane.say_of_person(_person_text(others))

    def _on_failure(self, error: Exception) -> None:
        # The record was settled elsewhere meanwhile; the list that follows no longer has it.
        if not isinstance(error, NotFound):
            self._context.error_raised.emit(error)

    def take_digit(self, digit: str) -> None:
        """Take the side whose card bears this digit."""
        side = next((one for one in self.pane.sides if one.digit == digit), None)
        if side is not None:
            self.take_side(side.side)

    def take_side(self, wanted: str) -> None:
        """Decide the whole record for one side."""
        side = next((one for one in self.pane.sides if one.side == wanted), None)
        if side is None or self.opened is None:
            return
        pairs = zip(self.opened.conflicts, side.versions, strict=True)
        self._decide([(conflict, version) for conflict, version in pairs if version is not None])

    def take_value(self, conflict: Conflict, version: Version) -> None:
        """Decide one field."""
        self._decide([(conflict, version)])

    def ask_other(self) -> None:
        """Let somebody fill in values that neither side has."""
        if self.opened is None or not any(fillable(one) for one in self.opened.conflicts):
            return
        dialog = OtherValueDialog(self._context, self.opened.waiting.name, self.opened.conflicts, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(
            lambda: self._decide([(conflict, Value(value)) for conflict, value in dialog.chosen().values()])
        )
        dialog.open()

    def ask_person(self) -> None:
        """Ask whether all of one person in one room is to be taken from the pack."""
        others = self.others
        if others is None:
            return
        question = QMessageBox(self)
        question.setWindowTitle(_("Take all from the pack"))
        question.setText(_person_text(others))
        question.setInformativeText(_("The values here stay in history, and one undo brings all of them back."))
        take = question.addButton(_("Take from the pack"), QMessageBox.ButtonRole.AcceptRole)
        question.setDefaultButton(question.addButton(_("Cancel"), QMessageBox.ButtonRole.RejectRole))
        question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        take.clicked.connect(lambda: self.take_person(others))
        question.open()

    def take_person(self, others: Alike) -> None:
        """Decide for the pack all that one person changed in one room."""
        done = ngettext("{n} conflict decided", "{n} conflicts decided", others.count)
        self._context.write(
            lambda uow, _progress: conflicts.resolve_all(uow, others.person, others.room_id, INCOMING),
            "resolve",
            formats.counted(done, others.count),
        )

    def _decide(self, decisions: Sequence[tuple[Conflict, Choice]]) -> None:
        if not decisions:
            return
        given, self.opened = tuple(decisions), None  # a second key press must not decide it again

        def write(uow: UnitOfWork, _progress: object) -> None:
            for conflict, choice in given:
                conflicts.resolve(uow, conflict.table, conflict.row, conflict.field, choice)

        done = ngettext("{n} conflict decided", "{n} conflicts decided", len(given))
        job = self._context.write(write, "resolve", formats.counted(done, len(given)))
        job.otherwise(self, lambda _error: self.reload())

    def _show_photo(self, rows: Sequence[AttachmentRow], number: int) -> None:
        here = [row for row in rows if row.size_bytes is not None]
        if rows[number] in here:
            viewer = PhotoViewer(self._context, self._pictures, here, here.index(rows[number]), self)
            viewer.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            viewer.open()


def _read(session: Any, waiting: Waiting) -> Opened:
    found = tuple(conflicts.of_record(session, waiting.table, waiting.row))
    photos = side_photos.by_side(session, waiting.table, waiting.row, versions.columns(found))
    return Opened(waiting, found, photos)


def _line(waiting: Waiting) -> WaitingLine:
    key = (waiting.table, waiting.row)
    return WaitingLine(waiting.tag, waiting.name or _("Unnamed"), ", ".join(waiting.fields), key)


def _person_text(others: Alike | None) -> str:
    if others is None or others.count < 2:
        return ""
    text = _("All from {person} for {room} → take from the pack ({n})")
    return text.format(person=others.person, room=others.room, n=formats.number(others.count))
