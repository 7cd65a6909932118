"""Keeps what was chosen for the operator: one write at a time, so that an earlier choice never lands on a later one."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from spbe_assets.services import settings
from ui.context import AppContext
from ui.reports.choices import SETTING, Choices, from_kept, to_kept


class Keeper(QObject):
    """Reads the last choices once, and writes the newest ones off the GUI thread."""

    def __init__(self, context: AppContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._kept = self._newest = self.read()
        self._is_writing = False

    def read(self) -> Choices:
        """What was chosen the last time."""
        return from_kept(settings.user(self._context.store, self._context.actor.user, SETTING))

    def keep(self, choices: Choices) -> None:
        """Keep these from now on."""
        self._newest = choices
        self._write()

    @Slot()
    def _write(self) -> None:
        if self._is_writing or self._newest == self._kept:
            return
        self._is_writing, self._kept = True, self._newest
        store, operator, kept = self._context.store, self._context.actor.user, to_kept(self._newest)
        job = self._context.run_later(lambda _progress: settings.set_user(store, operator, SETTING, kept), quiet=True)
        job.finished.connect(self._go_on)

    @Slot(object)
    def _go_on(self, _job: object) -> None:
        self._is_writing = False
        self._write()
