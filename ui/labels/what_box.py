"""What gets a label: the records somebody came with, those without a label, or all."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QRadioButton, QSizePolicy, QVBoxLayout, QWidget

from spbe_assets.domain.filters import AssetFilter, LinkFilter
from spbe_assets.i18n import N_, _
from ui import format
from ui.context import AppContext

GIVEN, UNLABELLED, ALL, LINKS = "given", "unlabelled", "all", "links"
Filter = AssetFilter | LinkFilter
TEXTS = {
    GIVEN: N_("Chosen records ({n})"),
    UNLABELLED: N_("Equipment without a label ({n})"),
    ALL: N_("All equipment ({n})"),
    LINKS: N_("All links ({n})"),
}


class WhatBox(QWidget):
    """`changed` fires when other records are wanted, by the user or because the database changed."""

    changed = Signal()

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._wanted: dict[str, Filter] = {
            UNLABELLED: AssetFilter(no_label=True), ALL: AssetFilter(), LINKS: LinkFilter()
        }  # fmt: skip
        self._group = QButtonGroup(self)
        self.buttons: dict[str, QRadioButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for key, text in TEXTS.items():
            made = self.buttons[key] = QRadioButton(_(text).format(n="…"))
            made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            self._group.addButton(made)
            column.addWidget(made)
        self.buttons[GIVEN].hide()
        self.buttons[UNLABELLED].setChecked(True)

        self.setFocusProxy(self.buttons[UNLABELLED])
        self._group.buttonToggled.connect(self._on_toggled)

    @property
    def chosen(self) -> str:
        """Which of the four is chosen."""
        return next(key for key, made in self.buttons.items() if made.isChecked())

    @property
    def wanted(self) -> Filter:
        """The records that are wanted."""
        return self._wanted[self.chosen]

    def show_given(self, wanted: Filter) -> None:
        """Offer and choose the records that somebody came with."""
        self._wanted[GIVEN] = wanted
        self.buttons[GIVEN].show()
        if self.chosen == GIVEN:
            self.changed.emit()
        self.buttons[GIVEN].setChecked(True)
        self.count()

    def count(self) -> None:
        """Count each of them again, off the GUI thread."""
        wanted = dict(self._wanted)
        self._context.read_later(lambda session, _progress: _counts(session, wanted)).then(self, self._show_counts)

    def _on_toggled(self, button: QAbstractButton, is_on: bool) -> None:
        if is_on:
            self.setFocusProxy(button)
            self.changed.emit()

    def _show_counts(self, counts: dict[str, int]) -> None:
        for key, count in counts.items():
            self.buttons[key].setText(_(TEXTS[key]).format(n=format.number(count)))


def _counts(session: Any, wanted: dict[str, Filter]) -> dict[str, int]:
    from spbe_assets.services import link_listing, listing

    return {
        key: listing.count(session, one) if isinstance(one, AssetFilter) else link_listing.count(session, one)
        for key, one in wanted.items()
    }
