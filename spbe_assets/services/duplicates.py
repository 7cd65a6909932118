"""Records that are perhaps the same thing twice: found by what they share, settled by a person."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from spbe_assets.domain.errors import Refused
from spbe_assets.domain.ids import Id, derived_id
from spbe_assets.i18n import N_, _
from spbe_assets.services import lookalikes, near_serials, record_refs
from spbe_assets.services import rows as records
from spbe_assets.services.lookalikes import SIGNS, Alike, Reason
from spbe_assets.storage.tables import Distinct
from spbe_assets.storage.unit_of_work import UnitOfWork

__all__ = ["REASONS", "Pair", "Reason", "Side", "count", "keep_apart", "listed"]

REASONS = {
    Reason.SERIAL: N_("Same serial number"),
    Reason.NIBAR: N_("Same NIBAR"),
    Reason.REGISTER: N_("Same kode barang and register"),
    Reason.TAG: N_("Same tag"),
    Reason.MAC: N_("Same MAC address"),
    Reason.CIRCUIT: N_("Same circuit id"),
    Reason.NEAR_SERIAL: N_("Serial numbers that look alike"),
}


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two records; `ref` is what the command line takes."""

    id: Id
    ref: str
    tag: str
    name: str
    agency: str
    room: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records of a table, the older one first, and what they share: `value` as it is written."""

    table: str
    one: Side
    other: Side
    reason: Reason
    value: str


def listed(session: Session, near: bool = True, rows: Collection[Id] | None = None) -> list[Pair]:
    """Pairs that nobody has decided yet, the surest reason first; a pair comes once, whatever else it shares.

    Of several records that share something, each is paired with the oldest.

    Args:
        session: for reading, off the GUI thread: seconds at a million assets.
        near: also serials that only look alike.
        rows: only pairs with one of these records.
    """
    found = _found(session, near, rows)
    told = {table: _described(session, table, found) for table in ("asset", "link")}
    return [
        Pair(table, _side(told[table], one), _side(told[table], other), reason, value)
        for table, (one, other, value), reason in found
    ]


def count(session: Session) -> int:
    """How many pairs wait, those that only look alike aside; about two seconds at a million assets."""
    return len(_found(session, False, None))


def keep_apart(uow: UnitOfWork, table: str, one: Id, other: Id, notes: str = "") -> None:
    """Note that two records are two things, so that nobody is asked again.

    Raises:
        Refused: both are the same record.
        NotFound: one was deleted meanwhile.
    """
    if one == other:
        raise Refused(_("A record can't be told apart from itself; choose another one."))
    for row in (one, other):
        records.record(uow.session, table, row)
    first, last = sorted((one, other))
    row = derived_id("distinct", first.hex(), last.hex())
    said = uow.session.execute(select(Distinct.live).where(Distinct.id == row)).first()
    if said is not None and said.live:
        return
    # What was once said and undone is said anew, in a row of its own.
    own = {"id": row} if said is None else {}
    uow.create(Distinct, record_table=table, one_id=first, other_id=last, said_by=uow.user, notes=notes, **own)


def _found(session: Session, near: bool, rows: Collection[Id] | None) -> list[tuple[str, Alike, Reason]]:
    wanted = None if rows is None else frozenset(rows)
    pairs: dict[tuple[Id, Id], tuple[str, Alike, Reason]] = {}
    for table, alike, reason in _signs(session, near, wanted):
        if wanted is None or wanted & {alike.one, alike.other}:
            pairs.setdefault((alike.one, alike.other), (table, alike, reason))
    return list(pairs.values())


def _signs(session: Session, near: bool, rows: frozenset[Id] | None) -> Iterator[tuple[str, Alike, Reason]]:
    said = {table: lookalikes.apart(session, table) for table in ("asset", "link")}
    for sign in SIGNS:
        found = lookalikes.alike(session, sign, said[sign.table], rows)
        yield from ((sign.table, alike, sign.reason) for alike in found)
    if near:
        found = near_serials.near(session, said["asset"], rows)
        yield from (("asset", alike, Reason.NEAR_SERIAL) for alike in found)


def _described(session: Session, table: str, found: list[tuple[str, Alike, Reason]]) -> dict[Id, record_refs.Described]:
    ids = [row for of, alike, _reason in found if of == table for row in (alike.one, alike.other)]
    return record_refs.described(session, table, ids)


def _side(told: dict[Id, record_refs.Described], row: Id) -> Side:
    one = told[row]
    return Side(row, one.ref, one.tag, one.name, one.agency, one.room)
