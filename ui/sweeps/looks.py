"""How the states of a sweep look and what they are called: icon, colour and word, never colour alone."""

from __future__ import annotations

from typing import NamedTuple

from spbe_assets.domain.vocabulary import Condition, SightingResult, title
from spbe_assets.i18n import _, ngettext
from spbe_assets.services.sweeps import Counts, Line, Seen, Settled, State
from ui import format
from ui.format import counted

CONDITION_KEYS = {"1": Condition.GOOD, "2": Condition.LIGHT_DAMAGE, "3": Condition.HEAVY_DAMAGE}


class Look(NamedTuple):
    """An icon, the token of its colour, and the word beside it."""

    icon: str
    role: str
    word: str


LOOKS = {
    State.FOUND: ("circle-check", "good"),
    State.WRONG_ROOM: ("map-pin", "warn"),
    State.UNEXPECTED: ("circle-alert", "warn"),
    State.UNKNOWN: ("circle-question-mark", "bad"),
    State.MISSING: ("circle-dashed", "muted"),
}


def of_state(state: State, *, is_open: bool = True) -> Look:
    """How a state looks; nothing is called missing while it may still turn up."""
    icon, role = LOOKS[state]
    if state is State.MISSING:
        return Look(icon, "muted" if is_open else "bad", _("Not seen yet") if is_open else state.title)
    return Look(icon, role, state.title)


def of_line(line: Line, *, is_open: bool = True) -> Look:
    """How a line looks; what has been moved or recorded is an exception no more."""
    look = of_state(line.state, is_open=is_open)
    said = {Settled.MOVED: _("Moved here"), Settled.CREATED: _("Recorded")}.get(line.settled)
    return Look("circle-check", "good", said) if said else look


def of_seen(seen: Seen) -> Look:
    """How the answer to a scan looks."""
    if seen.result is None:
        return Look("circle-question-mark", "warn", _("Which one is it?") if seen.candidates else _("Unclear code"))
    look = of_state(State(str(seen.result)))
    if seen.result is SightingResult.FOUND and seen.already:
        return Look(look.icon, look.role, _("Already seen"))
    return look


def called(line: Line) -> str:
    """What people call the thing of a line."""
    return line.name or line.title or (_("Unnamed") if line.asset_id else line.code)


def condition(value: Condition | None) -> str:
    """A condition as a word; a dash where nobody knows."""
    return title(value) if value is not None else format.NOTHING


def progress(counts: Counts) -> str:
    """Found of expected: 12 / 45."""
    return f"{format.number(counts.found)} / {format.number(counts.expected)}"


def exceptions(counts: Counts) -> int:
    """How much was seen that the register did not expect there."""
    return counts.wrong + counts.unexpected + counts.unknown


def exceptions_told(count: int) -> str:
    """So many exceptions; empty for none."""
    return counted(ngettext("{n} exception", "{n} exceptions", count), count) if count else ""
