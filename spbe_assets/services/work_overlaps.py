"""Where two installations worked on the same things while these were handed out: before it becomes a conflict."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from spbe_assets.domain.ids import Id
from spbe_assets.services import peers
from spbe_assets.services.assignment_rows import Hand
from spbe_assets.services.work_areas import Area, Areas
from spbe_assets.services.work_counts import writings


class Activity:
    """Who wrote what when, by area: `last` is the newest write in it, `several` those who share it, by name."""

    def __init__(self) -> None:
        self.last: dict[Area, datetime] = {}
        self.several: defaultdict[Area, set[str]] = defaultdict(set)


def activity(session: Session, areas: Areas, hands: Mapping[Area, Sequence[Hand]]) -> Activity:
    """What was written since the oldest open hand, and where more than one installation wrote while it was out."""
    found = Activity()
    starts = [hand.handed_at for some in hands.values() for hand in some if hand.is_open]
    if not starts:
        return found
    writers: defaultdict[Area, set[Id]] = defaultdict(set)
    for one in writings(session, min(starts)):
        room, agency = areas.area(*one.corner), Area(one.corner.agency_id)
        for area in {room, agency}:
            found.last[area] = max(one.at, found.last.get(area, one.at))
        if _is_out(hands.get(room, ()), one.at):
            writers[room].add(one.replica)
    _tell(session, found, {area: several for area, several in writers.items() if len(several) > 1})
    return found


def _tell(session: Session, found: Activity, several: Mapping[Area, set[Id]]) -> None:
    names = peers.names(session) if several else {}
    for area, replicas in several.items():
        called = {names.get(replica, replica.hex()[-6:].upper()) for replica in replicas}
        for each in {area, Area(area.agency_id)}:
            found.several[each] |= called


def _is_out(hands: Sequence[Hand], at: datetime) -> bool:
    """Whether somebody had it and had not brought it back."""
    return any(hand.is_open and hand.handed_at <= at <= (hand.returned_at or at) for hand in hands)
