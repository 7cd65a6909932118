"""The fields of a bulk edit: each is left alone until somebody types a value or chooses what to do with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from spbe_assets.domain.errors import Invalid
from spbe_assets.domain.fields import Field, Kind
from spbe_assets.i18n import N_, _
from spbe_assets.services import bulk_edit
from spbe_assets.services.bulk_edit import BulkEdit, FieldEdit, How
from ui.context import AppContext
from ui.inventory.field_form import FieldCell
from ui.inventory.field_inputs import CalmCombo, ReferenceInput
from ui.inventory.form_groups import REGISTER, WHAT
from ui.inventory.make_input import make_input
from ui.inventory.place_search import rooms, search
from ui.widgets.basics import label

ABOVE_HEADING_PX = 10
HOWS = {How.SET: N_("Set"), How.CLEAR: N_("Clear"), How.APPEND: N_("Add behind")}
LEAVE = N_("Leave")
NOT_TYPED = frozenset({Kind.TIME, Kind.EXTRA})
"""Kinds that nobody types for many records."""


class EditRow(QWidget):
    """One field with what happens to it; `changed` fires whenever that may be something else."""

    changed = Signal()

    def __init__(self, field: Field, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        finder = partial(search, field.refers_to) if field.kind is Kind.REFERENCE else None
        self.cell = FieldCell(field, make_input(field, context, finder))
        self.how = CalmCombo()
        self.how.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.how.setAccessibleName(_("What happens to {field}").format(field=field.label))
        self._hows: list[How | None] = [None, How.SET, How.CLEAR]
        if bulk_edit.can_append(field):
            self._hows.append(How.APPEND)
        self.how.addItems([_(LEAVE), *(_(HOWS[how]) for how in self._hows if how is not None)])

        beside = QVBoxLayout()
        beside.setSpacing(3)
        beside.addWidget(label(" ", "small"))  # as high as the name of the field, so that both stand on one line
        beside.addWidget(self.how)
        beside.addStretch(1)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(8)
        across.addWidget(self.cell, 1)
        across.addLayout(beside)

        self.cell.entry.edited.connect(self._on_typed)
        self.cell.entry.left.connect(self.changed)
        self.how.currentIndexChanged.connect(self._on_chosen)

    def choice(self) -> How | None:
        """What happens to the field; None leaves it."""
        return self._hows[self.how.currentIndex()]

    def choose(self, how: How | None) -> None:
        """Let something else happen to it."""
        self.how.setCurrentIndex(self._hows.index(how))

    def edit(self) -> FieldEdit | None:
        """What happens as a value. Raises Invalid with a sentence."""
        how = self.choice()
        if how is None:
            return None
        return FieldEdit(self.field.key, how, None if how is How.CLEAR else self.cell.entry.value())

    def _on_typed(self) -> None:
        if self.choice() in (None, How.CLEAR):
            self.choose(How.SET)
        self.changed.emit()

    def _on_chosen(self) -> None:
        self.cell.entry.setEnabled(self.choice() is not How.CLEAR)
        self.cell.say("")
        if self.choice() in (How.SET, How.APPEND) and self.how.hasFocus():
            self.cell.entry.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()


class EditRows(QWidget):
    """All fields under the headings of the editor; `changed` tells that the edit may be another."""

    changed = Signal()

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: dict[str, EditRow] = {}
        self.wrong: EditRow | None = None
        self._headings: list[tuple[QWidget, list[EditRow]]] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(10)
        for title, fields in _groups():
            heading = label(title, "heading")
            heading.setContentsMargins(0, ABOVE_HEADING_PX if self._headings else 0, 0, 0)
            column.addWidget(heading)
            rows = [EditRow(field, context) for field in fields]
            self._headings.append((heading, rows))
            for row in rows:
                self.rows[row.field.key] = row
                column.addWidget(row)
                row.changed.connect(self._on_changed)
        column.addStretch(1)
        widest = max(row.how.sizeHint().width() for row in self.rows.values())
        for row in self.rows.values():
            row.how.setFixedWidth(widest)

    def edit(self) -> BulkEdit | None:
        """The whole edit; None where nothing is to happen, or where a value is wrong, which its field then says."""
        edits, self.wrong = list[FieldEdit](), None
        for row in self.rows.values():
            try:
                found = row.edit()
                if found is not None:
                    BulkEdit((found,))  # says what is wrong with this one
                    edits.append(found)
            except Invalid as problem:
                row.cell.say(str(problem))
                self.wrong = row
                return None
        return BulkEdit(tuple(edits)) if edits else None

    def focus_first(self) -> None:
        """Put the cursor into the first field on show."""
        first = next((row for row in self.rows.values() if not row.isHidden()), None)
        if first is not None:
            first.cell.entry.setFocus(Qt.FocusReason.TabFocusReason)

    def narrow(self, text: str) -> None:
        """Show the fields whose name holds a text, and those that are being edited."""
        wanted = text.casefold().strip()
        for heading, rows in self._headings:
            for row in rows:
                row.setVisible(wanted in row.field.label.casefold() or row.choice() is not None)
            heading.setVisible(any(not row.isHidden() for row in rows))

    def _on_changed(self) -> None:
        agency, room = self.rows["agency_id"].cell.entry, self.rows["room_id"].cell.entry
        if isinstance(room, ReferenceInput):
            with suppress(Invalid):
                room.box.search_with(partial(rooms, agency.value()))
        self.changed.emit()


def _groups() -> Iterator[tuple[str, list[Field]]]:
    left = {field.key: field for field in bulk_edit.editable() if field.kind not in NOT_TYPED}
    for group in (*WHAT, *REGISTER):
        fields = [left.pop(key) for key in group.keys if key in left]
        if fields:
            yield _(group.title), fields
    if left:
        yield _("Other"), list(left.values())
