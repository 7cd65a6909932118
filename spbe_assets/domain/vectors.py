"""What an installation holds of everybody's changes, so that a sender knows what is lacking there.

The changesets of one installation form a chain; a restored backup or copied laptop makes it a tree, and packs that got
lost leave holes. A branch therefore says: this changeset is held, and all that it follows on down to `first`. A few
older changesets at growing distance let a sender who does not know the newest one still find a common point. Where a
sender can't tell, it sends more, never less.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from spbe_assets.domain import strict
from spbe_assets.domain.changeset import ChangesetId, Json
from spbe_assets.domain.ids import Id

MOST_REPLICAS = 10_000
MOST_BRANCHES = 64
"""Of one installation; of more, the newest are told and the others are sent again."""
MOST_OLDER = 64
MOST_PHOTOS = 50_000
LARGEST_SEQ = 2**53


class Link(NamedTuple):
    """One changeset's place in its installation's chain."""

    replica: Id
    seq: int
    id: ChangesetId
    prev: ChangesetId


class Point(NamedTuple):
    """A changeset by its sequence number and id."""

    seq: int
    id: ChangesetId


@dataclass(frozen=True, slots=True)
class Branch:
    """The newest changeset of a branch; it and all that it follows on are held, down to sequence number `first`.

    `older` are some of them, the newest first.
    """

    head: Point
    first: int = 1
    older: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class Vector:
    """What an installation holds: branches by installation, and its photos.

    `photos` are SHA-256 in hex, whichever is the shorter list: of those it holds (`told_held`), or of those that it
    knows of but has not received. `told_all` is False when not all of them fitted.
    """

    branches: Mapping[Id, tuple[Branch, ...]] = field(default_factory=dict)
    photos: frozenset[str] = frozenset()
    told_held: bool = True
    told_all: bool = True

    def has_photo(self, sha256: str, *, knows: bool) -> bool:
        """Whether a photo is there for certain; `knows` tells whether a changeset that names it is."""
        if self.told_held:
            return sha256 in self.photos
        return knows and self.told_all and sha256 not in self.photos

    def gaps(self, replica: Id) -> list[tuple[int, int]]:
        """The sequence numbers from and to that are missing below the branches of an installation."""
        return sorted({(1, branch.first - 1) for branch in self.branches.get(replica, ()) if branch.first > 1})

    def as_json(self) -> Json:
        """The compact form that `parse` reads."""
        told = {
            replica.hex(): [[*_plain(one.head), one.first, [_plain(point) for point in one.older]] for one in branches]
            for replica, branches in sorted(self.branches.items())
        }
        return {"branches": told, "photos": sorted(self.photos), "held": self.told_held, "all": self.told_all}


def build(links: Iterable[Link]) -> Vector:
    """The vector of somebody who holds these changesets; any order, several installations at once."""
    return Vector({replica: _branches(chain) for replica, chain in _by_replica(links).items()})


def lacking(mine: Iterable[Link], theirs: Vector) -> list[Link]:
    """Those of my changesets which the owner of a vector is not known to hold, by installation and sequence number."""
    found: list[Link] = []
    for replica, chain in sorted(_by_replica(mine).items()):
        held = _held(chain, theirs.branches.get(replica, ()))
        found += sorted((link for link in chain.values() if link.id not in held), key=lambda link: link.seq)
    return found


def ladder(seq: int, first: int) -> list[int]:
    """The sequence numbers of older changesets to tell: 1, 3, 7, 15… before the newest, and `first`."""
    steps: list[int] = []
    distance = 1
    while seq - distance > first:
        steps.append(seq - distance)
        distance = 2 * distance + 1
    return [*steps, first] if first < seq else steps


def parse(raw: Json) -> Vector:
    """The vector of its JSON form.

    Raises:
        Nonsense: it is no vector, or larger than any that this program writes.
    """
    branches, photos, held, every = strict.members(raw, "branches", "photos", "held", "all")
    if not isinstance(branches, dict) or len(branches) > MOST_REPLICAS:
        raise strict.Nonsense
    read = {strict.octets(replica, 16): parse_branches(told) for replica, told in branches.items()}
    names = strict.each(photos, MOST_PHOTOS, lambda one: strict.octets(one, 32).hex())
    return Vector(read, frozenset(names), strict.flag(held), strict.flag(every))


def parse_branches(raw: Json) -> tuple[Branch, ...]:
    """The branches of one installation, out of the JSON form of a vector.

    Raises:
        Nonsense: they are none, or more than any that this program writes.
    """
    return strict.each(raw, MOST_BRANCHES, _branch)


def _by_replica(links: Iterable[Link]) -> dict[Id, dict[ChangesetId, Link]]:
    found: dict[Id, dict[ChangesetId, Link]] = {}
    for link in links:
        found.setdefault(link.replica, {})[link.id] = link
    return found


def _before(chain: Mapping[ChangesetId, Link], link: Link) -> Link | None:
    """The changeset that a changeset follows on, if it is there and really the one before."""
    earlier = chain.get(link.prev)
    return earlier if earlier is not None and earlier.seq == link.seq - 1 else None


def _branches(chain: Mapping[ChangesetId, Link]) -> tuple[Branch, ...]:
    first: dict[ChangesetId, int] = {}
    followed: set[ChangesetId] = set()
    for link in sorted(chain.values(), key=lambda link: link.seq):
        earlier = _before(chain, link)
        first[link.id] = link.seq if earlier is None else first[earlier.id]
        if earlier is not None:
            followed.add(earlier.id)
    heads = sorted((link for link in chain.values() if link.id not in followed), key=lambda link: (-link.seq, link.id))
    return tuple(_branch_of(chain, head, first[head.id]) for head in heads[:MOST_BRANCHES])


def _branch_of(chain: Mapping[ChangesetId, Link], head: Link, first: int) -> Branch:
    wanted = set(ladder(head.seq, first))
    older = (Point(link.seq, link.id) for link in _down(chain, head) if link.seq in wanted)
    return Branch(Point(head.seq, head.id), first, tuple(older))


def _down(chain: Mapping[ChangesetId, Link], head: Link) -> Iterator[Link]:
    """A changeset and all that it follows on, the newest first, until one is missing."""
    here: Link | None = head
    while here is not None:
        yield here
        here = _before(chain, here)


def _held(chain: Mapping[ChangesetId, Link], branches: Iterable[Branch]) -> set[ChangesetId]:
    held: set[ChangesetId] = set()
    for branch in branches:
        # Each point is tried: a hole of mine may lie between two that are known here.
        for point in (branch.head, *branch.older):
            known = chain.get(point.id)
            if known is None or known.seq != point.seq:
                continue
            for link in _down(chain, known):
                if link.seq < branch.first or link.id in held:
                    break
                held.add(link.id)
    return held


def _plain(point: Point) -> list[Json]:
    return [point.seq, point.id.hex()]


def _branch(raw: Json) -> Branch:
    if not isinstance(raw, list) or len(raw) != 4:
        raise strict.Nonsense
    head = _point(raw[:2])
    return Branch(head, strict.number(raw[2], 1, head.seq), strict.each(raw[3], MOST_OLDER, _point))


def _point(raw: Json) -> Point:
    if not isinstance(raw, list) or len(raw) != 2:
        raise strict.Nonsense
    return Point(strict.number(raw[0], 1, LARGEST_SEQ), strict.octets(raw[1], 32))
