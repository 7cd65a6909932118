"""Screens are built before somebody opens them, but not while somebody works."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from ui import navigation
from ui.ahead import AT_REST_S, Ahead
from ui.context import AppContext
from ui.main_window import MainWindow
from ui.preferences import Preferences
from ui.widgets.screen import Screen


def _raise(error: BaseException) -> None:
    raise error


@pytest.fixture
def window(qtbot: QtBot, context: AppContext) -> MainWindow:
    made = MainWindow(Preferences(), _raise)
    qtbot.addWidget(made)
    made.attach(context)
    made.show()
    qtbot.waitExposed(made)
    return made


def built(window: MainWindow) -> set[str]:
    return {screen.name for screen in window.findChildren(Screen) if screen.name}


def test_every_screen_is_there_after_a_while_and_the_first_stays_on_show(
    qtbot: QtBot, window: MainWindow, context: AppContext
) -> None:
    first = window.current_screen()
    ahead = Ahead(context, window.build_next, window)
    qtbot.waitUntil(lambda: ahead.is_finished, timeout=30_000)
    assert built(window) == {place.name for place in navigation.places()}
    assert window.current_screen() is first


def test_nothing_is_built_while_somebody_types(qtbot: QtBot, window: MainWindow, context: AppContext) -> None:
    box = QLineEdit(window)
    box.show()
    ahead = Ahead(context, window.build_next, window)
    qtbot.keyClick(box, Qt.Key.Key_A)
    before = built(window)
    for _turn in range(8):
        qtbot.keyClick(box, Qt.Key.Key_A)
        qtbot.wait(int(AT_REST_S * 500))
    assert built(window) == before
    qtbot.waitUntil(lambda: ahead.is_finished, timeout=30_000)


def test_a_window_that_is_left_builds_no_more(qtbot: QtBot, window: MainWindow, context: AppContext) -> None:
    ahead = Ahead(context, window.build_next, window)
    window.retire()
    assert not window.build_next()
    ahead.stop()
    assert ahead.is_finished
