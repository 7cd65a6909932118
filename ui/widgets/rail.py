"""The rail at the left: the whole product in a few words, badges only where somebody must act."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from spbe_assets.i18n import _
from ui import format
from ui.icons import set_icon
from ui.navigation import Place
from ui.widgets.basics import icon_label

WIDTH_PX = 196


class RailButton(QPushButton):
    """One section: icon, word, and a badge at its right end."""

    def __init__(self, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(_(place.title).replace("&", "&&"), parent)  # Qt takes a single one for a shortcut
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        set_icon(self, place.icon, "rail_text", 17, gap=6)
        self.badge = QLabel(self)
        self.badge.setObjectName("badge")
        self.badge.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.badge.hide()
        self.toggled.connect(lambda on: set_icon(self, place.icon, "rail_strong" if on else "rail_text", 17, gap=6))

    def set_badge(self, count: int) -> None:
        """Show how many things wait for a person; 0 shows nothing."""
        self.badge.setText(format.number(count))
        self.badge.setVisible(count > 0)
        self._place_badge()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_badge()

    def _place_badge(self) -> None:
        self.badge.adjustSize()
        self.badge.move(self.width() - self.badge.width() - 10, (self.height() - self.badge.height()) // 2)


class Rail(QWidget):
    """Says `chosen` with the name of a place."""

    chosen = Signal(str)

    def __init__(self, places: Iterable[Place], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(WIDTH_PX)
        self.buttons: dict[str, RailButton] = {}
        self._group = QButtonGroup(self)

        column = QVBoxLayout(self)
        column.setContentsMargins(8, 14, 8, 12)
        column.setSpacing(2)
        column.addLayout(self._brand())
        column.addSpacing(14)
        bottom: list[Place] = []
        for place in places:
            if place.group == "main":
                column.addWidget(self._button(place))
            elif place.group == "bottom":
                bottom.append(place)
        column.addStretch()
        for place in bottom:
            column.addWidget(self._button(place))

    def mark(self, name: str) -> None:
        """Show which place is open; none when it is not in the rail."""
        self._group.setExclusive(False)
        for key, made in self.buttons.items():
            made.setChecked(key == name)
        self._group.setExclusive(True)

    def _brand(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(8, 0, 8, 0)
        row.setSpacing(10)
        row.addWidget(icon_label("network", "badge", 20))
        name = QLabel("SPBE Assets")
        name.setObjectName("brand")
        row.addWidget(name, 1)
        return row

    def _button(self, place: Place) -> RailButton:
        made = RailButton(place)
        self._group.addButton(made)
        self.buttons[place.name] = made
        made.clicked.connect(lambda: self.chosen.emit(place.name))
        return made
