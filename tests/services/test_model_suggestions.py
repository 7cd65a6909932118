"""Models are found as people type them: parts, slips, letters left out; records come before the shipped list."""

from __future__ import annotations

import csv
from time import perf_counter

import pytest

from spbe_assets.domain.ids import derived_id
from spbe_assets.paths import resource
from spbe_assets.services import assets, model_suggestions
from spbe_assets.services.model_suggestions import Model, Suggestions
from spbe_assets.storage.store import Store
from tests.services.world import World, build


@pytest.fixture
def world(store: Store) -> World:
    return build(store)


def first(text: str) -> str:
    return next((one.title for one in model_suggestions.seed().find(text)), "")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("mikrotik 1009", "MikroTik CCR1009-7G-1C-1S+"),
        ("pwr edge r740", "Dell PowerEdge R740"),
        ("power edge r740", "Dell PowerEdge R740"),
        ("dl380 gen10", "HPE ProLiant DL380 Gen10"),
        ("EPSON L3210", "Epson L3210"),
        ("thinkpd e14", "Lenovo ThinkPad E14"),
        ("optilpex 7010", "Dell OptiPlex 7010"),
        ("kanon g2010", "Canon PIXMA G2010"),
        ("laserjett p1102", "HP LaserJet P1102"),
        ("zzzz", ""),
        ("", ""),
    ],
)
def test_a_model_is_found_as_it_is_typed(typed: str, meant: str) -> None:
    assert first(typed) == meant


def test_the_shipped_list_is_clean() -> None:
    with resource("reference", "categories.csv").open(encoding="utf-8", newline="") as file:
        categories = {derived_id("category", row["id"]) for row in csv.DictReader(file)}
    shipped = model_suggestions.shipped()
    assert len(shipped) >= 250
    assert len({one.title.casefold() for one in shipped}) == len(shipped)
    assert all(one.brand and one.model and one.category_id in categories for one in shipped)


def test_models_of_the_records_come_first_and_are_counted_once(world: World) -> None:
    for name in ("one", "two"):
        world.write(
            lambda uow, name=name: assets.create(uow, {"name": name, "brand": "Dell", "model": "PowerEdge R750"})
        )
    world.write(
        lambda uow: assets.create(
            uow, {"brand": "Rainer", "model": "SV110C", "category_id": world.categories["server"]}
        )
    )
    found = world.read(lambda session: model_suggestions.with_records(session, model_suggestions.seed()))

    top = found.find("poweredge")[0]
    assert (top.model, top.count, top.category_id) == ("PowerEdge R750", 2, world.categories["server"])
    assert found.find("rainer sv")[0].category_id == world.categories["server"]
    again = world.read(lambda session: model_suggestions.with_records(session, found))
    assert again.find("poweredge")[0].count == 2


def test_the_answer_is_quick_among_very_many_models() -> None:
    many = [Model(f"Maker{n % 400}", f"Model {n * 7919 % 1_000_003}-{n}") for n in range(20_000)]
    crowd = Suggestions([*model_suggestions.shipped(), *many])
    began = perf_counter()
    assert crowd.find("mikrotk 1009")[0].model.startswith("CCR1009")
    assert perf_counter() - began < 0.2  # 15 ms on two slow cores; a full comparison takes a second
