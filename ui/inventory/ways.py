"""What else can be done in a list, as a menu: under the small button beside “New …”, or under the pointer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from spbe_assets.i18n import _
from ui.icons import icon
from ui.widgets.basics import icon_button


@dataclass(frozen=True, slots=True)
class Way:
    """One line of such a menu; `keys` only stand there, whoever has the list listens to them."""

    title: str
    icon: str
    keys: str
    run: Callable[[], object]
    is_possible: bool = True


def menu_of(ways: Sequence[Way], parent: QWidget) -> QMenu:
    """The ways as a menu; it goes when it is closed."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for way in ways:
        # After a tab the keys only stand there: a second shortcut would make the first ambiguous.
        native = QKeySequence(way.keys).toString(QKeySequence.SequenceFormat.NativeText)
        line = menu.addAction(icon(way.icon, "text"), f"{way.title}\t{native}".strip())
        line.setEnabled(way.is_possible)
        line.triggered.connect(partial(_run, way))
    return menu


def ways_button(ways: Callable[[], Sequence[Way]]) -> QPushButton:
    """A small button that opens, as a menu, what `ways` says at that moment."""
    made = icon_button("chevron-down", _("More ways to record and to change"))
    made.setObjectName("more-ways")
    made.clicked.connect(lambda: menu_of(ways(), made).popup(_under(made)))
    return made


def _under(button: QPushButton) -> QPoint:
    return button.mapToGlobal(button.rect().bottomLeft())


def _run(way: Way, _on: bool = False) -> None:
    way.run()
