"""The frame around every screen: rail, message bar, toast, status bar, and the shortcuts of the whole window.

It is painted before the database layer is even loaded; `attach` brings it to life.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QPaintEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QMessageBox, QStackedWidget, QVBoxLayout, QWidget

from spbe_assets import i18n
from spbe_assets.domain.changes import Changes
from spbe_assets.domain.errors import AppError
from spbe_assets.i18n import _
from ui import left_at, navigation
from ui.palette.commands import COMMANDS, Command, is_single
from ui.palette.overlays import Overlays
from ui.preferences import Preferences
from ui.theme import Mode
from ui.widgets.notice import MessageBar
from ui.widgets.rail import Rail
from ui.widgets.screen import Screen
from ui.widgets.status_bar import StatusBar
from ui.widgets.toast import UndoToast

if TYPE_CHECKING:
    from spbe_assets.services.attachment_files import Source
    from ui.context import AppContext
    from ui.status import Status

SMALLEST = (1024, 640)
FIRST_SIZE = (1366, 768)
SHORT_WORK_S = 2.0


class MainWindow(QMainWindow):
    """One database, one operator. Screens are made when they are opened for the first time."""

    painted = Signal()
    """The first paint is over: time for heavy work."""

    def __init__(self, preferences: Preferences, tell: Callable[[BaseException], None]) -> None:
        super().__init__()
        self._preferences, self._tell = preferences, tell
        self._context: AppContext | None = None
        self._status: Status | None = None
        self.overlays: Overlays | None = None
        self._screens: dict[str, Screen] = {}
        self._wanted: tuple[str, object] = (navigation.HOME, None)
        self._is_painted = self._is_closing = False
        self._own_way_back: Callable[[], object] | None = None

        self.rail = Rail(navigation.places())
        self.message_bar = MessageBar()
        self.stack = QStackedWidget()
        self.status_bar = StatusBar()

        self._lay_out()
        self.toast = UndoToast(self.status_bar)
        self._add_shortcuts()
        self.rail.chosen.connect(self.open_place)
        self.setWindowTitle("SPBE Assets")
        self.setMinimumSize(*SMALLEST)
        self.resize(*FIRST_SIZE)
        if not preferences.geometry.isEmpty():
            self.restoreGeometry(preferences.geometry)

    def attach(self, context: AppContext) -> None:
        """Give the frame its database; the place that was asked for last opens."""
        from ui.status import Status

        self._context = context
        self.overlays = Overlays(context, self._preferences, self)
        context.navigated.connect(self.open_place)
        context.scan_wanted.connect(self.open_scan)
        context.error_raised.connect(self.show_error)
        context.message.connect(self._say)
        context.done.connect(self._show_done)
        context.offered.connect(self._offer)
        self.toast.undo_wanted.connect(self._take_back)
        self._status = Status(context, self.status_bar, self.rail, self)
        self.setWindowTitle(f"{context.store.path.stem} — SPBE Assets")
        name, argument = self._wanted
        self.open_place(name, argument)
        current = self.current_screen()
        if argument is None and current is not None:
            left_at.come_back(self._preferences, context.store.path, current)

    def open_place(self, name: str, argument: object = None) -> None:
        """Show a screen, and in it what `argument` asks for."""
        place = navigation.place(name)
        if place is None:
            self.message_bar.show_message("info", _("This part of the program is not there yet."))
            return
        self._wanted = (name, argument)
        current = self.current_screen()
        if current is not None and current.name != name and not current.may_leave():
            self.rail.mark(current.name)
            return
        self.rail.mark(name)
        if self.overlays is not None:
            self.overlays.dismiss()
            self._show_screen(place, argument)

    def current_screen(self) -> Screen | None:
        """The screen that is shown; None before the database is there."""
        shown = self.stack.currentWidget()
        return shown if isinstance(shown, Screen) else None

    def may_close(self) -> bool:
        """Whether every screen lets go; one with an open editor asks the user."""
        return all(screen.may_leave() for screen in self._screens.values())

    def retire(self) -> None:
        """Make room for a window that replaces this one; the database stays open."""
        self._context = None
        self.close()
        self.deleteLater()

    @Slot(object)
    def show_error(self, error: BaseException) -> None:
        """An expected error as a sentence under the title, anything else as a crash report."""
        if isinstance(error, AppError):
            self.message_bar.show_message("bad", str(error))
        else:
            self._tell(error)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            QTimer.singleShot(0, self, self.painted.emit)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.may_close() or not self._may_stop_writing():
            event.ignore()
            return
        self._preferences.geometry = self.saveGeometry()
        self.remember()
        if self._context is not None:
            self._context.close()
        super().closeEvent(event)

    def _show_screen(self, place: navigation.Place, argument: object) -> None:
        self._build(place)
        screen = self._screens[place.name]
        self.stack.setCurrentWidget(screen)
        screen.setFocus(Qt.FocusReason.OtherFocusReason)
        self._preferences.place = place.name
        if argument is not None:
            screen.show_argument(argument)

    def _build(self, place: navigation.Place) -> None:
        if place.name not in self._screens and self._context is not None:
            self._screens[place.name] = place.load()(self._context)
            self.stack.addWidget(self._screens[place.name])

    def build_next(self) -> bool:
        """Make a screen that nobody has opened yet; False when all are there."""
        missing = next((one for one in navigation.places() if one.name not in self._screens), None)
        if missing is None or self._context is None:
            return False
        self._build(missing)
        return True

    def _may_stop_writing(self) -> bool:
        if self._context is None or not self._context.is_writing:
            return True
        if self._context.writing_for_s < SHORT_WORK_S:
            if not self._is_closing:
                self._is_closing = True
                self._context.idle.connect(self.close)  # what takes a moment is saved first
            return False
        return self._asked_to_stop()

    def _asked_to_stop(self) -> bool:
        question = QMessageBox(self)
        question.setWindowTitle(_("Work is going on"))
        question.setText(_("A change is still being saved."))
        question.setInformativeText(_("Stop it and close? Nothing of it will be kept."))
        stop = question.addButton(_("Stop and close"), QMessageBox.ButtonRole.AcceptRole)
        question.setDefaultButton(question.addButton(_("Keep open"), QMessageBox.ButtonRole.RejectRole))
        question.exec()
        return question.clickedButton() is stop

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.message_bar)
        right.addWidget(self.stack, 1)
        across = QHBoxLayout()
        across.setSpacing(0)
        across.addWidget(self.rail)
        across.addLayout(right, 1)
        frame = QWidget()
        frame.setObjectName("page")
        column = QVBoxLayout(frame)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(across, 1)
        column.addWidget(self.status_bar)
        self.setCentralWidget(frame)

    def _add_shortcuts(self) -> None:
        for one in COMMANDS:
            for keys in () if one.yields else one.keys:
                QShortcut(QKeySequence(keys), self, partial(self._run, one))
        for keys in (keys for one in COMMANDS if one.yields for keys in one.keys if is_single(keys)):
            QShortcut(QKeySequence(keys), self, partial(self.press, keys))
        for number, name in enumerate(list(self.rail.buttons)[:9], 1):
            QShortcut(QKeySequence(f"Alt+{number}"), self, lambda name=name: self.open_place(name))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Here come the keys that nothing before had a use for: those of commands that yield to a screen's own."""
        pressed = QKeySequence(event.keyCombination())
        wanted = (one for one in COMMANDS if one.yields and pressed in map(QKeySequence, one.keys))
        chosen = next(wanted, None)
        if chosen is None:
            super().keyPressEvent(event)
        else:
            self._run(chosen)

    def press(self, key: str) -> bool:
        """Do what a single character means where no text has the focus; False where it means nothing."""
        chosen = next((one for one in COMMANDS if key and key in one.keys and is_single(key)), None)
        if chosen is None or self.overlays is None or self.overlays.any_open:
            return False
        self._run(chosen)
        return True

    def _run(self, chosen: Command) -> None:
        if self.overlays is not None:
            self.overlays.dismiss()
            chosen.run(self)

    def open_palette(self) -> None:
        """Show the box that finds everything."""
        if self.overlays is not None:
            self.overlays.open_palette()

    def show_keys(self) -> None:
        """Show the keyboard shortcuts of the screen and of the window."""
        if self.overlays is not None:
            self.overlays.show_keys()

    def scan(self, code: str) -> None:
        """Go on with a scanned code: the screen may wait for it, else its record opens, or a question."""
        current = self.current_screen()
        if self.overlays is not None and (current is None or not current.take_scan(code)):
            self.overlays.take_scan(code)

    def open_scan(self, brought: Sequence[Source] = ()) -> None:
        """Scan one thing after another; pictures and scanner files that were brought are read at once."""
        if self.overlays is not None:
            self.overlays.open_scan(brought)

    def open_help(self) -> None:
        """Open the user guide at the page of this screen."""
        current = self.current_screen()
        if find_spec("ui.help") is not None:
            from ui import help as guide

            guide.open_page(current.name if current is not None else "", self)

    def new_item(self) -> None:
        """Begin a new item, wherever one is."""
        self.open_place(navigation.INVENTORY, navigation.NEW)

    def back_up(self) -> None:
        """Take and test a backup of this moment."""
        if self._status is not None:
            self._status.back_up_now()

    def ask_theme(self, mode: Mode) -> None:
        """Switch the colours."""
        if self._context is not None:
            self._context.theme_chosen.emit(str(mode))

    def switch_language(self) -> None:
        """Go on in the other language."""
        if self._context is not None:
            self._context.language_chosen.emit("en" if i18n.language() == "id" else "id")

    def undo(self) -> None:
        """Turn back the last action."""
        if self._context is not None:
            self._context.undo()

    def redo(self) -> None:
        """Do again what was undone last."""
        if self._context is not None:
            self._context.redo()

    def close_message(self) -> None:
        """Take the sentence under the title away."""
        self.message_bar.dismiss()

    def focus_search(self) -> None:
        """Put the cursor into the search box of the screen, or of the inventory where it has none."""
        current = self.current_screen()
        if current is None or current.focus_search():
            return
        self.open_place(navigation.INVENTORY)
        current = self.current_screen()
        if current is not None:
            current.focus_search()

    def remember(self) -> None:
        """Keep what is open for the next start."""
        current = self.current_screen()
        if current is not None and self._context is not None:
            left_at.remember(self._preferences, self._context.store.path, current)

    @Slot()
    def _take_back(self) -> None:
        """Undo what the toast speaks of."""
        (self._own_way_back or self.undo)()

    @Slot(str)
    def _say(self, text: str) -> None:
        self.message_bar.hide()
        self.toast.say(text)

    @Slot(str, object)
    def _show_done(self, text: str, changes: Changes) -> None:
        self.message_bar.hide()
        self._own_way_back = None
        self.toast.say(text, can_undo=bool(changes.touched))

    @Slot(str, object)
    def _offer(self, text: str, take_back: Callable[[], object]) -> None:
        self.message_bar.hide()
        self._own_way_back = take_back
        self.toast.say(text, can_undo=True)
