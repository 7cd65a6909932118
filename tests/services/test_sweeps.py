"""Sweeps: what is seen in a room is held against the register, and the register learns from it."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from spbe_assets.domain.errors import Invalid, NotFound, Refused
from spbe_assets.domain.ids import Id, new_id
from spbe_assets.domain.vocabulary import Condition, SightingResult, Status
from spbe_assets.services import action_log, assets, places, sweeps
from spbe_assets.services.log_filter import LogFilter
from spbe_assets.services.sweeps import Counts, Line, Seen, Settled, State
from spbe_assets.storage.check import check
from spbe_assets.storage.tables import Asset, Sighting, Sweep, SweepRoom
from spbe_assets.storage.undo import redo, undo
from tests.services.world import BUDI, World


class Field:
    """A sweep of two rooms of the ICT agency, with one thing for every case."""

    def __init__(self, world: World) -> None:
        self.world, self.here = world, world.server_room

        def fill(uow: Any) -> None:
            self.there = places.create(uow, "room", {"name": "Ruang Rapat", "site_id": world.site})
            thing = {"agency_id": world.ict, "category_id": world.categories["pc"]}
            self.pc = assets.create(uow, thing | {"name": "PC 1", "room_id": self.there, "serial": "AB 12"})
            self.homeless = assets.create(uow, thing | {"name": "PC 2"})
            self.lost = assets.create(uow, thing | {"name": "PC 3", "room_id": self.here, "status": Status.LOST})
            self.planned = assets.create(uow, thing | {"name": "PC 4", "room_id": self.here, "status": Status.PLANNED})
            self.sweep = sweeps.start(uow, world.ict, [self.here, self.there], "Sapuan 1")

        world.write(fill)

    def tag(self, asset_id: Id) -> str:
        return str(self.value(asset_id, Asset.tag))

    def value(self, asset_id: Id, column: Any) -> Any:
        return self.world.read(lambda session: session.scalar(select(column).where(Asset.id == asset_id)))

    def see(self, code: str, room: Id | None = None, condition: Condition | None = None) -> Seen:
        return self.world.write(lambda uow: sweeps.see(uow, self.sweep, room or self.here, code, condition))

    def do(self, work: Any, *arguments: Any, **options: Any) -> Any:
        return self.world.write(lambda uow: work(uow, *arguments, **options))

    def counts(self, room: Id | None = None) -> Counts:
        return self.room(room).counts

    def room(self, room: Id | None = None) -> Any:
        return self.world.read(lambda session: sweeps.room(session, self.sweep, room or self.here))

    def line(self, asset_id: Id | None, room: Id | None = None) -> Line:
        return next(line for line in self.room(room).lines if line.asset_id == asset_id)


@pytest.fixture
def field(world: World) -> Field:
    return Field(world)


def test_at_first_everything_that_should_be_there_is_missing(field: Field) -> None:
    seen = field.world.read(lambda session: sweeps.overview(session, field.sweep))
    assert [(room.room, room.site) for room in seen.rooms] == [
        ("Ruang Rapat", "Gedung A"),
        ("Ruang Server", "Gedung A"),
    ]
    assert [(room.counts.expected, room.counts.missing, room.done) for room in seen.rooms] == [
        (1, 1, False),
        (2, 2, False),
    ]
    assert (seen.no_room, seen.people, seen.total.expected) == (1, (), 3)
    assert {line.state for line in field.room().lines} == {State.MISSING}
    (row,) = field.world.read(sweeps.listed)
    assert (row.title, row.rooms, row.seen, row.is_open) == ("Sapuan 1", 2, 0, True)


def test_a_thing_in_its_room_is_found_and_the_register_knows_it_was_seen(field: Field) -> None:
    switch = field.world.switch
    seen = field.see(f"spbe:{field.tag(switch).lower()}", condition=Condition.LIGHT_DAMAGE)
    assert (seen.result, seen.asset_id, seen.sentence) == (SightingResult.FOUND, switch, "")
    assert (seen.already, seen.placed, seen.condition) == (False, False, Condition.LIGHT_DAMAGE)
    assert field.value(switch, Asset.condition) == Condition.LIGHT_DAMAGE
    assert (field.value(switch, Asset.verified_by), field.value(switch, Asset.verified_how)) == ("Budi", "in a sweep")
    line = field.line(switch)
    assert (line.state, line.condition, line.condition_before) == (
        State.FOUND, Condition.LIGHT_DAMAGE, Condition.GOOD,
    )  # fmt: skip
    assert line.condition_changed and line.seen_at == field.value(switch, Asset.verified_at)
    counts = field.counts()
    assert (counts.expected, counts.found, counts.missing, counts.light_damage) == (2, 1, 1, 1)


@pytest.mark.parametrize("code", ["FCW2140L0AB", "fcw-2140 l0ab", " FCW-2140 L0AB\r\n", "10.14.0.1"])
def test_serial_numbers_and_addresses_mean_things_too(field: Field, code: str) -> None:
    assert field.see(code).asset_id == field.world.switch


def test_nibar_and_former_tags_mean_things_too(field: Field) -> None:
    server, before = field.world.server, field.tag(field.world.server)
    assert field.see("1101" * 11 + "1").asset_id == server
    field.do(assets.update, server, {"tag": "K3QF-99999-X"})
    again = field.see(before)
    assert (again.asset_id, again.already) == (server, True)


def test_the_same_thing_again_changes_nothing_but_its_condition(field: Field) -> None:
    switch = field.world.switch
    first = field.see(field.tag(switch))
    at = field.value(switch, Asset.verified_at)
    again = field.see("FCW-2140 L0AB", condition=Condition.HEAVY_DAMAGE)
    assert (again.already, again.sighting_id, again.result) == (True, first.sighting_id, SightingResult.FOUND)
    assert again.sentence == "Core switch was seen here already."
    assert field.value(switch, Asset.verified_at) == at
    assert field.value(switch, Asset.condition) == Condition.HEAVY_DAMAGE
    assert field.line(switch).condition_before == Condition.GOOD
    assert field.world.read(lambda s: len(s.scalars(select(Sighting.id)).all())) == 1


def test_a_thing_without_a_room_gets_this_one(field: Field) -> None:
    seen = field.see(field.tag(field.homeless))
    assert (seen.result, seen.placed) == (SightingResult.FOUND, True)
    assert seen.sentence == "PC 2 had no room in the register; now it has this one."
    assert field.value(field.homeless, Asset.room_id) == field.here
    assert field.counts().expected == 3
    assert field.world.read(lambda session: sweeps.overview(session, field.sweep)).no_room == 0


def test_a_thing_of_another_room_is_in_the_wrong_one_until_it_is_moved(field: Field) -> None:
    seen = field.see("ab12")
    assert (seen.result, seen.room) == (SightingResult.WRONG_ROOM, "Ruang Rapat")
    assert seen.sentence == "PC 1 belongs in Ruang Rapat."
    assert (field.counts().wrong, field.counts().unsettled) == (1, 1)
    there = field.counts(field.there)
    assert (there.expected, there.missing, there.elsewhere) == (1, 0, 1)
    assert field.do(sweeps.move_here, [seen.sighting_id]) == 1
    assert field.value(field.pc, Asset.room_id) == field.here
    line = field.line(field.pc)
    assert (line.state, line.settled, line.room) == (State.WRONG_ROOM, Settled.MOVED, "Ruang Rapat")
    assert (field.counts().wrong, field.counts().unsettled, field.counts().expected) == (1, 0, 2)
    assert field.counts(field.there) == there


def test_moving_gives_up_a_rack_of_the_other_room(field: Field) -> None:
    switch = field.world.switch
    seen = field.see(field.tag(switch), field.there)
    field.do(sweeps.move_here, [seen.sighting_id])
    assert (field.value(switch, Asset.rack_id), field.value(switch, Asset.rack_position_u)) == (None, None)


def test_what_belongs_to_another_agency_is_unexpected_and_may_change_hands(field: Field) -> None:
    laptop = field.world.laptops[0]
    seen = field.see("PF0001")
    assert (seen.result, seen.agency, seen.room) == (SightingResult.UNEXPECTED, "Puskesmas Melati", "Ruang 10")
    assert seen.sentence == "Laptop 1 belongs to Puskesmas Melati."
    field.do(sweeps.move_here, [seen.sighting_id])
    assert (field.value(laptop, Asset.room_id), field.value(laptop, Asset.agency_id)) == (
        field.here,
        field.world.clinic,
    )
    field.do(sweeps.move_here, [seen.sighting_id], with_agency=True)
    assert field.value(laptop, Asset.agency_id) == field.world.ict
    assert field.value(laptop, Asset.custodian_id) is None
    assert field.line(laptop).state is State.UNEXPECTED


def test_a_unit_below_the_agency_is_the_agency(field: Field) -> None:
    world = field.world
    sweep = field.do(sweeps.start, world.health, [field.here])
    seen = world.write(lambda uow: sweeps.see(uow, sweep, field.here, "PF0001"))
    assert seen.result is SightingResult.WRONG_ROOM


def test_what_the_register_calls_lost_is_unexpected_and_in_use_again_once_it_is_moved(field: Field) -> None:
    seen = field.see(field.tag(field.lost))
    assert (seen.result, seen.gone) == (SightingResult.UNEXPECTED, True)
    assert seen.sentence == "The register says that PC 3 was disposed of or lost."
    assert field.counts().expected == 2
    field.do(sweeps.move_here, [seen.sighting_id])
    assert field.value(field.lost, Asset.status) == Status.ACTIVE
    assert field.counts().missing == 2


def test_what_is_planned_is_not_missed_but_found_when_it_stands_there(field: Field) -> None:
    assert field.planned not in {line.asset_id for line in field.room().lines}
    assert field.see(field.tag(field.planned)).result is SightingResult.FOUND


def test_an_unknown_code_is_kept_until_a_record_is_made_for_it(field: Field) -> None:
    seen = field.see("XX-77", condition=Condition.LIGHT_DAMAGE)
    assert (seen.result, seen.asset_id, seen.code) == (SightingResult.UNKNOWN, None, "XX-77")
    assert field.see("xx-77").already
    assert (field.counts().unknown, field.counts().unsettled, field.line(None).code) == (1, 1, "XX-77")
    made = field.do(assets.create, {"name": "New", "agency_id": field.world.ict})
    field.do(sweeps.created, seen.sighting_id, made)
    assert (field.value(made, Asset.room_id), field.value(made, Asset.verified_by)) == (field.here, "Budi")
    assert field.value(made, Asset.condition) == Condition.LIGHT_DAMAGE
    line = field.line(made)
    assert (line.state, line.settled, line.name) == (State.UNKNOWN, Settled.CREATED, "New")
    assert (field.counts().unknown, field.counts().unsettled, field.counts().missing) == (1, 0, 2)
    again = field.see("XX-77")
    assert (again.already, again.asset_id) == (True, made)


def test_a_code_of_several_things_asks_and_those_of_this_room_come_first(field: Field) -> None:
    def twins(uow: Any) -> list[Id]:
        same = {"serial": "SAME", "agency_id": field.world.ict}
        return [assets.create(uow, same | {"room_id": room}) for room in (field.there, field.here)]

    there, here = field.world.write(twins)
    seen = field.see("same")
    assert (seen.result, [hit.id for hit in seen.candidates]) == (None, [here, there])
    assert seen.sentence and field.counts().found == 0
    chosen = field.world.write(lambda uow: sweeps.see_asset(uow, field.sweep, field.here, here, code=seen.code))
    assert (chosen.result, chosen.code) == (SightingResult.FOUND, "same")
    assert field.see("same").candidates


def test_a_mistyped_tag_is_not_taken_for_an_unknown_thing_unless_a_person_says_so(field: Field) -> None:
    tag = field.tag(field.pc)
    wrong = tag[:-1] + ("0" if tag[-1] != "0" else "1")
    seen = field.see(wrong)
    assert seen.result is None and field.pc in {hit.id for hit in seen.candidates}
    noted = field.do(sweeps.see_unknown, field.sweep, field.here, wrong)
    assert (noted.result, field.counts().unknown) == (SightingResult.UNKNOWN, 1)


def test_a_thing_seen_in_two_rooms_is_told(field: Field) -> None:
    field.see("ab12", field.there)
    seen = field.see("ab12")
    assert seen.also_in == ("Ruang Rapat",)
    assert seen.sentence == "PC 1 belongs in Ruang Rapat. In this sweep it was also seen in: Ruang Rapat."
    assert field.line(field.pc).also_in == ("Ruang Rapat",)
    assert field.line(field.pc, field.there).also_in == ("Ruang Server",)
    assert (field.counts(field.there).elsewhere, field.counts(field.there).found) == (0, 1)


def test_a_mistake_is_taken_back_with_what_it_wrote(field: Field) -> None:
    switch = field.world.switch
    seen = field.see(field.tag(switch), condition=Condition.HEAVY_DAMAGE)
    placed = field.see(field.tag(field.homeless))
    field.do(sweeps.unsee, [seen.sighting_id, placed.sighting_id])
    assert (field.value(switch, Asset.verified_at), field.value(switch, Asset.verified_by)) == (None, "")
    assert field.value(switch, Asset.condition) == Condition.GOOD
    assert field.value(field.homeless, Asset.room_id) is None
    assert field.counts().found == 0


def test_what_was_written_since_stays_when_a_sighting_is_taken_back(field: Field) -> None:
    seen = field.see(field.tag(field.homeless))
    field.do(assets.update, field.homeless, {"room_id": field.there, "condition": Condition.GOOD})
    field.do(sweeps.unsee, [seen.sighting_id])
    assert field.value(field.homeless, Asset.room_id) == field.there
    assert field.value(field.homeless, Asset.condition) == Condition.GOOD
    assert field.value(field.homeless, Asset.verified_at) is None


def test_a_condition_is_stated_and_taken_back(field: Field) -> None:
    seen = field.see(field.tag(field.world.switch))
    field.do(sweeps.set_condition, [seen.sighting_id], Condition.HEAVY_DAMAGE)
    assert field.counts().heavy_damage == 1
    field.do(sweeps.set_condition, [seen.sighting_id], None)
    assert field.value(field.world.switch, Asset.condition) == Condition.GOOD
    assert not field.line(field.world.switch).condition_changed


def test_an_exception_can_be_left_as_it_is(field: Field) -> None:
    seen = field.see("ab12")
    found = field.see(field.tag(field.world.switch))
    field.do(sweeps.leave, [seen.sighting_id, found.sighting_id])
    assert field.line(field.pc).settled is Settled.LEFT
    assert field.line(field.world.switch).settled is Settled.OPEN


def test_a_finished_sweep_is_closed_until_it_is_opened_again(field: Field) -> None:
    seen = field.see(field.tag(field.world.switch))
    field.do(sweeps.finish_room, field.sweep, field.here)
    assert field.world.read(lambda session: sweeps.overview(session, field.sweep)).rooms[1].done_by == "Budi"
    done = field.do(sweeps.finish, field.sweep, "030/1", "tertib")
    assert (done.total.missing, done.sweep.number, done.sweep.notes, done.sweep.finished_by) == (
        2, "030/1", "tertib", "Budi",
    )  # fmt: skip
    acts: list[tuple[Any, ...]] = [
        (sweeps.see, field.sweep, field.here, "x"), (sweeps.unsee, [seen.sighting_id]), (sweeps.finish, field.sweep),
        (sweeps.move_here, [seen.sighting_id]), (sweeps.add_rooms, field.sweep, []), (sweeps.leave, [seen.sighting_id]),
        (sweeps.reopen_room, field.sweep, field.here), (sweeps.set_condition, [seen.sighting_id], None),
    ]  # fmt: skip
    for act, *arguments in acts:
        with pytest.raises(Refused, match="finished"):
            field.do(act, *arguments)
    assert field.world.read(lambda session: sweeps.listed(session, open_only=True)) == []
    field.do(sweeps.reopen, field.sweep)
    assert not field.see("ab12").already
    assert field.world.read(lambda session: sweeps.one(session, field.sweep)).number == "030/1"


def test_a_room_that_is_scanned_belongs_to_the_sweep(field: Field) -> None:
    office = field.world.office
    assert field.see("PF0001", office).result is SightingResult.FOUND
    seen = field.world.read(lambda session: sweeps.overview(session, field.sweep))
    assert [room.room for room in seen.rooms] == ["Ruang 10", "Ruang Rapat", "Ruang Server"]
    assert seen.rooms[0].people == ("Budi",)


def test_rooms_come_back_after_they_were_taken_out(field: Field) -> None:
    row = field.world.read(lambda s: s.scalar(select(SweepRoom.id).where(SweepRoom.room_id == field.here)))
    field.do(lambda uow: uow.delete(SweepRoom, row))
    assert len(field.world.read(lambda session: sweeps.overview(session, field.sweep)).rooms) == 1
    field.do(sweeps.add_rooms, field.sweep, [field.here, field.there])
    assert len(field.world.read(lambda session: sweeps.overview(session, field.sweep)).rooms) == 2


def test_everything_is_one_undo_step(field: Field) -> None:
    store = field.world.store
    field.see(field.tag(field.homeless), condition=Condition.GOOD)
    undo(store, BUDI)
    assert field.counts().found == 0
    assert (field.value(field.homeless, Asset.room_id), field.value(field.homeless, Asset.verified_at)) == (None, None)
    redo(store, BUDI)
    assert field.counts().found == 1
    seen = field.see("ab12")
    field.do(sweeps.move_here, [seen.sighting_id])
    undo(store, BUDI)
    assert (field.value(field.pc, Asset.room_id), field.line(field.pc).settled) == (field.there, Settled.OPEN)
    field.do(sweeps.delete, field.sweep)
    with pytest.raises(NotFound):
        field.room()
    assert field.world.read(sweeps.listed) == []
    undo(store, BUDI)
    assert (field.counts().found, field.counts().wrong) == (1, 1)
    assert check(store) == []


def test_a_thing_that_was_combined_with_another_one_is_seen_as_that_one(field: Field) -> None:
    from spbe_assets.services import combining

    field.see("ab12", field.there)
    other = field.do(assets.create, {"name": "PC 1", "agency_id": field.world.ict, "room_id": field.there})
    field.world.write(lambda uow: combining.combine(uow, "asset", other, field.pc, {}))
    counts = field.counts(field.there)
    assert (counts.expected, counts.found, counts.missing) == (1, 1, 0)
    assert field.line(other, field.there).state is State.FOUND


def test_a_deleted_thing_stays_in_what_was_seen(field: Field) -> None:
    field.see("ab12", field.there)
    field.do(assets.delete, [field.pc])
    assert field.line(field.pc, field.there).name == "PC 1"


def test_things_without_a_room_are_listed(field: Field) -> None:
    view = field.world.read(lambda session: sweeps.room(session, field.sweep, None))
    assert [(line.asset_id, line.state) for line in view.lines] == [(field.homeless, State.MISSING)]


def test_the_log_says_what_was_done(field: Field) -> None:
    field.see(field.tag(field.world.switch))
    newest = field.world.read(lambda session: action_log.listed(session, LogFilter()))[0]
    assert "Core switch" in newest.record


def test_impossible_things_are_refused_in_a_sentence(field: Field) -> None:
    for code in ("", "  ", "SPBE:", "\x1d\x00"):
        with pytest.raises(Invalid):
            field.see(code)
    with pytest.raises(Invalid):
        field.do(sweeps.update, field.sweep, name="x" * 201)
    for work in (
        lambda uow: sweeps.see(uow, new_id(), field.here, "x"),
        lambda uow: sweeps.see(uow, field.sweep, new_id(), "x"),
        lambda uow: sweeps.see_asset(uow, field.sweep, field.here, new_id()),
        lambda uow: sweeps.start(uow, field.world.ict, [new_id()]),
        lambda uow: sweeps.leave(uow, [new_id()]),
        lambda uow: sweeps.finish_room(uow, field.sweep, field.world.office),
    ):
        with pytest.raises(NotFound):
            field.world.write(work)
    assert field.world.read(lambda s: s.scalars(select(Sighting.id)).all()) == []
    assert field.world.read(lambda s: len(s.scalars(select(Sweep.id)).all())) == 1


def test_odd_codes_are_kept_as_they_can_be_read(field: Field) -> None:
    assert field.see("AB\x1dCD\ud800").code == "AB CD"
    assert len(field.see("y" * 500).code) == 120
