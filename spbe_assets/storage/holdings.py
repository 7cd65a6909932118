"""Which changesets this database holds, and which of them somebody else lacks, read off the log's indexed columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from spbe_assets.domain import vectors
from spbe_assets.domain.changeset import ChangesetId
from spbe_assets.domain.ids import Id
from spbe_assets.domain.vectors import Branch, Link, Point, Vector
from spbe_assets.storage import chain
from spbe_assets.storage.genesis import REPLICA as GENESIS
from spbe_assets.storage.numbers import among
from spbe_assets.storage.tables import Aside
from spbe_assets.storage.tables import Changeset as Row

CHUNK = 500
BODIES = 50
"""Held in memory at a time; an import's are large."""


def vector(session: Session) -> Vector:
    """What this database holds, without the photos; changesets that are set aside count as held."""
    straight, others = _chains(session)
    told: dict[Id, tuple[Branch, ...]] = {
        replica: (_straight_branch(session, replica, last),) for replica, last in straight.items()
    }
    for replica in others:
        told |= vectors.build(_links(session, replica).values()).branches
    return Vector(told)


def lacking(session: Session, theirs: Vector) -> list[int]:
    """The local numbers of the changesets that the owner of a vector is not known to hold, in ascending order.

    What is set aside is not among them, nor the shipped reference rows, which every installation has.
    """
    straight, others = _chains(session)
    found: set[int] = set()
    known = _numbers_of(session, (theirs.branches.get(replica, ()) for replica in straight))
    for replica, last in straight.items():
        held = _held_ranges(replica, theirs.branches.get(replica, ()), known)
        found.update(session.scalars(select(Row.n).where(Row.replica == replica, *_outside(held, last))))
    for replica in others:
        numbers = _links(session, replica)
        missing = {link.id for link in vectors.lacking(numbers.values(), theirs)}
        found.update(n for n, link in numbers.items() if link.id in missing)
    return sorted(found.difference(session.scalars(select(Aside.changeset))))


def held_by(session: Session, replica: Id, told: Iterable[Branch]) -> int:
    """The highest sequence number of an installation that is known of some branches of it; 0 for none."""
    branches = list(told)
    known = _numbers_of(session, [branches])
    points = (point for branch in branches for point in (branch.head, *branch.older))
    return max((point.seq for point in points if known.get(point.id) == (replica, point.seq)), default=0)


def place_of(session: Session, changeset: ChangesetId) -> tuple[Id, int] | None:
    """The installation and sequence number of a changeset; None where it is not in the log."""
    row = session.execute(select(Row.replica, Row.seq).where(Row.id == changeset)).first()
    return (row.replica, row.seq) if row else None


def bodies(session: Session, numbers: Sequence[int]) -> Iterator[bytes]:
    """The bodies of changesets by their local numbers, in that order, one at a time."""
    for first in range(0, len(numbers), BODIES):
        some = numbers[first : first + BODIES]
        found = {n: body for n, body in session.execute(select(Row.n, Row.body).where(among(Row.n, some)))}
        yield from (chain.unpack(found[n]) for n in some)


def size_of(session: Session, numbers: Sequence[int]) -> int:
    """How many bytes changesets take as they are stored; a little more than they take in a pack."""
    return session.scalar(select(func.sum(func.length(Row.body))).where(among(Row.n, numbers))) or 0


def _chains(session: Session) -> tuple[dict[Id, int], list[Id]]:
    """Installations whose changesets form one chain without holes, with its last number; and the others."""
    counted = select(Row.replica, func.count(), func.min(Row.seq), func.max(Row.seq)).group_by(Row.replica)
    earlier = aliased(Row)
    before = select(earlier.n).where(earlier.id == Row.prev).exists()
    broken = set(session.scalars(select(Row.replica).where(Row.seq > 1, ~before).distinct()))
    straight: dict[Id, int] = {}
    others: list[Id] = []
    for replica, count, first, last in session.execute(counted):
        if count == last and first == 1 and replica not in broken:  # a fork would leave a number out and so break
            straight[replica] = last
        else:
            others.append(replica)
    return straight, others


def _straight_branch(session: Session, replica: Id, last: int) -> Branch:
    wanted = [last, *vectors.ladder(last, 1)]
    found = select(Row.seq, Row.id).where(Row.replica == replica, Row.seq.in_(wanted))
    points = sorted((Point(seq, name) for seq, name in session.execute(found)), reverse=True)
    return Branch(points[0], 1, tuple(points[1:]))


def _links(session: Session, replica: Id) -> dict[int, Link]:
    """The changesets of an installation by local number."""
    rows = session.execute(select(Row.n, Row.replica, Row.seq, Row.id, Row.prev).where(Row.replica == replica))
    return {n: Link(owner, seq, name, prev) for n, owner, seq, name, prev in rows}


def _numbers_of(session: Session, told: Iterable[Iterable[Branch]]) -> dict[ChangesetId, tuple[Id, int]]:
    """Where the points of branches lie in this log, as far as they are known here."""
    ids = {point.id for branches in told for branch in branches for point in (branch.head, *branch.older)}
    wanted = sorted(ids)
    found: dict[ChangesetId, tuple[Id, int]] = {}
    for first in range(0, len(wanted), CHUNK):
        known = select(Row.id, Row.replica, Row.seq).where(Row.id.in_(wanted[first : first + CHUNK]))
        found |= {name: (replica, seq) for name, replica, seq in session.execute(known)}
    return found


def _held_ranges(
    replica: Id, branches: Iterable[Branch], known: dict[ChangesetId, tuple[Id, int]]
) -> list[tuple[int, int]]:
    """From and to of the sequence numbers that are held; in a chain without holes every known point proves its own."""
    points = ((branch.first, point) for branch in branches for point in (branch.head, *branch.older))
    shipped = [(1, 1)] if replica == GENESIS else []
    return shipped + [(first, point.seq) for first, point in points if known.get(point.id) == (replica, point.seq)]


def _outside(held: Iterable[tuple[int, int]], last: int) -> list[ColumnElement[bool]]:
    """The condition for sequence numbers outside of some ranges."""
    open_ones: list[tuple[int, int]] = []
    next_one = 1
    for first, to in sorted(held):
        if first > next_one:
            open_ones.append((next_one, first - 1))
        next_one = max(next_one, to + 1)
    if next_one <= last:
        open_ones.append((next_one, last))
    if not open_ones:
        return [Row.seq < 0]
    return [or_(*(and_(Row.seq >= first, Row.seq <= to) for first, to in open_ones))]
