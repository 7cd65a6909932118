"""Whose register it is: the owner's name on reports and the first line of labels."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from spbe_assets.domain.changes import Changes
from spbe_assets.i18n import N_, _
from spbe_assets.services import labels, public_data, settings
from ui.context import AppContext
from ui.settings.page import Page


class OwnerPage(Page):
    """For the whole province: the texts travel to every installation."""

    title, icon = N_("Owner"), "building-2"
    about = N_("For the whole province. It travels to every installation with the next exchange.")

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._kept: dict[str, str] = {}
        self.name, self.line, self.licence = QLineEdit(), QLineEdit(), QComboBox()
        for field in (self.name, self.line):
            field.setMaxLength(120)
        for licence in public_data.licences():
            self.licence.addItem(licence, licence)

        rows = self.add_card()
        rows.add(_("Owner's name"), self.name, _("Stands at the head of every report."))
        rows.add(_("First line of labels"), self.line, _("Left empty, it follows from the region an asset belongs to."))
        rows.add(_("Licence of public data"), self.licence, _("Under it others may use what you publish."))
        self.column.addStretch()

        self.name.editingFinished.connect(partial(self._keep, settings.PROVINCE_NAME, self.name))
        self.line.editingFinished.connect(partial(self._keep, labels.OWNER_SETTING, self.line))
        self.licence.activated.connect(self._keep_licence)
        self.refresh(None)

    def refresh(self, changes: Changes | None) -> None:
        """Show what holds now."""
        if changes is None or changes.affects("setting", "region"):
            self._show(settings.PROVINCE_NAME, self.name)
            self._show(labels.OWNER_SETTING, self.line)
            if not self.line.text():
                self.line.setPlaceholderText(self.context.read(labels.province_owner))
            self.licence.setCurrentIndex(self.licence.findData(self.context.read(public_data.licence)))

    def _show(self, key: str, field: QLineEdit) -> None:
        self._kept[key] = str(self.context.read(lambda session: settings.province(session, key, "")))
        field.setText(self._kept[key])

    @Slot()
    def _keep_licence(self) -> None:
        chosen = str(self.licence.currentData())
        if chosen == self.context.read(public_data.licence):
            return
        said = _("{name}: “{text}”").format(name=self.licence.accessibleName(), text=chosen)
        self.context.write(
            lambda uow, _progress: settings.set_province(uow, public_data.LICENCE, chosen), "settings", done=said
        )

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
