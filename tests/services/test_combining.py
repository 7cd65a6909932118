"""Merging two records: what is re-pointed, which values stay, and that one undo brings both back."""

from __future__ import annotations

import pytest

from spbe_assets.domain.errors import NotFound, Refused, StaleEdit
from spbe_assets.domain.filters import AssetFilter, LinkFilter
from spbe_assets.domain.ids import Id
from spbe_assets.services import agencies, assets, combining, link_listing, links, listing, people, places
from spbe_assets.storage import check, undo
from tests.services.world import BUDI, World


def link_of(world: World, agency: Id) -> Id:
    return world.write(lambda uow: links.create(uow, {"name": "FO", "agency_id": agency, "z_agency_id": agency}))


def combine(world: World, kept: Id, other: Id, **values: object) -> int:
    return world.write(lambda uow: combining.combine(uow, "agency", kept, other, values))


def test_everything_that_referred_to_the_other_agency_refers_to_the_kept_one(world: World) -> None:
    link = link_of(world, world.health)
    site = world.write(lambda uow: places.create(uow, "site", {"name": "Gedung B", "agency_id": world.health}))
    combine(world, world.ict, world.health)
    with world.store.read() as session:
        assert agencies.detail(session, world.clinic).get("parent_id") == world.ict
        assert people.detail(session, world.siti).get("agency_id") == world.ict
        assert places.detail(session, "site", site).get("agency_id") == world.ict
        assert links.detail(session, link).get("z_agency_id") == world.ict
        with pytest.raises(NotFound):
            agencies.detail(session, world.health)


def test_assets_and_rooms_of_the_other_agency_move_along(world: World) -> None:
    combine(world, world.ict, world.clinic)
    with world.store.read() as session:
        assert listing.count(session, AssetFilter(agency_ids=frozenset({world.ict}))) == 12
        assert places.detail(session, "room", world.office).get("agency_id") == world.ict


def test_the_preview_counts_what_will_be_repointed(world: World) -> None:
    link_of(world, world.clinic)
    found = world.read(lambda session: combining.preview(session, "agency", world.ict, world.clinic))
    assert found.repointed["asset"] == 10
    assert found.repointed["room"] == 1
    assert found.repointed["link"] == 2  # it names the agency at two places
    assert "name" in [one.field.key for one in found.differences]
    assert combine(world, world.ict, world.clinic) == sum(found.repointed.values())


def test_an_empty_field_is_filled_by_the_other_record(world: World) -> None:
    world.write(lambda uow: agencies.update(uow, world.clinic, {"head": "dr. Rina"}))
    found = world.read(lambda session: combining.preview(session, "agency", world.ict, world.clinic))
    assert found.proposed()["head"] == "dr. Rina"
    assert found.proposed().keys().isdisjoint({"name", "parent_id"})


def test_chosen_values_stay_and_one_undo_brings_both_back(world: World) -> None:
    combine(world, world.health, world.clinic, name="Dinkes dan Puskesmas")
    assert world.read(lambda s: agencies.detail(s, world.health)).get("name") == "Dinkes dan Puskesmas"

    undo.undo(world.store, BUDI)
    with world.store.read() as session:
        assert agencies.detail(session, world.health).get("name") == "Dinas Kesehatan"
        assert agencies.detail(session, world.clinic).get("parent_id") == world.health
        assert listing.count(session, AssetFilter(agency_ids=frozenset({world.clinic}))) == 10
        assert places.detail(session, "room", world.office).get("agency_id") == world.clinic
    assert check.check(world.store) == []


def test_an_agency_swallows_the_one_it_is_part_of_without_a_ring(world: World) -> None:
    ward = world.write(lambda uow: agencies.create(uow, {"name": "Rawat Inap", "parent_id": world.clinic}))
    combine(world, ward, world.health)
    with world.store.read() as session:
        assert agencies.path(session, world.clinic).startswith("Rawat Inap")
        assert agencies.detail(session, ward).get("parent_id") is None


def test_the_other_agency_is_no_longer_found_by_lists_and_names(world: World) -> None:
    combine(world, world.ict, world.health)
    with world.store.read() as session:
        assert world.health not in [node.id for node in agencies.tree(session)]
        with pytest.raises(NotFound):
            agencies.find(session, "Dinas Kesehatan")


def test_people_and_rooms_are_merged_by_the_same_function(world: World) -> None:
    twin = world.write(lambda uow: people.create(uow, {"name": "Siti R.", "position": "Kepala"}))
    world.write(lambda uow: combining.combine(uow, "person", twin, world.siti, {"name": "Siti Rahma"}))
    laptop = world.read(lambda session: listing.rows_first(session, AssetFilter(text="Laptop 1")))[0].id
    with world.store.read() as session:
        assert assets.detail(session, laptop).asset.get("custodian_id") == twin


def test_a_merge_with_itself_or_over_a_newer_edit_is_refused(world: World) -> None:
    with pytest.raises(Refused):
        combine(world, world.ict, world.ict)
    seen = world.read(lambda s: agencies.detail(s, world.ict)).rev
    world.write(lambda uow: agencies.update(uow, world.ict, {"head": "A"}))
    with pytest.raises(StaleEdit):
        world.write(lambda u: combining.combine(u, "agency", world.ict, world.health, {"head": "B"}, seen))
    assert world.read(lambda s: agencies.detail(s, world.health)).get("name") == "Dinas Kesehatan"


def test_links_of_the_kept_agency_hold_both_ends_after_a_merge(world: World) -> None:
    link_of(world, world.health)
    combine(world, world.ict, world.health)
    with world.store.read() as session:
        assert link_listing.count(session, LinkFilter(agency_ids=frozenset({world.ict}))) == 1
