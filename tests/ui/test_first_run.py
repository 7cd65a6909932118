"""The first start asks three things on one page, and starting ends in a usable window or a sentence."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLockFile, Qt, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from spbe_assets import i18n
from spbe_assets.storage.store import Store
from spbe_assets.storage.tables import Asset
from ui import app as starting
from ui import first_run, theme
from ui.app import _Session, speak
from ui.first_run import FirstRun
from ui.main_window import MainWindow
from ui.preferences import Preferences


@pytest.fixture
def questions(qtbot: QtBot, dressed: QApplication) -> FirstRun:
    made = FirstRun(Preferences(), i18n.use, is_new=True)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def english(dressed: QApplication) -> Iterator[Preferences]:
    kept = Preferences()
    kept.language, kept.operator = "en", "Budi"
    speak(dressed, "en")
    yield kept
    speak(dressed, "en")
    theme.set_mode(theme.Mode.LIGHT)


def begin(session: _Session, qapp: QApplication) -> int:
    """Run a session until its window is attached, then close it."""
    watch = QTimer(qapp)

    def close_when_ready() -> None:
        if session._context is not None and not session._context.is_writing and session._window.current_screen():
            session._window.close()
            watch.stop()

    watch.timeout.connect(close_when_ready)
    watch.start(20)
    return session.run()


@pytest.fixture(autouse=True)
def keep_handlers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.errors.Reporter.install", lambda _self: None)


def test_it_starts_only_with_a_name(questions: FirstRun) -> None:
    assert not questions.start_button.isEnabled()
    questions.name.setText("  ")
    assert not questions.start_button.isEnabled()
    questions.name.setText("Budi")
    questions.start_button.click()
    assert questions.result() == 1
    assert Preferences().operator == "Budi"


def test_one_way_to_begin_is_chosen_by_mouse_or_keyboard(questions: FirstRun, qtbot: QtBot) -> None:
    buttons = questions.choices.buttons()
    chosen = []
    for made in buttons:
        qtbot.mouseClick(made, Qt.MouseButton.LeftButton)
        assert [one.isChecked() for one in buttons] == [one is made for one in buttons]
        chosen.append(questions.start_with)
    assert chosen[-3:] == ["sample", "", "field"]
    qtbot.keyClick(buttons[-1], Qt.Key.Key_Up)
    assert [one.isChecked() for one in buttons].count(True) == 1
    assert buttons[-2].isChecked() and questions.start_with == ""


def test_another_language_rebuilds_the_page_and_keeps_the_name(questions: FirstRun) -> None:
    questions.name.setText("Budi")
    before = questions.start_button
    names = {made.text(): made for made in questions.findChildren(QPushButton)}
    names["Bahasa Indonesia"].click()
    assert i18n.language() == "id"
    assert questions.start_button is not before
    assert questions.name.text() == "Budi"
    assert Preferences().language == "id"


def test_a_known_database_only_asks_who_works(qtbot: QtBot, dressed: QApplication) -> None:
    made = FirstRun(Preferences(), i18n.use, is_new=False)
    qtbot.addWidget(made)
    assert not hasattr(made, "choices")
    assert made.start_with == ""


def test_a_missing_database_is_made_and_its_window_opens(
    qtbot: QtBot, english: Preferences, tmp_path: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer(page: FirstRun) -> int:
        page.start_with = ""
        return 1

    monkeypatch.setattr(FirstRun, "exec", answer)
    assert begin(_Session(qapp, english, tmp_path / "new" / "province.spbe"), qapp) == 0
    store = Store.open(tmp_path / "new" / "province.spbe")
    assert store.local_setting("operator") == "Budi"
    store.close()


def test_sample_data_fills_the_new_database(
    qtbot: QtBot, english: Preferences, tmp_path: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer(page: FirstRun) -> int:
        page.start_with = "sample"
        return 1

    monkeypatch.setattr(FirstRun, "exec", answer)
    monkeypatch.setattr(first_run, "SAMPLE_ASSETS", 50)
    assert begin(_Session(qapp, english, tmp_path / "sample.spbe"), qapp) == 0
    store = Store.open(tmp_path / "sample.spbe")
    with store.read() as session:
        assert session.query(Asset).count() >= 50
    store.close()


def test_a_second_window_on_the_same_file_is_refused_with_a_sentence(
    english: Preferences, store: Store, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = list[str]()
    monkeypatch.setattr(QMessageBox, "critical", lambda _parent, _title, text: said.append(text))
    first = QLockFile(f"{store.path}.window")
    first.setStaleLockTime(0)
    assert first.tryLock(0)
    session = _Session(qapp, english, store.path)
    assert session.run() == 2
    session._window.close()
    assert said == ["assets.spbe is open in another window; go on working there."]
    first.unlock()


def test_a_newer_database_is_refused_with_a_sentence(
    qtbot: QtBot, english: Preferences, store: Store, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = list[str]()
    monkeypatch.setattr(QMessageBox, "critical", lambda _parent, _title, text: said.append(text))
    store.close()
    connection = sqlite3.connect(store.path)
    connection.execute("PRAGMA user_version = 9999")
    connection.close()
    session = _Session(qapp, english, store.path)
    assert session.run() == 2
    assert len(said) == 1 and "newer" in said[0]
    session._window.close()


def test_the_language_changes_while_the_database_stays_open(
    qtbot: QtBot, english: Preferences, store: Store, qapp: QApplication
) -> None:
    session = _Session(qapp, english, store.path)
    seen = list[tuple[str, MainWindow]]()

    def switch() -> None:
        if session._context is None:
            return
        watch.stop()
        before = session._window
        before.open_place("settings")
        session._context.language_chosen.emit("id")
        seen.append((i18n.language(), before))
        assert session._window is not before
        assert session._window.current_screen().name == "settings"  # type: ignore[union-attr]
        session._context.theme_chosen.emit("dark")
        session._window.close()

    watch = QTimer(qapp)
    watch.timeout.connect(switch)
    watch.start(20)
    assert session.run() == 0
    assert seen[0][0] == "id"
    assert (english.language, english.theme) == ("id", theme.Mode.DARK)


def test_qt_speaks_indonesian_too(qapp: QApplication, english: Preferences) -> None:
    speak(qapp, "id")
    assert qapp.translate("QPlatformTheme", "Cancel") == "Batal"
    assert qapp.translate("QFileDialog", "File &name:") == "&Nama berkas:"
    speak(qapp, "en")
    assert qapp.translate("QPlatformTheme", "Cancel") == "Cancel"


def test_the_switch_interval_keeps_lists_scrolling() -> None:
    assert starting.SWITCH_INTERVAL_S == 0.0005
