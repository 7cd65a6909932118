"""A switch between a few lists: buttons side by side of which one is down."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from spbe_assets.i18n import _
from ui.widgets.basics import chip, set_kind


class Switch(QWidget):
    """`switched` carries the number of the side that is now down."""

    switched = Signal(int)

    def __init__(self, texts: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("switch")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(3, 3, 3, 3)
        row.setSpacing(2)
        self.setAccessibleName(_("Which list"))
        for number, text in enumerate(texts):
            side = chip(text)
            set_kind(side, "segment")
            side.setCheckable(True)
            self._group.addButton(side, number)
            row.addWidget(side)
        self._group.idToggled.connect(self._on_toggled)

    def choose(self, number: int) -> None:
        """Press one side."""
        self._group.button(number).setChecked(True)

    def name(self, number: int, text: str) -> None:
        """Call a side something else, for instance with another count."""
        self._group.button(number).setText(text)

    @property
    def chosen(self) -> int:
        """The side that is down."""
        return self._group.checkedId()

    def set_text(self, number: int, text: str) -> None:
        """Call one side something else."""
        self._group.button(number).setText(text)

    def _on_toggled(self, number: int, on: bool) -> None:
        set_kind(self._group.button(number), "true" if on else "false", "on")
        if on:
            self.switched.emit(number)
