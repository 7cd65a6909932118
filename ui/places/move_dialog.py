"""Asks below what a line of a tree is to stand."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from spbe_assets.domain.ids import Id
from spbe_assets.i18n import N_, _
from ui.context import AppContext
from ui.inventory.place_search import search
from ui.inventory.reference_box import ReferenceBox
from ui.widgets.basics import label

WIDTH = 440
HEIGHT = 500
"""The lines of a type-ahead stay inside the window, so it must have room for them."""
INTO = {
    "region": N_("Into the region"),
    "agency": N_("Below the agency"),
    "site": N_("Into the site"),
    "room": N_("Into the room"),
}


class MoveDialog(QDialog):
    """A type-ahead for each table it can stand below; `target` is what was chosen last."""

    def __init__(self, context: AppContext, name: str, tables: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Move"))
        self.setMinimumSize(WIDTH, HEIGHT)
        self.target: tuple[str, Id] | None = None
        self.target_name = ""
        self.boxes: dict[str, ReferenceBox] = {}

        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(8)
        column.addWidget(label(_("Move “{name}”").format(name=name), "record", wrap=True))
        for table in tables:
            column.addSpacing(4)
            column.addWidget(self._line(context, table))
        column.addStretch(1)
        self.buttons = QDialogButtonBox()
        self.move_button = self.buttons.addButton(_("Move"), QDialogButtonBox.ButtonRole.AcceptRole)
        cancel = self.buttons.addButton(_("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        cancel.setAutoDefault(False)
        self.move_button.setProperty("kind", "main")
        self.move_button.setEnabled(False)
        self.move_button.setDefault(True)
        column.addWidget(self.buttons)

        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        next(iter(self.boxes.values())).setFocus()

    def _line(self, context: AppContext, table: str) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        title = label(_(INTO[table]), "small")
        box = self.boxes[table] = ReferenceBox(context, partial(search, table))
        title.setBuddy(box)
        box.setAccessibleName(title.text())
        column.addWidget(title)
        column.addWidget(box)
        box.chosen.connect(partial(self._on_chosen, table))
        return made

    def _on_chosen(self, table: str) -> None:
        box = self.boxes[table]
        known = bool(box.text().strip()) and box.hasAcceptableInput() and _named(box)
        if not known:
            return
        record_id = box.record_id()
        self.target = (table, record_id) if record_id is not None else None
        self.target_name = box.text()
        for other, one in self.boxes.items():
            if other != table:
                one.show_record(None, "")
        self.move_button.setEnabled(self.target is not None)


def _named(box: ReferenceBox) -> bool:
    return box.text().strip() in {choice.text.strip() for choice in box.choices}
