"""Starting the window: language, theme, database, first run, and sentences where that can't be."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QLockFile, Qt, QTranslator
from PySide6.QtWidgets import QApplication, QMessageBox

from spbe_assets import i18n
from spbe_assets.domain.errors import AppError, Refused
from spbe_assets.i18n import _
from spbe_assets.paths import default_database, resource
from ui import icons, navigation, theme
from ui.errors import Reporter, start_log
from ui.garbage import GuiThreadCollector
from ui.main_window import MainWindow
from ui.preferences import SCALES, Preferences

if TYPE_CHECKING:
    from spbe_assets.storage.store import Store
    from ui.context import AppContext

SWITCH_INTERVAL_S = 0.0005
"""A worker thread gives Python's lock back ten times sooner than by default, so that lists keep scrolling."""
ROOMY_PX = 1500
"""On narrower screens the first window fills the screen."""
SAMPLE, IMPORT, FIELD = "sample", "import", "field"
LOCALES = {
    "id": QLocale(QLocale.Language.Indonesian, QLocale.Country.Indonesia),
    "en": QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom),
}


_translators: list[QTranslator] = []


def run(db_path: Path | None = None, arguments: Sequence[str] = ()) -> int:
    """Open the window on a database and stay until it is closed.

    Args:
        db_path: the database; the per-user one when None. A missing file is made by the first run.
        arguments: what Qt may read, such as -platform.

    Returns:
        The exit code: 0 when the window was used, 2 when it could not open.
    """
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    preferences = Preferences()
    if preferences.scale_percent != SCALES[0]:
        os.environ.setdefault("QT_SCALE_FACTOR", str(preferences.scale_percent / 100))
    app = QApplication([sys.argv[0], *arguments])
    app.setApplicationName("SPBE Assets")
    GuiThreadCollector(app)
    speak(app, preferences.language)
    dress(app, preferences.theme)
    return _Session(app, preferences, db_path or _last_database(preferences)).run()


def _last_database(preferences: Preferences) -> Path:
    """The database chosen in the settings as long as it is there, else the per-user one."""
    chosen = preferences.database
    return chosen if chosen is not None and chosen.exists() else default_database()


def dress(app: QApplication, mode: theme.Mode = theme.Mode.SYSTEM) -> None:
    """Give the application its looks; icons follow every later switch."""
    app.setWindowIcon(icons.icon("network", "accent", 64))
    theme.start(app, mode)
    theme.notifier().changed.connect(icons.retint)
    app.screenAdded.connect(lambda _screen: icons.retint())


def speak(app: QApplication, language: str) -> None:
    """Use a language for our own texts, for Qt's buttons and dialogs, and for dates in Qt's fields."""
    i18n.use(language)
    QLocale.setDefault(LOCALES[i18n.language()])
    for old in _translators:
        app.removeTranslator(old)
    _translators.clear()
    translator = QTranslator()
    if translator.load(f"qt_{i18n.language()}", str(resource("translations", "qt"))):
        app.installTranslator(translator)
        _translators.append(translator)


