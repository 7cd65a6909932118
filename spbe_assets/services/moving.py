"""What assets hold before an act, which acts are still open for them, and what stands in the way of one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from spbe_assets import formats
from spbe_assets.domain.errors import Refused
from spbe_assets.domain.filters import AssetFilter
from spbe_assets.domain.ids import Id
from spbe_assets.domain.vocabulary import MoveKind, Status
from spbe_assets.i18n import N_, _, ngettext
from spbe_assets.services import listing
from spbe_assets.services.selection import chunks
from spbe_assets.storage.tables import Asset, Movement

CHUNK = 1_000
MOST_NAMED = 5
_HELD = ("agency_id", "custodian_id", "room_id", "rack_id", "rack_position_u", "status", "condition")
_GONE = (Status.DISPOSED, Status.LOST)


@dataclass(frozen=True, slots=True)
class Held:
    """An asset before an act; `open` are its acts that have not ended, the first begun first."""

    id: Id
    tag: str
    values: Mapping[str, Any]
    open: Mapping[MoveKind, Sequence[Any]]


def require(held: Sequence[Held], kind: MoveKind) -> None:
    """Refuse an act of this kind unless all of the assets can take part.

    Raises:
        Refused: some can't; the sentence names them.
    """
    if not held:
        raise Refused(_("None of these items is there any more; reload the list."))
    refuse(held, lambda one: _(_obstacle(one, kind)) if _obstacle(one, kind) else "")


def _obstacle(one: Held, kind: MoveKind) -> str:
    """Why this asset can't be part of an act of this kind, an English source string; empty if it can."""
    status = one.values["status"]
    if status in _GONE:
        return N_("they are disposed of or lost")
    if MoveKind.LOAN in one.open and kind is not MoveKind.REPAIR:
        return N_("they are lent; take them back first")
    if MoveKind.REPAIR in one.open or status == Status.REPAIR:
        return N_("they are in repair")
    if MoveKind.DISPOSAL in one.open or status == Status.DISPOSAL_PROPOSED:
        return N_("they are proposed for disposal")
    return ""


def began_after(one: Held, kind: MoveKind, day: date) -> bool:
    """Whether an open act of this kind began later than a day."""
    return any(row.on_date is not None and row.on_date > day for row in one.open[kind])


def refuse(held: Sequence[Held], why: Callable[[Held], str]) -> None:
    """Refuse all if `why` gives a reason for some: the reason of the first, and the tags of those that share it."""
    reasons = {one.id: reason for one in held if (reason := why(one))}
    if not reasons:
        return
    reason = next(iter(reasons.values()))
    named = [one.tag or one.id.hex()[-8:] for one in held if reasons.get(one.id) == reason]
    tags, more = ", ".join(named[:MOST_NAMED]), len(named) - MOST_NAMED
    if more > 0:
        rest = ngettext("{tags} and {n} more", "{tags} and {n} more", more)
        tags = rest.format(tags=tags, n=formats.number(more))
    raise Refused(_("This can't be done with {tags}: {reason}.").format(tags=tags, reason=reason))


def everything(session: Session, wanted: AssetFilter) -> list[Held]:
    """All the assets that a filter lets through, as they are now."""
    # Taken before the first write: the act may move assets out of the filter that chose them.
    return list(_held(session, listing.numbers(session, wanted)))


def _held(session: Session, numbers: Sequence[int]) -> Iterator[Held]:
    columns = [getattr(Asset, key) for key in _HELD]
    for part in chunks(list(numbers), CHUNK):
        found = {
            row[0]: row
            for row in session.execute(select(Asset.n, Asset.id, Asset.tag, *columns).where(Asset.n.in_(part)))
        }
        standing_open = _open(session, [row[1] for row in found.values()])
        for number in part:
            if number in found:
                _n, row_id, tag, *values = found[number]
                yield Held(row_id, tag, dict(zip(_HELD, values, strict=True)), standing_open.get(row_id, {}))


def _open(session: Session, ids: Sequence[Id]) -> dict[Id, dict[MoveKind, list[Any]]]:
    chosen = select(
        Movement.id, Movement.asset_id, Movement.act_id, Movement.kind, Movement.on_date, Movement.status_before,
        Movement.from_person_id, Movement.from_room_id, Movement.from_rack_id, Movement.from_rack_position_u,
    ).where(
        Movement.asset_id.in_(ids), Movement.live, Movement.returned_on.is_(None),
        Movement.kind != MoveKind.HAND_OVER,
    )  # fmt: skip
    found: dict[Id, dict[MoveKind, list[Any]]] = {}
    for row in session.execute(chosen.order_by(Movement.n)):
        found.setdefault(row.asset_id, {}).setdefault(row.kind, []).append(row)
    return found
