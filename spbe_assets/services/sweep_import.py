"""A scanner's file into a sweep: which sweep it goes to, and what became of each code."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from spbe_assets.domain.errors import Invalid, NotFound, Refused
from spbe_assets.domain.ids import Id
from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.domain.sort_keys import normal_name
from spbe_assets.domain.vocabulary import Condition, SightingResult
from spbe_assets.i18n import _
from spbe_assets.services import references
from spbe_assets.services.sweep_sightings import see, see_unknown
from spbe_assets.services.sweep_values import Seen, SweepRow, Way
from spbe_assets.services.sweep_views import listed
from spbe_assets.services.sweeps import start
from spbe_assets.storage.unit_of_work import UnitOfWork

TABLE = "sweep"


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of the codes of a file, in their order.

    `unclear` are those that mean several things, are mistyped or the label of a link: they were noted as unknown codes
    for a person to settle; `Seen.sentence` says why.
    """

    seen: tuple[Seen, ...]
    unclear: tuple[Seen, ...]

    def count(self, result: SightingResult) -> int:
        """How many codes came to this, without those that were seen in the room before."""
        return sum(one.result is result and not one.already for one in self.seen)

    @property
    def already(self) -> int:
        """How many had been seen in the room before."""
        return sum(one.already for one in self.seen)

    @property
    def exceptions(self) -> list[Seen]:
        """Everything that a person should look at."""
        return [*(one for one in self.seen if one.result is not SightingResult.FOUND), *self.unclear]


def take(
    uow: UnitOfWork,
    sweep_id: Id,
    room_id: Id,
    codes: Sequence[str],
    condition: Condition | None = None,
    progress: Progress = SILENT,
) -> Taken:
    """Record everything that was scanned in a room; a code that can't be understood is kept as it is.

    Raises:
        NotFound: the sweep or the room was deleted.
        Refused: the sweep is finished.
        Cancelled: the user asked to stop.
    """
    seen: list[Seen] = []
    unclear: list[Seen] = []
    for number, code in enumerate(codes):
        progress.step(number, len(codes))
        try:
            found = see(uow, sweep_id, room_id, code, condition, Way.FILE)
        except Invalid as problem:
            unclear.append(Seen(code, None, sentence=str(problem)))
            continue
        (seen if found.result is not None else unclear).append(found)
        if found.result is None:
            see_unknown(uow, sweep_id, room_id, found.code, condition, Way.FILE)
    return Taken(tuple(seen), tuple(unclear))


def open_or_start(uow: UnitOfWork, agency_id: Id, room_id: Id, name: str = "") -> Id:
    """The open sweep of an agency, the one of this name where one is given; a new one where there is none.

    Raises:
        Refused: several are open; the sentence names them.
    """
    found = [one for one in listed(uow.session, open_only=True) if one.agency_id == agency_id]
    if name:
        found = [one for one in found if normal_name(one.title) == normal_name(name)]
    if len(found) > 1:
        raise Refused(
            _("Several sweeps of this agency are open: {names}. Say which one with --name.").format(names=_names(found))
        )
    return found[0].id if found else start(uow, agency_id, [room_id], name)


def find(session: Session, reference: str) -> Id:
    """The sweep that a `sweep:short-id`, its digits alone, its name or the number of its minutes names.

    Raises:
        NotFound: none is named so.
        Refused: several are.
    """
    sought = normal_name(reference)
    every = listed(session)
    found = [one for one in every if sought and sought in (normal_name(one.title), normal_name(one.number))]
    if len(found) == 1:
        return found[0].id
    if found:
        raise Refused(_("Several sweeps are called “{name}”: {names}.").format(name=reference, names=_names(found)))
    digits = reference.strip().casefold().removeprefix(f"{TABLE}:")
    try:
        return references.find(session, f"{TABLE}:{digits}")[1]
    except NotFound:
        told = _("There is no sweep “{name}”; “sweep list” shows them.")
        raise NotFound(told.format(name=reference)) from None


def _names(found: Iterable[SweepRow]) -> str:
    return ", ".join(f"{one.title} ({references.short(TABLE, one.id)})" for one in found)
