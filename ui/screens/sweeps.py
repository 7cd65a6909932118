"""Sapuan: the sweeps there are, and one of them at work; a hand scanner's codes go to the open room."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from spbe_assets.domain.changes import Changes
from spbe_assets.domain.ids import Id
from spbe_assets.i18n import N_, _
from spbe_assets.services import references, sweeps
from ui import navigation
from ui.context import AppContext
from ui.inventory.ways import Way, ways_button
from ui.sweeps import looks
from ui.sweeps.desk import REASON
from ui.sweeps.finish_dialog import Ending, FinishDialog
from ui.sweeps.list_page import ListPage
from ui.sweeps.new_record import NewRecord
from ui.sweeps.page import SweepPage
from ui.sweeps.start_dialog import Order, StartDialog
from ui.widgets.basics import button
from ui.widgets.screen import Screen

AFFECTED = ("sweep", "sweep_room", "sighting", "asset", "room", "site", "agency")
INSIDE = Qt.ShortcutContext.WidgetWithChildrenShortcut


class SweepsScreen(Screen):
    """A list, and behind it the sweep that was opened; where work went on last is kept for the next start."""

    name, title, icon = "sweeps", N_("Sweeps"), "scan-line"

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.list = ListPage(context)
        self.page = SweepPage(context)
        self.new_record = NewRecord(context, self)
        self.stack = QStackedWidget()
        self.back_button = button(_("All sweeps"), "", "arrow-left")
        self.back_button.setToolTip(QKeySequence("Alt+Left").toString(QKeySequence.SequenceFormat.NativeText))
        self.new_button = button(_("New sweep"), "main", "plus")
        self.new_button.setToolTip("Ctrl+N")
        self.finish_button = button(_("Finish…"), "main", "clipboard-check")
        self.finish_button.setToolTip("Ctrl+Shift+Enter")
        self.minutes_button = button(_("Minutes…"), "main", "file-text")
        self.more_button = ways_button(self.ways)
        for one in (self.back_button, self.new_button, self.finish_button, self.minutes_button, self.more_button):
            self.head.add(one)
        for side in (self.list, self.page):
            self.stack.addWidget(side)
        self.body.addWidget(self.stack, 1)

        self._connect()
        self.show_list()

    def _connect(self) -> None:
        self.list.opened.connect(self.open)
        self.list.shown.connect(self._say_head)
        self.list.new_button.clicked.connect(self.start)
        self.back_button.clicked.connect(self.show_list)
        self.new_button.clicked.connect(self.start)
        self.finish_button.clicked.connect(self.finish)
        self.minutes_button.clicked.connect(self.show_minutes)
        self.page.desk.shown.connect(self._say_head)
        self.page.desk.gone.connect(self.show_list)
        self.page.add_asked.connect(self.add_rooms)
        self.page.finish_asked.connect(self.finish)
        self.page.reopen_asked.connect(self.reopen)
        self.page.new_asked.connect(self._make_record)
        keys = (
            (self.list, "Ctrl+N", self.start, _("New sweep")),
            (self.list, "Del", self.delete, _("Delete")),
            (self.page, "Alt+Left", self.show_list, _("All sweeps")),
        )
        for owner, text, slot, meaning in keys:
            made = QShortcut(QKeySequence(text), owner, context=INSIDE)
            made.setWhatsThis(meaning)
            made.activated.connect(slot)

    @property
    def at_work(self) -> bool:
        """Whether a sweep is open; else the list is."""
        return self.stack.currentWidget() is self.page

    @Slot()
    def show_list(self) -> None:
        """Go back to the list; the sweep can be gone on with at any time."""
        opened = self.page.desk.sweep_id
        self.page.desk.close()
        self.stack.setCurrentWidget(self.list)
        self.setFocusProxy(self.list.view)
        self.list.ask(opened)
        self.list.view.setFocus()
        self._say_head()

    @Slot(object)
    def open(self, sweep_id: Id, room_id: Id | None = None) -> None:
        """Go on with a sweep, in a room or where work went on last."""
        self.stack.setCurrentWidget(self.page)
        self.setFocusProxy(self.page.view)
        self.page.open(sweep_id, room_id)
        self.page.view.setFocus()
        self._say_head()

    @property
    def _chosen(self) -> sweeps.SweepRow | None:
        """The open sweep, or the one that is marked in the list."""
        if not self.at_work:
            return self.list.view.current()
        return self.page.desk.overview.sweep if self.page.desk.overview is not None else None

    def _say_head(self) -> None:
        overview, row = self.page.desk.overview, self._chosen
        self.back_button.setVisible(self.at_work)
        self.new_button.setVisible(not self.at_work)
        self.more_button.setVisible(row is not None)
        self.finish_button.setVisible(self.at_work and row is not None and row.is_open)
        self.minutes_button.setVisible(self.at_work and row is not None and not row.is_open)
        if not self.at_work:
            self.head.set_subtitle(self.list.told())
        elif overview is not None and row is not None:
            found = _("{progress} found").format(progress=looks.progress(overview.total))
            self.head.set_subtitle(" · ".join(text for text in (row.agency, row.title, found) if text))
        else:
            self.head.set_subtitle("")

    def ways(self) -> list[Way]:
        """What else can be done with the sweep that is open or marked."""
        row = self._chosen
        if row is None:
            return []
        more = [Way(_("Add rooms…"), "plus", "", self.add_rooms)] if self.at_work and row.is_open else []
        again = [] if row.is_open else [Way(_("Open again"), "undo-2", "", self.reopen)]
        minutes = Way(_("Minutes…"), "file-text", "", self.show_minutes)
        opens = [] if self.at_work else [Way(_("Open"), "scan-line", "Return", lambda: self.open(row.id))]
        keys = "" if self.at_work else "Del"
        return [*opens, *more, minutes, *again, Way(_("Delete"), "trash-2", keys, self.delete)]

    @Slot()
    def start(self, agency_id: Id | None = None) -> None:
        """Ask whose rooms are gone through, and begin."""
        dialog = StartDialog(self.context, self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.ordered.connect(self._begin)
        if agency_id:
            dialog.choose(agency_id, self.context.read(lambda session: references.name(session, "agency", agency_id)))
        dialog.open()

    def _begin(self, order: Order) -> None:
        job = self.context.write(lambda uow, _progress: sweeps.start(uow, *order), f"{REASON} {order.name}".strip())
        job.then(self, self.open)

    @Slot()
    def add_rooms(self) -> None:
        """Ask which rooms belong to the sweep too."""
        overview = self.page.desk.overview
        if overview is None or overview.sweep.agency_id is None:
            return
        known = frozenset(room.room_id for room in overview.rooms)
        dialog = StartDialog(self.context, self.window(), overview.sweep.agency_id, known)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.ordered.connect(lambda order: self._add(overview.sweep.id, order))
        dialog.open()

    def _add(self, sweep_id: Id, order: Order) -> None:
        self.context.write(lambda uow, _progress: sweeps.add_rooms(uow, sweep_id, order.rooms), REASON)

    @Slot()
    def finish(self) -> None:
        """Show what is missing, ask what the minutes are to say, and end the sweep."""
        row = self._chosen
        if row is None or not row.is_open or not self.at_work:
            return
        dialog = FinishDialog(self.context, row.id, self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished_with.connect(lambda ending: self._end(row.id, ending))
        dialog.open()

    def _end(self, sweep_id: Id, ending: Ending) -> None:
        job = self.context.write(
            lambda uow, _progress: sweeps.finish(uow, sweep_id, *ending), REASON, _("Sweep finished")
        )  # fmt: skip
        job.then(self, lambda _overview: self.show_minutes(sweep_id))

    @Slot()
    def show_minutes(self, sweep_id: Id | None = None) -> None:
        """Show the minutes of a finished sweep, to be saved and signed."""
        from ui.sweeps.minutes import MinutesDialog

        row = self._chosen
        wanted = sweep_id or (row.id if row is not None else None)
        if wanted is not None:
            dialog = MinutesDialog(self.context, wanted, self.window())
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

    @Slot()
    def reopen(self) -> None:
        """Go on with a finished sweep."""
        row = self._chosen
        if row is not None and not row.is_open:
            sweep_id = row.id
            self.context.write(lambda uow, _progress: sweeps.reopen(uow, sweep_id), REASON, _("Sweep opened again"))

    @Slot()
    def delete(self) -> None:
        """Delete a sweep; the toast takes it back."""
        row = self._chosen
        if row is not None:
            sweep_id = row.id
            self.context.write(lambda uow, _progress: sweeps.delete(uow, sweep_id), REASON, _("Sweep deleted"))

    def _make_record(self, sighting_id: Id, code: str) -> None:
        desk = self.page.desk
        if desk.overview is not None and desk.sweep_id is not None and desk.room_id:
            self.new_record.ask(sighting_id, code, desk.overview.sweep, desk.room_id)

    def show_argument(self, argument: object) -> None:
        """The id of a sweep, or a sweep and a room, is opened; NEW, perhaps with an agency, starts one."""
        if isinstance(argument, bytes):
            self.open(argument)
        elif argument == navigation.NEW:
            self.start()
        elif isinstance(argument, tuple) and argument[0] == navigation.NEW:
            self.start(argument[1])
        elif isinstance(argument, tuple):
            self.open(*argument)

    def take_scan(self, code: str) -> bool:
        """A code goes to the open room; in the list and in a finished sweep it is left to the window."""
        if not self.at_work or not self.page.desk.is_open:
            return False
        if not self.page.scan(code):
            self.context.message.emit(_("Choose a room first, then scan again."))
        return True

    def focus_search(self) -> bool:
        """The scan line is what is typed into here."""
        if self.at_work and self.page.desk.is_open:
            self.page.scan_line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return self.at_work

    def kept(self) -> dict[str, Any]:
        """The open sweep and the room in it."""
        desk = self.page.desk
        return {"sweep": (desk.sweep_id or b"").hex(), "room": (desk.room_id or b"").hex()}

    def bring_back(self, kept: dict[str, Any]) -> None:
        """Go on where work went on last; what this version can't read is left out."""
        with suppress(ValueError, TypeError, KeyError):
            sweep_id, room_id = bytes.fromhex(kept["sweep"]), bytes.fromhex(kept["room"])
            if sweep_id:
                self.open(sweep_id, room_id or None)

    def refresh(self, changes: Changes | None) -> None:
        """Follow in what is shown."""
        if changes is not None and not changes.affects(*AFFECTED):
            return
        if self.at_work:
            self.page.desk.ask()
        else:
            self.list.ask()

    def showEvent(self, event: QShowEvent) -> None:
        """The keys work at once; whoever comes back without a record for an unknown code has given it up."""
        super().showEvent(event)
        self.new_record.forget()
