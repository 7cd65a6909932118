"""One sweep at work: which room is open, what was answered last, and everything that is written in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, Signal, Slot

from spbe_assets.domain.errors import NotFound
from spbe_assets.domain.ids import Id
from spbe_assets.domain.vocabulary import Condition
from spbe_assets.i18n import _, ngettext
from spbe_assets.services import sweeps
from spbe_assets.services.sweeps import Line, RoomView, Seen, SweepOverview
from ui.context import AppContext
from ui.format import counted
from ui.jobs import Job

REASON = "sweep"
NO_ROOM = b""
"""Stands for what the register puts in no room."""


class Shown(NamedTuple):
    """A sweep with the lines of one of its rooms; `room` is empty where it has none."""

    overview: SweepOverview
    room_id: Id | None
    room: RoomView | None


class Desk(QObject):
    """Reads off the GUI thread, writes each scan as one transaction, and tells of both in the order of the scans."""

    shown = Signal()
    """Sweep and room were read anew."""
    answered = Signal(object)
    """What became of a scan or tick, as `Seen`; it is saved."""
    gone = Signal()
    """The sweep was deleted."""

    def __init__(self, context: AppContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.sweep_id: Id | None = None
        self.room_id: Id | None = None
        self.overview: SweepOverview | None = None
        self.room: RoomView | None = None
        self.last: Seen | None = None
        self._job: Job | None = None
        self._is_stale = False
        self._waiting = 0
        """Scans without their answer: until they have it, nothing is read that would take the processor from them."""

    def open(self, sweep_id: Id, room_id: Id | None = None) -> None:
        """Go on with a sweep, in a room or where work went on last."""
        self.sweep_id, self.room_id = sweep_id, room_id
        self.overview = self.room = self.last = None
        self.ask()

    def close(self) -> None:
        """Leave the sweep; nothing is lost."""
        self.sweep_id = self.room_id = None
        self.overview = self.room = self.last = None

    def go_to(self, room_id: Id) -> None:
        """Open another room."""
        if room_id != self.room_id:
            self.room_id, self.room, self.last = room_id, None, None
            self.ask()

    @property
    def is_open(self) -> bool:
        """Whether things can be seen in the sweep."""
        return self.overview is not None and self.overview.sweep.is_open

    @property
    def can_see(self) -> bool:
        """Whether a scan has a room to go to."""
        return self.is_open and self.room_id not in (None, NO_ROOM)

    def last_line(self) -> Line | None:
        """The line of what was answered last, as it stands now."""
        wanted = self.last.sighting_id if self.last is not None else None
        lines = self.room.lines if self.room is not None and wanted is not None else ()
        return next((line for line in lines if line.sighting_id == wanted), None)

    def ask(self) -> None:
        """Read sweep and room; what is asked meanwhile is read once more afterwards."""
        if self._job is not None or self._waiting:
            self._is_stale = True
            return
        if self.sweep_id is None:
            return
        self._is_stale = False
        wanted = self.sweep_id, self.room_id
        self._job = job = self._context.read_later(lambda session, _progress: _read(session, *wanted), quiet=True)
        job.then(self, partial(self._show, wanted)).otherwise(self, self._fail)
        job.finished.connect(self._free)

    def _show(self, wanted: tuple[Id, Id | None], found: Shown) -> None:
        if wanted != (self.sweep_id, self.room_id):
            return
        self.overview, self.room_id, self.room = found
        if not self._is_stale and self.last is not None and self.last.sighting_id and self.last_line() is None:
            self.last = None  # it was taken back
        self.shown.emit()

    def _fail(self, error: Exception) -> None:
        if isinstance(error, NotFound):
            self.close()
            self.gone.emit()
        else:
            self._context.error_raised.emit(error)

    def _free(self) -> None:
        self._job = None
        self._go_on()

    def _go_on(self) -> None:
        if self._is_stale and not self._waiting:
            self.ask()

    def scan(self, code: str) -> None:
        """Record a code in the open room."""
        self._see(lambda uow, sweep, room: sweeps.see(uow, sweep, room, code))

    def choose(self, asset_id: Id) -> None:
        """Record which of several things the last code meant."""
        code = self.last.code if self.last is not None else ""
        self._see(lambda uow, sweep, room: sweeps.see_asset(uow, sweep, room, asset_id, way="scan", code=code))

    def note_unknown(self) -> None:
        """Record the last code as one that nobody knows."""
        code = self.last.code if self.last is not None else ""
        self._see(lambda uow, sweep, room: sweeps.see_unknown(uow, sweep, room, code))

    def tick(self, asset_ids: Sequence[Id], condition: Condition | None = None) -> None:
        """Record things as seen without a scan, perhaps with their condition; all of them are one action."""
        ids = tuple(asset_ids)
        if ids:
            self._see(lambda uow, sweep, room: [sweeps.see_asset(uow, sweep, room, one, condition) for one in ids][-1])

    def _see(self, see: Callable[[Any, Id, Id], Seen]) -> None:
        sweep, room = self.sweep_id, self.room_id
        if sweep is None or room is None or not self.can_see:
            return
        job = self._context.write(lambda uow, _progress: see(uow, sweep, room), REASON)
        self._waiting += 1
        job.then(self, partial(self._answer, room))
        job.finished.connect(self._count_off)

    @Slot()
    def _count_off(self) -> None:
        self._waiting -= 1
        self._go_on()

    def _answer(self, room: Id, seen: Seen) -> None:
        if room == self.room_id:
            self.last = seen
            self.answered.emit(seen)

    def set_condition(self, lines: Sequence[Line], condition: Condition) -> None:
        """State the condition of lines; what was not seen yet is seen thereby."""
        ids = [line.sighting_id for line in lines if line.sighting_id is not None]
        missing = [line.asset_id for line in lines if line.sighting_id is None and line.asset_id is not None]
        if ids:
            self._context.write(lambda uow, _progress: sweeps.set_condition(uow, ids, condition), REASON)
        self.tick(missing, condition)

    def unsee(self, ids: Sequence[Id]) -> None:
        """Take sightings back."""
        done = counted(ngettext("{n} sighting taken back", "{n} sightings taken back", len(ids)), len(ids))
        self._context.write(lambda uow, _progress: sweeps.unsee(uow, ids), REASON, done)

    def move_here(self, ids: Sequence[Id], *, with_agency: bool = False) -> None:
        """Let the register say that things stand in this room."""
        done = counted(ngettext("{n} item moved here", "{n} items moved here", len(ids)), len(ids))
        self._context.write(
            lambda uow, _progress: sweeps.move_here(uow, ids, with_agency=with_agency), REASON, done
        )  # fmt: skip

    def leave(self, ids: Sequence[Id]) -> None:
        """Say that exceptions were looked at and stay."""
        self._context.write(lambda uow, _progress: sweeps.leave(uow, ids), REASON)

    def mark_room(self, *, done: bool) -> Job | None:
        """Say that the open room is done, or not done after all."""
        sweep, room = self.sweep_id, self.room_id
        if sweep is None or room is None or not self.can_see:
            return None
        mark = sweeps.finish_room if done else sweeps.reopen_room
        said = _("Room done") if done else ""
        return self._context.write(lambda uow, _progress: mark(uow, sweep, room), REASON, said)

    def next_room(self) -> Id | None:
        """The room after the open one that is not done; None when all are."""
        rooms = self.overview.rooms if self.overview is not None else ()
        at = next((number for number, one in enumerate(rooms) if one.room_id == self.room_id), -1)
        following = [*rooms[at + 1 :], *rooms[: max(at, 0)]]
        return next((one.room_id for one in following if not one.done), None)


def _read(session: Any, sweep_id: Id, wanted: Id | None) -> Shown:
    overview = sweeps.overview(session, sweep_id)
    known = {one.room_id for one in overview.rooms} | ({NO_ROOM} if overview.no_room else set())
    room_id = wanted if wanted in known else _last_worked_in(overview)
    view = sweeps.room(session, sweep_id, room_id or None) if room_id is not None else None
    return Shown(overview, room_id, view)


def _last_worked_in(overview: SweepOverview) -> Id | None:
    begun = [one for one in overview.rooms if one.last_seen_at is not None and not one.done]
    if begun:
        return max(begun, key=lambda one: one.last_seen_at.timestamp() if one.last_seen_at else 0.0).room_id
    waiting = [one for one in overview.rooms if not one.done] or list(overview.rooms)
    return waiting[0].room_id if waiting else None
