"""What the tests of Gabung do again and again: open the screen, drop packs, apply them, look at what came of it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from pytestqt.qtbot import QtBot

from spbe_assets.domain.vocabulary import Condition
from spbe_assets.services import conflicts, rows
from tests.ui.exchange_world import World
from ui.context import AppContext
from ui.screens.exchange import ExchangeScreen


def opened(qtbot: QtBot, context: AppContext) -> ExchangeScreen:
    made = ExchangeScreen(context)
    qtbot.addWidget(made)
    made.resize(1170, 740)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    qtbot.waitUntil(lambda: not context.is_busy)
    return made


def drop(screen: ExchangeScreen, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    where, action, no = QPoint(500, 400), Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    screen.dragEnterEvent(QDragEnterEvent(where, action, data, Qt.MouseButton.LeftButton, no))
    screen.dropEvent(QDropEvent(where.toPointF(), action, data, Qt.MouseButton.LeftButton, no))


def planned(qtbot: QtBot, screen: ExchangeScreen, *paths: Path) -> None:
    drop(screen, *paths)
    qtbot.waitUntil(lambda: screen.pages.currentWidget() is screen.plan)


def applied(qtbot: QtBot, screen: ExchangeScreen, *paths: Path) -> None:
    planned(qtbot, screen, *paths)
    with qtbot.waitSignal(screen.incoming.merged):
        screen.apply_button.click()


def first_conflict(qtbot: QtBot, screen: ExchangeScreen) -> None:
    page = screen.decide.conflicts
    qtbot.waitUntil(lambda: page.opened is not None and bool(page.pane.cards))


def value(world: World, which: str, key: str) -> object:
    with world.admin.read() as session:
        return rows.record(session, "asset", world.ids[which]).get(key)


def waiting(world: World) -> int:
    with world.admin.read() as session:
        return conflicts.count(session)


def two_conflicts(world: World) -> Path:
    """Both sides change the server's serial and name; the switch changes there alone."""
    world.here(world.update("server", serial="HERE-1", name="Server surat"))
    world.there(world.update("server", serial="THERE-1", name="Server e-Office baru"))
    world.there(world.update("switch", condition=Condition.LIGHT_DAMAGE))
    return world.brought()
