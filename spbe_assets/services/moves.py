"""Acts that move assets: hand-over, loan, repair, disposal proposal, and their ends; each is one undo step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from spbe_assets.domain import validation
from spbe_assets.domain.errors import Invalid
from spbe_assets.domain.filters import AssetFilter
from spbe_assets.domain.ids import new_id
from spbe_assets.domain.progress import SILENT, Progress
from spbe_assets.domain.vocabulary import MoveKind, Status
from spbe_assets.i18n import N_, _
from spbe_assets.services import listing
from spbe_assets.services.acts import Act, Ended, Move, Return, Standing
from spbe_assets.services.move_list import PAPER_AT_END, MoveRow, Paper, of_asset, open_loan, open_loans, overdue
from spbe_assets.services.moving import CHUNK, Held, began_after, everything, refuse, require
from spbe_assets.services.selection import chunks
from spbe_assets.storage.tables import Asset, Movement, Values
from spbe_assets.storage.unit_of_work import UnitOfWork

__all__ = [
    "Act", "Ended", "Move", "MoveRow", "Paper", "Return", "Standing", "back_from_repair", "hand_over", "lend",
    "of_asset", "open_loan", "open_loans", "overdue", "propose_disposal", "send_to_repair", "standing", "take_back",
    "withdraw",
]  # fmt: skip

Change = Callable[[Held], Values]


def hand_over(uow: UnitOfWork, wanted: AssetFilter, move: Move, progress: Progress = SILENT) -> Act:
    """Give assets to another agency, person or room for good; where only the agency is known, the room is cleared.

    Raises:
        Invalid: no receiver is given, or a date or text is impossible.
        Refused: some can't be handed over, such as what is lent.
        NotFound: the receiver was deleted.
    """
    if not (move.to_agency_id or move.to_person_id or move.to_room_id):
        raise Invalid(_("Say who gets them: choose an agency, a person or a room."), "to_agency_id")
    return _begin(uow, wanted, MoveKind.HAND_OVER, move, lambda held: _received(held, move, owned=True), progress)


def lend(uow: UnitOfWork, wanted: AssetFilter, move: Move, progress: Progress = SILENT) -> Act:
    """Lend assets; they stay the property of their agency while custodian and room follow the borrower.

    Raises:
        Invalid: no borrower is given, or it is due before it begins.
        Refused: some can't be lent, such as what is lent already.
        NotFound: the borrower was deleted.
    """
    if not (move.to_agency_id or move.to_person_id or move.to_name.strip()):
        raise Invalid(_("Say who borrows them: choose an agency or a person, or type a name."), "to_agency_id")
    return _begin(uow, wanted, MoveKind.LOAN, move, lambda held: _received(held, move, owned=False), progress)


def take_back(uow: UnitOfWork, wanted: AssetFilter, ending: Return, progress: Progress = SILENT) -> Ended:
    """End the loans of assets: person in charge, room and rack are again what they were before.

    Raises:
        Refused: some are not lent.
    """
    return _end(uow, wanted, MoveKind.LOAN, ending, _put_back, progress)


def send_to_repair(uow: UnitOfWork, wanted: AssetFilter, move: Move, progress: Progress = SILENT) -> Act:
    """Send assets to repair; their status says so.

    Raises:
        Invalid: it is due before it begins.
        Refused: some can't be repaired, such as what is in repair already.
    """
    return _begin(uow, wanted, MoveKind.REPAIR, move, lambda _held: {"status": Status.REPAIR}, progress)


def back_from_repair(uow: UnitOfWork, wanted: AssetFilter, ending: Return, progress: Progress = SILENT) -> Ended:
    """End the repairs of assets: their status is again what it was before.

    Raises:
        Refused: some were not sent to repair.
    """
    return _end(uow, wanted, MoveKind.REPAIR, ending, lambda held, row: _status(held, row, Status.REPAIR), progress)


def propose_disposal(uow: UnitOfWork, wanted: AssetFilter, move: Move, progress: Progress = SILENT) -> Act:
    """Propose assets for disposal; their status says so.

    Raises:
        Refused: some can't be proposed, such as what is lent.
    """
    change: Change = lambda _held: {"status": Status.DISPOSAL_PROPOSED}  # noqa: E731
    return _begin(uow, wanted, MoveKind.DISPOSAL, move, change, progress)


def withdraw(uow: UnitOfWork, wanted: AssetFilter, ending: Return, progress: Progress = SILENT) -> Ended:
    """Withdraw the disposal proposals of assets: their status is again what it was before.

    Raises:
        Refused: some were not proposed.
    """
    proposed = Status.DISPOSAL_PROPOSED
    return _end(uow, wanted, MoveKind.DISPOSAL, ending, lambda held, row: _status(held, row, proposed), progress)


def standing(session: Session, wanted: AssetFilter) -> Standing:
    """How many of the assets are lent, in repair and proposed for disposal, by acts that are still open."""
    numbers = listing.numbers(session, wanted)
    found: dict[Any, set[Any]] = {kind: set() for kind in MoveKind}
    for part in chunks(list(numbers), CHUNK):
        chosen = select(Movement.asset_id, Movement.kind).join(Asset, Asset.id == Movement.asset_id)
        chosen = chosen.where(Asset.n.in_(part), Movement.live, Movement.returned_on.is_(None))
        for asset_id, kind in session.execute(chosen):
            found.setdefault(kind, set()).add(asset_id)
    lent, repaired, proposed = (len(found[kind]) for kind in (MoveKind.LOAN, MoveKind.REPAIR, MoveKind.DISPOSAL))
    return Standing(len(numbers), lent, repaired, proposed)


def _begin(uow: UnitOfWork, wanted: AssetFilter, kind: MoveKind, move: Move, change: Change, progress: Progress) -> Act:
    shared = _shared(kind, move)
    held = everything(uow.session, wanted)
    require(held, kind)
    act = Act(new_id(), len(held))
    for start in range(0, len(held), CHUNK):
        progress.step(start, len(held))
        part = held[start : start + CHUNK]
        uow.create_many(Movement, [shared | {"act_id": act.id} | _before(one) for one in part])
        uow.update_many(Asset, {one.id: change(one) for one in part})
    progress.step(len(held), len(held))
    return act


def _end(
    uow: UnitOfWork,
    wanted: AssetFilter,
    kind: MoveKind,
    ending: Return,
    restored: Callable[[Held, Any], Values],
    progress: Progress,
) -> Ended:
    held = everything(uow.session, wanted)
    refuse(held, lambda one: "" if one.open.get(kind) else _(_NOT_OPEN[kind]))
    refuse(held, lambda one: _("they went later than that day") if began_after(one, kind, ending.on_date) else "")
    closed = _closed(ending)
    for start in range(0, len(held), CHUNK):
        progress.step(start, len(held))
        part = held[start : start + CHUNK]
        uow.update_many(Movement, {row.id: closed | _state(one, ending) for one in part for row in one.open[kind]})
        now = {} if ending.condition is None else {"condition": ending.condition}
        uow.update_many(Asset, {one.id: restored(one, one.open[kind][0]) | now for one in part})
    progress.step(len(held), len(held))
    return Ended(len(held), _papers(held, kind, closed))


def _closed(ending: Return) -> Values:
    stated = {"returned_on": ending.on_date, "result": ending.result, "return_number": ending.document_number}
    # Whoever signed an earlier end that was undone does not sign this one.
    nobody = dict.fromkeys(("return_giver_id", "return_receiver_id", "return_witness_id"))
    return validation.checked("movement", stated) | nobody


def _state(held: Held, ending: Return) -> Values:
    return {"condition_after": ending.condition or held.values["condition"]}


def _papers(held: Sequence[Held], kind: MoveKind, closed: Values) -> tuple[Paper, ...]:
    if kind not in PAPER_AT_END:
        return ()
    acts = dict.fromkeys(row.act_id for one in held for row in one.open[kind] if row.act_id is not None)
    return tuple(Paper(act, closed["returned_on"], closed["return_number"]) for act in acts)


_NOT_OPEN = {
    MoveKind.LOAN: N_("they are not lent"),
    MoveKind.REPAIR: N_("they were not sent to repair"),
    MoveKind.DISPOSAL: N_("they were not proposed for disposal"),
}


def _shared(kind: MoveKind, move: Move) -> Values:
    if move.due_on is not None and move.due_on < move.on_date:
        raise Invalid(_("They can't be due before the day they go; choose a later day."), "due_on")
    values = {
        "kind": kind,
        "document_number": move.document_number,
        "on_date": move.on_date,
        "to_agency_id": move.to_agency_id,
        "to_person_id": move.to_person_id,
        "to_room_id": move.to_room_id,
        "to_name": move.to_name,
        "due_on": move.due_on,
        "notes": move.notes,
    }
    return validation.checked("movement", values)


def _before(held: Held) -> Values:
    values = held.values
    return {
        "asset_id": held.id,
        "from_agency_id": values["agency_id"],
        "from_person_id": values["custodian_id"],
        "from_room_id": values["room_id"],
        "from_rack_id": values["rack_id"],
        "from_rack_position_u": values["rack_position_u"],
        "status_before": values["status"],
        "condition_before": values["condition"],
    }


def _received(held: Held, move: Move, *, owned: bool) -> Values:
    changed: Values = {}
    if owned and move.to_agency_id:
        changed["agency_id"] = move.to_agency_id
    if move.to_person_id:
        changed["custodian_id"] = move.to_person_id
    leaves = move.to_agency_id not in (None, held.values["agency_id"])
    if leaves and owned and not move.to_person_id:
        changed["custodian_id"] = None
    if (move.to_room_id or leaves) and move.to_room_id != held.values["room_id"]:
        changed |= {"room_id": move.to_room_id, "rack_id": None, "rack_position_u": None}
    return changed


def _put_back(held: Held, row: Any) -> Values:
    return {
        "custodian_id": row.from_person_id,
        "room_id": row.from_room_id,
        "rack_id": row.from_rack_id,
        "rack_position_u": row.from_rack_position_u,
    }


def _status(held: Held, row: Any, during: Status) -> Values:
    return {"status": row.status_before or Status.ACTIVE} if held.values["status"] == during else {}
