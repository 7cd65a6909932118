"""Settings take effect at once, survive a restart, and those of the province can be undone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMessageBox, QPlainTextEdit, QPushButton, QSpinBox
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from spbe_assets.domain import tags
from spbe_assets.paths import default_database
from spbe_assets.services import backups, labels, numbering, readiness, settings, thresholds, useful_lives
from spbe_assets.storage import undo
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.tables import Asset
from ui import theme
from ui.app import _last_database, _Session
from ui.context import AppContext
from ui.preferences import SCANNER_GAP_MS, Preferences
from ui.screens.settings import PAGES, SettingsScreen
from ui.settings.about import AboutPage, licences_of_others
from ui.settings.backups import BackupsPage
from ui.settings.data import DataPage
from ui.settings.limits import LimitsPage
from ui.settings.lives import YEARS, LivesPage
from ui.settings.looks import LooksPage
from ui.settings.numbering import NumberingPage
from ui.settings.owner import OwnerPage
from ui.settings.person import PersonPage
from ui.settings.scanner import ScannerPage


@pytest.fixture
def screen(qtbot: QtBot, context: AppContext) -> SettingsScreen:
    made = SettingsScreen(context)
    qtbot.addWidget(made)
    made.resize(1170, 740)
    made.show()
    return made


def page(screen: SettingsScreen, kind: type[Any]) -> Any:
    return screen.page(kind)


def test_every_section_opens_by_keyboard_and_by_its_title(qtbot: QtBot, screen: SettingsScreen) -> None:
    for number in range(1, len(PAGES)):
        qtbot.keyClick(screen.sections, Qt.Key.Key_Down)
        assert screen.pages.currentIndex() == number
    screen.show_argument(BackupsPage.title)
    assert screen.sections.currentItem().text() == "Backups"


def test_controls_have_names_for_a_screen_reader(qtbot: QtBot, screen: SettingsScreen) -> None:
    for kind in (PersonPage, NumberingPage, OwnerPage, ScannerPage):
        shown = page(screen, kind)
        for field in (*shown.findChildren(QSpinBox), *shown.findChildren(type(shown.findChild(QSpinBox)))):
            assert field.accessibleName()
    assert page(screen, PersonPage).operator.accessibleName() == "Name"


def test_later_changes_carry_the_new_name(qtbot: QtBot, screen: SettingsScreen, context: AppContext) -> None:
    field = page(screen, PersonPage).operator
    field.setText("  Siti   Aminah ")
    field.editingFinished.emit()
    assert context.actor.user == "Siti Aminah"
    field.setText(" ")
    field.editingFinished.emit()
    assert field.text() == "Siti Aminah"
    context.set_operator("Rina")
    assert field.text() == "Rina"


def test_the_theme_is_chosen_and_follows_a_switch_from_elsewhere(
    qtbot: QtBot, screen: SettingsScreen, context: AppContext
) -> None:
    shown = page(screen, LooksPage)
    with qtbot.waitSignal(context.theme_chosen) as told:
        shown.theme.button("contrast").click()
    assert told.args == ["contrast"]
    try:
        theme.set_mode(theme.Mode.CONTRAST)
        assert theme.tokens() is theme.CONTRAST
        theme.set_mode(theme.Mode.DARK)
        assert shown.theme.chosen == "dark"
    finally:
        theme.set_mode(theme.Mode.LIGHT)


def test_language_is_chosen_and_size_is_kept_for_the_next_start(
    qtbot: QtBot, screen: SettingsScreen, context: AppContext
) -> None:
    shown = page(screen, LooksPage)
    with qtbot.waitSignal(context.language_chosen) as told:
        shown.language.button("id").click()
    assert told.args == ["id"]
    shown.scale.button("125").click()
    assert Preferences().scale_percent == 125


def test_scanner_settings_are_kept(screen: SettingsScreen) -> None:
    assert (Preferences().scanner_gap_ms, Preferences().scanner_beep) == (SCANNER_GAP_MS, True)
    shown = page(screen, ScannerPage)
    shown.gap.setValue(60)
    shown.beep.click()
    assert (Preferences().scanner_gap_ms, Preferences().scanner_beep) == (60, False)


def test_damaged_preferences_give_the_defaults() -> None:
    kept = Preferences()
    for key in ("scale_percent", "scanner_gap_ms", "theme"):
        kept._keep(key, "9999999")
    assert (kept.scale_percent, kept.scanner_gap_ms, kept.theme) == (100, SCANNER_GAP_MS, theme.Mode.SYSTEM)


def test_another_series_numbers_the_next_record(
    qtbot: QtBot, screen: SettingsScreen, context: AppContext, store: Store, budi: Actor
) -> None:
    shown = page(screen, NumberingPage)
    assert shown.next_tag.text().endswith(str(tags.make(shown.next_tag.text().split("-")[0], 1))[-7:])
    shown.prefix.setText("r7")
    shown.first.setValue(12)
    with qtbot.waitSignal(context.done) as told:
        shown.use_button.click()
    assert "R7" in told.args[0]
    qtbot.waitUntil(lambda: shown.next_tag.text() == str(tags.make("R7", 12)))
    context.write(lambda uow, _progress: uow.create(Asset, tag=uow.next_tags(1)[0]), "create")
    qtbot.waitUntil(lambda: shown.next_tag.text() == str(tags.make("R7", 13)))
    with store.read() as session:
        assert str(tags.make("R7", 12)) in session.scalars(select(Asset.tag)).all()
        assert numbering.present(session, store.replica) == numbering.Series("R7", 13)


def test_a_series_that_cannot_be_is_explained_beside_it(qtbot: QtBot, screen: SettingsScreen, store: Store) -> None:
    from spbe_assets.storage.tables import TagSeries

    with store.write(Actor("Admin"), "create") as uow:
        uow.create(TagSeries, prefix="R8", replica=b"x" * 16)
    shown = page(screen, NumberingPage)
    shown.prefix.setText("R8")
    shown.use_button.click()
    qtbot.waitUntil(lambda: shown.problem.isVisible())
    assert "another installation" in shown.problem.text()


def test_the_owner_stands_on_labels_and_reports(
    qtbot: QtBot, screen: SettingsScreen, context: AppContext, store: Store, budi: Actor
) -> None:
    shown = page(screen, OwnerPage)
    assert shown.line.placeholderText() == "MILIK PEMPROV RIAU"
    for field, text in ((shown.name, "Pemerintah Provinsi Riau"), (shown.line, "BARANG MILIK DAERAH")):
        field.setText(text)
        with qtbot.waitSignal(context.done):
            field.editingFinished.emit()
    with store.read() as session:
        assert settings.province(session, settings.PROVINCE_NAME) == "Pemerintah Provinsi Riau"
        assert labels.province_owner(session) == "BARANG MILIK DAERAH"
    with qtbot.waitSignal(context.changed):
        context.undo()
    qtbot.waitUntil(lambda: shown.line.text() == "")
    shown.line.editingFinished.emit()
    with store.read() as session:
        assert labels.province_owner(session) == "MILIK PEMPROV RIAU"


def test_thresholds_are_marked_when_changed_and_go_back_to_the_default(
    qtbot: QtBot, screen: SettingsScreen, context: AppContext, store: Store
) -> None:
    shown = page(screen, LimitsPage)
    qtbot.waitUntil(lambda: len(shown.inputs) == 6)
    rate = shown.inputs["mbps_per_100_staff"]
    assert (rate.spin.value(), rate.note.text(), rate.reset_button.isVisible()) == (20, "default", False)
    rate.spin.setValue(50)
    with qtbot.waitSignal(context.done) as told:
        rate.spin.editingFinished.emit()
    assert "50" in told.args[0]
    qtbot.waitUntil(lambda: rate.reset_button.isVisible())
    assert "changed" in rate.note.text() and "20" in rate.note.text()
    assert value(store, "mbps_per_100_staff") == 50
    rate.reset_button.click()
    qtbot.waitUntil(lambda: not rate.reset_button.isVisible())
    assert value(store, "mbps_per_100_staff") == rate.spin.value() == 20
    with qtbot.waitSignal(context.changed):
        context.undo()
    qtbot.waitUntil(lambda: rate.spin.value() == 50)


def value(store: Store, key: str) -> float:
    with store.read() as session:
        found = thresholds.listed(session, readiness.load_criteria())
    return next(one.value for one in found if one.key == key)


def test_a_useful_life_is_typed_into_its_line_and_reset_with_delete(
    qtbot: QtBot, screen: SettingsScreen, context: AppContext, store: Store
) -> None:
    shown = page(screen, LivesPage)
    table = shown.table
    row = next(number for number, life in enumerate(table.lives.lives) if life.title == "Server")
    table.setCurrentIndex(table.lives.index(row, 0))
    screen.activateWindow()
    qtbot.waitUntil(screen.isActiveWindow)
    table.setFocus()
    QApplication.sendEvent(table, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_7, Qt.KeyboardModifier.NoModifier, "7"))
    qtbot.waitUntil(lambda: table.viewport().findChild(QSpinBox) is not None)
    editor = table.viewport().findChild(QSpinBox)
    assert isinstance(editor, QSpinBox)
    editor.setValue(7)
    with qtbot.waitSignal(context.done):
        table.commitData(editor)
    qtbot.waitUntil(lambda: table.lives.lives[row].years == 7)
    assert "changed" in table.lives.index(row, YEARS).data() and shown.reset_button.isEnabled()
    table.closeEditor(editor, table.itemDelegate().EndEditHint.NoHint)
    qtbot.keyClick(table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: table.lives.lives[row].years == 4)
    assert not shown.reset_button.isEnabled()
    undo.undo(store, Actor("Budi"))
    with store.read() as session:
        assert next(one.years for one in useful_lives.listed(session) if one.title == "Server") == 7


def test_backups_are_taken_listed_and_moved(
    qtbot: QtBot, screen: SettingsScreen, context: AppContext, store: Store, tmp_path: Path
) -> None:
    shown = page(screen, BackupsPage)
    shown.use_folder(tmp_path / "kept")
    qtbot.waitUntil(lambda: shown.folder.text() == str(tmp_path / "kept"))
    assert not shown.restore_button.isEnabled()
    shown.now_button.click()
    qtbot.waitUntil(lambda: shown.table.kept.rowCount() == 1, timeout=10_000)
    assert shown.restore_button.isEnabled()
    assert shown.table.kept.index(0, 3).data() == "Tested"
    assert backups.folder(store) == tmp_path / "kept"
    shown.beside_button.click()
    qtbot.waitUntil(lambda: shown.table.kept.rowCount() == 0)
    with qtbot.waitSignal(context.error_raised):
        (tmp_path / "file").write_text("")
        shown.use_folder(tmp_path / "file")


def test_going_back_to_a_backup_asks_first(
    qtbot: QtBot, screen: SettingsScreen, context: AppContext, store: Store
) -> None:
    made = backups.take_now(store)
    shown = page(screen, BackupsPage)
    qtbot.waitUntil(lambda: shown.restore_button.isEnabled())
    chosen: list[tuple[object, object]] = []
    context.database_chosen.connect(lambda path, backup: chosen.append((path, backup)))
    shown.restore_button.click()
    question = screen.window().findChild(QMessageBox)
    assert isinstance(question, QMessageBox)
    question.reject()
    assert not chosen
    question = shown.ask_restore()
    next(one for one in question.findChildren(QPushButton) if one.text() == "Restore").click()
    assert chosen == [(store.path, made.path)]


def test_another_database_is_asked_for(
    qtbot: QtBot, screen: SettingsScreen, context: AppContext, store: Store, tmp_path: Path
) -> None:
    shown = page(screen, DataPage)
    dialog = shown.ask_new()
    assert isinstance(dialog, QFileDialog) and dialog.defaultSuffix() == "spbe"
    with qtbot.waitSignal(context.database_chosen) as told:
        dialog.filesSelected.emit([str(tmp_path / "other.spbe")])
    assert told.args == [tmp_path / "other.spbe", None]
    dialog.reject()


def test_licences_are_shown(qtbot: QtBot, screen: SettingsScreen) -> None:
    text = licences_of_others()
    for name in ("PySide6", "SQLAlchemy", "SIL OPEN FONT LICENSE", "Lucide"):
        assert name.casefold() in text.casefold()
    dialog = page(screen, AboutPage).show_licence()
    assert isinstance(dialog, QDialog) and "Apache License" in dialog.findChild(QPlainTextEdit).toPlainText()
    dialog.reject()


@pytest.fixture
def session(qtbot: QtBot, qapp: QApplication, store: Store, dressed: QApplication) -> Any:
    """A running program over the test's database, without its event loop."""
    store.close()
    kept = Preferences()
    kept.operator, kept.language, kept.place = "Budi", "en", "settings"
    made = _Session(qapp, kept, store.path)
    made._window = made._show_window()
    made._load()
    yield made
    assert made._context is not None
    qtbot.waitUntil(lambda: not made._context.is_busy, timeout=10_000)
    made._window.close()
    made._context.store.close()
    made._lock.unlock()


