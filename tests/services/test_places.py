from __future__ import annotations

import pytest

from spbe_assets.domain.errors import Invalid, NotFound, Refused
from spbe_assets.services import people, places
from tests.services.world import World


def test_the_rooms_of_an_agency_say_how_much_stands_in_them(world: World) -> None:
    rooms = world.read(lambda session: places.rooms(session, world.ict))
    assert [(room.name, room.site, room.assets) for room in rooms] == [("Ruang Server", "Gedung A", 2)]


def test_a_room_is_found_by_name_within_its_agency(world: World) -> None:
    with world.store.read() as session:
        assert places.find_room(session, "ruang  SERVER", world.ict) == world.server_room
        with pytest.raises(NotFound):
            places.find_room(session, "ruang server", world.clinic)
    world.write(lambda uow: places.create(uow, "room", {"name": "Ruang Server", "agency_id": world.health}))
    with world.store.read() as session, pytest.raises(Refused, match="room:"):
        places.find_room(session, "Ruang Server")


def test_a_path_tells_as_much_as_is_known(world: World) -> None:
    with world.store.read() as session:
        assert places.path(session, None) == ""
        assert places.path(session, None, world.rack) == "Gedung A › Ruang Server › R1"
        assert places.path(session, world.office) == "Ruang 10"


@pytest.mark.parametrize(("key", "text"), [("latitude", "91"), ("longitude", "101,44"), ("latitude", "north")])
def test_a_position_off_the_globe_is_refused(world: World, key: str, text: str) -> None:
    with pytest.raises(Invalid) as refused:
        world.write(lambda uow: places.update(uow, "site", world.site, {key: text}))
    assert refused.value.field == key


def test_a_room_in_use_is_not_deleted_and_an_empty_one_is(world: World) -> None:
    with pytest.raises(Refused):
        world.write(lambda uow: places.delete(uow, "room", [world.server_room]))
    spare = world.write(lambda uow: places.create(uow, "room", {"name": "Gudang"}))
    world.write(lambda uow: places.delete(uow, "room", [spare]))
    with world.store.read() as session, pytest.raises(NotFound):
        places.detail(session, "room", spare)


def test_a_nip_has_eighteen_digits_however_it_is_spaced(world: World) -> None:
    world.write(lambda uow: people.update(uow, world.siti, {"nip": "19800101 200501 2 001"}))
    assert world.read(lambda session: people.detail(session, world.siti)).get("nip") == "198001012005012001"
    with pytest.raises(Invalid):
        world.write(lambda uow: people.update(uow, world.siti, {"nip": "1980"}))


def test_people_are_found_by_name_within_their_agency(world: World) -> None:
    with world.store.read() as session:
        assert people.named(session, "SITI  rahma") == [world.siti]
        assert people.named(session, "siti rahma", world.ict) == []
