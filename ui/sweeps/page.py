"""A sweep at work: rooms at the left, the scan line and its answer above, what is in the room below."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from spbe_assets.domain.ids import Id
from spbe_assets.domain.vocabulary import SightingResult, title
from spbe_assets.i18n import _
from spbe_assets.services.sweeps import Seen
from ui import format
from ui.context import AppContext
from ui.preferences import Preferences
from ui.sweeps import line_table, looks
from ui.sweeps.answer import Answer
from ui.sweeps.desk import NO_ROOM, Desk
from ui.sweeps.hands import Hands
from ui.sweeps.line_table import LineTable, Shown
from ui.sweeps.line_view import LineView
from ui.sweeps.room_list import RoomList
from ui.sweeps.scan_line import ScanLine
from ui.widgets.basics import button, divider, elided
from ui.widgets.empty_state import EmptyState
from ui.widgets.notice import Notice
from ui.widgets.switch import Switch

ROOMS_PX, SECOND_BEEP_MS = 256, 160
INSIDE = Qt.ShortcutContext.WidgetWithChildrenShortcut


class SweepPage(QWidget):
    """`new_asked` carries the sighting of an unknown code for which a record is to be made, and the code."""

    new_asked = Signal(object, str)
    add_asked = Signal()
    finish_asked = Signal()
    reopen_asked = Signal()

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preferences = Preferences()
        self._wanted: Id | None = None
        self._room: Id | None = None

        self.desk = Desk(context, self)
        self.rooms = RoomList()
        self.add_button = button(_("Add rooms…"), "flat", "plus")
        self.notice = Notice("info", "")
        self.scan_line = ScanLine()
        self.answer = Answer()
        self.room_title = elided("", "record")
        self.switch = Switch(_sides((0, 0, 0), is_open=True))
        self.done_button = button(_("Room done"), "", "check")
        self.hands = Hands(self.desk, self.answer, self)
        self.table = LineTable(self)
        self.view = LineView(self.table, self.hands.press)
        self.empty = EmptyState("scan-line", "", "")

        self._lay_out()
        self._connect()
        self.hands.work_on(self.view)
        self.view.set_empty(self.empty)
        self.setFocusProxy(self.view)
        self.switch.choose(Shown.ALL)

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setContentsMargins(0, 1, 0, 4)
        left.setSpacing(4)
        left.addWidget(self.rooms, 1)
        left.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        held = QFrame()
        held.setObjectName("rooms-pane")
        held.setFixedWidth(ROOMS_PX)
        held.setLayout(left)
        top = QVBoxLayout()
        top.setContentsMargins(14, 2, 16, 10)
        top.setSpacing(8)
        for part in (self.notice, self.scan_line, self.answer):
            top.addWidget(part)
        self.notice.hide()
        tools = QHBoxLayout()
        tools.setContentsMargins(14, 0, 16, 8)
        tools.setSpacing(10)
        tools.addWidget(self.room_title, 1)
        tools.addWidget(self.switch)
        tools.addWidget(self.done_button)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addLayout(top)
        right.addLayout(tools)
        right.addWidget(divider())
        right.addWidget(self.view, 1)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(held)
        across.addLayout(right, 1)

    def _connect(self) -> None:
        self.desk.shown.connect(self._show)
        self.desk.answered.connect(self._on_answered)
        self.rooms.chosen.connect(self._go_to)
        self.rooms.entered.connect(self.view.setFocus)
        self.add_button.clicked.connect(self.add_asked)
        self.notice.acted.connect(self.reopen_asked)
        self.scan_line.scanned.connect(self.scan)
        self.scan_line.left.connect(self.view.setFocus)
        self.view.typed.connect(self._type)
        self.view.rooms_asked.connect(self.rooms.setFocus)
        self.view.doubleClicked.connect(lambda _index: self.hands.tick())
        self.answer.condition_asked.connect(self.hands.set_condition)
        self.answer.asked.connect(self.hands.do)
        self.answer.chosen.connect(self.desk.choose)
        self.hands.new_asked.connect(self.new_asked)
        self.switch.switched.connect(self._narrow)
        self.done_button.clicked.connect(self.toggle_done)
        self.done_button.setToolTip("Ctrl+Enter")
        keys = (
            ("Alt+Down", lambda: self.rooms.step(1), _("Next room")),
            ("Ctrl+PgDown", lambda: self.rooms.step(1), _("Next room")),
            ("Alt+Up", lambda: self.rooms.step(-1), _("Previous room")),
            ("Ctrl+PgUp", lambda: self.rooms.step(-1), _("Previous room")),
            ("Ctrl+Return", self.toggle_done, _("Room done, on to the next")),
            ("Ctrl+Shift+Return", self.finish_asked.emit, _("Finish the sweep")),
            ("F4", self._narrow_next, _("All, not seen yet, exceptions")),
        )
        for text, slot, meaning in keys:
            made = QShortcut(QKeySequence(text), self, context=INSIDE)
            made.setWhatsThis(meaning)
            made.activated.connect(slot)
        for text, meaning in _told_keys():
            # They only stand on the sheet of keys: the list takes them itself, once no scanner can have sent them.
            QShortcut(QKeySequence(text), self.answer, context=Qt.ShortcutContext.WidgetShortcut).setWhatsThis(meaning)

    def open(self, sweep_id: Id, room_id: Id | None = None) -> None:
        """Go on with a sweep, in a room or where work went on last."""
        self.table.show_room(None)
        self.answer.show_idle("")
        self.desk.open(sweep_id, room_id)

    def scan(self, code: str) -> bool:
        """Record a code in the open room; False where nothing can be seen now."""
        if self.desk.can_see:
            self._beep()
            self.desk.scan(code)
        return self.desk.can_see

    def toggle_done(self) -> None:
        """Say that the room is done and open the next one, or that it is not done after all."""
        room = self.desk.room
        if room is None or not self.desk.can_see:
            return
        is_done, following = room.done_at is None, self.desk.next_room()
        job = self.desk.mark_room(done=is_done)
        if job is not None and is_done and following is not None:
            job.then(self, lambda _result: self._go_to(following))

    def _go_to(self, room_id: Id) -> None:
        self.answer.show_idle("")
        self.desk.go_to(room_id)

    def _type(self, text: str) -> None:
        if self.desk.can_see:
            self.scan_line.type(text)

    def _narrow(self, number: int) -> None:
        kept = self.view.keys_of_selected()
        self.table.show_only(Shown(number))
        self.view.select(kept)
        self._show_if_empty()
        self.view.setFocus()

    def _narrow_next(self) -> None:
        self.switch.choose((self.switch.chosen + 1) % len(Shown))

    def _on_answered(self, seen: Seen) -> None:
        self.answer.show_seen(seen)
        self.answer.repaint()  # at once, before the room is read anew
        if seen.result is not SightingResult.FOUND:
            QTimer.singleShot(SECOND_BEEP_MS, self, self._beep)
        if self.hands.ring is None:
            self._wanted = seen.sighting_id
            self._select_scanned()

    def _beep(self) -> None:
        if self._preferences.scanner_beep:
            QApplication.beep()

    def _show(self) -> None:
        overview = self.desk.overview
        if overview is None:
            return
        self.rooms.show_rooms(overview.rooms, overview.no_room, self.desk.room_id)
        self._show_lines()
        self._say_room()
        self._show_last()
        self._show_if_empty()

    def _show_lines(self) -> None:
        """Show the lines anew; selection and ring stay on the same things, or go to what was scanned or comes next."""
        kept, at, current = self.view.keys_of_selected(), self.view.currentIndex().row(), self.view.current()
        is_same, self._room = self._room == self.desk.room_id, self.desk.room_id
        self.table.show_room(self.desk.room)
        ring, self.hands.ring = self.hands.ring, None
        if self._select_scanned():
            return
        here = ring or (line_table.key(current) if current is not None and is_same else None)
        self.view.select(kept)
        row = self.table.row_of(here) if here is not None else -1
        self.view.ring(row if row >= 0 else at if is_same else 0)

    def _select_scanned(self) -> bool:
        """Select what was scanned last as soon as its line is there."""
        scanned = self.desk.last_line()
        if self._wanted is None or scanned is None or scanned.sighting_id != self._wanted:
            return False
        self._wanted = None
        self.view.clearSelection()
        self.view.go_to(line_table.key(scanned), select=True)
        return True

    def _say_room(self) -> None:
        room, is_open = self.desk.room, self.desk.is_open
        named = self._named()
        self.room_title.set_whole(" · ".join(text for text in (named, room.site if room is not None else "") if text))
        self.scan_line.say_ready(named if self.desk.can_see else "")
        for number, text in enumerate(_sides([self.table.count(one) for one in Shown], is_open=is_open)):
            self.switch.name(number, text)
        self.done_button.setText(_("Not done after all") if room is not None and room.done_at else _("Room done"))
        self.done_button.setVisible(self.desk.can_see)
        for part in (self.scan_line, self.answer, self.add_button):
            part.setVisible(is_open)
        self._say_finished()

    def _named(self) -> str:
        room = self.desk.room
        return _("In no room") if self.desk.room_id == NO_ROOM else room.room if room is not None else ""

    def _say_finished(self) -> None:
        sweep = self.desk.overview.sweep if self.desk.overview is not None else None
        self.notice.setVisible(sweep is not None and not sweep.is_open)
        if sweep is not None and sweep.finished_at is not None:
            said = _("Finished on {day} by {name}").format(day=format.moment(sweep.finished_at), name=sweep.finished_by)
            self.notice.set(said, _("Open it again to go on with it."), _("Open again"))

    def _show_last(self) -> None:
        if self.desk.last is not None:
            self.answer.show_seen(self.desk.last, self.desk.last_line())
        elif self.desk.can_see:
            self.answer.show_idle(
                self._named(), _("Space ticks a line · 1 2 3 condition · Del cancels · Alt ↓ next room · F1 help")
            )
        else:
            self.answer.show_idle(self._named(), _("These stand in no room in the register. Scan them where they are."))

    def _show_if_empty(self) -> None:
        heading, text = _empty(self.table.shown, self.desk)
        self.empty.title.setText(heading)
        self.empty.text.setText(text)
        self.view.show_empty_if_needed()


def _sides(counts: Sequence[int], *, is_open: bool) -> list[str]:
    everything, missing, exceptions = map(format.number, counts)
    return [
        _("All {n}").format(n=everything),
        (_("Not seen yet {n}") if is_open else _("Missing {n}")).format(n=missing),
        _("Exceptions {n}").format(n=exceptions),
    ]


def _empty(shown: Shown, desk: Desk) -> tuple[str, str]:
    if desk.room is None:
        return "", ""
    if shown is Shown.MISSING:
        return _("Everything was seen"), _("Mark the room as done with Ctrl+Enter.")
    if shown is Shown.EXCEPTIONS:
        return _("No exceptions"), _("What was seen here is where the register has it.")
    return _("The register has nothing in this room"), _("Scan what stands here; it is noted all the same.")


def _told_keys() -> list[tuple[str, str]]:
    return [
        ("Space", _("Tick: it is here")),
        *((key, title(value)) for key, value in looks.CONDITION_KEYS.items()),
        ("M", _("Move here")),
        ("L", _("Leave it")),
        ("N", _("New item")),
        ("Del", _("Cancel sighting")),
    ]
