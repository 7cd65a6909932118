"""What gets a label: chosen records, what lacks one, a scanned pile, a list in a file, new numbers."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QRadioButton, QSizePolicy, QVBoxLayout, QWidget

from spbe_assets.domain.filters import AssetFilter, LinkFilter
from spbe_assets.domain.labels import Blank, Listed
from spbe_assets.i18n import N_, _
from spbe_assets.labels.printing import Wanted
from ui import format
from ui.context import AppContext

GIVEN, UNLABELLED, OUTDATED, ALL, LINKS = "given", "unlabelled", "outdated", "all", "links"
PILE, FILE, BLANK = "pile", "file", "blank"
TEXTS = {
    GIVEN: N_("Chosen records ({n})"),
    UNLABELLED: N_("Equipment without a label ({n})"),
    OUTDATED: N_("Equipment whose label is outdated ({n})"),
    ALL: N_("All equipment ({n})"),
    LINKS: N_("All links ({n})"),
    PILE: N_("A pile, scanned one after another ({n})"),
    FILE: N_("A list of tags in a file ({n})"),
    BLANK: N_("New numbers without a record ({n})"),
}
COUNTED = (GIVEN, UNLABELLED, OUTDATED, ALL, LINKS)


class WhatBox(QWidget):
    """`changed` fires when other records are wanted, by the user or because the database changed."""

    changed = Signal()

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._wanted: dict[str, Wanted] = {
            UNLABELLED: AssetFilter(no_label=True), OUTDATED: AssetFilter(label_outdated=True),
            ALL: AssetFilter(), LINKS: LinkFilter(), PILE: Listed(()), FILE: Listed(()), BLANK: Blank(()),
        }  # fmt: skip
        self._group = QButtonGroup(self)
        self.buttons: dict[str, QRadioButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for key, text in TEXTS.items():
            made = self.buttons[key] = QRadioButton(_(text).format(n="…" if key in COUNTED else format.number(0)))
            made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            self._group.addButton(made)
            column.addWidget(made)
        self.buttons[GIVEN].hide()
        self.buttons[UNLABELLED].setChecked(True)

        self.setFocusProxy(self.buttons[UNLABELLED])
        self._group.buttonToggled.connect(self._on_toggled)

    @property
    def chosen(self) -> str:
        """Which of them is chosen."""
        return {made.isChecked(): key for key, made in self.buttons.items()}[True]

    @property
    def wanted(self) -> Wanted:
        """The records that are wanted."""
        return self._wanted[self.chosen]

    def choose(self, key: str) -> None:
        """Choose one of them."""
        self.buttons[key].setChecked(True)

    def show_given(self, wanted: Wanted) -> None:
        """Offer and choose the records that somebody came with."""
        self._wanted[GIVEN] = wanted
        self.buttons[GIVEN].show()
        self._say_again(GIVEN)
        self.count()

    def set_tags(self, key: str, tags: tuple[str, ...]) -> None:
        """What the pile, the file or the new numbers consist of."""
        self._wanted[key] = Blank(tags) if key == BLANK else Listed(tags)
        self.buttons[key].setText(_(TEXTS[key]).format(n=format.number(len(tags))))
        self._say_again(key)

    def tags(self, key: str) -> tuple[str, ...]:
        """The tags of the pile, the file or the new numbers."""
        wanted = self._wanted[key]
        return wanted.tags if isinstance(wanted, Listed | Blank) else ()

    def count(self) -> None:
        """Count each of them again, off the GUI thread; what takes long is counted once it is chosen."""
        wanted = {key: self._wanted[key] for key in COUNTED if key in self._wanted}
        self._context.read_later(lambda session, _progress: _counts(session, wanted)).then(self, self._show_counts)

    def _say_again(self, key: str) -> None:
        if self.chosen == key:
            self.changed.emit()
        else:
            self.choose(key)

    def _on_toggled(self, button: QAbstractButton, is_on: bool) -> None:
        if is_on:
            self.setFocusProxy(button)
            if any(one.hasFocus() for one in self.buttons.values()):
                button.setFocus(Qt.FocusReason.OtherFocusReason)
            self.changed.emit()

    def _show_counts(self, counts: dict[str, int]) -> None:
        for key, count in counts.items():
            self.buttons[key].setText(_(TEXTS[key]).format(n=format.number(count)))


def _counts(session: Any, wanted: dict[str, Wanted]) -> dict[str, int]:
    from spbe_assets.services import link_listing, listing

    assets = {key: one for key, one in wanted.items() if isinstance(one, AssetFilter)}
    links = {key: one for key, one in wanted.items() if isinstance(one, LinkFilter)}
    return {key: listing.count(session, one) for key, one in assets.items()} | {
        key: link_listing.count(session, one) for key, one in links.items()
    }
