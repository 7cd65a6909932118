"""What every page of the settings is made of: a title, a sentence, cards with rows of a name and a control."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from spbe_assets.domain.changes import Changes
from spbe_assets.i18n import _
from ui.context import AppContext
from ui.widgets.basics import label
from ui.widgets.card import Card

WIDEST_PX = 820
NAME_PX = 200
ROW_PX = 32
GAP_PX, NARROW_COLUMNS = 14, 2


class Page(QWidget):
    """One section; `title`, `icon` and `about` are source strings. It is made when it is opened for the first time."""

    title = ""
    icon = "settings"
    about = ""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.setMaximumWidth(WIDEST_PX)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 4, 16, 16)
        self.column.setSpacing(12)
        self.column.addWidget(label(_(self.title), "record"))
        if self.about:
            self.column.addWidget(label(_(self.about), "muted", wrap=True))

    def refresh(self, changes: Changes | None) -> None:
        """Show what holds now; None means that anything may have changed."""

    def take_scan(self, code: str) -> bool:
        """Use a code that was scanned while the page is on show; False leaves it to the window."""
        return False

    def add_card(self, title: str = "", note: str = "") -> Rows:
        """Append a card and return its rows."""
        card = Card(title, note)
        rows = Rows()
        card.body.addLayout(rows)
        self.column.addWidget(card)
        return rows


class Rows(QGridLayout):
    """Names at the left, controls at the right, and a small text below a control where it needs one."""

    def __init__(self) -> None:
        super().__init__()
        self.setHorizontalSpacing(24)
        self.setVerticalSpacing(10)
        self.setColumnMinimumWidth(0, NAME_PX)
        self.setColumnStretch(1, 1)

    def add(self, name: str, control: QWidget, note: str = "") -> None:
        """Append a row; the name is what a screen reader says of the control."""
        row = self.rowCount()
        shown = label(name, "muted", wrap=True)
        shown.setMinimumHeight(ROW_PX)
        shown.setBuddy(control)
        if not control.accessibleName():
            control.setAccessibleName(name)
        self.addWidget(shown, row, 0, Qt.AlignmentFlag.AlignTop)
        cell = QVBoxLayout()
        cell.setSpacing(2)
        cell.addWidget(control)
        control.setMinimumHeight(ROW_PX)
        if note:
            cell.addWidget(label(note, "small", wrap=True))
        self.addLayout(cell, row, 1)

    def add_buttons(self, *buttons: QWidget) -> None:
        """Append a row of buttons under the controls."""
        row = QHBoxLayout()
        row.setSpacing(8)
        for one in buttons:
            row.addWidget(one)
        row.addStretch()
        self.addLayout(row, self.rowCount(), 1)


class Choices(QWidget):
    """A few answers side by side, one of them chosen."""

    def __init__(self, choices: dict[str, str], chosen: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._keys = list(choices)
        self._buttons: dict[str, QRadioButton] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GAP_PX)
        for number, (key, text) in enumerate(choices.items()):
            made = self._buttons[key] = QRadioButton(text)
            self._group.addButton(made, number)
        self._grid.setColumnStretch(len(choices), 1)
        self._arrange(len(choices))
        self.choose(chosen)

    def _arrange(self, columns: int) -> None:
        for number, made in enumerate(self._buttons.values()):
            self._grid.addWidget(made, number // columns, number % columns)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Side by side where there is room, else in two columns."""
        super().resizeEvent(event)
        needed = sum(made.sizeHint().width() + GAP_PX for made in self._buttons.values())
        self._arrange(len(self._buttons) if needed <= self.width() else NARROW_COLUMNS)

    def minimumSizeHint(self) -> QSize:
        widths = [made.sizeHint().width() for made in self._buttons.values()]
        least = sum(max(widths[column::NARROW_COLUMNS], default=0) + GAP_PX for column in range(NARROW_COLUMNS))
        return QSize(least, super().minimumSizeHint().height())

    def choose(self, key: str) -> None:
        """Show another answer as the chosen one, without telling anybody."""
        if key in self._buttons:
            self._buttons[key].setChecked(True)

    @property
    def chosen(self) -> str:
        """The key of the chosen answer; empty for none."""
        return next((key for key, made in self._buttons.items() if made.isChecked()), "")

    def button(self, key: str) -> QRadioButton:
        """The button of an answer."""
        return self._buttons[key]

    def chosen_by_user(self, slot: Callable[[str], object]) -> None:
        """Call a slot with the key of every answer the user picks."""
        self._group.idClicked.connect(lambda number: slot(self._keys[number]))
