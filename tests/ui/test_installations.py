"""The installations in the settings, enrolling by comparing words, and what is asked of a copied database."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QMessageBox
from pytestqt.qtbot import QtBot

from spbe_assets.domain import cards
from spbe_assets.domain.cards import Card, parse_card
from spbe_assets.labels import cards as card_files
from spbe_assets.labels import reading
from spbe_assets.services import peers
from spbe_assets.services.peers import PeerRow
from spbe_assets.storage import backup, identity
from spbe_assets.storage.identity import Standing
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.tables import Asset
from spbe_assets.sync import keys
from ui.context import AppContext
from ui.identity import Identity
from ui.preferences import Preferences
from ui.scanner import Scanner
from ui.screens.settings import SettingsScreen
from ui.settings.enrol_dialog import EnrolDialog
from ui.settings.installations import InstallationsPage
from ui.widgets.notice import MessageBar

SARI = Card(bytes(range(16)), "Laptop Sari", "Sari", bytes([7]) * 32, "age1" + "q" * 58)


@pytest.fixture
def screen(qtbot: QtBot, context: AppContext) -> SettingsScreen:
    made = SettingsScreen(context)
    qtbot.addWidget(made)
    made.resize(1170, 740)
    made.show()
    return made


@pytest.fixture
def page(qtbot: QtBot, screen: SettingsScreen) -> InstallationsPage:
    made = screen.page(InstallationsPage)
    assert isinstance(made, InstallationsPage)
    qtbot.waitUntil(lambda: made.card is not None)
    return made


def listed(context: AppContext) -> list[PeerRow]:
    return context.read(peers.listed)


def enrol(qtbot: QtBot, context: AppContext) -> None:
    with qtbot.waitSignal(context.changed):
        context.write(lambda uow, _progress: peers.enrol(uow, SARI.text), peers.enrolment(SARI.text))


def test_this_installation_shows_its_words_and_a_code_that_can_be_read(
    page: InstallationsPage, context: AppContext
) -> None:
    card = keys.card(context.store)
    assert page.words.text().split() == list(cards.words(card.fingerprint))
    picture = page.picture.grab().toImage().convertToFormat(page.picture.grab().toImage().Format.Format_Grayscale8)
    luma = bytes(picture.constBits())
    (code,) = reading.codes_in_frame(picture.width(), picture.height(), luma, picture.bytesPerLine())
    assert parse_card(code.text) == card


def test_name_and_person_are_kept_and_travel(qtbot: QtBot, page: InstallationsPage, context: AppContext) -> None:
    for field, text in ((page.name, "PC Diskominfo"), (page.person, " Ani  Wijaya ")):
        field.setText(text)
        with qtbot.waitSignal(context.changed):
            field.editingFinished.emit()
    assert context.read(peers.names) == {context.store.replica: "Ani Wijaya · PC Diskominfo"}
    qtbot.waitUntil(lambda: not context.is_busy)
    assert keys.card(context.store) == page.card
    page.name.setText(" ")
    page.name.editingFinished.emit()
    assert page.name.text() == "PC Diskominfo"


def test_the_card_is_copied_and_saved(
    qtbot: QtBot, page: InstallationsPage, context: AppContext, tmp_path: Path
) -> None:
    page.copy_button.click()
    assert parse_card(QGuiApplication.clipboard().text()) == page.card
    with qtbot.waitSignal(context.message):
        page.save(tmp_path / "card.png")
    assert parse_card(card_files.read(tmp_path / "card.png")) == page.card
    with qtbot.waitSignal(context.error_raised):
        page.save(tmp_path / "card.doc")


def test_pasting_a_card_and_comparing_enrols(qtbot: QtBot, page: InstallationsPage, context: AppContext) -> None:
    dialog = page.ask_enrol()
    assert not dialog.compare.isVisible()
    assert not dialog.enrol_button.isEnabled()
    dialog.given.setPlainText(f"Here is my card:\n{SARI.text.lower()}")
    assert [word.text() for word in dialog.compare.words] == list(cards.words(SARI.fingerprint))
    assert (dialog.compare.name.text(), dialog.compare.person.text()) == ("Laptop Sari", "Sari")
    dialog.compare.name.setText("Tim 2")
    with qtbot.waitSignal(dialog.accepted):
        dialog.enrol_button.click()
    (row,) = listed(context)
    assert (row.name, row.fingerprint) == ("Tim 2", SARI.fingerprint)
    qtbot.waitUntil(lambda: page.table.chosen() == row)
    assert row.words[0] in page.peer_words.text()


def test_a_bare_fingerprint_waits_for_a_name(page: InstallationsPage) -> None:
    dialog = page.ask_enrol()
    dialog.take(SARI.fingerprint)
    assert not dialog.enrol_button.isEnabled()
    dialog.compare.name.setText("Laptop 3")
    assert dialog.enrol_button.isEnabled()
    dialog.reject()


@pytest.mark.parametrize("text", ["hello", SARI.text[:-3], SARI.fingerprint[:20]])
def test_what_is_no_card_is_said_at_once(page: InstallationsPage, text: str) -> None:
    dialog = page.ask_enrol()
    dialog.take(text)
    assert dialog.problem.isVisible()
    assert not dialog.enrol_button.isEnabled()
    dialog.take(SARI.text)
    assert not dialog.problem.isVisible()
    dialog.reject()


def test_a_picture_of_a_card_fills_it_in(qtbot: QtBot, page: InstallationsPage, tmp_path: Path) -> None:
    card_files.write(SARI, tmp_path / "sari.png")
    dialog = page.ask_enrol()
    dialog.read_file(tmp_path / "sari.png")
    qtbot.waitUntil(lambda: dialog.compare.fingerprint == SARI.fingerprint)
    (tmp_path / "letter.txt").write_text("Dear admin")
    dialog.read_file(tmp_path / "letter.txt")
    qtbot.waitUntil(dialog.problem.isVisible)
    dialog.reject()


def test_a_hand_scanner_fills_in_the_dialog(
    qtbot: QtBot, page: InstallationsPage, dressed: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    scanner = Scanner(dressed, Preferences())
    dialog = page.ask_enrol()
    dialog.given.setFocus()
    qtbot.waitUntil(dialog.given.hasFocus)
    for number, letter in enumerate(SARI.text + "\r"):
        key = Qt.Key.Key_Return if letter == "\r" else Qt.Key(ord(letter))
        shown = "" if letter == "\r" else letter
        event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, shown)
        event.setTimestamp(1000 + 5 * number)
        QApplication.sendEvent(dialog.given, event)
    scanner.stop()
    assert dialog.compare.fingerprint == SARI.fingerprint
    dialog.reject()


def test_a_card_that_is_scanned_on_the_page_asks_to_enrol(screen: SettingsScreen, page: InstallationsPage) -> None:
    assert not screen.take_scan("SPBE:K3QF-00001-X")
    assert screen.take_scan(SARI.text)
    (dialog,) = screen.window().findChildren(EnrolDialog)
    assert dialog.compare.name.text() == "Laptop Sari"
    dialog.reject()


def test_revoking_asks_first_and_can_be_taken_back(qtbot: QtBot, page: InstallationsPage, context: AppContext) -> None:
    enrol(qtbot, context)
    qtbot.waitUntil(lambda: page.table.chosen() is not None)
    question = page.ask_revoke()
    assert question is not None
    assert "Laptop Sari" in question.text()
    with qtbot.waitSignal(context.changed):
        question.buttons()[0].click()
    qtbot.waitUntil(page.reinstate_button.isVisible)
    assert not listed(context)[0].is_trusted
    with qtbot.waitSignal(context.changed):
        page.reinstate_button.click()
    assert listed(context)[0].is_trusted


def copied(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    other = Store.open(backup.take(store.path, tmp_path / "copy.spbe").path)
    monkeypatch.setenv("SPBE_ASSETS_HOME", str(tmp_path / "other"))
    return other


def asked(qtbot: QtBot, context: AppContext) -> tuple[Identity, QMainWindow]:
    window = QMainWindow()
    qtbot.addWidget(window)
    window.show()
    return Identity(context, MessageBar(window), window), window


def test_a_copied_database_is_asked_about_once(
    qtbot: QtBot, store: Store, budi: Actor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dressed: QApplication
) -> None:
    context = AppContext(copied(store, tmp_path, monkeypatch), budi)
    watch, _window = asked(qtbot, context)
    qtbot.waitUntil(lambda: watch.question is not None)
    question = watch.question
    assert isinstance(question, QMessageBox)
    assert question.defaultButton().text() == "Go on as a new installation"
    with qtbot.waitSignal(context.message):
        question.defaultButton().click()
    assert context.store.replica != store.replica
    assert identity.standing(context.store) is Standing.OWN
    context.close()


def test_quitting_leaves_a_copied_database_as_it_is(
    qtbot: QtBot, store: Store, budi: Actor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dressed: QApplication
) -> None:
    context = AppContext(copied(store, tmp_path, monkeypatch), budi)
    watch, window = asked(qtbot, context)
    qtbot.waitUntil(lambda: watch.question is not None)
    assert watch.question is not None
    watch.question.escapeButton().click()
    qtbot.waitUntil(lambda: not window.isVisible())
    assert identity.standing(context.store) is Standing.COPIED
    context.close()


def test_a_restored_backup_says_at_the_first_change_what_it_became(
    qtbot: QtBot, store: Store, budi: Actor, tmp_path: Path, dressed: QApplication
) -> None:
    kept = backup.take(store.path, tmp_path / "b.spbe").path
    with store.write(budi) as uow:
        uow.create(Asset, name="PC")
    store.close()
    backup.restore(kept, store.path)
    context = AppContext(Store.open(store.path), budi)
    watch, window = asked(qtbot, context)
    qtbot.waitUntil(lambda: not context.is_busy)
    (bar,) = window.findChildren(MessageBar)
    assert watch.question is None
    assert not bar.isVisible()
    with qtbot.waitSignal(context.changed):
        context.write(lambda uow, _progress: uow.create(Asset, name="Laptop"))
    assert "older state" in bar.text.text()
    context.close()
