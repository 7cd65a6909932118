"""Fills the line at the foot, and takes the tested backup of the day."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from PySide6.QtCore import QObject, QTimer, Slot

from spbe_assets.domain.ids import Id
from spbe_assets.i18n import _, ngettext
from spbe_assets.services import backups, home, packs
from spbe_assets.storage import as_of
from ui import format, navigation
from ui.context import AppContext
from ui.widgets.rail import Rail
from ui.widgets.status_bar import StatusBar

AFTER_A_CHANGE_MS = 300
BACKUP_AFTER_MS = 15_000
Counts = tuple[int, int, dict[str, int]]
"""Changes nobody else has, actions recorded here, and what waits in each place."""


class Status(QObject):
    """Keeps file, operator, own changes, waiting decisions and last backup up to date."""

    def __init__(self, context: AppContext, bar: StatusBar, rail: Rail, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._bar, self._rail = context, bar, rail
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(AFTER_A_CHANGE_MS)

        self._timer.timeout.connect(self.refresh)
        context.changed.connect(self._timer.start)
        context.reloaded.connect(self._timer.start)
        context.operator_changed.connect(self._timer.start)
        bar.changes.clicked.connect(self.hand_over)
        QTimer.singleShot(BACKUP_AFTER_MS, self, self.back_up)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Say everything again."""
        store = self._context.store
        self._bar.file.say(_("Database: {name}").format(name=store.path.stem), tip=str(store.path))
        self._bar.operator.say(_("Operator: {name}").format(name=self._context.actor.user))
        self._show_backup(backups.newest(store))
        replica = store.replica
        self._context.read_later(lambda session, _progress: _counts(session, replica)).then(self, self._show_counts)

    @Slot()
    def hand_over(self) -> None:
        """Begin a pack of what nobody else has."""
        self._context.navigate(navigation.EXCHANGE, "hand-over")

    @Slot()
    def back_up(self) -> None:
        """Take and test today's backup unless there is one."""
        store = self._context.store
        self._context.run_later(lambda _progress: backups.daily(store)).then(self, self._after_backup)

    def back_up_now(self) -> None:
        """Take and test a backup of this moment, and say so."""
        store = self._context.store
        job = self._context.run_later(lambda _progress: backups.take_now(store))
        job.then(self, lambda _made: self._context.message.emit(_("Backup made and tested")))
        job.then(self, lambda _made: self._timer.start())

    def _after_backup(self, made: object) -> None:
        """Once a day, see whether the state of last month's end is to be kept for quick looks back."""
        self._timer.start()
        if made is not None:
            job = self._context.read_later(lambda session, _progress: as_of.month_to_keep(session), quiet=True)
            job.then(self, self._keep_month)

    def _keep_month(self, day: date | None) -> None:
        if day is not None:
            self._context.read_apart(as_of.keep_month, day, quiet=True)

    def _show_counts(self, counts: Counts) -> None:
        unsent, made, waiting = counts
        if unsent:
            text = ngettext("{n} change not handed over", "{n} changes not handed over", unsent)
            tip = _("Nobody else has them yet. Click to hand them over.")
            self._bar.changes.say(format.counted(text, unsent), tip=tip, leads=True)
        else:
            text = ngettext("{n} change recorded here", "{n} changes recorded here", made)
            self._bar.changes.say(format.counted(text, made) if made else "")
        for name, count in waiting.items():
            if name in self._rail.buttons:
                self._rail.buttons[name].set_badge(count)

    def _show_backup(self, taken: datetime | None) -> None:
        if taken is None:
            self._bar.backup.say(_("No tested backup yet"), warn=True)
        else:
            when = format.recent(taken, datetime.now(UTC))
            self._bar.backup.say(_("Backup tested: {when}").format(when=when))


def _counts(session: Any, replica: Id) -> Counts:
    return packs.unsent(session), home.own_actions(session, replica), _waiting(session)


def _waiting(session: Any) -> dict[str, int]:
    """How many things wait in each place that has a badge."""
    return {place.name: place.count_waiting(session) for place in navigation.places() if place.waiting}