def test_the_program_goes_on_with_another_database(qtbot: QtBot, session: Any, tmp_path: Path) -> None:
    first, window = session._context, session._window
    other = tmp_path / "other.spbe"
    first.database_chosen.emit(other, None)
    qtbot.waitUntil(lambda: session._context is not first)
    assert session._context.store.path == other and session._window is not window
    assert Preferences().database == other and "other" in session._window.windowTitle()


def test_a_chosen_database_that_is_gone_gives_way_to_the_usual_one(tmp_path: Path) -> None:
    kept = Preferences()
    kept.database = tmp_path / "there.spbe"
    assert _last_database(kept) == default_database()
    (tmp_path / "there.spbe").touch()
    assert _last_database(Preferences()) == tmp_path / "there.spbe"


def test_a_file_that_is_no_database_leaves_everything_as_it_was(qtbot: QtBot, session: Any, tmp_path: Path) -> None:
    first = session._context
    wrong = tmp_path / "wrong.spbe"
    wrong.write_text("this is no database at all")
    with qtbot.waitSignal(first.error_raised):
        first.database_chosen.emit(wrong, None)
    assert session._context is first and Preferences().database is None


def test_the_program_goes_back_to_a_backup_and_keeps_the_present_file(qtbot: QtBot, session: Any) -> None:
    first = session._context
    taken = backups.take_now(first.store)
    with first.store.write(Actor("Budi"), "create") as uow:
        uow.create(Asset, name="Later")
    first.database_chosen.emit(first.store.path, taken.path)
    qtbot.waitUntil(lambda: session._context is not first)
    store = session._context.store
    with store.read() as reading:
        assert reading.scalars(select(Asset.name)).all() == []
    kept = list(store.path.parent.glob("*before-restore*"))
    assert len(kept) == 1
    present = Store.open(kept[0])
    with present.read() as reading:
        assert reading.scalars(select(Asset.name)).all() == ["Later"]
    present.close()
