"""What one installation lacks of another's changes: with forks, holes, and a receiver who is ahead."""

from __future__ import annotations

import hashlib
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spbe_assets.domain import strict, vectors
from spbe_assets.domain.changeset import NO_PREV
from spbe_assets.domain.vectors import Branch, Link, Point, Vector, build, lacking, ladder

A, B = bytes(16), bytes(15) + b"\1"


def chain(replica: bytes, length: int, after: Link | None = None, salt: str = "") -> list[Link]:
    links: list[Link] = []
    for _each in range(length):
        prev = links[-1] if links else after
        seq, before = (prev.seq + 1, prev.id) if prev else (1, NO_PREV)
        name = hashlib.sha256(replica + before + f"{seq}{salt}".encode()).digest()
        links.append(Link(replica, seq, name, before))
    return links


@st.composite
def worlds(draw: st.DrawFn) -> tuple[list[Link], set[int], set[int]]:
    """Trees of changesets of two installations, and which of them the sender and the receiver hold."""
    links: list[Link] = []
    for replica in (A, B):
        own = chain(replica, draw(st.integers(1, 12)))
        for number in range(draw(st.integers(0, 3))):
            after = draw(st.sampled_from([None, *own]))
            own += chain(replica, draw(st.integers(1, 6)), after, salt=f"fork {number}")
        links += {link.id: link for link in own}.values()
    places = st.integers(0, len(links) - 1)
    mine, theirs = (set(range(len(links))) - draw(st.sets(places, max_size=8)) for _each in range(2))
    return links, mine, theirs


def provably_held(mine: list[Link], theirs: Vector) -> set[bytes]:
    """The oracle: what follows from a vector and my own changesets alone, link by link until nothing is added."""
    by_id = {link.id: link for link in mine}
    held: set[tuple[bytes, int]] = set()
    for branches in theirs.branches.values():
        for branch in branches:
            held |= {(point.id, branch.first) for point in (branch.head, *branch.older)}
    growing = True
    while growing:
        before = {
            (by_id[name].prev, first)
            for name, first in held
            if name in by_id and by_id[name].seq > first and by_id[name].prev in by_id
        }
        growing = not before <= held
        held |= before
    return {name for name, _first in held}


@settings(max_examples=400, deadline=None)
@given(worlds())
def test_nothing_is_left_out_and_nothing_provably_held_is_sent_again(
    world: tuple[list[Link], set[int], set[int]],
) -> None:
    links, mine, theirs = world
    sender, receiver = [links[n] for n in sorted(mine)], [links[n] for n in sorted(theirs)]
    vector = vectors.parse(json.loads(json.dumps(build(receiver).as_json())))
    sent = {link.id for link in lacking(sender, vector)}
    assert {link.id for link in receiver} | sent >= {link.id for link in sender}
    assert not sent & provably_held(sender, vector)


@settings(max_examples=100, deadline=None)
@given(worlds())
def test_an_exchange_both_ways_leaves_nothing_to_send(world: tuple[list[Link], set[int], set[int]]) -> None:
    links, mine, theirs = world
    one, other = [links[n] for n in mine], [links[n] for n in theirs]
    both = {*one, *lacking(other, build(one))}
    assert both == {*other, *lacking(one, build(other))} == {*one, *other}
    assert lacking(both, build(both)) == []


def test_the_newest_known_changeset_is_enough_for_a_straight_chain() -> None:
    links = chain(A, 100)
    assert lacking(links, build(links[:60])) == links[60:]


def test_of_a_receiver_who_is_ahead_little_is_sent_again() -> None:
    links = chain(A, 1000)
    again = lacking(links[:600], build(links))
    assert [link.seq for link in again] == list(range(490, 601))


def test_both_branches_of_a_restored_backup_travel() -> None:
    trunk = chain(A, 10)
    lost, later = chain(A, 5, trunk[-1], "lost"), chain(A, 3, trunk[-1], "later")
    assert lacking(trunk + lost + later, build(trunk + later)) == lost
    assert lacking(trunk + lost + later, build(trunk)) == sorted(lost + later, key=lambda link: link.seq)


def test_a_lost_pack_leaves_a_hole_that_is_filled() -> None:
    links = chain(A, 30)
    holed = build(links[:10] + links[20:])
    assert holed.gaps(A) == [(1, 20)]
    assert lacking(links, holed) == links[10:20]


def test_a_maximum_alone_proves_nothing() -> None:
    """Two branches of the same length: the receiver holds the other one."""
    trunk = chain(A, 5)
    mine, theirs = chain(A, 5, trunk[-1], "mine"), chain(A, 5, trunk[-1], "theirs")
    assert lacking(trunk + mine, build(trunk + theirs))[-5:] == mine


def test_more_branches_than_are_told_are_sent_again() -> None:
    links = [link for number in range(vectors.MOST_BRANCHES + 5) for link in chain(A, 1, salt=str(number))]
    assert len(lacking(links, build(links))) == 5


def test_the_ladder_grows_and_ends_at_the_first() -> None:
    assert ladder(100, 1) == [99, 97, 93, 85, 69, 37, 1]
    assert ladder(1, 1) == []
    assert ladder(5, 4) == [4]
    assert len(ladder(10**9, 1)) < vectors.MOST_OLDER


def test_photos_are_told_by_what_is_there_or_by_what_is_missing() -> None:
    held, missing = Vector(photos=frozenset({"aa"})), Vector(photos=frozenset({"aa"}), told_held=False)
    cut = Vector(photos=frozenset({"aa"}), told_held=False, told_all=False)
    assert held.has_photo("aa", knows=True) and not held.has_photo("bb", knows=True)
    assert missing.has_photo("bb", knows=True)
    assert not missing.has_photo("bb", knows=False) and not missing.has_photo("aa", knows=True)
    assert not cut.has_photo("bb", knows=True)


def test_a_vector_survives_its_text() -> None:
    vector = Vector(
        {A: (Branch(Point(9, b"\2" * 32), 3, (Point(8, b"\3" * 32),)),)}, frozenset({"ab" * 32}), False, False
    )
    assert vectors.parse(json.loads(json.dumps(vector.as_json()))) == vector


@pytest.mark.parametrize(
    "raw",
    [
        None, [], {}, {"branches": {}}, {"branches": [], "photos": [], "held": True, "all": True},
        {"branches": {"zz": []}, "photos": [], "held": True, "all": True},
        {"branches": {"00" * 16: [[1, "00" * 32, 2, []]]}, "photos": [], "held": True, "all": True},
        {"branches": {"00" * 16: [[0, "00" * 32, 1, []]]}, "photos": [], "held": True, "all": True},
        {"branches": {"00" * 16: [[True, "00" * 32, 1, []]]}, "photos": [], "held": True, "all": True},
        {"branches": {"00" * 16: [[2.0, "00" * 32, 1, []]]}, "photos": [], "held": True, "all": True},
        {"branches": {"00" * 16: [[2**60, "00" * 32, 1, []]]}, "photos": [], "held": True, "all": True},
        {"branches": {"00" * 16: [[1, "0 " * 32, 1, []]]}, "photos": [], "held": True, "all": True},
        {"branches": {"00" * 16: [[1, "00" * 32, 1, [[1, "00" * 32]] * 65]]}, "photos": [], "held": True, "all": True},
        {"branches": {}, "photos": ["x"], "held": True, "all": True},
        {"branches": {}, "photos": [], "held": 1, "all": True},
    ],
)  # fmt: skip
def test_nonsense_is_no_vector(raw: object) -> None:
    with pytest.raises(strict.Nonsense):
        vectors.parse(raw)
