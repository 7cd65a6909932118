"""Sentences of the field screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from spbe_assets import formats
from spbe_assets.i18n import _, ngettext
from spbe_assets.services.assignments import AreaProgress, Hand, Task
from spbe_assets.services.packs import PackRow
from ui import format

MOST_NAMES = 3


def names(people: Iterable[str]) -> str:
    """A few names, each once, in the order they come."""
    found = list(dict.fromkeys(name for name in people if name))
    if len(found) <= MOST_NAMES:
        return ", ".join(found)
    rest = len(found) - MOST_NAMES
    return _("{names} and {n} more").format(names=", ".join(found[:MOST_NAMES]), n=format.number(rest))


def place(agency: str, room: str) -> str:
    """An agency or room in a line."""
    return " › ".join(part for part in (agency, room) if part)


def rooms_note(tasks: Sequence[Task]) -> str:
    """How many rooms there are to do, and how much of them was seen."""
    rooms = [task for task in tasks if task.room_id is not None]
    assets, seen = sum(task.assets for task in rooms), sum(task.verified for task in rooms)
    count = format.counted(ngettext("{n} room", "{n} rooms", len(rooms)), len(rooms))
    if not assets:
        return count
    return _("{rooms} · {share} seen").format(rooms=count, share=format.percent(seen / assets))


def handed_over(last: PackRow | None) -> str:
    """When work was handed over last, and to whom."""
    if last is None:
        return _("Nothing has been handed over yet")
    when = formats.days_ago(last.at)
    whom = last.person or last.name
    if not whom:
        return _("Handed over last: {when}").format(when=when)
    return _("Handed over last: {when}, to {name}").format(when=when, name=whom)


def unsent(count: int) -> str:
    """How many changes nobody else has."""
    return format.counted(ngettext("{n} change not handed over", "{n} changes not handed over", count), count)


def missing(count: int) -> str:
    """How many photos are named but not here."""
    return format.counted(ngettext("{n} photo not received yet", "{n} photos not received yet", count), count)


def handed_to(row: AreaProgress) -> str:
    """Who has it; for an agency of which single rooms are out, who has these."""
    if row.hands:
        return names(hand.person for hand in row.hands)
    count = len({hand.room_id for hand in row.in_rooms})
    if not count:
        return ""
    rooms = format.counted(ngettext("{n} room", "{n} rooms", count), count)
    return _("{rooms}: {names}").format(rooms=rooms, names=names(hand.person for hand in row.in_rooms))


def handed_ago(row: AreaProgress) -> str:
    """How long ago it went out first."""
    return formats.days_ago(min((hand.handed_at for hand in row.everyone), default=None))


def handed_at(row: AreaProgress) -> str:
    """Who got it when, a sentence each."""
    told = {_with_day(hand): None for hand in row.everyone}
    return _("Handed to {names}").format(names=names(told)) if told else ""


def state(row: AreaProgress, now: datetime) -> tuple[str, str]:
    """How it stands in a word or a day, and the tone of it."""
    hands = row.everyone
    if not hands:
        return (_("Not handed out"), "muted") if row.is_gap else ("", "muted")
    if not row.is_open:
        closed = max(hand.closed_at for hand in hands if hand.closed_at)
        return _("Done {day}").format(day=format.day(formats.day_of(closed))), "good"
    if row.is_overdue(now):
        return _("Overdue"), "bad"
    back = [hand.returned_at for hand in hands if hand.returned_at]
    if not back:
        return _("Out"), "muted"
    return _("Returned {day}").format(day=format.day(formats.day_of(max(back)))), "good"


def overlap(row: AreaProgress) -> str:
    """What overlaps, as a sentence."""
    told = []
    if row.shared:
        told.append(
            _("Handed to {names} at the same time.").format(
                names=names(_with_day(hand) for hand in row.hands if hand.is_open)
            )
        )
    if row.writers:
        told.append(_("Changed by {names} while it was handed out.").format(names=names(row.writers)))
    return " ".join(told)


def overlapping(row: AreaProgress) -> str:
    """How many overlap."""
    count = len({hand.fingerprint for hand in row.hands if hand.is_open}) if row.shared else len(row.writers)
    return format.counted(ngettext("{n} person", "{n} people", count), count)


def _with_day(hand: Hand) -> str:
    return _("{name} ({day})").format(name=hand.person, day=format.day(formats.day_of(hand.handed_at)))
