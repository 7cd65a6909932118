"""The trees of agencies and places: what stands below what, moving, narrowing, counts."""

from __future__ import annotations

import pytest

from spbe_assets.domain.errors import Refused
from spbe_assets.services import assets, listing, places, recording, tallies, trees
from tests.services.world import World


def line(world: World, name: str, tree: trees.Tree = trees.government) -> trees.Branch:
    return next(branch for branch in world.read(tree) if branch.name == name)


def test_agencies_stand_below_their_region_and_units_below_their_agency(world: World) -> None:
    clinic, health = line(world, "Puskesmas Melati"), line(world, "Dinas Kesehatan")
    assert (clinic.parent_id, clinic.depth) == (world.health, health.depth + 1)
    regency = next(branch for branch in world.read(trees.government) if branch.id == world.regency)
    assert (regency.table, regency.depth) == ("region", 1)


def test_every_line_follows_its_parent_and_has_a_number_of_its_own(world: World) -> None:
    for tree in (trees.government, trees.places):
        branches = world.read(tree)
        depths = {branch.id: branch.depth for branch in branches}
        assert len({branch.n for branch in branches}) == len(branches)
        for branch in branches:
            assert branch.depth == (0 if branch.parent_id is None else depths[branch.parent_id] + 1)


def test_places_stand_below_their_agency(world: World) -> None:
    rack = line(world, "R1", trees.places)
    above = trees.above(world.read(trees.places), rack.id)
    assert [branch.table for branch in above] == ["room", "site", "agency"]
    assert line(world, "Ruang 10", trees.places).parent_id == world.clinic


def test_a_text_keeps_the_lines_above_what_it_finds(world: World) -> None:
    found = trees.narrowed(world.read(trees.places), "ruang SERVER")
    assert [branch.table for branch in found] == ["agency", "site", "room"]
    assert trees.narrowed(world.read(trees.places), "no such place") == []


def test_folded_lines_hide_what_is_below(world: World) -> None:
    branches = world.read(trees.places)
    assert {branch.depth for branch in trees.unfolded(branches, lambda branch: False)} == {0}
    assert len(trees.unfolded(branches, lambda branch: True)) == len(branches)


@pytest.mark.parametrize("target", ["clinic", "health"])
def test_an_agency_is_not_moved_below_itself(world: World, target: str) -> None:
    with pytest.raises(Refused):
        world.write(lambda uow: trees.move(uow, "agency", world.health, "agency", getattr(world, target)))


def test_a_moved_room_follows_the_agency_of_its_site(world: World) -> None:
    world.write(lambda uow: trees.move(uow, "room", world.office, "site", world.site))
    room = world.read(lambda session: places.detail(session, "room", world.office))
    assert (room.get("site_id"), room.get("agency_id")) == (world.site, None)


def test_an_agency_moved_to_a_region_is_part_of_none(world: World) -> None:
    world.write(lambda uow: trees.move(uow, "agency", world.clinic, "region", world.regency))
    assert line(world, "Puskesmas Melati").parent_id == world.regency


def test_a_rack_is_not_moved_into_an_agency(world: World) -> None:
    with pytest.raises(Refused, match="racks stand in rooms"):
        world.write(lambda uow: trees.move(uow, "rack", world.rack, "agency", world.ict))


def test_the_counts_are_those_of_the_list_they_open(world: World) -> None:
    tallied = world.read(tallies.of_government)
    for table, row in (("agency", world.health), ("agency", world.ict), ("region", world.regency)):
        wanted = world.read(lambda session, table=table, row=row: tallies.assets_of(session, table, row))
        assert tallied[row].assets == world.read(lambda session, wanted=wanted: listing.count(session, wanted))
    assert tallied[world.health].assets == 10
    assert tallied[world.health].people == 1


def test_assets_are_counted_in_rooms_sites_and_racks(world: World) -> None:
    tallied = world.read(tallies.of_places)
    assert {row: tallied[row].assets for row in (world.server_room, world.site, world.rack, world.office)} == {
        world.server_room: 2, world.site: 2, world.rack: 1, world.office: 10,
    }  # fmt: skip
    for table, row, count in (("site", world.site, 2), ("rack", world.rack, 1), ("person", world.siti, 10)):
        ((_kind, found, _wanted),) = world.read(lambda s, table=table, row=row: tallies.counts(s, table, row))
        assert found == count


def test_a_rack_is_read_from_the_top_down(world: World) -> None:
    units = world.read(lambda session: tallies.in_rack(session, world.rack))
    assert [(unit.at_u, unit.name) for unit in units] == [(40, "Core switch")]


def test_a_room_and_its_rack_are_deleted_together_but_a_used_one_stays(world: World) -> None:
    room = world.write(lambda uow: places.create(uow, "room", {"name": "Gudang", "site_id": world.site}))
    rack = world.write(lambda uow: places.create(uow, "rack", {"name": "R9", "room_id": room}))
    with pytest.raises(Refused):
        world.write(lambda uow: recording.delete(uow, {"room": [room]}))
    world.write(lambda uow: recording.delete(uow, {"room": [room], "rack": [rack]}))
    assert "Gudang" not in [branch.name for branch in world.read(trees.places)]
    with pytest.raises(Refused):
        world.write(lambda uow: recording.delete(uow, {"room": [world.office]}))


def test_deleted_assets_are_not_counted(world: World) -> None:
    world.write(lambda uow: assets.delete(uow, [world.laptops[0], world.switch]))
    tallied = world.read(tallies.of_places)
    assert tallied[world.office].assets == 9
    assert world.rack not in tallied
    assert world.read(tallies.of_government)[world.clinic].assets == 9
