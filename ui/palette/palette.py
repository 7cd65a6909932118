"""The command palette: type, and take a line with Enter. Records are found off the GUI thread, newer typing wins."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from spbe_assets.i18n import _
from spbe_assets.services import scanning
from ui.context import AppContext
from ui.jobs import Job
from ui.palette import sources
from ui.palette.line_list import LineList
from ui.palette.lines import Group, Line
from ui.palette.overlay import Overlay
from ui.preferences import Preferences
from ui.widgets.basics import divider, icon_label, label

if TYPE_CHECKING:
    from ui.main_window import MainWindow

STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8,
         Qt.Key.Key_Tab: 1, Qt.Key.Key_Backtab: -1}  # fmt: skip
FEW = 4
AT_HAND = ("command:", "action:", "place:", "help:")
"""Keys of lines that need no database."""
BOX_PX = 52
FOOT_PX = 30
MOST_PX = 560


class Palette(Overlay):
    """One box for everything: records, commands, screens and help; what was used last when nothing is typed."""

    def __init__(self, context: AppContext, preferences: Preferences, window: MainWindow) -> None:
        super().__init__(window, _("Find anything"))
        self._context, self._preferences, self._main = context, preferences, window
        self._turn = 0
        self._jobs: list[Job] = []
        self._others: tuple[scanning.Hit, ...] = ()
        self._found = sources.Found("")
        self._recent: dict[str, scanning.Hit] = {}
        self._is_waiting = self._enter_waits = self._is_moved = False

        self.box = QLineEdit()
        self.box.setObjectName("palette-box")
        self.box.setPlaceholderText(_("Find a record, a command, a screen or help…"))
        self.box.setAccessibleName(_("Find anything"))
        self.box.setMaxLength(200)
        self.list = LineList()
        self.list.setAccessibleName(_("Found"))
        self.nothing = label(_("Nothing answers to this."), "muted")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing.setFixedHeight(72)

        self._lay_out()
        self.box.installEventFilter(self)
        self.box.textChanged.connect(self._ask)
        self.list.picked.connect(self._take)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(16, 10, 16, 10)
        top.setSpacing(10)
        top.addWidget(icon_label("search", "muted", 18))
        top.addWidget(self.box, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 6, 16, 6)
        foot.addWidget(label(_("↑ ↓ to choose · Enter to open · Esc to close"), "small"))
        foot.addStretch(1)
        self.body.addLayout(top)
        self.body.addWidget(divider())
        self.body.addWidget(self.nothing)
        self.body.addWidget(self.list, 1)
        self.body.addWidget(divider())
        self.body.addLayout(foot)

    def start(self, text: str = "") -> None:
        """Open with an empty box, or with a text in it."""
        self.open(self.box)
        if self.box.text() == text:
            self._ask(text)
        else:
            self.box.setText(text)

    def _ask(self, typed: str) -> None:
        text = typed.strip()
        self._turn += 1
        self._enter_waits = self._is_moved = False
        for job in self._jobs:
            job.cancel()
        if not text:
            self._found, self._others = sources.Found(""), ()
        self._show_lines()
        self._is_waiting = True
        self._jobs = self._read(text) if text else self._read_recent()

    def _read(self, text: str) -> list[Job]:
        read, turn = partial(self._context.read_later, quiet=True), self._turn
        equipment = read(lambda session, _progress: sources.find(session, text))
        others = read(lambda session, _progress: sources.find_others(session, text))
        equipment.then(self, partial(self._show_found, turn))
        others.then(self, partial(self._show_others, turn))
        return [equipment, others]

    def _read_recent(self) -> list[Job]:
        keys = self._preferences.recent
        job = self._context.read_later(lambda session, _progress: sources.known(session, keys), quiet=True)
        return [job.then(self, partial(self._show_recent, self._turn))]

    def _show_found(self, turn: int, found: sources.Found) -> None:
        if turn == self._turn:
            self._found = found
            self._settle()

    def _show_others(self, turn: int, others: tuple[scanning.Hit, ...]) -> None:
        if turn == self._turn:
            self._others = others
            self._show_lines()

    def _show_recent(self, turn: int, recent: dict[str, scanning.Hit]) -> None:
        if turn == self._turn:
            self._recent = recent
            self._settle()

    def _settle(self) -> None:
        self._is_waiting = False
        self._show_lines()
        if self._enter_waits:
            self._take_marked()

    def _show_lines(self) -> None:
        text = self.box.text().strip()
        groups = self._answers(text) if text else self._offers()
        self.list.show_groups(groups, self.list.line() if self._is_moved else None)
        self.list.setVisible(bool(groups))
        self.nothing.setVisible(not groups and not self._is_waiting)
        rows = self.list.height_px() if groups else self.nothing.height()
        self.place(min(BOX_PX + rows + 10 + FOOT_PX, MOST_PX))

    def _answers(self, text: str) -> list[Group]:
        """What was just typed exactly comes first, then what the window can do, then records and help."""
        records = sources.record_groups(self._found, self._others, self._go)
        exact = records[:1] if self._found.first and self._found.text == text else []
        groups = [
            *exact,
            Group(_("Screens"), tuple(sources.place_lines(text, self._go)[:FEW])),
            Group(_("With the selection"), tuple(sources.action_lines(self._main, text)[:FEW])),
            Group(_("Commands"), tuple(sources.command_lines(self._main, text)[:FEW])),
            *records[len(exact) :],
            Group(_("Help"), tuple(sources.help_lines(self._main, text))),
        ]
        return [group for group in groups if group.lines]

    def _offers(self) -> list[Group]:
        """What was used last, then all there is to do and to go to."""
        commands = sources.command_lines(self._main, "")
        places, actions = sources.place_lines("", self._go), sources.action_lines(self._main, "")
        at_hand = {line.key: line for line in (*commands, *places, *actions)}
        at_hand |= {key: sources.record_line(hit, self._go) for key, hit in self._recent.items()}
        recent = [at_hand[key] for key in self._preferences.recent if key in at_hand]
        used = {line.key for line in recent}
        groups = (
            Group(_("Used recently"), tuple(recent)),
            Group(_("With the selection"), tuple(line for line in actions if line.key not in used)),
            Group(_("Screens"), tuple(line for line in places if line.key not in used)),
            Group(_("Commands"), tuple(line for line in commands if line.key not in used)),
        )
        return [group for group in groups if group.lines]

    def _go(self, place: str, argument: object) -> None:
        self._context.navigate(place, argument)

    def _take_marked(self) -> None:
        """Take the marked line; while the records are still on their way, as soon as they have come."""
        line = self.list.line()
        stale = self._is_waiting and self._found.text != self.box.text().strip() and self.box.text().strip()
        if stale and (line is None or not line.key.startswith(AT_HAND)):
            self._enter_waits = True
        elif line is not None:
            self._take(line)

    def _take(self, line: Line) -> None:
        self._enter_waits = False
        if line.key != "all":
            self._preferences.note_recent(line.key)
        self.dismiss()
        line.run()

    def _paste(self) -> bool:
        """Scan a picture on the clipboard; a text is pasted as ever."""
        from ui.scanning import bringing

        found = bringing.on_clipboard()
        if found:
            self.dismiss()
            self._main.open_scan(found)
        return bool(found)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.box and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = Qt.Key(event.key())
            if event.matches(QKeySequence.StandardKey.Paste):
                return self._paste()
            if key in STEPS:
                self._is_moved = True
                self.list.step(STEPS[key])
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take_marked()
                return True
        return super().eventFilter(watched, event)
