"""What window tests can ask for: the application in its looks, and a context on a fresh database."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from spbe_assets.storage.store import Actor, Store
from ui import theme
from ui.app import dress
from ui.context import AppContext
from ui.scanner import Scanner


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # The offscreen platform says this of windows that raise, grab or have a smallest size; any other warning fails.
    for item in items:
        if "tests/ui/" in item.path.as_posix():
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True))


@pytest.fixture(autouse=True)
def collect_on_gui_thread() -> Iterator[None]:
    """As `ui.garbage` does in the program: a worker thread that collects would destroy widgets and crash."""
    gc.disable()
    yield
    gc.enable()


@pytest.fixture(scope="module", autouse=True)
def nothing_left_behind(qapp: QApplication) -> Iterator[None]:
    """Windows that a started program still holds are styled anew at every switch of the theme, 3 s for each test."""
    yield
    for left in QApplication.topLevelWidgets():
        left.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect()


@pytest.fixture(autouse=True)
def no_scanner_of_an_earlier_test(qapp: QApplication) -> None:
    """A program that a test started goes on listening to the keys of the tests that follow."""
    for scanner in qapp.findChildren(Scanner):
        scanner.stop()
        scanner.setParent(None)


@pytest.fixture(scope="session")
def dressed(qapp: QApplication) -> QApplication:
    """The application with the product's fonts, colours and icons."""
    dress(qapp, theme.Mode.LIGHT)
    return qapp


@pytest.fixture
def context(store: Store, budi: Actor, dressed: QApplication) -> Iterator[AppContext]:
    """A context on a fresh database; whatever still runs is stopped at the end."""
    made = AppContext(store, budi)
    yield made
    made.close()
    made.deleteLater()
