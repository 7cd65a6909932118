"""Many like items in one go: what counts on, what is refused, what it looks like beforehand."""

from __future__ import annotations

from typing import Any

import pytest

from spbe_assets.domain.errors import Invalid
from spbe_assets.domain.ids import Id
from spbe_assets.domain.series import following
from spbe_assets.services import assets, entry
from spbe_assets.services.entry import Batch
from spbe_assets.storage import undo
from spbe_assets.storage.store import Store
from tests.services.world import BUDI, World, build

CODE = "1.3.2.10.01.02.001"


@pytest.fixture
def world(store: Store) -> World:
    return build(store)


def pcs(world: World, count: int = 30, **more: Any) -> Batch:
    values = {
        "category_id": world.categories["pc"], "brand": "Dell", "model": "OptiPlex 7010", "name": "PC-07",
        "agency_id": world.health, "room_id": world.office, "kode_barang": CODE, "register": "000021", "year": 2025,
        **more,
    }  # fmt: skip
    return Batch(values, serials=tuple(f"SN{number:04}" for number in range(count)))


def rows(world: World, ids: list[Id]) -> list[Any]:
    return [world.read(lambda session, one=one: assets.detail(session, one)).asset for one in ids]


def test_numbers_at_the_end_count_on_and_keep_their_zeros() -> None:
    assert following("PC-07") == "PC-08"
    assert following("PC-99") == "PC-100"
    assert following("000021", 2) == "000023"
    assert following("Server e-Office") == "Server e-Office"
    assert following("") == ""


def test_thirty_items_get_names_registers_and_tags_that_count_on(world: World) -> None:
    planned = world.read(lambda session: entry.preview(session, pcs(world), world.store.replica))
    made = rows(world, world.write(lambda uow: entry.create(uow, pcs(world))))

    assert [row.get("name") for row in made[:2]] == ["PC-07", "PC-08"] and made[-1].get("name") == "PC-36"
    assert [row.get("register") for row in made[:2]] == ["000021", "000022"]
    assert len({row.get("tag") for row in made}) == 30
    assert [(p.serial, p.name, p.register, p.tag) for p in planned] == [
        (row.get("serial"), row.get("name"), row.get("register"), row.get("tag")) for row in made
    ]


def test_registers_that_are_taken_in_the_agency_are_left_out(world: World) -> None:
    taken = {"kode_barang": CODE, "register": "000022", "agency_id": world.health}
    world.write(lambda uow: assets.create(uow, taken))
    world.write(lambda uow: assets.create(uow, {**taken, "agency_id": world.ict, "register": "000023"}))
    made = rows(world, world.write(lambda uow: entry.create(uow, pcs(world, 3))))
    assert [row.get("register") for row in made] == ["000021", "000023", "000024"]


def test_a_serial_that_somebody_has_is_found_however_it_is_written(world: World) -> None:
    found = world.read(lambda session: entry.carriers(session, ["fcw2140l0ab", "none such"]))
    assert found["FCW2140L0AB"].id == world.switch
    assert len(found) == 1


def test_a_serial_that_came_in_meanwhile_stops_all_of_it(world: World) -> None:
    world.write(lambda uow: assets.create(uow, {"serial": "sn-0002"}))
    with pytest.raises(Invalid, match="SN0002"):
        world.write(lambda uow: entry.create(uow, pcs(world)))
    with pytest.raises(Invalid, match="twice"):
        world.write(lambda uow: entry.create(uow, Batch({}, serials=("A1", "a-1"))))
    assert not world.read(lambda session: entry.carriers(session, ["SN0001"]))


def test_items_without_a_serial_number_may_be_many(world: World) -> None:
    ids = world.write(lambda uow: entry.create(uow, Batch({"name": "Keyboard"}, serials=("", "", ""))))
    assert [row.get("name") for row in rows(world, ids)] == ["Keyboard"] * 3


def test_all_of_it_is_one_step_to_undo(world: World) -> None:
    world.write(lambda uow: entry.create(uow, pcs(world)))
    undo.undo(world.store, BUDI)
    assert not world.read(lambda session: entry.carriers(session, pcs(world).serials))


def test_details_go_to_every_item(world: World) -> None:
    batch = pcs(world, 2, category_id=world.categories["switch"])
    batch = Batch(batch.values, {"ports": 24}, batch.serials)
    for one in world.write(lambda uow: entry.create(uow, batch)):
        found = world.read(lambda session, one=one: assets.detail(session, one))
        assert found.detail is not None and found.detail.get("ports") == 24


def test_a_duplicate_counts_name_and_register_on(world: World) -> None:
    first, second = world.write(lambda uow: entry.create(uow, pcs(world, 2)))
    values, _details = world.read(lambda session: assets.duplicate(session, first))
    assert (values["name"], values["register"]) == ("PC-08", "000023")  # 000022 is taken
    assert not {"serial", "tag", "nibar"} & set(values)
    assert second
