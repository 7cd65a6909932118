"""Two records that mean the same become one: choose the other, whose values stay, and see what will be re-pointed."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from spbe_assets.domain.ids import Id
from spbe_assets.i18n import _
from spbe_assets.services import combining
from spbe_assets.services.combining import Combination, Difference
from spbe_assets.services.table_words import COUNTED
from ui import format as formats
from ui.context import AppContext
from ui.inventory.place_search import search
from ui.inventory.reference_box import ReferenceBox
from ui.jobs import Job
from ui.widgets.basics import label

WIDTH = 760
HEIGHT = 520
MOST_LETTERS = 34


class CombineDialog(QDialog):
    """Merges another record of the same table into the one it was opened for."""

    def __init__(self, context: AppContext, table: str, kept_id: Id, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._table, self._kept_id, self._kept_name = context, table, kept_id, name
        self._turn = 0
        self.combination: Combination | None = None
        self._choices: dict[str, tuple[Difference, QButtonGroup]] = {}
        self.setWindowTitle(_("Merge"))
        self.resize(WIDTH, HEIGHT)

        self.box = ReferenceBox(context, partial(search, table))
        self.box.setPlaceholderText(_("Which record means the same?"))
        self.box.setAccessibleName(_("The other record"))
        self.told = label(_("Choose the record that means the same; it goes away."), "muted", wrap=True)
        self._area = QScrollArea(widgetResizable=True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self.buttons = QDialogButtonBox()
        self.merge_button = self.buttons.addButton(_("Merge"), QDialogButtonBox.ButtonRole.AcceptRole)
        cancel = self.buttons.addButton(_("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        cancel.setAutoDefault(False)
        self.merge_button.setProperty("kind", "main")
        self.merge_button.setEnabled(False)

        self._lay_out()
        self.box.chosen.connect(self._on_chosen)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.box.setFocus()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(8)
        column.addWidget(label(_("“{name}” stays").format(name=self._kept_name), "record", wrap=True))
        other = label(_("Merge into it"), "small")
        other.setBuddy(self.box)
        column.addWidget(other)
        column.addWidget(self.box)
        column.addWidget(self.told)
        column.addWidget(self._area, 1)
        column.addWidget(self.buttons)

    def _on_chosen(self) -> None:
        text = self.box.text().strip()
        if not text or text not in {choice.text.strip() for choice in self.box.choices}:
            self._forget()
            return
        other = self.box.record_id()
        if other is not None:
            self.choose(other)

    def choose(self, other_id: Id) -> None:
        """Look at what merging this record would do."""
        self._turn += 1
        turn, table, kept = self._turn, self._table, self._kept_id
        job = self._context.read_later(
            lambda session, _progress: combining.preview(session, table, kept, other_id), quiet=True
        )
        job.then(self, partial(self._show, turn)).otherwise(self, self._refuse)

    def _refuse(self, error: Exception) -> None:
        self._forget()
        self.told.setText(str(error))

    def _forget(self) -> None:
        self.combination = None
        self._choices = {}
        self._area.setWidget(QWidget())
        self.merge_button.setEnabled(False)

    def _show(self, turn: int, found: Combination) -> None:
        if turn != self._turn:
            return
        self.combination = found
        self.told.setText(repointed_text(found))
        self._area.setWidget(self._values(found))
        self.merge_button.setEnabled(True)

    def _values(self, found: Combination) -> QWidget:
        made = QWidget()
        made.setObjectName("scrolled")
        grid = QGridLayout(made)
        grid.setContentsMargins(0, 8, 0, 8)
        grid.setHorizontalSpacing(12)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        self._choices = {}
        for at, title in enumerate((_("Value that stays"), found.kept.get("name"), found.other.get("name"))):
            grid.addWidget(label(title or _("Unnamed"), "heading", wrap=True), 0, at)
        for row, one in enumerate(found.differences, 1):
            self._choices[one.key] = (one, self._choice(grid, row, one, found))
        if not found.differences:
            grid.addWidget(label(_("The two agree in every field."), "muted", wrap=True), 1, 0, 1, 3)
        grid.setRowStretch(len(found.differences) + 2, 1)
        return made

    def _choice(self, grid: QGridLayout, row: int, one: Difference, found: Combination) -> QButtonGroup:
        group = QButtonGroup(self)
        grid.addWidget(label(one.field.label, "muted", wrap=True), row, 0, Qt.AlignmentFlag.AlignTop)
        sides = ((one.kept, found.kept.names), (one.other, found.other.names))
        for at, (value, names) in enumerate(sides):
            whole = formats.value(one.field, value, names)
            side = QRadioButton(_short(whole))
            side.setToolTip(whole)
            side.setAccessibleName(f"{one.field.label}: {side.text()}")
            group.addButton(side, at)
            grid.addWidget(side, row, at + 1)
        group.button(1 if one.key in found.proposed() else 0).setChecked(True)
        return group

    def take_other(self, key: str) -> None:
        """Choose the other record's value of a field."""
        self._choices[key][1].button(1).setChecked(True)

    def values(self) -> dict[str, Any]:
        """The fields of the kept record that change."""
        return {key: one.other for key, (one, group) in self._choices.items() if group.checkedId() == 1}

    def merge(self) -> Job | None:
        """Do it: one transaction, which a toast can take back."""
        found = self.combination
        if found is None:
            return None
        table, kept, other, rev, values = self._table, found.kept.id, found.other.id, found.kept.rev, self.values()
        done = _("“{other}” merged into “{name}”").format(
            other=found.other.get("name") or _("Unnamed"), name=self._kept_name
        )
        return self._context.write(
            lambda uow, progress: combining.combine(uow, table, kept, other, values, rev, progress), "combine", done
        )


def repointed_text(found: Combination) -> str:
    """What will refer to the kept record instead of the other one."""
    parts = [formats.counted(COUNTED[table](count), count) for table, count in found.repointed.items()]
    if not parts:
        return _("Nothing refers to the other record; it just goes away.")
    return _("Will be re-pointed: {what}. One undo brings both back.").format(what=", ".join(parts))


def _short(text: str) -> str:
    """One line for a choice; & would be read as the mark of a shortcut."""
    line = " ".join(text.split())
    return (line if len(line) <= MOST_LETTERS else f"{line[: MOST_LETTERS - 1]}…").replace("&", "&&")
