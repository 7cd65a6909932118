"""Several sort columns, groups with their counts, and saved views of links."""

from __future__ import annotations

import random
from typing import Any

import pytest

from spbe_assets.domain.errors import Invalid
from spbe_assets.domain.filters import AssetFilter, Group, LinkFilter, LinkOrder, LinkSort, Order, Sort
from spbe_assets.domain.vocabulary import LinkKind, LinkStatus
from spbe_assets.services import assets, grouping, link_listing, listing, views
from tests.services.world import World


def rows(world: World, order: Order) -> list[Any]:
    return world.read(lambda session: listing.rows_first(session, AssetFilter(), order))


@pytest.mark.parametrize("by", list(Sort))
@pytest.mark.parametrize("then", [Sort.NAME, Sort.YEAR, Sort.AGENCY, Sort.CUSTODIAN])
def test_first_rows_of_every_order_are_those_of_the_whole_list(world: World, by: Sort, then: Sort) -> None:
    order = Order(by, random.Random(by).random() < 0.5, Order(then, True))
    with world.store.read() as session:
        whole = list(listing.numbers(session, AssetFilter(), order))
        assert [row.n for row in listing.rows_first(session, AssetFilter(), order, 5)] == whole[:5]
    assert len(set(whole)) == 12


def test_a_second_column_orders_what_is_equal_in_the_first(world: World) -> None:
    found = rows(world, Order(Sort.AGENCY, False, Order(Sort.NAME, descending=True)))

    by_agency: dict[str, list[str]] = {}
    for row in found:
        by_agency.setdefault(row.agency, []).append(row.name)
    assert list(by_agency) == sorted(by_agency, key=str.casefold)
    laptops = next(names for names in by_agency.values() if "Laptop 10" in names)
    assert laptops.index("Laptop 10") < laptops.index("Laptop 9") < laptops.index("Laptop 2")


def test_an_order_says_its_keys_and_is_made_of_them() -> None:
    order = Order(Sort.YEAR, True, Order(Sort.NAME))

    assert order.keys == ((Sort.YEAR, True), (Sort.NAME, False))
    assert Order.of(order.keys) == order
    assert Order.of([]) == Order()
    assert LinkOrder.of([(LinkSort.KIND, True)]) == LinkOrder(LinkSort.KIND, descending=True)


@pytest.mark.parametrize("by", grouping.ASSET_GROUPS)
@pytest.mark.parametrize("wanted", [AssetFilter(), AssetFilter(text="laptop"), AssetFilter(year_from=2020)])
def test_groups_hold_every_record_once(world: World, by: Group, wanted: AssetFilter) -> None:
    world.write(lambda uow: assets.delete(uow, [world.laptops[0]]))
    with world.store.read() as session:
        groups = grouping.asset_groups(session, wanted, by)
        members = [list(grouping.asset_members(session, wanted, Order(), by, group.value)) for group in groups]
        whole = list(listing.numbers(session, wanted))

    assert [group.count for group in groups] == [len(some) for some in members]
    assert sorted(number for some in members for number in some) == sorted(whole)


def test_groups_of_agencies_come_by_name(world: World) -> None:
    groups = world.read(lambda session: grouping.asset_groups(session, AssetFilter(), Group.AGENCY))

    titles = [group.title for group in groups]
    assert titles == sorted(titles, key=str.casefold)
    assert sum(group.count for group in groups) == 12


@pytest.mark.parametrize("by", grouping.LINK_GROUPS)
def test_groups_of_links_hold_every_link_once(world: World, by: Group) -> None:
    with world.store.read() as session:
        groups = grouping.link_groups(session, LinkFilter(), by)
        found = [n for one in groups for n in grouping.link_members(session, LinkFilter(), LinkOrder(), by, one.value)]
        assert sorted(found) == sorted(link_listing.numbers(session, LinkFilter()))


def test_the_custodian_narrows_a_list(world: World) -> None:
    world.write(lambda uow: uow.update(assets.Asset, world.laptops[1], custodian_id=world.siti))
    wanted = AssetFilter(custodian_ids=frozenset({world.siti}))
    with world.store.read() as session:
        found = listing.rows_first(session, wanted)

    assert world.laptops[1] in {row.id for row in found}
    assert {row.custodian for row in found} == {"Siti Aminah"} or all(row.custodian for row in found)


def test_ids_come_in_the_order_of_their_numbers(world: World) -> None:
    with world.store.read() as session:
        numbers = list(listing.numbers(session, AssetFilter(), Order(Sort.NAME, descending=True)))
        ids = listing.ids_of(session, numbers)
        found = listing.rows(session, numbers)
    assert ids == [found[number].id for number in numbers]


def test_a_filter_of_links_survives_as_json() -> None:
    wanted = LinkFilter(
        text="astinet", kinds=frozenset({LinkKind.INTERNET}), statuses=frozenset({LinkStatus.ACTIVE}), no_rate=True
    )
    assert views.filter_of(LinkFilter, views.filter_as_json(wanted)) == wanted


def test_a_view_is_renamed_unless_another_has_the_name(world: World) -> None:
    first = world.write(lambda uow: views.save(uow, "list.asset", "Good", {}, "Budi"))
    world.write(lambda uow: views.save(uow, "list.asset", "Broken", {}, "Budi"))
    with pytest.raises(Invalid, match="Broken"):
        world.write(lambda uow: views.rename(uow, first, "Broken"))
    with pytest.raises(Invalid):
        world.write(lambda uow: views.rename(uow, first, " "))

    world.write(lambda uow: views.rename(uow, first, "Best"))
    names = [view.name for view in world.read(lambda session: views.of_screen(session, "list.asset", "Budi"))]
    assert names == ["Best", "Broken"]
