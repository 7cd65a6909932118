"""The wedge scanner: bursts of keys are scans wherever the focus is; typing and pasting are not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from spbe_assets.domain.records import Choice
from ui.context import AppContext
from ui.inventory.reference_box import ReferenceBox
from ui.preferences import Preferences
from ui.scanner import Scanner

CODE = "R7-00042-H"
SLOW_MS = 70


class Desk(QWidget):
    """A window with one of everything that can have the focus."""

    def __init__(self) -> None:
        super().__init__()
        self.line, self.notes, self.list = QLineEdit("kept text"), QPlainTextEdit("kept notes"), QListWidget()
        self.list.addItems(["Alpha", "Rho", "Sigma"])
        self.button = QPushButton("Push")
        self.taken: list[str] = []
        self.pushed = 0
        column = QVBoxLayout(self)
        for one in (self.line, self.notes, self.list, self.button):
            column.addWidget(one)
        self.button.clicked.connect(self._count)

    def _count(self) -> None:
        self.pushed += 1

    def take_scan(self, text: str) -> None:
        self.taken.append(text)


@pytest.fixture
def desk(qtbot: QtBot, dressed: QApplication) -> Desk:
    made = Desk()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitActive(made).__enter__()
    return made


@pytest.fixture
def single() -> list[str]:
    return []


@pytest.fixture
def scanner(dressed: QApplication, single: list[str]) -> Iterator[Scanner]:
    def act(text: str) -> bool:
        if text == "/":
            single.append(text)
        return text == "/"

    made = Scanner(dressed, Preferences(), act)
    yield made
    made.stop()
    made.deleteLater()


@pytest.fixture
def scans(scanner: Scanner) -> list[str]:
    found: list[str] = []
    scanner.scanned.connect(found.append)
    return found


def burst(widget: QWidget, text: str = CODE, end: Qt.Key = Qt.Key.Key_Return) -> None:
    widget.setFocus()
    QTest.keyClicks(widget, text)
    QTest.keyClick(widget, end)


def test_a_burst_in_a_text_field_is_a_scan_and_leaves_the_text_and_the_cursor(desk: Desk, scans: list[str]) -> None:
    desk.line.setFocus()
    desk.line.setCursorPosition(4)
    returned: list[int] = []
    desk.line.returnPressed.connect(lambda: returned.append(1))
    burst(desk.line)
    assert scans == [CODE]
    assert desk.line.text() == "kept text"
    assert desk.line.cursorPosition() == 4
    assert returned == []


def test_a_selected_text_is_not_lost_to_a_scan(desk: Desk, scans: list[str]) -> None:
    desk.line.setFocus()
    desk.line.selectAll()
    burst(desk.line)
    assert (scans, desk.line.text(), desk.line.selectedText()) == ([CODE], "kept text", "kept text")


def test_a_burst_leaves_notes_as_they_are(desk: Desk, scans: list[str]) -> None:
    burst(desk.notes)
    assert (scans, desk.notes.toPlainText()) == ([CODE], "kept notes")


def test_a_burst_neither_moves_a_list_nor_pushes_a_button_nor_runs_a_shortcut(
    desk: Desk, scans: list[str], single: list[str]
) -> None:
    ran: list[str] = []
    for key in "R7/":
        QShortcut(QKeySequence(key), desk, lambda key=key: ran.append(key))
    burst(desk.list, "R7/00-1")
    burst(desk.button, "R7 00 1 ")
    assert scans == ["R7/00-1", "R7 00 1 "]
    assert (desk.list.currentRow(), desk.pushed, ran, single) == (0, 0, [], [])


def test_tab_ends_a_scan_too_and_the_focus_stays(desk: Desk, scans: list[str]) -> None:
    burst(desk.line, end=Qt.Key.Key_Tab)
    assert scans == [CODE]
    assert desk.line.hasFocus()


def test_typing_at_the_speed_of_fingers_is_not_a_scan(qtbot: QtBot, desk: Desk, scans: list[str]) -> None:
    desk.line.clear()
    desk.line.setFocus()
    QTest.keyClicks(desk.line, "SW-01", delay=SLOW_MS)
    QTest.keyClick(desk.line, Qt.Key.Key_Return, delay=SLOW_MS)
    assert (scans, desk.line.text()) == ([], "SW-01")


def test_fast_typing_without_enter_is_typed_in_its_order(qtbot: QtBot, desk: Desk, scans: list[str]) -> None:
    desk.line.clear()
    burst(desk.line, "server", Qt.Key.Key_Left)
    assert (scans, desk.line.text(), desk.line.cursorPosition()) == ([], "server", 5)
    desk.line.clear()
    QTest.keyClicks(desk.line, "rack")
    qtbot.waitUntil(lambda: desk.line.text() == "rack", timeout=1000)
    assert scans == []


def test_three_quick_letters_and_enter_are_typing(desk: Desk, scans: list[str]) -> None:
    desk.line.clear()
    returned: list[int] = []
    desk.line.returnPressed.connect(lambda: returned.append(1))
    burst(desk.line, "abc")
    assert (scans, desk.line.text(), returned) == ([], "abc", [1])


def test_a_held_key_is_not_a_scan(desk: Desk, scans: list[str]) -> None:
    desk.line.clear()
    desk.line.setFocus()
    for is_repeated in (False, True, True, True, True, True):
        pressed = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a", is_repeated, 1)
        QApplication.sendEvent(desk.line, pressed)
    QTest.keyClick(desk.line, Qt.Key.Key_Return)
    assert (scans, desk.line.text()) == ([], "aaaaaa")


def test_pasting_is_not_a_scan(desk: Desk, scans: list[str]) -> None:
    QGuiApplication.clipboard().setText(CODE)
    desk.line.setFocus()
    desk.line.clear()
    QTest.keyClick(desk.line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(desk.line, Qt.Key.Key_Return)
    assert (scans, desk.line.text()) == ([], CODE)


def test_type_ahead_and_single_keys_still_work(qtbot: QtBot, desk: Desk, scans: list[str], single: list[str]) -> None:
    desk.list.setFocus()
    QTest.keyClick(desk.list, Qt.Key.Key_S)
    qtbot.waitUntil(lambda: desk.list.currentRow() == 2)
    QTest.keyClicks(desk.list, "/")
    qtbot.waitUntil(lambda: single == ["/"])
    assert scans == []


def test_the_space_key_still_pushes_a_button(desk: Desk, scanner: Scanner) -> None:
    desk.button.setFocus()
    QTest.keyClick(desk.button, Qt.Key.Key_Space)
    assert desk.pushed == 1


def test_a_widget_that_takes_scans_gets_the_code(desk: Desk, scans: list[str]) -> None:
    desk.setProperty("takes_scans", True)
    burst(desk.list)
    assert (desk.taken, scans) == ([CODE], [])


def test_a_line_that_takes_scans_holds_the_code_afterwards(desk: Desk, scans: list[str]) -> None:
    desk.line.setProperty("takes_scans", True)
    edited: list[str] = []
    desk.line.textEdited.connect(edited.append)
    burst(desk.line)
    assert (desk.line.text(), edited[-1], scans) == (CODE, CODE, [])


def test_our_own_label_opens_its_record_even_from_a_serial_field_but_not_from_a_tag_field(
    desk: Desk, scans: list[str]
) -> None:
    desk.line.setProperty("takes_scans", "serial")
    burst(desk.line, f"SPBE:{CODE}")
    assert (desk.line.text(), scans) == ("kept text", [f"SPBE:{CODE}"])
    desk.line.setProperty("takes_scans", "tag")
    burst(desk.line, f"SPBE:{CODE}")
    assert (desk.line.text(), len(scans)) == (CODE, 1)


def test_a_type_ahead_offers_nothing_for_what_a_scanner_typed(
    qtbot: QtBot, context: AppContext, desk: Desk, scans: list[str]
) -> None:
    box = ReferenceBox(context, lambda _session, _text, _limit: [Choice(b"1", "R7 room")])
    desk.layout().addWidget(box)  # type: ignore[union-attr]
    box.show()
    box.show_record(b"0", "Server room")
    burst(box)
    QTest.qWait(30)
    qtbot.waitUntil(lambda: not context.is_busy)
    assert (scans, box.text(), box.is_open) == ([CODE], "Server room", False)


def test_while_a_dialog_waits_for_an_answer_keys_are_its_own(qtbot: QtBot, desk: Desk, scans: list[str]) -> None:
    dialog = QDialog(desk)
    line = QLineEdit(dialog)
    dialog.open()
    qtbot.waitActive(dialog).__enter__()
    burst(line)
    assert (scans, line.text()) == ([], CODE)
    dialog.close()


def test_the_gap_is_a_setting(desk: Desk, scans: list[str]) -> None:
    Preferences().scanner_gap_ms = 150
    desk.line.setFocus()
    QTest.keyClicks(desk.line, "SN-1", delay=SLOW_MS)
    QTest.keyClick(desk.line, Qt.Key.Key_Return)
    assert scans == ["SN-1"]
    assert desk.line.text() == "kept text"
