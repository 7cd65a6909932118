"""The question whether photos keep where they were taken: off until somebody asks for it, remembered for each user."""

from __future__ import annotations

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QWidget

from spbe_assets.i18n import _
from spbe_assets.services import settings
from ui.context import AppContext

SETTING = "photos.keep_position"


class KeepPosition(QCheckBox):
    """One tick for every place that adds photos."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(_("Keep where photos were taken"), parent)
        self._context = context
        self.setToolTip(_("The GPS position in a photo. It goes to everybody who gets the database."))
        self.read_again()
        self.clicked.connect(self._keep)
        context.operator_changed.connect(self.read_again)

    def read_again(self) -> None:
        """Show what whoever works here now wants."""
        self.setChecked(settings.user(self._context.store, self._context.actor.user, SETTING) is True)

    def showEvent(self, event: QShowEvent) -> None:
        self.read_again()
        super().showEvent(event)

    def _keep(self, wanted: bool) -> None:
        store, operator = self._context.store, self._context.actor.user
        self._context.run_later(lambda _progress: settings.set_user(store, operator, SETTING, wanted))
