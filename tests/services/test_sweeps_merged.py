"""Two technicians sweep offline and exchange what they saw: nothing is lost, only contradictions wait for a person."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from spbe_assets.domain.changeset import parse
from spbe_assets.domain.ids import Id
from spbe_assets.domain.vocabulary import Condition, SightingResult
from spbe_assets.services import agencies, assets, places, sweeps
from spbe_assets.services.sweeps import Counts, Settled, State
from spbe_assets.storage.chain import bodies
from spbe_assets.storage.check import check
from spbe_assets.storage.merge import apply
from spbe_assets.storage.store import Actor, Store
from spbe_assets.storage.tables import Asset, Conflict, Sighting

BUDI, SARI = Actor("Budi"), Actor("Sari")


class Two:
    """Two installations that hold the same two rooms of three assets each, and one sweep of both rooms."""

    def __init__(self, here: Store, there: Store) -> None:
        self.here, self.there = here, there
        with here.write(BUDI) as uow:
            ict = agencies.find(uow.session, "Diskominfotik")
            self.rooms = [places.create(uow, "room", {"name": f"R{n}", "agency_id": ict}) for n in range(2)]
            thing = {"agency_id": ict, "condition": Condition.GOOD}
            self.first, self.second = (
                [assets.create(uow, thing | {"name": f"PC {room}{n}", "room_id": self.rooms[room]}) for n in range(3)]
                for room in range(2)
            )
            self.loose = assets.create(uow, thing | {"name": "loose"})
            self.sweep = sweeps.start(uow, ict, self.rooms)
        self.exchange()

    def see(self, at: Store, room: int, *ids: Id, condition: Condition | None = None) -> list[sweeps.Seen]:
        found = []
        for asset_id in ids:
            with at.write(BUDI if at is self.here else SARI, "sweep") as uow:
                found.append(sweeps.see_asset(uow, self.sweep, self.rooms[room], asset_id, condition))
        return found

    def exchange(self) -> None:
        sent = {store: _sent(store) for store in (self.here, self.there)}
        for to, by in ((self.here, self.there), (self.there, self.here)):
            with to.connection() as connection:
                apply(connection, sent[by])
        assert self.everything(self.here) == self.everything(self.there)
        assert check(self.here) == check(self.there) == []

    def everything(self, of: Store) -> Any:
        with of.read() as session:
            return sweeps.everything(session, self.sweep) if hasattr(self, "sweep") else None

    def counts(self, room: int) -> Counts:
        with self.here.read() as session:
            return sweeps.room(session, self.sweep, self.rooms[room]).counts

    def waiting(self) -> set[tuple[Id, str]]:
        with self.here.read() as session:
            return {(row, field) for row, field in session.execute(select(Conflict.row, Conflict.field))}


def _sent(store: Store) -> list[Any]:
    with store.read() as session:
        return [parse(body) for body in bodies(session.connection())]


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Two]:
    here, there = (Store.create(tmp_path / f"{name}.spbe") for name in ("here", "there"))
    yield Two(here, there)
    here.close()
    there.close()


def test_different_rooms_add_up(two: Two) -> None:
    two.see(two.here, 0, *two.first[:2])
    two.see(two.there, 1, *two.second, condition=Condition.LIGHT_DAMAGE)
    two.exchange()
    assert two.waiting() == set()
    assert (two.counts(0).found, two.counts(0).missing) == (2, 1)
    assert (two.counts(1).found, two.counts(1).light_damage) == (3, 3)
    overview, _views = two.everything(two.here)
    assert [room.people for room in overview.rooms] == [("Budi",), ("Sari",)]


def test_the_same_room_twice_is_the_union(two: Two) -> None:
    two.see(two.here, 0, *two.first[:2])
    two.see(two.there, 0, *two.first[1:])
    two.exchange()
    assert two.waiting() == set()
    counts = two.counts(0)
    assert (counts.expected, counts.found, counts.missing) == (3, 3, 0)
    with two.here.read() as session:
        assert len(session.scalars(select(Sighting.id).where(Sighting.live)).all()) == 4
        seen = session.execute(select(Asset.verified_by, Asset.verified_at).where(Asset.id == two.first[1])).one()
    assert seen.verified_by == "Sari"
    assert {seen.already for seen in two.see(two.here, 0, *two.first)} == {True}


def test_two_words_on_a_condition_wait_for_a_person_on_the_asset(two: Two) -> None:
    two.see(two.here, 0, two.first[0], condition=Condition.LIGHT_DAMAGE)
    two.see(two.there, 0, two.first[0], condition=Condition.HEAVY_DAMAGE)
    two.see(two.here, 1, two.second[0], condition=Condition.LIGHT_DAMAGE)
    two.see(two.there, 1, two.second[0], condition=Condition.LIGHT_DAMAGE)
    two.exchange()
    assert two.waiting() == {(two.first[0], "condition")}


def test_a_thing_without_a_room_that_was_seen_in_two_rooms_waits_for_a_person(two: Two) -> None:
    two.see(two.here, 0, two.loose)
    two.see(two.there, 1, two.loose)
    two.exchange()
    assert two.waiting() == {(two.loose, "room_id")}
    with two.here.write(BUDI) as uow:
        uow.update(Asset, two.loose, room_id=two.rooms[0])
    two.exchange()
    assert two.waiting() == set()


def test_rooms_and_sweeps_that_both_finished_are_finished(two: Two) -> None:
    for at, who in ((two.here, BUDI), (two.there, SARI)):
        two.see(at, 0, *two.first)
        with at.write(who) as uow:
            sweeps.finish_room(uow, two.sweep, two.rooms[0])
            sweeps.finish(uow, two.sweep)
    two.exchange()
    assert two.waiting() == set()
    overview, _views = two.everything(two.here)
    assert (overview.rooms[0].done_by, overview.sweep.finished_by) == ("Sari", "Sari")


def test_what_is_said_of_one_sighting_is_said_of_its_twin(two: Two) -> None:
    for at in (two.here, two.there):
        two.see(at, 0, two.second[0])
    two.exchange()
    assert (two.counts(0).wrong, two.counts(1).elsewhere) == (1, 1)
    _overview, (first, _second) = two.everything(two.here)
    wrong = next(line for line in first.lines if line.state is State.WRONG_ROOM)
    assert wrong.sighting_id is not None
    with two.there.write(SARI) as uow:
        assert sweeps.move_here(uow, [wrong.sighting_id]) == 1
    two.exchange()
    with two.here.read() as session:
        assert set(session.scalars(select(Sighting.settled))) == {Settled.MOVED}
    with two.here.write(BUDI) as uow:
        sweeps.unsee(uow, [wrong.sighting_id])
    two.exchange()
    assert (two.counts(0).wrong, two.counts(1).elsewhere) == (0, 0)


def test_an_unknown_code_that_both_saw_is_one_thing(two: Two) -> None:
    for at, code in ((two.here, "xx-1"), (two.there, "XX-1")):
        with at.write(BUDI) as uow:
            assert sweeps.see(uow, two.sweep, two.rooms[0], code).result is SightingResult.UNKNOWN
    two.exchange()
    assert two.counts(0).unknown == 1


def test_a_sweep_that_was_deleted_here_and_used_there_stays(two: Two) -> None:
    with two.here.write(BUDI) as uow:
        sweeps.delete(uow, two.sweep)
    two.see(two.there, 0, *two.first)
    sent = _sent(two.there)
    with two.here.connection() as connection:
        apply(connection, sent)
    assert two.counts(0).found == 3
    assert (two.sweep, "deleted") in two.waiting()
    assert check(two.here) == []
