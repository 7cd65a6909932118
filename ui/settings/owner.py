"""Whose register it is: the owner's name on reports and the first line of labels."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QLineEdit, QWidget

from spbe_assets.domain.changes import Changes
from spbe_assets.i18n import N_, _
from spbe_assets.services import labels, settings
from ui.context import AppContext
from ui.settings.page import Page


class OwnerPage(Page):
    """For the whole province: the texts travel to every installation."""

    title, icon = N_("Owner"), "building-2"
    about = N_("For the whole province. It travels to every installation with the next exchange.")

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._kept: dict[str, str] = {}
        self.name, self.line = QLineEdit(), QLineEdit()
        for field in (self.name, self.line):
            field.setMaxLength(120)

        rows = self.add_card()
        rows.add(_("Owner's name"), self.name, _("Stands at the head of every report."))
        rows.add(_("First line of labels"), self.line, _("Left empty, it follows from the region an asset belongs to."))
        self.column.addStretch()

        self.name.editingFinished.connect(partial(self._keep, settings.PROVINCE_NAME, self.name))
        self.line.editingFinished.connect(partial(self._keep, labels.OWNER_SETTING, self.line))
        self.refresh(None)

    def refresh(self, changes: Changes | None) -> None:
        """Show what holds now."""
        if changes is None or changes.affects("setting", "region"):
            self._show(settings.PROVINCE_NAME, self.name)
            self._show(labels.OWNER_SETTING, self.line)
            if not self.line.text():
                self.line.setPlaceholderText(self.context.read(labels.province_owner))

    def _show(self, key: str, field: QLineEdit) -> None:
        self._kept[key] = str(self.context.read(lambda session: settings.province(session, key, "")))
        field.setText(self._kept[key])

    def _keep(self, key: str, field: QLineEdit) -> None:
        text = " ".join(field.text().split())
        if text == self._kept[key]:
            return
        self._kept[key] = text
        said = _("{name}: “{text}”").format(name=field.accessibleName(), text=text)
        if text:
            self.context.write(lambda uow, _progress: settings.set_province(uow, key, text), "settings", done=said)
        else:
            said = _("{name}: back to the default").format(name=field.accessibleName())
            self.context.write(lambda uow, _progress: settings.reset_province(uow, key), "settings", done=said)
