"""What tests of agencies and places do again and again: look at lines, press keys, drag, pick from a type-ahead."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QMimeData, QModelIndex, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from spbe_assets.domain.ids import Id
from ui.inventory.reference_box import ReferenceBox
from ui.screens.agencies import AgenciesScreen

MOVE = Qt.DropAction.MoveAction


def names(screen: AgenciesScreen) -> list[str]:
    model = screen.current.list.model
    return [model.row(at).name for at in range(model.rowCount())]  # type: ignore[union-attr]


def cells(screen: AgenciesScreen, column: int = 0) -> list[str]:
    model = screen.current.list.model
    return [model.index(at, column).data() for at in range(model.rowCount())]


def show(qtbot: QtBot, screen: AgenciesScreen, table: str, row: Id) -> None:
    screen.show_argument((table, row))
    qtbot.waitUntil(lambda: (line := screen.current.list.current_row()) is not None and line.id == row)
    qtbot.waitUntil(lambda: screen.current.pane.isVisible() and screen.current.shown == row)


def side(qtbot: QtBot, screen: AgenciesScreen, number: int) -> None:
    with qtbot.waitSignal(screen.sides[number].list.model.searched):
        screen.switch.choose(number)


def standing(screen: AgenciesScreen) -> tuple[Id | None, Id | None]:
    """The record of the present line and what it stands below in the list."""
    row = screen.current.list.current_row()
    return (None, None) if row is None else (row.id, row.parent_id)


def press(qtbot: QtBot, widget: QWidget, key: Any, modifier: Any = Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(widget, key, modifier)


def texts(widget: QWidget) -> str:
    return "\n".join(one.text() for kind in (QLabel, QPushButton) for one in widget.findChildren(kind))


def pick(qtbot: QtBot, box: ReferenceBox, text: str) -> None:
    """Type into a type-ahead and take the first line, as a user does."""
    box.setFocus()
    qtbot.keyClicks(box, text)
    qtbot.waitUntil(lambda: box.is_open and bool(box.choices) and text.casefold() in box.choices[0].text.casefold())
    press(qtbot, box, Qt.Key.Key_Return)


def drag(screen: AgenciesScreen, row: Id, target: Id) -> bool:
    """Drop a line on another one as the view does; whether the drop was allowed."""
    model = screen.current.list.model
    at = {model.row(number).id: number for number in range(model.rowCount())}  # type: ignore[union-attr]
    data: QMimeData = model.mimeData([model.index(at[row], 0)])
    onto: QModelIndex = model.index(at[target], 0)
    table = screen.current.list.table
    table.scrollTo(onto)
    where = table.visualRect(onto).center()
    with_button = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(where, MOVE, data, *with_button)
    hover = QDragMoveEvent(where, MOVE, data, *with_button)
    for event in (enter, hover, QDropEvent(QPointF(where), MOVE, data, *with_button)):
        QApplication.sendEvent(table.viewport(), event)
    return model.canDropMimeData(data, MOVE, -1, -1, onto)
