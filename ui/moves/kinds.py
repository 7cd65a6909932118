"""The acts that the window offers: what each asks for, what its buttons say, and the service that does it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from spbe_assets.i18n import N_, _, ngettext
from spbe_assets.services import moves

Key = tuple[str, str]


def _of(*keys: str) -> tuple[Key, ...]:
    return tuple(("movement", key) for key in keys)


TO = _of("to_agency_id", "to_person_id", "to_room_id")
PAPER = _of("on_date", "document_number")
NOTES = _of("notes")
BACK = _of("returned_on", "return_number", "result")
WITHDRAWN = _of("returned_on", "result")
STATE: tuple[str, tuple[Key, ...]] = (N_("State now, if it changed"), (("asset", "condition"),))


@dataclass(frozen=True, slots=True)
class ActKind:
    """One act; `ends` says whether it ends an earlier one, `needed` names the receiver in its first field."""

    title: str
    told: str
    icon: str
    verb: str
    groups: tuple[tuple[str, tuple[Key, ...]], ...]
    run: Callable[..., Any]
    heading: Callable[[int], str]
    done: Callable[[int], str]
    ends: bool = False

    @property
    def keys(self) -> tuple[Key, ...]:
        """All fields in their order."""
        return tuple(key for _title, keys in self.groups for key in keys)


HAND_OVER = ActKind(
    title=N_("Hand over"),
    told=N_("They belong to the receiver from then on. Another agency without a room or person leaves these empty."),
    icon="arrow-right",
    verb="hand-over",
    groups=((N_("To whom"), TO), (N_("Document"), (*PAPER, *NOTES))),
    run=moves.hand_over,
    heading=lambda n: ngettext("Hand over {n} item", "Hand over {n} items", n),
    done=lambda n: ngettext("{n} item handed over", "{n} items handed over", n),
)
LEND = ActKind(
    title=N_("Lend"),
    told=N_("They stay in the register of their agency. Taking them back restores room and person in charge."),
    icon="calendar-clock",
    verb="lend",
    groups=((N_("To whom"), (*TO, *_of("to_name"))), (N_("Document"), (*PAPER, *_of("due_on"), *NOTES))),
    run=moves.lend,
    heading=lambda n: ngettext("Lend {n} item", "Lend {n} items", n),
    done=lambda n: ngettext("{n} item lent", "{n} items lent", n),
)
TAKE_BACK = ActKind(
    title=N_("Take back"),
    told=N_("Room, rack and person in charge are again what they were before the loan."),
    icon="arrow-left",
    verb="take-back",
    groups=((N_("The return"), BACK), STATE),
    run=moves.take_back,
    heading=lambda n: ngettext("Take back {n} item", "Take back {n} items", n),
    done=lambda n: ngettext("{n} item taken back", "{n} items taken back", n),
    ends=True,
)
REPAIR = ActKind(
    title=N_("Send to repair"),
    told=N_("Their status says “In repair” until they come back."),
    icon="plug",
    verb="repair",
    groups=((N_("To whom"), _of("to_name")), (N_("Document"), (*PAPER, *_of("due_on"), *NOTES))),
    run=moves.send_to_repair,
    heading=lambda n: ngettext("Send {n} item to repair", "Send {n} items to repair", n),
    done=lambda n: ngettext("{n} item sent to repair", "{n} items sent to repair", n),
)
REPAIRED = ActKind(
    title=N_("Back from repair"),
    told=N_("Their status is again what it was before the repair."),
    icon="plug",
    verb="repaired",
    groups=((N_("The return"), BACK), STATE),
    run=moves.back_from_repair,
    heading=lambda n: ngettext("{n} item back from repair", "{n} items back from repair", n),
    done=lambda n: ngettext("{n} item is back from repair", "{n} items are back from repair", n),
    ends=True,
)
DISPOSAL = ActKind(
    title=N_("Propose disposal"),
    told=N_("Their status says “Proposed for disposal”; they stay in the register until that is decided."),
    icon="trash-2",
    verb="disposal",
    groups=(
        (N_("To whom"), _of("to_agency_id", "to_person_id")),
        (N_("Document"), (*PAPER, *NOTES)),
    ),
    run=moves.propose_disposal,
    heading=lambda n: ngettext("Propose {n} item for disposal", "Propose {n} items for disposal", n),
    done=lambda n: ngettext("{n} item proposed for disposal", "{n} items proposed for disposal", n),
)
WITHDRAW = ActKind(
    title=N_("Withdraw proposal"),
    told=N_("Their status is again what it was before the proposal."),
    icon="arrow-left",
    verb="withdraw",
    groups=((N_("The withdrawal"), WITHDRAWN), STATE),
    run=moves.withdraw,
    heading=lambda n: ngettext("Withdraw the proposal for {n} item", "Withdraw the proposal for {n} items", n),
    done=lambda n: ngettext("Proposal for {n} item withdrawn", "Proposal for {n} items withdrawn", n),
    ends=True,
)


def value(kind: ActKind, values: dict[str, Any]) -> moves.Move | moves.Return:
    """What the service takes, of the fields by key."""
    if kind.ends:
        number = values.get("return_number") or ""
        return moves.Return(values["returned_on"], values.get("condition"), values.get("result") or "", number)
    return moves.Move(**values)


def reason(kind: ActKind, values: dict[str, Any]) -> str:
    """Why it was done, as the log holds it: with the document number among the values."""
    number = values.get("return_number" if kind.ends else "document_number") or ""
    return f"{kind.verb} {number}".strip()


def missing_day() -> str:
    """What is said where the day is left empty."""
    return _("Type the day on which it happened.")
