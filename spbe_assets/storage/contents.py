"""What changesets wrote: how many rows of which table, counted in their bodies and remembered."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from spbe_assets.domain.changeset import ChangesetId
from spbe_assets.domain.ids import Id
from spbe_assets.storage import chain
from spbe_assets.storage.tables import Changeset as Row

LARGE = 200
"""Ops from which on it pays to remember what a changeset wrote; smaller ones are read again in no time."""

_OP = re.compile(rb'\["([a-z_]+)","([0-9a-f]{32})","')
# Inside a text every quote is escaped, so that this can only be the beginning of an op.
_known: dict[ChangesetId, Mapping[str, int]] = {}
# A changeset never changes, whichever file holds it.


def of_actions(session: Session, actions: Iterable[Id], *, even_large: bool) -> dict[Id, Counter[str]]:
    """How many rows of each table actions wrote.

    Args:
        session: for reading.
        actions: their ids, a page of them.
        even_large: whether to wait for those with many ops that were not counted yet, else they are left out.
    """
    chosen = select(Row.action, Row.n, Row.id, Row.ops).where(Row.action.in_(list(actions)))
    parts: dict[Id, list[tuple[int, ChangesetId, int]]] = {}
    for action, n, changeset, ops in session.execute(chosen.order_by(Row.n)):
        parts.setdefault(action, []).append((n, changeset, ops))
    found: dict[Id, Counter[str]] = {}
    for action, changesets in parts.items():
        if even_large or sum(ops for _n, changeset, ops in changesets if changeset not in _known) <= LARGE:
            found[action] = Counter()
            for part in changesets:
                found[action].update(_rows(session, *part))
    return found


def wrote_any(session: Session, n: int, changeset: ChangesetId, ops: int, tables: Collection[str]) -> bool:
    """Whether a changeset wrote a row of one of some tables."""
    if ops > LARGE:
        return any(table in tables for table in _rows(session, n, changeset, ops))
    body = _body(session, n)
    return any(b'["%s","' % table.encode() in body for table in tables)


def _rows(session: Session, n: int, changeset: ChangesetId, ops: int) -> Mapping[str, int]:
    counted = _known.get(changeset)
    if counted is None:
        rows = set(_OP.findall(_body(session, n)))
        counted = Counter(table.decode() for table, _row in rows)
        if ops > LARGE:
            _known[changeset] = counted
    return counted


def _body(session: Session, n: int) -> bytes:
    return chain.unpack(session.scalars(select(Row.body).where(Row.n == n)).one())
