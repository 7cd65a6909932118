"""Pins: what stays for the next item, what counts on, and what comes back another day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from spbe_assets import i18n
from spbe_assets.domain.vocabulary import Condition
from spbe_assets.services import pins, recording, settings
from spbe_assets.services.pins import Pins
from spbe_assets.storage.store import Store
from tests.services.world import World, build


@pytest.fixture
def world(store: Store) -> World:
    return build(store)


def test_agency_room_and_year_stay_until_somebody_pins_something_else(world: World) -> None:
    found = pins.load(world.store, "Budi")
    assert {key for _table, key in found.keys} == {"agency_id", "room_id", "year"}
    assert not found.values


def test_what_no_second_item_has_cannot_be_pinned() -> None:
    assert Pins().toggled(("asset", "serial")) == Pins()
    assert ("asset", "model") in Pins().toggled(("asset", "model")).keys
    assert Pins().toggled(("asset", "model")).toggled(("asset", "model")) == Pins()


def test_only_pinned_values_are_kept_and_numbers_count_on() -> None:
    held = Pins(frozenset({("asset", "name"), ("asset", "register"), ("asset", "year")})).holding(
        {
            ("asset", "name"): "PC-07",
            ("asset", "register"): "000021",
            ("asset", "year"): 2025,
            ("asset", "brand"): "HP",
        },
        {},
    )
    assert held.of("asset")[0] == {"name": "PC-08", "register": "000022", "year": 2025}


@pytest.mark.parametrize("language", ["id", "en"])
def test_pins_come_back_in_every_language(world: World, language: str) -> None:
    values = {
        ("asset", "room_id"): world.office, ("asset", "condition"): Condition.HEAVY_DAMAGE, ("asset", "year"): 2024,
        ("asset", "acquired_on"): date(2024, 5, 6), ("asset", "price_rupiah"): 12_400_000,
        ("server_detail", "storage_tb"): Decimal("1.536"), ("server_detail", "redundant_power"): False,
    }  # fmt: skip
    kept = Pins(frozenset(values)).holding(values, {})
    pins.save(world.store, "Budi", kept)
    i18n.use(language)

    found = pins.load(world.store, "Budi")
    assert dict(found.values) == values
    assert found.names == {("asset", "room_id"): "Ruang 10"}
    assert pins.load(world.store, "Siti") == Pins()


def test_a_room_that_was_deleted_is_pinned_no_more(world: World) -> None:
    room = world.write(lambda uow: recording.create(uow, "room", {"name": "Old", "agency_id": world.ict}))
    pins.save(world.store, "Budi", Pins().holding({("asset", "room_id"): room}, {}))
    world.write(lambda uow: recording.delete(uow, {"room": [room]}))
    assert not pins.load(world.store, "Budi").values


@pytest.mark.parametrize(
    "damaged", [5, {}, {"keys": 3}, {"keys": ["x", None, "asset.none"], "values": {"asset.year": 5}}]
)
def test_a_damaged_setting_is_no_obstacle(world: World, damaged: object) -> None:
    settings.set_user(world.store, "Budi", pins.SETTING, damaged)
    assert not pins.load(world.store, "Budi").values
