"""The frame: places, messages, undo, shortcuts, errors, closing, and the status line."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from spbe_assets.domain.changes import Changes
from spbe_assets.domain.errors import Refused
from spbe_assets.domain.filters import AssetFilter
from spbe_assets.domain.progress import Progress
from spbe_assets.storage.store import Store
from spbe_assets.storage.tables import Room
from spbe_assets.storage.unit_of_work import UnitOfWork
from tests.ui.inventory_data import fill
from ui import navigation
from ui.context import AppContext
from ui.errors import CrashDialog, Reporter
from ui.main_window import MainWindow
from ui.preferences import Preferences
from ui.widgets.screen import Screen

Window = Callable[[], MainWindow]


@pytest.fixture
def bugs() -> list[BaseException]:
    return []


@pytest.fixture
def window(qtbot: QtBot, context: AppContext, bugs: list[BaseException]) -> MainWindow:
    made = MainWindow(Preferences(), bugs.append)
    qtbot.addWidget(made)
    made.attach(context)
    made.show()
    qtbot.waitExposed(made)
    return made


def add_room(uow: UnitOfWork, _progress: Progress) -> bytes:
    return uow.create(Room, name="R. Server")


class Listener(Screen):
    """A screen that remembers what it was asked to refresh."""

    name, title = "listener", "Listener"

    def __init__(self, context: AppContext) -> None:
        super().__init__(context)
        self.seen: list[Changes | None] = []

    def refresh(self, changes: Changes | None) -> None:
        self.seen.append(changes)


def test_every_place_opens_from_the_rail_and_from_its_shortcut(qtbot: QtBot, window: MainWindow) -> None:
    for number, (name, made) in enumerate(list(window.rail.buttons.items())[:9], 1):
        made.click()
        assert window.current_screen() is not None and window.current_screen().name == name  # type: ignore[union-attr]
        window.open_place(navigation.HOME)
        qtbot.keyClick(window, Qt.Key(Qt.Key.Key_0 + number), Qt.KeyboardModifier.AltModifier)
        assert window.current_screen().name == name  # type: ignore[union-attr]
        assert made.isChecked()


def test_a_title_with_an_ampersand_is_shown_as_it_is(window: MainWindow) -> None:
    for name, made in window.rail.buttons.items():
        place = navigation.place(name)
        assert place is not None and made.text().replace("&&", "&") == place.title
        assert made.shortcut().isEmpty()


def test_a_place_that_does_not_exist_is_said_and_nothing_moves(window: MainWindow) -> None:
    window.open_place("nowhere")
    assert window.message_bar.isVisible()
    assert window.current_screen().name == navigation.HOME  # type: ignore[union-attr]


def test_a_place_asked_for_before_the_database_is_there_opens_with_it(qtbot: QtBot, context: AppContext) -> None:
    made = MainWindow(Preferences(), lambda _error: None)
    qtbot.addWidget(made)
    made.open_place("settings")
    assert made.current_screen() is None
    made.attach(context)
    assert made.current_screen().name == "settings"  # type: ignore[union-attr]


def test_an_expected_error_is_a_sentence_under_the_title(window: MainWindow, context: AppContext) -> None:
    context.error_raised.emit(Refused("The disk is full."))
    assert window.message_bar.isVisible()
    assert window.message_bar.text.text() == "The disk is full."
    window.message_bar.cross.click()
    assert not window.message_bar.isVisible()


def test_a_bug_goes_to_the_crash_report(window: MainWindow, context: AppContext, bugs: list[BaseException]) -> None:
    context.error_raised.emit(ValueError("oops"))
    assert [str(bug) for bug in bugs] == ["oops"]
    assert not window.message_bar.isVisible()


def test_the_toast_says_what_was_done_and_undoes_it(qtbot: QtBot, window: MainWindow, context: AppContext) -> None:
    with qtbot.waitSignal(context.done):
        context.write(add_room, "create", done="1 room made")
    assert window.toast.text.text() == "1 room made"
    with qtbot.waitSignal(context.message):
        window.toast.undo_button.click()
    assert window.toast.text.text() == "Undone: new record"
    assert not window.toast.undo_button.isVisible()


def test_ctrl_z_and_ctrl_y_turn_the_last_action_back_and_forth(
    qtbot: QtBot, window: MainWindow, context: AppContext
) -> None:
    with qtbot.waitSignal(context.changed):
        context.write(add_room, "create")
    with qtbot.waitSignal(context.message) as undone:
        qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    with qtbot.waitSignal(context.message) as redone:
        qtbot.keyClick(window, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert (undone.args, redone.args) == (["Undone: new record"], ["Done again: new record"])


def test_a_hidden_screen_refreshes_once_when_it_is_shown(qtbot: QtBot, context: AppContext) -> None:
    screen = Listener(context)
    qtbot.addWidget(screen)
    context.changed.emit(Changes({"room": frozenset({b"a"})}))
    context.changed.emit(Changes({"room": frozenset({b"b"}), "asset": frozenset({b"c"})}))
    assert screen.seen == []
    screen.show()
    assert screen.seen == [Changes({"room": frozenset({b"a", b"b"}), "asset": frozenset({b"c"})})]
    context.reloaded.emit()
    assert screen.seen[1:] == [None]


def test_what_a_hidden_screen_missed_wholly_stays_everything(qtbot: QtBot, context: AppContext) -> None:
    screen = Listener(context)
    qtbot.addWidget(screen)
    context.reloaded.emit()
    context.changed.emit(Changes({"room": frozenset({b"a"})}))
    screen.show()
    assert screen.seen == [None]


def test_an_editor_with_unsaved_work_keeps_its_screen_open(
    window: MainWindow, context: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.open_place("settings")
    monkeypatch.setattr(window.current_screen(), "may_leave", lambda: False)
    window.open_place(navigation.HOME)
    assert window.current_screen().name == "settings"  # type: ignore[union-attr]
    assert window.rail.buttons["settings"].isChecked()
    assert not window.close()


def test_closing_saves_what_takes_a_moment(qtbot: QtBot, window: MainWindow, context: AppContext) -> None:
    go = threading.Event()

    def work(uow: UnitOfWork, _progress: Progress) -> None:
        go.wait(5)
        uow.create(Room, name="kept")

    context.write(work)
    assert not window.close()
    go.set()
    qtbot.waitUntil(lambda: not window.isVisible())
    assert context.read(lambda session: session.query(Room.name).filter(Room.live).all()) == [("kept",)]


def test_size_and_place_are_remembered(qtbot: QtBot, context: AppContext, window: MainWindow) -> None:
    window.resize(1024, 700)
    window.open_place("settings")
    window.close()
    kept = Preferences()
    again = MainWindow(kept, lambda _error: None)
    qtbot.addWidget(again)
    assert (again.width(), again.height()) == (1024, 700)
    assert kept.place == "settings"


def press(qtbot: QtBot, window: MainWindow, key: Qt.Key, *, ctrl: bool = False) -> None:
    modifier = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
    qtbot.keyClick(QApplication.focusWidget() or window, key, modifier)


@pytest.mark.parametrize("place", ["home", "readiness", "settings", "inventory"])
def test_ctrl_n_begins_a_new_item_anywhere(qtbot: QtBot, window: MainWindow, place: str) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.open_place(place)
    press(qtbot, window, Qt.Key.Key_N, ctrl=True)
    screen: Any = window.current_screen()
    assert screen.name == navigation.INVENTORY
    assert screen.assets.is_editing and screen.assets.editor.is_new


def test_esc_closes_a_message_and_takes_nothing_else(qtbot: QtBot, window: MainWindow) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.open_place(navigation.INVENTORY)
    window.message_bar.show_message("bad", "The disk is full.")
    press(qtbot, window, Qt.Key.Key_Escape)
    assert not window.message_bar.isVisible()
    assert window.current_screen().name == navigation.INVENTORY  # type: ignore[union-attr]


def test_ctrl_f_and_slash_go_to_the_search_box_of_the_list(qtbot: QtBot, window: MainWindow) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.open_place(navigation.INVENTORY)
    screen: Any = window.current_screen()
    for key, ctrl in ((Qt.Key.Key_F, True), (Qt.Key.Key_Slash, False)):
        screen.current.list.table.setFocus()
        press(qtbot, window, key, ctrl=ctrl)
        assert screen.search.hasFocus(), key
    press(qtbot, window, Qt.Key.Key_Slash)
    assert screen.search.text() == "/"


def test_the_toast_covers_no_page_and_takes_no_focus(qtbot: QtBot, window: MainWindow, context: AppContext) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.open_place(navigation.INVENTORY)
    before = QApplication.focusWidget()
    for text in ("1 item deleted", "A long sentence about what was done, " * 12):
        context.done.emit(text, Changes({"asset": frozenset({b"a"})}))
        bar = window.status_bar.geometry()
        assert window.toast.isVisible()
        assert bar.contains(window.toast.geometry())
        assert not window.toast.geometry().intersects(window.stack.geometry())
        assert QApplication.focusWidget() is before


def test_record_and_filter_that_were_open_last_come_back(
    qtbot: QtBot, store: Store, window: MainWindow, context: AppContext
) -> None:
    ids = fill(store, 40)
    window.open_place(navigation.INVENTORY, AssetFilter(text="lenovo"))
    screen: Any = window.current_screen()
    qtbot.waitUntil(lambda: screen.assets.table.count > 0)
    row = screen.assets.table.row(1)
    screen.assets.go_to(row.id)
    window.remember()
    again = MainWindow(Preferences(), lambda _error: None)
    qtbot.addWidget(again)
    again.open_place(Preferences().place)
    again.attach(context)
    back: Any = again.current_screen()
    assert back.assets.query.wanted == AssetFilter(text="lenovo")
    assert back.search.text() == "lenovo"
    assert back.assets.shown == row.id in ids


@pytest.mark.parametrize(
    "kept", ["", "nonsense", "[]", '{"place": "inventory", "kept": {"filter": 7, "side": "x", "record": "zz"}}']
)
def test_damaged_notes_of_what_was_open_are_ignored(qtbot: QtBot, context: AppContext, kept: str) -> None:
    preferences = Preferences()
    preferences.left_at = kept.replace("{", f'{{"file": "{context.store.path.as_posix()}", ', 1)
    made = MainWindow(preferences, lambda _error: None)
    qtbot.addWidget(made)
    made.open_place(navigation.INVENTORY)
    made.attach(context)
    assert made.current_screen().name == navigation.INVENTORY  # type: ignore[union-attr]


def test_help_opens_at_the_page_of_the_screen(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr("ui.help.open_page", lambda name, _parent: asked.append(name))
    window.open_place("settings")
    window.open_help()
    assert asked == ["settings"]


def test_a_backup_can_be_taken_at_any_moment(qtbot: QtBot, window: MainWindow, context: AppContext) -> None:
    with qtbot.waitSignal(context.message) as said:
        window.back_up()
    assert said.args == ["Backup made and tested"]
    qtbot.waitUntil(lambda: window.status_bar.backup.text.text().startswith("Backup tested: today"))


def test_the_status_line_tells_file_operator_changes_and_backup(
    qtbot: QtBot, window: MainWindow, context: AppContext
) -> None:
    bar = window.status_bar
    assert bar.file.text.text() == "Database: assets"
    assert bar.operator.text.text() == "Operator: Budi"
    assert bar.backup.text.text() == "No tested backup yet"
    context.write(add_room, "create")
    qtbot.waitUntil(lambda: bar.changes.text.text() == "1 change recorded here")
    window._status.back_up()  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: bar.backup.text.text().startswith("Backup tested: today"))


def test_another_operator_writes_under_his_own_name(qtbot: QtBot, window: MainWindow, context: AppContext) -> None:
    context.set_operator("Rina")
    assert context.actor.user == "Rina"
    qtbot.waitUntil(lambda: window.status_bar.operator.text.text() == "Operator: Rina")


def test_the_crash_report_can_be_copied_and_holds_the_traceback(qtbot: QtBot, window: MainWindow) -> None:
    reporter = Reporter(window)
    reporter.window = window
    try:
        raise ValueError("a bug")
    except ValueError as error:
        reporter.tell(error)
    qtbot.waitUntil(lambda: reporter.dialog is not None)
    dialog = reporter.dialog
    assert isinstance(dialog, CrashDialog)
    dialog.copy_button.click()
    assert "ValueError: a bug" in QGuiApplication.clipboard().text()
    dialog.go_on_button.click()
    qtbot.waitUntil(lambda: reporter.dialog is None)


def test_a_bug_on_another_thread_is_reported_on_this_one(qtbot: QtBot, window: MainWindow) -> None:
    reporter = Reporter(window)
    reporter.window = window
    thread = threading.Thread(target=lambda: reporter.tell(RuntimeError("elsewhere")))
    thread.start()
    thread.join()
    assert reporter.dialog is None
    qtbot.waitUntil(lambda: reporter.dialog is not None)
    assert "elsewhere" in reporter.dialog.text.toPlainText()  # type: ignore[union-attr]
    reporter.dialog.accept()  # type: ignore[union-attr]


def test_no_text_of_a_record_is_ever_read_as_html(window: MainWindow) -> None:
    plain = {Qt.TextFormat.PlainText, Qt.TextFormat.AutoText}
    rich = [one.text() for one in window.findChildren(QLabel) if one.textFormat() not in plain]
    assert not rich


def test_keyboard_users_can_reach_every_section(qtbot: QtBot, window: MainWindow) -> None:
    reached = set[QWidget]()
    widget: QWidget | None = window.rail.buttons[navigation.HOME]
    for _step in range(200):
        if widget is None or widget in reached:
            break
        reached.add(widget)
        widget = widget.nextInFocusChain()
    reachable = {one for one in reached if one.focusPolicy() & Qt.FocusPolicy.TabFocus}
    assert set(window.rail.buttons.values()) <= reachable


def test_stopping_a_long_work_is_asked_first(
    qtbot: QtBot, window: MainWindow, context: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    def work(uow: UnitOfWork, progress: Progress) -> None:
        uow.create(Room, name="half")
        while True:
            progress.step(1, 2)

    context.write(work)
    monkeypatch.setattr("ui.main_window.SHORT_WORK_S", -1.0)
    answers = iter((1, 0))
    monkeypatch.setattr(QMessageBox, "exec", lambda box: box.buttons()[next(answers)].click())
    assert not window.close()
    assert window.close()
    assert context.read(lambda session: session.query(Room).filter(Room.live).count()) == 0
