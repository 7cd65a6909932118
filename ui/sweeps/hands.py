"""What keys and buttons do in a sweep: with the selected lines, or where none is, with what was scanned last."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMessageBox, QWidget

from spbe_assets.domain.ids import Id
from spbe_assets.domain.vocabulary import Condition
from spbe_assets.i18n import _
from spbe_assets.services.sweeps import Line, Settled, State
from ui.sweeps import answer as answers
from ui.sweeps import line_table
from ui.sweeps.answer import Answer
from ui.sweeps.desk import Desk
from ui.sweeps.line_table import Key
from ui.sweeps.line_view import PLAIN, LineView
from ui.sweeps.looks import CONDITION_KEYS

MOVABLE = (State.WRONG_ROOM, State.UNEXPECTED)
Act = Callable[[], bool]


class Hands(QObject):
    """Every act says whether there was something to do, so that a key without use is typed into the scan line.

    `new_asked` carries the sighting of an unknown code and the code.
    """

    new_asked = Signal(object, str)

    def __init__(self, desk: Desk, answer: Answer, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._answer, self._parent = desk, answer, parent
        self._view: LineView | None = None
        self.ring: Key | None = None
        """Where the ring belongs after a tick: on the next line that is not seen yet."""
        self._acts: dict[str, Act] = {
            answers.MOVE: self.move_here,
            answers.LEAVE: self.leave,
            answers.NEW: self.make_new,
            answers.TAKE_BACK: self.take_back,
            answers.AS_IT_IS: self.note_unknown,
        }

    def work_on(self, view: LineView) -> None:
        """The list whose selection is meant."""
        self._view = view

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key means here; False where it means nothing."""
        if not self._desk.is_open or event.modifiers() & ~PLAIN:
            return False
        if self._answer.is_asking:
            return self._answer_question(event)
        if event.key() == Qt.Key.Key_Space:
            return self.tick() or True
        if event.matches(QKeySequence.StandardKey.Delete):
            return self.take_back() or True
        if event.text() in CONDITION_KEYS:
            return self.set_condition(CONDITION_KEYS[event.text()])
        named = {"M": answers.MOVE, "L": answers.LEAVE, "N": answers.NEW}.get(event.text().upper())
        return named is not None and self.do(named)

    def _answer_question(self, event: QKeyEvent) -> bool:
        shown = self._answer.list
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            shown.step(1 if event.key() == Qt.Key.Key_Down else -1)
            return True
        if event.key() == Qt.Key.Key_Escape:
            self._desk.last = None
            self._answer.show_idle("")
            return True
        typed = event.text().upper()
        line = next((one for one in shown.lines() if typed and one.keys == typed), None)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            line = shown.line()
        if line is not None:
            line.run()
        return line is not None

    def do(self, name: str) -> bool:
        """Do one of the actions of an answer."""
        return self._acts[name]()

    def tick(self) -> bool:
        """Say that the selected lines, or the one with the ring, are here."""
        view = self._view
        chosen = [] if view is None else view.selected() or [line for line in (view.current(),) if line is not None]
        missing = _missing(chosen)
        if missing and view is not None:
            self._go_on_after(chosen)
            self._desk.tick(missing)
        return bool(missing)

    def set_condition(self, condition: Condition) -> bool:
        """State the condition of the selected lines, or of what was scanned last."""
        chosen = self._chosen()
        if chosen:
            if _missing(chosen):
                self._go_on_after(chosen)
            self._desk.set_condition(chosen, condition)
        return bool(chosen)

    def take_back(self) -> bool:
        """Take sightings back."""
        ids = _sightings(self._chosen())
        if ids:
            self._desk.unsee(ids)
        return bool(ids)

    def leave(self) -> bool:
        """Say that exceptions stay as they are."""
        ids = _sightings(line for line in self._chosen() if line.state is not State.FOUND and not line.settled)
        if ids:
            self._desk.leave(ids)
        return bool(ids)

    def note_unknown(self) -> bool:
        """Note a code that nobody could name as unknown."""
        self._desk.note_unknown()
        return True

    def make_new(self) -> bool:
        """Ask for a record for the unknown code."""
        unknown = [one for one in self._chosen() if one.state is State.UNKNOWN and one.settled is not Settled.CREATED]
        if len(unknown) == 1 and unknown[0].sighting_id is not None:
            self.new_asked.emit(unknown[0].sighting_id, unknown[0].code)
        return len(unknown) == 1

    def move_here(self) -> bool:
        """Let the register say that things stand here; whose they are is asked where it is another agency."""
        chosen = [one for one in self._chosen() if one.state in MOVABLE and one.settled is not Settled.MOVED]
        ids = _sightings(chosen)
        foreign = {one.agency for one in chosen if one.state is State.UNEXPECTED and one.agency}
        own = self._desk.overview.sweep.agency if self._desk.overview is not None else ""
        if foreign:
            self._ask_whose(ids, ", ".join(sorted(foreign)), own)
        elif ids:
            self._desk.move_here(ids)
        return bool(ids)

    def _ask_whose(self, ids: list[Id], foreign: str, own: str) -> None:
        box = QMessageBox(self._parent.window())
        box.setWindowTitle(_("Move here"))
        box.setText(_("In the register this belongs to {agency}.").format(agency=foreign))
        box.setInformativeText(
            _("Does it belong to {agency} from now on, or does it only stand here?").format(agency=own)
        )
        box.addButton(_("Cancel"), QMessageBox.ButtonRole.RejectRole)
        stands = box.addButton(_("It only stands here"), QMessageBox.ButtonRole.ActionRole)
        belongs = box.addButton(_("It belongs here now"), QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(stands)
        stands.clicked.connect(lambda: self._desk.move_here(ids))
        belongs.clicked.connect(lambda: self._desk.move_here(ids, with_agency=True))
        box.finished.connect(box.deleteLater)
        box.open()

    def _chosen(self) -> list[Line]:
        selected = self._view.selected() if self._view is not None else []
        last = self._desk.last_line()
        return selected or ([last] if last is not None else [])

    def _go_on_after(self, chosen: list[Line]) -> None:
        if self._view is not None:
            following = self._view.next_missing(chosen[-1])
            self.ring = line_table.key(following) if following is not None else None
            self._view.clearSelection()


def _missing(lines: Iterable[Line]) -> list[Id]:
    return [line.asset_id for line in lines if line.state is State.MISSING and line.asset_id is not None]


def _sightings(lines: Iterable[Line]) -> list[Id]:
    return [line.sighting_id for line in lines if line.sighting_id is not None]
