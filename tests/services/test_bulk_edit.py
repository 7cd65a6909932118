from __future__ import annotations

import pytest

from spbe_assets.domain.errors import Cancelled, Invalid, NotFound
from spbe_assets.domain.filters import AssetFilter
from spbe_assets.domain.ids import new_id
from spbe_assets.domain.vocabulary import Condition, Status
from spbe_assets.services import assets, bulk_edit, listing
from spbe_assets.services.bulk_edit import BulkEdit, FieldEdit, How
from spbe_assets.storage import undo
from tests.services.world import BUDI, World

LAPTOPS = AssetFilter(text="lenovo")


def edit(*edits: tuple[str, How, object]) -> BulkEdit:
    return BulkEdit(tuple(FieldEdit(*one) for one in edits))


def value(world: World, key: str) -> list[object]:
    with world.store.read() as session:
        return [assets.detail(session, one).asset.get(key) for one in world.laptops]


def test_a_preview_counts_and_shows_before_and_after_without_writing(world: World) -> None:
    change = edit(("condition", How.SET, Condition.LIGHT_DAMAGE), ("room_id", How.SET, world.server_room))
    shown = world.read(lambda session: bulk_edit.preview(session, LAPTOPS, change, limit=3))
    assert (shown.count, shown.changed, len(shown.samples), shown.problems) == (10, 10, 3, ())
    assert (shown.samples[0].field, shown.samples[0].before, shown.samples[0].after) == (
        "Condition",
        "",
        "Lightly damaged",
    )
    assert (shown.samples[1].before, shown.samples[1].after) == ("Ruang 10", "Ruang Server")
    assert value(world, "condition") == [None] * 10


def test_an_edit_is_one_undo_step(world: World) -> None:
    change = edit(("status", How.SET, Status.SPARE), ("custodian_id", How.CLEAR, None), ("notes", How.APPEND, "Moved"))
    assert world.write(lambda uow: bulk_edit.apply(uow, LAPTOPS, change)) == 10
    assert value(world, "status") == [Status.SPARE] * 10
    assert value(world, "custodian_id") == [None] * 10
    assert value(world, "notes") == ["Moved"] * 10
    undo.undo(world.store, BUDI)
    assert value(world, "custodian_id") == [world.siti] * 10
    assert value(world, "notes") == [""] * 10


def test_what_is_so_already_does_not_count_as_changed(world: World) -> None:
    world.write(lambda uow: assets.update(uow, world.laptops[0], {"status": Status.SPARE}))
    change = edit(("status", How.SET, Status.SPARE))
    assert world.read(lambda session: bulk_edit.preview(session, LAPTOPS, change)).changed == 9
    assert world.write(lambda uow: bulk_edit.apply(uow, LAPTOPS, change)) == 9
    assert world.write(lambda uow: bulk_edit.apply(uow, LAPTOPS, change)) == 0


def test_an_edit_that_moves_assets_out_of_its_filter_still_reaches_all(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk_edit, "CHUNK", 3)
    wanted = AssetFilter(no_condition=True)
    change = edit(("condition", How.SET, Condition.GOOD))
    assert world.write(lambda uow: bulk_edit.apply(uow, wanted, change)) == 10
    assert world.read(lambda session: listing.count(session, wanted)) == 0


def test_text_is_added_behind_what_is_there(world: World) -> None:
    ids = world.laptops[:2]
    for line in ("one", "two"):
        world.write(lambda uow, more=line: bulk_edit.apply(uow, ids, edit(("notes", How.APPEND, more))))
    world.write(lambda uow: bulk_edit.apply(uow, ids, edit(("extra", How.APPEND, {"Bahan": "besi"}))))
    world.write(lambda uow: bulk_edit.apply(uow, ids, edit(("extra", How.APPEND, {"Ukuran": "14"}))))
    assert value(world, "notes")[:3] == ["one\ntwo", "one\ntwo", ""]
    assert value(world, "extra")[0] == {"Bahan": "besi", "Ukuran": "14"}


def test_an_asset_whose_text_would_grow_too_long_is_a_problem_and_stays(world: World) -> None:
    world.write(lambda uow: assets.update(uow, world.laptops[0], {"brand": "L" * 118}))
    ids, change = world.laptops, edit(("brand", How.APPEND, "(sewa)"))
    shown = world.read(lambda session: bulk_edit.preview(session, ids, change))
    assert (shown.count, shown.changed, len(shown.problems)) == (10, 9, 1)
    assert world.write(lambda uow: bulk_edit.apply(uow, ids, change)) == 9
    assert value(world, "brand")[0] == "L" * 118


@pytest.mark.parametrize(
    "one",
    [("serial", How.SET, "X"), ("tag", How.CLEAR, None), ("condition", How.APPEND, "x"), ("quantity", How.SET, 0)],
)
def test_an_edit_that_makes_no_sense_is_refused_at_once(one: tuple[str, How, object]) -> None:
    with pytest.raises(Invalid) as refused:
        edit(one)
    assert refused.value.field == one[0]


def test_a_value_that_is_gone_changes_nothing(world: World) -> None:
    with pytest.raises(NotFound):
        world.write(lambda uow: bulk_edit.apply(uow, LAPTOPS, edit(("room_id", How.SET, new_id()))))
    assert value(world, "room_id") == [world.office] * 10


def test_cancelling_changes_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    class Stops:
        def step(self, done: int, total: int, text: str = "") -> None:
            if done:
                raise Cancelled

    monkeypatch.setattr(bulk_edit, "CHUNK", 4)
    with pytest.raises(Cancelled):
        world.write(lambda uow: bulk_edit.apply(uow, LAPTOPS, edit(("brand", How.SET, "HP")), Stops()))
    assert value(world, "brand") == ["Lenovo"] * 10


def test_only_fields_that_many_can_share_are_offered() -> None:
    keys = {one.key for one in bulk_edit.editable()}
    assert {"room_id", "condition", "notes"} <= keys
    assert not {"tag", "serial", "nibar", "register"} & keys
