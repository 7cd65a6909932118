"""What the field screen asks of the database, off the GUI thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spbe_assets.domain.packs import PackKind
from spbe_assets.services import assignments, attachments, packs
from spbe_assets.services.assignments import AreaProgress, Task
from spbe_assets.services.packs import PackRow
from spbe_assets.storage.store import Store
from spbe_assets.sync import keys


@dataclass(frozen=True, slots=True)
class MyWork:
    """What this installation has to do and to hand over; `last` is the newest pack of work that went out.

    `hands_out` tells that work of others is known here.
    """

    tasks: Sequence[Task]
    unsent: int
    last: PackRow | None
    missing: int
    hands_out: bool


def own_fingerprint(store: Store) -> str:
    """By which work packs name this installation; empty where no work is handed out at all, so no key is made."""
    with store.read() as session:
        if not assignments.any_open(session):
            return ""
    return keys.card(store).fingerprint


def my_work(store: Store) -> MyWork:
    """Read it all in one state of the database."""
    fingerprint = own_fingerprint(store)
    with store.read() as session:
        return MyWork(
            tasks=assignments.mine(session, fingerprint) if fingerprint else (),
            unsent=packs.unsent(session),
            last=next((one for one in packs.listed(session, "out") if one.kind == PackKind.RETURN), None),
            missing=attachments.missing_count(session),
            hands_out=assignments.any_open(session),
        )


def has_tasks(store: Store) -> bool:
    """Whether this installation has work that is not done."""
    fingerprint = own_fingerprint(store)
    with store.read() as session:
        return bool(fingerprint) and assignments.has_tasks(session, fingerprint)


def progress(store: Store) -> list[AreaProgress]:
    """How far everybody is."""
    with store.read() as session:
        return assignments.progress(session)