class _Session:
    """One run of the program: first the window, then the database behind it."""

    def __init__(self, app: QApplication, preferences: Preferences, path: Path) -> None:
        self._app, self._preferences, self._path = app, preferences, path
        self._reporter = Reporter(app)
        self._lock: QLockFile | None = None
        self._context: AppContext | None = None
        self._start_with = ""

    def run(self) -> int:
        """Ask what is missing, show the window, load the rest, and stay."""
        self._reporter.install()
        if not self._ask():
            return 0
        self._window = self._show_window()
        self._window.painted.connect(self._load)
        try:
            return self._app.exec()
        finally:
            if self._lock is not None:
                self._lock.unlock()

    def _ask(self) -> bool:
        """Ask what the first run asks; False when the user left."""
        if self._path.exists() and self._preferences.operator:
            return True
        from ui.first_run import FirstRun

        questions = FirstRun(self._preferences, lambda code: speak(self._app, code), is_new=not self._path.exists())
        answered = bool(questions.exec())
        self._start_with = questions.start_with
        return answered

    def _show_window(self) -> MainWindow:
        window = MainWindow(self._preferences, self._reporter.tell)
        self._reporter.window = window
        place = self._preferences.place
        window.open_place(place if navigation.place(place) else navigation.HOME)
        if self._preferences.geometry.isEmpty() and self._app.primaryScreen().availableSize().width() < ROOMY_PX:
            window.showMaximized()
        else:
            window.show()
        return window

    def _load(self) -> None:
        """Open the database; the frame is on the screen already."""
        from spbe_assets.storage.store import Store

        try:
            start_log()
            self._lock = _claimed(self._path)
            store = Store.open_or_create(self._path)
            store.set_local_setting("operator", self._preferences.operator)
        except AppError as error:
            if self._path == self._preferences.database:
                self._preferences.database = None  # the next start falls back on the per-user one
            self._app.exit(self._refuse(error))
            return
        context = self._attach(store)
        self._listen_to_scanners()
        if self._preferences.starts_in_field:
            from ui.field.start import begin_in_field

            begin_in_field(context, self._window)
        self._begin_with(context)

    def _attach(self, store: Store) -> AppContext:
        """Bring the window to life with a database."""
        from spbe_assets.storage.store import Actor
        from ui.context import AppContext

        context = AppContext(store, Actor(self._preferences.operator), self._app)
        context.language_chosen.connect(self._change_language)
        context.theme_chosen.connect(self._change_theme)
        context.operator_changed.connect(self._change_operator)
        # Queued, so that no screen is destroyed inside its own slot.
        context.database_chosen.connect(self._change_database, Qt.ConnectionType.QueuedConnection)
        self._context = context
        self._bring_to_life(context)
        return context

    def _bring_to_life(self, context: AppContext) -> None:
        from ui.ahead import Ahead
        from ui.identity import Identity

        self._window.attach(context)
        Identity(context, self._window.message_bar, self._window)
        Ahead(context, self._window.build_next, self._window)

    def _listen_to_scanners(self) -> None:
        from ui.scanner import Scanner

        scanner = Scanner(self._app, self._preferences, lambda key: self._window.press(key))
        scanner.scanned.connect(lambda code: self._window.scan(code))

    def _begin_with(self, context: AppContext) -> None:
        """Do what the first run was answered with."""
        if self._start_with == SAMPLE:
            from ui.first_run import fill_with_sample_data

            fill_with_sample_data(context, self._window)
        elif self._start_with in (IMPORT, FIELD):
            context.navigate(self._start_with)

    def _refuse(self, error: AppError) -> int:
        QMessageBox.critical(self._window, "SPBE Assets", str(error))
        return 2

    def _change_language(self, code: str) -> None:
        """Build the window anew in the other language; the database stays open."""
        if self._context is None or not self._window.may_close():
            return
        self._preferences.language = code
        self._window.remember()
        self._context.store.set_local_setting("language", code)
        speak(self._app, code)
        old, self._window = self._window, self._show_window()
        self._window.restoreGeometry(old.saveGeometry())
        self._bring_to_life(self._context)
        old.retire()

    def _change_database(self, path: Path, backup: Path | None) -> None:
        """Go on with another file, or with the same one after a backup was put in its place."""
        context = self._context
        if context is None or not self._window.may_close():
            return
        if context.is_writing:
            context.error_raised.emit(Refused(_("A change is still being saved; try again in a moment.")))
        elif backup is not None:
            self._restore(context, backup)
        else:
            self._open_other(context, path)

    def _open_other(self, context: AppContext, path: Path) -> None:
        from spbe_assets.storage.store import Store

        try:
            lock = _claimed(path)
            store = Store.open_or_create(path)
            store.set_local_setting("operator", self._preferences.operator)
        except AppError as error:
            context.error_raised.emit(error)
            return
        context.close()
        if self._lock is not None:
            self._lock.unlock()
        self._lock, self._path = lock, path
        self._preferences.database = path
        self._go_on(context, store)

    def _restore(self, context: AppContext, backup: Path) -> None:
        """Put a backup in the place of the database; where it does not pass its test everything stays."""
        from spbe_assets.storage.backup import restore
        from spbe_assets.storage.store import Store

        context.close()
        context.store.close()
        said = None
        try:
            restore(backup, self._path)
        except AppError as error:
            said = error
        self._go_on(context, Store.open(self._path))
        if said is not None:
            self._window.show_error(said)

    def _go_on(self, left: AppContext, store: Store) -> None:
        """Build the window anew over another database."""
        old, self._window = self._window, self._show_window()
        self._window.restoreGeometry(old.saveGeometry())
        self._attach(store)
        old.retire()
        left.store.close()
        left.deleteLater()

    def _change_theme(self, mode: str) -> None:
        self._preferences.theme = theme.Mode(mode)
        theme.set_mode(theme.Mode(mode))

    def _change_operator(self, name: str) -> None:
        self._preferences.operator = name
        if self._context is not None:
            self._context.store.set_local_setting("operator", name)


def _claimed(path: Path) -> QLockFile:
    """The window's lock on a database; one left by a crash is taken over.

    Raises:
        Refused: another window has the file.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = QLockFile(f"{path}.window")
    lock.setStaleLockTime(0)
    if not lock.tryLock(0):
        raise Refused(_("{file} is open in another window; go on working there.").format(file=path.name))
    return lock
