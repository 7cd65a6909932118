from __future__ import annotations

import pytest

from spbe_assets import i18n
from spbe_assets.domain.errors import Invalid, NotFound, Refused
from spbe_assets.services import agencies, areas, places, references
from tests.services.world import World


@pytest.mark.parametrize("name", ["Dinas Kesehatan", "dinas  kesehatan", "DINKES", "Dinas Kesehatan.", " dinkes "])
def test_an_agency_is_found_however_its_name_is_spelled(world: World, name: str) -> None:
    assert world.read(lambda session: agencies.find(session, name)) == world.health


def test_an_unknown_agency_is_refused_with_the_nearest_names(world: World) -> None:
    with world.store.read() as session:
        with pytest.raises(NotFound, match="Dinas Kesehatan"):
            agencies.find(session, "Dinas Kesehatn")
        with pytest.raises(NotFound, match="Puskesmas Melati"):
            agencies.find(session, "Puskesmas Mawar")
        for name in ("", "%%%", "agency:00000000"):
            with pytest.raises(NotFound):
                agencies.find(session, name)


def test_an_abbreviation_that_several_share_is_refused_with_their_names(world: World) -> None:
    for town in ("Kampar", "Siak"):
        values = {"name": f"Diskominfo Kabupaten {town}", "abbreviation": "Kominfo"}
        world.write(lambda uow, made=values: agencies.create(uow, made))
    with world.store.read() as session, pytest.raises(Refused, match=r"Kampar.*Siak"):
        agencies.find(session, "kominfo")


def test_the_tree_puts_units_below_their_agency(world: World) -> None:
    nodes = world.read(agencies.tree)
    at = next(number for number, node in enumerate(nodes) if node.id == world.health)
    assert (nodes[at].depth, nodes[at].children) == (0, 1)
    assert (nodes[at + 1].id, nodes[at + 1].depth) == (world.clinic, 1)
    assert len(nodes) == 44


def test_an_agency_cannot_become_part_of_what_lies_below_it(world: World) -> None:
    with pytest.raises(Refused, match="Puskesmas Melati"):
        world.write(lambda uow: agencies.move(uow, world.health, world.clinic))
    with pytest.raises(Refused):
        world.write(lambda uow: agencies.move(uow, world.health, world.health))
    world.write(lambda uow: agencies.move(uow, world.clinic, world.ict))
    assert world.read(lambda s: agencies.path(s, world.clinic)).startswith("Dinas Komunikasi")
    world.write(lambda uow: agencies.move(uow, world.clinic, None))
    assert world.read(lambda s: agencies.path(s, world.clinic)) == "Puskesmas Melati"


def test_an_agency_in_use_is_not_deleted(world: World) -> None:
    with pytest.raises(Refused):
        world.write(lambda uow: agencies.delete(uow, [world.clinic]))


def test_impossible_values_are_refused(world: World) -> None:
    with pytest.raises(Invalid):
        world.write(lambda uow: agencies.update(uow, world.ict, {"staff_count": -1}))


def test_cycles_in_a_tree_do_no_harm() -> None:
    ring = {b"a": b"c", b"b": b"a", b"c": b"b"}
    assert areas.below(ring, [b"a"]) == {b"a", b"b", b"c"}
    assert areas.above(ring, b"a") == [b"a", b"c", b"b"]


def test_type_ahead_finds_agencies_by_every_word_and_those_that_begin_first(world: World) -> None:
    with world.store.read() as session:
        assert [choice.id for choice in agencies.choices(session, "melati pus")] == [world.clinic]
        assert agencies.choices(session, "dinkes")[0].id == world.health
        assert len(agencies.choices(session, "", limit=50)) == 44
        assert len(agencies.choices(session, "dinas", limit=5)) == 5


def test_every_table_has_names_and_choices(world: World) -> None:
    rows = {
        "agency": (world.clinic, "Puskesmas Melati"), "room": (world.server_room, "Ruang Server"),
        "site": (world.site, "Gedung A"), "rack": (world.rack, "R1"), "person": (world.siti, "Siti Rahma"),
        "region": (world.regency, "Kampar"), "category": (world.categories["switch"], "Switch"),
    }  # fmt: skip
    with world.store.read() as session:
        for table, (row_id, name) in rows.items():
            assert name in references.name(session, table, row_id)
            assert row_id in [choice.id for choice in references.choices(session, table, name)], table
            assert references.find(session, references.short(table, row_id)) == (table, row_id)
        assert references.choices(session, "asset", "c9300")[0].id == world.switch
        assert references.name(session, "agency", None) == ""


def test_rooms_of_the_same_name_are_told_apart_and_those_of_ones_agency_come_first(world: World) -> None:
    other = world.write(lambda uow: places.create(uow, "room", {"name": "Ruang Server", "agency_id": world.health}))
    with world.store.read() as session:
        hints = {choice.id: choice.hint for choice in references.choices(session, "room", "ruang server")}
        assert hints == {world.server_room: "Gedung A · Diskominfotik", other: "Dinkes"}
        for agency, first in ((world.health, other), (world.ict, world.server_room)):
            assert references.choices(session, "room", "ruang", agency_id=agency)[0].id == first


def test_names_of_categories_follow_the_language(world: World) -> None:
    with world.store.read() as session:
        switch = world.categories["photo-camera"]
        names = []
        for language in ("en", "id", "en"):
            i18n.use(language)
            names.append(references.name(session, "category", switch))
    assert names == ["Digital camera", "Kamera digital", "Digital camera"]
