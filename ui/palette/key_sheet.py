"""The sheet of keyboard shortcuts, read from the shortcuts that are really there, so that it never tells old keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from spbe_assets.i18n import N_, _
from ui import navigation
from ui.inventory.chosen import ACTIONS
from ui.palette.commands import COMMANDS
from ui.palette.overlay import Overlay
from ui.widgets.basics import divider, label

if TYPE_CHECKING:
    from ui.main_window import MainWindow

TITLES = {
    "Ctrl+D": N_("Duplicate"),
    "F2": N_("Edit"),
    "Del": N_("Delete"),
    "Alt+Down": N_("Next record"),
    "Alt+Up": N_("Previous record"),
    "Ctrl+N": N_("New record"),
    "Ctrl+S": N_("Save"),
    "Ctrl+Shift+S": N_("Save and next"),
    "Ctrl+J": N_("Go to the next missing field"),
    "Ctrl+M": N_("Move elsewhere"),
    "Ctrl+O": N_("Open a file"),
    "Ctrl+Shift+M": N_("Merge two into one"),
    "Ctrl+Shift+P": N_("Pin this field for the next item"),
    "Ctrl+V": N_("Paste"),
    "Ctrl+A": N_("Select all"),
    "Esc": N_("Close"),
}
"""What keys mean on every screen; a shortcut whose `whatsThis` says something else means that."""
MOST_PX = 620
Keys = tuple[str, str]


def of_screen(screen: QWidget) -> list[Keys]:
    """Keys and meaning of every shortcut that a screen has now, each once, in the order they were made."""
    found: dict[str, str] = {}
    for shortcut in screen.findChildren(QShortcut):
        owner = shortcut.parent()
        if shortcut.isEnabled() and isinstance(owner, QWidget) and owner.isVisible():
            keys = shortcut.key().toString()
            title = shortcut.whatsThis() or title_of(keys)
            if title:
                found.setdefault(keys, title)
    return [(keys, title) for keys, title in found.items()]


def title_of(keys: str) -> str:
    """What keys mean on every screen that has them, empty if nothing is known."""
    action = next((one.title for one in ACTIONS if one.keys == keys), "")
    meant = action or TITLES.get(keys, "")
    return _(meant) if meant else ""


def everywhere() -> list[Keys]:
    """Keys and meaning of the shortcuts of the whole window."""
    own = [(" · ".join(one.keys), one.label) for one in COMMANDS if one.keys]
    return [*own, *_places()]


def _places() -> Iterator[Keys]:
    shown = [one for one in navigation.places() if one.group == "main"]
    shown += [one for one in navigation.places() if one.group == "bottom"]
    for number, place in enumerate(shown[:9], 1):
        yield f"Alt+{number}", _(place.title)


class KeySheet(Overlay):
    """Two columns: the keys of this screen, and those that work everywhere."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window, _("Keyboard shortcuts"))
        self._main = window
        self.area = QScrollArea(widgetResizable=True)
        self.area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        head = QHBoxLayout()
        head.setContentsMargins(20, 14, 20, 10)
        head.addWidget(label(_("Keyboard shortcuts"), "record"))
        head.addStretch(1)
        head.addWidget(label(_("Esc to close"), "small"))
        self.body.addLayout(head)
        self.body.addWidget(divider())
        self.body.addWidget(self.area, 1)

    def start(self) -> None:
        """Read the shortcuts and show them."""
        page = QWidget()
        page.setObjectName("scrolled")
        columns = QHBoxLayout(page)
        columns.setContentsMargins(20, 14, 20, 18)
        columns.setSpacing(32)
        screen = self._main.current_screen()
        here = of_screen(screen) if screen is not None else []
        if here and screen is not None:
            columns.addLayout(_column(_(screen.title), here), 1)
        columns.addLayout(_column(_("Everywhere"), everywhere()), 1)
        self.area.setWidget(page)
        self.open()
        self.place(min(page.sizeHint().height() + 60, MOST_PX))

    def width_px(self) -> int:
        return 820

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if QKeySequence(event.key()) in (QKeySequence("?"), QKeySequence("Return")):
            self.dismiss()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            bar = self.area.verticalScrollBar()
            bar.setValue(bar.value() + (40 if event.key() == Qt.Key.Key_Down else -40))
        else:
            super().keyPressEvent(event)


def _column(title: str, rows: Sequence[Keys]) -> QVBoxLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(7)
    grid.setColumnStretch(0, 1)
    for at, (keys, meaning) in enumerate(_joined(rows)):
        grid.addWidget(label(meaning), at, 0, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(_caps(keys), at, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    column = QVBoxLayout()
    column.setSpacing(10)
    column.addWidget(label(title, "heading"))
    column.addLayout(grid)
    column.addStretch(1)
    return column


def _joined(rows: Sequence[Keys]) -> list[Keys]:
    """Several keys that mean the same on one line."""
    found: dict[str, list[str]] = {}
    for keys, meaning in rows:
        found.setdefault(meaning, []).append(keys)
    return [(" · ".join(keys), meaning) for meaning, keys in found.items()]


def _caps(keys: str) -> QLabel:
    made = label(keys)
    made.setProperty("key", "true")
    return made
