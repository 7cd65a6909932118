"""What stands side by side for one record: a column for each side, a line for each field that is open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from spbe_assets.domain import reasons
from spbe_assets.i18n import _, ngettext
from spbe_assets.services.conflict_model import Conflict, Kind, Version
from ui import format as formats

HERE, INCOMING, BASE = "here", "incoming", "base"
PLAIN = ("", "edit", "create")
"""Reasons that say nothing."""
LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Column:
    """One side: `versions` has a place for each conflict, None where this side says nothing of it.

    `digit` is the key that takes the whole side, "" for what stood before.
    """

    side: str
    title: str
    versions: tuple[Version | None, ...]
    digit: str = ""

    @property
    def newest(self) -> datetime:
        """When somebody wrote last on this side."""
        return max((written(one) for one in self.versions if one is not None), default=LONG_AGO)

    @property
    def signed(self) -> str:
        """Who wrote it, when, and where; the last one where there were several."""
        known = [one for one in self.versions if one is not None]
        if not known:
            return _("Nobody wrote anything here before") if self.side == BASE else ""
        last = max(known, key=written)
        when = formats.moment(last.at) if last.at else ""
        # An installation is called "person · name"; the person stands there already.
        where = last.installation.removeprefix(f"{last.user} · ")
        parts = (last.user, when, where, "" if last.reason in PLAIN else reasons.told(last.reason))
        return " · ".join(part for part in parts if part)


def written(version: Version) -> datetime:
    """When it was written, for comparing."""
    return version.at or LONG_AGO


def columns(conflicts: Sequence[Conflict]) -> list[Column]:
    """Here, from the pack, further ones where three or more disagree, and what stood before."""
    sides = [
        Column(HERE, _("Here"), tuple(one.here for one in conflicts), "1"),
        Column(INCOMING, _("From the pack"), tuple(one.incoming for one in conflicts), "2"),
    ]
    for at in range(max((len(one.others) for one in conflicts), default=0)):
        versions = tuple(one.others[at] if at < len(one.others) else None for one in conflicts)
        sides.append(Column(f"other{at}", _("Also"), versions, str(at + 3)))
    before = Column(BASE, _("Before"), tuple(one.base for one in conflicts))
    is_told = any(before.versions) or any(one.kind == Kind.VALUE for one in conflicts)
    return [*sides, before] if is_told else sides


def shown_now(sides: Sequence[Column]) -> Column | None:
    """The side whose values the register shows until somebody decides: that of the newest clock."""
    asked = [side for side in sides if side.side != BASE]
    return max(asked, key=lambda side: (side.newest, side.side == INCOMING), default=None)


def sentence(conflicts: Sequence[Conflict]) -> str:
    """What happened, in a sentence."""
    kinds = {one.kind for one in conflicts}
    if Kind.DELETED in kinds:
        return _("One side deleted this record while another went on working on it.")
    if Kind.CYCLE in kinds:
        return _("Together the two changes would make this record lie inside itself.")
    people = 2 + max((len(one.others) for one in conflicts), default=0)
    bases = [one.base.at for one in conflicts if one.base is not None and one.base.at is not None]
    told = (
        ngettext("{n} person changed the same field.", "{n} people changed the same field.", people)
        if len(conflicts) == 1
        else ngettext("{n} person changed the same fields.", "{n} people changed the same fields.", people)
    )
    said = formats.counted(told, people)
    if not bases:
        return said
    common = _("Their last common state is of {day}.").format(day=formats.moment(max(bases)))
    return f"{said} {common}"


def use_text(side: Column, conflicts: Sequence[Conflict]) -> str:
    """What the button says that takes a whole side."""
    if all(one.kind == Kind.DELETED for one in conflicts):
        deletes = all(one is not None and one.value for one in side.versions)
        return _("Delete it") if deletes else _("Keep it")
    told = {HERE: _("Use what is here"), INCOMING: _("Use from the pack")}
    return told.get(side.side) or _("Use “{title}”").format(title=side.title)
