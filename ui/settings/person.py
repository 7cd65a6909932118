"""Who is working."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from spbe_assets.i18n import N_, _
from ui.context import AppContext
from ui.settings.page import Page


class PersonPage(Page):
    """The name under which changes are recorded."""

    title, icon = N_("Operator"), "user"
    about = N_("Every change is recorded under this name, on this computer and wherever the record travels.")

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.operator = QLineEdit(context.actor.user)
        self.operator.setMaxLength(120)
        rows = self.add_card()
        rows.add(_("Name"), self.operator, _("History, labels and reports show it. Earlier changes keep their name."))
        self.column.addStretch()

        self.operator.editingFinished.connect(self._rename)
        context.operator_changed.connect(self.operator.setText)

    @Slot()
    def _rename(self) -> None:
        name = " ".join(self.operator.text().split())
        if not name:
            self.operator.setText(self.context.actor.user)
        elif name != self.context.actor.user:
            self.context.set_operator(name)
            self.context.message.emit(_("Later changes are recorded as {name}").format(name=name))
