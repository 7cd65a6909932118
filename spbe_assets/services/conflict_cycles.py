"""Rings: records that two laptops put into each other, or combined crosswise; which of the statements stays?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from spbe_assets.domain.ids import Id
from spbe_assets.domain.merge import winner
from spbe_assets.i18n import _
from spbe_assets.services import conflict_words
from spbe_assets.services.conflict_heads import Authors, Open, Write
from spbe_assets.services.conflict_model import Conflict, Kind
from spbe_assets.services.conflict_past import Log
from spbe_assets.storage import chain
from spbe_assets.storage.columns import shape
from spbe_assets.storage.row_states import States


@dataclass(frozen=True, slots=True)
class Statement:
    """That a row points to another (is part of it, is the same as it), as somebody wrote it in changeset `n`."""

    row: Id
    target: Id
    n: int


def ring(session: Session, one: Open) -> list[Statement]:
    """The statements that lead from a row back to itself; empty where it lies on no ring."""
    states = States(session.connection(), shape(one.table), [one.field])
    found: list[Statement] = []
    log = Log(session)
    row = one.row
    while not found or row not in {statement.row for statement in found}:
        some = states.load([row])[row].state.heads.get(one.field, {})
        target = winner(some) if some else None
        if not target:
            return []
        newest = max(some, key=lambda changeset: (some[changeset].hlc, changeset))
        n = chain.numbers(session.connection(), [newest])[newest]
        here = one._replace(row=row)
        origin = log.origins({here: [Write(n, target)]}).get((here, n))
        found.append(Statement(row, bytes.fromhex(target), n if origin is None else origin.n))
        row = bytes.fromhex(target)
    return found if row == one.row else []


def conflict(session: Session, one: Open, statements: Sequence[Statement], authors: Authors) -> Conflict:
    """What a person decides about a ring: which record stays on top, so that its own statement falls away."""
    names = conflict_words.called(session, one.table, [statement.row for statement in statements])
    authors.of(statement.n for statement in statements)
    versions = [
        authors.version(
            way,
            statement.n,
            None if statement.target == one.row else _target(statements, one.row),
            _text(one.field, statement, names, len(statements)),
            top=statement.target,
        )
        for way, statement in zip(_ways(len(statements)), _told(statements), strict=True)
    ]
    title = conflict_words.title(one.table, one.field)
    return Conflict(*one, title, Kind.CYCLE, None, versions[0], versions[1], tuple(versions[2:]))


def _ways(count: int) -> Iterator[str]:
    yield from ("here", "incoming", *("other" for _more in range(count - 2)))


def _told(statements: Sequence[Statement]) -> list[Statement]:
    """The statement known first, the one received last, then the others."""
    first, *rest = sorted(statements, key=lambda statement: statement.n)
    return [first, rest[-1], *rest[:-1]]


def _target(statements: Sequence[Statement], row: Id) -> Id:
    return next(statement.target for statement in statements if statement.row == row)


def _text(key: str, statement: Statement, names: dict[Id, str], length: int) -> str:
    row, target = names[statement.row], names[statement.target]
    if key == "merged_into":
        return _("“{target}” stays, “{row}” is combined into it").format(target=target, row=row)
    if length == 2:
        return _("“{row}” is part of “{target}”").format(row=row, target=target)
    return _("“{target}” is on top, “{row}” below it").format(target=target, row=row)
