"""Neither of the values: fields of a record filled in by hand, with the inputs that the editors use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QScrollArea, QVBoxLayout, QWidget

from spbe_assets.domain import fields
from spbe_assets.domain.errors import Invalid
from spbe_assets.domain.fields import Field
from spbe_assets.i18n import _
from spbe_assets.services import references
from spbe_assets.services.conflict_model import Conflict, Kind
from ui.context import AppContext
from ui.inventory.field_form import FieldCell
from ui.inventory.make_input import make_input
from ui.inventory.place_search import search
from ui.widgets.basics import label

WIDTH_PX = 460


def fillable(conflict: Conflict) -> Field | None:
    """The field of the catalogue that can be filled in, None where only the sides can be chosen."""
    return fields.field(conflict.table, conflict.field) if conflict.kind == Kind.VALUE else None


class OtherValueDialog(QDialog):
    """Begins with the values that stand here; `chosen` says what was changed."""

    def __init__(
        self, context: AppContext, name: str, conflicts: Sequence[Conflict], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self.setWindowTitle(_("Other value"))
        self.setMinimumWidth(WIDTH_PX)
        self.cells: dict[tuple[str, str], tuple[Conflict, FieldCell]] = {}
        self.buttons = QDialogButtonBox()
        self.save_button = self.buttons.addButton(_("Save"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.addButton(_("Cancel"), QDialogButtonBox.ButtonRole.RejectRole).setAutoDefault(False)

        form = QWidget()
        form.setObjectName("scrolled")
        rows = QVBoxLayout(form)
        rows.setContentsMargins(0, 0, 4, 0)
        rows.setSpacing(12)
        for conflict in conflicts:
            of = fillable(conflict)
            if of is not None:
                rows.addWidget(self._cell(conflict, of))
        rows.addStretch(1)
        area = QScrollArea(widgetResizable=True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidget(form)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addWidget(label(name, "record", wrap=True))
        column.addWidget(label(_("Fields that you leave as they are stay open."), "muted", wrap=True))
        column.addWidget(area, 1)
        column.addWidget(self.buttons)
        self.buttons.accepted.connect(self._accept)
        self.buttons.rejected.connect(self.reject)

    def _cell(self, conflict: Conflict, of: Field) -> FieldCell:
        cell = FieldCell(of, make_input(of, self._context, partial(search, of.refers_to) if of.refers_to else None))
        value = conflict.here.value
        cell.entry.show_value(value, self._name(of, value))
        cell.entry.entered.connect(self._accept)
        self.cells[conflict.table, conflict.field] = (conflict, cell)
        return cell

    def _name(self, of: Field, value: Any) -> str:
        if not of.refers_to or value is None:
            return ""
        return self._context.read(lambda session: references.name(session, of.refers_to, value))

    def chosen(self) -> Mapping[tuple[str, str], tuple[Conflict, Any]]:
        """What was filled in: (table, field) -> its conflict and the new value. Raises Invalid."""
        return {
            key: (conflict, value)
            for key, (conflict, cell) in self.cells.items()
            if (value := cell.entry.value()) != conflict.here.value or len(self.cells) == 1
        }

    def _accept(self) -> None:
        wrong = [cell for _conflict, cell in self.cells.values() if not cell.check()]
        try:
            if not wrong and self.chosen():
                self.accept()
        except Invalid as error:
            self.cells[next(iter(self.cells))][1].say(str(error))
