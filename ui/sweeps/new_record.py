"""A record for a code that nobody knows: it is made in the inventory, then the sweep knows it and goes on."""

from __future__ import annotations

from typing import Any, NamedTuple

from PySide6.QtCore import QObject, Slot

from spbe_assets.domain import tags
from spbe_assets.domain.changes import Changes
from spbe_assets.domain.ids import Id
from spbe_assets.i18n import _
from spbe_assets.services import places, references, scanning, sweeps
from spbe_assets.services.scanning import Scan
from spbe_assets.services.sweeps import SweepRow
from ui import navigation
from ui.context import AppContext
from ui.sweeps.desk import REASON


class Waiting(NamedTuple):
    """The sighting whose code is to get a record, and where it was seen."""

    sighting_id: Id
    code: str
    sweep_id: Id
    room_id: Id


class NewRecord(QObject):
    """Goes back to the sweep once a record with the code is there and belongs to the sighting."""

    def __init__(self, context: AppContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._waiting: Waiting | None = None
        context.changed.connect(self._look)

    def ask(self, sighting_id: Id, code: str, sweep: SweepRow, room_id: Id) -> None:
        """Open a new item with the code as its tag or serial number, in this room."""
        self._waiting = Waiting(sighting_id, code, sweep.id, room_id)
        values, names = self._context.read(lambda session: _place(session, room_id, sweep))
        values["tag" if tags.parse(code) else "serial"] = code
        self._context.navigate(navigation.INVENTORY, (navigation.NEW, values, names))

    def forget(self) -> None:
        """Nobody waits for a record any more."""
        self._waiting = None

    @Slot(object)
    def _look(self, changes: Changes) -> None:
        if self._waiting is not None and changes.affects("asset"):
            code = self._waiting.code
            job = self._context.read_later(lambda session, _progress: scanning.find(session, code), quiet=True)
            job.then(self, self._link)

    def _link(self, scan: Scan) -> None:
        waiting = self._waiting
        if waiting is None or len(scan.hits) != 1 or scan.hits[0].table != "asset" or scan.code != waiting.code:
            return
        self._waiting, hit = None, scan.hits[0]
        done = _("{name} recorded; on with the sweep").format(name=hit.name or hit.tag or scan.code)
        job = self._context.write(
            lambda uow, _progress: sweeps.created(uow, waiting.sighting_id, hit.id), REASON, done
        )  # fmt: skip
        back = waiting.sweep_id, waiting.room_id
        job.then(self, lambda _result: self._context.navigate(navigation.SWEEPS, back))


def _place(session: Any, room_id: Id, sweep: SweepRow) -> tuple[dict[str, Any], dict[str, str]]:
    """Room and agency of a new item, and what they are called."""
    room = places.detail(session, "room", room_id)
    agency = room.get("agency_id") or sweep.agency_id
    values = {"agency_id": agency, "room_id": room_id}
    names = {
        "agency_id": references.name(session, "agency", agency),
        "room_id": references.name(session, "room", room_id),
    }
    return {key: value for key, value in values.items() if value is not None}, names
